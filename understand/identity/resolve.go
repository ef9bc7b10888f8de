package identity

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
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
func PostingID(k stackhound.ListingKey) string { return PartID(k, "") }

// PartID is the id of the posting that one role of a listing founds; over a NUL and its
// key as well where the listing offers several.
func PartID(k stackhound.ListingKey, part string) string {
	text := k.Board + "\x00" + k.ID
	if part != "" {
		text += "\x00" + part
	}
	sum := sha256.Sum256([]byte(text))
	return "p" + idEncoding.EncodeToString(sum[:])[:26]
}

// Causes holds, by listing, why it changed since it was last resolved. A listing that
// did not change has no entry.
type Causes map[stackhound.ListingKey][]stackhound.Cause

// Reader is how a listing is understood.
type Reader struct {
	// Parts are the roles that a listing offers, at least one.
	Parts func(stackhound.Listing) []stackhound.Part

	// Decisions are an operator's word on two roles, which counts more than all evidence.
	Decisions []stackhound.Decision
	// Crowded are keys that are none, as more than MaxHolders listings hold them which
	// need not all be given.
	Crowded map[string]bool
	// Before are the postings that the listings belong to as they were stored before the
	// changes, by id; one that is not there stands for none.
	Before map[string]stackhound.Posting
}

// Resolve groups the roles of linked listings into postings. linked is a closed set: with
// a listing stand all its links and all others of its postings, and with one that changed
// all that hold a key of its or of its opening. Keys that are given (not nil) are taken as
// they are for a listing of one role. The result tells every posting as it now is with
// the cause of its change, every listing's links, which earlier ids were merged into
// which and which postings are offered no more; Follower and Position are left to the
// caller. It does not depend on the order of linked.
//
// A posting's id is that of a role of one of its listings (PartID): merging keeps the id
// whose listing was seen first, splitting leaves it where that listing is. Where its
// founder offers the role no more it goes on with the eldest that is left.
func Resolve(linked []stackhound.Linked, causes Causes, read Reader) stackhound.Derivation {
	linked = slices.Clone(linked)
	slices.SortFunc(linked, elder)
	live, gone := members(linked, read)
	families, compared := group(live, crowded(live, read.Crowded), read.Decisions)
	own := founders(linked)
	r := resolution{owner: claims(live, families, own), before: map[string]int{}, known: map[stackhound.ListingKey]bool{}, own: own, stood: read.Before, causes: causes}
	for _, l := range linked {
		r.before[l.Posting]++
		if l.Posting != "" {
			r.known[l.Listing.ListingKey] = true
		}
	}
	r.owned = map[*family][]string{}
	for _, id := range slices.Sorted(maps.Keys(r.owner)) {
		r.owned[r.owner[id]] = append(r.owned[r.owner[id]], id)
	}
	d := stackhound.Derivation{Aliases: map[string]string{}}
	ids := r.name(families, gone)
	r.part(families, ids)
	alike := compared.alike()
	for _, f := range families {
		id := ids[f]
		p, by := build(id, f.members)
		r.history(f, &p, by)
		compared.explain(&p, f)
		p.Alike = likenesses(alike[f], ids)
		d.Postings = append(d.Postings, stackhound.PostingWrite{Posting: p, Cause: r.cause(f, id)})
		for i, m := range f.members {
			d.Links = append(d.Links, stackhound.Linked{
				Listing: bare(m.Listing), Part: m.Part, Posting: id, Founder: i == f.founder && id != PartID(m.Listing.ListingKey, m.Part), Keys: m.Keys,
			})
		}
	}
	for old, f := range r.owner {
		if ids[f] != old {
			d.Aliases[old] = ids[f]
		}
	}
	r.end(&d, gone)
	return d
}

// bare is all of a listing that its links need.
func bare(l stackhound.Listing) stackhound.Listing {
	return stackhound.Listing{ListingKey: l.ListingKey, State: l.State, FirstSeen: l.FirstSeen, Posted: l.Posted}
}

