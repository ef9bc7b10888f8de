// Package lease lets one process at a time do a thing: it holds a lease in the store
// while the thing is done and renews it, so that a process that dies is followed by
// another within the lease's time.
package lease

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"stackhound/internal/clock"
)

// Time is how long a lease outlives its last renewal. It is renewed three times as often,
// and asked for as often: another process goes on with what a dead one did after four
// thirds of it at most.
const Time = 30 * time.Second

// ErrLost ends what is done under a lease that another process has, or soon may have.
var ErrLost = errors.New("the lease is lost")

var (
	errTaken     = fmt.Errorf("%w: another process has it", ErrLost)
	errUnrenewed = fmt.Errorf("%w: it could not be renewed", ErrLost)
)

// longestPause is how seldom a store that is away is asked for a lease at last.
const longestPause = time.Minute

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
		case err == nil:
			end(errTaken)
			return
		case time.Since(good) >= Time*2/3: // what is under way needs time to end
			end(errUnrenewed)
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
// or fn ends without having lost the lease. While another process holds it, it is asked
// for again at a third of its time; a store that is away is asked ever less often, once a
// minute at last, and the log tells of that once.
func (h Holder) Follow(ctx context.Context, key string, fn func(context.Context) error) error {
	pause, away := Time/3, false
	for {
		ok, err := h.Do(ctx, key, fn)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case ok && !errors.Is(err, ErrLost):
			return err
		case ok:
			h.Log.Warn("a part of the program stops here for now", "key", key, "error", err)
		case err != nil && !away:
			h.Log.Error("a lease cannot be had, trying again", "key", key, "error", err)
		case err == nil && away:
			h.Log.Info("leases can be had again", "key", key)
		}
		away = !ok && err != nil
		pause = min(2*pause, longestPause)
		if !away {
			pause = Time / 3
		}
		if err := h.Clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
