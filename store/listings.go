package store

import (
	"context"
	"errors"
	"time"

	"stackhound"
)

// Listings holds every listing ever seen, by board and id, and their change feed: what
// a board changed, opened or closed moves a listing to the feed's end; seeing it again
// unchanged, or missing it once, does not.
type Listings struct{ *feed }

// contentColumns are what a Listing is read from.
const contentColumns = "content, row_hash, state, first_seen, last_seen, closed_at, closed_why"

// Known returns what a crawl must know of a board's listings, by listing id, closed
// ones too.
func (ls *Listings) Known(ctx context.Context, board string) (map[string]stackhound.KnownListing, error) {
	known := map[string]stackhound.KnownListing{}
	_, err := collect(ls.db.reading(ctx), func(r row) (id string, err error) {
		var k stackhound.KnownListing
		err = r.Scan(&id, &k.RowHash, &k.State, &k.URL)
		known[id] = k
		return id, err
	}, "SELECT id, row_hash, state, url FROM listings WHERE board = ?", board)
	return known, failed("list the known listings of "+board, err)
}

// Put stores what a run read, in one transaction, and marks it as seen by the run. A
// listing given with State closed is closed for its ClosedWhy (stated when empty), any
// other is open. Listings that cannot be stored (a text over MaxField, no id or one that
// is over MaxID, not UTF-8 or has a zero byte, another board's) are left out and named in
// an error of CodeInvalid; the rest is stored and counted all the same. With any other
// error nothing was stored.
func (ls *Listings) Put(ctx context.Context, run stackhound.Run, batch []stackhound.Listing, now time.Time) (stackhound.PutCounts, error) {
	var counts stackhound.PutCounts
	var refused []error
	err := ls.db.writing(ctx, listingsPart, "put listings of "+run.Board, func(t *tx) error {
		counts, refused = stackhound.PutCounts{}, nil
		for _, l := range batch {
			if err := checkListing(run.Board, l); err != nil {
				refused = append(refused, err)
				continue
			}
			cause, err := t.putListing(l, sighting{run, now})
			if err != nil {
				return err
			}
			count(&counts, cause)
		}
		return nil
	})
	if err != nil {
		return stackhound.PutCounts{}, err
	}
	return counts, errors.Join(refused...)
}

func (t *tx) putListing(l stackhound.Listing, s sighting) (stackhound.Cause, error) {
	content, err := contentOf(l)
	if err != nil {
		return "", err
	}
	r, _, err := t.listing(l.ListingKey)
	if err != nil {
		return "", err
	}
	r.key = l.ListingKey
	cause := r.put(l, content, s)
	if cause == "" {
		return cause, t.saveLife(r, cause)
	}
	return cause, t.saveListing(r, cause)
}

// Touch marks listings as seen by a run that found their rows unchanged and so did not
// read them again. One that was closed is reopened, unless the unchanged row is what
// closed it: it is stated to be filled, or its expiry has passed. Unknown ids are
// ignored.
func (ls *Listings) Touch(ctx context.Context, run stackhound.Run, ids []string, now time.Time) error {
	return ls.db.writing(ctx, listingsPart, "touch listings of "+run.Board, func(t *tx) error {
		closed, err := collect(t.session, value[string],
			"SELECT id FROM listings WHERE board = ? AND state = 'closed' AND id IN "+t.elements(), run.Board, list(ids))
		if err != nil {
			return err
		}
		// Most are open and stay so without a word, which one statement does for all. A run
		// that a newer one overtook takes nothing back.
		_, err = t.exec(`UPDATE listings SET state = 'open', absences = 0, last_seen = ?, seen_run = CASE WHEN seen_run > ? THEN seen_run ELSE ? END
			WHERE board = ? AND state <> 'closed' AND id IN `+t.elements(), micros(now), run.ID, run.ID, run.Board, list(ids))
		if err != nil {
			return err
		}
		_, err = t.each(keysOf(run.Board, closed), func(r *listingRow) stackhound.Cause {
			return r.touch(sighting{run, now})
		})
		return err
	})
}

