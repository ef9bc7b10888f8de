package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"stackhound"
)

func applyAndGet(b *bench) {
	p := job("p1")
	low := 50_000.0
	p.Salary = &stackhound.Pay{Min: &low, Currency: "EUR", Period: "year"}
	p.Stack.Required = []string{"go"}
	b.apply(stackhound.Derivation{Position: "7", Postings: []stackhound.PostingWrite{wrote(p, stackhound.CauseNew)}})
	b.same("posting", must(b.Postings.Get(b.ctx, "p1"))(b), p)
	b.same("position", must(b.Positions.Load(b.ctx, "understand"))(b).Position, stackhound.Position("00000000000000000007"))
	_, err := b.Postings.Get(b.ctx, "p2")
	b.code(err, stackhound.CodeNotFound)
}

func equalPostingIsNoChange(b *bench) {
	p := job("p1")
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(p, stackhound.CauseNew)}})
	_, from := b.postingNews(stackhound.Cursor{})
	b.apply(stackhound.Derivation{Position: "9", Postings: []stackhound.PostingWrite{wrote(p, stackhound.CauseRederived)}})
	got, _ := b.postingNews(stackhound.Cursor{Position: from})
	b.same("the same again", got, "")
	b.same("the position is saved all the same", must(b.Positions.Load(b.ctx, "understand"))(b).Position, stackhound.Position("00000000000000000009"))
	p.Title = "Lead Go Engineer"
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(p, stackhound.CauseEdit)}})
	got, _ = b.postingNews(stackhound.Cursor{Position: from})
	b.same("edited", got, "p1:source_edit")
}

func tombstones(b *bench) {
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job("p1"), stackhound.CauseNew), wrote(job("p2"), stackhound.CauseNew)}})
	_, from := b.postingNews(stackhound.Cursor{})
	b.apply(stackhound.Derivation{Deleted: []string{"p1", "p1", "never"}})
	got, _ := b.postingNews(stackhound.Cursor{Position: from})
	b.same("once, and only of what was there", got, "p1†:closed")
	changes := must(b.Postings.After(b.ctx, stackhound.Cursor{Position: from}, 1))(b)
	b.same("value", changes[0].Value, stackhound.Posting{ID: "p1"})
	b.same("revision", changes[0].Revision, int64(2))
	_, err := b.Postings.Get(b.ctx, "p1")
	b.code(err, stackhound.CodeNotFound)
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job("p1"), stackhound.CauseReopened)}})
	b.same("issued again", must(b.Postings.Get(b.ctx, "p1"))(b), job("p1"))
	got, _ = b.postingNews(stackhound.Cursor{Position: from})
	b.same("feed", got, "p1:closed+reopened")
}

func aliases(b *bench) {
	for _, id := range []string{"p1", "p2", "p3", "p4"} {
		b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job(id), stackhound.CauseNew)}})
	}
	_, from := b.postingNews(stackhound.Cursor{})
	b.apply(stackhound.Derivation{Aliases: map[string]string{"p4": "p3"}})
	b.apply(stackhound.Derivation{Aliases: map[string]string{"p2": "p1", "p3": "p2"}}) // a chain in one go, after a chain's first link
	got, _ := b.postingNews(stackhound.Cursor{Position: from})
	b.same("feed", got, "p4†:merged p2†:merged p3†:merged")
	for _, id := range []string{"p1", "p2", "p3", "p4"} {
		b.same(id, must(b.Postings.Get(b.ctx, id))(b).ID, "p1")
	}
	many := must(b.Postings.GetMany(b.ctx, []string{"p3", "p1"}))(b)
	b.same("many, aliases not followed", len(many), 1)

	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job("p3"), stackhound.CauseSplit)}})
	b.same("an id issued again is no alias", must(b.Postings.Get(b.ctx, "p3"))(b).ID, "p3")
	b.same("others stay", must(b.Postings.Get(b.ctx, "p4"))(b).ID, "p1")
	err := b.Postings.Apply(b.ctx, stackhound.Derivation{Follower: "understand", Position: "99", Aliases: map[string]string{"p1": "p4"}})
	if err == nil {
		b.Error("an alias that leads back to itself was taken")
	}
	b.same("nothing of a refused derivation happened", must(b.Positions.Load(b.ctx, "understand"))(b).Position, stackhound.Position(""))
}

