package store

import (
	"context"
	"maps"
	"slices"

	"stackhound"
)

// Component returns what must be looked at together when listings changed: the touched
// ones, and with any listing all that hold a key which it holds now or held when it was
// last understood, all of its postings, and those an operator decided on together with
// it. A listing met on the way that has changed as well is looked at as a touched one.
// Touched listings that were never stored are left out. Listings have the keys they hold
// now, as keys tells them for each of some listings, and why they changed since a cursor of
// the listings' feed: they are read as they are now, so what changed one beyond the batch that
// is worked on belongs with it, or would be lost.
//
// A key that more than most other listings hold, closed ones not counted, leads to
// nobody. Those met are returned as crowded.
func (ps *Postings) Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func([]stackhound.Listing) [][]string, most int) (found stackhound.Component, err error) {
	after, replay, err := parseCursor(since)
	if err != nil {
		return found, err
	}
	c := component{session: ps.db.reading(ctx), after: after, replay: replay, keys: keys, most: most, read: map[stackhound.ListingKey]member{}, touched: map[stackhound.ListingKey]bool{}}
	if c.decided, err = c.anyDecision(); err != nil {
		return found, failed("collect what belongs together", err)
	}
	for more := touched; len(more) > 0; {
		for _, k := range more {
			c.touched[k] = true
		}
		if err := c.collect(); err != nil {
			return found, failed("collect what belongs together", err)
		}
		more = c.changed()
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.view), stackhound.ListingKey.Compare) {
		found.Linked = append(found.Linked, c.read[k].each()...)
	}
	found.Crowded, found.Decisions = c.crowdedKeys(), c.decisions
	return found, nil
}

// crowdedKeys tells of the keys that what was found holds now whether they are crowded.
func (c *component) crowdedKeys() map[string]bool {
	crowded := map[string]bool{}
	for k := range c.view {
		for _, key := range c.read[k].Keys {
			crowded[key] = c.crowded[hashKey(key)]
		}
	}
	return crowded
}

// component is one search for what belongs together.
type component struct {
	session
	after, replay int64 // the cursor that causes are told since

	keys    func([]stackhound.Listing) [][]string
	most    int
	read    map[stackhound.ListingKey]member // every listing is read once
	touched map[stackhound.ListingKey]bool
	view    map[stackhound.ListingKey]bool // what was found
	crowded map[keyHash]bool               // whether a key is, for those looked at

	postings  map[string]bool // whose listings were asked for
	decided   bool            // whether an operator decided anything at all
	decisions []stackhound.Decision
}

// member is a listing as it is now, and how it was last understood.
type member struct {
	stackhound.Linked
	links []roleLink // of its roles, by part
	holds []keyHash  // its keys now
	understanding
}

// roleLink is what a role of a listing was linked to.
type roleLink struct {
	listing       stackhound.ListingKey
	part, posting string
	founder       bool
	shared        bool  // whether the posting has other links
	gone          int64 // as in its column
	seen, posted  int64 // when its board first showed the listing, and the date it gives it
}

// each returns a listing once for each of its links, or once where it has none.
func (m member) each() []stackhound.Linked {
	if len(m.links) == 0 {
		return []stackhound.Linked{m.Linked}
	}
	all := make([]stackhound.Linked, len(m.links))
	for i, l := range m.links {
		all[i] = m.Linked
		all[i].Part, all[i].Posting, all[i].Founder, all[i].Gone = l.part, l.posting, l.founder, fromMicros(l.gone)
	}
	return all
}

// collect finds what belongs with the touched listings, and with that, until nothing more
// does: which listings are one job is told by all that are compared.
func (c *component) collect() error {
	c.view, c.crowded, c.postings = map[stackhound.ListingKey]bool{}, map[keyHash]bool{}, map[string]bool{}
	if err := c.add(slices.Collect(maps.Keys(c.touched))); err != nil {
		return err
	}
	for before := -1; before < len(c.view); {
		before = len(c.view)
		for _, step := range []func() error{c.addHolders, c.addSiblings, c.addDecided} {
			if err := step(); err != nil {
				return err
			}
		}
	}
	_, err := c.count()
	return err
}

// addDecided adds the listings that an operator decided to be one job with what was found.
func (c *component) addDecided() error {
	if !c.decided {
		return nil
	}
	var err error
	if c.decisions, err = c.decisionsOn(slices.Collect(maps.Keys(c.view))); err != nil {
		return err
	}
	var concerned []stackhound.ListingKey
	for _, d := range c.decisions {
		if d.Same { // two jobs are looked at apart, unless they meet by what they say
			concerned = append(concerned, d.A.ListingKey, d.B.ListingKey)
		}
	}
	return c.add(concerned)
}

// changed lists what was found and is not as it was when it was last understood.
func (c *component) changed() []stackhound.ListingKey {
	var keys []stackhound.ListingKey
	for k := range c.view {
		m := c.read[k]
		if !c.touched[k] && (!slices.Equal(m.holds, m.had) || len(m.holds) > 0 && m.wasClosed != (m.Listing.State == stackhound.ListingClosed)) {
			keys = append(keys, k)
		}
	}
	return keys
}

