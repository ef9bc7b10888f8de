package crawler_test

import (
	"fmt"
	"os"
	"testing"

	"stackhound"
)

// provingDrift tells whether boards live through as many runs as the proof asks for.
func provingDrift() bool { return os.Getenv(proofSet) != "" }

const (
	naturalRuns  = 200 // of each board in the proof, over which at most one may give a false alarm
	driftedRuns  = 4   // after the change, in which nothing may be lost
	briefNatural = 30  // of each board in an ordinary test
)

// TestBoardsLiveAndDrift has boards of every kind and three sizes live through runs as they
// come, and then change what their fields are read by. The runs before count as false
// alarms when they wait, those after must wait, and lose nothing.
func TestBoardsLiveAndDrift(t *testing.T) {
	t.Parallel()
	natural, sizes := briefNatural, []int{12, 60}
	if provingDrift() {
		natural, sizes = naturalRuns, []int{12, 60, 150}
	}
	results := make(chan driftResult, len(driftKinds)*len(sizes))
	t.Run("boards", func(t *testing.T) {
		for k, kind := range driftKinds {
			for n, size := range sizes {
				t.Run(fmt.Sprintf("%s of %d", kind.name, size), func(t *testing.T) {
					t.Parallel()
					results <- liveAndDrift(t, kind, size, natural, uint64(100*k+n))
				})
			}
		}
	})
	close(results)
	runs, alarms, lost, caught, must := 0, 0, 0, 0, 0
	for r := range results {
		t.Logf("%-22s %3d runs, %d false alarms; drifted: waits from run %d on, %d blanked, %d closed", r.name, r.runs, r.alarms, r.caught, r.blanked, r.closed)
		runs, alarms, lost = runs+r.runs, alarms+r.alarms, lost+r.blanked+r.closed
		if r.loses {
			must++
			if r.caught == 1 {
				caught++
			}
		}
	}
	t.Logf("%d runs as they come with %d false alarms; %d of %d boards that lost fields wait in the run after, %d listings blanked or closed", runs, alarms, caught, must, lost)
	if alarms*naturalRuns > runs || lost > 0 {
		t.Errorf("too many: at most one false alarm in %d runs, and nothing lost", naturalRuns)
	}
}

type driftResult struct {
	name                  string
	loses                 bool
	runs, alarms          int
	caught                int // the run after the drift that was the first to wait; 0: none
	blanked, closed, size int
}

func liveAndDrift(t *testing.T, kind driftKind, size, natural int, seed uint64) driftResult {
	site, base := newDriftSite(t, kind, size, seed)
	w := newWorld(t, nil)
	w.board = site.board(base)
	r := driftResult{name: fmt.Sprintf("%s of %d", kind.name, size), loses: kind.losesFields(), size: size}
	for range natural {
		run := w.liveOn(site)
		r.runs++
		if run.Verdict == stackhound.VerdictSuspect {
			r.alarms++
			t.Logf("false alarm in run %d: %s", r.runs, run.Note)
		}
	}
	had := w.companies()
	site.drifted = true
	for n := range driftedRuns {
		run := w.liveOn(site)
		r.closed += run.Closed
		if run.Verdict == stackhound.VerdictSuspect && r.caught == 0 {
			r.caught = n + 1
		}
	}
	if !r.loses {
		r.closed = 0 // it goes on as before
	}
	has := w.companies()
	for id := range had {
		if !has[id] {
			r.blanked++
		}
	}
	switch {
	case !r.loses && r.caught > 0:
		t.Error("it lost nothing, and waits")
	case r.loses && r.caught == 0, r.loses && size >= 60 && r.caught != 1:
		t.Errorf("it lost fields, and waits from run %d on", r.caught)
	}
	return r
}

// liveOn moves the board on to its next run, and makes it.
func (w *world) liveOn(site *driftSite) stackhound.Run {
	w.t.Helper()
	wait := site.wait()
	w.clock.Advance(wait)
	site.live(wait.Hours())
	return w.run()
}

// companies returns the listings that have a company.
func (w *world) companies() map[string]bool {
	w.t.Helper()
	has, at := map[string]bool{}, stackhound.Position("")
	for {
		page, err := w.store.Listings.After(w.t.Context(), stackhound.Cursor{Position: at}, 1000)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, c := range page {
			at = c.Position
			if c.Value.Company != "" {
				has[c.Value.ID] = true
			}
		}
		if len(page) == 0 {
			return has
		}
	}
}
