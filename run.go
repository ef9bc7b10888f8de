package stackhound

import "time"

// Run is one pass over one board and what it found.
type Run struct {
	ID       int64     `json:"id"`
	Board    string    `json:"board"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"`
	First    bool      `json:"first"`    // no earlier run of this board was complete
	Whole    bool      `json:"whole"`    // the board's list was read to its end
	Complete bool      `json:"complete"` // that list is believed, too: what it does not show is missing
	Verdict  Verdict   `json:"verdict,omitempty"`
	Note     string    `json:"note,omitempty"` // a sentence for the operator when the verdict is not ok

	Requests  int   `json:"requests"`
	Bytes     int64 `json:"bytes"` // as received
	Items     int   `json:"items"` // rows seen on the board's lists
	New       int   `json:"new"`
	Changed   int   `json:"changed"`
	Unchanged int   `json:"unchanged"`
	Missing   int   `json:"missing"`
	Closed    int   `json:"closed"`
	Reopened  int   `json:"reopened"`
	Errors    int   `json:"errors"` // rows that could not be read

	NotModified int `json:"not_modified"` // answers that said or showed that a page is as it was
	Skipped     int `json:"skipped"`      // listings whose own page was not asked for, since the list has no news of them

	// Read counts the listings that were read anew; Filled says how many of them had a value,
	// by field, and Unreadable how many could not be read. Shapes counts the ids on the list
	// by their shape. They are what the board's next runs are held against.
	Read       int            `json:"read"`
	Unreadable int            `json:"unreadable"`
	Filled     map[string]int `json:"filled,omitempty"`
	Shapes     map[string]int `json:"shapes,omitempty"`

	Held       int       `json:"held"`              // listings that wait for an operator's word
	HeldClosed int       `json:"held_closed"`       // of them, those that would close
	Released   time.Time `json:"released,omitzero"` // when an operator let them through: what is usual for the board begins anew with this run

	// Faults counts what went wrong with requests and with reading what came, by kind. It
	// is no sum of Errors: a list that cannot be had is a fault, and costs no row.
	Faults map[FaultKind]int `json:"errors_by_kind,omitempty"`
}

// Add counts what storing some of the run's listings came to.
func (r *Run) Add(c PutCounts) {
	r.New += c.New
	r.Changed += c.Changed
	r.Unchanged += c.Unchanged
	r.Reopened += c.Reopened
	r.Closed += c.Closed
}

// Verdict is what a run says about the health of its board.
type Verdict string

// The verdicts. Partial: items were read, but not the whole list. Suspect: what was read
// is not what the board usually shows, and waits.
const (
	VerdictOK      Verdict = "ok"
	VerdictPartial Verdict = "partial"
	VerdictSuspect Verdict = "suspect"
	VerdictEmpty   Verdict = "empty"
	VerdictFailed  Verdict = "failed"
)

// Body is one answer of a board as received, kept so that a mended board file can be
// tried on it without asking again.
type Body struct {
	Run     int64
	Board   string
	URL     string // as asked for
	Final   string // where it came from in the end, after redirects
	Status  int
	Type    string // Content-Type
	Data    []byte
	Packed  []byte // as gzip; for keeping it this may stand instead of Data
	Fetched time.Time
}
