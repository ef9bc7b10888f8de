package crawler

import (
	"context"
	"errors"
	"math"
	"slices"

	"stackhound"
)

// ErrNotKept says that no answer of an address is kept.
var ErrNotKept = errors.New("no answer of it is kept")

// Replay reads the answers that are kept of a board again, by its file as it is now and
// with no request: the newest of each page, as the board's last run would have. It is for
// a file that was mended. kept gives those answers, or ErrNotKept.
//
// What comes of it takes the place of what that run holds, if it waits. It is judged as a
// run is: where it is what the board usually shows, all of it is published, as read again
// and so with no alert, and the run is one that an operator released. Otherwise it waits
// in place of what waited before, and the verdict says so. Listings whose pages are not
// kept stay as they are, and nothing is missing for not being seen.
func (c *Crawler) Replay(ctx context.Context, board stackhound.Board, kept Fetcher) (stackhound.Run, error) {
	p, err := c.rewind(ctx, board, kept)
	if err != nil {
		return stackhound.Run{}, err
	}
	was := p.run
	aside := stackhound.Run{ID: -was.ID, Board: was.Board} // what waits of it stays until all is read
	if _, err := c.Quarantine.Drop(p.keep, aside.ID); err != nil {
		return was, err
	}
	p.run = stackhound.Run{ID: aside.ID, Board: was.Board, Started: was.Started, First: was.First}
	ended := p.blame(ctx, p.read(ctx), stackhound.FaultUnreadable, board.Base)
	if err := errors.Join(p.failure(ended), p.flush()); err != nil {
		return p.run, err
	}
	p.run.ID = was.ID
	p.judge(ctx, ended)
	if ctx.Err() != nil || p.run.Verdict == stackhound.VerdictFailed || p.run.Verdict == stackhound.VerdictEmpty {
		_, err := c.Quarantine.Drop(p.keep, aside.ID)
		return p.run, errors.Join(context.Cause(ctx), err)
	}
	if err := c.Quarantine.Move(p.keep, aside, was); err != nil {
		return p.run, err
	}
	if err := p.settle(); err != nil {
		return p.run, err
	}
	return p.run, c.Runs.Finish(p.keep, p.amended(was))
}

// rewind begins a pass over what is kept, in the place of the board's last run that
// finished.
func (c *Crawler) rewind(ctx context.Context, board stackhound.Board, kept Fetcher) (*pass, error) {
	replaying := *c
	replaying.NewFetcher = func(stackhound.Board) (Fetcher, error) { return kept, nil }
	board.DailyRequests = 0
	p, err := replaying.prepare(ctx, board)
	if err != nil {
		return nil, err
	}
	last := slices.IndexFunc(p.earlier, func(r stackhound.Run) bool { return r.Items > 0 })
	if last < 0 {
		return nil, stackhound.Errorf(stackhound.CodeNotFound, "no run of board %s is there to be read again", board.Name).
			WithHint("stackhound crawl %s --once reads it", board.Name)
	}
	p.run = p.earlier[last]
	p.earlier = p.earlier[last+1:]
	p.usual = usualOf(p.earlier)
	p.replay, p.skip = true, 0
	p.budget = stackhound.Budget{Pages: math.MaxInt, Bytes: math.MaxInt64, Time: math.MaxInt64}
	return p, nil
}

// amended is the run that was read again, with what came of it now. What it took of the
// board, and when, stays.
func (p *pass) amended(was stackhound.Run) stackhound.Run {
	now := p.run
	was.Read, was.Unreadable, was.Filled, was.Shapes = now.Read, now.Unreadable, now.Filled, now.Shapes
	waited := was.Verdict == stackhound.VerdictSuspect
	was.Held, was.HeldClosed = now.Held, now.HeldClosed
	was.New, was.Changed, was.Closed, was.Reopened = was.New+now.New, was.Changed+now.Changed, was.Closed+now.Closed, was.Reopened+now.Reopened
	switch {
	case now.Verdict == stackhound.VerdictSuspect:
		was.Verdict, was.Note, was.Complete = now.Verdict, now.Note, false
	case waited:
		was.Released, was.Verdict, was.Complete = p.Clock.Now(), now.Verdict, was.Whole
		was.Note = p.note("read again by its file as it is now: " + was.Note)
	}
	return was
}

// keptPage is what is known of a page after it was read again from what is kept. Only of
// the very bytes known already can be said by what rules they were read.
func (q question) keptPage(res Response) stackhound.Page {
	page := q.known
	page.URL = q.url
	if page.Hash == hashBytes(res.Raw) {
		page.Rules = q.rules
	}
	return page
}
