package notify_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/notify"
	"stackhound/notify/localqueue"
)

// post is a channel that answers as told and keeps what it was given.
type post struct {
	mu     sync.Mutex
	answer func(d stackhound.Delivery) stackhound.Outcome
	got    []string // "id body"
}

func (p *post) Render(d stackhound.Delivery) ([]byte, error) {
	switch d.Alert {
	case "broken":
		return nil, errors.New("no words for this")
	case "panics":
		panic("render")
	}
	return []byte("to " + d.Profile), nil
}

func (p *post) Send(_ context.Context, d stackhound.Delivery) stackhound.Outcome {
	p.mu.Lock()
	p.got = append(p.got, d.ID+" "+string(d.Body))
	p.mu.Unlock()
	if p.answer == nil {
		return stackhound.Outcome{Sent: true, Status: 200}
	}
	return p.answer(d)
}

type office struct {
	*memory
	clock  *clock.Fake
	post   *post
	sender *notify.Sender
	log    strings.Builder
}

func newOffice(people ...stackhound.StoredProfile) *office {
	o := &office{memory: newMemory(), clock: clock.NewFake(evening), post: &post{}}
	for _, p := range people {
		for _, name := range []string{"hook", "broken", "panics", "hook0", "hook1", "hook2"} {
			p.Alerts = append(p.Alerts, stackhound.Alert{Name: name, Channel: stackhound.ChannelWebhook, When: "instant"})
		}
		o.people = append(o.people, p)
	}
	o.sender = o.newSender(o.clock, localqueue.New(10))
	return o
}

func (o *office) newSender(c clock.Clock, q notify.Queue) *notify.Sender {
	return notify.NewSender(notify.SenderOptions{
		Deliveries: outbox{o.memory}, Profiles: o.memory, Channels: map[string]notify.Channel{"webhook": o.post},
		Queue: q, Owner: "test", Workers: 3, Clock: c, Log: slog.New(slog.NewTextHandler(&o.log, nil)),
	})
}

// plan plans an instant alert and returns its id.
func (o *office) plan(t *testing.T, alert, channel string) string {
	t.Helper()
	id := stackhound.InstantID("ada", alert, "p1", "new")
	d := stackhound.Delivery{ID: id, Profile: "ada", Alert: alert, Channel: channel, To: "https://example.com/" + alert, Kind: stackhound.KindInstant, State: stackhound.DeliveryPlanned}
	if _, err := (outbox{o.memory}).Plan(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return id
}

func (o *office) drain(t *testing.T, sent, failed int) {
	t.Helper()
	s, f, err := o.sender.Drain(t.Context())
	if err != nil || s != sent || f != failed {
		t.Fatalf("drained %d sent, %d failed, %v; want %d and %d", s, f, err, sent, failed)
	}
}

func TestDrainSendsWhatIsDue(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	id := o.plan(t, "hook", "webhook")
	o.drain(t, 1, 0)
	o.drain(t, 0, 0)
	if len(o.post.got) != 1 || o.post.got[0] != id+" to ada" {
		t.Errorf("the channel got %q", o.post.got)
	}
}

// A command sends what it was told to and nobody else's.
func TestSendNow(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	id, other := o.plan(t, "hook", "webhook"), o.plan(t, "other", "webhook")
	sent, failed, err := o.sender.SendNow(t.Context(), id)
	if err != nil || sent != 1 || failed != 0 {
		t.Fatalf("%d sent, %d failed, %v", sent, failed, err)
	}
	if state := o.deliveries[other].State; len(o.post.got) != 1 || state != stackhound.DeliveryPlanned {
		t.Errorf("the channel got %q, the other delivery is %s", o.post.got, state)
	}
	if sent, failed, err = o.sender.SendNow(t.Context(), id); err != nil || sent+failed != 0 {
		t.Errorf("again: %d sent, %d failed, %v", sent, failed, err)
	}
}

// A store that is away when a message has arrived is told a little later; the message is
// not sent again.
func TestWritesDownWhatArrived(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	o.plan(t, "hook", "webhook")
	o.finishFails = 3
	o.drain(t, 1, 0)
	o.drain(t, 0, 0)
	if len(o.post.got) != 1 {
		t.Errorf("the channel got %q", o.post.got)
	}
}

// A failing receiver gets the same id and bytes each time, at growing intervals, until
// the delivery is given up where a person can see it.
func TestRetriesUntilDead(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	o.post.answer = func(stackhound.Delivery) stackhound.Outcome { return stackhound.Outcome{Status: 500, Err: "broken"} }
	id := o.plan(t, "hook", "webhook")
	for i := range 10 {
		o.drain(t, 0, 1)
		o.drain(t, 0, 0) // not before its time
		d := o.deliveries[id]
		if (d.State == stackhound.DeliveryDead) != (i == 9) {
			t.Fatalf("attempt %d left it %s", i+1, d.State)
		}
		o.clock.Advance(d.NextAt.Sub(o.clock.Now()))
	}
	if d := o.deliveries[id]; d.Reason != "exhausted" || d.Error != "broken" || d.Status != 500 {
		t.Errorf("given up as %+v", d.Delivery)
	}
	for _, got := range o.post.got {
		if got != o.post.got[0] {
			t.Errorf("attempts differ: %q and %q", got, o.post.got[0])
		}
	}
}

func TestWhatEndsADelivery(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		alert, channel string
		answer         func(stackhound.Delivery) stackhound.Outcome
		reason, says   string
		disabled       bool
	}{
		"gone for good": {
			alert: "hook", channel: "webhook", disabled: true, reason: "gone",
			answer: func(stackhound.Delivery) stackhound.Outcome {
				return stackhound.Outcome{Status: 410, Gone: true, Err: "gone"}
			},
			says: "gone",
		},
		"refused": {
			alert: "hook", channel: "webhook", reason: "refused", says: "no such box",
			answer: func(stackhound.Delivery) stackhound.Outcome {
				return stackhound.Outcome{Status: 550, Permanent: true, Err: "no such box"}
			},
		},
		"cannot be rendered":    {alert: "broken", channel: "webhook", reason: "refused", says: "no words for this"},
		"panics when rendered":  {alert: "panics", channel: "webhook", reason: "refused", says: "rendering panicked"},
		"channel is not set up": {alert: "hook", channel: "pigeon", reason: "refused", says: `"pigeon" is not set up`},
	} {
		o := newOffice(ada())
		o.post.answer = tc.answer
		id := o.plan(t, tc.alert, tc.channel)
		o.drain(t, 0, 1)
		d := o.deliveries[id]
		if d.State != stackhound.DeliveryDead || d.Reason != tc.reason || !strings.Contains(d.Error, tc.says) {
			t.Errorf("%s: %s, reason %q, error %q", name, d.State, d.Reason, d.Error)
		}
		if (len(o.disabled) == 1) != tc.disabled {
			t.Errorf("%s: stopped alerts %v", name, o.disabled)
		}
	}
}

