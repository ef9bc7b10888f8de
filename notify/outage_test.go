package notify_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"stackhound/notify"
	"stackhound/notify/localqueue"
)

// away is a queue whose server is not there as long as why is set.
type away struct {
	notify.Queue
	why   atomic.Pointer[string]
	tries atomic.Int32
}

func (a *away) fail() error {
	a.tries.Add(1)
	if why := a.why.Load(); why != nil {
		return errors.New(*why)
	}
	return nil
}

func (a *away) Publish(ctx context.Context, id string) error {
	if err := a.fail(); err != nil {
		return err
	}
	return a.Queue.Publish(ctx, id)
}

func (a *away) Take(ctx context.Context) (string, func(), error) {
	if err := a.fail(); err != nil {
		return "", nil, err
	}
	return a.Queue.Take(ctx)
}

// A queue that is away is tried ever less often and the log tells of it a few times, not
// every second; once it is back everything goes out, and the next outage is told anew.
func TestAQueueThatIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(ada())
		q := &away{Queue: localqueue.New(100)}
		unreachable, strange := "the queue cannot be reached", "the queue is something else"
		logged := func(what string) int { return strings.Count(o.log.String(), what) }
		q.why.Store(&unreachable)
		o.planTo(t, 0, "https://example.com/0")
		stop := o.run(t, q)
		o.sentAfter(t, 10*time.Minute, 0)
		if n := logged(unreachable); n != 12 { // the dispatcher and the workers tell of pauses of 1, 2, 4, 8, 16 and 30 s
			t.Errorf("the log tells %d times of one outage:\n%s", n, o.log.String())
		}
		if n := q.tries.Load(); n > 4*(5+600/30+1) { // by the dispatcher and three workers
			t.Errorf("the queue was tried %d times in ten minutes", n)
		}
		q.why.Store(&strange)
		o.sentAfter(t, 5*time.Minute, 0)
		if n := logged(strange); n != 2 {
			t.Errorf("the log tells %d times that the reason is another one", n)
		}
		q.why.Store(nil)
		o.sentAfter(t, 31*time.Second, 1)
		if n := logged("works again"); n != 2 {
			t.Errorf("the log tells %d times that the queue is back:\n%s", n, o.log.String())
		}
		o.planTo(t, 1, "https://example.com/1")
		q.why.Store(&unreachable)
		o.sentAfter(t, 2*time.Second, 1)
		if n := logged(unreachable + `" pause=1s`); n != 3 { // the workers still wait for an id
			t.Errorf("the log tells %d times of pauses of a second:\n%s", n, o.log.String())
		}
		stop()
	})
}
