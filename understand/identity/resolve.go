package identity

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"stackhound"
)

// MaxHolders is how many listings may share a key before it stops being one: beyond
// that it names a form or an agency's template, not a job.
const MaxHolders = 50

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// PostingID is the id of the posting that a listing founds: "p" and 26 lower-case
// base32 characters (130 bits of SHA-256 over board, NUL, listing id).
func PostingID(k stackhound.ListingKey) string {
	sum := sha256.Sum256([]byte(k.Board + "\x00" + k.ID))
	return "p" + idEncoding.EncodeToString(sum[:])[:26]
}

// Causes holds, by listing, why it changed since it was last resolved. A listing that
// did not change has no entry.
type Causes map[stackhound.ListingKey][]stackhound.Cause

// Reader is how a listing is understood.
type Reader struct {
	Ad   func(stackhound.Listing) stackhound.Ad
	Text func(stackhound.Listing) string // the description as plain text
}

// Resolve groups linked listings into postings. linked is a closed set: with a listing
// stand all others of its posting and all that hold one of its keys. The result tells
// every posting as it now is with the cause of its change, every listing's link, and
// which earlier ids were merged into which; Follower and Position are left to the
// caller. It does not depend on the order of linked.
//
// A posting's id is always that of one of its listings (PostingID): merging keeps the
// id whose listing was seen first, splitting leaves it where that listing is.
func Resolve(linked []stackhound.Linked, causes Causes, read Reader) stackhound.Derivation {
	linked = slices.Clone(linked)
	for i := range linked {
		linked[i].Keys = Keys(linked[i].Listing)
	}
	slices.SortFunc(linked, func(a, b stackhound.Linked) int { return elder(a.Listing, b.Listing) })
	families := group(linked)
	r := resolution{owner: claims(linked, families), before: map[string]int{}, causes: causes}
	for _, l := range linked {
		r.before[l.Posting]++
	}
	d := stackhound.Derivation{Aliases: map[string]string{}}
	ids := map[*family]string{}
	for _, f := range families {
		id := f.id(r.owner)
		ids[f] = id
		d.Postings = append(d.Postings, stackhound.PostingWrite{Posting: build(id, f.listings(), read), Cause: r.cause(f, id)})
		for _, l := range f.members {
			d.Links = append(d.Links, stackhound.Linked{Listing: stackhound.Listing{ListingKey: l.Listing.ListingKey}, Posting: id, Keys: l.Keys})
		}
	}
	for old, f := range r.owner {
		if ids[f] != old {
			d.Aliases[old] = ids[f]
		}
	}
	return d
}

// resolution is what telling the causes needs to know of how things stood before.
type resolution struct {
	owner  map[string]*family // existing id → the family it goes to
	before map[string]int     // existing id → listings it had
	causes Causes
}

// elder orders listings by when they were first seen, then by key.
func elder(a, b stackhound.Listing) int {
	return cmp.Or(a.FirstSeen.Compare(b.FirstSeen), a.ListingKey.Compare(b.ListingKey))
}

// family is a group of listings that are one job, eldest first.
type family struct {
	members  []stackhound.Linked
	openings map[string]bool // keys of openings in the employer's system
}

// id returns the id the family's posting has: of the ids it owns the one whose founder
// is eldest, else that of its eldest listing.
func (f *family) id(owner map[string]*family) string {
	for _, l := range f.members {
		if id := PostingID(l.Listing.ListingKey); owner[id] == f {
			return id
		}
	}
	return PostingID(f.members[0].Listing.ListingKey)
}

func (f *family) listings() []stackhound.Listing {
	out := make([]stackhound.Listing, len(f.members))
	for i, l := range f.members {
		out[i] = l.Listing
	}
	return out
}

// claims says which family each existing id goes to: to the one its founding listing is
// in. Should that listing be gone, it goes where the eldest of its listings is.
func claims(linked []stackhound.Linked, families []*family) map[string]*family {
	in := map[stackhound.ListingKey]*family{}
	for _, f := range families {
		for _, l := range f.members {
			in[l.Listing.ListingKey] = f
		}
	}
	owner := map[string]*family{}
	for _, l := range linked {
		if l.Posting != "" && owner[l.Posting] == nil {
			owner[l.Posting] = in[l.Listing.ListingKey]
		}
	}
	for _, l := range linked {
		if id := PostingID(l.Listing.ListingKey); owner[id] != nil {
			owner[id] = in[l.Listing.ListingKey]
		}
	}
	return owner
}

// group joins listings into families: first those with the same opening, then those
// of the same name unless both have openings and none in common. linked is sorted, so
// the eldest decides in both passes.
func group(linked []stackhound.Linked) []*family {
	holders := map[string]int{}
	for _, l := range linked {
		for _, k := range l.Keys {
			holders[k]++
		}
	}
	var families []*family
	byOpening := map[string]*family{}
	for _, l := range linked {
		opening := ""
		if len(l.Keys) > 0 && strings.HasPrefix(l.Keys[0], applyPrefix) && holders[l.Keys[0]] <= MaxHolders {
			opening = l.Keys[0]
		}
		f := byOpening[opening]
		if f == nil {
			f = &family{openings: map[string]bool{}}
			families = append(families, f)
		}
		if opening != "" {
			byOpening[opening] = f
			f.openings[opening] = true
		}
		f.members = append(f.members, l)
	}
	return joinByName(families, holders)
}

// joinByName merges families that share a name key into the eldest it does not
// contradict.
func joinByName(families []*family, holders map[string]int) []*family {
	byName := map[string][]*family{}
	moved := map[*family]*family{}
	for _, f := range families {
		into := f
		for _, key := range f.names(holders) {
			for _, other := range byName[key] {
				if other = final(moved, other); other != into && compatible(other, into) {
					moved[into] = other
					other.absorb(into)
					into = other
				}
			}
			byName[key] = append(byName[key], into)
		}
	}
	kept := slices.DeleteFunc(families, func(f *family) bool { return moved[f] != nil })
	for _, f := range kept {
		slices.SortFunc(f.members, func(a, b stackhound.Linked) int { return elder(a.Listing, b.Listing) })
	}
	slices.SortFunc(kept, func(a, b *family) int { return elder(a.members[0].Listing, b.members[0].Listing) })
	return kept
}

func final(moved map[*family]*family, f *family) *family {
	for moved[f] != nil {
		f = moved[f]
	}
	return f
}

// compatible tells whether nothing speaks against two families being one job.
func compatible(a, b *family) bool { return len(a.openings) == 0 || len(b.openings) == 0 }

func (f *family) absorb(g *family) {
	f.members = append(f.members, g.members...)
	for o := range g.openings {
		f.openings[o] = true
	}
}

// names returns the family's name keys, in the order of its members.
func (f *family) names(holders map[string]int) []string {
	var keys []string
	for _, l := range f.members {
		for _, k := range l.Keys {
			if strings.HasPrefix(k, namePrefix) && holders[k] <= MaxHolders && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}
