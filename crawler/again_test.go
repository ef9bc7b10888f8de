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

// validities are all honest ways of a site.
var validities = []validity{none, etags, modified}

// TestAskingAgain passes over a board of 14 jobs that does not change: each run asks for
// the list and for two of the jobs' pages, and within seven runs for all.
func TestAskingAgain(t *testing.T) {
	t.Parallel()
	for _, v := range validities {
		w := newWorld(t, jobs(14))
		w.valid = v
		first := w.run()
		asked := map[string]bool{}
		for n := range 7 {
			w.set()
			run := w.run()
			if run.Unchanged != 14 || run.Items != 14 || run.NotModified != 3 || run.Skipped != 12 || !run.Complete || run.Errors+run.Changed+run.Missing > 0 {
				t.Errorf("%q, run %d: %+v; want 3 not modified, 12 skipped", v, n+2, run)
			}
			if v != none && n < 6 && run.Bytes*5 > first.Bytes {
				t.Errorf("%q, run %d: %d bytes, the first took %d", v, n+2, run.Bytes, first.Bytes)
			}
			for _, path := range w.requests() {
				asked[path] = true
			}
		}
		if len(asked) != 14+2 {
			t.Errorf("%q: %d addresses were asked for in seven runs, want 14 and two of the list", v, len(asked))
		}
	}
}

// TestEditsTheListDoesNotTellOf edits the pages of all jobs, one of which is gone: each is
// found within seven runs.
func TestEditsTheListDoesNotTellOf(t *testing.T) {
	t.Parallel()
	for _, v := range validities {
		w := newWorld(t, jobs(15))
		w.valid = v
		w.run()
		for n := 1; n <= 14; n++ {
			w.set(fmt.Sprintf("/jobs/%d", n), job(fmt.Sprintf("edited text %d", n)))
		}
		w.set("/jobs/15", "")
		changed, closed := 0, 0
		for range 7 {
			run := w.run()
			changed, closed = changed+run.Changed, closed+run.Closed
			if run.Changed+run.Unchanged+run.Closed < run.Items-1 {
				t.Errorf("%q: %+v, counts that do not add up", v, run)
			}
		}
		if changed != 14 || closed != 1 || w.listing("/jobs/9").Description != "edited text 9" || w.listing("/jobs/15").ClosedWhy != stackhound.ClosedGone {
			t.Errorf("%q: %d edits and %d closed found in seven runs, want 14 and 1", v, changed, closed)
		}
	}
}

// TestTurnsGoOnWhereARunWasCut lets each run ask for one page only.
func TestTurnsGoOnWhereARunWasCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(14))
	w.run()
	w.board.Detail.Max = 1
	w.set()
	for range 14 {
		if run := w.run(); run.NotModified != 2 || run.Skipped != 13 || run.Verdict != stackhound.VerdictOK {
			t.Errorf("run %+v, want the list and one page", run)
		}
	}
	if asked := w.requests(); len(slices.Compact(slices.Sorted(slices.Values(asked)))) != 16 {
		t.Errorf("asked for %v, want each page once", asked)
	}
}

// TestAPageThatFailsInItsTurnWaitsForTheNext has a page answer 500: it is counted, keeps no
// other waiting, and says nothing of the list.
func TestAPageThatFailsInItsTurnWaitsForTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(2))
	w.run()
	w.set("/jobs/1", "500")
	if run := w.run(); run.Errors != 1 || run.Verdict != stackhound.VerdictOK || !run.Complete {
		t.Errorf("run %+v, want one error and the list whole", run)
	}
	w.set()
	if w.run(); !slices.Contains(w.requests(), "/jobs/2") || slices.Contains(w.requests(), "/jobs/1") {
		t.Errorf("asked for %v, want the other page", w.requests())
	}
}

// TestAServerThatSays304Wrongly freezes a board for six runs or a week, no longer.
func TestAServerThatSays304Wrongly(t *testing.T) {
	t.Parallel()
	frozen := func() *world {
		w := newWorld(t, jobs(2))
		w.valid = liar
		w.run()
		w.set("/jobs?page=1", list(1, 2, 3), "/jobs/3", job("three"))
		return w
	}
	w := frozen()
	for n := 2; n <= 7; n++ {
		if run := w.run(); run.New != 0 || run.NotModified == 0 {
			t.Errorf("run %d believed nothing: %+v", n, run)
		}
	}
	if run := w.run(); run.New != 1 {
		t.Errorf("the seventh run after it was read: %+v, want the new job", run)
	}
	w = frozen()
	w.clock.Advance(7 * 24 * time.Hour)
	if run := w.run(); run.New != 1 {
		t.Errorf("a week after it was read: %+v, want the new job", run)
	}
}