// Unseen returns the open and missing listings of run.Board that neither this run nor a
// newer one saw, by id.
func (ls *Listings) Unseen(ctx context.Context, run stackhound.Run) ([]stackhound.Listing, error) {
	found, err := collect(ls.db.reading(ctx), scanListing,
		"SELECT "+contentColumns+" FROM listings WHERE board = ? AND state <> 'closed' AND seen_run < ? ORDER BY id", run.Board, run.ID)
	return found, failed("list the unseen listings of "+run.Board, err)
}

// Absent counts one more complete run without each of the listings and closes those
// that reach closeAfter (at least 1) of them in a row. What this run or a newer one
// did see, and what is closed or unknown, is left alone. It returns how many are now missing and how many
// it closed.
func (ls *Listings) Absent(ctx context.Context, run stackhound.Run, ids []string, closeAfter int, now time.Time) (missing, closed int, err error) {
	err = ls.db.writing(ctx, listingsPart, "mark absent listings of "+run.Board, func(t *tx) error {
		missing = 0
		closed, err = t.each(keysOf(run.Board, ids), func(r *listingRow) stackhound.Cause {
			if r.state == stackhound.ListingClosed || r.seenRun >= run.ID {
				return ""
			}
			cause := r.absent(closeAfter, now)
			if cause == "" {
				missing++
			}
			return cause
		})
		return err
	})
	return missing, closed, err
}

// Close closes listings; those already closed keep their time and reason, and unknown
// ones are ignored.
func (ls *Listings) Close(ctx context.Context, keys []stackhound.ListingKey, why stackhound.ClosedWhy, now time.Time) error {
	return ls.db.writing(ctx, listingsPart, "close listings", func(t *tx) error {
		_, err := t.each(keys, func(r *listingRow) stackhound.Cause { return r.close(why, now) })
		return err
	})
}

// Expire closes the listings whose own date of expiry has come and returns how many
// those were.
func (ls *Listings) Expire(ctx context.Context, now time.Time) (int, error) {
	closed := 0
	err := ls.db.writing(ctx, listingsPart, "close expired listings", func(t *tx) error {
		keys, err := collect(t.session, scanKey,
			"SELECT board, id FROM listings WHERE expires > 0 AND expires <= ? AND state <> 'closed' ORDER BY board, id", micros(now))
		if err != nil {
			return err
		}
		closed, err = t.each(keys, func(r *listingRow) stackhound.Cause { return r.close(stackhound.ClosedExpired, now) })
		return err
	})
	return closed, err
}

// Get returns a listing; CodeNotFound when it was never seen.
func (ls *Listings) Get(ctx context.Context, key stackhound.ListingKey) (stackhound.Listing, error) {
	l, ok, err := first(ls.db.reading(ctx), scanListing, "SELECT "+contentColumns+" FROM listings WHERE board = ? AND id = ?", key.Board, key.ID)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "there is no listing %s", short(key))
	}
	return l, failed("get listing "+short(key), err)
}

// After returns the changes that stand in the feed after the cursor, in order, at most
// limit and never more than 1,000; limit 0 asks for that many.
func (ls *Listings) After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Listing], error) {
	return changes(ctx, ls.feed, cur, limit, contentColumns, scanListing)
}

// Changed returns as After does which listings changed, not what they say now.
func (ls *Listings) Changed(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.ListingKey], error) {
	return changes(ctx, ls.feed, cur, limit, "board, id", scanKey)
}

// each lets fn change the stored ones of some listings, saves them, and returns for how
// many fn gave a cause.
func (t *tx) each(keys []stackhound.ListingKey, fn func(*listingRow) stackhound.Cause) (changed int, err error) {
	for _, key := range keys {
		r, ok, err := t.listing(key)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		cause := fn(&r)
		if cause != "" {
			changed++
		}
		if err := t.saveLife(r, cause); err != nil {
			return 0, err
		}
	}
	return changed, nil
}

