package stackhound

import (
	"strings"
	"time"
)

// ListingKey names one listing: the board it stands on and the board's own id for it.
type ListingKey struct {
	Board string `json:"board"`
	ID    string `json:"id"`
}

// String returns "board/id".
func (k ListingKey) String() string { return k.Board + "/" + k.ID }

// Compare orders keys by board, then id.
func (k ListingKey) Compare(o ListingKey) int {
	if c := strings.Compare(k.Board, o.Board); c != 0 {
		return c
	}
	return strings.Compare(k.ID, o.ID)
}

// Listing is one board's version of a job, in the board's own words. The crawler fills
// everything down to RowHash; the lifecycle below is kept by the store.
type Listing struct {
	ListingKey
	URL         string    `json:"url"`                   // absolute; the page a person opens
	ApplyURL    string    `json:"apply_url,omitempty"`   // where to apply, often the employer's own system
	Title       string    `json:"title"`                 // as written by the board, white space folded
	Company     string    `json:"company,omitempty"`     // "" when the board names none
	Location    string    `json:"location,omitempty"`    // free text
	Salary      string    `json:"salary,omitempty"`      // free text
	Tags        []string  `json:"tags,omitempty"`        // in the board's order
	Description string    `json:"description,omitempty"` // plain text; "" when only HTML is known
	HTML        string    `json:"html,omitempty"`        // as received; never shown without sanitizing
	Stated      Stated    `json:"stated,omitzero"`       // what the board says in fields of its own
	Posted      time.Time `json:"posted,omitzero"`       // zero when the board gives no date
	Expires     time.Time `json:"expires,omitzero"`      // zero when the board gives none
	RowHash     string    `json:"-"`                     // of the row on the list page; equal means no news

	State     ListingState `json:"state,omitempty"`
	FirstSeen time.Time    `json:"first_seen,omitzero"`
	LastSeen  time.Time    `json:"last_seen,omitzero"`
	ClosedAt  time.Time    `json:"closed_at,omitzero"` // zero while open or missing
	ClosedWhy ClosedWhy    `json:"closed_why,omitempty"`
}

// Stated holds what a board says in structured fields, in the board's own words: the
// normalizer reads them as a person would and trusts them more than running text.
type Stated struct {
	Workplace  []string `json:"workplace,omitempty"`  // "remote", "TELECOMMUTE", "true", "Hybrid"
	Employment []string `json:"employment,omitempty"` // "FULL_TIME", "Full Time", "contract"
	Level      []string `json:"level,omitempty"`      // "Senior", "Mid-level"
	Regions    []string `json:"regions,omitempty"`    // where remote work is allowed from
	Category   []string `json:"category,omitempty"`   // the board's own drawer: "Software Development"
	PayMin     float64  `json:"pay_min,omitempty"`    // 0: not stated
	PayMax     float64  `json:"pay_max,omitempty"`    // 0: not stated
	Currency   string   `json:"currency,omitempty"`   // ISO 4217 or a symbol
	Period     string   `json:"period,omitempty"`     // "year", "HOUR", "annual"
}

// ListingState is where a listing stands in its life.
type ListingState string

// The states of a listing. Missing: a complete run did not show it, nothing confirmed
// yet that it is gone.
const (
	ListingOpen    ListingState = "open"
	ListingMissing ListingState = "missing"
	ListingClosed  ListingState = "closed"
)

// ClosedWhy says what closed a listing or a posting.
type ClosedWhy string

// The reasons for closing.
const (
	ClosedGone    ClosedWhy = "gone"    // its own page answered 404 or 410
	ClosedAbsent  ClosedWhy = "absent"  // complete runs no longer showed it
	ClosedExpired ClosedWhy = "expired" // its own date of expiry has passed
	ClosedStated  ClosedWhy = "stated"  // the board marks it as filled or closed
	ClosedDropped ClosedWhy = "dropped" // the ad offers other roles still, this one no more
)
