package storetest

import (
	"fmt"
	"time"

	"stackhound"
)

// open stores an open posting.
func (b *bench) open(ids ...string) {
	b.Helper()
	for _, id := range ids {
		b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(job(id), stackhound.CauseNew)}})
	}
}

// match scores a posting for ada.
func (b *bench) match(posting string, score int) {
	b.Helper()
	b.matched(stackhound.MatchUpdate{Blocks: []stackhound.Block{{Posting: posting, Entries: []stackhound.BlockEntry{{Profile: "ada", Score: score}}}}})
}

func (b *bench) matched(u stackhound.MatchUpdate) int {
	b.Helper()
	u.Follower = "matcher"
	u.From = must(b.Positions.Load(b.ctx, u.Follower))(b)
	return must(b.Matches.Apply(b.ctx, u))(b)
}

// about is a delivery of ada's morning alert about postings, under class new.
func (b *bench) about(id string, postings ...string) stackhound.Delivery {
	d := stackhound.Delivery{ID: id, Profile: "ada", Alert: "morning", Channel: "email", Kind: stackhound.KindDigest, To: "ada@example.com", Created: b.now}
	for _, p := range postings {
		d.Items = append(d.Items, stackhound.Item{Posting: p, Class: "new", Score: 80, Reasons: []stackhound.Reason{{Points: 80, Text: "go"}}, Snapshot: job(p)})
	}
	return d
}

func (b *bench) plan(id string, postings ...string) {
	b.Helper()
	b.same("planned", must(b.Deliveries.Plan(b.ctx, b.about(id, postings...)))(b), true)
}

func (b *bench) untold(ids ...string) []string {
	b.Helper()
	return must(b.Matches.Untold(b.ctx, "ada", "morning", ids))(b)
}

// unsent lists ada's postings for the morning alert.
func (b *bench) unsent(limit int) []string {
	b.Helper()
	var ids []string
	for _, s := range must(b.Matches.Unsent(b.ctx, "ada", "morning", 60, limit))(b) {
		ids = append(ids, s.Posting)
	}
	return ids
}

func blocks(b *bench) {
	both := stackhound.Block{Posting: "p1", Entries: []stackhound.BlockEntry{{Profile: "ada", Score: 70}, {Profile: "bo", Score: 65}}}
	b.matched(stackhound.MatchUpdate{Position: "3", Blocks: []stackhound.Block{both, {Posting: "p2", Entries: both.Entries[:1]}}})
	b.same("pairs", must(b.Matches.Count(b.ctx))(b), 3)
	b.same("position", must(b.Positions.Load(b.ctx, "matcher"))(b).Position, stackhound.Position("00000000000000000003"))
	b.matched(stackhound.MatchUpdate{Blocks: []stackhound.Block{{Posting: "p1", Entries: both.Entries[1:]}, {Posting: "p2"}}})
	b.same("a block replaces the one before", must(b.Matches.Count(b.ctx))(b), 1)
}

func unsentOrder(b *bench) {
	newer, closed := job("newer"), job("closed")
	newer.FirstSeen = noon.Add(time.Hour)
	closed.ClosedAt = noon
	b.open("best", "b", "a", "weak", "told", "deleted")
	b.apply(stackhound.Derivation{Postings: []stackhound.PostingWrite{wrote(newer, stackhound.CauseNew), wrote(closed, stackhound.CauseNew)}, Deleted: []string{"deleted"}})
	for id, score := range map[string]int{"best": 95, "b": 80, "a": 80, "newer": 80, "weak": 59, "told": 90, "closed": 90, "deleted": 90} {
		b.match(id, score)
	}
	b.plan("yesterday", "told")
	b.same("best first", b.unsent(10), []string{"best", "newer", "a", "b"})
	b.same("cut", b.unsent(2), []string{"best", "newer"})
	b.same("another alert was told nothing", len(must(b.Matches.Unsent(b.ctx, "ada", "evening", 60, 10))(b)), 5)
	b.same("another profile", len(must(b.Matches.Unsent(b.ctx, "bo", "morning", 0, 10))(b)), 0)
	reopened := b.about("reopened", "best")
	reopened.Items[0].Class = "reopened"
	must(b.Deliveries.Plan(b.ctx, reopened))(b)
	b.same("told as reopened, not as new", b.unsent(1), []string{"best"})
	b.same("told in any way", b.untold("best", "a", "told", "b"), []string{"a", "b"})
}

