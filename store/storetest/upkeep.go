package storetest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"stackhound"
	"stackhound/store"
)

func runs(b *bench) {
	killed := b.run()
	b.same("started", killed, stackhound.Run{ID: killed.ID, Board: board, Started: noon, First: true})
	b.same("none finished", len(must(b.Runs.Latest(b.ctx))(b)), 0)
	partial := b.run()
	partial.Finished, partial.Verdict, partial.Items = b.now.Add(time.Minute), stackhound.VerdictPartial, 12
	b.ok(b.Runs.Finish(b.ctx, partial))
	b.same("latest", must(b.Runs.Latest(b.ctx))(b), map[string]stackhound.Run{board: partial})
	complete := b.run()
	b.same("ids grow", complete.ID > partial.ID && partial.ID > killed.ID, true)
	b.same("a partial run does not count", complete.First, true)
	complete.Finished, complete.Complete, complete.Verdict = b.now, true, stackhound.VerdictOK
	b.ok(b.Runs.Finish(b.ctx, complete))
	b.same("first read to its end", must(b.Runs.Began(b.ctx))(b), map[string]time.Time{board: complete.Finished})
	b.later(time.Hour)
	b.same("after a complete one", b.run().First, false)
	b.same("another board", must(b.Runs.Start(b.ctx, "elsewhere", noon))(b).First, true)
	b.same("started, finished or not", must(b.Runs.Started(b.ctx))(b), map[string]time.Time{board: b.now, "elsewhere": noon})
	last := must(b.Runs.Last(b.ctx, board, 3))(b)
	b.same("newest first", []any{len(last), last[1], last[2]}, []any{3, complete, partial})
	b.code(b.Runs.Finish(b.ctx, stackhound.Run{ID: 99, Board: board}), stackhound.CodeNotFound)
}

func bodies(b *bench) {
	body := stackhound.Body{Run: 1, Board: board, URL: "https://jobs.example/", Status: 200, Type: "text/html", Data: []byte("old"), Fetched: b.now}
	b.ok(b.Bodies.Put(b.ctx, body))
	newer := body
	newer.Data, newer.Fetched, newer.Status = bytes.Repeat([]byte("new "), 10_000), b.now.Add(time.Hour), 404
	b.ok(b.Bodies.Put(b.ctx, newer))
	b.same("newest", must(b.Bodies.Get(b.ctx, board, body.URL))(b), newer)
	_, err := b.Bodies.Get(b.ctx, board, "https://jobs.example/none")
	b.code(err, stackhound.CodeNotFound)
	both := []stackhound.Body{body, newer}
	both[0].URL, both[1].URL = "https://jobs.example/1", "https://jobs.example/2"
	b.ok(b.Bodies.Put(b.ctx, both...))
	b.same("of several", []any{must(b.Bodies.Get(b.ctx, board, both[0].URL))(b), must(b.Bodies.Get(b.ctx, board, both[1].URL))(b)}, []any{both[0], both[1]})
	b.ok(b.Bodies.Put(b.ctx))
	packed := body
	packed.URL, packed.Data, packed.Packed = "https://jobs.example/3", nil, gzipped("as it came")
	b.ok(b.Bodies.Put(b.ctx, packed))
	b.same("packed", string(must(b.Bodies.Get(b.ctx, board, packed.URL))(b).Data), "as it came")
	newer.Data = make([]byte, store.MaxBody+1)
	b.code(b.Bodies.Put(b.ctx, newer), stackhound.CodeInvalid)
}

func gzipped(text string) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text)) // into memory
	_ = w.Close()
	return packed.Bytes()
}

func bodiesBudget(b *bench) {
	random := rand.NewChaCha8([32]byte{})
	for i := range 5 {
		data := make([]byte, 1000) // random: does not compress
		random.Read(data)
		b.ok(b.Bodies.Put(b.ctx, stackhound.Body{Board: board, URL: fmt.Sprint(i), Data: data, Fetched: b.now.Add(time.Duration(i) * time.Hour)}))
	}
	b.same("by age", must(b.Bodies.Prune(b.ctx, b.now.Add(time.Hour), 1<<20))(b), 1)
	b.same("by space", must(b.Bodies.Prune(b.ctx, b.now, 2500))(b), 2)
	b.same("nothing more", must(b.Bodies.Prune(b.ctx, b.now, 2500))(b), 0)
	for i, kept := range []bool{false, false, false, true, true} {
		_, err := b.Bodies.Get(b.ctx, board, fmt.Sprint(i))
		b.same(fmt.Sprint("kept ", i), err == nil, kept)
	}
}