// resolution is what telling the causes needs to know of how things stood before.
type resolution struct {
	owner  map[string]*family             // existing id → the family it goes to
	owned  map[*family][]string           // the same the other way round, sorted
	before map[string]int                 // existing id → roles of listings it had
	known  map[stackhound.ListingKey]bool // listings that were in some posting
	own    map[string]bool                // existing ids whose founder is told by a link
	stood  map[string]stackhound.Posting  // postings as they were
	causes Causes
	parted map[*family][]stackhound.Event // what splitting postings tells of each
}

// name gives every family's posting its id: of the ids it owns the one whose founder is
// eldest, else a new one for its eldest role.
func (r resolution) name(families []*family, gone []stackhound.Linked) map[*family]string {
	taken := map[string]bool{}
	for id := range r.owner {
		taken[id] = true
	}
	for _, l := range gone {
		taken[l.Posting] = true
	}
	ids := map[*family]string{}
	for _, f := range families {
		id, ok := f.issued(r.owner, r.own)
		if !ok {
			id = issue(f.members[0], taken)
			taken[id] = true
		}
		ids[f] = id
	}
	return ids
}

// issue makes a new id for a role. The one that goes by its name may stand for another
// role that bore the name before.
func issue(m member, taken map[string]bool) string {
	id := PartID(m.Listing.ListingKey, m.Part)
	for n := 1; taken[id]; n++ {
		id = PartID(m.Listing.ListingKey, fmt.Sprint(m.Part, "\x00", n))
	}
	return id
}

// end keeps the links of roles that listings offer no more where nothing else is left of
// their postings, and closes those.
func (r resolution) end(d *stackhound.Derivation, gone []stackhound.Linked) {
	for _, l := range gone {
		if r.owner[l.Posting] == nil {
			d.Ended = append(d.Ended, stackhound.Ending{Posting: l.Posting, At: l.Gone})
			l.Listing, l.Causes = bare(l.Listing), nil
			d.Links = append(d.Links, l)
		}
	}
}

// elder orders roles by when their listings were first seen, then by key.
func elder(a, b stackhound.Linked) int {
	return cmp.Or(a.Listing.FirstSeen.Compare(b.Listing.FirstSeen), a.Listing.ListingKey.Compare(b.Listing.ListingKey), strings.Compare(a.Part, b.Part))
}

// family is a group of roles of listings that are one job, eldest first.
type family struct {
	members []member
	founder int // which of them the posting's id was issued for
}

// issued returns the id that the family owns of the eldest of its members that founded
// one, else of the eldest that has one, which counts for its founder from now on; ok is
// false when it owns none.
func (f *family) issued(owner map[string]*family, own map[string]bool) (id string, ok bool) {
	for i, m := range f.members {
		f.founder = i
		if m.Founder && owner[m.Posting] == f {
			return m.Posting, true
		}
		if id := PartID(m.Listing.ListingKey, m.Part); owner[id] == f && !own[id] {
			return id, true
		}
	}
	for i, m := range f.members {
		if m.Posting != "" && owner[m.Posting] == f {
			f.founder = i
			return m.Posting, true
		}
	}
	f.founder = 0
	return "", false
}

// founders are the ids whose founder is told by a link, whatever role goes by the name
// they were issued for now.
func founders(linked []stackhound.Linked) map[string]bool {
	own := map[string]bool{}
	for _, l := range linked {
		own[l.Posting] = own[l.Posting] || l.Founder || founded(l)
	}
	return own
}

// claims says which family each existing id goes to: to the one that the role is in which
// it was issued for. Should that be gone, it goes where the eldest of its roles is.
func claims(live []member, families []*family, own map[string]bool) map[string]*family {
	in := map[stackhound.RoleKey]*family{}
	for _, f := range families {
		for _, m := range f.members {
			in[m.role()] = f
		}
	}
	owner := map[string]*family{}
	for _, m := range live {
		if m.Posting != "" && owner[m.Posting] == nil {
			owner[m.Posting] = in[m.role()]
		}
	}
	for _, m := range live {
		if id := PartID(m.Listing.ListingKey, m.Part); owner[id] != nil && !own[id] {
			owner[id] = in[m.role()]
		}
	}
	for _, m := range live {
		if m.Founder {
			owner[m.Posting] = in[m.role()]
		}
	}
	return owner
}
