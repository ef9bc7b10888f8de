package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

func TestFirstRunReadsListAndPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"/jobs?page=1": list(1, 2), "/jobs?page=2": list(2, 3),
		"/jobs/1": job("one"), "/jobs/2": job("two"), "/jobs/3": job("three"),
	})
	run := w.run()
	if !run.First || !run.Complete || run.Verdict != stackhound.VerdictOK || run.Note != "" {
		t.Errorf("run %+v", run)
	}
	if run.Items != 3 || run.New != 3 || run.Errors != 0 || run.Requests != 7 || run.Bytes == 0 {
		t.Errorf("figures %+v; want 3 items, 3 new, 7 requests with robots.txt", run)
	}
	want := []string{"/jobs?page=1", "/jobs/1", "/jobs/2", "/jobs?page=2", "/jobs/3", "/jobs?page=3"}
	if got := w.requests(); !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
	l := w.listing("/jobs/3")
	if l.Title != "Engineer 3" || l.Company != "Company 3" || l.Description != "three" || l.URL != w.URL+"/jobs/3" || l.State != stackhound.ListingOpen {
		t.Errorf("listing %+v", l)
	}
	changes, err := w.store.Listings.After(t.Context(), stackhound.Cursor{}, 10)
	if err != nil || len(changes) != 3 || !slices.Equal(changes[0].Causes, []stackhound.Cause{stackhound.CauseBackfill}) {
		t.Errorf("changes %+v, %v; want three of a first run", changes, err)
	}
	body, err := w.store.Bodies.Get(t.Context(), "sample", w.URL+"/jobs/1")
	if err != nil || string(body.Data) != job("one") || body.Type != "text/html; charset=utf-8" || body.Run != run.ID {
		t.Errorf("kept %+v, %v", body, err)
	}
}

func TestSecondRunAsksOnlyForNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(6))
	w.run()
	edited := strings.Replace(list(2), "Engineer", "Senior Engineer", 1)
	w.set("/jobs?page=1", list(1, edited, 3, 7), "/jobs/7", job("seven"), "/jobs/5", "", "/jobs/6", `<p class="filled">Filled.</p>`)
	run := w.run()
	// Job 1 is the seventh of the unchanged ones whose turn it is.
	want := []string{"/jobs?page=1", "/jobs/2", "/jobs/7", "/jobs?page=2", "/jobs/1", "/jobs/4", "/jobs/5", "/jobs/6"}
	if got := w.requests(); !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
	if run.New != 1 || run.Changed != 1 || run.Unchanged != 2 || run.Closed != 2 || run.Missing != 1 || run.First {
		t.Errorf("run %+v", run)
	}
	if got, want := w.states(), "/jobs/1 open, /jobs/2 open, /jobs/3 open, /jobs/4 missing, /jobs/5 closed gone, /jobs/6 closed stated, /jobs/7 open"; got != want {
		t.Errorf("states %s\n  want %s", got, want)
	}
	for range 4 {
		w.run()
	}
	if l := w.listing("/jobs/4"); l.State != stackhound.ListingMissing {
		t.Errorf("a job whose page still stands is %s after many runs, want missing", l.State)
	}
	w.set("/jobs?page=1", list(1, edited, 3, 4, 7))
	if w.run(); w.listing("/jobs/4").State != stackhound.ListingOpen {
		t.Error("a job that is listed again is not open")
	}
}

