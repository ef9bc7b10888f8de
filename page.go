package stackhound

import "time"

// Page is what is known of an address of a board that was asked for before, so that asking
// again can cost next to nothing: a page of the board's list, or the own page of a listing.
type Page struct {
	Board   string
	URL     string // as it was asked for
	Listing string // id of the listing whose own page it is; "" for a page of the list

	Final    string // where the answer came from, after redirects; the validators are that address's
	ETag     string // as sent (RFC 9110, 8.8.3); "" for none
	Modified string // Last-Modified as sent; "" for none
	Hash     string // of the body, when it was last read; "" when it is to be read in full
	Status   int    // of the latest answer; 0 when it was never asked for
	Rules    string // hash of the part of the board file it was read by

	Asked  time.Time // last
	Whole  time.Time // last time it was sent in full
	Unsent int       // answers in a row since then that were 304

	Shown []byte // what the crawler read there and needs when the page did not change
}
