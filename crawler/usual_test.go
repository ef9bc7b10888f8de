package crawler

import (
	"math"
	"testing"
	"time"

	"stackhound"
)

var once = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func whole(items int) stackhound.Run {
	return stackhound.Run{Finished: once, Complete: true, Verdict: stackhound.VerdictOK, Items: items}
}

func odd(items int) stackhound.Run {
	return stackhound.Run{Finished: once, Whole: true, Verdict: stackhound.VerdictSuspect, Items: items}
}

func cut(items int) stackhound.Run {
	return stackhound.Run{Finished: once, Verdict: stackhound.VerdictPartial, Items: items}
}

// TestLengthOfAList holds a list's length against those before it, and believes one that is
// strange the third time in a row.
func TestLengthOfAList(t *testing.T) {
	t.Parallel()
	failed := stackhound.Run{Finished: once, Verdict: stackhound.VerdictFailed}
	for _, tt := range []struct {
		items   int
		earlier []stackhound.Run // newest first
		want    bool             // it is strange, and not believed
	}{
		{5, nil, false},
		{5, []stackhound.Run{odd(100)}, false},
		{49, []stackhound.Run{whole(100)}, true},
		{50, []stackhound.Run{whole(100)}, false},
		{1, []stackhound.Run{whole(9)}, false},
		{40, []stackhound.Run{odd(40), whole(100)}, true},
		{40, []stackhound.Run{odd(41), odd(39), whole(100)}, false},
		{40, []stackhound.Run{odd(0), odd(40), odd(40), whole(100)}, true},
		{40, []stackhound.Run{odd(40), odd(15), whole(100)}, true},
		{40, []stackhound.Run{failed, whole(100), whole(90)}, true},
		{40, []stackhound.Run{cut(40), cut(40), whole(100)}, true}, // those were not read to the end
		{10, []stackhound.Run{whole(15), whole(100)}, false},
		{40, []stackhound.Run{whole(100), whole(60), whole(130), whole(70)}, false}, // it comes and goes by that much
		{40, []stackhound.Run{whole(100), whole(100), whole(95), whole(98)}, true},
		{320, []stackhound.Run{whole(100)}, false},
		{321, []stackhound.Run{whole(100)}, true},
		{900, []stackhound.Run{odd(1000), odd(400), whole(100)}, false},
		{900, []stackhound.Run{odd(1000), odd(20), whole(100)}, true},
		{25, []stackhound.Run{whole(2)}, false},
		{27, []stackhound.Run{whole(2)}, true},
	} {
		u := usualOf(tt.earlier)
		_, strange := u.length(tt.items)
		if got := strange && !u.repeated(tt.items, tt.earlier); got != tt.want {
			t.Errorf("%d items after %+v: %v", tt.items, tt.earlier, got)
		}
	}
}

// TestRarer says from which number on listings without a field are no chance any more.
func TestRarer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		filled, read, before, total int
		want                        bool
	}{
		{0, 1, 300, 300, false}, // one alone may be the exception
		{0, 2, 300, 300, true},
		{0, 0, 300, 300, false},
		{0, 2, 14, 14, false}, // little is known of the board yet
		{0, 3, 14, 14, true},
		{20, 43, 300, 300, true}, // half of the pages have another layout
		{22, 43, 300, 300, false},
		{0, 2, 294, 300, false},
		{0, 3, 294, 300, true},
		{0, 10, 120, 300, false}, // fewer than half say what they pay
		{0, 20, 120, 300, false}, // and a company that posts twenty jobs may not
		{0, 45, 120, 300, true},
		{5, 45, 120, 300, false},
		{0, 300, 15, 300, false},  // one in twenty
		{0, 50000, 0, 300, false}, // never was
		{0, 50000, 300, 300, true},
		{49999, 50000, 300, 300, false},
	} {
		if got := rarer(tt.filled, tt.read, tt.before, tt.total); got != tt.want {
			t.Errorf("%d of %d after %d of %d: %v", tt.filled, tt.read, tt.before, tt.total, got)
		}
	}
	sum := 0.0
	for k := range 21 { // a distribution comes to one
		sum += math.Exp(choose(20, k) + beta(3.5+float64(k), 7.5+float64(20-k)) - beta(3.5, 7.5))
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the chances of all outcomes come to %v", sum)
	}
}

// TestUsual reads what is usual from the runs that count, back to the one that was released.
func TestUsual(t *testing.T) {
	t.Parallel()
	run := func(v stackhound.Verdict, read, company int) stackhound.Run {
		return stackhound.Run{Finished: once, Verdict: v, Complete: v == stackhound.VerdictOK, Items: 50, Read: read, Filled: map[string]int{"company": company}, Shapes: map[string]int{"/a/9": read}}
	}
	released := run(stackhound.VerdictOK, 40, 0)
	released.Released = once
	unfinished := run(stackhound.VerdictOK, 100, 100)
	unfinished.Finished = time.Time{}
	runs := []stackhound.Run{unfinished, run(stackhound.VerdictSuspect, 30, 0), run(stackhound.VerdictPartial, 10, 10), run(stackhound.VerdictOK, 40, 40)}
	if u := usualOf(runs); u.read != 50 || !u.has("company") || u.has("salary") || len(u.items) != 1 {
		t.Errorf("%+v", u)
	}
	if u := usualOf(append([]stackhound.Run{released}, runs...)); u.read != 40 || u.has("company") {
		t.Errorf("after a release: %+v", u)
	}
	small := []stackhound.Run{run(stackhound.VerdictOK, 1, 0), run(stackhound.VerdictOK, 1, 0), run(stackhound.VerdictOK, 14, 14)}
	lost := func(runs []stackhound.Run, filled int) bool {
		_, yes := usualOf(runs).lost("company", filled, 1)
		return yes
	}
	if !lost(small, 0) || lost(small, 1) || lost(small[1:], 0) {
		t.Error("three runs in a row that each read one listing without a company say as much as one that reads three")
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"123": "9", "abc": "a", "a1b2": "x", "": "",
		"https://jobs.example/jobs/123":                      "a://a/a/9",
		"https://jobs.example/jobs/go-dev-123":               "a://a/a/x",
		"https://jobs.example/job?id=7#top":                  "a://a/a?a=9#a",
		"//////////////////////////////////////////////////": "////////////////////////////////////////",
	} {
		if got := shapeOf(id); got != want {
			t.Errorf("%q has the shape %q, want %q", id, got, want)
		}
	}
}
