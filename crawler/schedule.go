package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"stackhound"
	"stackhound/internal/clock"
)

const (
	leaseTime  = maxRun + 10*time.Minute // a lease outlives the longest run
	leaseAgain = time.Minute             // until a host that another run holds is tried again
	jitterPart = 0.1                     // of the interval, at most, that a run starts late
)

// Leases keeps two runs from one host, also between processes.
type Leases interface {
	// Acquire takes or extends the lease; false while another owner has it.
	Acquire(ctx context.Context, key, owner string, now time.Time, d time.Duration) (bool, error)
	Release(ctx context.Context, key, owner string) error
}

// ScheduleOptions are what a Schedule is made of. All are required except Started and
// Jitter.
type ScheduleOptions struct {
	Boards      []stackhound.Board // disabled ones are left out
	Crawl       func(context.Context, stackhound.Board) (stackhound.Run, error)
	Latest      func(context.Context) (map[string]stackhound.Run, error) // last finished run per board
	Started     func(context.Context) (map[string]time.Time, error)      // when a board's latest run began, finished or not; nil: as Latest
	Leases      Leases
	Owner       string // names this process in leases, the same over restarts
	Concurrency int    // most runs at the same time, at least 1
	Clock       clock.Clock
	Log         *slog.Logger
	Jitter      func() float64 // in [0,1); nil: at random
}

// Schedule starts the runs of boards when they are due.
type Schedule struct {
	ScheduleOptions
	running chan struct{} // holds one token for each run going on

	mu    sync.Mutex
	hosts map[string]chan struct{} // by host name: one run at a time
}

// NewSchedule returns a schedule; Run sets it going.
func NewSchedule(o ScheduleOptions) *Schedule {
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	return &Schedule{ScheduleOptions: o, running: make(chan struct{}, max(o.Concurrency, 1)), hosts: map[string]chan struct{}{}}
}

// Run keeps to the schedule until ctx ends, and returns when the runs going on then have
// stored what they found. Boards whose run came due while nobody was there start at once.
func (s *Schedule) Run(ctx context.Context) error {
	latest, err := s.Latest(ctx)
	if err != nil {
		return err
	}
	started := map[string]time.Time{}
	if s.Started != nil {
		if started, err = s.Started(ctx); err != nil {
			return err
		}
	}
	var boards sync.WaitGroup
	for _, b := range s.Boards {
		if !b.Enabled {
			continue
		}
		plan, err := parseSpec(b.Schedule)
		if err != nil {
			s.Log.Error("a board is left out", "board", b.Name, "error", err)
			continue
		}
		boards.Go(func() { s.follow(ctx, b, plan, history{latest[b.Name].Started, started[b.Name]}) })
	}
	boards.Wait()
	return nil
}

// history is when runs of a board started, zero for none. A run that was cut short is
// still to be done, but the board was asked all the same.
type history struct {
	done  time.Time // the latest that finished
	begun time.Time // the latest of all
}

// follow runs one board again and again.
func (s *Schedule) follow(ctx context.Context, b stackhound.Board, plan cron.Schedule, past history) {
	for {
		now := s.Clock.Now()
		at := due(plan, b.MinInterval, past, now, s.Jitter())
		if at.IsZero() {
			s.Log.Error("a board's schedule names no date that exists", "board", b.Name, "schedule", b.Schedule)
			return
		}
		if wait := at.Sub(now); wait > 0 && s.Clock.Sleep(ctx, wait) != nil {
			return
		}
		started, err := s.once(ctx, b)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			s.Log.Error("a board could not be crawled", "board", b.Name, "error", err)
		}
		past = history{started, started}
	}
}

// once makes one run as soon as the board's host, which is what politeness goes by, is
// free and there is a place among the runs. Boards on one host wait for each other here;
// the lease keeps other processes off it. It is this process's, not this run's, so that a
// process that died and started again does not wait for itself.
func (s *Schedule) once(ctx context.Context, b stackhound.Board) (started time.Time, err error) {
	host := hostOf(b.Base)
	leave, err := enter(ctx, s.host(host))
	if err != nil {
		return s.Clock.Now(), err
	}
	defer leave()
	key := "crawl:" + host
	for {
		started, free, err := s.try(ctx, b, key)
		if free || err != nil {
			return started, err
		}
		if err := s.Clock.Sleep(ctx, leaseAgain); err != nil {
			return started, err
		}
	}
}

// try makes one run, unless another process has the host's lease.
func (s *Schedule) try(ctx context.Context, b stackhound.Board, key string) (started time.Time, free bool, err error) {
	leave, err := enter(ctx, s.running)
	if err != nil {
		return s.Clock.Now(), false, err
	}
	defer leave()
	started = s.Clock.Now()
	free, err = s.Leases.Acquire(ctx, key, s.Owner, started, leaseTime)
	if !free || err != nil {
		return started, false, err
	}
	defer func() {
		if err := s.Leases.Release(context.WithoutCancel(ctx), key, s.Owner); err != nil {
			s.Log.Warn("a lease could not be given back", "key", key, "error", err)
		}
	}()
	_, err = s.Crawl(ctx, b)
	return started, true, err
}

// host returns the room of one run that all boards on a host share.
func (s *Schedule) host(name string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hosts[name] == nil {
		s.hosts[name] = make(chan struct{}, 1)
	}
	return s.hosts[name]
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

// due returns when a board's next run starts, a time not after now meaning at once, and
// zero if its schedule names no date that exists. A run missed since the last one is due
// at once; otherwise it starts up to a tenth of its interval late, by jitter in [0,1), so
// that boards do not all start on the hour. No two runs start closer than minInterval,
// also where one of them was cut short.
func due(plan cron.Schedule, minInterval time.Duration, past history, now time.Time, jitter float64) time.Time {
	next := now
	if !past.done.IsZero() {
		if next = plan.Next(past.done.UTC()); next.IsZero() {
			return next
		}
	}
	if next.After(now) {
		if after := plan.Next(next); !after.IsZero() {
			next = next.Add(time.Duration(jitter * jitterPart * float64(after.Sub(next))))
		}
	}
	for _, start := range []time.Time{past.done, past.begun} {
		if earliest := start.Add(minInterval); !start.IsZero() && next.Before(earliest) {
			next = earliest
		}
	}
	return next
}

// parseSpec reads a schedule. Board files are checked when they are loaded; this keeps a
// specification the parser fails on from taking the program down all the same.
func parseSpec(spec string) (plan cron.Schedule, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the schedule %q cannot be read: %v", spec, p)
		}
	}()
	if spec == "" {
		return nil, errors.New("it has no schedule")
	}
	return cron.ParseStandard(spec)
}