func TestWhereAListEnds(t *testing.T) {
	t.Parallel()
	next := func(n int) string { return fmt.Sprintf(`<i><a href="/jobs?page=%d">next</a></i>`, n) }
	byLink := stackhound.Pages{Max: 10, Next: stackhound.Field{{Select: "i a", Attr: "href"}}}
	for _, tt := range []struct {
		name  string
		pages stackhound.Pages
		site  map[string]string
		want  string // pages asked for
		items int
		note  string // part of it, "" for a run that is well
	}{
		{"page without items", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1), "2": list(2), "3": "nothing"}, "123", 2, ""},
		{"page without new items", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1, 2), "2": list(2, 1), "3": list(3)}, "12", 2, ""},
		{"not found", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1)}, "12", 1, ""},
		{"bad request", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1), "2": "400"}, "12", 1, ""},
		{"most pages", stackhound.Pages{From: 1, Max: 2}, map[string]string{"1": list(1), "2": list(2), "3": list(3)}, "12", 2, ""},
		{"short page", stackhound.Pages{From: 1, Max: 10, Size: 2}, map[string]string{"1": list(1, 2), "2": list(3)}, "12", 3, ""},
		{"step", stackhound.Pages{From: 0, Step: 2, Max: 10}, map[string]string{"0": list(1), "2": list(2), "4": "nothing"}, "024", 2, ""},
		{"all left out by rule", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1), "2": `<li><u>filled</u><a href="/jobs/8">x</a></li>`, "3": list(3), "4": ""}, "1234", 2, ""},
		{"next link", byLink, map[string]string{"1": list(1) + next(5), "5": list(2)}, "15", 2, ""},
		{"next link in a circle", byLink, map[string]string{"1": list(1) + next(5), "5": list(2) + next(1)}, "15", 2, ""},
		{"next link elsewhere", byLink, map[string]string{"1": list(1) + `<i><a href="http://example.com/">next</a></i>`}, "1", 1, "leads to another host"},
		{"next link dead", byLink, map[string]string{"1": list(1) + next(5)}, "15", 1, "answered 404 Not Found"},
		{"page of unreadable items", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1, 2, 3, 4), "2": "<li>no link</li>", "3": list(5)}, "1234", 5, ""},
		{"first page missing", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": "404"}, "1", 0, "answered 404 Not Found"},
		{"later page broken", stackhound.Pages{From: 1, Max: 10}, map[string]string{"1": list(1), "2": "403"}, "12", 1, "answered 403 Forbidden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, map[string]string{})
			for n, page := range tt.site {
				w.set("/jobs?page="+n, page)
			}
			w.board.Request.Pages = &tt.pages
			if len(tt.pages.Next) > 0 {
				w.board.Request.URL = "{base}/jobs?page=1"
			}
			w.board.Items.DropIf = []stackhound.DropIf{{Field: stackhound.Field{{Select: "u"}}}}
			w.board.Detail = nil
			run := w.run()
			if got := strings.ReplaceAll(strings.Join(w.requests(), ""), "/jobs?page=", ""); got != tt.want {
				t.Errorf("asked for pages %s, want %s", got, tt.want)
			}
			if run.Items != tt.items || !strings.Contains(run.Note, tt.note) || run.Complete != (tt.note == "") {
				t.Errorf("%d items, complete %v, note %q; want %d, %q", run.Items, run.Complete, run.Note, tt.items, tt.note)
			}
		})
	}
}

func TestABrokenItemCostsOnlyItself(t *testing.T) {
	t.Parallel()
	pages := jobs(5)
	pages["/jobs?page=1"] += `<li>no link</li>` + list(6)
	pages["/jobs/6"] = "500"
	w := newWorld(t, pages)
	run := w.run()
	if run.New != 5 || run.Errors != 2 || run.Items != 6 {
		t.Errorf("run %+v; want 5 new and 2 errors", run)
	}
	w.set("/jobs/6", job("six"))
	if run := w.run(); run.New != 1 || run.Unchanged != 5 || run.Errors != 1 {
		t.Errorf("the run after %+v; want the job whose page stands again", run)
	}
}

// shaky is a format whose parser fails on some input in the worst way.
type shaky struct{ crawler.Format }

func (s shaky) Open(body []byte, url string) (crawler.Document, error) {
	if strings.Contains(string(body), "worst page") {
		panic("strange page")
	}
	doc, err := s.Format.Open(body, url)
	return shakyDocument{doc}, err
}

