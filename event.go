package stackhound

import (
	"fmt"
)

// Words say what happened, as a person would; named gives a board the name it is known by.
func (e Event) Words(named func(board string) string) string {
	on := ""
	if e.Board != "" {
		on = " on " + named(e.Board)
	}
	switch e.Kind {
	case EventSeen:
		return "first seen" + on
	case EventAlso:
		return "also" + on
	case EventMissing:
		return "shown nowhere any more, not confirmed to be gone"
	case EventClosed:
		return "closed: " + ClosedWhy(e.Now).Words()
	case EventReopened:
		return "open again" + on
	case EventReposted:
		return "posted anew" + on
	case EventMerged:
		return "found to be one job with posting " + e.Was
	case EventSplit:
		return "found to be two jobs, the other is posting " + e.Now
	}
	return e.change(on)
}

// changed are what a board can change of an ad, in words.
var changed = map[EventKind]string{EventTitle: "title", EventPay: "pay", EventPlace: "place", EventWorkplace: "way of working"}

// change says how something of an ad became something else.
func (e Event) change(on string) string {
	what, ok := changed[e.Kind]
	switch {
	case !ok:
		return string(e.Kind) + on
	case e.Was == "":
		return fmt.Sprintf("%s added%s: %s", what, on, e.Now)
	case e.Now == "":
		return fmt.Sprintf("%s taken out%s, it was: %s", what, on, e.Was)
	}
	return fmt.Sprintf("%s changed%s: %s, before: %s", what, on, e.Now, e.Was)
}

// Words say why a job is closed.
func (w ClosedWhy) Words() string {
	switch w {
	case ClosedGone:
		return "its page is gone"
	case ClosedAbsent:
		return "its boards no longer show it"
	case ClosedExpired:
		return "its date of expiry has passed"
	case ClosedStated:
		return "its board says it is filled"
	case ClosedDropped:
		return "its ad no longer names this role"
	}
	return "it is no longer offered"
}