func TestAPanicIsAFailedAttempt(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	o.post.answer = func(stackhound.Delivery) stackhound.Outcome { panic("send") }
	id := o.plan(t, "hook", "webhook")
	o.drain(t, 0, 1)
	if d := o.deliveries[id]; d.State != stackhound.DeliveryPending || !strings.Contains(d.Error, "panicked") {
		t.Errorf("%s, %q", d.State, d.Error)
	}
}

func TestADeletedProfileIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	o := newOffice()
	id := o.plan(t, "hook", "webhook")
	o.drain(t, 0, 0)
	if d := o.deliveries[id]; d.State != stackhound.DeliveryDropped || len(o.post.got) != 0 {
		t.Errorf("%s, sent %v", d.State, o.post.got)
	}
}

func TestQuietHoursHoldInstantAlerts(t *testing.T) {
	t.Parallel()
	person := ada()
	person.Quiet = "18:00-20:00" // it is 19:00 in Berlin
	o := newOffice(person)
	o.plan(t, "hook", "webhook")
	o.drain(t, 0, 0)
	o.clock.Advance(time.Hour)
	o.drain(t, 1, 0)
}

// An attempt whose lease went to another sender changes nothing: the other's result
// stands.
func TestALostLeaseChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	id := o.plan(t, "hook", "webhook")
	o.post.answer = func(stackhound.Delivery) stackhound.Outcome {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.deliveries[id].token++ // taken over
		o.deliveries[id].State = stackhound.DeliverySent
		return stackhound.Outcome{Status: 500, Err: "slow"}
	}
	o.drain(t, 0, 0)
	if d := o.deliveries[id]; d.State != stackhound.DeliverySent || d.Error != "" {
		t.Errorf("%s, %q", d.State, d.Error)
	}
}