func instantOnce(b *bench) {
	b.open("p1", "p2")
	first, other := b.about("i1", "p1"), b.about("i2", "p2")
	b.same("planned", b.matched(stackhound.MatchUpdate{Position: "1", Deliveries: []stackhound.Delivery{first, other, first}}), 2)
	b.same("the same ids", b.matched(stackhound.MatchUpdate{Position: "2", Deliveries: []stackhound.Delivery{first, other}}), 0)
	b.same("told under another id", b.matched(stackhound.MatchUpdate{Deliveries: []stackhound.Delivery{b.about("i3", "p1")}}), 0)
	again := b.about("i4", "p1")
	again.Items[0].Class = "reopened"
	b.same("another class", b.matched(stackhound.MatchUpdate{Deliveries: []stackhound.Delivery{again}}), 1)
	b.same("another alert", b.matched(stackhound.MatchUpdate{Deliveries: []stackhound.Delivery{func() stackhound.Delivery {
		d := b.about("i5", "p1")
		d.Alert = "evening"
		return d
	}()}}), 1)
	b.same("the first is as it was planned", len(must(b.Deliveries.Get(b.ctx, "i1"))(b).Items), 1)
}

func toldFollowsMerges(b *bench) {
	b.open("old", "young")
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked("a", "old"), linked("b", "young")}})
	b.plan("d1", "young")
	b.same("before", b.untold("old", "young"), []string{"old"})
	b.apply(stackhound.Derivation{Aliases: map[string]string{"young": "old"}, Links: []stackhound.Linked{linked("b", "old")}})
	b.match("old", 90)
	b.same("after", len(b.untold("old", "young")), 0)
	b.same("unsent", len(b.unsent(10)), 0)
	b.same("an instant that was thought of before", b.matched(stackhound.MatchUpdate{Deliveries: []stackhound.Delivery{b.about("late", "young")}}), 0)

	b.open("lone")
	b.plan("d0", "lone") // no listing is linked to it that could carry this over
	b.open("heir")
	b.apply(stackhound.Derivation{Aliases: map[string]string{"lone": "heir"}})
	b.same("told by the alias alone", len(b.untold("heir")), 0)

	b.open("third", "fourth")
	b.apply(stackhound.Derivation{Aliases: map[string]string{"third": "fourth"}})
	b.plan("d2", "fourth")
	b.same("told since, asked by the old id", len(b.untold("third")), 0)
}

func toldFollowsSplits(b *bench) {
	b.open("p1", "twin")
	b.apply(stackhound.Derivation{Aliases: map[string]string{"twin": "p1"}, Links: []stackhound.Linked{linked("a", "p1"), linked("b", "p1"), linked("c", "p1")}})
	b.plan("d1", "twin") // its planner had not heard of the merge yet
	b.same("told under the living id", len(b.untold("p1")), 0)
	b.apply(stackhound.Derivation{
		Postings: []stackhound.PostingWrite{wrote(job("p2"), stackhound.CauseSplit), wrote(job("twin"), stackhound.CauseSplit)},
		Links:    []stackhound.Linked{linked("b", "p2"), linked("c", "twin")},
	})
	b.same("every part counts as told", len(b.untold("p1", "p2", "twin")), 0)
	b.open("other")
	b.same("what was never part of it does not", b.untold("other"), []string{"other"})
}

