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

// Postings is the feed an Indexer follows.
type Postings interface {
	After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error)
	Wait(ctx context.Context, pos stackhound.Position) error
	Lag(ctx context.Context, pos stackhound.Position) (int, error)
}

// Indexer keeps an engine up to date with the postings. Its position lives where its
// effect does: in memory, so it begins with the first posting at every start.
type Indexer struct {
	engine Engine
	feed   Postings
	niche  func(board string) bool
	clock  clock.Clock
	log    *slog.Logger

	step sync.Mutex // one batch at a time
	mu   sync.Mutex
	pos  stackhound.Position
}

// NewIndexer returns an indexer for an empty engine. niche tells which boards are for
// one language, field or way of working.
func NewIndexer(engine Engine, feed Postings, niche func(board string) bool, c clock.Clock, log *slog.Logger) *Indexer {
	return &Indexer{engine: engine, feed: feed, niche: niche, clock: c, log: log.With("follower", "indexer")}
}

// Run follows until ctx ends and returns ctx's error.
func (ix *Indexer) Run(ctx context.Context) error { return follow.Run(ctx, ix, ix.clock, ix.log) }

// CatchUp indexes everything there is and returns how many changes that were.
func (ix *Indexer) CatchUp(ctx context.Context) (int, error) { return follow.CatchUp(ctx, ix) }

// Lag returns how many changes are not indexed yet.
func (ix *Indexer) Lag(ctx context.Context) (int, error) { return ix.feed.Lag(ctx, ix.position()) }

// Count returns how many postings are indexed, closed ones included.
func (ix *Indexer) Count() int { return ix.engine.Count() }

// Wait returns nil as soon as there are changes to index.
func (ix *Indexer) Wait(ctx context.Context) error { return ix.feed.Wait(ctx, ix.position()) }

// Step indexes one batch and returns how many changes it held.
func (ix *Indexer) Step(ctx context.Context) (int, error) {
	ix.step.Lock()
	defer ix.step.Unlock()
	batch, err := ix.feed.After(ctx, stackhound.Cursor{Position: ix.position()}, indexBatch)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	var put []Document
	var del []string
	for _, c := range batch {
		if c.Deleted {
			del = append(del, c.Value.ID)
		} else {
			put = append(put, NewDocument(c.Value, ix.niche))
		}
	}
	if err := ix.engine.Update(ctx, put, del); err != nil {
		return 0, err
	}
	ix.mu.Lock()
	ix.pos = batch[len(batch)-1].Position
	ix.mu.Unlock()
	return len(batch), nil
}

func (ix *Indexer) position() stackhound.Position {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.pos
}
