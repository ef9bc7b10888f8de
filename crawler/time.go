package crawler

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

// layouts are the ways boards write dates. A date without a zone is taken as UTC.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006/01/02", "20060102",
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04 MST", "Mon, 2 Jan 2006 15:04 -0700",
	"Mon, 2 Jan 06 15:04:05 -0700", "Mon, 2 Jan 06 15:04:05 MST", "Monday, 2-Jan-06 15:04:05 MST", "Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 MST 2006",
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006", "Monday, 2 January 2006",
	"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006", "02.01.2006",
}

// ordinal finds the ending of a day as people write it: 1st, 22nd.
var ordinal = regexp.MustCompile(`\b(\d{1,2})(st|nd|rd|th)\b`)

// zones are the zone names of RFC 822 that carry an offset. time.Parse takes any name
// but gives those it does not know an offset of zero.
var zones = map[string]string{
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
	"CET": "+0100", "CEST": "+0200", "BST": "+0100",
}

// ParseTime reads a time as boards write it and returns it in UTC. unit is "s" or "ms"
// for a count since 1970; with others a written date is read, with "" a bare count is told
// by its size, and "mdy" or "dmy" say what comes first in 7/8/2026. Years outside 1990 to 2100 are refused: they are other figures.
func ParseTime(s, unit string) (time.Time, error) {
	s = strings.Join(strings.Fields(s), " ")
	t, ok := parseCount(s, unit)
	if !ok && orders[unit] != nil {
		t, ok = parseOrdered(s, unit)
	}
	if !ok && unit != "s" && unit != "ms" {
		t, ok = parseDate(s)
	}
	if !ok || t.Year() < 1990 || t.Year() > 2100 {
		return time.Time{}, stackhound.Errorf(stackhound.CodeInvalid, "%q is not a time", s)
	}
	return t.UTC(), nil
}

// parseCount reads seconds or milliseconds since 1970, with or without a fraction.
func parseCount(s, unit string) (time.Time, bool) {
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	switch {
	case unit == "ms", unit == "" && len(whole) == 13:
		return time.UnixMilli(n), true
	case unit == "s", unit == "" && len(whole) >= 9 && len(whole) <= 10:
		return time.Unix(n, 0), true
	}
	return time.Time{}, false
}

// orders are the layouts of dates in figures alone, whose order no text tells by itself.
var orders = map[string][]string{
	"mdy": {"1/2/2006", "1-2-2006", "1.2.2006", "1/2/06"},
	"dmy": {"2/1/2006", "2-1-2006", "2.1.2006", "2/1/06"},
}

// parseOrdered reads the day that a text in figures begins with.
func parseOrdered(s, unit string) (time.Time, bool) {
	day, _, _ := strings.Cut(s, " ")
	for _, layout := range orders[unit] {
		if t, err := time.Parse(layout, strings.TrimSuffix(day, ",")); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func parseDate(s string) (time.Time, bool) {
	s = ordinal.ReplaceAllString(s, "$1")
	if i := strings.LastIndexByte(s, ' '); i >= 0 && zones[s[i+1:]] != "" {
		s = s[:i+1] + zones[s[i+1:]]
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
