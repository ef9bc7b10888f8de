package stackhound

import (
	"cmp"
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

// Touched returns when somebody last had a hand in a job, as far as was seen: put it up, on
// one more board or anew, or changed what it says.
func (p Posting) Touched() time.Time {
	last := p.FirstSeen
	for _, e := range p.History {
		switch e.Kind {
		case EventMissing, EventClosed, EventMerged, EventSplit:
		default:
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
