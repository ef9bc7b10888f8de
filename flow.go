package stackhound

import (
	"cmp"
	"strings"
	"time"
)

// Cursor is where a follower stands in a feed. Changes up to ReplayUntil were seen
// before: they are handed out with the cause rederived, so that moving a position back
// alerts nobody.
type Cursor struct {
	Position    Position
	ReplayUntil Position // "" when nothing is being replayed
}

// PutCounts is what storing a batch of listings came to.
type PutCounts struct {
	New, Changed, Unchanged, Reopened, Closed int
}

// Plus returns the sum of both.
func (c PutCounts) Plus(o PutCounts) PutCounts {
	return PutCounts{c.New + o.New, c.Changed + o.Changed, c.Unchanged + o.Unchanged, c.Reopened + o.Reopened, c.Closed + o.Closed}
}

// KnownListing is what a crawl needs to know of a listing it saw in an earlier run.
type KnownListing struct {
	RowHash string
	State   ListingState
	URL     string
}

// Linked is a listing, or one of the roles it offers, with the posting it belongs to and
// the identity keys it was found under.
type Linked struct {
	Listing Listing
	Part    string    // the Part's key; "" for a listing of one role
	Posting string    // "" when it has none yet
	Founder bool      // the posting's id was issued for it; of an id that is PostingID's for it this is known without
	Gone    time.Time // when the listing stopped to offer the role; zero while it does
	Keys    []string
	Causes  []Cause // why the listing changed since the cursor asked about, oldest first
}

// RoleKey names a role that a listing offers: Part is the Part's key, "" for a listing of
// one role.
type RoleKey struct {
	ListingKey
	Part string `json:"part,omitempty"`
}

// Compare orders roles by listing, then part.
func (k RoleKey) Compare(o RoleKey) int {
	return cmp.Or(k.ListingKey.Compare(o.ListingKey), strings.Compare(k.Part, o.Part))
}

// String returns "board/id", with "#part" behind it where there is one.
func (k RoleKey) String() string {
	if k.Part == "" {
		return k.ListingKey.String()
	}
	return k.ListingKey.String() + "#" + k.Part
}

// Decision is an operator's word on two roles of listings: that they are one job, or that
// they are not. Which of them is A is no matter.
type Decision struct {
	A    RoleKey   `json:"a"`
	B    RoleKey   `json:"b"`
	Same bool      `json:"same"`
	Why  string    `json:"why"` // shown where the decision is
	At   time.Time `json:"at"`
}

// Ordered returns the same decision with A before B.
func (d Decision) Ordered() Decision {
	if d.A.Compare(d.B) > 0 {
		d.A, d.B = d.B, d.A
	}
	return d
}

// Component is what must be looked at together when listings changed.
type Component struct {
	// Linked are the listings, ordered by key, one once for each of its roles that was
	// linked to a posting, with the keys it holds now and why it changed.
	Linked []Linked
	// Crowded are keys that too many hold to mean anything.
	Crowded map[string]bool
	// Decisions are what an operator decided of any of their roles.
	Decisions []Decision
}

// Lease is a key that one process may use for a while.
type Lease struct {
	Key   string
	Owner string
	Until time.Time
}

// Derivation is what understanding a batch of listings came to. It commits as a whole
// together with the follower's position, and only while the follower still stands where
// it read the batch.
type Derivation struct {
	Follower string
	From     Cursor // as loaded before the batch was read
	Position Position
	Postings []PostingWrite
	Links    []Linked          // all of each listing's, and of each posting's; Listing needs only its key and state here, Causes are no matter
	Aliases  map[string]string // id that was merged away → id that stays
	Deleted  []string          // ids that no longer stand for a posting
	Ended    []Ending          // postings no listing offers any more
}

// Ending is a posting that closes as it stands: its listings are there, but no longer
// offer the role.
type Ending struct {
	Posting string
	At      time.Time
}

// PostingWrite is a posting as it now is, and why it changed.
type PostingWrite struct {
	Posting Posting
	Cause   Cause
}

// MatchUpdate is what matching a batch of postings came to. It commits as a whole
// together with the follower's position, and only while the follower still stands where
// it read the batch; a delivery already planned or a posting already told under the same
// alert and class is left as it is.
type MatchUpdate struct {
	Follower   string
	From       Cursor // as loaded before the batch was read
	Position   Position
	Blocks     []Block
	Deliveries []Delivery // instant alerts, state planned
}

// Rescoring is one profile scored anew against every open posting there was where the
// follower stood. It commits only while the follower still stands there: a batch matched
// meanwhile would be lost under it.
type Rescoring struct {
	Follower string
	From     Cursor // as loaded before the postings were read
	Profile  string
	Revision int64     // of the profile that was scored
	Created  time.Time // of the same; a profile removed and added again is another
	Scores   []Scored
}

// StoredProfile is a profile with what the store knows about it.
type StoredProfile struct {
	Profile
	Revision int64             `json:"revision"` // counts its edits from 1
	Matched  int64             `json:"matched"`  // revision that all open postings were last scored against
	Created  time.Time         `json:"created"`
	Paused   bool              `json:"paused"`
	Disabled map[string]string `json:"disabled,omitempty"` // alert name → why it no longer sends
}

// DeliveryResult is what becomes of a delivery after an attempt.
type DeliveryResult struct {
	State  DeliveryState // sent, pending (try again at NextAt) or dead
	NextAt time.Time
	At     time.Time
	Status int
	Error  string
	Reason string
}

// Backlog is the deliveries of one channel that stand in one state.
type Backlog struct {
	Channel string
	State   DeliveryState
	Count   int
	Oldest  time.Time // of pending ones the earliest next attempt, of others the earliest creation
}
