package main

import (
	"context"
	"log/slog"
	"testing"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/search"
	"stackhound/search/embedded"
)

// rebuilt is an engine that may answer from the index of another version.
type rebuilt struct {
	search.Engine
	now bool
}

func (r rebuilt) Rebuilding(context.Context) (bool, error) { return r.now, nil }

// farFeed is a feed of which much is not indexed yet.
type farFeed struct{ search.Postings }

func (farFeed) Lag(context.Context, stackhound.Position) (int, error) {
	return search.FarBehind + 1, nil
}

// TestIndexReady holds that an index far behind is not ready, unless another answers while
// it is built.
func TestIndexReady(t *testing.T) {
	t.Parallel()
	for _, now := range []bool{true, false} {
		engines := rebuilt{embedded.New(), now}
		e := &engine{engine: engines, indexer: search.NewIndexer(engines, farFeed{}, nil, clock.System(), slog.New(slog.DiscardHandler))}
		if err := e.indexReady(t.Context()); (err == nil) != now {
			t.Errorf("rebuilding %v: %v", now, err)
		}
	}
}
