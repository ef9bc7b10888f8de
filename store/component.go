package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"stackhound"
)

// Component returns what must be looked at together when listings changed: the touched
// ones; all that hold a key which one of those holds now or held when it was last
// understood; all that hold a key of any of these; and every listing of a posting that
// holds any of them. A listing met on the way that has changed as well is looked at as a
// touched one. Touched listings that were never stored are left out. The result is
// ordered by key and has the keys each listing holds now, as keys tells them, and why it
// changed since a cursor of the listings' feed: listings are read as they are now, so what
// changed one beyond the batch that is worked on belongs with it, or would be lost.
//
// A key that more than most other listings hold, closed ones not counted, leads to
// nobody. Those met are returned as crowded.
func (ps *Postings) Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func(stackhound.Listing) []string, most int) (linked []stackhound.Linked, crowded map[string]bool, err error) {
	after, replay, err := parseCursor(since)
	if err != nil {
		return nil, nil, err
	}
	c := component{session: ps.db.reading(ctx), after: after, replay: replay, keys: keys, most: most, read: map[stackhound.ListingKey]member{}, touched: map[stackhound.ListingKey]bool{}}
	for more := touched; len(more) > 0; {
		for _, k := range more {
			c.touched[k] = true
		}
		if err := c.collect(); err != nil {
			return nil, nil, failed("collect what belongs together", err)
		}
		more = c.changed()
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.view), stackhound.ListingKey.Compare) {
		linked = append(linked, c.read[k].Linked)
	}
	return linked, c.crowded, nil
}

// component is one search for what belongs together.
type component struct {
	session
	after, replay int64 // the cursor that causes are told since

	keys    func(stackhound.Listing) []string
	most    int
	read    map[stackhound.ListingKey]member // every listing is read once
	touched map[stackhound.ListingKey]bool
	view    map[stackhound.ListingKey]bool // what was found
	crowded map[string]bool                // whether a key is, for those looked at
}

// member is a listing as it is now, and how it was last understood.
type member struct {
	stackhound.Linked
	had       []string // its keys then
	wasClosed bool
}

// collect finds what belongs with the touched listings.
func (c *component) collect() error {
	c.view, c.crowded = map[stackhound.ListingKey]bool{}, map[string]bool{}
	for k := range c.touched {
		if err := c.add(k); err != nil {
			return err
		}
	}
	// Twice, as a listing that joins or leaves an opening may move others that bear the
	// name of some listing of that opening.
	for range 2 {
		if err := c.addHolders(); err != nil {
			return err
		}
	}
	if err := c.addSiblings(); err != nil {
		return err
	}
	for _, key := range c.heldKeys() {
		if err := c.count(key); err != nil {
			return err
		}
	}
	return nil
}

// changed lists what was found and is not as it was when it was last understood.
func (c *component) changed() []stackhound.ListingKey {
	var keys []stackhound.ListingKey
	for k := range c.view {
		m := c.read[k]
		now := slices.Sorted(slices.Values(m.Keys))
		if !c.touched[k] && (!slices.Equal(now, m.had) || len(now) > 0 && m.wasClosed != (m.Listing.State == stackhound.ListingClosed)) {
			keys = append(keys, k)
		}
	}
	return keys
}

// heldKeys lists the keys that what was found holds or held.
func (c *component) heldKeys() []string {
	held := map[string]bool{}
	for k := range c.view {
		for _, key := range slices.Concat(c.read[k].Keys, c.read[k].had) {
			held[key] = true
		}
	}
	return slices.Sorted(maps.Keys(held))
}

// addHolders adds all that hold a key of what was found.
func (c *component) addHolders() error {
	for _, key := range c.heldKeys() {
		if _, known := c.crowded[key]; known {
			continue // looked up before
		}
		if err := c.count(key); err != nil {
			return err
		}
		if c.crowded[key] {
			continue
		}
		if err := c.addAll("SELECT board, listing FROM identity_keys WHERE key = ?", key); err != nil {
			return err
		}
	}
	return nil
}

// addSiblings adds the other listings of the postings that hold what was found.
func (c *component) addSiblings() error {
	postings := map[string]bool{}
	for k := range c.view {
		if p := c.read[k].Posting; p != "" {
			postings[p] = true
		}
	}
	return c.addAll("SELECT board, listing FROM links WHERE posting IN "+c.elements(), list(slices.Collect(maps.Keys(postings))))
}

// count notes whether a key is crowded. Touched listings do not count: they are in view,
// and what they were is no matter. All others are as they were understood.
func (c *component) count(key string) error {
	if _, known := c.crowded[key]; known {
		return nil
	}
	holders, err := collect(c.session, scanKey, "SELECT board, listing FROM identity_keys WHERE key = ? AND NOT closed LIMIT ?", key, c.most+len(c.touched)+1)
	if err != nil {
		return err
	}
	c.crowded[key] = len(slices.DeleteFunc(holders, func(k stackhound.ListingKey) bool { return c.touched[k] })) > c.most
	return nil
}

func (c *component) addAll(query, arg string) error {
	keys, err := collect(c.session, scanKey, query, arg)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := c.add(k); err != nil {
			return err
		}
	}
	return nil
}

// add reads a listing into view; one that is not stored is left out.
func (c *component) add(k stackhound.ListingKey) error {
	if c.view[k] {
		return nil
	}
	if _, known := c.read[k]; !known {
		m, ok, err := c.member(k)
		if err != nil || !ok {
			return err
		}
		c.read[k] = m
	}
	c.view[k] = true
	return nil
}

// member reads a listing; ok is false when it is not stored.
func (c *component) member(k stackhound.ListingKey) (m member, ok bool, err error) {
	var why causes
	m.Listing, ok, err = first(c.session, func(r row) (stackhound.Listing, error) { return scanListing(leading{r, []any{&why}}) },
		"SELECT causes, "+contentColumns+" FROM listings WHERE board = ? AND id = ?", k.Board, k.ID)
	if err != nil || !ok {
		return m, false, err
	}
	m.Causes = why.since(c.after, c.replay)
	m.Keys = storableAll(c.keys(m.Listing)) // as they stand in the column
	if m.Posting, _, err = c.postingOf(k); err != nil {
		return m, false, fmt.Errorf("find the posting of %s: %w", short(k), err)
	}
	m.had, err = collect(c.session, func(r row) (key string, err error) {
		err = r.Scan(&key, &m.wasClosed)
		return key, err
	}, "SELECT key, closed FROM identity_keys WHERE board = ? AND listing = ? ORDER BY key", k.Board, k.ID)
	return m, err == nil, err
}
