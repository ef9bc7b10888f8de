package follow_test

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/follow"
)

// scripted is a follower that fails as often as told, then has some batches.
type scripted struct {
	failures, batches int
	panics            bool // instead of failing
	conflicts         bool // instead of failing
	done              func()
}

func (s *scripted) Step(context.Context) (int, error) {
	if s.failures--; s.failures >= 0 {
		if s.panics {
			panic("not now")
		}
		if s.conflicts {
			return 0, stackhound.Errorf(stackhound.CodeConflict, "another was quicker")
		}
		return 0, errors.New("not now")
	}
	if s.batches--; s.batches >= 0 {
		return 7, nil
	}
	return 0, nil
}

func (s *scripted) Wait(ctx context.Context) error {
	s.done()
	<-ctx.Done()
	return ctx.Err()
}

// TestRunPauses holds that pauses double from a second to a minute, and that Run ends
// with its context.
func TestRunPauses(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	c := clock.NewFake(start)
	err := follow.Run(ctx, &scripted{failures: 8, batches: 2, done: cancel}, c, slog.New(slog.DiscardHandler))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if slept, want := c.Now().Sub(start), (1+2+4+8+16+32+60+60)*time.Second; slept != want {
		t.Errorf("paused %v in all, want %v", slept, want)
	}
}

// A panic in a step is a failure like any other.
func TestRunOutlivesAPanic(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	c := clock.NewFake(start)
	err := follow.Run(ctx, &scripted{failures: 2, panics: true, done: cancel}, c, slog.New(slog.DiscardHandler))
	if slept := c.Now().Sub(start); !errors.Is(err, context.Canceled) || slept != 3*time.Second {
		t.Errorf("ended with %v after pausing %v, want 3s", err, slept)
	}
}

// Losing to another process again and again is no reason to slow down.
func TestRunOutlivesConflicts(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	c := clock.NewFake(start)
	err := follow.Run(ctx, &scripted{failures: 5, conflicts: true, done: cancel}, c, slog.New(slog.DiscardHandler))
	if slept := c.Now().Sub(start); !errors.Is(err, context.Canceled) || slept != 5*time.Second {
		t.Errorf("ended with %v after pausing %v, want 5s", err, slept)
	}
}

func TestCatchUp(t *testing.T) {
	t.Parallel()
	if n, err := follow.CatchUp(t.Context(), &scripted{batches: 3}); n != 21 || err != nil {
		t.Errorf("worked off %d, %v", n, err)
	}
	if n, err := follow.CatchUp(t.Context(), &scripted{failures: 2, conflicts: true, batches: 3}); n != 21 || err != nil {
		t.Errorf("after conflicts worked off %d, %v", n, err)
	}
	if _, err := follow.CatchUp(t.Context(), &scripted{failures: math.MaxInt, conflicts: true}); stackhound.CodeOf(err) != stackhound.CodeConflict {
		t.Errorf("conflicts without end: %v", err)
	}
	if n, err := follow.CatchUp(t.Context(), &scripted{failures: 1}); n != 0 || err == nil {
		t.Errorf("worked off %d, %v", n, err)
	}
}
