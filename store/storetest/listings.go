package storetest

import (
	"math"
	"strings"
	"time"

	"stackhound"
	"stackhound/store"
)

func firstRunIsBackfill(b *bench) {
	b.same("counts", b.put(ad("a")), stackhound.PutCounts{New: 1})
	b.same("a second run before any was complete is a first one too", b.put(ad("b")), stackhound.PutCounts{New: 1})
	b.settle()
	b.put(ad("c"))
	got, _ := b.news(stackhound.Cursor{})
	b.same("feed", got, "a:backfill b:backfill c:source_new")
}

func putCounts(b *bench) {
	b.settle()
	b.put(ad("same"), ad("edited"), ad("shut"), ad("back"), ad("shut and edited"))
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("back")}, stackhound.ClosedGone, b.now))
	from := b.end()
	b.later(time.Hour)

	edited, shut, both, born := ad("edited"), ad("shut"), ad("shut and edited"), ad("born shut")
	edited.Title = "Senior Go Engineer"
	shut.State, shut.ClosedWhy = stackhound.ListingClosed, stackhound.ClosedExpired
	both.State, both.Title = stackhound.ListingClosed, "Filled"
	born.State = stackhound.ListingClosed
	counts := b.put(ad("same"), edited, shut, both, born, ad("back"), ad("new"))
	b.same("counts", counts, stackhound.PutCounts{New: 1, Changed: 1, Unchanged: 1, Reopened: 1, Closed: 3})
	got, _ := b.news(from)
	b.same("feed", got, "edited:source_edit shut:closed shut and edited:closed born shut:closed back:reopened new:source_new")
	b.same("why", b.get("shut").ClosedWhy, stackhound.ClosedExpired)
	b.same("why, when the board says no more", b.get("born shut").ClosedWhy, stackhound.ClosedStated)
	b.same("counts of the same again", b.put(shut), stackhound.PutCounts{Unchanged: 1})
}

func whatAListingHolds(b *bench) {
	b.settle()
	given := ad("a")
	given.Posted = given.Posted.In(time.FixedZone("elsewhere", 3600))
	given.Stated = stackhound.Stated{Workplace: []string{"remote"}, PayMin: 50_000, Currency: "EUR"}
	given.HTML = "<p>Æther &amp; Zürich\x00</p>"
	b.put(given)
	b.later(time.Hour)
	b.same("the same moment in another zone is no change", b.put(given), stackhound.PutCounts{Unchanged: 1})

	want := given
	want.Posted = want.Posted.UTC()
	want.State, want.FirstSeen, want.LastSeen = stackhound.ListingOpen, noon, b.now
	b.same("listing", b.get("a"), want)
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.ClosedGone, b.now))
	want.State, want.ClosedAt, want.ClosedWhy = stackhound.ListingClosed, b.now, stackhound.ClosedGone
	b.same("closed listing", b.get("a"), want)
	_, err := b.Listings.Get(b.ctx, key("nobody"))
	b.code(err, stackhound.CodeNotFound)
}

func touchReopens(b *bench) {
	b.settle()
	b.put(ad("open"), ad("missing"), ad("gone"))
	run := b.run()
	absent(b, run, []string{"missing"}, 2)
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("gone")}, stackhound.ClosedGone, b.now))
	from := b.end()
	b.later(time.Hour)

	next := b.run()
	b.ok(b.Listings.Touch(b.ctx, next, []string{"open", "missing", "gone", "nobody"}, b.now))
	got, _ := b.news(from)
	b.same("only the closed one is news", got, "gone:reopened")
	for _, id := range []string{"open", "missing", "gone"} {
		l := b.get(id)
		b.same(id, []any{l.State, l.LastSeen, l.ClosedAt, l.ClosedWhy}, []any{stackhound.ListingOpen, b.now, time.Time{}, stackhound.ClosedWhy("")})
	}
	b.same("unseen", len(must(b.Listings.Unseen(b.ctx, next))(b)), 0)
}