func named(b *bench) {
	for _, id := range []string{"pab", "pabc", "pb", "pc%"} {
		b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job(id), stackhound.CauseNew)}})
	}
	b.apply(stackhound.Derivation{Aliases: map[string]string{"pb": "pabc"}, Deleted: []string{"pc%"}})
	for prefix, want := range map[string]string{"pab": "[pab pabc]", "pabc": "[pabc]", "pb": "[pabc]", "p": "[pab pabc]", "pc": "[]", "P": "[]", "%": "[]", "": "[pab pabc]"} {
		b.same("named "+prefix, fmt.Sprint(must(b.Postings.Named(b.ctx, prefix, 10))(b)), want)
	}
	b.same("at most one", fmt.Sprint(must(b.Postings.Named(b.ctx, "p", 1))(b)), "[pab]")
}

// keyed is a listing with the keys it holds, as heldKeys tells them.
func keyed(id string, keys ...string) stackhound.Listing {
	l := ad(id)
	l.Tags = keys
	return l
}

func heldKeys(listings []stackhound.Listing) [][]string {
	held := make([][]string, len(listings))
	for i, l := range listings {
		held[i] = l.Tags
	}
	return held
}

func components(b *bench) {
	b.settle()
	b.put(keyed("a", "k1", "k2"), keyed("b", "k2"), keyed("c", "k3"), keyed("d"), keyed("e", "k4", "k5"), keyed("f", "k5"), keyed("fresh"), keyed("fresh2", "k2"), keyed("fresh3", "k3", "k4"))
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{
		linked("a", "p1", "k1", "k2"), linked("b", "p1", "k2"), linked("c", "p2", "k3"), linked("d", "p2"), linked("e", "p3", "k4", "k5"), linked("f", "p4", "k5"),
	}})
	const a, bb, c, d, e, f = "a=p1[k1 k2]", "b=p1[k2]", "c=p2[k3]", "d=p2[]", "e=p3[k4 k5]", "f=p4[k5]"
	for _, want := range []struct{ touched, found string }{
		{"", ""},
		{"fresh", "fresh=[]"},
		{"fresh nobody", "fresh=[]"},
		{"b", strings.Join([]string{a, bb}, " ")},
		{"d", strings.Join([]string{c, d}, " ")},
		{"fresh2", strings.Join([]string{a, bb, "fresh2=[k2]"}, " ")},
		{"fresh3", strings.Join([]string{c, d, e, f, "fresh3=[k3 k4]"}, " ")},
	} {
		got, _ := componentText(b, 9, strings.Fields(want.touched)...)
		b.same(want.touched, got, want.found)
	}

	b.put(keyed("a", "k9"))
	got, _ := componentText(b, 9, "a")
	b.same("what it held before", got, "a=p1[k9] "+bb)
	got, _ = componentText(b, 9, "fresh2")
	b.same("one met that has changed", got, "a=p1[k9] "+bb+" fresh2=[k2]")
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked("a", "p3", "k9"), linked("d", "")}})
	got, _ = componentText(b, 9, "b", "d")
	b.same("links and keys are replaced", got, bb+" d=[]")
}

// A component tells of each listing why it changed, touched or not.
func componentCauses(b *bench) {
	b.settle()
	b.put(keyed("a", "k"), keyed("b", "k"))
	b.apply(stackhound.Derivation{Position: b.end().Position, Links: []stackhound.Linked{linked("a", "p1", "k"), linked("b", "p1", "k")}})
	since := func(cur stackhound.Cursor) string {
		b.Helper()
		found, err := b.Postings.Component(b.ctx, []stackhound.ListingKey{key("a")}, cur, heldKeys, 9)
		b.ok(err)
		var parts []string
		for _, l := range found.Linked {
			parts = append(parts, fmt.Sprint(l.Listing.ID, l.Causes))
		}
		return strings.Join(parts, " ")
	}
	cur := b.end()
	b.same("nothing new", since(cur), "a[] b[]")
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.ClosedGone, b.now))
	edited := keyed("b", "k")
	edited.Title = "Go Engineer b, Senior"
	b.put(edited)
	b.same("both changed", since(cur), "a[closed] b[source_edit]")
	b.same("replayed", since(stackhound.Cursor{ReplayUntil: cur.Position}), "a[rederived closed] b[rederived source_edit]")
	_, err := b.Postings.Component(b.ctx, nil, stackhound.Cursor{Position: "x"}, heldKeys, 9)
	b.code(err, stackhound.CodeInvalid)
}

