package storetest

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"stackhound"
)

const lease = time.Minute

// frozen plans a delivery that is due now.
func (b *bench) frozen(id string) {
	b.Helper()
	b.plan(id, "p-"+id)
	b.ok(b.Deliveries.Freeze(b.ctx, id, []byte("body of "+id), b.now))
}

// claim leases a delivery and returns its token, 0 when there was nothing to claim.
func (b *bench) claim(id string) int64 {
	b.Helper()
	_, token, ok, err := b.Deliveries.Claim(b.ctx, id, "worker", b.now, lease)
	b.ok(err)
	if ok == (token == 0) {
		b.Fatalf("claim of %s: ok is %v with token %d", id, ok, token)
	}
	return token
}

func (b *bench) finish(id string, token int64, r stackhound.DeliveryResult) bool {
	b.Helper()
	return must(b.Deliveries.Finish(b.ctx, id, token, r))(b)
}

// send takes a planned delivery to its good end.
func (b *bench) send(id string) {
	b.Helper()
	b.ok(b.Deliveries.Freeze(b.ctx, id, []byte("body of "+id), b.now))
	b.same("sent", b.finish(id, b.claim(id), stackhound.DeliveryResult{State: stackhound.DeliverySent, At: b.now}), true)
}

func (b *bench) delivery(id string) stackhound.Delivery {
	b.Helper()
	return must(b.Deliveries.Get(b.ctx, id))(b)
}

func (b *bench) due() string {
	b.Helper()
	return strings.Join(must(b.Deliveries.Due(b.ctx, b.now, time.Minute, 10))(b), " ")
}

func (b *bench) reserve(ids ...string) string {
	b.Helper()
	return strings.Join(must(b.Deliveries.Reserve(b.ctx, ids, b.now, time.Minute))(b), " ")
}

func planOnce(b *bench) {
	d := b.about("d1", "p1", "p2")
	d.Slot = "2026-11-21/0800"
	b.same("first", must(b.Deliveries.Plan(b.ctx, d))(b), true)
	again := b.about("d1", "p3")
	b.same("second", must(b.Deliveries.Plan(b.ctx, again))(b), false)
	b.same("told", b.untold("p1", "p2", "p3"), []string{"p3"})
	d.State = stackhound.DeliveryPlanned
	b.same("as planned first", b.delivery("d1"), d)
	_, err := b.Deliveries.Get(b.ctx, "none")
	b.code(err, stackhound.CodeNotFound)
}

// Two that plan at the same time found the same untold: whoever is late leaves it out.
func planUntold(b *bench) {
	b.plan("d1", "p1")
	b.plan("d2", "p1", "p2")
	b.same("the rest", b.delivery("d2").Items, b.about("d2", "p2").Items)
	b.same("nothing is left", must(b.Deliveries.Plan(b.ctx, b.about("d3", "p2", "p1")))(b), false)
	_, err := b.Deliveries.Get(b.ctx, "d3")
	b.code(err, stackhound.CodeNotFound)
	again := b.about("d4", "p1")
	again.Items[0].Class = "reopened"
	b.same("another class", must(b.Deliveries.Plan(b.ctx, again))(b), true)
	other := b.about("d5", "p1")
	other.Alert = "evening"
	b.same("another alert", must(b.Deliveries.Plan(b.ctx, other))(b), true)
	b.same("about nothing from the beginning", must(b.Deliveries.Plan(b.ctx, b.about("d6")))(b), true)
}

// plannedAtOnce has several processes plan a slot of their own about the same postings.
func plannedAtOnce(b *bench) {
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if _, err := b.Deliveries.Plan(b.ctx, b.about(fmt.Sprint("d", i), "p1", "p2", "p3")); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	b.same("planned", must(b.Deliveries.Counts(b.ctx))(b), map[stackhound.DeliveryState]int{stackhound.DeliveryPlanned: 1})
}

