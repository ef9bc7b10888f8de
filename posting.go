package stackhound

import "time"

// Posting is one job as this product understands it: the listings of that job on all
// boards, merged. Its id is issued once and never reused; merging keeps the older id
// and leaves an alias behind.
type Posting struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Company string `json:"company"`
	Ad
	Text    string    `json:"text,omitempty"` // the description as clean plain text, paragraphs apart
	Sources []Source  `json:"sources"`        // best link first; never empty
	Posted  time.Time `json:"posted,omitzero"`

	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
	ClosedAt  time.Time `json:"closed_at,omitzero"` // zero while any listing is open or missing
	ClosedWhy ClosedWhy `json:"closed_why,omitempty"`

	Alike   []Alike `json:"alike,omitempty"`   // postings that may be the same job and were not merged, by id
	History []Event `json:"history,omitempty"` // oldest first, at most MaxHistory
}

// Open tells whether the job can still be applied for, as far as is known.
func (p Posting) Open() bool { return p.ClosedAt.IsZero() }

// Source is one listing of a posting.
type Source struct {
	Board     string       `json:"board"`
	ListingID string       `json:"listing_id"`
	URL       string       `json:"url"`
	ApplyURL  string       `json:"apply_url,omitempty"`
	Part      string       `json:"part,omitempty"` // which role of a listing that offers several
	Title     string       `json:"title"`          // the listing's own
	Company   string       `json:"company"`
	State     ListingState `json:"state"`
	Why       string       `json:"why,omitempty"`   // what shows that it is this job; "" for the one the others were compared with
	Posted    time.Time    `json:"posted,omitzero"` // as the board says
	FirstSeen time.Time    `json:"first_seen"`
	LastSeen  time.Time    `json:"last_seen"`
}

// Role names the role of a listing that the source is.
func (s Source) Role() RoleKey {
	return RoleKey{ListingKey: ListingKey{Board: s.Board, ID: s.ListingID}, Part: s.Part}
}

// Alike is a posting that may be the same job, and why it was left apart.
type Alike struct {
	Posting string `json:"posting"`
	Title   string `json:"title"`
	Company string `json:"company"`
	Why     string `json:"why"` // "same company and title, but another place"
}

// MaxHistory is how many events a posting keeps: beyond that the first one and the
// latest, so that an ad that is put up anew every day stays small.
const MaxHistory = 40

// Event is something that happened to a job and that a person can read of.
type Event struct {
	At    time.Time `json:"at"` // when it was seen, not when it was understood
	Kind  EventKind `json:"kind"`
	Board string    `json:"board,omitempty"` // where it was seen; "" for what concerns the job as a whole
	Was   string    `json:"was,omitempty"`   // of a change, as a person would write it
	Now   string    `json:"now,omitempty"`
}

// EventKind is what happened.
type EventKind string

// The kinds of event.
const (
	EventSeen      EventKind = "seen"      // a board showed the job first
	EventAlso      EventKind = "also"      // one more board shows it
	EventMissing   EventKind = "missing"   // no board shows it, nothing confirmed yet that it is gone
	EventClosed    EventKind = "closed"    // it is gone; Now says why (ClosedWhy)
	EventReopened  EventKind = "reopened"  // it is shown again after it was closed
	EventReposted  EventKind = "reposted"  // a board shows it under another id or puts it to a new date
	EventTitle     EventKind = "title"     // changes of what is said: the title,
	EventPay       EventKind = "pay"       // the pay, also where there was none,
	EventPlace     EventKind = "place"     // the places of work,
	EventWorkplace EventKind = "workplace" // the way of working
	EventMerged    EventKind = "merged"    // it was found to be one job with another posting; Was is its id
	EventSplit     EventKind = "split"     // it was found to be two jobs; Now is the id of the other
)