// TestABoardFileThatChanged is read anew at once, whatever the server says of its pages.
func TestABoardFileThatChanged(t *testing.T) {
	t.Parallel()
	for _, v := range []validity{none, etags, liar} {
		w := newWorld(t, jobs(9))
		w.valid = v
		w.run()
		w.board.Fields["company"] = stackhound.Field{{Select: "b", Regex: `\d+`}}
		if run := w.run(); run.Changed != 9 || w.listing("/jobs/9").Company != "9" || w.listing("/jobs/9").Description != "text 9" {
			t.Errorf("%q, other fields of the list: %+v, %+v", v, run, w.listing("/jobs/9"))
		}
		w.board.Detail.Fields["description"] = stackhound.Field{{Select: ".text", Regex: `\d+`}}
		w.board.Detail.Max = 5
		if run := w.run(); run.Changed != 5 || run.Errors > 0 || !run.Complete {
			t.Errorf("%q, other fields of the pages: %+v, want 5 at once", v, run)
		}
		if run := w.run(); run.Changed != 4 || w.listing("/jobs/9").Description != "9" {
			t.Errorf("%q, other fields of the pages: %+v, want the other 4", v, run)
		}
		if run := w.run(); run.Changed != 0 || run.Skipped != 7 {
			t.Errorf("%q: the run after %+v", v, run)
		}
	}
}

// TestNewsOfARowIsLaidOverItsPage has a row change whose page stays as it was.
func TestNewsOfARowIsLaidOverItsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(3))
	w.valid = etags
	w.run()
	w.set("/jobs?page=1", list(1, strings.Replace(list(2), "Engineer", "Senior Engineer", 1), 3))
	if run := w.run(); run.Changed != 1 || w.listing("/jobs/2").Title != "Senior Engineer 2" || w.listing("/jobs/2").Description != "text 2" {
		t.Errorf("run %+v, %+v", run, w.listing("/jobs/2"))
	}
}

// TestUnchangedIsNotGone has a job leave the list whose page is as it was, and others whose
// pages are gone or say that the job is over.
func TestUnchangedIsNotGone(t *testing.T) {
	t.Parallel()
	for _, v := range validities {
		w := newWorld(t, jobs(4))
		w.valid = v
		w.run()
		w.set("/jobs?page=1", list(1), "/jobs/3", "", "/jobs/4", `<b class="filled">Filled.</b>`)
		for range 3 {
			w.run()
			if got, want := w.states(), "/jobs/1 open, /jobs/2 missing, /jobs/3 closed gone, /jobs/4 closed stated"; got != want {
				t.Errorf("%q: states %s, want %s", v, got, want)
			}
		}
		w.set("/jobs?page=1", list(1, 2, 4))
		w.run()
		if got, want := w.states(), "/jobs/1 open, /jobs/2 open, /jobs/3 closed gone, /jobs/4 closed stated"; got != want {
			t.Errorf("%q: listed again: states %s, want %s", v, got, want)
		}
		w.set("/jobs/4", job("open after all"))
		if run := w.run(); run.Reopened != 1 || w.listing("/jobs/4").State != stackhound.ListingOpen {
			t.Errorf("%q: %+v, want the job open again", v, run)
		}
	}
}

// TestDeadLinksOfAnUnchangedList are asked for in each run, since their pages may come.
func TestDeadLinksOfAnUnchangedList(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(3))
	w.valid = etags
	w.set("/jobs/2", "")
	w.run()
	w.run()
	w.set("/jobs/2", job("late"))
	if run := w.run(); run.New != 1 || w.listing("/jobs/2").Description != "late" {
		t.Errorf("run %+v, want the job whose page came", run)
	}
}

// TestAListThatWasNotDealtWithIsReadAgain has news that cannot be stored, or not be read
// yet, on a page of the list that does not change afterwards.
func TestAListThatWasNotDealtWithIsReadAgain(t *testing.T) {
	t.Parallel()
	for name, hinder := range map[string]func(*world){
		"the store refuses it":  func(w *world) { w.options.Listings = refusing{w.store.Listings} },
		"its page fails":        func(w *world) { w.set("/jobs/2", "500") },
		"detail.max":            func(w *world) { w.board.Detail.Max = 1 },
		"no pages of their own": func(w *world) { w.options.Listings = refusing{w.store.Listings} },
	} {
		w := newWorld(t, jobs(4))
		w.valid = etags
		detail := w.board.Detail
		if name == "no pages of their own" {
			w.board.Detail = nil
		}
		w.run()
		w.set("/jobs?page=1", strings.ReplaceAll(list(1, 2, 3, 4), "Engineer", "Expert"))
		hinder(w)
		w.run()
		w.options.Listings, detail.Max = w.store.Listings, 0
		w.set("/jobs/2", job("text 2"))
		w.run()
		for n := 1; n <= 4; n++ {
			if l := w.listing(fmt.Sprintf("/jobs/%d", n)); l.Title != fmt.Sprintf("Expert %d", n) {
				t.Errorf("%s: job %d is %q", name, n, l.Title)
			}
		}
	}
}

