package understand_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/store"
	"stackhound/understand"
	"stackhound/understand/identity"
)

// crowd is a board of so many ads under so few names that keys cross the bound of what
// counts, both ways, and openings come and go.
type crowd struct {
	*world
	rnd *rand.Rand
	ads int
}

// change does up to n random things to the board: new ads, known ones with another title
// or opening, closed ones that are shown again, and then some that close.
func (c crowd) change(n int) {
	c.t.Helper()
	shut := map[string]stackhound.ListingKey{}
	shown := map[string]stackhound.Listing{}
	for range 1 + c.rnd.IntN(n) {
		key := stackhound.ListingKey{Board: "alpha", ID: fmt.Sprintf("%03d", c.rnd.IntN(c.ads))}
		if c.rnd.IntN(5) < 2 {
			shut[key.ID] = key
		} else {
			shown[key.ID] = c.ad(key)
		}
	}
	run := stackhound.Run{ID: 1, Board: "alpha"}
	if _, err := c.st.Listings.Put(c.t.Context(), run, inOrder(shown), c.clock.Now()); err != nil {
		c.t.Fatal(err)
	}
	if err := c.st.Listings.Close(c.t.Context(), inOrder(shut), stackhound.ClosedGone, c.clock.Now()); err != nil {
		c.t.Fatal(err)
	}
	c.clock.Advance(1)
}

// inOrder lists the values of a map by key, so that a seed always does the same.
func inOrder[V any](m map[string]V) []V {
	var values []V
	for _, k := range slices.Sorted(maps.Keys(m)) {
		values = append(values, m[k])
	}
	return values
}

// ad is mostly a Go job without an address of its own.
func (c crowd) ad(key stackhound.ListingKey) stackhound.Listing {
	l := stackhound.Listing{ListingKey: key, URL: "https://alpha.example/" + key.ID, Company: "acme", Title: "go", Location: "Oslo"}
	if c.rnd.IntN(4) == 0 {
		l.Title = []string{"rust", "java", "zig"}[c.rnd.IntN(3)]
	}
	if c.rnd.IntN(5) == 0 {
		l.Title = []string{"senior go", "go (Bergen)", "go engineer"}[c.rnd.IntN(3)]
	}
	if c.rnd.IntN(4) == 0 {
		l.Location = []string{"Bergen", "Norway", "Remote"}[c.rnd.IntN(3)]
	}
	if c.rnd.IntN(3) == 0 {
		l.Description = strings.Repeat([]string{"we keep the ledgers of small firms and would like them right ", "trains tell us where they are and we tell them when to brake "}[c.rnd.IntN(2)], 4)
	}
	if c.rnd.IntN(4) == 0 || c.ads < 20 && c.rnd.IntN(2) == 0 {
		l.ApplyURL = fmt.Sprintf("https://acme.lever.co/acme/%d", c.rnd.IntN(6))
	}
	return l
}

// whole is what grouping all listings at once comes to, and members what is stored.
func (c crowd) whole() (whole, members string) {
	c.t.Helper()
	derived, stored := grouped(c.t, c.st, c.options().Parts, true, func(p stackhound.Posting) string {
		var ids []string
		for _, s := range p.Sources {
			ids = append(ids, fmt.Sprint(s.ListingID, s.State))
		}
		slices.Sort(ids)
		return strings.Join(ids, "+")
	})
	return strings.Join(derived, "\n"), strings.Join(stored, "\n")
}

// grouped returns what grouping all listings of a store at once comes to, and what is
// stored, closed postings only if all are wanted; each posting as group writes it, sorted.
func grouped(t *testing.T, st *store.Store, parts func(stackhound.Listing) []stackhound.Part, all bool, group func(stackhound.Posting) string) (derived, stored []string) {
	t.Helper()
	changes, err := st.Listings.After(t.Context(), stackhound.Cursor{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var linked []stackhound.Linked
	for _, c := range changes {
		linked = append(linked, stackhound.Linked{Listing: c.Value})
	}
	for _, p := range identity.Resolve(linked, nil, identity.Reader{Parts: parts}).Postings {
		if all || p.Posting.Open() {
			derived = append(derived, group(p.Posting))
		}
	}
	if err := st.Postings.Each(t.Context(), all, func(p stackhound.Posting) error {
		stored = append(stored, group(p))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(derived)
	slices.Sort(stored)
	return derived, stored
}

// TestIncrementalEqualsWhole holds that after whatever changes, in whatever batches, the
// postings are those that grouping all listings at once gives, and that replaying them
// moves nothing.
func TestIncrementalEqualsWhole(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		size := []struct{ ads, rounds, most int }{{6, 30, 2}, {12, 30, 3}}[seed%2]
		if seed == 4 {
			size = struct{ ads, rounds, most int }{210, 8, 450} // more than a batch and than may share a key
		}
		c := crowd{newWorld(t), rand.New(rand.NewPCG(seed, 9)), size.ads}
		for round := range size.rounds {
			c.change(size.most)
			c.told()
			if whole, stored := c.whole(); whole != stored {
				t.Fatalf("seed %d, round %d: at once\n%s\nstep by step\n%s", seed, round, whole, stored)
			}
		}
		if err := c.st.Positions.Rewind(t.Context(), understand.Name); err != nil {
			t.Fatal(err)
		}
		c.expect("")
	}
}

// counted counts what is read to resolve changes.
type counted struct {
	understand.Postings
	read int
}

func (c *counted) Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func([]stackhound.Listing) [][]string, most int) (stackhound.Component, error) {
	found, err := c.Postings.Component(ctx, touched, since, keys, most)
	c.read += len(found.Linked)
	return found, err
}

// TestCrowdedKeyCostsNothing holds that a name which thousands of listings bear does not
// make each of them read all others.
func TestCrowdedKeyCostsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const listings = 500
	var texts []string
	for i := range listings {
		texts = append(texts, fmt.Sprintf("%04d acme/go", i))
	}
	w.show("alpha", false, texts...)
	o := w.options()
	count := &counted{Postings: o.Postings}
	o.Postings = count
	w.follower = understand.New(o)
	w.told()
	if count.read > listings*11/10 {
		t.Errorf("%d listings were read to understand %d", count.read, listings)
	}
	if _, all, err := w.st.Postings.Count(t.Context()); err != nil || all != listings {
		t.Errorf("%d postings, %v", all, err)
	}
}
