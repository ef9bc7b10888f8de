package crawler

import (
	"fmt"
	"slices"
	"time"

	"stackhound"
)

// State is how a board is doing.
type State string

// The states of a board.
const (
	StateOK      State = "ok"
	StateEmpty   State = "empty"           // it answers, but its list has no items any more
	StateSuspect State = "suspect"         // what it shows is not what it usually shows, and waits
	StateBroken  State = "broken"          // run after run comes to nothing
	StateParked  State = "parked"          // its host is left alone for now
	StateNever   State = "never-had-items" // it was read, and never showed an item
	StateUnread  State = "unread"          // no run has finished yet
)

// Health is how a board is doing, and why.
type Health struct {
	State State  `json:"state"`
	Why   string `json:"why,omitempty"` // a sentence; "" when all is well
}

const (
	// brokenAfter is how many runs in a row must fail for a board to count as broken.
	brokenAfter = 3
	// sameTime is how far apart runs may be to tell of each other whether this machine could
	// reach anything.
	sameTime = 2 * time.Hour
)

// HealthOf judges each board by its finished runs, newest first. parked names the boards
// whose hosts are left alone. A run that reached nothing at a time when no other board was
// reached either says nothing of its board: this machine may have been offline.
func HealthOf(runs map[string][]stackhound.Run, parked map[string]bool) map[string]Health {
	all := map[string]Health{}
	for board, of := range runs {
		of = slices.DeleteFunc(slices.Clone(of), func(r stackhound.Run) bool { return r.Finished.IsZero() })
		unreached := func(r stackhound.Run) bool { return reachedNothing(r) && !reachedElsewhere(runs, r) }
		all[board] = healthOf(of, parked[board], unreached)
	}
	return all
}

func healthOf(runs []stackhound.Run, parked bool, unreached func(stackhound.Run) bool) Health {
	told := slices.DeleteFunc(slices.Clone(runs), unreached)
	offline := 0
	for offline < len(runs) && unreached(runs[offline]) {
		offline++
	}
	had := slices.ContainsFunc(runs, func(r stackhound.Run) bool { return r.Items > 0 })
	failures := 0
	for failures < len(told) && told[failures].Verdict == stackhound.VerdictFailed {
		failures++
	}
	switch {
	case len(runs) == 0:
		return Health{StateUnread, ""}
	case parked:
		return Health{StateParked, runs[0].Note}
	case failures >= brokenAfter:
		return Health{StateBroken, fmt.Sprintf("%d runs in a row failed; the last: %s", failures, told[0].Note)}
	case offline > 0:
		return Health{lastState(told), fmt.Sprintf("not reached in its last %d runs, when nothing else was: this machine may be offline", offline)}
	case told[0].Verdict == stackhound.VerdictEmpty && !had:
		return Health{StateNever, told[0].Note}
	}
	return Health{lastState(told), told[0].Note}
}

// lastState is the state after the latest run that did not fail.
func lastState(runs []stackhound.Run) State {
	for _, r := range runs {
		switch {
		case r.Verdict == stackhound.VerdictFailed:
			continue // it says nothing of what came before
		case r.Verdict == stackhound.VerdictSuspect && r.Released.IsZero():
			return StateSuspect
		case r.Verdict == stackhound.VerdictEmpty:
			return StateEmpty
		}
		return StateOK
	}
	return StateOK
}

// reachedNothing tells whether a run had no answer at all for want of a connection.
func reachedNothing(r stackhound.Run) bool {
	if r.Bytes > 0 || r.Verdict != stackhound.VerdictFailed || len(r.Faults) == 0 {
		return false
	}
	for kind := range r.Faults {
		if kind != stackhound.FaultUnreachable && kind != stackhound.FaultTimeout && kind != stackhound.FaultReset {
			return false
		}
	}
	return true
}

// reachedElsewhere tells whether another board answered at about the time of a run.
func reachedElsewhere(runs map[string][]stackhound.Run, of stackhound.Run) bool {
	for board, others := range runs {
		if board == of.Board {
			continue
		}
		for _, r := range others {
			if r.Bytes > 0 && r.Started.Before(of.Started.Add(sameTime)) && of.Started.Before(r.Started.Add(sameTime)) {
				return true
			}
		}
	}
	return false
}
