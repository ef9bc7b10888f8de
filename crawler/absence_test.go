package crawler_test

import (
	"fmt"
	"strings"
	"testing"

	"stackhound"
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
		{"few items", []string{"/api?page=1", `{"jobs": [` + strings.Join(rows[:9], ",") + `]}`}, stackhound.VerdictPartial, "only 9 items where the last complete run saw 20"},
		{"items without titles", []string{"/api?page=1", strings.ReplaceAll(whole, "title", "name")}, stackhound.VerdictPartial, "has no title"},
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
	for i, want := range []stackhound.Verdict{stackhound.VerdictPartial, stackhound.VerdictPartial, stackhound.VerdictOK} {
		if run := w.run(); run.Verdict != want || (run.Closed == 25) != (want == stackhound.VerdictOK) {
			t.Errorf("short run %d: %s with %d closed, want %s", i+1, run.Verdict, run.Closed, want)
		}
	}
}
