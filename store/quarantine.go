package store

import (
	"context"
	"errors"
	"slices"

	"stackhound"
)

// Quarantine holds what runs found and may not be published yet. Nothing in it is part of
// the listings or of their feed.
type Quarantine struct{ db *database }

// releaseSize is how many listings are let through in one transaction.
const releaseSize = 200

// Hold keeps listings of a run apart, each in place of what the run already holds of it.
// Those that could not be stored as listings are refused as Listings.Put refuses them.
func (q *Quarantine) Hold(ctx context.Context, run stackhound.Run, batch []stackhound.Held) error {
	var refused []error
	err := q.db.writing(ctx, rowsPart, "hold listings of "+run.Board, func(t *tx) error {
		refused = nil
		for _, h := range batch {
			if err := checkListing(run.Board, h.Listing); err != nil {
				refused = append(refused, err)
				continue
			}
			if err := t.putHeld(run, h); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(refused...)
}

func (t *tx) putHeld(run stackhound.Run, h stackhound.Held) error {
	content, err := contentOf(h.Listing)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO held (run, board, id, why, row_hash, state, closed_why, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (run, id) DO UPDATE SET why = excluded.why, row_hash = excluded.row_hash, state = excluded.state,
			closed_why = excluded.closed_why, content = excluded.content`,
		run.ID, run.Board, h.Listing.ID, h.Why, h.Listing.RowHash, h.Listing.State, h.Listing.ClosedWhy, content)
	return err
}

// Held returns what a run holds, by id, at most limit and never more than 1,000 after the
// listing of an id; "" is before all.
func (q *Quarantine) Held(ctx context.Context, run int64, after string, limit int) ([]stackhound.Held, error) {
	held, err := q.db.reading(ctx).held(run, after, page(limit))
	return held, failed("list what a run holds", err)
}

func (s session) held(run int64, after string, limit int) ([]stackhound.Held, error) {
	return collect(s, func(r row) (h stackhound.Held, err error) {
		var content []byte
		var rowHash string
		var state stackhound.ListingState
		var why stackhound.ClosedWhy
		if err := r.Scan(&content, &h.Why, &rowHash, &state, &why); err != nil {
			return h, err
		}
		err = decode("a listing that is held", content, &h.Listing)
		h.Listing.RowHash, h.Listing.State, h.Listing.ClosedWhy = rowHash, state, why
		return h, err
	}, "SELECT content, why, row_hash, state, closed_why FROM held WHERE run = ? AND id > ? ORDER BY id LIMIT ?", run, after, limit)
}

// Release stores what a run holds as that run would have, seen when it began, and holds it
// no longer. Those that a newer run has seen meanwhile stay as that found them, and those
// held for one of the reasons in except are dropped. Unless as is "", it takes the place
// of causes that alert: what is let through later than the run is no news. Stopped half
// way, it goes on from there when called again.
func (q *Quarantine) Release(ctx context.Context, run stackhound.Run, as stackhound.Cause, except ...stackhound.HeldWhy) (stackhound.PutCounts, error) {
	var sum stackhound.PutCounts
	for {
		counts, n, err := q.releaseSome(ctx, sighting{run, run.Started}, as, except)
		if err != nil || n == 0 {
			return sum, err
		}
		sum = sum.Plus(counts)
	}
}

func (q *Quarantine) releaseSome(ctx context.Context, s sighting, as stackhound.Cause, except []stackhound.HeldWhy) (counts stackhound.PutCounts, n int, err error) {
	err = q.db.writing(ctx, listingsPart, "release listings of "+s.run.Board, func(t *tx) error {
		counts = stackhound.PutCounts{}
		held, err := t.held(s.run.ID, "", releaseSize)
		n = len(held)
		if err != nil {
			return err
		}
		for _, h := range held {
			if !slices.Contains(except, h.Why) {
				if err := t.release(h, s, as, &counts); err != nil {
					return err
				}
			}
			if _, err := t.exec("DELETE FROM held WHERE run = ? AND id = ?", s.run.ID, h.Listing.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, n, err
}

// release stores one listing that was held and counts it.
func (t *tx) release(h stackhound.Held, s sighting, as stackhound.Cause, counts *stackhound.PutCounts) error {
	r, known, err := t.listing(h.Listing.ListingKey)
	if err != nil || known && r.seenRun > s.run.ID {
		return err
	}
	r.key = h.Listing.ListingKey
	if h.Listing.Title == "" {
		if !known || r.state == stackhound.ListingClosed {
			return nil
		}
		cause := r.close(h.Listing.ClosedWhy, s.now)
		count(counts, cause)
		return t.saveLife(r, cause)
	}
	content, err := contentOf(h.Listing)
	if err != nil {
		return err
	}
	cause := r.put(h.Listing, content, s)
	count(counts, cause)
	if cause == "" {
		return t.saveLife(r, cause)
	}
	if as != "" && stackhound.Effects[cause].Instant {
		cause = as
	}
	return t.saveListing(r, cause)
}

// Drop forgets what a run holds and returns how many listings that were.
func (q *Quarantine) Drop(ctx context.Context, run int64) (n int, err error) {
	err = q.db.writing(ctx, rowsPart, "drop what a run holds", func(t *tx) (err error) {
		n, err = t.exec("DELETE FROM held WHERE run = ?", run)
		return err
	})
	return n, err
}

// Move puts what one run of a board holds in place of what another does.
func (q *Quarantine) Move(ctx context.Context, from, to stackhound.Run) error {
	return q.db.writing(ctx, rowsPart, "move what a run of "+to.Board+" holds", func(t *tx) error {
		if _, err := t.exec("DELETE FROM held WHERE run = ?", to.ID); err != nil {
			return err
		}
		_, err := t.exec("UPDATE held SET run = ? WHERE run = ?", to.ID, from.ID)
		return err
	})
}

// DropBefore forgets what the runs of a board before one hold: it saw all of it anew. What
// a replay puts aside, under the run's number below zero, is no earlier run's.
func (q *Quarantine) DropBefore(ctx context.Context, run stackhound.Run) error {
	return q.db.writing(ctx, rowsPart, "drop what earlier runs of "+run.Board+" hold", func(t *tx) error {
		_, err := t.exec("DELETE FROM held WHERE board = ? AND run > 0 AND run < ?", run.Board, run.ID)
		return err
	})
}