func freezeOnce(b *bench) {
	b.plan("d2", "p2")
	b.later(time.Second)
	b.plan("d1", "p1")
	b.same("uncomposed, oldest first", must(b.Deliveries.Uncomposed(b.ctx, 10))(b)[0].ID, "d2")
	b.same("planned ones cannot be claimed", b.claim("d1"), int64(0))
	b.ok(b.Deliveries.Freeze(b.ctx, "d1", []byte("first"), b.now))
	b.ok(b.Deliveries.Freeze(b.ctx, "d1", []byte("second"), b.now.Add(time.Hour)))
	d := b.delivery("d1")
	b.same("written once", []any{string(d.Body), d.State, d.NextAt}, []any{"first", stackhound.DeliveryPending, b.now})
	b.same("uncomposed", len(must(b.Deliveries.Uncomposed(b.ctx, 10))(b)), 1)
	b.code(b.Deliveries.Freeze(b.ctx, "none", []byte("x"), b.now), stackhound.CodeNotFound)
	b.code(b.Deliveries.Freeze(b.ctx, "d2", nil, b.now), stackhound.CodeInvalid)
}

func dueAndPublished(b *bench) {
	b.frozen("d1")
	b.plan("later", "p")
	b.ok(b.Deliveries.Freeze(b.ctx, "later", []byte("x"), b.now.Add(10*time.Minute)))
	b.later(time.Second)
	b.frozen("d2")
	b.same("longest due first", b.due(), "d1 d2")
	b.same("reserved", b.reserve("d1"), "d1")
	b.same("published", b.due(), "d2")
	b.later(time.Minute)
	b.same("the queue may have lost it", b.due(), "d1 d2")
	b.same("reserved again", b.reserve("d1"), "d1")
	token := b.claim("d1")
	b.same("leased", b.due(), "d2")
	b.same("reserved beside it", b.reserve("d1", "d2"), "d2")
	b.finish("d1", token, stackhound.DeliveryResult{State: stackhound.DeliveryPending, NextAt: b.now.Add(5 * time.Second)})
	b.same("not due yet", b.due(), "")
	b.later(5 * time.Second)
	b.same("a retry does not wait to be published anew", b.due(), "d1")
	b.later(10 * time.Minute)
	b.same("all", b.due(), "d2 d1 later")
}

func reserving(b *bench) {
	for _, id := range []string{"d1", "d2", "d3", "d4"} {
		b.frozen(id)
	}
	b.same("first", b.reserve("d2"), "d2")
	b.claim("d3")
	b.same("what is due, in the order given", b.reserve("d4", "d3", "d2", "d1", "none"), "d4 d1")
	b.same("once", b.reserve("d4", "d1"), "")
	b.same("nothing", b.reserve(), "")
	b.later(time.Minute)
	b.same("again a minute later", b.reserve("d1", "d2", "d4"), "d1 d2 d4")
}

func givingBack(b *bench) {
	b.frozen("d1")
	b.frozen("d2")
	b.same("reserved", b.reserve("d1", "d2"), "d1 d2")
	b.ok(b.Deliveries.GiveBack(b.ctx, []string{"d2", "none"}))
	b.same("due again", b.due(), "d2")
	b.same("reserved again", b.reserve("d1", "d2"), "d2")
}

// What may not go out before a time is neither due nor claimed before it, whatever was
// going on with it, and nothing is counted.
func postponing(b *bench) {
	for _, id := range []string{"d1", "d2", "leased", "crashed"} {
		b.frozen(id)
	}
	b.claim("crashed")
	b.later(lease)
	token := b.claim("leased")
	b.same("reserved", b.reserve("d1"), "d1")
	until := b.now.Add(time.Hour)
	b.ok(b.Deliveries.Postpone(b.ctx, []string{"d2", "d1", "leased", "crashed", "none"}, b.now, until))
	b.same("due", b.due(), "")
	b.same("a worker keeps what it has", b.finish("leased", token, stackhound.DeliveryResult{State: stackhound.DeliveryPending, NextAt: b.now.Add(time.Second)}), true)
	must(b.Deliveries.FreeLeases(b.ctx, b.now))(b)
	b.ok(b.Deliveries.Postpone(b.ctx, []string{"crashed"}, b.now, until))
	b.later(time.Hour - time.Second)
	b.frozen("newer")
	b.same("a second before", []any{b.due(), b.reserve("d1", "d2", "crashed"), b.claim("d1"), b.claim("crashed")}, []any{"leased newer", "", int64(0), int64(0)})
	b.later(time.Second)
	b.same("at the time, in their old places", b.due(), "crashed d1 d2 leased newer")
	for id, crashes := range map[string]int{"d1": 0, "d2": 0, "crashed": 1} {
		b.same("claimed", b.claim(id) > 0, true)
		d := b.delivery(id)
		b.same(id, []any{d.Attempts, d.Crashes, d.NextAt}, []any{0, crashes, noon})
	}
}

