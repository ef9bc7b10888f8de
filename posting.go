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
	FirstSeen time.Time    `json:"first_seen"`
	LastSeen  time.Time    `json:"last_seen"`
}
