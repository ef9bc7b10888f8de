package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"stackhound"
)

// keyHash stands for a key of a listing, by the first bits of the SHA-256 of its group (24),
// of its subgroup (20) and of the whole key (20). Should two keys ever meet in one, listings
// are looked at together that have nothing in common.
type keyHash int64

// hashKey hashes a key. Keys of one group stand together, and those of a subgroup side by
// side, as what is written together is mostly of the same companies, and a listing has
// several of one job: with hashes of whole keys alone each would stand on a page of its own,
// and the pages written are what takes the time.
func hashKey(key string) keyHash {
	group, subgroup := groups(key)
	return keyHash(bits(group, 24)<<40 | bits(subgroup, 20)<<20 | bits(key, 20))
}

// bits are the first n bits of the SHA-256 of a text, at most 32.
func bits(text string, n int) uint64 {
	sum := sha256.Sum256([]byte(text))
	return uint64(binary.BigEndian.Uint32(sum[:]) >> (32 - n))
}

// groups are what a key shares with those beside it, whatever its kind: of
// "kind:group|subgroup|rest" both, of an address the path it lies in and all of it.
func groups(key string) (group, subgroup string) {
	_, rest, _ := strings.Cut(key, ":")
	group, more, found := strings.Cut(rest, "|")
	if !found {
		return rest[:strings.LastIndexByte(rest, '/')+1], rest
	}
	sub, _, _ := strings.Cut(more, "|")
	return group, group + "|" + sub
}

