package identity

import (
	"slices"

	"stackhound"
)

// cause says in one word why a family's posting is as it now is. What a person would
// want to hear of stands first; the matcher decides from it who is told.
func (r resolution) cause(f *family, id string) stackhound.Cause {
	has := func(c stackhound.Cause) bool {
		return slices.ContainsFunc(f.members, func(l member) bool { return slices.Contains(r.causes[l.Listing.ListingKey], c) })
	}
	opener := func(c stackhound.Cause) bool {
		return slices.ContainsFunc(f.members, func(l member) bool {
			return !closed(l.Listing) && slices.Contains(r.causes[l.Listing.ListingKey], c)
		})
	}
	open := slices.ContainsFunc(f.members, func(l member) bool { return !closed(l.Listing) })
	old := r.owner[id] == f
	opened := open && old && !r.wasOpen(f)
	switch {
	case !open && (has(stackhound.CauseClosed) || !old):
		return stackhound.CauseClosed
	case !old && f.wasPartOfAnother():
		return stackhound.CauseSplit
	case !old && has(stackhound.CauseNew):
		return stackhound.CauseNew
	case !old && has(stackhound.CauseBackfill):
		return stackhound.CauseBackfill
	case !old && open && r.wasKnown(f):
		return newRole(has)
	case opened && (opener(stackhound.CauseNew) || opener(stackhound.CauseReopened)):
		return stackhound.CauseReopened
	case opened && opener(stackhound.CauseBackfill):
		return stackhound.CauseBackfill // a board's first run alerts nobody
	case has(stackhound.CauseEdit):
		return stackhound.CauseEdit
	case f.grew(id):
		return stackhound.CauseMerged
	case f.stayed(id) < r.before[id]:
		return stackhound.CauseSplit
	case has(stackhound.CauseReopened):
		return stackhound.CauseMerged // one more place shows what was open all along
	case has(stackhound.CauseClosed):
		return stackhound.CauseClosed // one place less; the posting itself stays open
	}
	return stackhound.CauseRederived
}

// newRole is the cause of a role that listings did not offer before which were known: only
// an edit, or being shown again, makes it news.
func newRole(has func(stackhound.Cause) bool) stackhound.Cause {
	for _, c := range []stackhound.Cause{stackhound.CauseEdit, stackhound.CauseReopened} {
		if has(c) {
			return c
		}
	}
	return stackhound.CauseSplit
}

// wasKnown tells whether some listing of the family was in a posting before.
func (r resolution) wasKnown(f *family) bool {
	return slices.ContainsFunc(f.members, func(l member) bool { return r.known[l.Listing.ListingKey] })
}

// wasPartOfAnother tells whether a listing of the family stood in some posting before.
func (f *family) wasPartOfAnother() bool {
	return slices.ContainsFunc(f.members, func(l member) bool { return l.Posting != "" })
}

// wasOpen tells whether the job could be applied for before these changes. What changed
// the listings does not tell: one that was reopened, closed and reopened reads like one
// that was closed and reopened.
func (r resolution) wasOpen(f *family) bool {
	return slices.ContainsFunc(f.members, func(l member) bool { return l.Posting != "" && r.stood[l.Posting].Open() })
}

// grew tells whether the family holds a listing that was not in the posting before.
func (f *family) grew(id string) bool {
	return slices.ContainsFunc(f.members, func(l member) bool { return l.Posting != id })
}

// stayed counts the listings of the family that were in the posting before.
func (f *family) stayed(id string) int {
	n := 0
	for _, l := range f.members {
		if l.Posting == id {
			n++
		}
	}
	return n
}
