package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"stackhound"
)

func pages(b *bench) {
	b.settle()
	for i := range 25 {
		b.put(ad(fmt.Sprintf("%02d", i)))
	}
	var cur stackhound.Cursor
	var seen []string
	for _, want := range []int{10, 10, 5, 0} {
		b.same("lag", must(b.Listings.Lag(b.ctx, cur.Position))(b), 25-len(seen))
		page := must(b.Listings.After(b.ctx, cur, 10))(b)
		b.same("page", len(page), want)
		for _, c := range page {
			seen, cur.Position = append(seen, c.Value.ID), c.Position
		}
	}
	for i, id := range seen {
		b.same("order", id, fmt.Sprintf("%02d", i))
	}
}

func compactionKeepsCauses(b *bench) {
	b.settle()
	b.put(ad("a"))
	born := b.end()
	edited := ad("a")
	edited.Title = "Lead Go Engineer"
	b.put(edited)
	afterEdit := b.end()
	closeA := func() { b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.ClosedGone, b.now)) }
	closeA()
	b.put(edited)
	closeA()
	for _, c := range []struct {
		from stackhound.Cursor
		want string
	}{
		{stackhound.Cursor{}, "a:source_new+source_edit+reopened+closed"},
		{born, "a:source_edit+reopened+closed"},
		{afterEdit, "a:reopened+closed"},
		{b.end(), ""},
	} {
		got, _ := b.news(c.from)
		b.same("after "+string(c.from.Position), got, c.want)
	}
}

func replay(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"))
	b.same("unknown follower", must(b.Positions.Load(b.ctx, "understand"))(b), stackhound.Cursor{})
	end := b.end().Position
	b.apply(stackhound.Derivation{Position: end})
	b.same("saved", must(b.Positions.Load(b.ctx, "understand"))(b), stackhound.Cursor{Position: end})

	b.ok(b.Positions.Rewind(b.ctx, "understand"))
	cur := must(b.Positions.Load(b.ctx, "understand"))(b)
	b.same("rewound", cur, stackhound.Cursor{ReplayUntil: end})
	edited := ad("a")
	edited.Title = "Lead Go Engineer"
	b.put(edited, ad("c"))
	got, last := b.news(cur)
	b.same("what was seen before is rederived, the rest is news", got, "b:rederived a:rederived+source_edit c:source_new")

	half := must(b.Listings.After(b.ctx, cur, 1))(b)[0].Position
	b.same("b stands at the replay's end", half, end)
	b.apply(stackhound.Derivation{Position: last})
	b.same("after the replay", must(b.Positions.Load(b.ctx, "understand"))(b), stackhound.Cursor{Position: last})
}

// What a follower had not seen when it was moved back is news to it, whoever stored it.
func replayIsOfWhatWasSeen(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"))
	seen := b.end().Position
	b.apply(stackhound.Derivation{Position: seen})
	b.put(ad("late"))
	b.ok(b.Positions.Rewind(b.ctx, "understand"))
	cur := must(b.Positions.Load(b.ctx, "understand"))(b)
	got, _ := b.news(cur)
	b.same("rewound", got, "a:rederived b:rederived late:source_new")

	half := must(b.Listings.After(b.ctx, cur, 1))(b)[0].Position
	b.apply(stackhound.Derivation{Position: half})
	b.ok(b.Positions.Rewind(b.ctx, "understand"))
	b.same("rewound in its replay", must(b.Positions.Load(b.ctx, "understand"))(b), cur)

	b.ok(b.Positions.Rewind(b.ctx, "newcomer"))
	b.same("one that has seen nothing", must(b.Positions.Load(b.ctx, "newcomer"))(b), stackhound.Cursor{})
}

// Of two that follow under one name and read the same batch, one commits.
func fencedPositions(b *bench) {
	first := stackhound.Derivation{Follower: "understand", Position: "5", Postings: []stackhound.PostingWrite{wrote(job("p1"), stackhound.CauseNew)}}
	second := stackhound.Derivation{Follower: "understand", Position: "7", Postings: []stackhound.PostingWrite{wrote(job("p2"), stackhound.CauseNew)}}
	b.ok(b.Postings.Apply(b.ctx, first))
	b.code(b.Postings.Apply(b.ctx, second), stackhound.CodeConflict)
	b.code(b.Postings.Apply(b.ctx, first), stackhound.CodeConflict)
	_, err := b.Postings.Get(b.ctx, "p2")
	b.code(err, stackhound.CodeNotFound)
	second.From = must(b.Positions.Load(b.ctx, "understand"))(b)
	b.same("where the first came to", second.From, stackhound.Cursor{Position: "00000000000000000005"})
	b.ok(b.Postings.Apply(b.ctx, second))

	update := stackhound.MatchUpdate{Follower: "matcher", Position: "5", Deliveries: []stackhound.Delivery{b.about("d1", "p1")}}
	must(b.Matches.Apply(b.ctx, update))(b)
	update.Deliveries = []stackhound.Delivery{b.about("d2", "p2")}
	_, err = b.Matches.Apply(b.ctx, update)
	b.code(err, stackhound.CodeConflict)
	_, err = b.Deliveries.Get(b.ctx, "d2")
	b.code(err, stackhound.CodeNotFound)
	update.From.Position = "999" // nobody ever stood there
	_, err = b.Matches.Apply(b.ctx, update)
	b.code(err, stackhound.CodeConflict)
}

