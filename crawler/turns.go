package crawler

import (
	"context"
	"strings"
	"sync"
	"time"

	"stackhound"
	"stackhound/internal/lease"
)

// leaseAgain is how long it takes until a host that another process reads from is tried
// again.
const leaseAgain = time.Minute

// Turns lets boards be read a few at a time, and those of one group or on one host, which
// is what politeness goes by, one after the other: in this process by waiting for each other,
// and between processes under a lease of the host. The lease is the process's, not the
// run's, so that one that died and started again under its name does not wait for itself.
type Turns struct {
	lease   lease.Holder
	running chan struct{} // holds one token for each run going on

	mu    sync.Mutex
	hosts map[string]chan struct{} // by host name: one run at a time
}

// NewTurns returns turns for at most concurrency runs at the same time, at least 1.
func NewTurns(h lease.Holder, concurrency int) *Turns {
	return &Turns{lease: h, running: make(chan struct{}, max(concurrency, 1)), hosts: map[string]chan struct{}{}}
}

// Take runs fn as soon as the board's host is free and there is a place among the runs.
// fn's context ends early should another process take the host over.
func (t *Turns) Take(ctx context.Context, b stackhound.Board, fn func(context.Context) error) error {
	host := groupOf(b)
	leave, err := enter(ctx, t.host(host))
	if err != nil {
		return err
	}
	defer leave()
	for said := false; ; said = true {
		free, err := t.try(ctx, "crawl:"+host, fn)
		if free || err != nil {
			return err
		}
		if !said {
			t.lease.Log.Warn("waiting for another process that reads from the same host", "board", b.Name, "host", host)
		}
		if err := t.lease.Clock.Sleep(ctx, leaseAgain); err != nil {
			return err
		}
	}
}

// groupOf names what boards take turns on: their group, else their host. Hosts that differ
// only in their tenant are one.
func groupOf(b stackhound.Board) string {
	if b.Group != "" {
		return b.Group
	}
	_, name, _ := strings.Cut(strings.ReplaceAll(b.Base, "{tenant}", "*"), "://")
	host, _, _ := strings.Cut(name, "/")
	return host
}

// try runs fn, unless another process has the host's lease.
func (t *Turns) try(ctx context.Context, key string, fn func(context.Context) error) (free bool, err error) {
	leave, err := enter(ctx, t.running)
	if err != nil {
		return false, err
	}
	defer leave()
	return t.lease.Do(ctx, key, fn)
}

// host returns the room of one run that all boards on a host share.
func (t *Turns) host(name string) chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.hosts[name] == nil {
		t.hosts[name] = make(chan struct{}, 1)
	}
	return t.hosts[name]
}

// enter takes a place in a room, waiting for one until ctx ends.
func enter(ctx context.Context, room chan struct{}) (leave func(), err error) {
	select {
	case room <- struct{}{}:
		return func() { <-room }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
