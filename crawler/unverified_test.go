package crawler_test

import (
	"bytes"
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/internal/clock"
	"stackhound/internal/faultsite"
	"stackhound/internal/safehttp"
	"stackhound/store/sqlite"
)

// TestUnverifiedTLS reads a board whose certificate nobody vouches for: not without a
// reason in its file, then with one, and not where it leads to another such host.
func TestUnverifiedTLS(t *testing.T) {
	t.Parallel()
	site, err := faultsite.Start(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	host := site.Host("self-signed-away")
	now := clock.NewFake(start)
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var logged bytes.Buffer
	board := faultBoard(host.URL, faultCase{})
	run := func() stackhound.Run {
		t.Helper()
		now.Advance(time.Hour)
		logged.Reset()
		log := slog.New(slog.NewTextHandler(&logged, nil))
		policy := safehttp.Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
		web := fetch.New(fetch.Options{Product: "stackhound", Policy: policy, Clock: now, Log: log})
		run, err := crawler.New(over(st, web, now, log)).Run(t.Context(), board)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	if r := run(); r.Faults[stackhound.FaultTLS] != 1 || r.Items > 0 || strings.Contains(logged.String(), "insecure_tls") {
		t.Errorf("without a reason: %+v, %s", r, &logged)
	}
	board.InsecureTLS = "it ran out"
	if r := run(); r.New != faultsite.Jobs || !r.Complete {
		t.Errorf("with a reason: %+v", r)
	}
	if said := logged.String(); !strings.Contains(said, "level=WARN") || !strings.Contains(said, `insecure_tls="it ran out"`) {
		t.Errorf("it is not told: %s", said)
	}
	host.Break()
	if r := run(); r.Faults[stackhound.FaultTLS] != 1 || r.Closed+r.Missing > 0 || host.Requests("/jobs") != 1 {
		t.Errorf("where it leads to another host: %+v after %d requests", r, host.Requests("/jobs"))
	}
	if n := site.Reached(); n > 0 {
		t.Errorf("the other host was asked %d times", n)
	}
}
