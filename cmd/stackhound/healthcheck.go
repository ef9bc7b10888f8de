package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/internal/safehttp"
)

// healthTime bounds a look at how the program is: longer than /readyz takes to give a part
// up, so that its reason is heard.
const healthTime = 3 * time.Second

func (a *app) healthcheckCommand() *cobra.Command {
	var ready, store, queue bool
	cmd := &cobra.Command{
		Use: "healthcheck", Short: "Ask the program that serves on this machine how it is", Args: noArgs,
		Long: "Asks the pages at web.addr whether they answer, over loopback only, for containers without a shell.\n" +
			"Exit status 0 means yes. A process without pages (serve --role) is asked nothing: --store and --queue ask what it works on.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if ready && (store || queue) {
				return usageError{errors.New("--ready asks the pages, --store and --queue ask the servers: give one or the other")}
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), healthTime)
			defer cancel()
			if store || queue {
				return a.checkServers(ctx, queue)
			}
			path := "/healthz"
			if ready {
				path = "/readyz"
			}
			return a.checkPages(ctx, path)
		},
	}
	cmd.Flags().BoolVar(&ready, "ready", false, "ask also whether all that the pages need is there")
	cmd.Flags().BoolVar(&store, "store", false, "ask the store instead of the pages")
	cmd.Flags().BoolVar(&queue, "queue", false, "ask the store and the queue instead of the pages")
	return cmd
}

// checkServers asks the store, and if it is told to the queue, for an answer.
func (a *app) checkServers(ctx context.Context, queue bool) error {
	st, err := a.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer st.Close()
	h := health{Status: "ok", Checks: map[string]string{"store": "ok"}}
	if _, _, err := st.Postings.Count(ctx); err != nil {
		return err
	}
	if queue && a.cfg.Queue.URL != "" {
		id, err := st.ID(ctx)
		if err != nil {
			return err
		}
		q, err := a.queueServer(id, "healthcheck") // not closed: the process ends
		if err != nil {
			return err
		}
		if _, err := q.State(ctx); err != nil {
			return err
		}
		h.Checks["queue"] = "ok"
	}
	return a.printState(h)
}

// health is what /healthz and /readyz answer.
type health struct {
	Status string            `json:"status"`
	Checks map[string]string `json:"checks,omitempty"`
}

// checkPages asks the server of the pages and fails unless it says that all is well.
func (a *app) checkPages(ctx context.Context, path string) error {
	address, err := ownAddress(a.cfg.Web.Addr)
	if err != nil {
		return err
	}
	client, err := safehttp.Operator(address, healthTime)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+path, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if errors.Is(err, context.DeadlineExceeded) {
		return stackhound.Errorf(stackhound.CodeUnavailable, "the program at %s does not answer in time", address).WithHint("see what keeps it busy: stackhound doctor")
	}
	if err != nil {
		return stackhound.Errorf(stackhound.CodeUnavailable, "nothing answers at %s: %w", address, err).WithHint("start it with stackhound serve, or set web.addr as it is there")
	}
	defer res.Body.Close()
	h, err := readHealth(res.Body)
	if err != nil {
		return stackhound.Errorf(stackhound.CodeUnavailable, "what answers at %s is not stackhound: status %d, and no word on how it is", address, res.StatusCode)
	}
	if err := a.printState(h); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK || h.Status != "ok" {
		return stackhound.Errorf(stackhound.CodeUnavailable, "the program at %s is not well: status %d, %s", address, res.StatusCode, h.Status)
	}
	return nil
}

// ownAddress is where this machine reaches what listens on addr: a server on all
// addresses listens on loopback, too. Other machines are not asked.
func ownAddress(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "0" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "web.addr %q names no port to ask at", addr)
	}
	if host == "localhost" || host == "0.0.0.0" {
		host = "127.0.0.1"
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.Unmap().IsLoopback() {
		return "", stackhound.Errorf(stackhound.CodeRefused, "web.addr %q is not on this machine, and no other is asked", addr)
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// readHealth reads an answer; one that tells no status is none of ours.
func readHealth(body io.Reader) (h health, err error) {
	if err := json.NewDecoder(io.LimitReader(body, 64<<10)).Decode(&h); err != nil {
		return h, err
	}
	if h.Status == "" {
		return h, io.ErrUnexpectedEOF
	}
	return h, nil
}

// printState writes the status and, line by line, the checks.
func (a *app) printState(h health) error {
	if a.json {
		return a.printJSON(h)
	}
	a.printf("%s\n", h.Status)
	for _, name := range slices.Sorted(maps.Keys(h.Checks)) {
		a.printf("%s: %s\n", name, h.Checks[name])
	}
	return nil
}
