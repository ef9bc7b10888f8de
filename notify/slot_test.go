package notify

import (
	"testing"
	"time"

	"stackhound"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDateAt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		zone, wall, want string
	}{
		{"Europe/Berlin", "2026-11-21 08:00", "2026-11-21T07:00:00Z"},
		{"Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:00:00Z"},       // skipped: the jump
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z"},       // twice: the first
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z"},    // twice: the first
		{"America/Santiago", "2026-09-06 00:00", "2026-09-06T04:00:00Z"},    // midnight skipped
		{"Africa/Cairo", "2026-04-24 00:00", "2026-04-23T22:00:00Z"},        // midnight skipped
		{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z"}, // half an hour skipped
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z"}, // half an hour twice
		{"Pacific/Apia", "2011-12-30 08:00", "2011-12-30T10:00:00Z"},        // a day skipped
		{"UTC", "2026-02-28 23:59", "2026-02-28T23:59:00Z"},
	} {
		wall, err := time.Parse("2006-01-02 15:04", tc.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := dateOf(wall).at(wall.Hour(), wall.Minute(), zone(t, tc.zone)).UTC().Format(time.RFC3339)
		if got != tc.want {
			t.Errorf("%s in %s: %s, want %s", tc.wall, tc.zone, got, tc.want)
		}
	}
}

// Over two years and in the oddest zones there is exactly one slot for each date that
// the zone has, each after the one before, and none shows an earlier time than asked.
func TestOneSlotForEachDate(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]int{
		"Europe/Berlin": 2026, "America/New_York": 2026, "America/Santiago": 2026, "Africa/Cairo": 2026,
		"Australia/Lord_Howe": 2026, "Pacific/Apia": 2011, "Africa/Casablanca": 2026,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := zone(t, name)
			for minute := 0; minute < 24*60; minute += 30 {
				oneSlotForEachDate(t, loc, from, stackhound.When{Hour: minute / 60, Minute: minute % 60})
			}
		})
	}
}

func oneSlotForEachDate(t *testing.T, loc *time.Location, year int, w stackhound.When) {
	t.Helper()
	var last slot
	for d := (date{year, 1, 2}); d != (date{year + 2, 1, 1}); d = d.add(1) {
		if !d.exists(loc) {
			continue
		}
		at := d.at(w.Hour, w.Minute, loc)
		s, ok := lastSlot(w, at, loc)
		before, _ := lastSlot(w, at.Add(-time.Second), loc)
		switch {
		case !ok || !s.at.Equal(at) || dateOf(s.at) != d:
			t.Fatalf("%v at %02d:%02d: slot %v", d, w.Hour, w.Minute, s)
		case last.name != "" && before != last:
			t.Fatalf("%v at %02d:%02d: a second earlier the slot is %v, want the one before, %v", d, w.Hour, w.Minute, before, last)
		case s.at.Hour()*60+s.at.Minute() < w.Hour*60+w.Minute:
			t.Fatalf("%v at %02d:%02d: the wall shows %v", d, w.Hour, w.Minute, s.at)
		}
		last = s
	}
}

func TestDatesThatDoNotExist(t *testing.T) {
	t.Parallel()
	apia := zone(t, "Pacific/Apia")
	if (date{2011, 12, 30}).exists(apia) || !(date{2011, 12, 29}).exists(apia) || !(date{2011, 12, 31}).exists(apia) {
		t.Error("Apia had no 30 December 2011, and had the days around it")
	}
	if !(date{2026, 9, 6}).exists(zone(t, "America/Santiago")) {
		t.Error("a date whose midnight is skipped exists")
	}
}

func TestWeeklySlot(t *testing.T) {
	t.Parallel()
	w := stackhound.When{Weekly: true, Weekday: time.Monday, Hour: 8}
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	if s, ok := lastSlot(w, monday.Add(time.Hour), time.UTC); !ok || s.name != "2026-11-23/0800" {
		t.Errorf("after Monday 08:00: %v, %v", s, ok)
	}
	if s, ok := lastSlot(w, monday.Add(-time.Minute), time.UTC); ok {
		t.Errorf("before Monday 08:00: %v, want none", s)
	}
}

func TestQuietUntil(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for _, tc := range []struct{ hours, now, want string }{
		{"22:00-07:00", "2026-11-21 23:00", "2026-11-22 07:00"},
		{"22:00-07:00", "2026-11-22 03:00", "2026-11-22 07:00"},
		{"22:00-07:00", "2026-11-22 07:00", "2026-11-22 07:00"},
		{"22:00-07:00", "2026-11-21 21:59", "2026-11-21 21:59"},
		{"12:00-13:30", "2026-11-21 12:00", "2026-11-21 13:30"},
		{"12:00-13:30", "2026-11-21 14:00", "2026-11-21 14:00"},
		{"22:00-02:30", "2026-03-29 01:00", "2026-03-29 03:00"}, // ends in the skipped hour
		{"7:00-9:00", "2026-11-21 08:00", "2026-11-21 09:00"},
		{"", "2026-11-21 23:00", "2026-11-21 23:00"},
		{"22:00 to 07:00", "2026-11-21 23:00", "2026-11-21 23:00"},
		{"25:00-07:00", "2026-11-21 23:00", "2026-11-21 23:00"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", tc.now, berlin)
		if err != nil {
			t.Fatal(err)
		}
		if got := quietUntil(tc.hours, now, berlin).Format("2006-01-02 15:04"); got != tc.want {
			t.Errorf("%s at %s: until %s, want %s", tc.hours, tc.now, got, tc.want)
		}
	}
}
