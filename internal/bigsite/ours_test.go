package bigsite_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/crawler/htmlpage"
	"stackhound/crawler/jsonld"
	"stackhound/internal/bigsite"
	"stackhound/internal/clock"
	"stackhound/internal/heap"
	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/understand"
	"stackhound/understand/normalize"
)

// atATime is how many boards are read at a time, as the program does (crawler.concurrency).
const atATime = 16

var rowFormats = crawler.Formats{"html": htmlpage.Format{}, "jsonld": jsonld.Format{}}

func (p part) web() *fetch.Web {
	named := map[string]bool{}
	for n := range p.row.Bases {
		named[p.row.Board(n).Name] = true
	}
	return fetch.New(fetch.Options{Product: "stackhound", Named: named, Clock: clock.System(), Log: slog.New(slog.DiscardHandler)})
}

// boards does something for each board of the row, some at a time.
func (p part) boards(do func(n int) error) error {
	var wg sync.WaitGroup
	room := make(chan struct{}, atATime)
	errs := make([]error, len(p.row.Bases))
	for n := range p.row.Bases {
		wg.Go(func() {
			room <- struct{}{}
			errs[n] = do(n)
			<-room
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// extractAll fetches the pages of all jobs and reads them, by what the program does both
// with, and writes what they say.
func extractAll(p part) error {
	heap.Tune()
	out, err := newItems(p.out)
	if err != nil {
		return err
	}
	web := p.web()
	err = p.boards(func(n int) error {
		board := p.row.Board(n)
		fetcher, err := web.Board(board)
		if err != nil {
			return err
		}
		format, _ := rowFormats.DetailFormat(*board.Detail)
		for _, address := range p.row.Pages(n) {
			out.write(extract(board, fetcher, format, address))
		}
		return nil
	})
	return errors.Join(err, out.close())
}

func extract(board stackhound.Board, fetcher crawler.Fetcher, format crawler.Format, address string) (item, error) {
	res, err := fetcher.Fetch(context.Background(), crawler.Request{URL: address})
	if err != nil || res.Status != 200 {
		return item{}, fmt.Errorf("%s answered %d, %w", address, res.Status, err)
	}
	doc, err := format.Open(res.Body, res.URL)
	if err != nil {
		return item{}, err
	}
	values := crawler.ReadFields(doc, board.Detail.Fields, map[string]string{"base": board.Base})
	values["url"] = []string{res.URL}
	l, err := crawler.BuildListing(board, res.URL, values)
	return itemOf(l), err
}

// itemOf is what a listing says. A line of a list, which plain text begins with a mark, is
// to be just its words.
func itemOf(l stackhound.Listing) item {
	text := l.Description
	if l.HTML != "" {
		text = normalize.Text(l)
	}
	description := slices.DeleteFunc(strings.Fields(text), func(w string) bool { return w == "-" || w == "•" || w == "*" })
	return item{
		URL: l.URL, Title: l.Title, Company: l.Company, Location: l.Location, Salary: l.Salary, Posted: l.Posted.Format(time.DateOnly),
		Tags: l.Tags, Description: strings.Join(description, " "), ApplyURL: l.ApplyURL,
	}
}

// passAll is the whole way: runs of all boards into a database, with robots.txt, bodies and
// what is known of pages kept, and the listings understood as they come.
func passAll(p part) error {
	heap.Tune()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	st, err := sqlite.Open(ctx, filepath.Join(p.out, "row.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	c := crawler.New(crawler.Options{
		Formats: rowFormats, NewFetcher: p.web().Board, Listings: st.Listings, Runs: st.Runs, Bodies: st.Bodies, Pages: st.Pages, Quarantine: st.Quarantine, Clock: clock.System(), Log: log,
	})
	follower := understand.New(understand.Options{
		Listings: st.Listings, Postings: st.Postings, Positions: st.Positions,
		Parts: func(l stackhound.Listing) []stackhound.Part { return normalize.Parts(l, stackhound.Defaults{}) },
		Clock: clock.System(), Log: log,
	})
	following, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- follower.Run(following) }()
	err = p.boards(func(n int) error {
		run, err := c.Run(ctx, p.row.Board(n))
		if err == nil && run.Verdict != stackhound.VerdictOK {
			err = fmt.Errorf("%s: %s %s", run.Board, run.Verdict, run.Note)
		}
		return err
	})
	stop()
	<-done
	_, last := follower.CatchUp(ctx)
	return errors.Join(err, last, st.Close())
}

// rightStored counts the listings of a database that are as they should be and open, and
// those of them that belong to a posting.
func rightStored(dir string, truth map[string]bigsite.Ad) (n int, err error) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(dir, "row.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer st.Close()
	understood, err := sources(ctx, st)
	if err != nil {
		return 0, err
	}
	var cur stackhound.Cursor
	for {
		page, err := st.Listings.After(ctx, cur, 1000)
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, c := range page {
			cur.Position = c.Position
			l := c.Value
			if a, ok := truth[l.URL]; ok && l.State == stackhound.ListingOpen && itemOf(l).is(a) && understood[l.ListingKey] {
				n++
			}
		}
	}
}

// sources returns the listings that make up the postings of a store.
func sources(ctx context.Context, st *store.Store) (map[stackhound.ListingKey]bool, error) {
	all := map[stackhound.ListingKey]bool{}
	var cur stackhound.Cursor
	for {
		page, err := st.Postings.After(ctx, cur, 1000)
		if err != nil || len(page) == 0 {
			return all, err
		}
		for _, c := range page {
			cur.Position = c.Position
			for _, s := range c.Value.Sources {
				all[stackhound.ListingKey{Board: s.Board, ID: s.ListingID}] = true
			}
		}
	}
}
