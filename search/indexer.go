package search

import (
	"context"
	"log/slog"
	"sync"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/follow"
)

// indexBatch is how many changes are indexed together.
const indexBatch = 500

// FarBehind is how many postings an index may be behind before it is worth a word: more
// than one batch, so that none under way is.
const FarBehind = 2 * indexBatch

// Postings is the feed an Indexer follows.
type Postings interface {
	After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error)
	Wait(ctx context.Context, pos stackhound.Position) error
	Lag(ctx context.Context, pos stackhound.Position) (int, error)
}

// Indexer keeps an engine up to date with the postings. It has no position of its own:
// it asks the engine at every step, so that an index that was lost or restored from an
// older copy catches up by itself.
type Indexer struct {
	engine Engine
	feed   Postings
	niche  func(board string) bool
	clock  clock.Clock
	log    *slog.Logger

	step sync.Mutex // one batch at a time
}

// NewIndexer returns an indexer for an engine. niche tells which boards are for one
// language, field or way of working.
func NewIndexer(engine Engine, feed Postings, niche func(board string) bool, c clock.Clock, log *slog.Logger) *Indexer {
	return &Indexer{engine: engine, feed: feed, niche: niche, clock: c, log: log.With("follower", "indexer")}
}

// Run follows until ctx ends and returns ctx's error.
func (ix *Indexer) Run(ctx context.Context) error { return follow.Run(ctx, ix, ix.clock, ix.log) }

// CatchUp indexes everything there is and returns how many changes that were.
func (ix *Indexer) CatchUp(ctx context.Context) (int, error) { return follow.CatchUp(ctx, ix) }

// Lag returns how many changes are not indexed yet.
func (ix *Indexer) Lag(ctx context.Context) (int, error) {
	pos, err := ix.engine.Position(ctx)
	if err != nil {
		return 0, err
	}
	return ix.feed.Lag(ctx, pos)
}

// Count returns how many postings are indexed, closed ones included.
func (ix *Indexer) Count(ctx context.Context) (int, error) { return Count(ctx, ix.engine) }

// Wait returns nil as soon as there are changes to index.
func (ix *Indexer) Wait(ctx context.Context) error {
	pos, err := ix.engine.Position(ctx)
	if err != nil {
		return err
	}
	return ix.feed.Wait(ctx, pos)
}

// Step indexes one batch and returns how many changes it held.
func (ix *Indexer) Step(ctx context.Context) (int, error) {
	ix.step.Lock()
	defer ix.step.Unlock()
	pos, err := ix.engine.Position(ctx)
	if err != nil {
		return 0, err
	}
	changes, err := ix.feed.After(ctx, stackhound.Cursor{Position: pos}, indexBatch)
	if err != nil {
		return 0, err
	}
	if err := ix.engine.Update(ctx, ix.batch(pos, changes)); err != nil {
		return 0, err
	}
	return len(changes), nil
}

// batch turns changes read from a position into what an engine is told. The end of the feed is told even
// when nothing else is: an engine may wait for it to show what it has built.
func (ix *Indexer) batch(from stackhound.Position, changes []stackhound.Change[stackhound.Posting]) Batch {
	b := Batch{From: from, Last: len(changes) < indexBatch}
	for _, c := range changes {
		b.Position = c.Position
		if c.Deleted {
			b.Del = append(b.Del, c.Value.ID)
		} else {
			b.Put = append(b.Put, NewDocument(c.Value, ix.niche))
		}
	}
	return b
}
