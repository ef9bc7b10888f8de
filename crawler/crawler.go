// Package crawler reads boards: one pass over a board asks for its list, page by page,
// opens the pages of the jobs that are new or changed, and puts what it finds into the
// store as listings. What did not change since the last pass is neither sent nor read
// again; a seventh of the pages that the list has no news of is asked for all the same. A
// job that a complete list no longer shows is asked for once more or counted as absent; a
// pass that went wrong anywhere closes nothing, and what it read that its board does not
// usually show waits. Schedule starts the passes when they are due.
//
// What a board is comes from its file (stackhound.Board). The formats of answers live in
// the packages below this one, and so does fetch, which alone talks to the network.
package crawler

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

// Listings keeps what a pass sees.
type Listings interface {
	// Known returns the board's listings of earlier runs by their id, in every state.
	Known(ctx context.Context, board string) (map[string]stackhound.KnownListing, error)
	// Put stores listings in one transaction and marks them as seen by the run. Those
	// it refuses are named in an error of CodeInvalid; the others are stored all the same.
	Put(ctx context.Context, run stackhound.Run, batch []stackhound.Listing, now time.Time) (stackhound.PutCounts, error)
	// Touch marks listings as seen whose rows did not change.
	Touch(ctx context.Context, run stackhound.Run, ids []string, now time.Time) error
	// Get returns what is stored of a listing; CodeNotFound when it was never seen.
	Get(ctx context.Context, key stackhound.ListingKey) (stackhound.Listing, error)
}

// Holding keeps what a run found until it is certain that it may be published.
type Holding interface {
	// Hold keeps listings apart from those of the board. Those it refuses are named in an
	// error of CodeInvalid.
	Hold(ctx context.Context, run stackhound.Run, batch []stackhound.Held) error
	// Release stores what the run holds as the run would have, except what is held for one
	// of the reasons given, which is dropped. Causes that alert are replaced by as, unless
	// it is "".
	Release(ctx context.Context, run stackhound.Run, as stackhound.Cause, except ...stackhound.HeldWhy) (stackhound.PutCounts, error)
	// DropBefore forgets what earlier runs of the board hold.
	DropBefore(ctx context.Context, run stackhound.Run) error
}

// Aside keeps what a replay finds apart from what waits already, until all is read.
type Aside interface {
	// Drop forgets what a run holds.
	Drop(ctx context.Context, run int64) (int, error)
	// Move puts what one run of a board holds in place of what another does.
	Move(ctx context.Context, from, to stackhound.Run) error
}

// Quarantine is all a pass or a replay needs to have things wait.
type Quarantine interface {
	Holding
	Aside
}

// Absences keeps count of listings a complete run did not see.
type Absences interface {
	// Unseen returns the open and missing listings of the board that the run did not
	// see, by id.
	Unseen(ctx context.Context, run stackhound.Run) ([]stackhound.Listing, error)
	// Absent counts one more absence for each and closes those that reach closeAfter.
	Absent(ctx context.Context, run stackhound.Run, ids []string, closeAfter int, now time.Time) (missing, closed int, err error)
}

// Closings ends listings.
type Closings interface {
	// Expire closes the listings of all boards whose own date has passed.
	Expire(ctx context.Context, now time.Time) (int, error)
}

// ListingStore is all a pass needs of the store of listings.
type ListingStore interface {
	Listings
	Absences
	Closings
}

// Runs records the passes.
type Runs interface {
	// Start returns a new run with its ID and First set.
	Start(ctx context.Context, board string, now time.Time) (stackhound.Run, error)
	// Finish stores what a run came to; one without a time of finishing was cut short and
	// does not count as done.
	Finish(ctx context.Context, run stackhound.Run) error
	// Last returns the latest runs of a board, newest first, unfinished ones included.
	Last(ctx context.Context, board string, n int) ([]stackhound.Run, error)
}

// Bodies keeps answers as received.
type Bodies interface {
	// Put keeps all of them, or none.
	Put(ctx context.Context, answers ...stackhound.Body) error
}

// Pages keeps what is known of the addresses a board was asked for.
type Pages interface {
	Known(ctx context.Context, board string) ([]stackhound.Page, error)
	// Put stores pages, each in place of what was known of the same address and listing.
	Put(ctx context.Context, batch []stackhound.Page) error
}

// Options are what a Crawler is made of. All are required except Secret, Progress and Pick.
type Options struct {
	Formats    Formats
	NewFetcher func(stackhound.Board) (Fetcher, error) // one for each run; may refuse the board
	Listings   ListingStore
	Runs       Runs
	Bodies     Bodies
	Pages      Pages
	Quarantine Quarantine
	Clock      clock.Clock
	Log        *slog.Logger
	Secret     func(name string) (value string, ok bool) // what board files name; nil: there are none
	Progress   func(stackhound.Run)                      // called as the figures of a run grow
	Pick       func(n int) int                           // a number from 0 to n-1, where to begin among n; nil: at random
}

