package crawler_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

// fullJob is a page with a company and a place besides its text.
func fullJob(n int) string {
	return job(fmt.Sprintf("text %d", n)) + fmt.Sprintf(`<b class="company">Company %d</b><i class="place">Town %d</i>`, n, n)
}

// drifted is such a page after the board renamed what names the company.
func drifted(n int) string {
	return strings.Replace(fullJob(n), `class="company"`, `class="v2-company"`, 1)
}

// newFullWorld has a board of n such jobs, all of which have been read.
func newFullWorld(t *testing.T, n int) *world {
	w := newWorld(t, jobs(n))
	delete(w.board.Fields, "company")
	w.board.Detail.Fields["company"] = stackhound.Field{{Select: ".company"}}
	w.board.Detail.Fields["location"] = stackhound.Field{{Select: ".place"}}
	for i := 1; i <= n; i++ {
		w.set(fmt.Sprintf("/jobs/%d", i), fullJob(i))
	}
	w.set()
	if run := w.run(); run.Verdict != stackhound.VerdictOK || run.New != n || run.Filled["company"] != n || run.Read != n {
		t.Fatalf("first run %+v", run)
	}
	return w
}

// show puts jobs 1 to n onto the list and writes the pages of some.
func (w *world) show(n int, page func(int) string, of ...int) {
	var all []any
	for i := 1; i <= n; i++ {
		all = append(all, i)
	}
	w.set("/jobs?page=1", list(all...))
	for _, i := range of {
		w.set(fmt.Sprintf("/jobs/%d", i), page(i))
	}
}

// waiting writes what a run holds as "/jobs/1 why", in order of ids.
func (w *world) waiting(run stackhound.Run) string {
	w.t.Helper()
	held, err := w.store.Quarantine.Held(w.t.Context(), run.ID, "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, h := range held {
		out = append(out, strings.TrimPrefix(h.Listing.ID, w.URL)+" "+string(h.Why))
	}
	return strings.Join(out, ", ")
}

// TestDrift has a board rename what its pages are read by. The run after it waits, with
// all it read of such pages, and nothing that was known is lost; an operator's word lets
// it through.
func TestDrift(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 20)
	w.show(22, drifted, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)
	run := w.run()
	if run.Verdict != stackhound.VerdictSuspect || run.Complete || !run.Whole || !strings.Contains(run.Note, "company 0 of 5, usually 100 %") || run.Held != 5 {
		t.Errorf("run %+v", run)
	}
	if got, want := w.waiting(run), "/jobs/1 blanked, /jobs/2 blanked, /jobs/21 incomplete, /jobs/22 incomplete, /jobs/3 blanked"; got != want {
		t.Errorf("held %s, want %s", got, want)
	}
	again := w.run()
	if again.Verdict != stackhound.VerdictSuspect || again.New+again.Changed+again.Closed > 0 || w.waiting(run) != "" || again.Held != 5 {
		t.Errorf("the run after %+v; the first one still holds %s", again, w.waiting(run))
	}
	if l := w.listing("/jobs/1"); l.Company != "Company 1" || l.State != stackhound.ListingOpen || !l.LastSeen.Equal(again.Started) {
		t.Errorf("listing %+v, want it as it was", l)
	}
	counts, err := w.store.Quarantine.Release(t.Context(), again, stackhound.CauseReleased)
	if err != nil || counts.New != 2 || counts.Changed != 3 {
		t.Errorf("released %+v, %v", counts, err)
	}
}

