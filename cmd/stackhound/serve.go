package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
	"stackhound/lexicon/money"
	"stackhound/matcher"
	"stackhound/search"
	"stackhound/web"
)

// stopGrace is how long open requests and running passes may take to end on a stop.
const stopGrace = 10 * time.Second

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var sets []string
	cmd := &cobra.Command{
		Use: "serve", Short: "Crawl on schedule, serve the pages, send digests and alerts", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if addr == "" {
				addr = a.cfg.Web.Addr
			}
			listener, err := web.Listen(addr, a.cfg.Web.Behind == configs.BehindLoopbackPublish)
			if err != nil {
				return err
			}
			e, err := a.openOwner(cmd.Context())
			if err != nil {
				listener.Close()
				return err
			}
			defer e.close()
			if err := e.setBases(sets); err != nil {
				listener.Close()
				return err
			}
			a.printf("pages at http://%s\n", listener.Addr())
			return e.serve(cmd.Context(), listener, e.scheduled())
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "loopback `ADDRESS` to serve the pages on (default from the configuration)")
	cmd.Flags().StringArrayVar(&sets, "set", nil, "`BOARD.base=URL`: read that board at another address")
	return cmd
}

// scheduled lists the boards that serve crawls: the enabled ones and those the operator
// named with --set. Without a contact nothing beyond loopback is crawled.
func (e *engine) scheduled() []stackhound.Board {
	var boards []stackhound.Board
	for _, b := range e.boards {
		if e.named[b.Name] || b.Enabled && e.cfg.Crawler.Contact != "" {
			boards = append(boards, b)
		}
	}
	if len(boards) == 0 && e.cfg.Crawler.Contact == "" {
		e.log.Warn("no board is crawled: set crawler.contact to an address where boards can reach you")
	}
	return boards
}

// serve runs every part until ctx ends, then stops them in order: no new work, open
// requests finished, database closed by the caller.
func (e *engine) serve(ctx context.Context, listener net.Listener, boards []stackhound.Board) error {
	n, err := e.notifier()
	if err != nil {
		listener.Close()
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	e.followAll(ctx, &wg, e.reading(boards))
	e.followAll(ctx, &wg, map[string]func(context.Context) error{
		"indexer": e.indexer.Run, "planner": n.planner.Run, "sender": n.sender.Run,
	})
	err = e.servePages(ctx, listener)
	stop()
	wg.Wait()
	return err
}

// reading is the half of the program that finds jobs: crawled, understood, matched.
func (e *engine) reading(boards []stackhound.Board) map[string]func(context.Context) error {
	schedule := crawler.NewSchedule(crawler.ScheduleOptions{
		Boards: boards, Crawl: e.crawler(nil).Run, Latest: e.store.Runs.Latest, Started: e.store.Runs.Started, Leases: e.store.Leases, Owner: owner,
		Concurrency: e.cfg.Crawler.Concurrency, Clock: e.clock, Log: e.log,
	})
	return map[string]func(context.Context) error{
		"crawler":      schedule.Run,
		"understand":   e.understander().Run,
		"matcher":      e.matcher().Run,
		"housekeeping": e.every(time.Hour, e.keepHouse),
	}
}

// keepHouse drops raw answers that are too old or too many, and closes listings whose
// own date has passed.
func (e *engine) keepHouse(ctx context.Context) error {
	c := e.cfg.Crawler
	if _, err := e.store.Bodies.Prune(ctx, e.clock.Now().AddDate(0, 0, -c.RawDays), c.RawBytes); err != nil {
		return err
	}
	_, err := e.store.Listings.Expire(ctx, e.clock.Now())
	return err
}

// servePages answers requests until ctx ends.
func (e *engine) servePages(ctx context.Context, listener net.Listener) error {
	server := web.Server(e.pages())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (e *engine) pages() http.Handler {
	return web.New(web.Deps{
		Search: e.index.Search, Parse: search.Parse, Posting: e.store.Postings.Get, Profiles: e.store.Profiles.List,
		Match:  matcher.Score,
		Boards: e.boards, Runs: e.store.Runs.Latest, Yearly: money.Yearly, Now: e.clock.Now, Log: e.log,
		Ready: map[string]func(context.Context) error{"store": e.storeReady, "index": e.indexReady},
	})
}

func (e *engine) storeReady(ctx context.Context) error {
	_, _, err := e.store.Postings.Count(ctx)
	return err
}

// indexReady fails while the index is behind the store by more than a batch.
func (e *engine) indexReady(ctx context.Context) error {
	behind, err := e.indexer.Lag(ctx)
	if err == nil && behind > 1000 {
		err = stackhound.Errorf(stackhound.CodeUnavailable, "the index is %d postings behind", behind)
	}
	return err
}
