package crawler_test

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/embedded"
	"stackhound/crawler/feed"
	"stackhound/crawler/fetch"
	"stackhound/crawler/htmlpage"
	"stackhound/crawler/jsonapi"
	"stackhound/crawler/jsonld"
	"stackhound/crawler/sitemap"
	"stackhound/crawler/thread"
	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
)

var start = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

var formats = crawler.Formats{
	"html": htmlpage.Format{}, "embedded": embedded.Format{}, "json": jsonapi.Format{}, "feed": feed.Format{}, "jsonld": jsonld.Format{}, "sitemap": sitemap.Format{}, "thread": thread.Format{},
}

// site is a board on loopback made of pages that a test writes down. A page is found by
// its path and query; it may be a bare status such as "500", or lead elsewhere: "→ /jobs".
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	asked []string
	on    func(path string) // called before each answer
	valid validity
}

// validity is how a site tells whether a page changed.
type validity string

const (
	none     validity = ""         // not at all
	etags    validity = "etag"     // by ETag
	modified validity = "modified" // by Last-Modified
	liar     validity = "liar"     // says that nothing changes once an ETag was sent
)

// unchanged sends the validators of a page and answers 304 where those of the request say
// that it is known. The date counts the bytes of the page: no test changes a page without.
func (v validity) unchanged(w http.ResponseWriter, r *http.Request, page string) bool {
	etag := fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256([]byte(page)))[:12])
	date := start.Add(time.Duration(len(page)) * time.Second).Format(http.TimeFormat)
	switch v {
	case etags, liar:
		w.Header().Set("ETag", etag)
	case modified:
		w.Header().Set("Last-Modified", date)
	}
	asked := r.Header.Get("If-None-Match")
	known := asked != "" && (asked == etag || v == liar) || v == modified && r.Header.Get("If-Modified-Since") == date
	if known {
		w.WriteHeader(http.StatusNotModified)
	}
	return known
}

func newSite(t *testing.T, pages map[string]string) *site {
	s := &site{pages: pages, on: func(string) {}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.RequestURI()
	s.mu.Lock()
	s.asked = append(s.asked, path)
	page, ok := s.pages[path]
	s.mu.Unlock()
	s.on(path)
	if !ok {
		page = "404"
	}
	if to, ok := strings.CutPrefix(page, "→ "); ok {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	status := http.StatusOK
	if _, err := fmt.Sscanf(page, "%3d", &status); err == nil && len(page) == 3 {
		page = http.StatusText(status)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusOK && s.valid.unchanged(w, r, page) {
		return
	}
	w.WriteHeader(status)
	fmt.Fprint(w, page)
}

// set writes pages down or, with "", takes them away, and forgets what was asked.
func (s *site) set(pathAndPage ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 0; i < len(pathAndPage); i += 2 {
		s.pages[pathAndPage[i]] = pathAndPage[i+1]
		if pathAndPage[i+1] == "" {
			delete(s.pages, pathAndPage[i])
		}
	}
	s.asked = nil
}

// requests returns what was asked for since the last set, robots.txt left out.
func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.asked), func(p string) bool { return p == "/robots.txt" })
}

// world is a crawler with a real store, a real fetcher and a clock that tests move.
type world struct {
	*site
	t       *testing.T
	clock   *clock.Fake
	store   *store.Store
	web     *fetch.Web
	options crawler.Options
	board   stackhound.Board
}

// newWorld has a board of HTML pages: a list of links at /jobs?page=1 and so on, and a
// page for each job.
func newWorld(t *testing.T, pages map[string]string) *world {
	t.Helper()
	w := &world{t: t, site: newSite(t, pages), clock: clock.NewFake(start)}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w.store = st
	log := slog.New(slog.DiscardHandler)
	w.web = fetch.New(fetch.Options{Product: "stackhound", Named: map[string]bool{"sample": true}, Clock: w.clock, Log: log})
	w.options = over(st, w.web, w.clock, log)
	w.board = htmlBoard(w.URL)
	return w
}

// over has a crawler read with a fetcher and keep all in a store.
func over(st *store.Store, web *fetch.Web, c clock.Clock, log *slog.Logger) crawler.Options {
	return crawler.Options{
		Formats: formats, NewFetcher: web.Board, Listings: st.Listings, Runs: st.Runs, Bodies: st.Bodies, Pages: st.Pages, Quarantine: st.Quarantine, Clock: c, Log: log,
	}
}

func htmlBoard(base string) stackhound.Board {
	sel := func(s string) stackhound.Field { return stackhound.Field{{Select: s}} }
	return stackhound.Board{
		Name: "sample", Base: base, Home: base, Format: "html",
		Request: stackhound.Request{URL: "{base}/jobs?page={page}", Pages: &stackhound.Pages{From: 1, Max: 10}},
		Items:   stackhound.Items{Select: "li"},
		Fields:  stackhound.Fields{"url": {{Select: "a", Attr: "href"}}, "title": sel("a"), "company": sel("b")},
		Detail: &stackhound.Detail{
			Format: "html",
			Fields: stackhound.Fields{"description": sel(".text"), "expires": sel(".until")},
			Closed: sel(".filled"),
		},
	}
}

// try passes over the board once, an hour after the pass before.
func (w *world) try() (stackhound.Run, error) {
	w.clock.Advance(time.Hour)
	return crawler.New(w.options).Run(w.t.Context(), w.board)
}

// run does so where it has to work.
func (w *world) run() stackhound.Run {
	w.t.Helper()
	run, err := w.try()
	if err != nil {
		w.t.Fatal(err)
	}
	return run
}

// listing returns the listing at a path of the site.
func (w *world) listing(path string) stackhound.Listing {
	w.t.Helper()
	l, err := w.store.Listings.Get(w.t.Context(), stackhound.ListingKey{Board: w.board.Name, ID: w.URL + path})
	if err != nil {
		w.t.Fatal(err)
	}
	return l
}

// states writes the board's listings as "/jobs/1 open", in order.
func (w *world) states() string {
	w.t.Helper()
	known, err := w.store.Listings.Known(w.t.Context(), w.board.Name)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for id := range known {
		l := w.listing(strings.TrimPrefix(id, w.URL))
		line := strings.TrimPrefix(id, w.URL) + " " + string(l.State)
		if l.State == stackhound.ListingClosed {
			line += " " + string(l.ClosedWhy)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// list is a page of the board: numbers stand for jobs, anything else is put in as it is.
func list(jobs ...any) string {
	var b strings.Builder
	for _, j := range jobs {
		if n, ok := j.(int); ok {
			fmt.Fprintf(&b, `<li><a href="/jobs/%d">Engineer %d</a> at <b>Company %d</b></li>`, n, n, n)
		} else {
			fmt.Fprint(&b, j)
		}
	}
	return b.String()
}

// job is a job's own page.
func job(text string) string { return `<p class="text">` + text + `</p>` }

// jobs returns the pages of jobs 1 to n and a list of them on one page.
func jobs(n int) map[string]string {
	pages := map[string]string{}
	var all []any
	for i := 1; i <= n; i++ {
		pages[fmt.Sprintf("/jobs/%d", i)] = job(fmt.Sprintf("text %d", i))
		all = append(all, i)
	}
	pages["/jobs?page=1"] = list(all...)
	return pages
}