// heldKeys lists the keys that what was found holds or held.
func (c *component) heldKeys() []keyHash {
	held := map[keyHash]bool{}
	for k := range c.view {
		for _, key := range slices.Concat(c.read[k].holds, c.read[k].had) {
			held[key] = true
		}
	}
	return slices.Sorted(maps.Keys(held))
}

// addHolders adds all that hold a key of what was found, and was not looked up before.
func (c *component) addHolders() error {
	keys, err := c.count()
	if err != nil {
		return err
	}
	keys = slices.DeleteFunc(keys, func(key keyHash) bool { return c.crowded[key] })
	if len(keys) == 0 {
		return nil
	}
	return c.addAll("SELECT board, listing FROM identity_keys WHERE key IN "+c.numbers(), numberList(keys))
}

// addSiblings adds the other listings of the postings that hold what was found.
func (c *component) addSiblings() error {
	var postings []string
	for k := range c.view {
		for _, l := range c.read[k].links {
			if l.shared && !c.postings[l.posting] {
				c.postings[l.posting] = true
				postings = append(postings, l.posting)
			}
		}
	}
	if len(postings) == 0 {
		return nil
	}
	return c.addAll("SELECT board, listing FROM links WHERE shared AND posting IN "+c.elements(), list(postings))
}

// count notes of the keys that what was found holds whether they are crowded, and returns
// those of which that was not known yet. Touched listings do not count: they are in view,
// and what they were is no matter. All others are as they were understood.
func (c *component) count() (keys []keyHash, err error) {
	keys = slices.DeleteFunc(c.heldKeys(), func(key keyHash) bool { _, known := c.crowded[key]; return known })
	if len(keys) == 0 {
		return nil, nil
	}
	held, err := collect(c.session, scanCounted, `SELECT value, (SELECT count(*) FROM (SELECT 1 FROM identity_keys WHERE key = value AND closed = FALSE LIMIT ?) AS held)
		FROM `+c.numbers()+` AS keys`, c.most+1, numberList(keys))
	if err != nil {
		return nil, err
	}
	for _, k := range held {
		c.crowded[k.key] = false
		if k.holders > c.most {
			if c.crowded[k.key], err = c.isCrowded(k.key); err != nil {
				return nil, err
			}
		}
	}
	return keys, nil
}

// isCrowded counts the holders of a key that were not touched.
func (c *component) isCrowded(key keyHash) (bool, error) {
	holders, err := collect(c.session, scanKey, "SELECT board, listing FROM identity_keys WHERE key = ? AND closed = FALSE LIMIT ?", int64(key), c.most+len(c.touched)+1)
	return len(slices.DeleteFunc(holders, func(k stackhound.ListingKey) bool { return c.touched[k] })) > c.most, err
}

// addAll adds the listings that a query tells of a list.
func (c *component) addAll(query, of string) error {
	keys, err := collect(c.session, scanKey, query, of)
	if err != nil {
		return err
	}
	return c.add(keys)
}

// add reads listings into view; those that are not stored are left out.
func (c *component) add(keys []stackhound.ListingKey) error {
	unread := slices.DeleteFunc(slices.Clone(keys), func(k stackhound.ListingKey) bool { _, known := c.read[k]; return known })
	if err := c.readAll(unread); err != nil {
		return err
	}
	for _, k := range keys {
		if _, known := c.read[k]; known {
			c.view[k] = true
		}
	}
	return nil
}

// readAll reads listings, with what they were understood as.
func (c *component) readAll(keys []stackhound.ListingKey) error {
	if len(keys) == 0 {
		return nil
	}
	found, err := collect(c.session, c.scanMember, "SELECT causes, "+contentColumns+" FROM "+c.named()+" AS named CROSS JOIN listings WHERE listings.board = named.board AND listings.id = named.listing", keyList(keys))
	if err != nil {
		return err
	}
	before, err := c.before(keys)
	if err != nil {
		return err
	}
	listings := make([]stackhound.Listing, len(found))
	for i, m := range found {
		listings[i] = m.Listing
	}
	held := c.keys(listings)
	for i, m := range found {
		k := m.Listing.ListingKey
		m.Keys = storableAll(held[i]) // as they are hashed
		m.holds = hashKeys(m.Keys)
		m.links, m.understanding = before.links[k], before.understood[k]
		c.read[k] = m
	}
	return nil
}

// scanMember reads a listing as it is now.
func (c *component) scanMember(r row) (m member, err error) {
	var why causes
	if m.Listing, err = scanListing(leading{r, []any{&why}}); err != nil {
		return m, err
	}
	m.Causes = why.since(c.after, c.replay)
	return m, nil
}

// counted is how many listings hold a key.
type counted struct {
	key     keyHash
	holders int
}

func scanCounted(r row) (k counted, err error) {
	err = r.Scan(&k.key, &k.holders)
	return k, err
}
