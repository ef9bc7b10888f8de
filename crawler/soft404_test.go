package crawler_test

import (
	"fmt"
	"strings"
	"testing"

	"stackhound"
)

// generic is a page that says nothing of any job.
const generic = "<title>Acme</title><h1>Find your next job</h1><p>Thousands of companies are waiting for you.</p>"

// TestSoft404OfAMissingJob has job 6 leave the list and its page become one of the kinds
// that answer 200: a plain word closes it at once, another sign only in the run after it
// was first missing, and what is no sign leaves it missing.
func TestSoft404OfAMissingJob(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, page, first, then string }{
		{"empty", " ", "missing", "closed gone"},
		{"not found", "<h1>Page not found</h1>", "missing", "closed gone"},
		{"home", "→ /", "missing", "closed gone"},
		{"list", "→ /jobs?page=1", "missing", "closed gone"},
		{"marked", "→ /acme?error=true", "missing", "closed gone"},
		{"over", "<h1>Engineer 6</h1><h2>This position has been filled.</h2>" + job("text 6"), "closed stated", "closed stated"},
		{"the file's own sign", `<h1>Page not found</h1><p class="filled">Filled</p>`, "closed stated", "closed stated"},
		{"another page", generic, "missing", "missing"},
		{"its own page", "<h1>Engineer 6</h1>" + job("We do not accept no longer available candidates."), "missing", "missing"},
		{"moved", "→ /acme/6", "missing", "missing"},
		{"no success", "500", "missing", "missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, jobs(6))
			w.set("/", "<h1>Acme</h1>", "/acme?error=true", list(1), "/acme/6", job("text 6"))
			w.run()
			w.set("/jobs?page=1", list(1, 2, 3, 4, 5), "/jobs/6", tt.page)
			for _, want := range []string{tt.first, tt.then, tt.then} {
				run := w.run()
				if got := w.states(); !strings.HasSuffix(got, "/jobs/6 "+want) || strings.Count(got, " open") != 5 {
					t.Errorf("states %s, want job 6 %s", got, want)
				}
				if run.Errors > 0 || !run.Complete || len(run.Faults) > 0 && tt.page != "500" {
					t.Errorf("run %+v, want nothing counted against it", run)
				}
			}
		})
	}
}

// TestSoft404OfAListedJob has the list go on showing a job, with news, and a new one, whose
// pages are none: the first stays as it was, the second waits, and nothing counts as
// unreadable. When the pages are there the news is read.
func TestSoft404OfAListedJob(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"empty": "\n", "not found": "<title>404</title>", "over": "<h1>This job is no longer available</h1>" + job(""), "away": "→ /",
	} {
		w := newWorld(t, jobs(4))
		w.set("/", "<h1>Acme</h1>")
		w.run()
		edited := strings.Replace(list(2), "Engineer", "Senior Engineer", 1)
		w.set("/jobs?page=1", list(1, edited, 3, 4, 5), "/jobs/2", page, "/jobs/5", page)
		for range 2 {
			run := w.run()
			if run.Errors > 0 || len(run.Faults) > 0 || run.Verdict != stackhound.VerdictOK || !run.Complete || run.New+run.Changed+run.Closed+run.Missing > 0 {
				t.Errorf("%s: run %+v, want nothing to have happened", name, run)
			}
			if l := w.listing("/jobs/2"); l.Title != "Engineer 2" || l.Description != "text 2" || l.State != stackhound.ListingOpen {
				t.Errorf("%s: %+v, want it as it was", name, l)
			}
		}
		w.set("/jobs/2", job("two"), "/jobs/5", job("five"))
		if run := w.run(); run.New != 1 || run.Changed != 1 || w.listing("/jobs/2").Description != "two" || w.listing("/jobs/5").Description != "five" {
			t.Errorf("%s: the run after %+v, want the news", name, run)
		}
	}
}

// TestSoft404WhoseTurnItIs has pages become none that no list has news of.
func TestSoft404WhoseTurnItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(14))
	w.run()
	for n := range 14 {
		w.set(fmt.Sprintf("/jobs/%d", n+1), "<h1>Page not found</h1>")
	}
	for range 7 {
		if run := w.run(); run.Unchanged != 14 || run.Skipped != 12 || run.Errors > 0 || run.Closed > 0 {
			t.Errorf("run %+v, want two pages asked for and all 14 as they were", run)
		}
	}
	for n := range 14 {
		if l := w.listing(fmt.Sprintf("/jobs/%d", n+1)); l.Description != fmt.Sprintf("text %d", n+1) {
			t.Errorf("job %d has %q", n+1, l.Description)
		}
	}
}

// TestPagesThatAreOne has several jobs get one page, or lead to one address. It counts for
// the first of them too, as long as that is not stored.
func TestPagesThatAreOne(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{"the same text": generic, "one address": "→ /acme"} {
		w := newWorld(t, jobs(6))
		w.set("/acme", generic+job("not of a job"))
		w.run()
		senior := func(n int) string { return strings.Replace(list(n), "Engineer", "Senior Engineer", 1) }
		w.set("/jobs?page=1", list(1, 2, senior(3), senior(4)), "/jobs/3", page, "/jobs/4", page, "/jobs/5", page, "/jobs/6", page)
		if run := w.run(); run.Errors+run.Changed+run.Closed > 0 || run.Missing != 2 || !run.Complete {
			t.Errorf("%s: run %+v", name, run)
		}
		for n := 3; n <= 4; n++ {
			if l := w.listing(fmt.Sprintf("/jobs/%d", n)); l.Title != fmt.Sprintf("Engineer %d", n) || l.Description != fmt.Sprintf("text %d", n) {
				t.Errorf("%s: %+v, want it as it was", name, l)
			}
		}
		w.set("/jobs?page=1", list(1, 2, 3, 4))
		if w.run(); !strings.HasSuffix(w.states(), "/jobs/4 open, /jobs/5 closed gone, /jobs/6 closed gone") {
			t.Errorf("%s: states %s", name, w.states())
		}
	}
}

