// Package localqueue is the queue of a program that runs alone: ids wait in memory.
package localqueue

import (
	"context"
	"sync"

	"stackhound/notify"
)

// Queue holds a bounded number of ids. An id counts from Publish until it is
// acknowledged and stands in the queue at most once: publishing it again in that time
// changes nothing.
type Queue struct {
	ids  chan string
	mu   sync.Mutex
	held map[string]bool
}

var _ notify.Queue = (*Queue)(nil)

// New returns an empty queue for at most capacity ids.
func New(capacity int) *Queue {
	return &Queue{ids: make(chan string, capacity), held: map[string]bool{}}
}

// Publish adds an id, or returns notify.ErrFull.
func (q *Queue) Publish(ctx context.Context, id string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case q.held[id]:
		return nil
	case len(q.held) == cap(q.ids):
		return notify.ErrFull
	}
	q.held[id] = true
	q.ids <- id // never blocks: what is in the channel is held, too
	return nil
}

// Take returns the oldest id, waiting until there is one or ctx ends.
func (q *Queue) Take(ctx context.Context) (string, func(), error) {
	select {
	case id := <-q.ids:
		return id, func() { q.release(id) }, nil
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
}

func (q *Queue) release(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.held, id)
}
