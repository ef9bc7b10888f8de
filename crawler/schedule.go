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
	"stackhound/internal/lease"
)

// jitterPart is the part of its interval, at most, that a run starts late.
const jitterPart = 0.1

// ScheduleOptions are what a Schedule is made of. All are required except Started and
// Jitter.
type ScheduleOptions struct {
	Boards      []stackhound.Board // disabled ones are left out
	Crawl       func(context.Context, stackhound.Board) (stackhound.Run, error)
	Latest      func(context.Context) (map[string]stackhound.Run, error) // last finished run per board
	Started     func(context.Context) (map[string]time.Time, error)      // when a board's latest run began, finished or not; nil: as Latest
	Leases      lease.Store                                              // keep two runs from one host, also between processes
	Owner       string                                                   // names this process in leases
	Concurrency int                                                      // most runs at the same time, at least 1
	Clock       clock.Clock
	Log         *slog.Logger
	Jitter      func() float64 // in [0,1); nil: at random
}

// Schedule starts the runs of boards when they are due.
type Schedule struct {
	ScheduleOptions
	turns *Turns
}

// NewSchedule returns a schedule; Run sets it going.
func NewSchedule(o ScheduleOptions) *Schedule {
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	return &Schedule{o, NewTurns(lease.Holder{Store: o.Leases, Owner: o.Owner, Clock: o.Clock, Log: o.Log}, o.Concurrency)}
}

// Run keeps to the schedule until ctx ends, and returns when the runs going on then have
// stored what they found. Boards whose run came due while nobody was there start at once.
func (s *Schedule) Run(ctx context.Context) error {
	past, err := s.histories(ctx)
	if err != nil {
		return err
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
		boards.Go(func() { s.follow(ctx, b, plan, past[b.Name]) })
	}
	boards.Wait()
	return nil
}

// histories reads when each board was last run, by whatever process.
func (s *Schedule) histories(ctx context.Context) (map[string]history, error) {
	latest, err := s.Latest(ctx)
	if err != nil {
		return nil, err
	}
	started := map[string]time.Time{}
	if s.Started != nil {
		if started, err = s.Started(ctx); err != nil {
			return nil, err
		}
	}
	past := map[string]history{}
	for _, b := range s.Boards {
		past[b.Name] = history{latest[b.Name].Started, started[b.Name]}
	}
	return past, nil
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
		var err error
		if past, err = s.once(ctx, b, past); ctx.Err() != nil {
			return
		}
		if err != nil {
			s.Log.Error("a board could not be crawled", "board", b.Name, "error", err)
			if s.Clock.Sleep(ctx, leaseAgain) != nil { // a board that is still due is not asked again at once
				return
			}
		}
	}
}

// once makes one run when it is the board's turn, unless another process made it meanwhile,
// and returns the board's history after it.
func (s *Schedule) once(ctx context.Context, b stackhound.Board, past history) (now history, err error) {
	now = past
	err = s.turns.Take(ctx, b, func(ctx context.Context) error {
		all, err := s.histories(ctx)
		if err != nil {
			return err
		}
		if stored := all[b.Name]; stored.done.After(past.done) || stored.begun.After(past.begun) {
			now = stored
			return nil
		}
		started := s.Clock.Now()
		run, err := s.Crawl(ctx, b)
		now = after(past, run, started, err)
		return err
	})
	return now, err
}

// after is a board's history after a run. One that was cut short (the program stopped, or
// another process took the host over) and one that the store did not let begin are still
// to be done; a board that may not be read is not tried again before its next time.
func after(past history, run stackhound.Run, started time.Time, err error) history {
	code := stackhound.CodeOf(err)
	switch {
	case err == nil && !run.Started.IsZero():
		return history{run.Started, run.Started}
	case err == nil, run.Started.IsZero() && (code == stackhound.CodeRefused || code == stackhound.CodeInvalid):
		return history{started, started}
	case run.Started.IsZero():
		return past
	case run.Finished.IsZero():
		return history{past.done, run.Started}
	}
	return history{run.Started, run.Started}
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
