package crawler_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/internal/clock"
	"stackhound/internal/faultsite"
	"stackhound/internal/lease"
	"stackhound/internal/safehttp"
	"stackhound/store"
	"stackhound/store/sqlite"
)

const (
	crowdGood  = 17
	crowdRatio = 1.2 // of the time the good boards take alone, at most
)

// TestBadHostsHoldUpNoOther reads seventeen boards beside one that hangs, one that bans
// and one without end, with as many runs at a time as the program ships with. The good
// ones are done while the one that hangs still hangs; the proof holds how long they take.
func TestBadHostsHoldUpNoOther(t *testing.T) {
	t.Parallel()
	site, err := faultsite.Start(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	rounds := 1
	if provingFaults() {
		rounds = 3
	}
	ratio := 0.0
	for range rounds {
		alone := newCrowd(t, site).read()
		beside := newCrowd(t, site, "silent", "429-day", "endless").read()
		if r := beside.Seconds() / alone.Seconds(); ratio == 0 || r < ratio {
			ratio = r
		}
	}
	t.Logf("ratio of %d boards beside three bad ones to the same alone: %.2f, at most %.1f is allowed", crowdGood, ratio, crowdRatio)
	if provingFaults() && ratio > crowdRatio {
		t.Error("that is too much")
	}
}

// crowd is good boards and bad ones that are read together.
type crowd struct {
	t         *testing.T
	store     *store.Store
	good, bad []stackhound.Board
}

func newCrowd(t *testing.T, site *faultsite.Site, bad ...string) *crowd {
	t.Helper()
	c := &crowd{t: t}
	var err error
	if c.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.store.Close() })
	for _, fault := range bad {
		c.bad = append(c.bad, c.board(site, fault))
	}
	for range crowdGood {
		c.good = append(c.good, c.board(site, "slow"))
	}
	return c
}

func (c *crowd) board(site *faultsite.Site, fault string) stackhound.Board {
	c.t.Helper()
	host, err := site.Another(c.t.Context(), fault)
	if err != nil {
		c.t.Fatal(err)
	}
	host.Break()
	b := htmlBoard(host.URL)
	b.Name, b.Request = fmt.Sprintf("%s-%d", fault, len(c.good)), stackhound.Request{URL: "{base}/jobs"}
	return b
}

// read reads all boards at once and returns what passed until the good ones were done;
// the others are then told to stop.
func (c *crowd) read() time.Duration {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	defer cancel()
	crawl, turns := c.crawler(), c.turns()
	began := time.Now()
	var good, bad sync.WaitGroup
	for _, b := range c.bad {
		bad.Go(func() {
			_ = turns.Take(ctx, b, func(ctx context.Context) error { _, err := crawl.Run(ctx, b); return err })
		})
	}
	for _, b := range c.good {
		good.Go(func() {
			err := turns.Take(ctx, b, func(ctx context.Context) error {
				run, err := crawl.Run(ctx, b)
				if run.New != faultsite.Jobs || !run.Complete {
					c.t.Errorf("%s: %+v", b.Name, run)
				}
				return err
			})
			if err != nil {
				c.t.Error(err)
			}
		})
	}
	good.Wait()
	took := time.Since(began)
	cancel()
	bad.Wait()
	return took
}

func (c *crowd) crawler() *crawler.Crawler {
	named := map[string]bool{}
	for _, b := range append(c.bad, c.good...) {
		named[b.Name] = true
	}
	web := fetch.New(fetch.Options{Product: "stackhound", Named: named, Policy: safehttp.Policy{}, Hosts: c.store.Hosts, Clock: clock.System(), Log: quiet()})
	return crawler.New(over(c.store, web, clock.System(), quiet()))
}

// turns are as many as the program ships with.
func (c *crowd) turns() *crawler.Turns {
	c.t.Helper()
	return crawler.NewTurns(lease.Holder{Store: c.store.Leases, Owner: "alone", Clock: clock.System(), Log: quiet()}, configs.Default().Crawler.Concurrency)
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
