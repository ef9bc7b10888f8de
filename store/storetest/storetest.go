// Package storetest is what every database the store can run on must do: the contract
// of package store as tests, run by each adapter with its own way to open a store.
package storetest

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"stackhound"
	"stackhound/store"
)

// Run runs the contract. open returns an empty store, closed when its test ends, whose
// clock never ends a sleep: a Wait that is not woken by a change must show.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, group := range []struct {
		name  string
		tests []func(*bench)
	}{
		{"listings", []func(*bench){firstRunIsBackfill, putCounts, whatAListingHolds, touchReopens, touchKeepsWhatTheRowClosed, absence, redated, lateRun, closing, expiry, tooLarge, knownAndUnseen, lifecycleModel}},
		{"feeds", []func(*bench){pages, compactionKeepsCauses, replay, replayIsOfWhatWasSeen, quietChanges, fencedPositions, rewoundMeanwhile, waiting, waitNeverMisses, wakesAll, badPositions, ends}},
		{"postings", []func(*bench){applyAndGet, equalPostingIsNoChange, tombstones, aliases, named, components, rolesOfAListing, ended, componentCauses, crowdedKeys, decisions, ofListings, eachAndCount, originality}},
		{"profiles", []func(*bench){profileLife, secrets, disabling, editDropsUnsent, removing}},
		{"matches", []func(*bench){blocks, unsentOrder, instantOnce, toldFollowsMerges, toldFollowsSplits, toldFollowsRoles, rescore, rescoreOfARemovedProfile, rescoreMany}},
		{"deliveries", []func(*bench){planOnce, planUntold, plannedAtOnce, freezeOnce, dueAndPublished, reserving, givingBack, postponing, reservedOnce, claimAndFinish, fencing, poison, crashesAge, replayAndDrop, freeLeases, listing}},
		{"quarantine", []func(*bench){heldAndReleased, heldIsOvertaken, heldAndDropped, heldInBulk}},
		{"upkeep", []func(*bench){runs, runByID, bodies, bodiesBudget, pagesKnown, pagesPruned, leases, leaseHolders, parkedHosts, about, identity, foreignBytes, longTexts, cancelled, manyAtOnce}},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, test := range group.tests {
				t.Run(nameOf(test), func(t *testing.T) {
					t.Parallel()
					ctx, cancel := context.WithTimeout(t.Context(), hang)
					defer cancel()
					test(&bench{T: t, Store: open(t), ctx: ctx, now: noon})
				})
			}
		})
	}
}

// hang is when a test that waits for something is given up.
const hang = 30 * time.Second

// noon is when every test begins.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// bench is one test with its store and its time.
type bench struct {
	*testing.T
	*store.Store
	ctx context.Context
	now time.Time
}

// later moves the test's time on.
func (b *bench) later(d time.Duration) { b.now = b.now.Add(d) }

// ok ends the test on an error.
func (b *bench) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// code ends the test unless err is of a code.
func (b *bench) code(err error, want stackhound.Code) {
	b.Helper()
	if got := stackhound.CodeOf(err); got != want || err == nil {
		b.Fatalf("error %v has code %q, want %q", err, got, want)
	}
}

// same fails the test unless got equals want.
func (b *bench) same(what string, got, want any) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

// must returns the value of a call that must not fail.
func must[T any](v T, err error) func(*bench) T {
	return func(b *bench) T {
		b.Helper()
		b.ok(err)
		return v
	}
}

const board = "sample"

func key(id string) stackhound.ListingKey { return stackhound.ListingKey{Board: board, ID: id} }

// ad is a listing as a crawler would give it.
func ad(id string) stackhound.Listing {
	return stackhound.Listing{
		ListingKey: key(id), URL: "https://jobs.example/" + id, Title: "Go Engineer " + id, Company: "Quillfern",
		Location: "Lisbon", Tags: []string{"go", "postgresql"}, Description: "We keep ledgers.", RowHash: "row-" + id,
		Posted: noon.Add(-48 * time.Hour),
	}
}

// run starts a run of the board; settled ones come after a complete first run.
func (b *bench) run() stackhound.Run {
	b.Helper()
	return must(b.Runs.Start(b.ctx, board, b.now))(b)
}

// settle makes the board one whose first run is over.
func (b *bench) settle() {
	b.Helper()
	r := b.run()
	r.Finished, r.Complete = b.now, true
	b.ok(b.Runs.Finish(b.ctx, r))
}

// put stores listings in a new run.
func (b *bench) put(batch ...stackhound.Listing) stackhound.PutCounts {
	b.Helper()
	return must(b.Listings.Put(b.ctx, b.run(), batch, b.now))(b)
}

// get reads a listing of the board.
func (b *bench) get(id string) stackhound.Listing {
	b.Helper()
	return must(b.Listings.Get(b.ctx, key(id)))(b)
}

// news reads the listings that changed after a position as "id:cause+cause …", and the
// position they lead to.
func (b *bench) news(cur stackhound.Cursor) (string, stackhound.Position) {
	b.Helper()
	return summary(b, cur, must(b.Listings.After(b.ctx, cur, 0))(b), func(l stackhound.Listing) string { return l.ID })
}

// postingNews does the same for postings; a tombstone is marked with a dagger.
func (b *bench) postingNews(cur stackhound.Cursor) (string, stackhound.Position) {
	b.Helper()
	return summary(b, cur, must(b.Postings.After(b.ctx, cur, 0))(b), func(p stackhound.Posting) string { return p.ID })
}

func summary[T any](b *bench, cur stackhound.Cursor, found []stackhound.Change[T], id func(T) string) (string, stackhound.Position) {
	b.Helper()
	text, pos := "", cur.Position
	for _, c := range found {
		if c.Position <= pos {
			b.Errorf("position %q does not follow %q", c.Position, pos)
		}
		pos = c.Position
		if text != "" {
			text += " "
		}
		text += id(c.Value)
		if c.Deleted {
			text += "†"
		}
		for i, cause := range c.Causes {
			text += fmt.Sprintf("%c%s", ":+"[min(i, 1)], cause)
		}
	}
	return text, pos
}

// end is the position after everything that stands in the listings' feed.
func (b *bench) end() stackhound.Cursor {
	b.Helper()
	_, pos := b.news(stackhound.Cursor{})
	return stackhound.Cursor{Position: pos}
}

// apply stores a derivation as the follower would, from where it stands.
func (b *bench) apply(d stackhound.Derivation) {
	b.Helper()
	d.Follower = "understand"
	d.From = must(b.Positions.Load(b.ctx, d.Follower))(b)
	b.ok(b.Postings.Apply(b.ctx, d))
}

// job is an open posting first seen at noon.
func job(id string) stackhound.Posting {
	return stackhound.Posting{
		ID: id, Title: "Go Engineer", Company: "Quillfern", Text: "We keep ledgers.", FirstSeen: noon, LastSeen: noon,
		Ad:      stackhound.Ad{IsJob: true, NRoles: 1, Roles: []string{"backend"}, Workplace: stackhound.Remote},
		Sources: []stackhound.Source{{Board: board, ListingID: id, URL: "https://jobs.example/" + id, State: stackhound.ListingOpen}},
	}
}

// wrote is a new posting in a derivation.
func wrote(p stackhound.Posting, cause stackhound.Cause) stackhound.PostingWrite {
	return stackhound.PostingWrite{Posting: p, Cause: cause}
}

// linked ties a listing of the board to a posting.
func linked(id, posting string, keys ...string) stackhound.Linked {
	return stackhound.Linked{Listing: stackhound.Listing{ListingKey: key(id)}, Posting: posting, Keys: keys}
}