// A batch under way does not undo a rewind, wherever the follower stood. (At the beginning
// there is nothing to undo.)
func rewoundMeanwhile(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"))
	end := b.end().Position
	middle := must(b.Listings.After(b.ctx, stackhound.Cursor{}, 1))(b)[0].Position
	for _, at := range []stackhound.Position{middle, end} {
		follower := "follower at " + string(at)
		b.ok(b.Postings.Apply(b.ctx, stackhound.Derivation{Follower: follower, Position: at}))
		under := stackhound.Derivation{Follower: follower, From: must(b.Positions.Load(b.ctx, follower))(b), Position: end}
		b.ok(b.Positions.Rewind(b.ctx, follower))
		b.code(b.Postings.Apply(b.ctx, under), stackhound.CodeConflict)
		b.same(follower, must(b.Positions.Load(b.ctx, follower))(b), stackhound.Cursor{ReplayUntil: at})
		under.From, under.Position = stackhound.Cursor{ReplayUntil: at}, middle
		b.ok(b.Postings.Apply(b.ctx, under))
		under.From = stackhound.Cursor{Position: middle}
		if at == end {
			under.From.ReplayUntil = end
		}
		b.same(follower+" in its replay", must(b.Positions.Load(b.ctx, follower))(b), under.From)
		under.Position = end
		b.ok(b.Postings.Apply(b.ctx, under))
		b.same(follower+" after it", must(b.Positions.Load(b.ctx, follower))(b), stackhound.Cursor{Position: end})
	}
}

func quietChanges(b *bench) {
	b.settle()
	b.put(ad("a"))
	from := b.end()
	b.put(ad("a"))
	absent(b, b.run(), []string{"a"}, 2)
	b.put(ad("a"))
	got, _ := b.news(from)
	b.same("nothing a person would call news", got, "")
	b.same("lag", must(b.Listings.Lag(b.ctx, from.Position))(b), 0)
}

func waiting(b *bench) {
	b.settle()
	b.put(ad("a"))
	b.ok(b.Listings.Wait(b.ctx, "")) // stands already
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if err := b.Listings.Wait(ctx, b.end().Position); !errors.Is(err, context.Canceled) {
		b.Errorf("a wait whose context ended returned %v", err)
	}
	woken := make(chan error)
	go func() { woken <- b.Postings.Wait(b.ctx, "") }()
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job("p1"), stackhound.CauseNew)}})
	b.ok(<-woken)
}

// A follower must be woken by every single change, however its looking and the
// writer's committing fall together: the writer goes on only when the follower has it.
func waitNeverMisses(b *bench) {
	b.settle()
	run := b.run()
	const changes = 100
	taken := make(chan struct{}, 1)
	go func() {
		for i := range changes {
			if _, err := b.Listings.Put(b.ctx, run, []stackhound.Listing{ad(fmt.Sprint(i))}, b.now); err != nil {
				b.Error(err)
			}
			<-taken
		}
	}()
	defer close(taken)
	var cur stackhound.Cursor
	for i := range changes {
		b.ok(b.Listings.Wait(b.ctx, cur.Position))
		page := must(b.Listings.After(b.ctx, cur, 0))(b)
		if len(page) != 1 {
			b.Fatalf("woken for %d changes after %d", len(page), i)
		}
		cur.Position = page[0].Position
		taken <- struct{}{}
	}
}

// Many wait at once; a change wakes them all.
func wakesAll(b *bench) {
	b.settle()
	from := b.end()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := b.Listings.Wait(b.ctx, from.Position); err != nil {
				b.Error(err)
			}
		})
	}
	b.put(ad("a"))
	group.Wait()
}

func badPositions(b *bench) {
	for _, bad := range []stackhound.Position{"x", "-1", "1.5"} {
		_, err := b.Listings.After(b.ctx, stackhound.Cursor{Position: bad}, 1)
		b.code(err, stackhound.CodeInvalid)
		_, err = b.Listings.Lag(b.ctx, bad)
		b.code(err, stackhound.CodeInvalid)
		b.code(b.Listings.Wait(b.ctx, bad), stackhound.CodeInvalid)
		b.code(b.Postings.Apply(b.ctx, stackhound.Derivation{Follower: "understand", Position: bad}), stackhound.CodeInvalid)
	}
}

func ends(b *bench) {
	b.same("of an empty feed", must(b.Listings.End(b.ctx))(b), stackhound.Position(""))
	b.put(ad("a"), ad("b"))
	before := must(b.Listings.End(b.ctx))(b)
	b.same("what was read leads there", b.end().Position, before)
	b.put(ad("c"))
	after := must(b.Listings.End(b.ctx))(b)
	for _, c := range []struct {
		pos, goal stackhound.Position
		want      bool
	}{{"", "", true}, {"", before, false}, {before, before, true}, {before, after, false}, {after, before, true}} {
		b.same(fmt.Sprintf("%q has reached %q", c.pos, c.goal), must(b.Listings.Reached(c.pos, c.goal))(b), c.want)
	}
	_, err := b.Listings.Reached("nowhere", before)
	b.code(err, stackhound.CodeInvalid)
}