func leases(b *bench) {
	acquire := func(owner string) bool { return must(b.Leases.Acquire(b.ctx, "host", owner, b.now, time.Minute))(b) }
	b.same("free", acquire("one"), true)
	b.same("held", acquire("two"), false)
	b.later(time.Second)
	b.same("extended by its owner", acquire("one"), true)
	b.later(59 * time.Second)
	b.same("still held", acquire("two"), false)
	b.later(time.Second)
	b.same("run out", acquire("two"), true)
	b.ok(b.Leases.Release(b.ctx, "host", "one"))
	b.same("released by another", acquire("one"), false)
	b.ok(b.Leases.Release(b.ctx, "host", "two"))
	b.same("released", acquire("one"), true)
}

func leaseHolders(b *bench) {
	holder := func(key string) []any {
		owner, until, err := b.Leases.Holder(b.ctx, key, b.now)
		b.ok(err)
		return []any{owner, until}
	}
	must(b.Leases.Acquire(b.ctx, "host b", "one", b.now, time.Minute))(b)
	must(b.Leases.Acquire(b.ctx, "host a", "two", b.now, time.Hour))(b)
	b.same("held", holder("host b"), []any{"one", b.now.Add(time.Minute)})
	b.same("never held", holder("host c"), []any{"", time.Time{}})
	long := stackhound.Lease{Key: "host a", Owner: "two", Until: b.now.Add(time.Hour)}
	b.same("by key", must(b.Leases.List(b.ctx, b.now))(b), []stackhound.Lease{long, {Key: "host b", Owner: "one", Until: b.now.Add(time.Minute)}})
	b.later(time.Minute)
	b.same("run out", holder("host b"), []any{"", time.Time{}})
	b.same("running", must(b.Leases.List(b.ctx, b.now))(b), []stackhound.Lease{long})
	b.ok(b.Leases.Release(b.ctx, "host a", "two"))
	b.same("released", holder("host a"), []any{"", time.Time{}})
}

func parkedHosts(b *bench) {
	const host, other = "https://jobs.example", "http://jobs.example"
	parked := func(host string) stackhound.Parking { return must(b.Hosts.Parked(b.ctx, host, b.now))(b) }
	b.same("unknown", parked(host), stackhound.Parking{})
	b.ok(b.Hosts.Park(b.ctx, host, b.now.Add(time.Hour), "answered 429"))
	long := stackhound.Parking{Host: host, Until: b.now.Add(time.Hour), Why: "answered 429"}
	b.same("parked", parked(host), long)
	b.same("of the other scheme", parked(other), stackhound.Parking{})
	b.ok(b.Hosts.Park(b.ctx, host, b.now.Add(time.Minute), "answered 503"))
	b.same("the longer stands", parked(host), long)
	b.ok(b.Hosts.Park(b.ctx, other, b.now.Add(time.Minute), "answered 500 for its robots.txt"))
	b.same("by name", must(b.Hosts.List(b.ctx, b.now))(b), []stackhound.Parking{{Host: other, Until: b.now.Add(time.Minute), Why: "answered 500 for its robots.txt"}, long})
	b.later(time.Minute)
	b.same("over", parked(other), stackhound.Parking{})
	b.same("forgotten", must(b.Hosts.Forget(b.ctx, b.now))(b), 1)
	b.same("kept", must(b.Hosts.List(b.ctx, b.now))(b), []stackhound.Parking{long})
	b.ok(b.Hosts.Park(b.ctx, host, b.now.Add(2*time.Hour), "answered 503"))
	b.same("longer still", parked(host), stackhound.Parking{Host: host, Until: b.now.Add(2 * time.Hour), Why: "answered 503"})
}

// identity holds that a store has an id, always the same; each adapter's own tests hold
// that it outlives a closing and that no two stores share one.
func identity(b *bench) {
	id := must(b.Store.ID(b.ctx))(b)
	b.same("length", len(id), 32)
	b.put(ad("a"))
	b.same("again", must(b.Store.ID(b.ctx))(b), id)
}