// What the queue loses is published again after a minute, and a full queue only makes
// the rest wait.
func TestRelay(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	for i := range 3 {
		o.plan(t, fmt.Sprint("hook", i), "webhook")
	}
	if _, err := o.sender.Compose(t.Context()); err != nil {
		t.Fatal(err)
	}
	published := func(q notify.Queue) (n int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if err := o.newSender(o.clock, q).Relay(ctx); err != nil {
			t.Fatal(err)
		}
		for _, d := range o.deliveries {
			if d.published.Equal(o.clock.Now()) {
				n++
			}
		}
		return n
	}
	if n := published(localqueue.New(2)); n != 2 {
		t.Errorf("a queue for two took %d", n)
	}
	o.clock.Advance(time.Second)
	if n := published(localqueue.New(2)); n != 1 {
		t.Errorf("then %d were published, want the one that was left", n)
	}
	o.clock.Advance(time.Minute)
	if n := published(localqueue.New(5)); n != 3 {
		t.Errorf("after the queue lost everything %d were published again, want 3", n)
	}
}

// ending is a queue that the program is told to stop under.
type ending struct {
	notify.Queue
	stop func()
}

func (e ending) Publish(ctx context.Context, _ string) error {
	e.stop()
	return ctx.Err()
}

// What was reserved when the program was told to stop is due for the next one at once.
func TestRelayGivesBackAtTheEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	id := o.plan(t, "hook", "webhook")
	if _, err := o.sender.Compose(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := o.newSender(o.clock, ending{localqueue.New(1), cancel}).Relay(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("relayed: %v", err)
	}
	if at := o.deliveries[id].published; !at.IsZero() {
		t.Errorf("noted as published at %v", at)
	}
}

// A delivery that the store gives up as deadly is told of in the log.
func TestABuriedDeliveryIsLogged(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	id := o.plan(t, "hook", "webhook")
	if _, err := o.sender.Compose(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.deliveries[id].Crashes, o.deliveries[id].owner = 3, "died"
	o.drain(t, 0, 1)
	if d := o.deliveries[id]; d.Reason != stackhound.DeadPoison || len(o.post.got) != 0 || !strings.Contains(o.log.String(), "reason=poison") {
		t.Errorf("%s for %q, sent %v; the log says %s", d.State, d.Reason, o.post.got, o.log.String())
	}
}

// What was planned before its owner changed their mind does not go out after.
func TestOwnersChangeTheirMind(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*stackhound.StoredProfile)
		failed int
		state  stackhound.DeliveryState
		says   string
	}{
		"alert removed":  {func(p *stackhound.StoredProfile) { p.Alerts = nil }, 1, stackhound.DeliveryDead, "no longer has this alert"},
		"alert stopped":  {func(p *stackhound.StoredProfile) { p.Disabled = map[string]string{"hook": "gone"} }, 1, stackhound.DeliveryDead, "stopped: gone"},
		"profile gone":   {func(p *stackhound.StoredProfile) { p.ID = "bo" }, 0, stackhound.DeliveryDropped, ""},
		"profile paused": {func(p *stackhound.StoredProfile) { p.Paused = true }, 0, stackhound.DeliveryPending, ""},
	} {
		o := newOffice(ada())
		id := o.plan(t, "hook", "webhook")
		if _, err := o.sender.Compose(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := o.people[0]
		tc.change(&o.people[0])
		o.drain(t, 0, tc.failed)
		d := o.deliveries[id]
		if d.State != tc.state || !strings.Contains(d.Error, tc.says) || len(o.post.got) != 0 {
			t.Errorf("%s: %s, %q, sent %v", name, d.State, d.Error, o.post.got)
		}
		if tc.state != stackhound.DeliveryPending {
			continue
		}
		if d.Attempts != 0 {
			t.Errorf("%s: counted as %d attempts", name, d.Attempts)
		}
		o.people[0] = before
		o.clock.Advance(time.Hour)
		o.drain(t, 1, 0)
	}
}

// Quiet hours hold for a retry, and for what was late for its time, as for the first
// attempt.
func TestQuietHoursHoldRetries(t *testing.T) {
	t.Parallel()
	person := ada()
	person.Quiet = "19:05-20:00" // it is 19:00 in Berlin
	o := newOffice(person)
	id := o.plan(t, "hook", "webhook")
	o.post.answer = func(stackhound.Delivery) stackhound.Outcome {
		return stackhound.Outcome{Status: 503, RetryAfter: 10 * time.Second, Err: "busy"}
	}
	o.drain(t, 0, 1)
	o.clock.Advance(6 * time.Minute)
	o.drain(t, 0, 0) // was due at 19:00:10, but nobody looked until 19:06
	o.deliveries[id].until = time.Time{}
	o.clock.Advance(-90 * time.Second)
	o.drain(t, 0, 1) // the next would be at 19:09
	if next, want := o.deliveries[id].NextAt, evening.Add(time.Hour); !next.Equal(want) {
		t.Errorf("the next attempt is at %v, want %v", next, want)
	}
}
