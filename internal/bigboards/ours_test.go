//go:build unix

package bigboards_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"stackhound"
	"stackhound/internal/bigboards"
	"stackhound/internal/clock"
	"stackhound/internal/heap"
	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/understand"
)

// batch is how many listings come in between two rounds of understanding, and the seed is
// that of all figures.
const (
	batch = 1000
	seed  = 8
)

var begin = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// took is what one step of the follower took for each of its listings.
type took []time.Duration

// share returns the duration that a share of the steps stays within.
func (t took) share(of float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(int(of*float64(len(sorted))), len(sorted)-1)]
}

// measured is told of each step: how many listings were done after it, and what time it took,
// of the clock and of the processor.
type measured func(done int, wall, cpu time.Duration)

// grow puts all listings of a world into a store and has them understood as they come.
// step is told of each step of the follower alone, not of what it takes to store a
// listing. Ads are not read for what they say, which is measured by itself (make
// bench-normalize).
func grow(ctx context.Context, path string, w *bigboards.World, step measured) error {
	heap.Tune()
	st, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	follower := understand.New(understand.Options{
		Listings: st.Listings, Postings: st.Postings, Positions: st.Positions, Clock: clock.System(), Log: slog.New(slog.DiscardHandler),
		Parts: func(l stackhound.Listing) []stackhound.Part {
			return []stackhound.Part{{Title: l.Title, Text: l.Description}}
		},
	})
	done := 0
	for first := 0; first < w.Len() && err == nil; first += batch {
		if err = put(ctx, st, w, first); err != nil {
			break
		}
		for more := true; more && err == nil; {
			var n int
			before, had := time.Now(), spent()
			n, err = follower.Step(ctx)
			if more = n > 0; more {
				done += n
				step(done, time.Since(before), spent()-had)
			}
		}
	}
	return errors.Join(err, st.Close())
}

// put stores the listings of a batch, those of each board as a run of it.
func put(ctx context.Context, st *store.Store, w *bigboards.World, first int) error {
	boards := map[string][]stackhound.Listing{}
	for i := first; i < min(first+batch, w.Len()); i++ {
		l := w.Listing(i)
		boards[l.Board] = append(boards[l.Board], l)
	}
	for _, board := range slices.Sorted(maps.Keys(boards)) {
		if _, err := st.Listings.Put(ctx, stackhound.Run{ID: int64(first/batch + 1), Board: board}, boards[board], w.At(first)); err != nil {
			return err
		}
	}
	return nil
}

// score is how many pairs of listings of one job there are, how many pairs are in one
// posting, and how many are both.
type score struct{ True, Merged, Right int }

func (s score) precision() float64 { return float64(s.Right) / float64(max(s.Merged, 1)) }
func (s score) recall() float64    { return float64(s.Right) / float64(max(s.True, 1)) }

func (s score) String() string {
	return fmt.Sprintf("precision %.4f, recall %.4f (%d pairs, %d merged, %d of them right)", s.precision(), s.recall(), s.True, s.Merged, s.Right)
}

func pairs(n int) int { return n * (n - 1) / 2 }

// judge holds the postings of a store against what is true. wrong is told of
// two listings of each two jobs that were merged.
func judge(ctx context.Context, path string, w *bigboards.World, wrong func(a, b int)) (s score, err error) {
	st, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return s, err
	}
	listings := make([]int32, w.Len()+batch) // of each job
	for i := range w.Len() {
		listings[w.Job(i)]++
	}
	for _, n := range listings {
		s.True += pairs(int(n))
	}
	err = st.Postings.Each(ctx, true, func(p stackhound.Posting) error {
		s.Merged += pairs(len(p.Sources))
		of := map[int][]int{} // listings by job
		for _, source := range p.Sources {
			n, err := bigboards.Number(source.ListingID)
			if err != nil {
				return err
			}
			of[w.Job(n)] = append(of[w.Job(n)], n)
		}
		told := -1
		for _, job := range slices.Sorted(maps.Keys(of)) {
			s.Right += pairs(len(of[job]))
			if told >= 0 {
				wrong(told, of[job][0])
			}
			told = of[job][0]
		}
		return nil
	})
	return s, errors.Join(err, st.Close())
}
