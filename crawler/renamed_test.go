package crawler_test

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand"
)

// understood has a world's listings understood as they come.
type understood struct {
	*world
	follower *understand.Follower
	seen     stackhound.Position // of the postings' feed
}

func newUnderstood(w *world) *understood {
	return &understood{world: w, follower: understand.New(understand.Options{
		Listings: w.store.Listings, Postings: w.store.Postings, Positions: w.store.Positions, Clock: w.clock, Log: slog.New(slog.DiscardHandler),
		Parts: func(l stackhound.Listing) []stackhound.Part {
			return []stackhound.Part{{Title: l.Title, Text: l.Description}}
		},
	})}
}

// news understands what there is and returns why postings changed since it was last asked,
// each cause once.
func (u *understood) news() []stackhound.Cause {
	u.t.Helper()
	if _, err := u.follower.CatchUp(u.t.Context()); err != nil {
		u.t.Fatal(err)
	}
	changes, err := u.store.Postings.After(u.t.Context(), stackhound.Cursor{Position: u.seen}, 0)
	if err != nil {
		u.t.Fatal(err)
	}
	var causes []stackhound.Cause
	for _, c := range changes {
		u.seen = c.Position
		causes = append(causes, c.Causes...)
	}
	slices.Sort(causes)
	return slices.Compact(causes)
}

// open lists the ids of the open postings.
func (u *understood) open() (ids []string) {
	u.t.Helper()
	err := u.store.Postings.Each(u.t.Context(), false, func(p stackhound.Posting) error {
		ids = append(ids, p.ID)
		return nil
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return ids
}

// moved is a board's list of n jobs under other addresses.
func moved(n int, address string) (pages []string) {
	var rows strings.Builder
	for i := 1; i <= n; i++ {
		to := fmt.Sprintf(address, i)
		fmt.Fprintf(&rows, `<li><a href="%s">Engineer %d</a></li>`, to, i)
		pages = append(pages, to, fullJob(i), fmt.Sprintf("/jobs/%d", i), "")
	}
	return append(pages, "/jobs?page=1", "<ul>"+rows.String()+"</ul>")
}

// TestABoardRenamesAllItsJobs gives all jobs of a board other ids, such as it had before
// and such as it never had: each stays the posting it was, open all the time, nobody is
// alerted, and nothing waits for a person.
func TestABoardRenamesAllItsJobs(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"alike": "/jobs/9%03d", "of another kind": "/openings/%d-engineer"} {
		const n = 30
		u := newUnderstood(newFullWorld(t, n))
		u.news()
		was := u.open()
		if len(was) != n {
			t.Fatalf("%d postings", len(was))
		}
		u.set(moved(n, address)...)
		for range 4 {
			run := u.run()
			if run.Verdict != stackhound.VerdictOK || run.Held+run.HeldClosed > 0 {
				t.Errorf("ids %s: run %+v", name, run)
			}
			for _, c := range u.news() {
				if stackhound.Effects[c].Instant {
					t.Errorf("ids %s: somebody is alerted that a posting is %s", name, c)
				}
			}
			if is := u.open(); !slices.Equal(is, was) {
				t.Errorf("ids %s: %d postings are open, want the same %d as before", name, len(is), n)
			}
			u.clock.Advance(24 * time.Hour)
		}
		if states := u.states(); strings.Count(states, " open") != n || strings.Count(states, " closed") != n {
			t.Errorf("ids %s: %s", name, states)
		}
	}
}