type shakyDocument struct{ crawler.Document }

func (d shakyDocument) Values(x stackhound.Extract) []string { return shakyNode{d.Document}.Values(x) }

func (d shakyDocument) Items(spec stackhound.Items) ([]crawler.Node, error) {
	nodes, err := d.Document.Items(spec)
	for i, n := range nodes {
		nodes[i] = shakyNode{n}
	}
	return nodes, err
}

type shakyNode struct{ crawler.Node }

func (n shakyNode) Values(x stackhound.Extract) []string {
	values := n.Node.Values(x)
	if slices.Contains(values, "Engineer 2") {
		panic("strange item")
	}
	return values
}

func TestAPanicCostsOnlyItsPageOrItem(t *testing.T) {
	t.Parallel()
	pages := jobs(8)
	pages["/jobs/3"] = job("worst page")
	w := newWorld(t, pages)
	w.options.Formats = crawler.Formats{"html": shaky{formats["html"]}}
	if run := w.run(); run.New != 6 || run.Errors != 2 || !run.Complete {
		t.Errorf("run %+v, want 6 of 8 and two errors", run)
	}
	w.set("/jobs?page=1", "worst page")
	if run := w.run(); run.Verdict != stackhound.VerdictFailed || !strings.Contains(run.Note, "strange page") || run.Closed+run.Missing > 0 {
		t.Errorf("run %+v, want it failed and to be told why", run)
	}
	w.set("/jobs?page=1", list(1, 4, 5, 6, 7), "/jobs/8", `<b class="filled">Engineer 2</b>`)
	if run := w.run(); run.Missing != 1 || !run.Complete {
		t.Errorf("run %+v, want the job missing whose page is strange", run)
	}
	w.board.Start = &stackhound.Start{URL: "{base}/jobs/8", Field: stackhound.Field{{Select: ".filled"}}}
	if run := w.run(); run.Verdict != stackhound.VerdictFailed || !strings.Contains(run.Note, "strange item") {
		t.Errorf("run %+v, want it failed and to be told why", run)
	}
}

// TestNewsThatCannotBeReadYet has listings change whose own pages do not answer, or may
// not be asked for any more in this run.
func TestNewsThatCannotBeReadYet(t *testing.T) {
	t.Parallel()
	senior := func(n int) string { return strings.Replace(list(n), "Engineer", "Senior Engineer", 1) }
	w := newWorld(t, jobs(6))
	w.run()
	w.set("/jobs?page=1", list(1, senior(2), senior(3), 4, 5, 6), "/jobs/2", "500")
	w.board.Detail.Max = 1
	run := w.run()
	if strings.Count(w.states(), " open") != 6 || run.Errors != 1 || run.Changed != 0 || !run.Complete {
		t.Errorf("states %s, run %+v; want all open as before", w.states(), run)
	}
	w.board.Detail.Max = 0
	w.set("/jobs/2", job("two"))
	if run := w.run(); run.Changed != 2 || w.listing("/jobs/2").Title != "Senior Engineer 2" {
		t.Errorf("the run after %+v, want the news of both", run)
	}
}

func TestPagesRobotsKeepsUsFrom(t *testing.T) {
	t.Parallel()
	pages := jobs(3)
	pages["/robots.txt"] = "User-agent: *\nDisallow: /jobs/2"
	w := newWorld(t, pages)
	if run := w.run(); run.New != 3 || run.Errors != 0 || w.listing("/jobs/2").Description != "" || w.listing("/jobs/3").Description != "text 3" {
		t.Errorf("run %+v, %+v; want what the list says", run, w.listing("/jobs/2"))
	}
}

func TestPagesThatSayTheJobIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"/jobs?page=1": list(1, 2, 3, 4),
		"/jobs/1":      job("open") + `<p class="until">2026-12-24</p>`,
		"/jobs/2":      job("late") + `<p class="until">2026-11-19</p>`,
		"/jobs/3":      job("done") + `<p class="filled">This position is filled.</p>`,
	})
	w.run()
	want := "/jobs/1 open, /jobs/2 closed expired, /jobs/3 closed stated"
	if got := w.states(); got != want {
		t.Errorf("states %s\n  want %s; a dead link is no listing", got, want)
	}
	w.clock.Advance(35 * 24 * time.Hour)
	for range 2 {
		if run := w.run(); run.Reopened > 0 {
			t.Errorf("a job that is over is open again: %+v", run)
		}
	}
	want = "/jobs/1 closed expired, /jobs/2 closed expired, /jobs/3 closed stated"
	if got := w.states(); got != want {
		t.Errorf("later: states %s\n  want %s", got, want)
	}
	w.set("/jobs/3", job("open after all"))
	if run := w.run(); run.Reopened != 1 || w.listing("/jobs/3").State != stackhound.ListingOpen {
		t.Errorf("a job that opened again: %+v", run)
	}
}

func TestDetailsBeyondTheLimitWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(5))
	w.board.Detail.Max = 2
	w.options.Pick = func(int) int { return 0 }
	for i, want := range []int{2, 2, 1, 0} {
		if run := w.run(); run.New != want || run.Errors != 0 || !run.Complete {
			t.Errorf("run %d: %+v, want %d new", i+1, run, want)
		}
	}
}

// TestTheHeadOfAListLeavesRoom has more dead links, or more jobs that are over, at the
// head of a list than pages may be asked for in one run.
func TestTheHeadOfAListLeavesRoom(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"404", `<p class="filled">Filled.</p>`} {
		w := newWorld(t, jobs(6))
		w.set("/jobs/1", head, "/jobs/2", head, "/jobs/3", head)
		w.board.Detail.Max = 2
		turn := 0
		w.options.Pick = func(n int) int { turn++; return turn % n }
		for range 12 {
			w.run()
		}
		if got, want := w.states(), "/jobs/4 open, /jobs/5 open, /jobs/6 open"; !strings.HasSuffix(got, want) {
			t.Errorf("%s: states %s, want %s", head, got, want)
		}
	}
}

func TestNotesAreShortAndNameTheBoardOnce(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"the board's own words": `<li><a href="http://` + strings.Repeat("[", 5000) + `">x</a></li>`,
		"no such page":          "404",
		"nothing":               "nothing",
	} {
		w := newWorld(t, map[string]string{"/jobs?page=1": page})
		run := w.run()
		if !strings.HasPrefix(run.Note, "board sample: ") || strings.Count(run.Note, "board sample") != 1 || len(run.Note) > 500 {
			t.Errorf("%s: note %q", name, run.Note)
		}
	}
	w := newWorld(t, nil)
	w.board.Request.URL = "{base}/" + strings.Repeat("x", 5000)
	if run := w.run(); len(run.Note) > 1100 {
		t.Errorf("a note of %d bytes", len(run.Note))
	}
}

func TestJobsOnOtherHostsAreNotAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"/jobs?page=1": `<li><a href="http://127.0.0.1:1/1">Engineer</a></li>`})
	if run := w.run(); run.New != 1 || run.Errors != 0 || run.Requests != 3 {
		t.Errorf("run %+v, want what the list says and 3 requests", run)
	}
	w.set("/jobs?page=1", list(1), "/jobs/1", job("one"))
	if run := w.run(); run.Missing != 1 {
		t.Errorf("run %+v, want the job elsewhere missing", run)
	}
	if run := w.run(); run.Closed != 1 {
		t.Errorf("run %+v, want the job elsewhere closed", run)
	}
}

func TestStartFindsTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"/newest": `{"hits": [{"id": "77"}, {"id": "66"}]}`,
		"/77":     `{"children": [{"id": 1, "text": "Acorn | Go Engineer | Berlin | REMOTE | https://acorn.example"}]}`,
	})
	w.board.Format, w.board.Detail, w.board.Items = "thread", nil, stackhound.Items{}
	w.board.Start = &stackhound.Start{URL: "{base}/newest", Field: stackhound.Field{{Select: "hits.0.id"}}}
	w.board.Request = stackhound.Request{URL: "{base}/{start}"}
	w.board.Fields = stackhound.Fields{"id": {{Select: "id"}}, "title": {{Select: "title"}}, "url": {{Template: "{base}/item/{id}"}}}
	if run := w.run(); run.New != 1 || run.Verdict != stackhound.VerdictOK {
		t.Errorf("run %+v", run)
	}
	w.set("/newest", `{"hits": []}`)
	if run := w.run(); run.Verdict != stackhound.VerdictFailed || !strings.Contains(run.Note, "start.field") {
		t.Errorf("run %+v, want to be told what is missing", run)
	}
}

func TestRefusedWithoutAContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(1))
	w.board.Base = "https://board.example"
	w.web.Named = nil
	_, err := crawler.New(w.options).Run(t.Context(), w.board)
	if stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "crawler.contact is not set") {
		t.Errorf("%v, want to be refused", err)
	}
	if runs, err := w.store.Runs.Last(t.Context(), "sample", 1); err != nil || len(runs) != 0 {
		t.Errorf("runs %v, %v; want none", runs, err)
	}
}

// TestAStoppedRunKeepsWhatItFound ends the context in the middle of the pages.
func TestAStoppedRunKeepsWhatItFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(80))
	ctx, cancel := context.WithCancel(t.Context())
	w.on = func(path string) {
		if path == "/jobs/61" {
			cancel()
		}
	}
	run, err := crawler.New(w.options).Run(ctx, w.board)
	if !errors.Is(err, context.Canceled) || run.Verdict != stackhound.VerdictPartial || run.New != 60 || run.Complete {
		t.Errorf("%+v, %v; want 60 new and to be told it was stopped", run, err)
	}
	if n := strings.Count(w.states(), " open"); n != 60 {
		t.Errorf("%d listings are stored, want 60", n)
	}
	last, err := w.store.Runs.Last(t.Context(), "sample", 1)
	if err != nil || len(last) != 1 || last[0].Note != "board sample: the run was stopped before the end of the list" || last[0].New != 60 || !last[0].Finished.IsZero() {
		t.Errorf("recorded %+v, %v; want a run that is not finished", last, err)
	}
	if latest, err := w.store.Runs.Latest(t.Context()); err != nil || len(latest) != 0 {
		t.Errorf("%+v, %v; a stopped run counts as done", latest, err)
	}
	w.on = func(string) {}
	if run := w.run(); run.New != 20 || run.Unchanged != 60 || !run.First {
		t.Errorf("the run after %+v, want the other 20", run)
	}
}

func TestBatchesAreStoredAsTheyCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(120))
	var steps []int
	w.options.Progress = func(r stackhound.Run) { steps = append(steps, r.New) }
	w.run()
	if want := []int{50, 100, 120, 120, 120}; !slices.Equal(slices.Compact(slices.Clone(steps)), slices.Compact(want)) {
		t.Errorf("new listings grew by %v", steps)
	}
}

func TestAHostThatWantsRestEndsTheRun(t *testing.T) {
	t.Parallel()
	pages := jobs(4)
	pages["/jobs/3"] = "429" // without Retry-After: half a minute, waited for once
	w := newWorld(t, pages)
	run := w.run()
	if run.Verdict != stackhound.VerdictPartial || run.New != 2 || !strings.Contains(run.Note, "answered 429 and is left alone until 2026-11-20 13:0") {
		t.Errorf("run %+v", run)
	}
	w.set("/jobs/3", job("three"))
	if run := w.run(); run.New != 2 || !run.Complete {
		t.Errorf("the run after %+v", run)
	}
}
