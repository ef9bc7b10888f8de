package store

import (
	"context"

	"stackhound"
)

// Postings holds every posting ever issued, which listings and identity keys stand
// behind it, the aliases of ids that were merged away, and their change feed. A posting
// that is no more stays in the feed as a tombstone.
type Postings struct{ *feed }

// eachPage is how many postings Each reads at a time.
const eachPage = 200

// Get returns a posting, also by an id that was merged into it; CodeNotFound when there
// is none.
func (ps *Postings) Get(ctx context.Context, id string) (stackhound.Posting, error) {
	s := ps.db.reading(ctx)
	living, err := s.living(id)
	if err != nil {
		return stackhound.Posting{}, failed("get posting "+id, err)
	}
	p, ok, err := first(s, scanPosting, "SELECT id, content FROM postings WHERE id = ? AND NOT deleted", living)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "there is no posting %q", id)
	}
	return p, failed("get posting "+id, err)
}

// living follows an alias to the id that stands for the posting now; any other id comes
// back as it is.
func (s session) living(id string) (string, error) {
	to, ok, err := first(s, value[string], "SELECT posting FROM aliases WHERE alias = ?", id)
	if err != nil || !ok {
		return id, err
	}
	return to, nil
}

// Named returns the ids of the postings whose id, or one that was merged into it, begins
// with a prefix, at most limit, in order.
func (ps *Postings) Named(ctx context.Context, prefix string, limit int) ([]string, error) {
	end := prefix + "\U0010FFFF"
	ids, err := collect(ps.db.reading(ctx), value[string], `SELECT id FROM postings WHERE id >= ? AND id < ? AND NOT deleted
		UNION SELECT posting FROM aliases WHERE alias >= ? AND alias < ? ORDER BY 1 LIMIT ?`, prefix, end, prefix, end, limit)
	return ids, failed("look up postings", err)
}

// GetMany returns postings in the order of ids. Ids that stand for no posting now are
// left out; aliases are not followed, so that no posting comes twice.
func (ps *Postings) GetMany(ctx context.Context, ids []string) ([]stackhound.Posting, error) {
	s := ps.db.reading(ctx)
	found, err := collect(s, scanPosting, "SELECT id, content FROM postings WHERE NOT deleted AND id IN "+s.elements(), list(ids))
	if err != nil {
		return nil, failed("get postings", err)
	}
	byID := map[string]stackhound.Posting{}
	for _, p := range found {
		byID[p.ID] = p
	}
	ordered := make([]stackhound.Posting, 0, len(found))
	for _, id := range ids {
		if p, ok := byID[id]; ok {
			ordered = append(ordered, p)
		}
	}
	return ordered, nil
}

// OfListings returns the ids of the postings that listings offer roles of, in order.
func (ps *Postings) OfListings(ctx context.Context, listings []stackhound.ListingKey) ([]string, error) {
	s := ps.db.reading(ctx)
	ids, err := collect(s, value[string], "SELECT DISTINCT posting FROM "+s.named()+
		" AS named CROSS JOIN links WHERE gone = 0 AND links.board = named.board AND links.listing = named.listing ORDER BY posting", keyList(listings))
	return ids, failed("look up postings", err)
}

// Each calls fn for every open posting, with all for every posting, by id. It stops at
// fn's first error and returns it. fn may use the store; a posting written meanwhile
// may or may not be met.
func (ps *Postings) Each(ctx context.Context, all bool, fn func(stackhound.Posting) error) error {
	for last := ""; ; {
		found, err := collect(ps.db.reading(ctx), scanPosting,
			"SELECT id, content FROM postings WHERE id > ? AND NOT deleted AND (open OR ?) ORDER BY id LIMIT ?", last, all, eachPage)
		if err != nil {
			return failed("read postings", err)
		}
		for _, p := range found {
			if err := fn(p); err != nil {
				return err
			}
			last = p.ID
		}
		if len(found) < eachPage {
			return nil
		}
	}
}

// Count returns how many postings are open and how many there are.
func (ps *Postings) Count(ctx context.Context) (open, all int, err error) {
	_, _, err = first(ps.db.reading(ctx), func(r row) (int, error) { return 0, r.Scan(&open, &all) },
		"SELECT count(*) FILTER (WHERE open), count(*) FROM postings WHERE NOT deleted")
	return open, all, failed("count postings", err)
}

// After returns the changes that stand in the feed after the cursor, in order, at most
// limit and never more than 1,000; limit 0 asks for that many.
func (ps *Postings) After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error) {
	return changes(ctx, ps.feed, cur, limit, "id, content", scanPosting)
}
