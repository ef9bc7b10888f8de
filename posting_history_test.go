package stackhound_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
)

// on is a day after the first of a year; 0 is no time.
func on(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC)
}

// lived makes a posting of events, written "day kind board", and of links to their boards.
func lived(t *testing.T, events string) (p stackhound.Posting) {
	t.Helper()
	p.FirstSeen = on(1)
	for text := range strings.SplitSeq(events, ", ") {
		var n int
		var e stackhound.Event
		if _, err := fmt.Sscan(text+" -", &n, &e.Kind, &e.Board); err != nil {
			t.Fatal(err)
		}
		e.At = on(n)
		if !slices.ContainsFunc(p.Sources, func(s stackhound.Source) bool { return s.Board == e.Board }) {
			p.Sources = append(p.Sources, stackhound.Source{Board: e.Board})
		}
		p.Remember(e)
	}
	return p
}

func TestTimesPosted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		events          string
		times, from, to int
	}{
		{"1 seen a", 1, 1, 1},
		{"1 seen a, 5 also b", 1, 1, 1},
		{"1 seen a, 40 reposted a, 90 reposted a", 3, 1, 90},
		{"1 seen a, 2 also b, 40 reposted a, 41 reposted b, 50 reposted b", 3, 2, 50},
		{"1 seen a, 30 closed, 50 reopened b, 90 reposted b", 2, 50, 90},
		{"1 seen a, 30 reposted b", 2, 1, 30}, // what b did first is forgotten
	} {
		times, from, to := lived(t, c.events).TimesPosted()
		if times != c.times || !from.Equal(on(c.from)) || !to.Equal(on(c.to)) {
			t.Errorf("%s: %d times, %s to %s", c.events, times, from.Format(time.DateOnly), to.Format(time.DateOnly))
		}
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		events string
		day    int
		want   bool
	}{
		{"1 seen a", 90, false},
		{"1 seen a", 91, true},
		{"1 seen a, 30 pay a", 91, false},
		{"1 seen a, 30 reposted a", 120, true},
		{"1 seen a, 80 missing, 85 merged, 86 also b", 91, true},
	} {
		if got := lived(t, c.events).Stale(on(c.day)); got != c.want {
			t.Errorf("%s, on day %d: %v", c.events, c.day, got)
		}
	}
	p := lived(t, "1 seen a")
	p.ClosedAt = on(50)
	if p.Stale(on(200)) {
		t.Error("a closed job is stale")
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		events string
		day    int
		want   string
	}{
		{"1 seen a, 2 also b", 60, ""},
		{"1 seen a", 130, "open for 4 months"},
		{"1 seen a, 20 pay a", 130, "untouched for 3 months"},
		{"1 seen a, 40 reposted a, 80 reposted a", 100, "posted 3 times in 2 months"},
		{"1 seen a, 40 reposted a", 800, "posted 2 times in 39 days, untouched for 2 years"},
	} {
		if got := strings.Join(lived(t, c.events).Hints(on(c.day)), ", "); got != c.want {
			t.Errorf("%s, on day %d: %q, want %q", c.events, c.day, got, c.want)
		}
	}
	p := lived(t, "60 seen a")
	p.FirstSeen, p.Posted = on(60), on(1)
	if got := p.Hints(on(95)); len(got) != 1 || got[0] != "open for 3 months" {
		t.Errorf("found late, by its own date: %q", got)
	}
}

func TestSpell(t *testing.T) {
	t.Parallel()
	for hours, want := range map[float64]string{0: "0 minutes", 0.5: "30 minutes", 1: "1 hour", 23: "23 hours", 24: "1 day", 59 * 24: "59 days", 61 * 24: "2 months", 365 * 24: "12 months", 900 * 24: "2 years"} {
		if got := stackhound.Spell(time.Duration(hours * float64(time.Hour))); got != want {
			t.Errorf("%g hours: %q, want %q", hours, got, want)
		}
	}
}

func TestEventWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		e    stackhound.Event
		want string
	}{
		{stackhound.Event{Kind: stackhound.EventSeen, Board: "a"}, "first seen on Board a"},
		{stackhound.Event{Kind: stackhound.EventReposted, Board: "a"}, "posted anew on Board a"},
		{stackhound.Event{Kind: stackhound.EventClosed, Now: "gone"}, "closed: its page is gone"},
		{stackhound.Event{Kind: stackhound.EventClosed}, "closed: it is no longer offered"},
		{stackhound.Event{Kind: stackhound.EventPay, Board: "a", Now: "90,000 EUR a year"}, "pay added on Board a: 90,000 EUR a year"},
		{stackhound.Event{Kind: stackhound.EventTitle, Board: "a", Was: "Go", Now: "Lead Go"}, "title changed on Board a: Lead Go, before: Go"},
		{stackhound.Event{Kind: stackhound.EventPlace, Board: "a", Was: "Oslo"}, "place taken out on Board a, it was: Oslo"},
		{stackhound.Event{Kind: stackhound.EventSplit, Now: "p2"}, "found to be two jobs, the other is posting p2"},
		{stackhound.Event{Kind: "from the future", Board: "a"}, "from the future on Board a"},
	} {
		if got := c.e.Words(func(board string) string { return "Board " + board }); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestFirst holds who is believed to have had a job first: boards are believed of what
// they showed after they were first read, and of their own dates.
func TestFirst(t *testing.T) {
	t.Parallel()
	began := map[string]time.Time{"a": on(10), "b": on(10), "c": on(10)}
	shown := func(board string, seen, posted int) stackhound.Source {
		return stackhound.Source{Board: board, FirstSeen: on(seen), Posted: on(posted)}
	}
	for name, c := range map[string]struct {
		sources []stackhound.Source
		board   string // "" where it cannot be told
		days    int
	}{
		"one board":                    {[]stackhound.Source{shown("a", 20, 0)}, "", 0},
		"two":                          {[]stackhound.Source{shown("b", 20, 0), shown("a", 23, 1)}, "b", 3},
		"twice on the first":           {[]stackhound.Source{shown("a", 30, 0), shown("a", 20, 0), shown("b", 23, 0)}, "a", 3},
		"of three":                     {[]stackhound.Source{shown("a", 25, 0), shown("b", 20, 0), shown("c", 22, 0)}, "b", 2},
		"at once":                      {[]stackhound.Source{shown("a", 20, 0), shown("b", 20, 0)}, "a", 0},
		"there when first read":        {[]stackhound.Source{shown("a", 10, 0), shown("b", 20, 0)}, "", 0},
		"there, with a date":           {[]stackhound.Source{shown("a", 10, 8), shown("b", 20, 0)}, "a", 12},
		"there, put to a later date":   {[]stackhound.Source{shown("a", 10, 15), shown("b", 20, 0)}, "", 0},
		"a board never read to an end": {[]stackhound.Source{shown("z", 20, 0), shown("b", 21, 0)}, "", 0},
	} {
		lead, ok := stackhound.Posting{Sources: c.sources}.First(began)
		if ok != (c.board != "") || lead != (stackhound.Lead{Board: c.board, Ahead: time.Duration(c.days) * 24 * time.Hour}) {
			t.Errorf("%s: %v %v", name, lead, ok)
		}
	}
}

// TestRemember holds that a history is in order, without doubles and within its bound.
func TestRemember(t *testing.T) {
	t.Parallel()
	var p stackhound.Posting
	p.Remember(stackhound.Event{At: on(3), Kind: stackhound.EventAlso, Board: "b"}, stackhound.Event{At: on(1), Kind: stackhound.EventSeen, Board: "a"})
	p.Remember(stackhound.Event{At: on(3), Kind: stackhound.EventAlso, Board: "b"}, stackhound.Event{At: on(3), Kind: stackhound.EventClosed})
	if len(p.History) != 3 || p.History[0].Board != "a" || p.History[2].Kind != stackhound.EventClosed {
		t.Errorf("%v", p.History)
	}
	for i := range 2 * stackhound.MaxHistory {
		p.Remember(stackhound.Event{At: on(10 + i), Kind: stackhound.EventReposted, Board: "a"})
	}
	if h := p.History; len(h) != stackhound.MaxHistory || h[0].Kind != stackhound.EventSeen || !h[len(h)-1].At.Equal(on(9+2*stackhound.MaxHistory)) {
		t.Errorf("%d events, from %v to %v", len(h), h[0], h[len(h)-1])
	}
}
