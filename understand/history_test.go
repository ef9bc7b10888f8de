package understand_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand"
	"stackhound/understand/identity"
)

// TestHistoryIsFollowed holds that what happens on boards is remembered with the time it
// happened, also by the id of a posting that was merged away, and that reading everything
// again remembers nothing new.
func TestHistoryIsFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hours := func(e stackhound.Event) string {
		return fmt.Sprintf("%d:%s:%s", int(e.At.Sub(day).Hours()), e.Kind, e.Board)
	}
	w.show("alpha", false, "1 acme/go")
	w.show("beta", false, "x acme/rust")
	w.told()
	merged := identity.PostingID(stackhound.ListingKey{Board: "beta", ID: "x"})
	w.show("beta", false, "x acme/go")
	w.told()
	shut := []stackhound.ListingKey{{Board: "alpha", ID: "1"}, {Board: "beta", ID: "x"}}
	if err := w.st.Listings.Close(t.Context(), shut, stackhound.ClosedGone, w.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(10 * 24 * time.Hour)
	w.told()
	w.show("alpha", false, "2 acme/go")
	w.told()
	p, err := w.st.Postings.Get(t.Context(), merged)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range p.History {
		got = append(got, hours(e))
	}
	if got, want := strings.Join(got, " "), "0:seen:alpha 1:also:beta 2:merged: 3:closed: 243:reposted:alpha"; got != want {
		t.Errorf("history %s, want %s", got, want)
	}
	if err := w.st.Positions.Rewind(t.Context(), understand.Name); err != nil {
		t.Fatal(err)
	}
	w.expect("")
}