// A key that too many hold leads to nobody, but to all of them once it does not.
func crowdedKeys(b *bench) {
	b.settle()
	b.put(keyed("a", "k"), keyed("b", "k"), keyed("c", "k"), keyed("new", "k"))
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked("a", "p1", "k"), linked("b", "p2", "k"), linked("c", "p3", "k")}})
	expect := func(most int, touched, want string, crowded bool) {
		b.Helper()
		got, keys := componentText(b, most, touched)
		b.same(fmt.Sprintf("%s, at most %d", touched, most), []any{got, keys["k"]}, []any{want, crowded})
	}
	expect(3, "new", "a=p1[k] b=p2[k] c=p3[k] new=[k]", false)
	expect(2, "new", "new=[k]", true)
	expect(2, "a", "a=p1[k] b=p2[k] c=p3[k]", false)
	expect(1, "a", "a=p1[k]", true)

	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("b"), key("c")}, stackhound.ClosedGone, b.now))
	expect(1, "new", "new=[k]", true) // not understood to be closed yet
	expect(1, "b", "b=p2[k]", true)
	shut := linked("b", "p2", "k")
	shut.Listing.State = stackhound.ListingClosed
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{shut}})
	expect(1, "c", "a=p1[k] b=p2[k] c=p3[k]", false)
}

func componentText(b *bench, most int, touched ...string) (text string, crowded map[string]bool) {
	b.Helper()
	var of []stackhound.ListingKey
	for _, id := range touched {
		of = append(of, key(id))
	}
	found, err := b.Postings.Component(b.ctx, of, stackhound.Cursor{}, heldKeys, most)
	b.ok(err)
	var parts []string
	for _, l := range found.Linked {
		parts = append(parts, fmt.Sprintf("%s=%s%v", l.Listing.ID, l.Posting, l.Keys))
		if l.Listing.Title != "Go Engineer "+l.Listing.ID {
			b.Errorf("listing %s came without its content: %+v", l.Listing.ID, l.Listing)
		}
	}
	return strings.Join(parts, " "), found.Crowded
}

// role is a link of one of several roles of a listing.
func role(id, part, posting string, keys ...string) stackhound.Linked {
	l := linked(id, posting, keys...)
	l.Part = part
	return l
}

// A listing that offers several roles has a link for each; all of them are found, with
// what belongs to each.
func rolesOfAListing(b *bench) {
	b.settle()
	b.put(keyed("a", "k1", "k2"), keyed("b", "k1"), keyed("c"), keyed("d", "k4"), keyed("e", "k4"), keyed("new", "k1"))
	gone := role("a", "rust", "p9")
	gone.Gone, gone.Founder = noon, true
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{
		role("a", "go", "p1", "k1"), role("a", "java", "p2", "k2"), gone, linked("b", "p1", "k1"), linked("c", "p2"), role("d", "go", "p2"), role("d", "data", "p3", "k4"), linked("e", "p3", "k4"),
	}})
	const all = "a=p2[k1 k2] a=p1[k1 k2] a=p9[k1 k2] b=p1[k1] c=p2[] d=p3[k4] d=p2[k4] e=p3[k4]"
	for _, touched := range []string{"a", "b", "c", "e"} {
		got, _ := componentText(b, 9, touched)
		b.same(touched, sortedWords(got), sortedWords(all))
	}
	got, _ := componentText(b, 9, "new")
	b.same("by a key of one role", sortedWords(got), sortedWords(all+" new=[k1]"))
	found, err := b.Postings.Component(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.Cursor{}, heldKeys, 9)
	b.ok(err)
	var was []string
	for _, l := range found.Linked {
		if l.Listing.ID == "a" {
			was = append(was, fmt.Sprint(l.Part, " ", l.Posting, " ", l.Founder, " ", !l.Gone.IsZero() && l.Gone.Equal(noon)))
		}
	}
	b.same("what each was", strings.Join(was, ", "), "go p1 false false, java p2 false false, rust p9 true true")

	b.apply(stackhound.Derivation{Links: []stackhound.Linked{role("a", "java", "p2", "k2")}})
	got, _ = componentText(b, 9, "b")
	b.same("links and keys of all roles are replaced", got, "b=p1[k1]")
}

