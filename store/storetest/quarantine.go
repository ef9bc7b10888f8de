package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"stackhound"
	"stackhound/store"
)

func held(id string, why stackhound.HeldWhy) stackhound.Held {
	return stackhound.Held{Listing: ad(id), Why: why}
}

func end(id string) stackhound.Held {
	return stackhound.Held{Listing: stackhound.Listing{ListingKey: key(id), State: stackhound.ListingClosed, ClosedWhy: stackhound.ClosedGone}, Why: stackhound.HeldClosed}
}

// heldBy writes what a run holds as "id why", in order.
func (b *bench) heldBy(run stackhound.Run) string {
	b.Helper()
	var out []string
	for _, h := range must(b.Quarantine.Held(b.ctx, run.ID, "", 0))(b) {
		out = append(out, h.Listing.ID+" "+string(h.Why))
	}
	return strings.Join(out, ", ")
}

// What is held is no part of the listings until it is released; then it is what the run
// would have made of it, and no news when it is an operator who releases it.
func heldAndReleased(b *bench) {
	b.settle()
	b.put(ad("known"), ad("going"), ad("gone"))
	_, at := b.news(b.end())
	for _, as := range []stackhound.Cause{"", stackhound.CauseReleased} {
		b.later(time.Hour)
		run := b.run()
		edited := held("known", stackhound.HeldEdited)
		edited.Listing.Title = fmt.Sprint("another title ", as)
		fresh := fmt.Sprint("fresh ", as)
		b.ok(b.Quarantine.Hold(b.ctx, run, []stackhound.Held{edited, held(fresh, stackhound.HeldIncomplete), held("blank", stackhound.HeldBlanked), end("going"), end("never seen")}))
		b.ok(b.Quarantine.Hold(b.ctx, run, []stackhound.Held{held(fresh, stackhound.HeldAfter)}))
		b.same("held", b.heldBy(run), "blank blanked, "+fresh+" after, going closed, known edited, never seen closed")
		nothing, _ := b.news(stackhound.Cursor{Position: at})
		b.same("before it is released", nothing, "")
		counts := must(b.Quarantine.Release(b.ctx, run, as, stackhound.HeldBlanked))(b)
		news, next := b.news(stackhound.Cursor{Position: at})
		at = next
		if as != "" {
			b.same("counts", counts, stackhound.PutCounts{New: 1, Changed: 1})
			b.same("news", news, fresh+":released known:released")
		} else {
			b.same("counts", counts, stackhound.PutCounts{New: 1, Changed: 1, Closed: 1})
			b.same("news", news, fresh+":source_new going:closed known:source_edit")
		}
		b.same("state", b.get("going").State, stackhound.ListingClosed)
		b.same("title", b.get("known").Title, edited.Listing.Title)
		b.same("seen", b.get("known").LastSeen, b.now)
		b.same("left", b.heldBy(run), "")
		b.same("again", must(b.Quarantine.Release(b.ctx, run, as))(b), stackhound.PutCounts{})
	}
	if _, err := b.Listings.Get(b.ctx, key("blank")); stackhound.CodeOf(err) != stackhound.CodeNotFound {
		b.Errorf("what was to be dropped is there: %v", err)
	}
}

// A newer run has seen more than what an older one holds.
func heldIsOvertaken(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"))
	old := b.run()
	stale := held("a", stackhound.HeldEdited)
	stale.Listing.Title = "stale"
	b.ok(b.Quarantine.Hold(b.ctx, old, []stackhound.Held{stale, end("b")}))
	b.put(ad("a"), ad("b"))
	b.same("counts", must(b.Quarantine.Release(b.ctx, old, stackhound.CauseReleased))(b), stackhound.PutCounts{})
	b.same("title", b.get("a").Title, ad("a").Title)
	b.same("state", b.get("b").State, stackhound.ListingOpen)
}

func heldAndDropped(b *bench) {
	one, two := b.run(), b.run()
	elsewhere := must(b.Runs.Start(b.ctx, "elsewhere", b.now))(b)
	other := held("x", stackhound.HeldAfter)
	other.Listing.Board = "elsewhere"
	b.ok(b.Quarantine.Hold(b.ctx, one, []stackhound.Held{held("a", stackhound.HeldAfter)}))
	b.ok(b.Quarantine.Hold(b.ctx, two, []stackhound.Held{held("b", stackhound.HeldAfter), held("c", stackhound.HeldAfter)}))
	b.ok(b.Quarantine.Hold(b.ctx, elsewhere, []stackhound.Held{other}))
	b.ok(b.Quarantine.DropBefore(b.ctx, two))
	b.same("the run before", b.heldBy(one), "")
	b.same("of another board", b.heldBy(elsewhere), "x after")
	b.same("dropped", must(b.Quarantine.Drop(b.ctx, two.ID))(b), 2)
	b.same("left", b.heldBy(two), "")
}

// What cannot be stored is named and costs only itself; many are let through in parts.
func heldInBulk(b *bench) {
	run := b.run()
	var all []stackhound.Held
	for i := range 450 {
		all = append(all, held(fmt.Sprintf("%03d", i), stackhound.HeldAfter))
	}
	bad := held("bad", stackhound.HeldAfter)
	bad.Listing.Description = strings.Repeat("x", store.MaxField+1)
	err := b.Quarantine.Hold(b.ctx, run, slices.Concat(all, []stackhound.Held{bad}))
	b.code(err, stackhound.CodeInvalid)
	first := must(b.Quarantine.Held(b.ctx, run.ID, "", 100))(b)
	b.same("a page", len(first), 100)
	b.same("the next", must(b.Quarantine.Held(b.ctx, run.ID, first[99].Listing.ID, 1))(b)[0].Listing.ID, "100")
	b.same("released", must(b.Quarantine.Release(b.ctx, run, stackhound.CauseReleased))(b).New, 450)
	b.same("content", b.get("449").Title, ad("449").Title)
}

func runByID(b *bench) {
	run := b.run()
	run.Note, run.Filled = "odd", map[string]int{"company": 3}
	b.ok(b.Runs.Finish(b.ctx, run))
	b.same("run", must(b.Runs.Get(b.ctx, run.ID))(b), run)
	_, err := b.Runs.Get(b.ctx, run.ID+1)
	b.code(err, stackhound.CodeNotFound)
}
