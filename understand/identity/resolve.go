package identity

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"maps"
	"slices"
	"strings"

	"stackhound"
)

// MaxHolders is how many listings that are not closed may share a key before it stops
// being one: beyond that it names a form or an agency's template, not a job. Closed ones
// do not count: a job posted anew every week stays one job.
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

	// Crowded are keys that are none, as more than MaxHolders listings hold them which
	// need not all be given.
	Crowded map[string]bool
	// Closed are the ids of postings that were closed before the changes.
	Closed map[string]bool
}

// Resolve groups linked listings into postings. linked is a closed set: with a listing
// stand all others of its posting, and with one that changed all that hold a key of its
// or of its opening. Keys that are given (not nil) are taken as they are. The result tells
// every posting as it now is with the cause of its change, every listing's link, and
// which earlier ids were merged into which; Follower and Position are left to the
// caller. It does not depend on the order of linked.
//
// A posting's id is always that of one of its listings (PostingID): merging keeps the
// id whose listing was seen first, splitting leaves it where that listing is.
func Resolve(linked []stackhound.Linked, causes Causes, read Reader) stackhound.Derivation {
	linked = slices.Clone(linked)
	for i := range linked {
		if linked[i].Keys == nil {
			linked[i].Keys = Keys(linked[i].Listing)
		}
	}
	slices.SortFunc(linked, func(a, b stackhound.Linked) int { return elder(a.Listing, b.Listing) })
	families := group(linked, crowded(linked, read.Crowded))
	r := resolution{owner: claims(linked, families), before: map[string]int{}, closed: read.Closed, causes: causes}
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
			d.Links = append(d.Links, stackhound.Linked{Listing: stackhound.Listing{ListingKey: l.Listing.ListingKey, State: l.Listing.State}, Posting: id, Keys: l.Keys})
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
	closed map[string]bool    // existing ids that were closed
	causes Causes
}

// elder orders listings by when they were first seen, then by key.
func elder(a, b stackhound.Listing) int {
	return cmp.Or(a.FirstSeen.Compare(b.FirstSeen), a.ListingKey.Compare(b.ListingKey))
}

// family is a group of listings that are one job, eldest first.
type family struct {
	members []stackhound.Linked
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

// crowded returns the keys that too many hold: those known to be, and those held by too
// many of the given listings.
func crowded(linked []stackhound.Linked, known map[string]bool) map[string]bool {
	over := maps.Clone(known)
	if over == nil {
		over = map[string]bool{}
	}
	holders := map[string]int{}
	for _, l := range linked {
		if l.Listing.State == stackhound.ListingClosed {
			continue
		}
		for _, k := range l.Keys {
			holders[k]++
			over[k] = over[k] || holders[k] > MaxHolders
		}
	}
	return over
}

// group joins listings into families: first those with the same opening, then those
// without one to the eldest family that has a listing of their name. Two openings are
// never joined. linked is sorted, and so are the families and their members.
func group(linked []stackhound.Linked, crowded map[string]bool) []*family {
	var families []*family
	join := func(known map[string]*family, key string, l stackhound.Linked) {
		f := known[key]
		if f == nil || key == "" {
			f = &family{}
			families, known[key] = append(families, f), f
		}
		f.members = append(f.members, l)
	}
	byOpening, byName := map[string]*family{}, map[string]*family{}
	var others []stackhound.Linked
	for _, l := range linked {
		if opening := keyOf(l, applyPrefix, crowded); opening != "" {
			join(byOpening, opening, l)
		} else {
			others = append(others, l)
		}
	}
	for _, f := range families {
		for _, l := range f.members {
			if name := keyOf(l, namePrefix, crowded); byName[name] == nil {
				byName[name] = f
			}
		}
	}
	for _, l := range others {
		join(byName, keyOf(l, namePrefix, crowded), l)
	}
	for _, f := range families {
		slices.SortFunc(f.members, func(a, b stackhound.Linked) int { return elder(a.Listing, b.Listing) })
	}
	slices.SortFunc(families, func(a, b *family) int { return elder(a.members[0].Listing, b.members[0].Listing) })
	return families
}

// keyOf returns a listing's key of one kind, "" when it has none that counts.
func keyOf(l stackhound.Linked, prefix string, crowded map[string]bool) string {
	for _, k := range l.Keys {
		if strings.HasPrefix(k, prefix) && !crowded[k] {
			return k
		}
	}
	return ""
}