// reservedOnce has several processes reserve the same at the same time.
func reservedOnce(b *bench) {
	var ids []string
	for i := range 40 {
		ids = append(ids, fmt.Sprintf("d%02d", i))
		b.frozen(ids[i])
	}
	var mu sync.Mutex
	times := map[string]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				got, err := b.Deliveries.Reserve(b.ctx, ids, b.now, time.Minute)
				if err != nil {
					b.Error(err)
				}
				mu.Lock()
				for _, id := range got {
					times[id]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		b.same("reserved", times[id], 1)
	}
}

func claimAndFinish(b *bench) {
	b.frozen("d1")
	d, token, ok, err := b.Deliveries.Claim(b.ctx, "d1", "worker", b.now, lease)
	b.ok(err)
	b.same("claimed", []any{ok, token > 0, string(d.Body), len(d.Items)}, []any{true, true, "body of d1", 1})
	b.same("leased to one", b.claim("d1"), int64(0))
	b.same("unknown", b.claim("none"), int64(0))
	b.later(time.Second)
	retry := stackhound.DeliveryResult{State: stackhound.DeliveryPending, NextAt: b.now.Add(time.Minute), At: b.now, Status: 503, Error: strings.Repeat("é", 3000)}
	b.same("finished", b.finish("d1", token, retry), true)
	d = b.delivery("d1")
	b.same("after a failure", []any{d.State, d.Attempts, d.Status, d.NextAt, d.SentAt, d.Crashes}, []any{stackhound.DeliveryPending, 1, 503, retry.NextAt, time.Time{}, 0})
	b.same("error is cut", d.Error, strings.Repeat("é", 1024))
	b.same("too early", b.claim("d1"), int64(0))
	b.later(time.Minute)
	b.same("sent", b.finish("d1", b.claim("d1"), stackhound.DeliveryResult{State: stackhound.DeliverySent, At: b.now, Status: 200}), true)
	d = b.delivery("d1")
	b.same("after success", []any{d.State, d.Attempts, d.Status, d.Error, d.SentAt}, []any{stackhound.DeliverySent, 2, 200, "", b.now})
	b.same("done", b.claim("d1"), int64(0))
	_, err = b.Deliveries.Finish(b.ctx, "d1", token, stackhound.DeliveryResult{State: stackhound.DeliveryPlanned})
	b.code(err, stackhound.CodeInvalid)
}

func fencing(b *bench) {
	b.frozen("d1")
	slow := b.claim("d1")
	b.later(lease / 2)
	b.same("renewed", must(b.Deliveries.Renew(b.ctx, "d1", slow, b.now.Add(lease)))(b), true)
	b.later(lease / 2)
	b.same("the longer lease holds", b.claim("d1"), int64(0))
	b.later(lease / 2)
	quick := b.claim("d1")
	b.same("taken over", quick > slow, true)
	b.same("the slow one cannot renew", must(b.Deliveries.Renew(b.ctx, "d1", slow, b.now.Add(lease)))(b), false)
	sent := stackhound.DeliveryResult{State: stackhound.DeliverySent, At: b.now}
	b.same("nor finish", b.finish("d1", slow, sent), false)
	b.same("state", b.delivery("d1").State, stackhound.DeliveryPending)
	b.same("the quick one can", b.finish("d1", quick, sent), true)
	b.same("once", b.finish("d1", quick, stackhound.DeliveryResult{State: stackhound.DeliveryDead}), false)
	d := b.delivery("d1")
	b.same("end", []any{d.State, d.Attempts, d.Crashes}, []any{stackhound.DeliverySent, 1, 1})
}

func poison(b *bench) {
	b.frozen("d1")
	for crash := range 4 {
		b.same("crashes", b.delivery("d1").Crashes, max(0, crash-1))
		if b.claim("d1") == 0 {
			b.Fatalf("given up after %d crashes", crash)
		}
		b.later(lease)
	}
	buried, _, ok, err := b.Deliveries.Claim(b.ctx, "d1", "worker", b.now, lease)
	b.ok(err)
	b.same("the fourth crash", ok, false)
	d := b.delivery("d1")
	b.same("end", []any{d.State, d.Reason, d.Crashes}, []any{stackhound.DeliveryDead, stackhound.DeadPoison, 4})
	b.same("told to who claimed", buried, d)
	b.same("due", b.due(), "")
}

