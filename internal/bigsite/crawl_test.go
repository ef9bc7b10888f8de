package bigsite_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/crawler/htmlpage"
	"stackhound/crawler/jsonapi"
	"stackhound/crawler/sitemap"
	"stackhound/internal/bigsite"
	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// runs is in how many runs every edit must be found.
const runs = 7

// world is a big site with the real crawler in front of it.
type world struct {
	testing.TB
	site    *bigsite.Site
	crawler *crawler.Crawler
	store   *store.Store
	clock   *clock.Fake
}

func open(t testing.TB, o bigsite.Options) *world {
	t.Helper()
	w := &world{TB: t, clock: clock.NewFake(time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC))}
	o.Now = w.clock.Now()
	var err error
	if w.site, err = bigsite.Start(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.site.Close() })
	if w.store, err = sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "big.db"), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	named := map[string]bool{}
	for _, b := range w.site.Boards() {
		named[b.Name] = true
	}
	log, st := slog.New(slog.DiscardHandler), w.store
	w.crawler = crawler.New(crawler.Options{
		Formats:    crawler.Formats{"html": htmlpage.Format{}, "json": jsonapi.Format{}, "sitemap": sitemap.Format{}},
		NewFetcher: fetch.New(fetch.Options{Product: "stackhound", Named: named, Clock: w.clock, Log: log}).Board,
		Listings:   st.Listings, Runs: st.Runs, Bodies: st.Bodies, Pages: st.Pages, Quarantine: st.Quarantine, Clock: w.clock, Log: log,
	})
	return w
}

// crawl passes over all boards, six hours after the time before, and returns the sum of
// the runs.
func (w *world) crawl() stackhound.Run {
	w.Helper()
	w.clock.Advance(6 * time.Hour)
	var sum stackhound.Run
	for _, b := range w.site.Boards() {
		run, err := w.crawler.Run(context.Background(), b)
		if err != nil || run.Verdict != stackhound.VerdictOK {
			w.Fatalf("%s: %s, %s, %v", b.Name, run.Verdict, run.Note, err)
		}
		sum.Requests += run.Requests
		sum.Bytes += run.Bytes
		sum.Items += run.Items
		sum.New += run.New
		sum.Changed += run.Changed
		sum.Unchanged += run.Unchanged
		sum.Closed += run.Closed
		sum.NotModified += run.NotModified
		sum.Skipped += run.Skipped
	}
	return sum
}

// found returns the descriptions of the open listings by their address.
func (w *world) found() map[string]string {
	w.Helper()
	open := map[string]string{}
	var cur stackhound.Cursor
	for {
		page, err := w.store.Listings.After(context.Background(), cur, 1000)
		if err != nil {
			w.Fatal(err)
		}
		for _, c := range page {
			cur.Position = c.Position
			if c.Value.State == stackhound.ListingOpen {
				open[c.Value.URL] = c.Value.Description
			}
		}
		if len(page) == 0 {
			return open
		}
	}
}

// score is how much of a step was found.
type score struct{ added, gone, told, untold int }

func (w *world) score(step bigsite.Step) score {
	w.Helper()
	truth, found := w.site.Truth(), w.found()
	right := func(urls []string) (n int) {
		for _, u := range urls {
			if text, ok := found[u]; ok && text == truth[u] {
				n++
			}
		}
		return n
	}
	s := score{added: right(step.New), told: right(step.Told), untold: right(step.Untold)}
	for _, u := range step.Gone {
		if _, ok := found[u]; !ok {
			s.gone++
		}
	}
	return s
}

// TestAskingAgain is the measure in small: what a re-crawl takes of an unchanged site, and
// when the changes of a step are found.
func TestAskingAgain(t *testing.T) {
	t.Parallel()
	w := open(t, bigsite.Options{Boards: bigsite.Kinds, Jobs: 30})
	first := w.crawl()
	if !maps.Equal(w.found(), w.site.Truth()) {
		t.Fatalf("the first crawl found something else than there is: %+v", first)
	}
	again := w.crawl()
	if again.Unchanged != first.Items || again.New+again.Changed+again.Closed > 0 || again.Bytes*20 > first.Bytes || again.NotModified == 0 || again.Skipped == 0 {
		t.Errorf("an unchanged site: %+v after %+v; want at most a twentieth of the bytes", again, first)
	}
	step := w.site.Step(w.clock.Now())
	w.crawl()
	if got := w.score(step); got.added != len(step.New) || got.gone != len(step.Gone) || got.told != len(step.Told) {
		t.Errorf("after a step: %+v of %d new, %d gone, %d edits told", got, len(step.New), len(step.Gone), len(step.Told))
	}
	for range runs - 1 {
		w.crawl()
	}
	if found, truth := w.found(), w.site.Truth(); !maps.Equal(found, truth) {
		for _, u := range slices.Sorted(maps.Keys(truth)) {
			if found[u] != truth[u] {
				t.Errorf("%s: found %q, it is %q", u, found[u], truth[u])
			}
		}
		t.Errorf("%d listings, want %d", len(found), len(truth))
	}
	if len(step.Untold) == 0 {
		t.Error(fmt.Sprint("the step edited nothing in silence: ", step))
	}
}
