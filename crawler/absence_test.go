package crawler_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

// TestRunsThatWentWrongCloseNothing has a board with 20 open listings, breaks it in one
// way and looks what a run makes of it.
func TestRunsThatWentWrongCloseNothing(t *testing.T) {
	t.Parallel()
	row := func(i int) string {
		return fmt.Sprintf(`{"url": "/jobs/%d", "title": "Engineer %d"}`, i, i)
	}
	var rows []string
	for i := range 20 {
		rows = append(rows, row(i))
	}
	whole := `{"jobs": [` + strings.Join(rows, ",") + `]}`
	for _, tt := range []struct {
		name    string
		pages   []string // new content of pages
		verdict stackhound.Verdict
		note    string
	}{
		{"cut JSON", []string{"/api?page=1", whole[:300]}, stackhound.VerdictFailed, "cannot be read"},
		{"a page instead of JSON", []string{"/api?page=1", "<html><body>Just a moment…</body></html>"}, stackhound.VerdictFailed, "text/html; charset=utf-8 that cannot be read"},
		{"another shape", []string{"/api?page=1", `{"error": "try later"}`}, stackhound.VerdictFailed, `no list at "jobs"`},
		{"nothing", []string{"/api?page=1", ""}, stackhound.VerdictFailed, "404"},
		{"server error", []string{"/api?page=1", "500"}, stackhound.VerdictFailed, "answered 500 Internal Server Error"},
		{"no items", []string{"/api?page=1", `{"jobs": []}`}, stackhound.VerdictEmpty, "no items"},
		{"few items", []string{"/api?page=1", `{"jobs": [` + strings.Join(rows[:9], ",") + `]}`}, stackhound.VerdictSuspect, "9 items, usually 20"},
		{"items without titles", []string{"/api?page=1", strings.ReplaceAll(whole, "title", "name")}, stackhound.VerdictFailed, "none of the 20 items could be read"},
		{"items without addresses", []string{"/api?page=1", strings.ReplaceAll(whole, "url", "link")}, stackhound.VerdictFailed, "none of the 20 items could be read"},
		{"second page broken", []string{"/api?page=1", `{"jobs": [` + strings.Join(rows[:15], ",") + `]}`, "/api?page=2", `{"jobs": [`}, stackhound.VerdictPartial, "cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, map[string]string{"/api?page=1": whole, "/api?page=2": `{"jobs": []}`})
			w.board.Format, w.board.Detail, w.board.Complete = "json", nil, true
			w.board.Request.URL = "{base}/api?page={page}"
			w.board.Items.Select = "jobs"
			w.board.Fields = stackhound.Fields{"url": {{Select: "url"}}, "title": {{Select: "title"}}}
			if run := w.run(); run.New != 20 {
				t.Fatalf("first run %+v", run)
			}
			w.set(tt.pages...)
			run := w.run()
			if run.Verdict != tt.verdict || !strings.Contains(run.Note, tt.note) || run.Complete || run.Closed+run.Missing > 0 {
				t.Errorf("run %+v; want %s, %q, nothing closed", run, tt.verdict, tt.note)
			}
			if strings.Count(w.states(), " open") != 20 {
				t.Errorf("states %s", w.states())
			}
			w.set("/api?page=1", whole, "/api?page=2", `{"jobs": []}`)
			if run := w.run(); !run.Complete || run.Unchanged+run.Changed != 20 {
				t.Errorf("the run after %+v, want all 20 as before", run)
			}
		})
	}
}

func TestAbsenceClosesWhereJobsHaveNoPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		complete bool
		pages    int
		want     []string // state of the job that left the list, run by run
	}{
		{false, 10, []string{"missing", "closed"}},
		{true, 10, []string{"closed"}},
		{true, 1, []string{"open", "open"}}, // what lies beyond pages.max is not absent
	} {
		w := newWorld(t, jobs(4))
		w.board.Detail, w.board.Complete, w.board.Request.Pages.Max = nil, tt.complete, tt.pages
		w.run()
		w.set("/jobs?page=1", list(1, 2, 3))
		for i, want := range tt.want {
			w.run()
			if l := w.listing("/jobs/4"); string(l.State) != want {
				t.Errorf("complete %v, at most %d pages, run %d: %s, want %s", tt.complete, tt.pages, i+2, l.State, want)
			}
		}
		w.set("/jobs?page=1", list(1, 2, 3, 4))
		if w.run(); w.listing("/jobs/4").State != stackhound.ListingOpen {
			t.Error("a job that is listed again is not open")
		}
	}
}

func TestManyMissingJobsAreAskedForInTurns(t *testing.T) {
	t.Parallel()
	const all, left, most = 430, 220, 200
	w := newWorld(t, jobs(all))
	detail := w.board.Detail
	w.board.Detail = nil
	w.run()
	w.board.Detail = detail
	for n := left + 1; n <= all; n++ {
		w.set(fmt.Sprintf("/jobs/%d", n), "")
	}
	w.set("/jobs?page=1", jobs(left)["/jobs?page=1"])
	if run := w.run(); run.Closed != most || run.Missing != all-left-most {
		t.Errorf("run %+v, want %d closed and the rest missing", run, most)
	}
	if run := w.run(); run.Closed != all-left-most || run.Missing != 0 {
		t.Errorf("the run after %+v, want the rest closed", run)
	}
}

func TestAListThatStaysShortIsBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(30))
	w.board.Detail, w.board.Complete = nil, true
	w.run()
	w.set("/jobs?page=1", list(1, 2, 3, 4, 5))
	for i, want := range []stackhound.Verdict{stackhound.VerdictSuspect, stackhound.VerdictSuspect, stackhound.VerdictOK} {
		if run := w.run(); run.Verdict != want || (run.Closed == 25) != (want == stackhound.VerdictOK) {
			t.Errorf("short run %d: %s with %d closed, want %s", i+1, run.Verdict, run.Closed, want)
		}
	}
}

// TestAbsenceFromAPartSaysNothing has job 4 leave a list that may show but a part of what
// is open.
func TestAbsenceFromAPartSaysNothing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*world){
		"the newest only":   func(w *world) { w.board.Newest = true },
		"cut by pages.max":  func(w *world) { w.board.Request.Pages.Max = 1 },
		"an unreadable row": func(w *world) { w.set("/jobs?page=1", list(1, 2, 3, `<li>no link</li>`)) },
		"a strange row":     func(w *world) { w.set("/jobs?page=1", list(1, 2, 3, `<li><a href="http://[">x</a></li>`)) },
	} {
		for _, pages := range []bool{false, true} {
			w := newWorld(t, jobs(4))
			w.board.Complete = true
			if !pages {
				w.board.Detail = nil
			}
			w.run()
			w.set("/jobs?page=1", list(1, 2, 3))
			change(w)
			for range 3 {
				if run := w.run(); run.Closed+run.Missing > 0 || w.listing("/jobs/4").State != stackhound.ListingOpen {
					t.Errorf("%s, pages %v: %+v", name, pages, run)
				}
			}
			w.set("/jobs/4", "410")
			if run := w.run(); pages != (w.listing("/jobs/4").ClosedWhy == stackhound.ClosedGone) {
				t.Errorf("%s, pages %v: after the page is gone %+v", name, pages, run)
			}
		}
	}
}

// TestSilenceClosesWhatNothingElseCan has a job scroll off a list of the newest: it stays
// open for 45 days after it was last seen, then closes.
func TestSilenceClosesWhatNothingElseCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(4))
	w.board.Newest, w.board.Detail = true, nil
	w.run()
	w.set("/jobs?page=1", list(1, 2, 3))
	w.clock.Advance(44 * 24 * time.Hour)
	if run := w.run(); run.Closed > 0 {
		t.Errorf("after 44 days: %+v", run)
	}
	w.clock.Advance(2 * 24 * time.Hour)
	if run := w.run(); run.Closed != 1 || w.listing("/jobs/4").ClosedWhy != stackhound.ClosedAbsent {
		t.Errorf("after 46 days: %+v, job 4 %s", run, w.states())
	}
}

