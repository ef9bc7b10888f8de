package store

import (
	"slices"
	"testing"

	"stackhound"
)

func TestCausesSince(t *testing.T) {
	t.Parallel()
	life := causes{}.with(3, stackhound.CauseNew).with(5, stackhound.CauseEdit).with(9, stackhound.CauseClosed).with(12, stackhound.CauseEdit)
	for _, c := range []struct {
		after, replay int64
		want          []stackhound.Cause
	}{
		{0, 0, []stackhound.Cause{"source_new", "closed", "source_edit"}},
		{3, 0, []stackhound.Cause{"closed", "source_edit"}},
		{5, 0, []stackhound.Cause{"closed", "source_edit"}}, // the edit at 5 is covered by the one at 12
		{11, 0, []stackhound.Cause{"source_edit"}},
		{12, 0, nil},
		{0, 9, []stackhound.Cause{"rederived", "source_edit"}},
		{0, 12, []stackhound.Cause{"rederived"}},
		{9, 9, []stackhound.Cause{"source_edit"}},
	} {
		if got := life.since(c.after, c.replay); !slices.Equal(got, c.want) {
			t.Errorf("after %d, replaying until %d: got %v, want %v", c.after, c.replay, got, c.want)
		}
	}
}

func TestPositionsCompareAsStrings(t *testing.T) {
	t.Parallel()
	numbers := []int64{0, 1, 9, 10, 99, 1 << 40, 1<<63 - 1}
	var positions []stackhound.Position
	for _, n := range numbers {
		p := formatPosition(n)
		if back, err := parsePosition(p); err != nil || back != n {
			t.Errorf("%d became %q and then %d, %v", n, p, back, err)
		}
		positions = append(positions, p)
	}
	if !slices.IsSorted(positions) {
		t.Errorf("%q are not in order", positions)
	}
}