// TestDriftOfASmallBoard has a board whose runs read one page each: a page without what all
// have is never believed alone, and three in a row say as much as three at once.
func TestDriftOfASmallBoard(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.board.Detail.Max = 1
	w.show(14, drifted, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
	for n, want := range []stackhound.Verdict{stackhound.VerdictOK, stackhound.VerdictOK, stackhound.VerdictSuspect, stackhound.VerdictSuspect} {
		if run := w.run(); run.Verdict != want || run.Changed > 0 {
			t.Errorf("run %d: %+v, want %s", n+2, run, want)
		}
	}
	for n := 1; n <= 14; n++ {
		if l := w.listing(fmt.Sprintf("/jobs/%d", n)); l.Company == "" {
			t.Errorf("job %d lost its company", n)
		}
	}
}

// TestOneOddPageIsNoDrift has a new job without a company, one that lost its own, one with
// another title and one that says it is filled: the run is a normal one, and all but the
// loss is published at its end.
func TestOneOddPageIsNoDrift(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.show(15, drifted, 1, 15)
	w.set("/jobs/2", fullJob(2)+`<p class="filled">filled</p>`)
	w.set("/jobs?page=1", strings.Replace(w.pages["/jobs?page=1"], "Engineer 3<", "Cook<", 1))
	run := w.run()
	if run.Verdict != stackhound.VerdictOK || run.New != 1 || run.Changed != 1 || run.Closed != 1 || run.Held != 0 || w.waiting(run) != "" {
		t.Errorf("run %+v holds %s", run, w.waiting(run))
	}
	if l := w.listing("/jobs/1"); l.Company != "Company 1" {
		t.Errorf("one page was enough to take the company from %+v", l)
	}
	w.set()
	w.run()
	for _, path := range w.requests() {
		if path == "/jobs/3" || path == "/jobs/15" {
			t.Errorf("%s is read again although it was published", path)
		}
	}
}

// TestWrongValues has all pages show the same as their title, and all their ids change
// with what they are about.
func TestWrongValues(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.board.Detail.Fields["title"] = stackhound.Field{{Select: "h1"}}
	for n := 1; n <= 14; n++ {
		w.set(fmt.Sprintf("/jobs/%d", n), fullJob(n)+"<h1>Sign in</h1>")
	}
	if run := w.run(); run.Verdict != stackhound.VerdictSuspect || !strings.Contains(run.Note, "have another title or company all at once") || run.Changed > 4 {
		t.Errorf("%+v", run)
	}
	w = newFullWorld(t, 14)
	w.board.Fields["id"] = stackhound.Field{{Select: "a"}}
	for n := 1; n <= 14; n++ {
		w.set(fmt.Sprintf("/jobs/%d", n), fullJob(n+100))
	}
	if run := w.run(); run.Verdict != stackhound.VerdictSuspect || !strings.Contains(run.Note, "14 of 14 ids look like none before") || run.New > 10 {
		t.Errorf("%+v", run)
	}
	w = newFullWorld(t, 14)
	w.board.Detail.Format = "jsonld"
	if run := w.run(); run.Verdict == stackhound.VerdictOK || run.Closed+run.Changed > 0 {
		t.Errorf("pages without jobs: %+v", run)
	}
}

// TestAFloodWaits has a list that no longer filters: the first that are too many and all
// after them wait, until the list has been so for the third time.
func TestAFloodWaits(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	const most, all = 14*3 + 20, 100
	for n := 15; n <= all; n++ {
		w.show(all, fullJob, n)
	}
	for n, want := range []stackhound.Verdict{stackhound.VerdictSuspect, stackhound.VerdictSuspect, stackhound.VerdictOK} {
		run := w.run()
		if run.Verdict != want || n == 0 && (run.New > most-14 || run.Held < all-most || !strings.Contains(run.Note, "100 items, usually 14")) {
			t.Errorf("run %d: %+v, want %s", n+2, run, want)
		}
	}
	if n := strings.Count(w.states(), " open"); n != all {
		t.Errorf("%d are open in the end, want %d", n, all)
	}
}

// TestManyClosings has most jobs of a board gone at once: they close when the next run
// finds the same, or when an operator says so.
func TestManyClosings(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*world){
		"with pages of their own": func(*world) {},
		"by absence": func(w *world) {
			w.board.Detail, w.board.Complete = nil, true
			w.board.Fields["company"] = stackhound.Field{{Select: "b"}}
		},
	} {
		gone := func() *world {
			w := newFullWorld(t, 30)
			change(w)
			var left []any
			for n := 17; n <= 36; n++ {
				w.set(fmt.Sprintf("/jobs/%d", n), fullJob(n))
				left = append(left, n)
			}
			for n := 1; n <= 16; n++ {
				w.set(fmt.Sprintf("/jobs/%d", n), "")
			}
			w.set("/jobs?page=1", list(left...))
			return w
		}
		w := gone()
		run := w.run()
		if run.Verdict != stackhound.VerdictSuspect || run.Closed != 0 || run.New != 6 || run.HeldClosed != 16 || !strings.Contains(run.Note, "16 of 30 open listings would close at once") {
			t.Errorf("%s: %+v", name, run)
		}
		if got := w.listing("/jobs/1").State; got != stackhound.ListingMissing {
			t.Errorf("%s: %s, want missing", name, got)
		}
		if counts, err := w.store.Quarantine.Release(t.Context(), run, stackhound.CauseReleased); err != nil || counts.Closed != 16 {
			t.Errorf("%s: released %+v, %v", name, counts, err)
		}
		w = gone()
		w.run()
		if run := w.run(); run.Verdict != stackhound.VerdictOK || run.Closed != 16 {
			t.Errorf("%s, the second run: %+v", name, run)
		}
	}
}

// TestFirstRunIsJudgedByPlausibility has a board of which nothing is known yet.
func TestFirstRunIsJudgedByPlausibility(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(20))
	w.board.Fields["company"] = stackhound.Field{{Select: ".no"}}
	if run := w.run(); run.Verdict != stackhound.VerdictSuspect || run.New != 0 || run.Held != 20 || !strings.Contains(run.Note, "company 0 of 20") {
		t.Errorf("no companies: %+v", run)
	}
	w = newWorld(t, jobs(20))
	w.board.Fields["title"] = stackhound.Field{{Select: "a", Regex: "Engineer"}}
	if run := w.run(); run.Verdict != stackhound.VerdictSuspect || run.New != 0 || !strings.Contains(run.Note, `called "Engineer"`) {
		t.Errorf("one title: %+v", run)
	}
	w = newWorld(t, jobs(9))
	w.board.Fields["company"] = stackhound.Field{{Select: ".no"}}
	if run := w.run(); run.Verdict != stackhound.VerdictOK || run.New != 9 {
		t.Errorf("too few to tell: %+v", run)
	}
}

// TestAStopKeepsWhatWaits stops a run while something waits: the next one sees it again.
func TestAStopKeepsWhatWaits(t *testing.T) {
	t.Parallel()
	w := newFullWorld(t, 14)
	w.show(17, drifted, 15)
	w.set("/jobs/16", fullJob(16), "/jobs/17", fullJob(17))
	ctx, stop := context.WithCancel(t.Context())
	w.on = func(path string) {
		if path == "/jobs/17" {
			stop()
		}
	}
	w.clock.Advance(time.Hour)
	if _, err := crawler.New(w.options).Run(ctx, w.board); err == nil {
		t.Fatal("the run was not stopped")
	}
	w.on = func(string) {}
	if run := w.run(); run.Verdict != stackhound.VerdictOK || run.New < 2 || strings.Count(w.states(), " open") != 17 {
		t.Errorf("%+v; %s", run, w.states())
	}
}
