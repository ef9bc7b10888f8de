// Package clock gives the program its time, so that tests and replays can set it.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits for d or until ctx ends, and returns ctx's error in that case.
	Sleep(ctx context.Context, d time.Duration) error
}

// System returns the machine's clock.
func System() Clock { return offset(0) }

// Starting returns a clock that shows t now and runs on from there at normal pace.
func Starting(t time.Time) Clock { return offset(time.Until(t)) }

// offset is the machine's clock moved by a constant.
type offset time.Duration

func (o offset) Now() time.Time { return time.Now().Add(time.Duration(o)).UTC().Round(0) }

func (offset) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Fake is a clock that stands still until a test moves it. A Sleep advances it at once:
// code under test never really waits.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake returns a clock standing at t.
func NewFake(t time.Time) *Fake { return &Fake{now: t} }

// Now returns where the clock stands.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Sleep advances the clock by d.
func (f *Fake) Sleep(ctx context.Context, d time.Duration) error {
	f.Advance(d)
	return ctx.Err()
}
