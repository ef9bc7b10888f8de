package stackhound

// Held is a listing as a run found it that waits for the run's verdict, or for an
// operator's word. Where only its end is known, the Listing has no title: its key and
// ClosedWhy are all there is.
type Held struct {
	Listing Listing `json:"listing"`
	Why     HeldWhy `json:"why"`
}

// HeldWhy says why a listing waits.
type HeldWhy string

// The reasons for waiting.
const (
	HeldIncomplete HeldWhy = "incomplete" // it is new and lacks what the board's listings have
	HeldBlanked    HeldWhy = "blanked"    // it had something that the board's listings have, and has it no more
	HeldEdited     HeldWhy = "edited"     // it has another title or company, or lost most of its text
	HeldClosed     HeldWhy = "closed"     // it is over
	HeldAfter      HeldWhy = "after"      // it was found after the run had left what is usual for the board
)