// A delivery is not given up for deaths of the program that lie days apart.
func crashesAge(b *bench) {
	b.frozen("d1")
	b.claim("d1")
	for day := range 9 {
		b.later(24 * time.Hour)
		if b.claim("d1") == 0 {
			b.Fatalf("given up on day %d", day+1)
		}
		b.same(fmt.Sprint("crashes on day ", day+1), b.delivery("d1").Crashes, day%3+1)
	}
}

func replayAndDrop(b *bench) {
	b.frozen("d1")
	b.code(b.Deliveries.Replay(b.ctx, "d1", b.now), stackhound.CodeRefused)
	b.finish("d1", b.claim("d1"), stackhound.DeliveryResult{State: stackhound.DeliveryDead, Reason: "exhausted", Status: 500, Error: "no"})
	b.later(time.Hour)
	b.ok(b.Deliveries.Replay(b.ctx, "d1", b.now))
	d := b.delivery("d1")
	b.same("replayed", []any{d.State, d.Attempts, d.Reason, d.Error, d.NextAt, string(d.Body)}, []any{stackhound.DeliveryPending, 0, "", "", b.now, "body of d1"})
	b.same("sent", b.finish("d1", b.claim("d1"), stackhound.DeliveryResult{State: stackhound.DeliverySent, At: b.now}), true)
	b.code(b.Deliveries.Drop(b.ctx, "d1"), stackhound.CodeRefused)
	b.ok(b.Deliveries.Replay(b.ctx, "d1", b.now))
	b.same("replayed once sent", b.delivery("d1").SentAt, time.Time{})

	token := b.claim("d1")
	b.ok(b.Deliveries.Drop(b.ctx, "d1"))
	b.same("dropped under way", b.finish("d1", token, stackhound.DeliveryResult{State: stackhound.DeliveryPending}), false)
	b.same("state", b.delivery("d1").State, stackhound.DeliveryDropped)
	b.code(b.Deliveries.Drop(b.ctx, "none"), stackhound.CodeNotFound)
	b.code(b.Deliveries.Replay(b.ctx, "none", b.now), stackhound.CodeNotFound)
}

func freeLeases(b *bench) {
	b.frozen("held")
	b.frozen("queued")
	b.same("reserved", b.reserve("held", "queued"), "held queued")
	b.claim("held")
	must(b.Leases.Acquire(b.ctx, "host", "before", b.now, time.Hour))(b)
	b.same("due", b.due(), "")
	b.same("freed", must(b.Deliveries.FreeLeases(b.ctx, b.now))(b), 1)
	b.same("due after", b.due(), "held queued")
	b.same("claimed", b.claim("held") > 0, true)
	b.same("it may have been what ended the process", b.delivery("held").Crashes, 1)
	b.same("keys are free", must(b.Leases.Acquire(b.ctx, "host", "after", b.now, time.Hour))(b), true)
}

func listing(b *bench) {
	b.frozen("d1")
	b.later(time.Second)
	b.frozen("d2")
	b.later(time.Second)
	b.plan("d3", "p3")
	ids := func(state stackhound.DeliveryState, limit int) string {
		var text []string
		for _, d := range must(b.Deliveries.List(b.ctx, state, limit))(b) {
			text = append(text, d.ID)
		}
		return strings.Join(text, " ")
	}
	b.same("all, newest first", ids("", 0), "d3 d2 d1")
	b.same("some", ids("", 2), "d3 d2")
	b.same("pending", ids(stackhound.DeliveryPending, 0), "d2 d1")
	b.same("counts", must(b.Deliveries.Counts(b.ctx))(b), map[stackhound.DeliveryState]int{stackhound.DeliveryPending: 2, stackhound.DeliveryPlanned: 1})
	b.later(time.Second)
	b.finish("d1", b.claim("d1"), stackhound.DeliveryResult{State: stackhound.DeliveryDead})
	created := func(id string) time.Time { return b.delivery(id).Created }
	channel := b.delivery("d1").Channel
	b.same("backlog", must(b.Deliveries.Backlog(b.ctx))(b), []stackhound.Backlog{
		{Channel: channel, State: stackhound.DeliveryDead, Count: 1, Oldest: created("d1")},
		{Channel: channel, State: stackhound.DeliveryPending, Count: 1, Oldest: b.delivery("d2").NextAt},
		{Channel: channel, State: stackhound.DeliveryPlanned, Count: 1, Oldest: created("d3")},
	})
}
