package crawler

import (
	"strings"
	"testing"
	"time"

	"stackhound"
)

// TestHealth writes runs as letters, newest first: o ok, f failed, u reached nothing,
// e empty, s suspect, p partial, ok and partial with items. Runs are six hours apart.
func TestHealth(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		runs, other string
		parked      bool
		state       State
		why         string
	}{
		{"", "o", false, StateUnread, ""},
		{"o", "", false, StateOK, ""},
		{"po", "", false, StateOK, "note p"},
		{"so", "", false, StateSuspect, "note s"},
		{"eo", "", false, StateEmpty, "note e"},
		{"ee", "", false, StateNever, "note e"},
		{"fo", "", false, StateOK, "note f"},
		{"ffo", "", false, StateOK, "note f"},
		{"fffo", "", false, StateBroken, "3 runs in a row failed; the last: note f"},
		{"offf", "", false, StateOK, ""},
		{"fffo", "", true, StateParked, "note f"},
		{"uuuo", "", false, StateOK, "not reached in its last 3 runs"}, // nobody knows whose fault it is
		{"uuuo", "uuuo", false, StateOK, "this machine may be offline"},
		{"uuuo", "oooo", false, StateBroken, "3 runs in a row failed; the last: note u"},
		{"uuuo", "ouuo", false, StateOK, "note u"}, // one failure that is its own
		{"uufo", "uuoo", false, StateOK, "not reached in its last 2 runs"},
		{"fuffo", "ouooo", false, StateBroken, "3 runs in a row failed"},
		{"uus", "", false, StateSuspect, "not reached in its last 2 runs"},
		{"u", "", false, StateOK, "not reached in its last 1 runs"},
	} {
		runs := map[string][]stackhound.Run{"a": runsOf("a", tt.runs), "b": runsOf("b", tt.other)}
		got := HealthOf(runs, map[string]bool{"a": tt.parked})["a"]
		if got.State != tt.state || !strings.Contains(got.Why, tt.why) || tt.why == "" && got.Why != "" {
			t.Errorf("%q beside %q: %+v, want %s, %q", tt.runs, tt.other, got, tt.state, tt.why)
		}
	}
	asleep := runsOf("a", "uo")
	asleep[1].Started = once.AddDate(0, 0, -40)
	if got := HealthOf(map[string][]stackhound.Run{"a": asleep}, nil)["a"]; got.State != StateOK {
		t.Errorf("after a long sleep: %+v", got)
	}
}

func runsOf(board, letters string) []stackhound.Run {
	var runs []stackhound.Run
	for i, letter := range letters {
		r := stackhound.Run{Board: board, Started: once.Add(-time.Duration(i) * 6 * time.Hour), Finished: once, Note: "note " + string(letter), Bytes: 100}
		switch letter {
		case 'o':
			r.Verdict, r.Items, r.Note = stackhound.VerdictOK, 10, ""
		case 'p':
			r.Verdict, r.Items = stackhound.VerdictPartial, 10
		case 's':
			r.Verdict, r.Items = stackhound.VerdictSuspect, 10
		case 'e':
			r.Verdict = stackhound.VerdictEmpty
		case 'f':
			r.Verdict, r.Faults = stackhound.VerdictFailed, map[stackhound.FaultKind]int{stackhound.FaultStatus: 1}
		case 'u':
			r.Verdict, r.Bytes, r.Faults = stackhound.VerdictFailed, 0, map[stackhound.FaultKind]int{stackhound.FaultUnreachable: 1}
		}
		runs = append(runs, r)
	}
	return runs
}
