package crawler_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stackhound"
)

// TestBudgets lets runs come to each bound: they say which, and the next ones go on.
func TestBudgets(t *testing.T) {
	t.Parallel()
	for key, b := range map[string]stackhound.Budget{"budget.pages": {Pages: 8}, "budget.bytes": {Bytes: 900}, "budget.time": {Time: 6 * time.Minute}} {
		w := newWorld(t, jobs(12))
		w.on = func(string) { w.clock.Advance(time.Minute) }
		w.board.Budget = b
		found, runs := 0, 0
		for runs = 1; runs < 20; runs++ {
			run := w.run()
			if found += run.New; run.Verdict == stackhound.VerdictOK {
				break
			}
			if run.Verdict != stackhound.VerdictPartial || !strings.Contains(run.Note, key) || !strings.Contains(run.Note, "the next one goes on from there") {
				t.Errorf("%s: %+v, want it partial and to be told why", key, run)
			}
		}
		if found != 12 || runs < 2 || runs > 8 {
			t.Errorf("%s: %d of 12 found in %d runs", key, found, runs)
		}
	}
}

// TestABudgetThatEndsTheTurns leaves the list whole: what it no longer shows is missing.
func TestABudgetThatEndsTheTurns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(30))
	w.run()
	w.set("/jobs?page=1", list(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
	w.board.Budget.Pages = 4
	run := w.run()
	if run.Verdict != stackhound.VerdictPartial || !run.Complete || run.Missing != 15 || run.Requests != 4 || run.Skipped != 13 || !strings.Contains(run.Note, "budget.pages") {
		t.Errorf("run %+v", run)
	}
}

// TestListsThatAreTraps ends lists that go on for ever, and says so.
func TestListsThatAreTraps(t *testing.T) {
	t.Parallel()
	filled := `<li><u>filled</u><a href="/jobs/1">x</a></li>`
	for _, tt := range []struct {
		name  string
		next  func(page int) string // its address
		row   func(page int) string
		pages int
		note  string
	}{
		{"nothing new", func(n int) string { return fmt.Sprintf("/jobs?page=%d", n) }, func(int) string { return filled }, 11, "10 pages of its list in a row showed nothing new"},
		{"a path that grows", func(n int) string { return "/jobs" + strings.Repeat("/x", n) }, func(n int) string { return list(n) }, 2, "looks like one of endless many"},
		{"a deep path", func(n int) string {
			path := ""
			for i := range n {
				path += fmt.Sprintf("/%d", i)
			}
			return "/jobs" + path
		}, func(n int) string { return list(n) }, 19, "over 20 segments"},
	} {
		w := newWorld(t, nil)
		w.board.Detail = nil
		w.board.Request.URL = "{base}/jobs?page=1"
		w.board.Request.Pages = &stackhound.Pages{Max: 1000, Next: stackhound.Field{{Select: "i a", Attr: "href"}}}
		w.board.Items.DropIf = []stackhound.DropIf{{Field: stackhound.Field{{Select: "u"}}}}
		w.site.pages = map[string]string{"/jobs?page=1": list(1000) + fmt.Sprintf(`<i><a href=%q>next</a></i>`, tt.next(1))}
		for n := 1; n < 40; n++ {
			w.set(tt.next(n), tt.row(n)+fmt.Sprintf(`<i><a href=%q>next</a></i>`, tt.next(n+1)))
		}
		w.set("/jobs?page=1", list(1000)+fmt.Sprintf(`<i><a href=%q>next</a></i>`, tt.next(2)))
		for range 2 { // the second time from what is known
			w.set()
			run := w.run()
			if run.Verdict != stackhound.VerdictPartial || run.Complete || !strings.Contains(run.Note, tt.note) || len(w.requests()) != tt.pages {
				t.Errorf("%s: %d pages, %+v; want %d pages and %q", tt.name, len(w.requests()), run, tt.pages, tt.note)
			}
		}
	}
}