// absent marks listings absent and returns how many are missing and closed.
func absent(b *bench, run stackhound.Run, ids []string, closeAfter int) [2]int {
	b.Helper()
	missing, closed, err := b.Listings.Absent(b.ctx, run, ids, closeAfter, b.now)
	b.ok(err)
	return [2]int{missing, closed}
}

// The row of a filled or expired job may stay on the list, unchanged, for weeks.
func touchKeepsWhatTheRowClosed(b *bench) {
	b.settle()
	expired, filled := ad("expired"), ad("filled")
	expired.Expires = b.now.Add(time.Hour)
	filled.State, filled.ClosedWhy = stackhound.ListingClosed, stackhound.ClosedStated
	b.put(expired, filled)
	b.later(2 * time.Hour)
	b.same("expired", must(b.Listings.Expire(b.ctx, b.now))(b), 1)
	from := b.end()
	b.ok(b.Listings.Touch(b.ctx, b.run(), []string{"expired", "filled"}, b.now))
	got, _ := b.news(from)
	b.same("news", got, "")
	b.same("state", b.get("expired").State, stackhound.ListingClosed)
	b.same("seen", b.get("filled").LastSeen, b.now)

	expired.Expires = b.now.Add(time.Hour)
	b.same("a new date opens it again", b.put(expired).Reopened, 1)
}

func absence(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"), ad("seen"))
	from := b.end()
	first := b.run()
	b.ok(b.Listings.Touch(b.ctx, first, []string{"seen"}, b.now))
	b.same("first absence", absent(b, first, []string{"a", "seen", "nobody"}, 2), [2]int{1, 0})
	b.same("state", b.get("a").State, stackhound.ListingMissing)
	b.same("a listing the run saw", b.get("seen").State, stackhound.ListingOpen)
	got, _ := b.news(from)
	b.same("missing is no news", got, "")

	b.put(ad("a")) // seen again: the count begins anew
	b.same("absent again", absent(b, b.run(), []string{"a"}, 2), [2]int{1, 0})
	b.later(time.Hour)
	b.same("twice in a row", absent(b, b.run(), []string{"a"}, 2), [2]int{0, 1})
	b.same("a board whose list is complete closes at once", absent(b, b.run(), []string{"b"}, 1), [2]int{0, 1})
	b.same("closed ones are left alone", absent(b, b.run(), []string{"a"}, 1), [2]int{0, 0})
	l := b.get("a")
	b.same("a", []any{l.State, l.ClosedWhy, l.ClosedAt}, []any{stackhound.ListingClosed, stackhound.ClosedAbsent, b.now})
	got, _ = b.news(from)
	b.same("feed", got, "a:closed b:closed")
}

// A board that puts its ads to today's date says nothing new.
func redated(b *bench) {
	b.settle()
	b.put(ad("a"))
	from := b.end()
	l := ad("a")
	l.Posted, l.RowHash = noon, "row-later"
	b.same("counts", b.put(l), stackhound.PutCounts{Changed: 1})
	got, _ := b.news(from)
	b.same("feed", got, "a:rederived")
	b.same("the date", b.get("a").Posted, noon)
	l.Posted, l.Title = noon.Add(time.Hour), "Rust Engineer"
	b.put(l)
	got, _ = b.news(from)
	b.same("feed after an edit", got, "a:rederived+source_edit")
}

// A run that goes on after a newer one began takes nothing away from that.
func lateRun(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"))
	late, newer := b.run(), b.run()
	b.ok(b.Listings.Touch(b.ctx, newer, []string{"a"}, b.now))
	must(b.Listings.Put(b.ctx, newer, []stackhound.Listing{ad("b")}, b.now))(b)
	b.same("unseen by the late one", len(must(b.Listings.Unseen(b.ctx, late))(b)), 0)
	b.same("absent from the late one", absent(b, late, []string{"a", "b"}, 1), [2]int{0, 0})
	b.ok(b.Listings.Touch(b.ctx, late, []string{"a"}, b.now))
	must(b.Listings.Put(b.ctx, late, []stackhound.Listing{ad("b")}, b.now))(b)
	b.same("unseen by the newer one", len(must(b.Listings.Unseen(b.ctx, newer))(b)), 0)
	b.same("absent from the newer one", absent(b, newer, []string{"a", "b"}, 1), [2]int{0, 0})
}