// Crawler passes over boards. It may pass over several at the same time.
type Crawler struct{ Options }

// New returns a crawler.
func New(o Options) *Crawler {
	if o.Progress == nil {
		o.Progress = func(stackhound.Run) {}
	}
	if o.Pick == nil {
		o.Pick = rand.IntN
	}
	return &Crawler{o}
}

// Run passes over a board once and returns what came of it. A board that does not
// answer as expected is no error: the run's verdict and note say so. An error means that
// the board may not be crawled (CodeRefused, nothing was asked), that the store failed,
// or that ctx ended; what was read until then is stored in any case. A run that ctx ended
// stays unfinished, so that the board is still due.
func (c *Crawler) Run(ctx context.Context, board stackhound.Board) (stackhound.Run, error) {
	p, err := c.begin(ctx, board)
	if err != nil {
		return stackhound.Run{}, err
	}
	limited, cancel := p.limit(ctx)
	defer cancel()
	ended := p.pass(limited)
	if ctx.Err() == nil && p.failure(ended) == nil { // else the next run sees all of it again
		if err := p.settle(); err != nil {
			ended = storeError{err}
		}
	}
	if err := p.finish(ctx); err != nil {
		return p.run, err
	}
	if ctx.Err() != nil {
		return p.run, context.Cause(ctx)
	}
	return p.run, p.failure(ended)
}

// pass reads the list, asks again for pages whose turn it is, and looks after what the
// list no longer shows. It returns what ended it early.
func (p *pass) pass(ctx context.Context) error {
	ended := p.blame(ctx, p.read(ctx), stackhound.FaultUnreadable, p.board.Base)
	p.count(ended)
	if !ends(ctx, ended) {
		p.cut = p.takeTurns(ctx)
	}
	if err := errors.Join(p.failure(p.cut), p.flush()); err != nil {
		ended = storeError{err}
	}
	p.judge(ctx, ended)
	var last error
	if p.run.Complete {
		last = errors.Join(p.absences(ctx), p.flush())
	}
	p.noteCut()
	p.noteSoft404s()
	return errors.Join(ended, p.cut, last)
}

// begin prepares a pass and starts the run.
func (c *Crawler) begin(ctx context.Context, board stackhound.Board) (*pass, error) {
	p, err := c.prepare(ctx, board)
	if err != nil {
		return nil, err
	}
	if p.run, err = c.Runs.Start(ctx, board.Name, c.Clock.Now()); err != nil {
		return nil, err
	}
	p.log = c.Log.With("board", board.Name, "run", p.run.ID)
	return p, nil
}

// prepare checks what can be checked without a request, and reads what is known.
func (c *Crawler) prepare(ctx context.Context, board stackhound.Board) (*pass, error) {
	format, ok := c.Formats.of(board)
	if !ok {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "board %s: there is no format %q", board.Name, board.Format)
	}
	if err := c.checkSecrets(board); err != nil {
		return nil, err
	}
	fetcher, err := c.NewFetcher(board)
	if err != nil {
		return nil, err
	}
	known, err := c.Listings.Known(ctx, board.Name)
	if err != nil {
		return nil, err
	}
	earlier, err := c.Runs.Last(ctx, board.Name, lookBack)
	if err != nil {
		return nil, err
	}
	pages, err := c.Pages.Known(ctx, board.Name)
	if err != nil {
		return nil, err
	}
	fetcher = daily(board, fetcher, earlier, c.Clock.Now())
	earlier = slices.DeleteFunc(earlier, func(r stackhound.Run) bool { return r.Finished.IsZero() })
	p := &pass{
		Crawler: c, board: board, format: format, fetcher: fetcher, known: known,
		earlier: earlier,
		sampled: sampled{usual: usualOf(earlier)},
		keep:    context.WithoutCancel(ctx),
		log:     c.Log.With("board", board.Name),
		seen:    map[string]met{},
		memory:  remembered(board, pages),
		budget:  board.Budget.OrDefault(),
		vars:    map[string]string{"base": board.Base},
		part:    board.Newest,
		step:    stackhound.StepList,
	}
	p.skip = p.putOff()
	return p, nil
}

// finish closes what has expired meanwhile and records the run, as one still to be done
// if it was told to stop.
func (p *pass) finish(ctx context.Context) error {
	now := p.Clock.Now()
	if n, err := p.Listings.Expire(p.keep, now); err != nil {
		return err
	} else if n > 0 {
		p.log.Info("listings expired", "count", n)
	}
	if ctx.Err() == nil {
		p.run.Finished = now
	}
	p.Progress(p.run)
	p.log.Info("run ended", "verdict", p.run.Verdict, "items", p.run.Items, "new", p.run.New, "changed", p.run.Changed,
		"not modified", p.run.NotModified, "skipped", p.run.Skipped, "closed", p.run.Closed, "errors", p.run.Errors, "note", p.run.Note)
	return p.Runs.Finish(p.keep, p.run)
}