// TestAnEditThatCannotBeStoredIsReadAgain has the store refuse what a page says whose turn
// it was, and the page not change afterwards.
func TestAnEditThatCannotBeStoredIsReadAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(2))
	w.valid = etags
	w.run()
	w.set("/jobs/2", job("edited"))
	w.options.Listings = refusing{w.store.Listings}
	w.run()
	if run := w.run(); run.Errors != 1 {
		t.Errorf("run %+v, want the edit refused", run)
	}
	w.options.Listings = w.store.Listings
	w.run()
	if w.run(); w.listing("/jobs/2").Description != "edited" {
		t.Errorf("the edit is lost: %+v", w.listing("/jobs/2"))
	}
}

func sitemapOf(lastmod ...string) string {
	var b strings.Builder
	for i, date := range lastmod {
		fmt.Fprintf(&b, "<url><loc>/jobs/%d</loc><lastmod>%s</lastmod></url>", i+1, date)
	}
	return `<urlset>` + b.String() + `</urlset>`
}

// TestLastmodDecides has a sitemap say when pages changed: those are asked for at once,
// the others never, unless the date is that of a day that is not over.
func TestLastmodDecides(t *testing.T) {
	t.Parallel()
	for _, v := range validities {
		const old, today = "2026-11-01T08:00:00Z", "2026-11-20"
		w := newWorld(t, jobs(4))
		w.valid = v
		w.board.Format, w.board.Items = "sitemap", stackhound.Items{}
		w.board.Request = stackhound.Request{URL: "{base}/sitemap.xml"}
		w.board.Fields = stackhound.Fields{"url": {{Select: "loc"}}}
		w.board.Detail.Fields["title"] = stackhound.Field{{Select: ".text"}}
		w.set("/sitemap.xml", sitemapOf(old, old, old, today))
		w.run()
		w.set("/jobs/1", job("edited one"), "/jobs/2", job("edited two"), "/sitemap.xml", sitemapOf(old, "2026-11-20T12:30:00+00:00", "2026-11-20T12:45:00+00:00", today))
		run := w.run()
		if got, want := strings.Join(w.requests(), " "), "/sitemap.xml /jobs/2 /jobs/3 /jobs/4"; got != want || run.Changed != 1 || run.Skipped != 1 || run.NotModified != 2 {
			t.Errorf("%q: asked for %s, want %s; %+v", v, got, want, run)
		}
		w.clock.Advance(48 * time.Hour)
		w.set()
		for range 8 {
			w.run()
		}
		asked := w.requests()
		if slices.Contains(asked, "/jobs/1") || slices.Contains(asked, "/jobs/2") || slices.Index(asked, "/jobs/4") < 0 {
			t.Errorf("%q: later asked for %v", v, asked)
		}
		if n := len(slices.DeleteFunc(asked, func(s string) bool { return s != "/jobs/4" })); n != 1 {
			t.Errorf("%q: a page of a day that is over was asked for %d times, want once", v, n)
		}
	}
}

// hanging is a fetcher that does not answer one address until the run is stopped, which
// the request for it does.
type hanging struct {
	crawler.Fetcher
	path string
	stop context.CancelFunc
}

func (h hanging) Fetch(ctx context.Context, r crawler.Request) (crawler.Response, error) {
	if strings.HasSuffix(r.URL, h.path) {
		h.stop()
		<-ctx.Done()
		return crawler.Response{}, ctx.Err()
	}
	return h.Fetcher.Fetch(ctx, r)
}

// TestAStoppedRunEndsWhereverItIs stops a run that hangs: it returns, and what was read
// before is stored.
func TestAStoppedRunEndsWhereverItIs(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/jobs?page=2": "Expert 1, Expert 2, Expert 3", // a page of the list
		"/jobs/2":      "Expert 1, Engineer 2, ",       // the page of a job with news
		"/jobs/9":      "Expert 1, Expert 2, Expert 3", // the page of a job whose turn it is
	} {
		w := newWorld(t, jobs(9))
		w.valid = etags
		w.set("/jobs?page=1", list(1, 2, 3, 9))
		w.run()
		w.set("/jobs?page=1", strings.ReplaceAll(list(1, 2, 3), "Engineer", "Expert")+list(9))
		ctx, stop := context.WithCancel(t.Context())
		real := w.options.NewFetcher
		w.options.NewFetcher = func(b stackhound.Board) (crawler.Fetcher, error) {
			f, err := real(b)
			return hanging{f, path, stop}, err
		}
		run, err := crawler.New(w.options).Run(ctx, w.board)
		if err == nil || !run.Finished.IsZero() || run.Complete {
			t.Errorf("%s: %+v, %v; want it unfinished", path, run, err)
		}
		got := ""
		for n := 1; n <= 3; n++ {
			got += w.listing(fmt.Sprintf("/jobs/%d", n)).Title + ", "
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: stored %s; want %s", path, got, want)
		}
		w.options.NewFetcher = real
		if w.run(); w.listing("/jobs/3").Title != "Expert 3" {
			t.Errorf("%s: the run after did not go on", path)
		}
	}
}
