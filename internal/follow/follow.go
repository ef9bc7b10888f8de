// Package follow holds the loop of everything that follows a change feed: work off what
// is there, wait for more, and keep going when a step fails.
package follow

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

// Backoff between failed steps: doubles from the first to the longest.
const (
	firstPause   = time.Second
	longestPause = time.Minute
)

// Follower works through a feed.
type Follower interface {
	// Step works off one batch and returns how many changes it held, 0 when nothing
	// is left.
	Step(ctx context.Context) (int, error)
	// Wait returns nil as soon as there is something after the follower's position.
	Wait(ctx context.Context) error
}

// Run follows until ctx ends, and returns ctx's error then. A failed step is tried again
// after a pause; a step that panics has failed. One that another process was quicker with
// (CodeConflict) is no failure: the next goes on from where that one came to. The log tells
// of the first failure, of each for another reason, and that it works again.
func Run(ctx context.Context, f Follower, c clock.Clock, log *slog.Logger) error {
	pause, said := firstPause, ""
	well := func() {
		if pause = firstPause; said != "" {
			log.Info("following works again")
			said = ""
		}
	}
	for ctx.Err() == nil {
		err := stepOrWait(ctx, f, log, well)
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return ctx.Err()
		case conflict(err):
			log.Info("another process follows this feed too, it was quicker", "error", err)
			pause = firstPause
		case said != err.Error():
			log.Error("following failed, trying again", "error", err, "pause", pause)
			said = err.Error()
		}
		if err := c.Sleep(ctx, pause); err != nil {
			return err
		}
		pause = min(2*pause, longestPause)
	}
	return ctx.Err()
}

// stepOrWait makes one step, says that it went well, and waits when nothing is left.
func stepOrWait(ctx context.Context, f Follower, log *slog.Logger, well func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			log.Error("a step panicked", "panic", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("a step panicked: %v", r)
		}
	}()
	n, err := f.Step(ctx)
	if err != nil {
		return err
	}
	well()
	if n == 0 {
		err = f.Wait(ctx)
	}
	return err
}

func conflict(err error) bool { return stackhound.CodeOf(err) == stackhound.CodeConflict }

// mostConflicts is how many conflicts in a row CatchUp takes for those of a busy
// neighbour: each of them is a batch that another process worked off.
const mostConflicts = 1000

// CatchUp works until nothing is left and returns how many changes it worked off. What
// another process was quicker with is left to that one; conflicts that never end are an
// error, so that it ends whatever the reason for them is.
func CatchUp(ctx context.Context, f Follower) (int, error) {
	total, conflicts := 0, 0
	for {
		n, err := f.Step(ctx)
		total += n
		if conflict(err) && conflicts < mostConflicts && ctx.Err() == nil {
			conflicts++
			continue
		}
		if err != nil || n == 0 {
			return total, err
		}
		conflicts = 0
	}
}
