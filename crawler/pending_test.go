package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// pendingRead is how many jobs of each board are read before the next one's page hangs:
// a batch and some.
const pendingRead = 60

// What the proof allows for URLs that wait.
const (
	pendingRoutines = 20          // for each board, those of the sites included
	pendingEnd      = time.Second // from the moment a run is told to stop to its end
)

// TestPendingURLs has boards list many jobs and hang at the page of one, so that all after
// it wait, and then stops their runs: they end with what was read in the store. The proof
// does it with as many as lists may have, and holds what waiting and ending cost.
func TestPendingURLs(t *testing.T) {
	t.Parallel()
	boards, rows := 2, 200
	if provingFaults() {
		boards, rows = 6, crawler.MaxItems
	}
	for _, format := range []string{"html", "sitemap"} {
		t.Run(format, func(t *testing.T) {
			p := newPending(t, format, boards, rows)
			before := measure(t)
			p.begin()
			waiting := measure(t)
			took := p.stop()
			p.check()
			p.report(before, waiting, took)
		})
	}
}

// pending are boards whose runs have come to a page that hangs.
type pending struct {
	t      *testing.T
	format string
	rows   int
	store  *store.Store
	boards []stackhound.Board
	hung   chan string // gets a line from each board that hangs
	ended  sync.WaitGroup
	cancel context.CancelFunc
	crawl  *crawler.Crawler
}

func newPending(t *testing.T, format string, boards, rows int) *pending {
	t.Helper()
	p := &pending{t: t, format: format, rows: rows, hung: make(chan string, boards)}
	var err error
	if p.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.store.Close() })
	named := map[string]bool{}
	for n := range boards {
		b := p.board(fmt.Sprintf("board-%d", n))
		named[b.Name] = true
		p.boards = append(p.boards, b)
	}
	web := fetch.New(fetch.Options{Product: "stackhound", Named: named, Hosts: p.store.Hosts, Clock: clock.System(), Log: quiet()})
	p.crawl = crawler.New(over(p.store, web, clock.System(), quiet()))
	return p
}

// board is on a site of its own, which answers for the first jobs and hangs at the next.
func (p *pending) board(name string) stackhound.Board {
	pages := map[string]string{}
	for n := range pendingRead {
		pages[fmt.Sprintf("/jobs/%d", n+1)] = fmt.Sprintf("<h1>Engineer %d</h1>", n+1) + job(fmt.Sprintf("text %d", n+1))
	}
	s := newSite(p.t, pages)
	release := make(chan struct{})
	p.t.Cleanup(func() { close(release) }) // before the site is closed, which waits for its answers
	last := fmt.Sprintf("/jobs/%d", pendingRead+1)
	s.on = func(path string) {
		if path == last {
			p.hung <- name
			<-release
		}
	}
	b := htmlBoard(s.URL)
	b.Name, b.Request = name, stackhound.Request{URL: "{base}/list"}
	if p.format == "sitemap" {
		b.Format, b.Items = "sitemap", stackhound.Items{}
		b.Fields = stackhound.Fields{"url": {{Select: "loc"}}}
		b.Detail.Fields["title"] = stackhound.Field{{Select: "h1"}}
	}
	s.set("/list", p.list(s.URL))
	return b
}

// list is the whole list on one page.
func (p *pending) list(base string) string {
	var all strings.Builder
	for n := 1; n <= p.rows; n++ {
		if p.format == "sitemap" {
			fmt.Fprintf(&all, "<url><loc>%s/jobs/%d</loc></url>", base, n)
		} else {
			all.WriteString(list(n))
		}
	}
	if p.format == "sitemap" {
		return "<urlset>" + all.String() + "</urlset>"
	}
	return all.String()
}

// begin starts the runs and returns when each of them waits for the page that hangs.
func (p *pending) begin() {
	ctx, cancel := context.WithTimeout(p.t.Context(), faultLimit)
	p.cancel = cancel
	p.t.Cleanup(cancel)
	for _, b := range p.boards {
		p.ended.Go(func() {
			run, err := p.crawl.Run(ctx, b)
			if !errors.Is(err, context.Canceled) || run.New != pendingRead || run.Complete || !run.Finished.IsZero() {
				p.t.Errorf("%s: %+v, %v; want %d new and to be told it was stopped", b.Name, run, err, pendingRead)
			}
		})
	}
	for range p.boards {
		select {
		case <-p.hung:
		case <-ctx.Done():
			p.t.Fatal("a board does not come to the page that hangs")
		}
	}
}

// stop tells the runs to stop and returns what passed until the last one ended.
func (p *pending) stop() time.Duration {
	began := time.Now()
	p.cancel()
	p.ended.Wait()
	return time.Since(began)
}

// check holds that what was read is in the store, and open.
func (p *pending) check() {
	p.t.Helper()
	for _, b := range p.boards {
		known, err := p.store.Listings.Known(p.t.Context(), b.Name)
		if err != nil || len(known) != pendingRead {
			p.t.Errorf("%s: %d listings are stored, %v; want %d", b.Name, len(known), err, pendingRead)
		}
	}
}

// figures are what the process has at one moment.
type figures struct {
	goroutines int
	heap       int64 // bytes that are in use
	memory     int64 // bytes of the process that are in memory
}

func measure(t *testing.T) (f figures) {
	t.Helper()
	if !provingFaults() {
		return f
	}
	data, err := os.ReadFile("/proc/self/statm") // size and resident pages
	if err != nil {
		t.Fatalf("this system does not tell what a process takes: %v", err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(data))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return figures{runtime.NumGoroutine(), int64(m.HeapAlloc), pages * int64(os.Getpagesize())}
}

// report prints the figures in the proof and holds them to what is allowed.
func (p *pending) report(before, waiting figures, took time.Duration) {
	p.t.Helper()
	if !provingFaults() {
		return
	}
	urls := len(p.boards) * (p.rows - pendingRead - 1)
	routines := waiting.goroutines - before.goroutines
	memory, heap := waiting.memory-before.memory, waiting.heap-before.heap
	p.t.Logf("pending: %s, %d boards of %d rows: %d URLs wait, %d goroutines more than before, %d MiB more (%d bytes a URL), of which %d MiB are in use (%d bytes a URL); %d ms from cancel to end, %d listings committed",
		p.format, len(p.boards), p.rows, urls, routines, memory>>20, memory/int64(urls), heap>>20, heap/int64(urls), took.Milliseconds(), len(p.boards)*pendingRead)
	if urls < 100_000 || routines > pendingRoutines*len(p.boards) || took > pendingEnd {
		p.t.Errorf("at least 100000 URLs, at most %d goroutines and %v are wanted", pendingRoutines*len(p.boards), pendingEnd)
	}
}
