package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"stackhound"
)

// Pages holds what is known of the addresses boards were asked for: enough to ask whether
// they changed, and to go on when they did not.
type Pages struct{ db *database }

// Known returns all pages of a board, in no particular order.
func (ps *Pages) Known(ctx context.Context, board string) ([]stackhound.Page, error) {
	found, err := collect(ps.db.reading(ctx), func(r row) (stackhound.Page, error) {
		p := stackhound.Page{Board: board}
		var asked, whole int64
		err := r.Scan(&p.URL, &p.Listing, &p.Final, &p.ETag, &p.Modified, &p.Hash, &p.Status, &p.Rules, &asked, &whole, &p.Unsent, &p.Shown)
		p.Asked, p.Whole = fromMicros(asked), fromMicros(whole)
		if len(p.Shown) == 0 {
			p.Shown = nil // drivers differ in what an empty one is
		}
		return p, err
	}, "SELECT url, listing, final, etag, modified, hash, status, rules, asked, whole, unsent, shown FROM pages WHERE board = ?", board)
	return found, failed("list the known pages of "+board, err)
}

// Put stores pages in one transaction, each in place of what was known of the same
// address and listing.
func (ps *Pages) Put(ctx context.Context, batch []stackhound.Page) error {
	return ps.db.writing(ctx, rowsPart, "store what is known of pages", func(t *tx) error {
		for _, p := range batch {
			if err := t.putPage(p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) putPage(p stackhound.Page) error {
	shown := p.Shown
	if shown == nil {
		shown = []byte{}
	}
	_, err := t.exec(`INSERT INTO pages (board, key, url, listing, final, etag, modified, hash, status, rules, asked, whole, unsent, shown)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (board, key) DO UPDATE SET final = excluded.final, etag = excluded.etag, modified = excluded.modified, hash = excluded.hash,
			status = excluded.status, rules = excluded.rules, asked = excluded.asked, whole = excluded.whole, unsent = excluded.unsent, shown = excluded.shown`,
		p.Board, pageKey(p), p.URL, p.Listing, p.Final, p.ETag, p.Modified, p.Hash, p.Status, p.Rules, micros(p.Asked), micros(p.Whole), p.Unsent, shown)
	return err
}

// pageKey stands for address and listing, which may be longer than what an index takes.
func pageKey(p stackhound.Page) string {
	sum := sha256.Sum256([]byte(p.Listing + "\x00" + p.URL))
	return hex.EncodeToString(sum[:16])
}

// Prune removes what was not asked for since a time, except the pages of listings that
// were open since then: a list that is no longer read, and listings that closed before it
// or never came to be. It returns how many it removed.
func (ps *Pages) Prune(ctx context.Context, before time.Time) (int, error) {
	removed := 0
	err := ps.db.writing(ctx, rowsPart, "prune what is known of pages", func(t *tx) (err error) {
		removed, err = t.exec(`DELETE FROM pages WHERE asked < ? AND NOT EXISTS (SELECT 1 FROM listings l
			WHERE l.board = pages.board AND l.id = pages.listing AND (l.state <> 'closed' OR l.closed_at >= ?))`, micros(before), micros(before))
		return err
	})
	return removed, err
}
