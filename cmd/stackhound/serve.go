package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/lexicon/money"
	"stackhound/matcher"
	"stackhound/search"
	"stackhound/web"
)

// stopGrace is how long open requests may take to end on a stop.
const stopGrace = 10 * time.Second

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var sets, given []string
	cmd := &cobra.Command{
		Use: "serve", Short: "Crawl on schedule, serve the pages, send digests and alerts", Args: noArgs,
		Long: "Runs all of the program, or with --role a part of it: " + strings.Join(roles, ", ") + ".\n" +
			"Any number of processes can share the roles where store.url names a PostgreSQL server. What one process does at a time\n" +
			"(a host being read, the understanding, the matching) another takes over when it ends.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen, err := a.chooseRoles(given)
			if err != nil {
				return err
			}
			listener, err := a.listen(cmp.Or(addr, a.cfg.Web.Addr), chosen)
			if err != nil {
				return err
			}
			return a.serve(cmd.Context(), listener, chosen, sets)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "loopback `ADDRESS` to serve the pages on (default from the configuration)")
	cmd.Flags().StringSliceVar(&given, "role", nil, "only these `ROLES`, separated by commas (default all)")
	cmd.Flags().StringArrayVar(&sets, "set", nil, "`BOARD.base=URL`: read that board at another address")
	return cmd
}

// listen opens the address of the pages; nil without the role that serves them.
func (a *app) listen(addr string, chosen []string) (net.Listener, error) {
	if !slices.Contains(chosen, roleWeb) {
		return nil, nil
	}
	return web.Listen(addr, a.cfg.Web.Behind == configs.BehindLoopbackPublish)
}

// serve opens everything, runs the roles chosen until ctx ends, and closes it again.
func (a *app) serve(ctx context.Context, listener net.Listener, chosen []string, sets []string) error {
	if listener != nil {
		defer listener.Close() // does nothing more once the server has closed it
	}
	e, err := a.openOwner(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	if err := e.setBases(sets); err != nil {
		return err
	}
	if listener != nil {
		a.printf("pages at http://%s\n", listener.Addr())
	} else {
		a.printf("serving as %s\n", strings.Join(chosen, ", "))
	}
	return e.serve(ctx, listener, chosen)
}

// scheduled lists the boards that serve crawls: the enabled ones and those the operator
// named with --set. Without a contact nothing beyond this machine is crawled.
func (e *engine) scheduled() []stackhound.Board {
	boards, left := e.readable(e.boards)
	switch {
	case left > 0 && len(boards) == 0:
		e.log.Warn("no board is crawled: set crawler.contact to an address where boards can reach you")
	case left > 0:
		e.log.Warn(fmt.Sprintf("%d boards beyond this machine are not crawled: set crawler.contact to an address where boards can reach you", left))
	}
	return boards
}

// readable returns those of some boards that are enabled or named and may be read with the
// contact there is, and how many enabled ones may not.
func (e *engine) readable(all []stackhound.Board) (boards []stackhound.Board, left int) {
	for _, b := range all {
		switch {
		case !b.Enabled && !e.named[b.Name]:
		case e.mayRead(b):
			boards = append(boards, b)
		default:
			left++
		}
	}
	return boards, left
}

// serve runs the parts of the roles until ctx ends, then stops them in order: no new work,
// open requests finished, database closed by the caller.
func (e *engine) serve(ctx context.Context, listener net.Listener, chosen []string) error {
	var boards []stackhound.Board
	if slices.Contains(chosen, roleCrawler) {
		boards = e.scheduled()
	}
	parts, err := e.parts(chosen, boards)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	e.followAll(ctx, &wg, parts)
	if listener != nil {
		err = e.servePages(ctx, listener)
	} else {
		<-ctx.Done()
	}
	stop()
	wg.Wait()
	return err
}

// pagesKept is how long it is remembered of a closed listing how its page was last seen.
const pagesKept = 30 * 24 * time.Hour

// keepHouse drops raw answers that are too old or too many, what is known of pages of
// listings long closed and hosts that need not be left alone any more, and closes listings
// whose own date has passed.
func (e *engine) keepHouse(ctx context.Context) error {
	c := e.cfg.Crawler
	if _, err := e.store.Bodies.Prune(ctx, e.clock.Now().AddDate(0, 0, -c.RawDays), c.RawBytes); err != nil {
		return err
	}
	if _, err := e.store.Pages.Prune(ctx, e.clock.Now().Add(-pagesKept)); err != nil {
		return err
	}
	if _, err := e.store.Hosts.Forget(ctx, e.clock.Now()); err != nil {
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
		Search: e.index.Search, Parse: search.Parse, Posting: e.store.Postings.Get, AsShown: e.asShown, Profiles: e.store.Profiles.List,
		Match:  matcher.Score,
		Boards: e.boards, Runs: e.store.Runs.Latest, Began: e.store.Runs.Began, Worth: e.worth(), Yearly: money.Yearly, Now: e.clock.Now, Log: e.log,
		Ready: e.readiness(),
	})
}

// readiness is what /readyz asks.
func (e *engine) readiness() map[string]func(context.Context) error {
	checks := map[string]func(context.Context) error{"store": e.storeReady, "index": e.indexReady}
	if r, ok := e.queue.(interface{ Ready(context.Context) error }); ok {
		checks["queue"] = r.Ready
	}
	return checks
}

func (e *engine) storeReady(ctx context.Context) error {
	_, _, err := e.store.Postings.Count(ctx)
	return err
}

// indexReady fails while the index is far behind the store. One that is
// built anew beside the index that answers may be: then every process would be taken out
// of service for as long as that takes.
func (e *engine) indexReady(ctx context.Context) error {
	if r, ok := e.engine.(interface {
		Rebuilding(context.Context) (bool, error)
	}); ok {
		if rebuilding, err := r.Rebuilding(ctx); rebuilding || err != nil {
			return err
		}
	}
	behind, err := e.indexer.Lag(ctx)
	if err == nil && behind > search.FarBehind {
		err = stackhound.Errorf(stackhound.CodeUnavailable, "the index is %d postings behind", behind)
	}
	return err
}