// TestPagesThatAreAlikeAreJobsAllTheSame has pages that look the same and yet close nothing
// and keep no job out.
func TestPagesThatAreAlikeAreJobsAllTheSame(t *testing.T) {
	t.Parallel()
	twice := `<li><a href="/jobs/5">Engineer 6</a></li><li><a href="/jobs/6">Engineer 6</a></li>`
	for name, tt := range map[string]struct{ page, of string }{
		"drawn by a script":           {`<title>Acme</title><div id="root"></div>`, list(5, 6)},
		"one ad for two":              {"<h1>Engineer 6</h1>" + generic, twice},
		"an ad with no title":         {job("We build ledgers."), list(5, 6)},
		"one job at two addresses":    {"→ /acme/engineer", twice},
		"both titles in the headline": {"<h1>Engineer 5, Engineer 6</h1>", list(5, 6)},
		"the home page is the job's":  {"→ /", list(5, 6)},
	} {
		w := newWorld(t, jobs(4))
		w.set("/", "<h1>Engineer 5, Engineer 6</h1>", "/acme/engineer", generic+job("Ledgers."))
		w.set("/jobs?page=1", list(1, 2, 3, 4)+tt.of, "/jobs/5", tt.page, "/jobs/6", tt.page)
		if run := w.run(); run.New != 6 || run.Errors > 0 {
			t.Errorf("%s: run %+v, want all 6 stored", name, run)
		}
	}
	for name, page := range map[string]string{
		"a wall": "<title>Just a moment...</title>", "a login": "→ /login", "one ad for two": generic + "<p>Engineer 6</p>",
		"an ad with no title": job("We build ledgers."), "one job at two addresses": "→ /acme/engineer",
	} {
		w := newWorld(t, jobs(6))
		w.set("/login", "<h1>Sign in to Acme</h1>", "/acme/engineer", generic+job("Ledgers."), "/jobs?page=1", list(1, 2, 3, 4)+twice)
		w.run()
		w.set("/jobs?page=1", list(1, 2, 3, 4), "/jobs/5", page, "/jobs/6", page)
		for range 3 {
			if w.run(); !strings.HasSuffix(w.states(), "/jobs/5 missing, /jobs/6 missing") {
				t.Errorf("%s: states %s", name, w.states())
			}
		}
	}
}

// TestMostPagesBeingNoneIsTold has a board whose own template is taken for what it says, as
// far as there is a telling: the operator must hear of it.
func TestMostPagesBeingNoneIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(9))
	for n := range 5 {
		w.set(fmt.Sprintf("/jobs/%d", n+1), "<h1>This job has expired</h1>")
	}
	run := w.run()
	if want := "board sample: of 9 jobs' pages asked for 5 say that they are none, although the list shows the jobs; the last: it says \"This job has expired\""; run.Verdict != stackhound.VerdictPartial || run.Note != want || !run.Complete || run.New != 4 {
		t.Errorf("run %+v, want %q", run, want)
	}
	w.set("/jobs/1", job("one"))
	if run := w.run(); run.New != 1 || run.Verdict != stackhound.VerdictOK {
		t.Errorf("the run after %+v, want it well: 4 are few", run)
	}
	w = newWorld(t, jobs(10))
	for n := range 5 {
		w.set(fmt.Sprintf("/jobs/%d", n+1), "<h1>This job has expired</h1>")
	}
	if run := w.run(); run.New != 5 || run.Verdict != stackhound.VerdictOK {
		t.Errorf("half of the pages: %+v, want it well", run)
	}
}

// TestSoft404OfStructuredData holds the same where jobs are read from structured data, of
// which a page that is none has nothing.
func TestSoft404OfStructuredData(t *testing.T) {
	t.Parallel()
	posting := `<script type="application/ld+json">{"@type": "JobPosting", "description": "text"}</script>`
	w := newWorld(t, map[string]string{"/jobs?page=1": list(1, 2, 3, 4), "/jobs/1": posting, "/jobs/2": posting, "/jobs/3": posting, "/jobs/4": posting})
	w.board.Detail = &stackhound.Detail{Format: "jsonld", Fields: stackhound.Fields{"description": {{Select: "description"}}}}
	if run := w.run(); run.New != 4 {
		t.Fatalf("run %+v", run)
	}
	w.set("/jobs?page=1", list(1, 2, 4, 5), "/jobs/3", "<h1>This job has expired</h1>", "/jobs/5", "<h1>Page not found</h1>")
	if run := w.run(); run.Errors > 0 || !strings.Contains(w.states(), "/jobs/3 closed stated") || strings.Contains(w.states(), "/jobs/5") {
		t.Errorf("run %+v, states %s", run, w.states())
	}
}