func closing(b *bench) {
	b.settle()
	b.put(ad("a"))
	from := b.end()
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("a"), key("nobody")}, stackhound.ClosedGone, b.now))
	b.later(time.Hour)
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.ClosedStated, b.now))
	l := b.get("a")
	b.same("the first closing stays", []any{l.ClosedWhy, l.ClosedAt}, []any{stackhound.ClosedGone, noon})
	changes := must(b.Listings.After(b.ctx, from, 10))(b)
	b.same("changes", len(changes), 1)
	b.same("revision", changes[0].Revision, int64(2))
}

func expiry(b *bench) {
	b.settle()
	soon, late, never := ad("soon"), ad("late"), ad("never")
	soon.Expires, late.Expires = b.now.Add(time.Hour), b.now.Add(48*time.Hour)
	b.put(soon, late, never)
	b.same("before", must(b.Listings.Expire(b.ctx, b.now))(b), 0)
	b.later(time.Hour)
	b.same("at the very moment", must(b.Listings.Expire(b.ctx, b.now))(b), 1)
	b.same("once", must(b.Listings.Expire(b.ctx, b.now))(b), 0)
	b.same("why", b.get("soon").ClosedWhy, stackhound.ClosedExpired)
	b.same("others", b.get("late").State, stackhound.ListingOpen)
}

func tooLarge(b *bench) {
	b.settle()
	run := b.run()
	large, odd, other := ad("large"), ad("odd"), ad("other")
	large.HTML = strings.Repeat("x", store.MaxField+1)
	odd.Stated.PayMin = math.NaN()
	other.Board = "elsewhere"
	counts, err := b.Listings.Put(b.ctx, run, []stackhound.Listing{ad("a"), large, odd, other, ad(""), ad("caf\xe9"), ad("nu\x00ll"), ad(strings.Repeat("i", store.MaxID+1))}, b.now)
	b.code(err, stackhound.CodeInvalid)
	b.same("the rest is stored", counts, stackhound.PutCounts{New: 1})
	b.same("lines of the error", strings.Count(err.Error(), "\n")+1, 7)
	for _, part := range []string{"sample/large", "html", "1048577", `caf\xe9`, `nu\x00ll`, "1025"} {
		if !strings.Contains(err.Error(), part) {
			b.Errorf("error %q does not name %q", err, part)
		}
	}
	large.HTML = large.HTML[1:]
	b.same("just within", b.put(large), stackhound.PutCounts{New: 1})
}

func knownAndUnseen(b *bench) {
	b.settle()
	b.put(ad("a"), ad("b"), ad("c"))
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("c")}, stackhound.ClosedGone, b.now))
	absent(b, b.run(), []string{"b"}, 2)
	b.same("known", must(b.Listings.Known(b.ctx, board))(b), map[string]stackhound.KnownListing{
		"a": {RowHash: "row-a", State: stackhound.ListingOpen, URL: "https://jobs.example/a"},
		"b": {RowHash: "row-b", State: stackhound.ListingMissing, URL: "https://jobs.example/b"},
		"c": {RowHash: "row-c", State: stackhound.ListingClosed, URL: "https://jobs.example/c"},
	})
	b.same("another board", len(must(b.Listings.Known(b.ctx, "elsewhere"))(b)), 0)

	run := b.run()
	changed := ad("a")
	changed.RowHash = "another row"
	b.same("a new row hash alone is no change", must(b.Listings.Put(b.ctx, run, []stackhound.Listing{changed}, b.now))(b), stackhound.PutCounts{Unchanged: 1})
	b.same("row hash", must(b.Listings.Known(b.ctx, board))(b)["a"].RowHash, "another row")
	unseen := must(b.Listings.Unseen(b.ctx, run))(b)
	b.same("unseen", len(unseen), 1)
	b.same("unseen listing", []any{unseen[0].ID, unseen[0].State, unseen[0].Title}, []any{"b", stackhound.ListingMissing, "Go Engineer b"})
}