func keysOf(board string, ids []string) []stackhound.ListingKey {
	keys := make([]stackhound.ListingKey, len(ids))
	for i, id := range ids {
		keys[i] = stackhound.ListingKey{Board: board, ID: id}
	}
	return keys
}

func scanKey(r row) (k stackhound.ListingKey, err error) {
	err = r.Scan(&k.Board, &k.ID)
	return k, err
}

func scanListing(r row) (l stackhound.Listing, err error) {
	var content []byte
	var first, last, closed int64
	var rowHash string
	var state stackhound.ListingState
	var why stackhound.ClosedWhy
	if err := r.Scan(&content, &rowHash, &state, &first, &last, &closed, &why); err != nil {
		return l, err
	}
	err = decode("a listing", content, &l)
	l.RowHash, l.State, l.ClosedWhy = rowHash, state, why
	l.FirstSeen, l.LastSeen, l.ClosedAt = fromMicros(first), fromMicros(last), fromMicros(closed)
	return l, err
}

// listing reads the row of a key; ok is false, and the row empty, when there is none.
func (t *tx) listing(key stackhound.ListingKey) (listingRow, bool, error) {
	return first(t.session, func(r row) (l listingRow, err error) {
		var first, last, expires, closed int64
		l.key = key
		err = r.Scan(&l.content, &l.url, &l.rowHash, &l.state, &l.absences, &l.seenRun, &first, &last, &expires, &closed, &l.closedWhy, &l.revision, &l.position, &l.causes)
		l.firstSeen, l.lastSeen, l.expires, l.closedAt = fromMicros(first), fromMicros(last), fromMicros(expires), fromMicros(closed)
		return l, err
	}, `SELECT content, url, row_hash, state, absences, seen_run, first_seen, last_seen, expires, closed_at, closed_why, revision, position, causes
		FROM listings WHERE board = ? AND id = ?`, key.Board, key.ID)
}

// advance moves a row to the feed's end when there is a cause to.
func (t *tx) advance(r *listingRow, cause stackhound.Cause) (err error) {
	if cause == "" {
		return nil
	}
	r.position, err = t.next("listings")
	r.revision, r.causes = r.revision+1, r.causes.with(r.position, cause)
	return err
}

// saveListing stores a whole row, new or known.
func (t *tx) saveListing(r listingRow, cause stackhound.Cause) error {
	if err := t.advance(&r, cause); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO listings (board, id, content, url, row_hash, state, absences, seen_run, first_seen, last_seen, expires,
			closed_at, closed_why, revision, position, causes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (board, id) DO UPDATE SET content = excluded.content, url = excluded.url, row_hash = excluded.row_hash,
			state = excluded.state, absences = excluded.absences, seen_run = excluded.seen_run, last_seen = excluded.last_seen,
			expires = excluded.expires, closed_at = excluded.closed_at, closed_why = excluded.closed_why,
			revision = excluded.revision, position = excluded.position, causes = excluded.causes`,
		r.key.Board, r.key.ID, r.content, r.url, r.rowHash, r.state, r.absences, r.seenRun, micros(r.firstSeen), micros(r.lastSeen), micros(r.expires),
		micros(r.closedAt), r.closedWhy, r.revision, r.position, r.causes.encoded())
	return err
}

// saveLife stores a known row whose content did not change.
func (t *tx) saveLife(r listingRow, cause stackhound.Cause) error {
	if err := t.advance(&r, cause); err != nil {
		return err
	}
	_, err := t.exec(`UPDATE listings SET row_hash = ?, state = ?, absences = ?, seen_run = ?, last_seen = ?, closed_at = ?, closed_why = ?,
			revision = ?, position = ?, causes = ? WHERE board = ? AND id = ?`,
		r.rowHash, r.state, r.absences, r.seenRun, micros(r.lastSeen), micros(r.closedAt), r.closedWhy,
		r.revision, r.position, r.causes.encoded(), r.key.Board, r.key.ID)
	return err
}