// Who was told of an ad as a whole was told of the roles it is read as now, but not of
// one that an ad of several roles gains.
func toldFollowsRoles(b *bench) {
	b.open("p1", "p2", "p3")
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked("a", "p1")}})
	b.plan("d1", "p1")
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{role("a", "go", "p1"), role("a", "rust", "p2")}})
	b.same("roles of the ad", len(b.untold("p1", "p2")), 0)
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{role("a", "go", "p1"), role("a", "rust", "p2"), role("a", "java", "p3")}})
	b.same("a role it gains", b.untold("p1", "p2", "p3"), []string{"p3"})
	b.open("p4")
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{role("a", "go", "p4"), role("a", "rust", "p2"), role("a", "java", "p3")}})
	b.same("a role that moves", len(b.untold("p4")), 0)
}

func rescore(b *bench) {
	sp, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.open("p1", "p2")
	b.match("p1", 90)
	b.matched(stackhound.MatchUpdate{Blocks: []stackhound.Block{{Posting: "p3", Entries: []stackhound.BlockEntry{{Profile: "bo", Score: 1}}}}})
	anew := stackhound.Rescoring{Follower: "matcher", From: must(b.Positions.Load(b.ctx, "matcher"))(b), Profile: "ada", Revision: sp.Revision, Created: sp.Created, Scores: []stackhound.Scored{{Posting: "p2", Score: 77}}}
	b.ok(b.Matches.Rescore(b.ctx, anew))
	b.same("unsent", b.unsent(10), []string{"p2"})
	b.same("others keep theirs", must(b.Matches.Count(b.ctx))(b), 2)
	b.same("matched", must(b.Profiles.Get(b.ctx, "ada"))(b).Matched, sp.Revision)

	b.matched(stackhound.MatchUpdate{Position: "8", Blocks: []stackhound.Block{{Posting: "p1", Entries: []stackhound.BlockEntry{{Profile: "ada", Score: 88}}}}})
	b.code(b.Matches.Rescore(b.ctx, anew), stackhound.CodeConflict)
	b.same("what was matched meanwhile stays", b.unsent(10), []string{"p1", "p2"})
}

// Scores of a profile that was removed meanwhile are nobody's, even where there is a new
// one of its name.
func rescoreOfARemovedProfile(b *bench) {
	sp, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	b.open("p1")
	anew := stackhound.Rescoring{Follower: "matcher", Profile: "ada", Revision: sp.Revision, Created: sp.Created, Scores: []stackhound.Scored{{Posting: "p1", Score: 77}}}
	refused := func(what string) {
		b.Helper()
		b.code(b.Matches.Rescore(b.ctx, anew), stackhound.CodeConflict)
		b.same(what, must(b.Matches.Count(b.ctx))(b), 0)
	}
	b.ok(b.Profiles.Remove(b.ctx, "ada"))
	refused("removed")
	b.later(time.Second)
	other := ada()
	other.Stack.Core = []string{"cobol"}
	sp, _, err = b.Profiles.Put(b.ctx, other, b.now)
	b.ok(err)
	refused("added again")
	b.same("matched", must(b.Profiles.Get(b.ctx, "ada"))(b).Matched, int64(0))
	anew.Created, anew.Revision = sp.Created, sp.Revision+1
	refused("of a revision there never was")
}

// Many scores are stored as a few are.
func rescoreMany(b *bench) {
	sp, _, err := b.Profiles.Put(b.ctx, ada(), b.now)
	b.ok(err)
	anew := stackhound.Rescoring{Follower: "matcher", Profile: "ada", Revision: sp.Revision, Created: sp.Created}
	for i := range 12_001 {
		anew.Scores = append(anew.Scores, stackhound.Scored{Posting: fmt.Sprintf(`p"<%d>é`, i), Score: i % 101})
	}
	b.ok(b.Matches.Rescore(b.ctx, anew))
	b.same("pairs", must(b.Matches.Count(b.ctx))(b), len(anew.Scores))
	last := anew.Scores[len(anew.Scores)-1].Posting
	b.open(last)
	b.same("the last", b.unsent(10), []string{last})
}