// hashKeys hashes keys, in order and each once.
func hashKeys(keys []string) []keyHash {
	var all []keyHash
	for _, k := range keys {
		all = append(all, hashKey(storable(k)))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// packKeys is how the keys of a listing stand in their column.
func packKeys(keys []keyHash) []byte {
	packed := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		packed = binary.BigEndian.AppendUint64(packed, uint64(k))
	}
	return packed
}

func unpackKeys(packed []byte) (keys []keyHash) {
	for ; len(packed) >= 8; packed = packed[8:] {
		keys = append(keys, keyHash(binary.BigEndian.Uint64(packed)))
	}
	return keys
}

// numberList encodes keys as the parameter of session.numbers.
func numberList(keys []keyHash) string {
	data, _ := json.Marshal(keys) // integers always encode
	return string(data)
}

// numbers is the query for use after IN or FROM with the parameter numberList(…).
func (s session) numbers() string {
	return "(SELECT CAST(value AS bigint) AS value FROM " + s.elements() + " AS texts)"
}

// keyList encodes listings, each once, as the parameter of session.named.
func keyList(keys []stackhound.ListingKey) string {
	keys = slices.Compact(slices.SortedFunc(slices.Values(keys), stackhound.ListingKey.Compare))
	rows := make([][2]string, len(keys))
	for i, k := range keys {
		rows[i] = [2]string{storable(k.Board), storable(k.ID)}
	}
	data, _ := json.Marshal(rows) // strings always encode
	return string(data)
}

// named is the query for use after FROM with the parameter keyList(…).
func (s session) named() string { return "(" + s.dialect.Listings + ")" }

// understanding is how a listing was last understood.
type understanding struct {
	had       []keyHash // its keys, in order and each once
	wasClosed bool
}

// before is how listings were last understood: the links of their roles, by part, and
// their keys.
type before struct {
	links      map[stackhound.ListingKey][]roleLink
	understood map[stackhound.ListingKey]understanding
}

// before reads how listings were last understood.
func (s session) before(keys []stackhound.ListingKey) (b before, err error) {
	b = before{map[stackhound.ListingKey][]roleLink{}, map[stackhound.ListingKey]understanding{}}
	_, err = collect(s, func(r row) (l roleLink, err error) {
		err = r.Scan(&l.listing.Board, &l.listing.ID, &l.part, &l.posting, &l.founder, &l.shared, &l.gone, &l.seen, &l.posted)
		b.links[l.listing] = append(b.links[l.listing], l)
		return l, err
	}, "SELECT links.board, links.listing, part, posting, founder, shared, gone, seen, posted FROM "+s.named()+
		" AS named CROSS JOIN links WHERE links.board = named.board AND links.listing = named.listing ORDER BY links.board, links.listing, part", keyList(keys))
	if err != nil {
		return b, err
	}
	_, err = collect(s, func(r row) (u understanding, err error) {
		var k stackhound.ListingKey
		var packed []byte
		err = r.Scan(&k.Board, &k.ID, &u.wasClosed, &packed)
		u.had = unpackKeys(packed)
		b.understood[k] = u
		return u, err
	}, "SELECT understood.board, understood.listing, closed, keys FROM "+s.named()+
		" AS named CROSS JOIN understood WHERE understood.board = named.board AND understood.listing = named.listing", keyList(keys))
	return b, err
}

// now is what a derivation says of a listing: the links of its roles and its keys.
type now struct {
	listing stackhound.ListingKey
	links   []roleLink
	understanding
}

// understoodNow gathers what a derivation says of each of its listings.
func understoodNow(d stackhound.Derivation) []now {
	place, links := map[stackhound.ListingKey]int{}, map[string]int{} // how many of each posting
	for _, l := range d.Links {
		links[l.Posting]++
	}
	var all []now
	for _, l := range d.Links {
		k := l.Listing.ListingKey
		if _, met := place[k]; !met {
			place[k] = len(all)
			all = append(all, now{listing: k})
		}
		n := &all[place[k]]
		n.wasClosed = l.Listing.State == stackhound.ListingClosed
		n.had = append(n.had, hashKeys(l.Keys)...)
		if l.Posting != "" {
			n.links = append(n.links, roleLink{k, storable(l.Part), storable(l.Posting), l.Founder, links[l.Posting] > 1, micros(l.Gone), micros(l.Listing.FirstSeen), micros(l.Listing.Posted)})
		}
	}
	for i := range all {
		slices.Sort(all[i].had)
		all[i].had = slices.Compact(all[i].had)
		slices.SortFunc(all[i].links, func(a, b roleLink) int { return strings.Compare(a.part, b.part) })
	}
	return all
}

// applyLinks stores the links and keys of listings as they are now, with whether each was
// closed when it was understood. What stays as it was is not written.
func (t *tx) applyLinks(d stackhound.Derivation, was before) error {
	all := understoodNow(d)
	if err := t.saveLinks(all, was); err != nil {
		return err
	}
	return t.saveKeys(all, was)
}

func (t *tx) saveLinks(all []now, was before) error {
	var rows [][]any
	for _, n := range all {
		old := was.links[n.listing]
		if slices.Equal(old, n.links) {
			continue
		}
		if len(old) > 0 {
			if _, err := t.exec("DELETE FROM links WHERE board = ? AND listing = ?", n.listing.Board, n.listing.ID); err != nil {
				return err
			}
		}
		for _, l := range n.links {
			rows = append(rows, []any{n.listing.Board, n.listing.ID, l.part, l.posting, l.founder, l.shared, l.gone, l.seen, l.posted})
		}
	}
	return t.insert("INTO links (board, listing, part, posting, founder, shared, gone, seen, posted)", "", rows)
}

func (t *tx) saveKeys(all []now, was before) error {
	var rows, listings [][]any
	for _, n := range all {
		old, known := was.understood[n.listing]
		if known && old.wasClosed == n.wasClosed && slices.Equal(old.had, n.had) {
			continue
		}
		for _, key := range old.had {
			if _, err := t.exec("DELETE FROM identity_keys WHERE key = ? AND closed = ? AND board = ? AND listing = ?", int64(key), old.wasClosed, n.listing.Board, n.listing.ID); err != nil {
				return err
			}
		}
		for _, key := range n.had {
			rows = append(rows, []any{int64(key), n.wasClosed, n.listing.Board, n.listing.ID})
		}
		listings = append(listings, []any{n.listing.Board, n.listing.ID, n.wasClosed, packKeys(n.had)})
	}
	if err := t.insert("INTO identity_keys (key, closed, board, listing)", "", rows); err != nil {
		return err
	}
	return t.insert("INTO understood (board, listing, closed, keys)", "ON CONFLICT (board, listing) DO UPDATE SET closed = excluded.closed, keys = excluded.keys", listings)
}
