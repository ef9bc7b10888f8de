package sample_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
	"stackhound/crawler/feed"
	"stackhound/crawler/fetch"
	"stackhound/crawler/htmlpage"
	"stackhound/crawler/jsonapi"
	"stackhound/crawler/jsonld"
	"stackhound/crawler/sitemap"
	"stackhound/crawler/thread"
	"stackhound/internal/clock"
	"stackhound/internal/sample"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// world is a sample site with the real crawler in front of it.
type world struct {
	site    *sample.Site
	boards  []stackhound.Board
	crawler *crawler.Crawler
	store   *store.Store
	clock   *clock.Fake
}

func open(t *testing.T) world {
	t.Helper()
	now := clock.NewFake(time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC))
	site, err := sample.Start(t.Context(), sample.Options{Seed: 1, Now: now.Now()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	boards, err := configs.LoadBoards(sample.Boards(), ".")
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sample.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w := world{site: site, store: st, clock: now}
	named := map[string]bool{}
	for _, b := range boards {
		w.boards = append(w.boards, site.At(b))
		named[b.Name] = true
	}
	log := slog.New(slog.DiscardHandler)
	w.crawler = crawler.New(crawler.Options{
		Formats: crawler.Formats{"html": htmlpage.Format{}, "feed": feed.Format{}, "json": jsonapi.Format{},
			"jsonld": jsonld.Format{}, "sitemap": sitemap.Format{}, "thread": thread.Format{}},
		NewFetcher: fetch.New(fetch.Options{Product: "stackhound", Named: named, Clock: now, Log: log}).Board,
		Listings:   st.Listings, Runs: st.Runs, Bodies: st.Bodies, Pages: st.Pages, Quarantine: st.Quarantine, Clock: now, Log: log,
	})
	return w
}

// crawl passes over all boards and returns the sum of the runs.
func (w world) crawl(t *testing.T) stackhound.Run {
	t.Helper()
	var sum stackhound.Run
	for _, b := range w.boards {
		run, err := w.crawler.Run(t.Context(), b)
		if err != nil || run.Verdict != stackhound.VerdictOK {
			t.Fatalf("%s: %s, %s, %v", b.Name, run.Verdict, run.Note, err)
		}
		sum.Items += run.Items
		sum.New += run.New
		sum.Closed += run.Closed
		sum.Errors += run.Errors
	}
	return sum
}

// listings returns what was stored, by the address of its page.
func (w world) listings(t *testing.T) map[string]stackhound.Listing {
	t.Helper()
	out := map[string]stackhound.Listing{}
	changes, err := w.store.Listings.After(t.Context(), stackhound.Cursor{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		out[c.Value.URL] = c.Value
	}
	return out
}

// TestBoardFilesReadTheSite holds what the crawler makes of the boards against what their
// employers offer.
func TestBoardFilesReadTheSite(t *testing.T) {
	t.Parallel()
	w := open(t)
	if sum := w.crawl(t); sum.New != w.site.Total() || sum.Errors != 0 {
		t.Fatalf("%d new, %d errors; the boards show %d", sum.New, sum.Errors, w.site.Total())
	}
	found := w.listings(t)
	for _, j := range w.site.Jobs() {
		for _, address := range j.URLs {
			l := found[address]
			if l.Company != j.Company || !strings.HasPrefix(l.Title, j.Title) || !strings.HasPrefix(l.ApplyURL, j.ApplyURL) || !l.Posted.Equal(j.Posted) {
				t.Errorf("%s was read as %q at %q, %s, %v", address, l.Title, l.Company, l.ApplyURL, l.Posted)
			}
			if paid := l.Salary != "" || l.Stated.PayMin > 0; paid != (j.Pay != nil) || len(l.HTML) < 400 {
				t.Errorf("%s: pay %q, %v, text of %d bytes; offered is %v", address, l.Salary, l.Stated.PayMin, len(l.HTML), j.Pay)
			}
		}
	}
}

func TestSecondPassSeesWhatChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.crawl(t)
	fresh, old, pages := w.site.Publish(5), w.site.Withdraw(7), 0
	for _, j := range old {
		pages += len(j.URLs)
	}
	w.clock.Advance(time.Hour)
	if sum := w.crawl(t); sum.New != len(fresh) || sum.Closed != pages {
		t.Errorf("%d new and %d closed, want %d and %d", sum.New, sum.Closed, len(fresh), pages)
	}
}
