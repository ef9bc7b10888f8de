package crawler_test

import (
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
)

// reread reads the board again from what is kept of it.
func (w *world) reread() stackhound.Run {
	w.t.Helper()
	w.set()
	run, err := crawler.New(w.options).Replay(w.t.Context(), w.board, fetch.Kept{Board: w.board.Name, Bodies: w.store.Bodies})
	if err != nil {
		w.t.Fatal(err)
	}
	if asked := w.requests(); len(asked) > 0 {
		w.t.Errorf("asked for %v", asked)
	}
	return run
}

// causes returns why the board's listings changed since a position, each cause once, and
// the position after.
func (w *world) causes(since stackhound.Position) (string, stackhound.Position) {
	w.t.Helper()
	changes, err := w.store.Listings.After(w.t.Context(), stackhound.Cursor{Position: since}, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	seen := []string{}
	for _, c := range changes {
		since = c.Position
		for _, cause := range c.Causes {
			if !strings.Contains(strings.Join(seen, " "), string(cause)) {
				seen = append(seen, string(cause))
			}
		}
	}
	return strings.Join(seen, " "), since
}

// TestMendedFile has a board drift, and its file mended: what waits is read again from
// what is kept and published, and the next run is a normal one that asks for little.
func TestMendedFile(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 20)
	w.valid = etags
	_, at := w.causes("")
	w.show(22, drifted, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)
	suspect := w.run()
	if run := w.reread(); run.Verdict != stackhound.VerdictSuspect || run.Held == 0 {
		t.Errorf("by the same file: %+v, want it to wait again", run)
	}
	w.board.Detail.Fields["company"] = stackhound.Field{{Select: ".v2-company"}, {Select: ".company"}}
	run := w.reread()
	if run.ID != suspect.ID || run.Verdict != stackhound.VerdictOK || run.New != 2 || run.Filled["company"] != 22 || run.Requests > 0 || w.waiting(run) != "" {
		t.Errorf("read again: %+v", run)
	}
	if causes, _ := w.causes(at); causes != "rederived" {
		t.Errorf("the listings changed for %s", causes)
	}
	if l := w.listing("/jobs/21"); l.Company != "Company 21" || !l.LastSeen.Equal(suspect.Started) {
		t.Errorf("%+v", l)
	}
	stored, err := w.store.Runs.Get(t.Context(), suspect.ID)
	if err != nil || stored.Released.IsZero() || stored.Held > 0 || stored.Requests != suspect.Requests {
		t.Errorf("the run is now %+v, %v", stored, err)
	}
	if next := w.run(); next.Verdict != stackhound.VerdictOK || next.New+next.Closed > 0 || next.Filled["company"] != next.Read {
		t.Errorf("the next run: %+v", next)
	}
	if l := w.listing("/jobs/1"); l.Company != "Company 1" {
		t.Errorf("%+v", l)
	}
}

// TestANewFieldIsReadFromWhatIsKept adds a field to a board file: the kept answers have it,
// and the pages they are of need not be asked for in full again.
func TestANewFieldIsReadFromWhatIsKept(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.valid = etags
	first := w.run()
	w.board.Detail.Fields["salary"] = stackhound.Field{{Select: ".text", Regex: `\d+`}}
	_, at := w.causes("")
	if run := w.reread(); run.Changed != 14 || run.Verdict != stackhound.VerdictOK || run.Skipped > 0 {
		t.Errorf("%+v", run)
	}
	if causes, _ := w.causes(at); causes != "rederived" || w.listing("/jobs/7").Salary != "7" {
		t.Errorf("changed for %q to %+v", causes, w.listing("/jobs/7"))
	}
	if run := w.run(); run.Changed > 0 || run.Skipped != first.Skipped || run.Unchanged != 14 {
		t.Errorf("the next run %+v", run)
	}
}

// TestWhatIsNotKeptStays rereads a board of which the answers are gone, in part or wholly.
func TestWhatIsNotKeptStays(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	if _, err := w.store.Bodies.Prune(t.Context(), w.clock.Now(), 6<<10); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Bodies.Get(t.Context(), w.board.Name, w.URL+"/jobs/1"); err == nil {
		if _, err := w.store.Bodies.Prune(t.Context(), w.clock.Now(), 1); err != nil {
			t.Fatal(err)
		}
	}
	run := w.reread()
	if run.New+run.Changed+run.Closed+run.Missing > 0 || strings.Count(w.states(), " open") != 14 {
		t.Errorf("%+v; %s", run, w.states())
	}
	unread := newWorld(t, jobs(1))
	_, err := crawler.New(unread.options).Replay(t.Context(), unread.board, fetch.Kept{Board: unread.board.Name, Bodies: unread.store.Bodies})
	if stackhound.CodeOf(err) != stackhound.CodeNotFound {
		t.Errorf("a board that was never read: %v", err)
	}
}