func TestAPageWithoutItsJobIsBelievedTheSecondTime(t *testing.T) {
	t.Parallel()
	posting := `<script type="application/ld+json">{"@type": "JobPosting", "description": "text"}</script>`
	w := newWorld(t, map[string]string{"/jobs?page=1": list(1, 2, 3), "/jobs/1": posting, "/jobs/2": posting, "/jobs/3": posting})
	w.board.Detail = &stackhound.Detail{Format: "jsonld", Fields: stackhound.Fields{"description": {{Select: "description"}}}}
	w.run()
	w.set("/jobs?page=1", list(1), "/jobs/3", "<p>See our other jobs.</p>")
	for _, want := range []string{"/jobs/2 missing, /jobs/3 missing", "/jobs/2 missing, /jobs/3 closed gone"} {
		w.run()
		if got := w.states(); got != "/jobs/1 open, "+want {
			t.Errorf("states %s, want job 1 open and %s", got, want)
		}
	}
}

func TestABoardThatStaysEmptyIsBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(12))
	w.board.Detail, w.board.Complete = nil, true
	w.set("/jobs?page=1", "no jobs")
	for range 3 {
		if run := w.run(); run.Complete || !run.First {
			t.Errorf("a board that never had a job: %+v", run)
		}
	}
	w.set("/jobs?page=1", jobs(12)["/jobs?page=1"])
	w.run()
	w.set("/jobs?page=1", "no jobs")
	for i, want := range []int{0, 0, 12} {
		if run := w.run(); run.Verdict != stackhound.VerdictEmpty || run.Closed != want || run.Complete != (want > 0) {
			t.Errorf("empty run %d: %+v, want %d closed", i+1, run, want)
		}
	}
}

// refusing is a store that does not take job 2.
type refusing struct{ crawler.ListingStore }

func (r refusing) Put(ctx context.Context, run stackhound.Run, batch []stackhound.Listing, now time.Time) (stackhound.PutCounts, error) {
	good := slices.DeleteFunc(slices.Clone(batch), func(l stackhound.Listing) bool { return strings.HasSuffix(l.ID, "/jobs/2") })
	counts, err := r.ListingStore.Put(ctx, run, good, now)
	if len(good) < len(batch) && err == nil {
		err = stackhound.Errorf(stackhound.CodeInvalid, "listing 2 is strange")
	}
	return counts, err
}

func TestWhatCannotBeStoredIsStillThere(t *testing.T) {
	t.Parallel()
	edit := func(n int, how string) string { return strings.Replace(list(n), "Engineer", how, 1) }
	for name, change := range map[string]func(*world){
		"the store refuses it": func(w *world) { w.options.Listings = refusing{w.store.Listings} },
		"a long row":           func(w *world) { w.set("/jobs?page=1", list(1, edit(2, strings.Repeat("x", 2<<20)), 3, 4, 5)) },
		"a long page":          func(w *world) { w.set("/jobs/2", job(strings.Repeat("x", 2<<20))) },
	} {
		w := newWorld(t, jobs(5))
		w.run()
		w.set("/jobs?page=1", list(1, edit(2, "Senior"), edit(3, "Senior"), 4, 5))
		w.board.Complete = true
		change(w)
		run := w.run()
		if run.Errors != 1 || run.Verdict != stackhound.VerdictOK || run.Missing+run.Closed > 0 {
			t.Errorf("%s: %+v", name, run)
		}
		if name == "a long row" && slices.Contains(w.requests(), "/jobs/2") {
			t.Errorf("%s: its page was asked for", name)
		}
		if got := strings.Count(w.states(), " open"); got != 5 {
			t.Errorf("%s: states %s", name, w.states())
		}
	}
}
