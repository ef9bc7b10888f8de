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

// Run follows until ctx ends, and returns ctx's error then. A failed step is logged and
// tried again after a pause; a step that panics has failed. One that another process was
// quicker with (CodeConflict) is no failure: the next goes on from where that one came to.
func Run(ctx context.Context, f Follower, c clock.Clock, log *slog.Logger) error {
	pause := firstPause
	for ctx.Err() == nil {
		err := stepOrWait(ctx, f, log)
		if err == nil {
			pause = firstPause
			continue
		}
		if ctx.Err() != nil {
			break
		}
		if conflict(err) {
			log.Info("another process follows this feed too, it was quicker", "err", err)
			pause = firstPause
		} else {
			log.Error("following failed, trying again", "err", err, "pause", pause)
		}
		if err := c.Sleep(ctx, pause); err != nil {
			break
		}
		pause = min(2*pause, longestPause)
	}
	return ctx.Err()
}

// stepOrWait makes one step, and waits when nothing is left.
func stepOrWait(ctx context.Context, f Follower, log *slog.Logger) (err error) {
	defer func() {
		if r := recover(); r != nil {
			log.Error("a step panicked", "panic", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("a step panicked: %v", r)
		}
	}()
	n, err := f.Step(ctx)
	if err == nil && n == 0 {
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
