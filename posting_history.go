package stackhound

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// eventOrder is the order of what happened at one moment.
var eventOrder = []EventKind{EventSeen, EventAlso, EventReposted, EventReopened, EventMerged, EventSplit, EventTitle, EventPay, EventPlace, EventWorkplace, EventMissing, EventClosed}

// Compare orders events by time; those of one moment as a life goes.
func (e Event) Compare(o Event) int {
	return cmp.Or(
		e.At.Compare(o.At), cmp.Compare(slices.Index(eventOrder, e.Kind), slices.Index(eventOrder, o.Kind)),
		strings.Compare(e.Board, o.Board), strings.Compare(e.Was, o.Was), strings.Compare(e.Now, o.Now),
	)
}

// Remember adds events to a posting's history, in order, each once, and forgets those in
// the middle that are too many.
func (p *Posting) Remember(events ...Event) {
	all := slices.Concat(p.History, events)
	slices.SortFunc(all, Event.Compare)
	all = slices.CompactFunc(all, func(a, b Event) bool { return a.Compare(b) == 0 })
	if over := len(all) - MaxHistory; over > 0 {
		all = slices.Delete(all, 1, 1+over)
	}
	p.History = all
}

// TimesPosted returns how often a job was put up, from when to when: the most that any one
// board did, as an employer who uses five boards at once posts once. A job that was never
// put up anew was posted once, when it was first seen.
func (p Posting) TimesPosted() (times int, from, to time.Time) {
	shown := map[string][]time.Time{}
	for _, e := range p.History {
		switch {
		case e.Kind == EventReposted:
			if len(shown[e.Board]) == 0 {
				shown[e.Board] = append(shown[e.Board], p.FirstSeen) // its first is forgotten, or was on another board
			}
			shown[e.Board] = append(shown[e.Board], e.At)
		case (e.Kind == EventSeen || e.Kind == EventAlso || e.Kind == EventReopened) && len(shown[e.Board]) == 0:
			shown[e.Board] = append(shown[e.Board], e.At)
		}
	}
	times, from, to = 1, p.FirstSeen, p.FirstSeen
	for _, s := range p.Sources {
		if at := shown[s.Board]; len(at) > times {
			times, from, to = len(at), at[0], at[len(at)-1]
		}
	}
	return times, from, to
}

// StaleAfter is how long a job may stand open untouched before it looks forgotten. Boards
// sell ads for 30 or 60 days: one that nobody has touched for 90 has outlived either.
const StaleAfter = 90 * 24 * time.Hour

// Since is when a job was first put up: as its boards date it, or when it was first seen.
func (p Posting) Since() time.Time {
	if !p.Posted.IsZero() && p.Posted.Before(p.FirstSeen) {
		return p.Posted
	}
	return p.FirstSeen
}

// Touched returns when somebody last had a hand in a job, as far as is known: put it up,
// put it up anew or changed what it says. That one more board shows it is no such sign:
// many boards copy.
func (p Posting) Touched() time.Time {
	last := p.Since()
	for _, e := range p.History {
		switch e.Kind {
		case EventReposted, EventReopened, EventTitle, EventPay, EventPlace, EventWorkplace:
			last = e.At
		}
	}
	return last
}

// Stale tells whether a job has stood open for so long without anybody's touch that it may
// be forgotten rather than free.
func (p Posting) Stale(now time.Time) bool {
	return p.Open() && now.Sub(p.Touched()) >= StaleAfter
}

// Hints say in a few words what a job's history should make one wary of: that it was put
// up time and again ("posted 4 times in 5 months"), that it stands there untouched ("open
// for 4 months").
func (p Posting) Hints(now time.Time) (hints []string) {
	times, from, to := p.TimesPosted()
	if times > 1 {
		hints = append(hints, fmt.Sprintf("posted %d times in %s", times, Spell(to.Sub(from))))
	}
	switch {
	case p.Stale(now) && times == 1 && p.Touched().Equal(p.Since()):
		hints = append(hints, "open for "+Spell(now.Sub(p.Since())))
	case p.Stale(now):
		hints = append(hints, "untouched for "+Spell(now.Sub(p.Touched())))
	}
	return hints
}

// Lead is that a board showed a job before all others.
type Lead struct {
	Board string        `json:"board"`
	Ahead time.Duration `json:"ahead"` // of the next board, in nanoseconds; 0: they were seen at the same time
}

// First returns which board had a job first, and how long before the next; ok is false
// where only one board has it or that cannot be told. began is when each board was first
// read to its end: what a board showed then it had before, nobody knows since when, except
// by a date of its own. A board that is not in began was never read to its end.
func (p Posting) First(began map[string]time.Time) (lead Lead, ok bool) {
	first := map[string]time.Time{}
	for _, s := range p.Sources {
		at := s.since(began[s.Board])
		if at.IsZero() {
			return Lead{}, false // it may have been the first
		}
		if known, ok := first[s.Board]; !ok || at.Before(known) {
			first[s.Board] = at
		}
	}
	if len(first) < 2 {
		return Lead{}, false
	}
	boards := make([]string, 0, len(first))
	for board := range first {
		boards = append(boards, board)
	}
	slices.SortFunc(boards, func(a, b string) int { return cmp.Or(first[a].Compare(first[b]), strings.Compare(a, b)) })
	return Lead{boards[0], first[boards[1]].Sub(first[boards[0]])}, true
}

// since is when a board began to show a listing, zero where that cannot be told.
func (s Source) since(began time.Time) time.Time {
	switch {
	case !began.IsZero() && s.FirstSeen.After(began):
		return s.FirstSeen
	case s.Posted.IsZero() || s.Posted.After(s.FirstSeen):
		return time.Time{} // without a date, or put to a new one since
	}
	return s.Posted
}

// Originality is what a board was worth besides all others.
type Originality struct {
	Board    string        `json:"board"`
	Postings int           `json:"postings"`    // that it ever showed
	Only     int           `json:"only"`        // of those, seen on no other board
	Compared int           `json:"compared"`    // of the others, those of which it can be told who was first
	First    int           `json:"first"`       // of the compared, where it was
	Lead     time.Duration `json:"median_lead"` // in nanoseconds, over those where it was first: how long before the next board
}

// Spell writes a span of time in whole units of its largest: "5 months", "1 day".
func Spell(d time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		name string
		size time.Duration
		from time.Duration
	}{{"year", 365 * day, 2 * 365 * day}, {"month", 30*day + 10*time.Hour, 60 * day}, {"day", day, day}, {"hour", time.Hour, time.Hour}} {
		if d >= unit.from {
			return several(int(d/unit.size), unit.name)
		}
	}
	return several(int(d/time.Minute), "minute")
}

func several(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
