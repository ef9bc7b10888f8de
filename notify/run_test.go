package notify_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/notify"
	"stackhound/notify/localqueue"
)

// A receiver that hangs holds up its own deliveries and nobody else's, and gets one at
// a time.
func TestRunIsolatesReceivers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(ada())
		release := make(chan struct{})
		var busy, most int
		var mu sync.Mutex
		o.post.answer = func(d stackhound.Delivery) stackhound.Outcome {
			if d.To != slow {
				return stackhound.Outcome{Sent: true}
			}
			mu.Lock()
			busy++
			most = max(most, busy)
			mu.Unlock()
			<-release
			mu.Lock()
			busy--
			mu.Unlock()
			return stackhound.Outcome{Sent: true}
		}
		stop := o.run(t, localqueue.New(100))
		for i := range 20 {
			to := slow
			if i >= 8 {
				to = fmt.Sprint("https://example.com/", i)
			}
			o.planTo(t, i, to)
		}
		o.sentAfter(t, 5*time.Second, 12) // all that do not hang
		close(release)
		o.sentAfter(t, 5*time.Second, 20)
		stop()
		if most != 1 {
			t.Errorf("%d deliveries at once went to one receiver", most)
		}
	})
}

// However much is due for a receiver that hangs, the queue has room for the others.
func TestAHangingReceiverDoesNotFillTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(ada())
		release := make(chan struct{})
		o.post.answer = func(d stackhound.Delivery) stackhound.Outcome {
			if d.To == slow {
				<-release
			}
			return stackhound.Outcome{Sent: true}
		}
		for i := range 1200 {
			o.planTo(t, i, slow)
		}
		o.planTo(t, 1200, "https://example.com/quick")
		stop := o.run(t, localqueue.New(100))
		o.sentAfter(t, 30*time.Second, 1)
		close(release)
		o.sentAfter(t, 30*time.Minute, 1201)
		stop()
	})
}

const slow = "https://example.com/slow"

// planTo plans the i-th delivery to an address.
func (o *office) planTo(t *testing.T, i int, to string) {
	t.Helper()
	d := stackhound.Delivery{ID: fmt.Sprintf("msg_%04d", i), Profile: "ada", Alert: "hook", Channel: stackhound.ChannelWebhook, To: to, State: stackhound.DeliveryPlanned}
	if _, err := (outbox{o.memory}).Plan(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// run starts a sender; stop ends it and waits for its end.
func (o *office) run(t *testing.T, q notify.Queue) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	sender := o.newSender(clock.Starting(evening), q)
	go func() { done <- sender.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("run: %v", err)
		}
	}
}

// sentAfter checks how many deliveries are sent once a bubble's time has passed.
func (o *office) sentAfter(t *testing.T, d time.Duration, want int) {
	t.Helper()
	time.Sleep(d)
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	sent := 0
	for _, d := range o.deliveries {
		if d.State == stackhound.DeliverySent {
			sent++
		}
	}
	if sent != want {
		t.Fatalf("%d deliveries are sent, want %d", sent, want)
	}
}

// Of deliveries that were under way when the program died, the one that kills it is
// found: from its second try on it is sent with no other beside it.
func TestACrashedDeliveryIsSentAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(ada())
	var busy, crowded atomic.Int32
	sent := make(chan string, 12)
	o.post.answer = func(d stackhound.Delivery) stackhound.Outcome {
		busy.Add(1)
		for range 1000 {
			runtime.Gosched()
			if d.Crashes > 0 && busy.Load() > 1 {
				crowded.Add(1)
			}
		}
		busy.Add(-1)
		sent <- d.ID
		return stackhound.Outcome{Sent: true}
	}
	for i := range 12 {
		o.planTo(t, i, fmt.Sprint("https://example.com/", i))
		o.deliveries[fmt.Sprintf("msg_%04d", i)].Crashes = i % 3
	}
	stop := o.run(t, localqueue.New(100))
	for range 12 {
		<-sent
	}
	stop()
	if n := crowded.Load(); n > 0 {
		t.Errorf("another attempt was under way beside a crashed one (%d times)", n)
	}
}
