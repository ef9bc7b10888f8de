package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/notify/redisqueue"
	"stackhound/search/meili"
	"stackhound/store"
)

// How long doctor waits. A check that goes on asking for checkTime is left alone after
// giveUp; opening the database takes less, so that what hangs on it can still say so.
const (
	openTime  = 4 * time.Second
	checkTime = 6 * time.Second
	giveUp    = 7 * time.Second
)

// errTold is a failure that standard output has told already.
var errTold = errors.New("a check failed")

func (a *app) doctorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "doctor", Short: "Look at every part the program needs and say what to do", Args: noArgs,
		Long: "Looks at the database, the servers, the channels, the boards, your own files of skills\n" +
			"and rates, the clock and the disk, each for a few seconds at most, and changes\n" +
			"nothing. It works beside a running serve. Exit status: 0 when nothing failed, 1 when something did.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings, err := a.examine(cmd.Context())
			if err != nil {
				return err
			}
			return a.printFindings(findings)
		},
	}
	a.boardsFlag(cmd.Flags())
	return cmd
}

// doctor is what the checks look at. What several need is asked once, by the first.
type doctor struct {
	*app
	store  func() (*store.Store, error)
	queue  func() (redisqueue.State, error)
	search func() (*meili.Engine, error) // the search server; with the store's id as far as that is known

	mu     sync.Mutex
	opened *store.Store // for close
}

// check is one line of what doctor prints. look adds to the report what it finds.
type check struct {
	name string
	look func(d *doctor, ctx context.Context, r *report)
}

// checks are all the checks, in the order in which they are printed.
var checks = []check{
	{"store", (*doctor).lookAtStore}, {"search", (*doctor).lookAtSearch}, {"queue", (*doctor).lookAtQueue},
	{"email", (*doctor).lookAtEmail}, {"webhook", (*doctor).lookAtWebhook}, {"boards", (*doctor).lookAtBoards},
	{"skills", (*doctor).lookAtSkills}, {"rates", (*doctor).lookAtRates}, {"clock", (*doctor).lookAtClock}, {"disk", (*doctor).lookAtDisk}, {"versions", (*doctor).lookAtVersions},
	{"processes", (*doctor).lookAtProcesses},
}

// examine makes all checks at the same time and returns what they found in their order.
// The error is that ctx ended.
func (a *app) examine(ctx context.Context) ([]finding, error) {
	secrets := a.cfg.ReadSecrets()
	asking, stop := context.WithTimeout(ctx, checkTime)
	defer stop()
	waiting, leave := context.WithTimeout(ctx, giveUp)
	defer leave()
	d := a.newDoctor(asking)
	defer d.close()
	found := make([]finding, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() { found[i] = d.run(asking, waiting, c) })
	}
	wg.Wait()
	if secrets != nil {
		lost := finding{"config", stateFail, secrets.Error(), "put the file back, or correct the setting; searchkeys makes those of the search server"}
		found = slices.Insert(found, 0, lost)
	}
	return found, ctx.Err()
}

// run makes one check. One that does not even end with its context is not waited for.
func (d *doctor) run(asking, waiting context.Context, c check) finding {
	done := make(chan finding, 1)
	go func() {
		r := &report{finding: finding{Check: c.name, State: stateOK}, hide: d.cfg.Hide}
		c.look(d, asking, r)
		done <- r.finding
	}()
	select {
	case f := <-done:
		return f
	case <-waiting.Done():
		return finding{c.name, stateFail, fmt.Sprintf("there was no answer within %s", giveUp), "see what keeps it busy, and run doctor again"}
	}
}

func (a *app) newDoctor(ctx context.Context) *doctor {
	d := &doctor{app: a}
	d.store = sync.OnceValues(func() (*store.Store, error) { return d.openStore(ctx) })
	d.queue = sync.OnceValues(func() (redisqueue.State, error) {
		q, err := a.queueServer(d.storeID(ctx), "doctor") // not closed: that would ask the server once more
		if err != nil {
			return redisqueue.State{}, err
		}
		return q.State(ctx)
	})
	d.search = sync.OnceValues(func() (*meili.Engine, error) {
		return a.searchServer(d.storeID(ctx))
	})
	return d
}

// storeID is the store's id, "" of one that cannot be read, which has a line of its own.
func (d *doctor) storeID(ctx context.Context) string {
	st, err := d.store()
	if err != nil {
		return ""
	}
	id, _ := st.ID(ctx)
	return id
}

// openStore opens the store for reading and keeps it for close.
func (d *doctor) openStore(ctx context.Context) (*store.Store, error) {
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	st, err := d.app.openStore(ctx, true)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = st
	return st, err
}

// close closes what was opened.
func (d *doctor) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.opened != nil {
		_ = d.opened.Close() // it was only read
	}
}

// printFindings prints a line for each check, and below it what to do. It fails when a
// check did.
func (a *app) printFindings(findings []finding) error {
	count := map[string]int{}
	for _, f := range findings {
		count[f.State]++
	}
	if err := a.printTable(findings); err != nil {
		return err
	}
	if !a.json {
		a.printf("\n%s\n", lastLine(count[stateWarn], count[stateFail]))
	}
	if count[stateFail] > 0 {
		return errTold
	}
	return nil
}

func (a *app) printTable(findings []finding) error {
	if a.json {
		return printLines(a, findings)
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "CHECK\tSTATE\tWHAT IS, AND WHAT TO DO")
	for _, f := range findings {
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.Check, f.State, f.Says)
		if f.Do != "" {
			fmt.Fprintf(w, "\t\t→ %s\n", f.Do)
		}
	}
	return w.Flush()
}

// lastLine says what all the findings come to.
func lastLine(warned, failed int) string {
	var parts []string
	if warned > 0 {
		parts = append(parts, fmt.Sprintf("%d to look at", warned))
	}
	if failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", failed))
	}
	if len(parts) == 0 {
		return "all well"
	}
	return strings.Join(parts, ", ")
}

// missing tells whether there is nothing in the store because nothing was ever crawled.
func missing(err error) bool { return stackhound.CodeOf(err) == stackhound.CodeNotFound }