func sortedWords(text string) string {
	words := strings.SplitAfter(text, "] ")
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// A posting that no listing offers any more closes as it stands, once.
func ended(b *bench) {
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job("p1"), stackhound.CauseNew), wrote(job("p2"), stackhound.CauseNew)}})
	_, from := b.postingNews(stackhound.Cursor{})
	ending := stackhound.Derivation{Ended: []stackhound.Ending{{Posting: "p1", At: noon}, {Posting: "never", At: noon}}}
	b.apply(ending)
	got, next := b.postingNews(stackhound.Cursor{Position: from})
	b.same("feed", got, "p1:closed")
	want := job("p1")
	want.ClosedAt, want.ClosedWhy, want.Sources[0].State = noon, stackhound.ClosedDropped, stackhound.ListingClosed
	want.History = []stackhound.Event{{At: noon, Kind: stackhound.EventClosed, Now: "dropped"}}
	b.same("as it stood", must(b.Postings.Get(b.ctx, "p1"))(b), want)
	ending.Ended[0].At = noon.AddDate(0, 0, 1)
	b.apply(ending)
	got, _ = b.postingNews(stackhound.Cursor{Position: next})
	b.same("again", got, "")
}

func eachAndCount(b *bench) {
	const n = 450 // more than is read at a time
	var d stackhound.Derivation
	for i := range n {
		p := job(fmt.Sprintf("p%03d", i))
		if i%3 == 0 {
			p.ClosedAt, p.ClosedWhy = noon, stackhound.ClosedGone
		}
		d.Postings = append(d.Postings, wrote(p, stackhound.CauseNew))
	}
	b.apply(d)
	b.apply(stackhound.Derivation{Deleted: []string{"p001"}})
	open, all, err := b.Postings.Count(b.ctx)
	b.ok(err)
	b.same("counts", []int{open, all}, []int{299, 449})
	for _, c := range []struct {
		all  bool
		want int
	}{{false, open}, {true, all}} {
		var ids []string
		b.ok(b.Postings.Each(b.ctx, c.all, func(p stackhound.Posting) error {
			ids = append(ids, p.ID)
			_, err := b.Postings.Get(b.ctx, p.ID) // the store may be used meanwhile
			return err
		}))
		b.same("each", len(ids), c.want)
		b.same("ordered", slices.IsSorted(ids), true)
	}
	stop := errors.New("enough")
	b.same("stops", b.Postings.Each(b.ctx, true, func(stackhound.Posting) error { return stop }), stop)
	many := must(b.Postings.GetMany(b.ctx, []string{"p200", "p001", "p002", "none", "p100"}))(b)
	var ids []string
	for _, p := range many {
		ids = append(ids, p.ID)
	}
	b.same("many", ids, []string{"p200", "p002", "p100"})
}

// Who had a posting first is told of what boards showed after they were first read, or
// date themselves.
func originality(b *bench) {
	began := map[string]time.Time{"one": noon, "two": noon, "three": noon}
	shown := func(posting, board string, days int, posted time.Time) stackhound.Linked {
		l := stackhound.Listing{ListingKey: stackhound.ListingKey{Board: board, ID: posting}, FirstSeen: noon.AddDate(0, 0, days), Posted: posted}
		return stackhound.Linked{Listing: l, Posting: posting}
	}
	none := time.Time{}
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{
		shown("p1", "one", 1, none),
		shown("p2", "one", 1, none), shown("p2", "two", 4, none),
		shown("p3", "one", 2, none), shown("p3", "two", 3, none), shown("p3", "three", 9, none),
		shown("p4", "two", 1, none), shown("p4", "one", 1, none),
		shown("p5", "two", 0, none), shown("p5", "one", 1, none),
		shown("p6", "two", 0, noon.AddDate(0, 0, -1)), shown("p6", "one", 1, none),
	}})
	day := 24 * time.Hour
	b.same("originality", must(b.Postings.Originality(b.ctx, began))(b), []stackhound.Originality{
		{Board: "one", Postings: 6, Only: 1, Compared: 4, First: 2, Lead: 2 * day},
		{Board: "three", Postings: 1, Compared: 1},
		{Board: "two", Postings: 5, Compared: 4, First: 1, Lead: 2 * day},
	})
}
