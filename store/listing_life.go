package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"stackhound"
)

// MaxField bounds each text of a listing, in bytes. The longest ads met are a few
// hundred kilobytes of markup; more is a page taken for a field.
const MaxField = 1 << 20

// MaxID bounds the id of a listing, in bytes: it is part of keys, and PostgreSQL takes no
// more than 2,700 bytes into one. An id that is an address has room.
const MaxID = 1 << 10

// listingRow is a listing as it is stored. Its methods are the listing's whole life:
// each returns the cause of the change it made, "" for a silent one.
type listingRow struct {
	key     stackhound.ListingKey
	content []byte // the crawler's part of the listing as JSON
	url     string
	rowHash string

	state     stackhound.ListingState
	absences  int   // complete runs in a row that did not show it
	seenRun   int64 // the latest run that showed it
	firstSeen time.Time
	lastSeen  time.Time
	expires   time.Time
	closedAt  time.Time
	closedWhy stackhound.ClosedWhy

	revision int64
	position int64
	causes   causes
}

// sighting is one time a run saw a listing.
type sighting struct {
	run stackhound.Run
	now time.Time
}

// checkListing refuses what cannot be stored, naming the listing and what is wrong.
func checkListing(board string, l stackhound.Listing) error {
	if l.Board != board || l.ID == "" {
		return stackhound.Errorf(stackhound.CodeInvalid, "listing %s: a run of %s stores listings of that board with an id", l.ListingKey, board)
	}
	if storable(l.ID) != l.ID {
		return stackhound.Errorf(stackhound.CodeInvalid, "listing %q: its id is not UTF-8 or has a zero byte", short(l.ListingKey)).
			WithHint("the board's answer may be in another character set than it says")
	}
	if len(l.ID) > MaxID {
		return stackhound.Errorf(stackhound.CodeInvalid, "listing %s: its id has %d bytes, more than the %d allowed", short(l.ListingKey), len(l.ID), MaxID).
			WithHint("the board file may take more than an id for one")
	}
	for name, text := range map[string]string{
		"url": l.URL, "apply_url": l.ApplyURL, "title": l.Title, "company": l.Company, "location": l.Location,
		"salary": l.Salary, "tags": strings.Join(l.Tags, ""), "description": l.Description, "html": l.HTML,
	} {
		if len(text) > MaxField {
			return stackhound.Errorf(stackhound.CodeInvalid, "listing %s: %s has %d bytes, more than the %d allowed", short(l.ListingKey), name, len(text), MaxField).
				WithHint("the board file may take the whole page for one field")
		}
	}
	if pay := l.Stated.PayMin + l.Stated.PayMax; math.IsNaN(pay) || math.IsInf(pay, 0) {
		return stackhound.Errorf(stackhound.CodeInvalid, "listing %s: its pay is no number", l.ListingKey)
	}
	return nil
}

// short is a key fit for a message, whatever a board uses as its id.
func short(k stackhound.ListingKey) string {
	const most = 200
	if s := k.String(); len(s) <= most {
		return s
	}
	return fmt.Sprintf("%.*s…", most, k.String())
}

// contentOf is the crawler's part of a listing, equal for equal listings.
func contentOf(l stackhound.Listing) ([]byte, error) {
	l.State, l.ClosedWhy = "", ""
	l.FirstSeen, l.LastSeen, l.ClosedAt = time.Time{}, time.Time{}, time.Time{}
	l.Posted, l.Expires = l.Posted.UTC(), l.Expires.UTC()
	return encode("listing "+l.String(), l)
}

// put takes in what a run read of the listing. A row that was never stored has no state.
func (r *listingRow) put(l stackhound.Listing, content []byte, s sighting) stackhound.Cause {
	was, before, edited := r.state, r.content, !bytes.Equal(r.content, content)
	r.content, r.url, r.rowHash, r.expires = content, l.URL, l.RowHash, l.Expires
	r.mark(s)
	closed := l.State == stackhound.ListingClosed
	switch {
	case closed && was != stackhound.ListingClosed:
		return r.close(cmp.Or(l.ClosedWhy, stackhound.ClosedStated), s.now)
	case was == "":
		return r.open(s)
	case !closed && was == stackhound.ListingClosed:
		return r.reopen()
	case edited && onlyRedated(before, content):
		return stackhound.CauseRederived
	case edited:
		return stackhound.CauseEdit
	}
	return ""
}

// onlyRedated tells whether a board changed nothing of a listing but its dates. Many put
// theirs to today each day: that is no news to alert anyone of.
func onlyRedated(before, after []byte) bool {
	var was, is stackhound.Listing
	if json.Unmarshal(before, &was) != nil || json.Unmarshal(after, &is) != nil {
		return false
	}
	was.Posted, was.Expires = is.Posted, is.Expires
	same, err := contentOf(was)
	return err == nil && bytes.Equal(same, after)
}

// touch takes in that a run saw the listing's row unchanged. What the row itself said
// to close the listing it still says.
func (r *listingRow) touch(s sighting) stackhound.Cause {
	r.mark(s)
	expired := r.closedWhy == stackhound.ClosedExpired && !r.expires.IsZero() && !r.expires.After(s.now)
	if r.state != stackhound.ListingClosed || expired || r.closedWhy == stackhound.ClosedStated {
		return ""
	}
	return r.reopen()
}

// mark notes that a run saw the listing; a missing one is open again without a word. A run
// that goes on after a newer one began leaves it with that one.
func (r *listingRow) mark(s sighting) {
	r.seenRun, r.absences = max(r.seenRun, s.run.ID), 0
	if s.now.After(r.lastSeen) {
		r.lastSeen = s.now
	}
	if r.firstSeen.IsZero() {
		r.firstSeen = s.now
	}
	if r.state == stackhound.ListingMissing {
		r.state = stackhound.ListingOpen
	}
}

// open begins the listing's life. Nobody is alerted of a board's first run.
func (r *listingRow) open(s sighting) stackhound.Cause {
	r.state = stackhound.ListingOpen
	if s.run.First {
		return stackhound.CauseBackfill
	}
	return stackhound.CauseNew
}

func (r *listingRow) reopen() stackhound.Cause {
	r.state, r.closedAt, r.closedWhy = stackhound.ListingOpen, time.Time{}, ""
	return stackhound.CauseReopened
}

// close ends the listing's life; one that is closed stays as it was.
func (r *listingRow) close(why stackhound.ClosedWhy, now time.Time) stackhound.Cause {
	if r.state == stackhound.ListingClosed {
		return ""
	}
	r.state, r.closedAt, r.closedWhy = stackhound.ListingClosed, now, why
	return stackhound.CauseClosed
}

// absent counts a complete run that did not show the listing and closes it at the
// closeAfter-th in a row.
func (r *listingRow) absent(closeAfter int, now time.Time) stackhound.Cause {
	r.absences++
	if r.absences >= closeAfter {
		return r.close(stackhound.ClosedAbsent, now)
	}
	r.state = stackhound.ListingMissing
	return ""
}

// count adds to counts what putting a listing came to.
func count(counts *stackhound.PutCounts, cause stackhound.Cause) {
	switch cause {
	case stackhound.CauseNew, stackhound.CauseBackfill:
		counts.New++
	case stackhound.CauseClosed:
		counts.Closed++
	case stackhound.CauseReopened:
		counts.Reopened++
	case stackhound.CauseEdit, stackhound.CauseRederived:
		counts.Changed++
	default:
		counts.Unchanged++
	}
}
