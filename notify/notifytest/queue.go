// Package notifytest holds what every queue and every channel of notify must do, as
// tests to be run by each of them, and deliveries to try them on.
package notifytest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"

	"stackhound/notify"
)

// Queue tests a queue. open returns an empty one for about capacity ids; the test may
// publish that many without an ErrFull.
func Queue(t *testing.T, open func(t *testing.T, capacity int) notify.Queue) {
	t.Run("every id comes out, the oldest first", func(t *testing.T) {
		q := open(t, 10)
		publish(t, q, "a", "b", "c")
		if got := take(t, q, 3); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("took %v", got)
		}
	})
	t.Run("full is an error and taking makes room", func(t *testing.T) {
		q := open(t, 2)
		publish(t, q, "a", "b")
		if err := q.Publish(t.Context(), "c"); !errors.Is(err, notify.ErrFull) {
			t.Fatalf("publishing to a full queue: %v, want ErrFull", err)
		}
		take(t, q, 1)
		publish(t, q, "c")
		if got := take(t, q, 2); !slices.Equal(got, []string{"b", "c"}) {
			t.Errorf("took %v", got)
		}
	})
	t.Run("an acknowledged id can come again", func(t *testing.T) {
		q := open(t, 2)
		publish(t, q, "a")
		take(t, q, 1)
		publish(t, q, "a")
		if got := take(t, q, 1); got[0] != "a" {
			t.Errorf("took %v", got)
		}
	})
	t.Run("taking ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := open(t, 1).Take(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("take: %v, want context.Canceled", err)
		}
	})
	t.Run("many publishers, many takers, nothing lost or doubled", manyAtOnce(open))
}

func manyAtOnce(open func(*testing.T, int) notify.Queue) func(*testing.T) {
	return func(t *testing.T) {
		const publishers, each = 4, 50
		q := open(t, publishers*each)
		var wg sync.WaitGroup
		for p := range publishers {
			wg.Go(func() {
				for i := range each {
					if err := q.Publish(t.Context(), strconv.Itoa(p*each+i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var mu sync.Mutex
		seen := map[string]int{}
		for range 4 {
			wg.Go(func() {
				for range publishers * each / 4 {
					id, ack, err := q.Take(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					ack()
					mu.Lock()
					seen[id]++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(seen) != publishers*each {
			t.Errorf("%d of %d ids came out", len(seen), publishers*each)
		}
	}
}

func publish(t *testing.T, q notify.Queue, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := q.Publish(t.Context(), id); err != nil {
			t.Fatalf("publish %s: %v", id, err)
		}
	}
}

func take(t *testing.T, q notify.Queue, n int) []string {
	t.Helper()
	var ids []string
	for range n {
		id, ack, err := q.Take(t.Context())
		if err != nil {
			t.Fatalf("take: %v", err)
		}
		ack()
		ids = append(ids, id)
	}
	return ids
}
