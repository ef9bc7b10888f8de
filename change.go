package stackhound

import (
	"slices"
)

// Position is an opaque place in a change feed; "" is the beginning. Nothing ever
// appears in a feed before a position that was already handed out. Positions of one
// feed compare only through the store that issued them.
type Position string

// Change is one object of a compacted feed: a feed holds one row per object, at the
// position of its latest change.
type Change[T any] struct {
	Position Position
	Revision int64   // counts the object's changes from 1
	Causes   []Cause // every cause since the position the reader came from, oldest first
	Deleted  bool    // a tombstone: Value holds only its key
	Value    T
}

// Cause says why an object changed; it decides who is told (Effects).
type Cause string

// The causes of a change.
const (
	CauseNew       Cause = "source_new"  // a board shows a job it did not show before
	CauseEdit      Cause = "source_edit" // a board changed what it says
	CauseReopened  Cause = "reopened"    // a closed job is shown again
	CauseClosed    Cause = "closed"      // the job is gone
	CauseRederived Cause = "rederived"   // read again by newer rules, or put to another date by its board; it says nothing new
	CauseMerged    Cause = "merged"      // listings were found to be one job
	CauseSplit     Cause = "split"       // listings were found to be different jobs
	CauseReleased  Cause = "released"    // held back by quarantine, now let through
	CauseBackfill  Cause = "backfill"    // from a board's or a profile's first run
)

// The event classes: what was told about a posting is remembered for each apart.
const (
	ClassNew      = "new"
	ClassReopened = "reopened"
)

// Effect says what follows from a cause.
type Effect struct {
	Index   bool   // the search index must be told
	Rescore bool   // matches must be computed again
	Instant bool   // an instant alert may go out
	Class   string // event class under which "already sent" is remembered; "" with Instant false
	Section string // section of a digest that may show it; "" if none
}

// Effects is the one table of what each cause leads to.
var Effects = map[Cause]Effect{
	CauseNew:       {Index: true, Rescore: true, Instant: true, Class: ClassNew, Section: "new"},
	CauseEdit:      {Index: true, Rescore: true, Instant: true, Class: ClassNew, Section: "new"},
	CauseReopened:  {Index: true, Rescore: true, Instant: true, Class: ClassReopened, Section: "reopened"},
	CauseClosed:    {Index: true, Rescore: true},
	CauseRederived: {Index: true, Rescore: true, Section: "new"},
	CauseMerged:    {Index: true, Rescore: true},
	CauseSplit:     {Index: true, Rescore: true},
	CauseReleased:  {Index: true, Rescore: true, Section: "new"},
	CauseBackfill:  {Index: true, Rescore: true, Section: "new"},
}

// InstantClass returns the event class of the strongest cause that may alert at once,
// "" if none of the causes may. A reopened job outranks news of it.
func InstantClass(causes []Cause) string {
	if slices.Contains(causes, CauseReopened) {
		return Effects[CauseReopened].Class
	}
	for _, c := range causes {
		if e := Effects[c]; e.Instant {
			return e.Class
		}
	}
	return ""
}
