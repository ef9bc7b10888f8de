package crawler_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
)

// TestARunThatOvershootsItsBudget has a redirect take more requests than are left.
func TestARunThatOvershootsItsBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(14))
	w.run()
	w.board.Budget.Pages = 3
	for n := 1; n <= 14; n++ {
		w.set(fmt.Sprintf("/jobs/%d", n), fmt.Sprintf("→ /moved/%d", n), fmt.Sprintf("/moved/%d", n), job("moved"))
	}
	for range 3 {
		w.run()
	}
}

// TestAReplayThatCannotReadLeavesAllAsItIs loses the list among what is kept.
func TestAReplayThatCannotReadLeavesAllAsItIs(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 20)
	w.show(22, drifted, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)
	suspect := w.run()
	before := w.waiting(suspect)
	if _, err := w.store.Bodies.Prune(t.Context(), w.clock.Now(), 0); err != nil {
		t.Fatal(err)
	}
	run, err := crawler.New(w.options).Replay(t.Context(), w.board, fetch.Kept{Board: w.board.Name, Bodies: w.store.Bodies})
	if err != nil || run.Verdict != stackhound.VerdictFailed {
		t.Errorf("%+v, %v", run, err)
	}
	stored, err := w.store.Runs.Get(t.Context(), suspect.ID)
	if err != nil || stored.Held != suspect.Held || !stored.Released.IsZero() || w.waiting(suspect) != before {
		t.Errorf("%+v, %v; it holds %s", stored, err, w.waiting(suspect))
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := crawler.New(w.options).Replay(ctx, w.board, fetch.Kept{Board: w.board.Name, Bodies: w.store.Bodies}); err == nil || w.waiting(suspect) != before {
		t.Errorf("stopped: %v; it holds %s", err, w.waiting(suspect))
	}
}

// TestAReplayOpensNothingAgain has a job's page and a page of the list gone since their
// answers were kept.
func TestAReplayOpensNothingAgain(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 6)
	w.set("/jobs?page=2", list(7, 8), "/jobs/7", fullJob(7), "/jobs/8", fullJob(8))
	w.run()
	w.set("/jobs?page=2", "", "/jobs/7", "", "/jobs/8", "", "/jobs/6", "")
	w.set("/jobs?page=1", strings.Replace(w.pages["/jobs?page=1"], "Engineer 6", "Lead Engineer 6", 1))
	w.run()
	before := w.states()
	if run := w.reread(); run.Reopened+run.New > 0 || w.states() != before {
		t.Errorf("%+v; %s, want %s", run, w.states(), before)
	}
}

// TestAJobThatMoved has the addresses of all jobs change while their ids stay.
func TestAJobThatMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(14))
	w.board.Fields["id"] = stackhound.Field{{Select: "a", Regex: `\d+`}}
	w.run()
	moved := strings.ReplaceAll(w.pages["/jobs?page=1"], `">Engineer`, `-x">Engineer`)
	w.set("/jobs?page=1", moved)
	for n := 1; n <= 14; n++ {
		w.set(fmt.Sprintf("/jobs/%d", n), "", fmt.Sprintf("/jobs/%d-x", n), job(fmt.Sprintf("text %d", n)))
	}
	for n := range 9 {
		if run := w.run(); run.Closed > 0 || n > 0 && run.Changed > 0 {
			t.Errorf("run %d: %+v", n+2, run)
		}
	}
}

// TestAJobThatLostAField is published with what else it says, keeps what it lost, and is
// not read again for it.
func TestAJobThatLostAField(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.set("/jobs?page=1", strings.Replace(w.pages["/jobs?page=1"], "Engineer 3<", "Lead Engineer 3<", 1))
	w.set("/jobs/3", strings.Replace(drifted(3), "text 3", "another text", 1))
	for n := range 5 {
		if run := w.run(); run.Verdict != stackhound.VerdictOK || run.Items != run.Unchanged+run.Changed || run.Changed != 1-min(n, 1) {
			t.Errorf("run %d: %+v", n+2, run)
		}
	}
	if l := w.listing("/jobs/3"); l.Title != "Lead Engineer 3" || l.Company != "Company 3" || l.Description != "another text" {
		t.Errorf("%+v", l)
	}
}

// TestPagesThatFailAllAtOnce answers 404 for all jobs that the list still shows: none closes
// before the next run finds the same.
func TestPagesThatFailAllAtOnce(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 70)
	pages := map[string]string{}
	for n := 1; n <= 70; n++ {
		path := fmt.Sprintf("/jobs/%d", n)
		pages[path] = w.pages[path]
		w.set(path, "")
	}
	if run := w.run(); run.Verdict != stackhound.VerdictSuspect || run.Closed > 0 || run.HeldClosed == 0 {
		t.Errorf("%+v", run)
	}
	for path, page := range pages {
		w.set(path, page)
	}
	for range 7 {
		if run := w.run(); run.Closed+run.Reopened > 0 {
			t.Errorf("%+v", run)
		}
	}
}

// TestAnEmptyRunDropsNothingThatWaits answers with an empty list after a suspect run.
func TestAnEmptyRunDropsNothingThatWaits(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 20)
	w.show(22, drifted, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)
	suspect := w.run()
	before := w.waiting(suspect)
	w.set("/jobs?page=1", "<p>we are back soon</p>")
	if run := w.run(); run.Verdict != stackhound.VerdictEmpty || w.waiting(suspect) != before {
		t.Errorf("%+v; %s waits, want %s", run, w.waiting(suspect), before)
	}
}
