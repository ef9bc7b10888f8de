package notify

import (
	"time"

	"stackhound"
)

// date is a day of the calendar, without a zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

// add returns the date n days on.
func (d date) add(n int) date {
	return dateOf(time.Date(d.year, d.month, d.day+n, 0, 0, 0, 0, time.UTC))
}

func (d date) weekday() time.Weekday {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Weekday()
}

// at returns the instant a clock on the wall shows the given time on this date: the
// first one when the clock shows it twice, and the first instant after the jump when it
// skips it.
func (d date) at(hour, minute int, loc *time.Location) time.Time {
	wall := time.Date(d.year, d.month, d.day, hour, minute, 0, 0, time.UTC)
	// No zone is further than 15 h from UTC, so what is in force here began before.
	segment := wall.Add(-16 * time.Hour).In(loc)
	for {
		start, end := segment.ZoneBounds()
		_, offset := segment.Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if end.IsZero() || at.Before(end) {
			if at.Before(start) {
				at = start
			}
			return at.In(loc)
		}
		segment = end
	}
}

// exists tells whether the zone has this date: some islands skipped a day.
func (d date) exists(loc *time.Location) bool {
	return dateOf(d.at(0, 0, loc)) == d
}

// slot is one time at which a digest goes out.
type slot struct {
	name string // part of the delivery's id: "2026-11-21/0800", as planned on the wall
	at   time.Time
}

// lastSlot returns the latest slot of a schedule that lies not after now. It looks back
// three days; ok is false when none lies there.
func lastSlot(w stackhound.When, now time.Time, loc *time.Location) (s slot, ok bool) {
	today := dateOf(now.In(loc))
	for back := range 4 {
		d := today.add(-back)
		if !d.exists(loc) || (w.Weekly && d.weekday() != w.Weekday) {
			continue
		}
		if at := d.at(w.Hour, w.Minute, loc); !at.After(now) {
			return slot{slotName(d, w.Hour, w.Minute), at}, true
		}
	}
	return slot{}, false
}

func slotName(d date, hour, minute int) string {
	return time.Date(d.year, d.month, d.day, hour, minute, 0, 0, time.UTC).Format("2006-01-02/1504")
}

// quietUntil returns when a person's quiet hours ("22:00-07:00" on their wall) that hold
// now are over, and now itself when none hold. Hours that cannot be read hold never.
func quietUntil(hours string, now time.Time, loc *time.Location) time.Time {
	from, to, err := stackhound.ParseQuiet(hours)
	if err != nil || from == to {
		return now
	}
	today := dateOf(now.In(loc))
	// The hours that began yesterday may reach into today.
	for back := 1; back >= 0; back-- {
		first := today.add(-back)
		last := first
		if to < from {
			last = first.add(1)
		}
		start, end := first.at(from/60, from%60, loc), last.at(to/60, to%60, loc)
		if !now.Before(start) && now.Before(end) {
			return end
		}
	}
	return now
}