// Texts that others wrote may hold bytes that no column takes. They are kept with those
// replaced, and found by what they were.
func foreignBytes(b *bench) {
	const odd, kept = "caf\xe9 \x00 ok", "caf\uFFFD \uFFFD ok"
	b.frozen("d1")
	b.same("finished", b.finish("d1", b.claim("d1"), stackhound.DeliveryResult{State: stackhound.DeliveryDead, Reason: odd, Error: odd}), true)
	d := b.delivery("d1")
	b.same("delivery", []string{d.Reason, d.Error}, []string{kept, kept})
	body := stackhound.Body{Board: board, URL: "https://jobs.example/" + odd, Type: odd, Data: []byte(odd), Fetched: b.now}
	b.ok(b.Bodies.Put(b.ctx, body))
	got := must(b.Bodies.Get(b.ctx, board, body.URL))(b)
	b.same("answer", []string{got.Type, string(got.Data)}, []string{kept, odd})

	b.settle()
	strange := keyed("a", "key "+odd)
	strange.URL = odd
	b.put(strange, keyed("b", "key "+odd))
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked("a", "p1", "key "+odd), linked("b", "p2", "key "+odd)}})
	text, _ := componentText(b, 9, "a")
	b.same("met by their key", text, "a=p1[key "+kept+"] b=p2[key "+kept+"]")
	b.same("looked for", len(must(b.Postings.GetMany(b.ctx, []string{odd, "p1"}))(b)), 0)
	_, err := b.Postings.Get(b.ctx, odd)
	b.code(err, stackhound.CodeNotFound)
	b.code(b.Profiles.Pause(b.ctx, odd, true), stackhound.CodeNotFound)
}

// Addresses and keys may be longer than what an index of some databases holds, in bytes
// that do not compress; so may everything that stands beside a listing's id.
func longTexts(b *bench) {
	long := func(n int) string {
		text := make([]byte, n/2)
		rand.NewChaCha8([32]byte{}).Read(text)
		return fmt.Sprintf("%x", text)
	}
	b.settle()
	id, word := long(store.MaxID), long(100_000)
	listing := keyed(id, word)
	listing.URL, listing.RowHash = word, word
	b.same("stored", b.put(listing, keyed("b", word)), stackhound.PutCounts{New: 2})
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{linked(id, "p1", word), linked("b", "p1", word)}})
	found, err := b.Postings.Component(b.ctx, []stackhound.ListingKey{key("b")}, stackhound.Cursor{}, heldKeys, 9)
	b.ok(err)
	b.same("met by their key", len(found.Linked), 2)
	body := stackhound.Body{Board: board, URL: word, Data: []byte("x"), Fetched: b.now}
	b.ok(b.Bodies.Put(b.ctx, body))
	b.same("answer", must(b.Bodies.Get(b.ctx, board, word))(b), body)
}

// Writers, planners and readers at once: every write stands, each delivery is planned
// and claimed by one only, and no reader sees a position that goes back.
func manyAtOnce(b *bench) {
	b.settle()
	run := b.run()
	const workers, each = 3, 15
	var planned, claimed atomic.Int32
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := range each {
				if _, err := b.Listings.Put(b.ctx, run, []stackhound.Listing{ad(fmt.Sprintf("%d-%d", w, i))}, b.now); err != nil {
					b.Error(err)
				}
				created, got, err := b.race(fmt.Sprint("d", i))
				if err != nil {
					b.Error(err)
				}
				planned.Add(created)
				claimed.Add(got)
			}
		})
		group.Go(func() { b.follow(workers * each) })
	}
	group.Wait()
	b.same("planned once each", planned.Load(), int32(each))
	b.same("claimed once each", claimed.Load(), int32(each))
	b.same("listings", len(must(b.Listings.Known(b.ctx, board))(b)), workers*each)
}

// race plans, freezes and claims a delivery that others are after too, and counts what
// it was the one to do.
func (b *bench) race(id string) (planned, claimed int32, err error) {
	created, err := b.Deliveries.Plan(b.ctx, b.about(id, "p-"+id))
	if err != nil {
		return 0, 0, err
	}
	if err := b.Deliveries.Freeze(b.ctx, id, []byte("x"), b.now); err != nil {
		return 0, 0, err
	}
	_, _, ok, err := b.Deliveries.Claim(b.ctx, id, "worker", b.now, lease)
	return one(created), one(ok), err
}

func one(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}

// follow reads the listings' feed until it has met n changes.
func (b *bench) follow(n int) {
	var cur stackhound.Cursor
	for seen := 0; seen < n; {
		if err := b.Listings.Wait(b.ctx, cur.Position); err != nil {
			b.Error(err)
			return
		}
		page, err := b.Listings.After(b.ctx, cur, 10)
		if err != nil {
			b.Error(err)
			return
		}
		for _, c := range page {
			if c.Position <= cur.Position {
				b.Errorf("%q after %q", c.Position, cur.Position)
			}
			cur.Position = c.Position
		}
		seen += len(page)
	}
}

func about(b *bench) {
	a := must(b.About(b.ctx))(b)
	if a.Name == "" || a.Version == "" || a.Bytes <= 0 || a.Now.Before(noon.AddDate(-1, 0, 0)) {
		b.Errorf("about: %+v", a)
	}
	b.ok(b.Check(b.ctx))
}
