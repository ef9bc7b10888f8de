package lease_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"stackhound/internal/clock"
	"stackhound/internal/lease"
)

// store is a table of leases that goes by the time it is told, as the real one does.
type store struct {
	mu     sync.Mutex
	owner  map[string]string
	until  map[string]time.Time
	broken map[string]error // by owner
}

func newStore() *store {
	return &store{owner: map[string]string{}, until: map[string]time.Time{}, broken: map[string]error{}}
}

func (s *store) Acquire(_ context.Context, key, owner string, now time.Time, d time.Duration) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.broken[owner]; err != nil {
		return false, err
	}
	if s.owner[key] != owner && s.until[key].After(now) {
		return false, nil
	}
	s.owner[key], s.until[key] = owner, now.Add(d)
	return true, nil
}

func (s *store) Release(_ context.Context, key, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owner[key] == owner {
		delete(s.until, key)
	}
	return s.broken[owner]
}

// fail makes the store answer one owner with an error, nil for no longer.
func (s *store) fail(owner string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken[owner] = err
}

func holder(s *store, owner string) lease.Holder {
	return lease.Holder{Store: s, Owner: owner, Clock: clock.System(), Log: slog.New(slog.DiscardHandler)}
}

// In a bubble of time of its own nothing here really waits.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		go holder(s, "a").Do(t.Context(), "k", func(ctx context.Context) error {
			time.Sleep(10 * lease.Time) // far longer than the lease: it is renewed
			return ctx.Err()
		})
		synctest.Wait()
		time.Sleep(9 * lease.Time)
		if ok, err := holder(s, "b").Do(t.Context(), "k", nil); ok || err != nil {
			t.Errorf("a second process got the lease: %v, %v", ok, err)
		}
		time.Sleep(2 * lease.Time)
		broken := errors.New("fails")
		if ok, err := holder(s, "b").Do(t.Context(), "k", func(context.Context) error { return broken }); !ok || !errors.Is(err, broken) {
			t.Errorf("after the end: %v, %v", ok, err)
		}
	})
}

// A process that dies without a word is followed by another within the lease's time.
func TestTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		if ok, err := s.Acquire(t.Context(), "k", "dead", time.Now(), lease.Time); !ok || err != nil {
			t.Fatal(ok, err)
		}
		start, ran := time.Now(), time.Duration(0)
		err := holder(s, "heir").Follow(t.Context(), "k", func(context.Context) error { ran = time.Since(start); return nil })
		if err != nil || ran == 0 || ran > lease.Time*4/3 {
			t.Errorf("taken over after %v, %v", ran, err)
		}
	})
}

// Whoever cannot renew its lease ends before another one may begin.
func TestLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, lose := range map[string]func(*store){
			"store gone": func(s *store) { s.fail("a", errors.New("no store")) },
			"taken": func(s *store) {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.owner["k"], s.until["k"] = "thief", time.Now().Add(time.Hour)
			},
		} {
			s := newStore()
			begun := time.Now()
			ok, err := holder(s, "a").Do(t.Context(), "k", func(ctx context.Context) error {
				lose(s)
				<-ctx.Done()
				return nil
			})
			if !ok || !errors.Is(err, lease.ErrLost) || time.Since(begun) > lease.Time {
				t.Errorf("%s: %v, %v after %v", name, ok, err, time.Since(begun))
			}
		}
	})
}

// Two processes follow one key all the time, and never both at once, though each in turn
// loses the store for a while.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		var busy, most int
		var turns strings.Builder
		var wg sync.WaitGroup
		for _, name := range []string{"a", "b"} {
			wg.Go(func() {
				_ = holder(s, name).Follow(ctx, "k", func(ctx context.Context) error {
					mu.Lock()
					busy++
					most = max(most, busy)
					turns.WriteString(name)
					mu.Unlock()
					<-ctx.Done()
					mu.Lock()
					busy--
					mu.Unlock()
					return nil
				})
			})
		}
		for i := range 6 {
			time.Sleep(3 * lease.Time)
			s.fail("ab"[i%2:i%2+1], errors.New("no store"))
			time.Sleep(3 * lease.Time)
			s.fail("ab"[i%2:i%2+1], nil)
		}
		cancel()
		wg.Wait()
		if most != 1 || !strings.Contains(turns.String(), "aba") && !strings.Contains(turns.String(), "bab") {
			t.Errorf("at most %d at once, turns %s", most, turns.String())
		}
	})
}

// While the store is away it is asked ever less often and the log tells of it once.
func TestFollowWaitsForTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		s.fail("a", errors.New("no store"))
		var log strings.Builder
		h := holder(s, "a")
		h.Log = slog.New(slog.NewTextHandler(&log, nil))
		ran := make(chan struct{})
		go h.Follow(t.Context(), "k", func(context.Context) error { close(ran); return nil })
		time.Sleep(time.Hour)
		s.fail("a", nil)
		<-ran
		if n := strings.Count(log.String(), "\n"); n != 1 {
			t.Errorf("%d lines in an hour:\n%s", n, log.String())
		}
	})
}
