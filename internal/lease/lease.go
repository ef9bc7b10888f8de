// Package lease lets one process at a time do a thing: it holds a lease in the store
// while the thing is done and renews it, so that a process that dies is followed by
// another within the lease's time.
package lease

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"stackhound/internal/clock"
)

// Time is how long a lease outlives its last renewal: how long it takes until another
// process goes on with what a dead one did. It is renewed three times as often.
const Time = 30 * time.Second

// ErrLost ends what is done under a lease that another process has now.
var ErrLost = errors.New("the lease was lost to another process")

// Store keeps the leases, for all processes that use it.
type Store interface {
	// Acquire takes or extends the lease of a key until now+d; false while another
	// owner's runs.
	Acquire(ctx context.Context, key, owner string, now time.Time, d time.Duration) (bool, error)
	Release(ctx context.Context, key, owner string) error
}

// Holder takes leases for one process.
type Holder struct {
	Store Store
	Owner string // names the process
	Clock clock.Clock
	Log   *slog.Logger
}

// Do runs fn while holding the lease of a key, and returns fn's error. ok is false, and fn
// is not run, while another process holds it. The context given to fn ends with the cause
// ErrLost when the lease cannot be renewed in time: what is done from then on may be done
// by another process as well.
func (h Holder) Do(ctx context.Context, key string, fn func(context.Context) error) (ok bool, err error) {
	ok, err = h.Store.Acquire(ctx, key, h.Owner, h.Clock.Now(), Time)
	if err != nil || !ok {
		return false, err
	}
	held, end := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		h.renew(held, key, end)
	}()
	err = fn(held)
	lost := context.Cause(held)
	end(nil)
	<-renewed
	if errors.Is(lost, ErrLost) {
		return true, errors.Join(lost, err)
	}
	if released := h.Store.Release(context.WithoutCancel(ctx), key, h.Owner); released != nil {
		h.Log.Warn("a lease could not be given back, it ends by itself", "key", key, "error", released)
	}
	return true, err
}

// renew extends the lease until ctx ends, or ends it as lost. Its beat is the machine's
// own time: what it outlives is real waiting.
func (h Holder) renew(ctx context.Context, key string, end context.CancelCauseFunc) {
	beat := time.NewTicker(Time / 3)
	defer beat.Stop()
	for good := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
		asked := time.Now()
		ok, err := h.extend(ctx, key)
		switch {
		case ok:
			good = asked
		case ctx.Err() != nil:
			return
		case err == nil || time.Since(good) >= Time*2/3: // what is under way needs time to end
			end(ErrLost)
			return
		default:
			h.Log.Warn("a lease could not be renewed", "key", key, "error", err)
		}
	}
}

// extend extends the lease, or fails in time for whoever relies on it to end.
func (h Holder) extend(ctx context.Context, key string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, Time/3)
	defer cancel()
	return h.Store.Acquire(ctx, key, h.Owner, h.Clock.Now(), Time)
}

// Follow runs fn under the lease of a key whenever no other process does, until ctx ends
// or fn ends without an error and without having lost the lease. While another process
// holds it, it is asked for again at a third of its time.
func (h Holder) Follow(ctx context.Context, key string, fn func(context.Context) error) error {
	for {
		ok, err := h.Do(ctx, key, fn)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if ok && !errors.Is(err, ErrLost) || !ok && err != nil {
			return err
		}
		if ok {
			h.Log.Warn("another process took over", "key", key)
		}
		if err := h.Clock.Sleep(ctx, Time/3); err != nil {
			return err
		}
	}
}
