package safehttp

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// pacedEvery is how often the rate of a body is looked at.
const pacedEvery = time.Second

// watch returns a body that is given up with ErrTooSlow when it comes below the policy's
// rate. A read that waits for bytes can only be ended from outside: cancel ends the
// request, and is called in any case once the body is done with.
func watch(ctx context.Context, body io.ReadCloser, p Policy, cancel context.CancelCauseFunc) io.ReadCloser {
	b := &paced{ctx: ctx, body: body, policy: p, cancel: cancel, began: time.Now()}
	if p.Grace > 0 {
		b.timer = time.AfterFunc(time.Hour, b.look) // not due before it is known to look
		b.timer.Reset(p.Grace)
	}
	return b
}

// paced is a body whose rate is watched.
type paced struct {
	ctx    context.Context // of the request
	body   io.ReadCloser
	policy Policy
	cancel context.CancelCauseFunc
	began  time.Time
	timer  *time.Timer // nil: nobody looks
	read   atomic.Int64
	done   atomic.Bool
	slow   atomic.Bool
}

// look gives the body up if it is too slow so far, and else looks again later.
func (b *paced) look() {
	if b.done.Load() {
		return
	}
	if due := float64(b.policy.MinRate) * time.Since(b.began).Seconds(); float64(b.read.Load()) < due {
		b.slow.Store(true)
		b.cancel(ErrTooSlow)
		return
	}
	b.timer.Reset(min(pacedEvery, b.policy.Grace))
}

func (b *paced) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.read.Add(int64(n))
	switch {
	case err == nil:
		return n, nil
	case err != io.EOF && b.slow.Load():
		err = fmt.Errorf("%d bytes in %v, at least %d a second are waited for: %w",
			b.read.Load(), time.Since(b.began).Round(time.Millisecond), b.policy.MinRate, ErrTooSlow)
	case err != io.EOF && b.ctx.Err() != nil:
		err = context.Cause(b.ctx) // what broke then is the connection, which we closed
	}
	b.end()
	return n, err
}

// Close ends the body and the watch over it.
func (b *paced) Close() error {
	err := b.body.Close()
	b.end()
	b.cancel(nil)
	return err
}

func (b *paced) end() {
	b.done.Store(true)
	if b.timer != nil {
		b.timer.Stop()
	}
}
