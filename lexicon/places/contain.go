package places

import (
	"slices"
	"strconv"
	"strings"
)

// groupsOf maps the region words to the groups of countries.txt; emea is two of them.
var groupsOf = map[string][]string{
	"EU": {"eu"}, "europe": {"europe"}, "north-america": {"na"}, "latam": {"latam"}, "apac": {"apac"}, "emea": {"europe", "mea"},
}

// regionWithin compares two region words by the countries they hold.
func regionWithin(inner, outer string) bool {
	if groupsOf[outer] == nil {
		return false
	}
	for code := range known().countries {
		if Within(code, inner) && !Within(code, outer) {
			return false
		}
	}
	return true
}

// Admits tells whether a person who lives in a country, at an offset of hours from UTC in
// winter, may apply for a remote job limited to the given regions. Countries and region
// words are alternatives, and so are ranges of time zones; where an ad names both, the
// person must meet both. No regions means the ad does not say, which admits everyone.
func Admits(regions []string, country string, offset float64) bool {
	areas, ranges := apart(regions)
	inArea := len(areas) == 0 || slices.ContainsFunc(areas, func(r string) bool { return Within(country, r) })
	inRange := len(ranges) == 0 || slices.ContainsFunc(ranges, func(r string) bool {
		from, to, _ := zoneRange(r)
		return from <= offset && offset <= to
	})
	return inArea && inRange
}

// Allows tells whether someone may take a remote job limited to the given regions. from
// says where they may work from: countries, states or region words. No regions means the
// ad does not say, which allows everyone; no from means no opinion. Where an ad names
// areas and ranges of time zones, both must suit.
//
// A person who names a country is there: wider words beside it ("EU", "worldwide") only
// say how the jobs they look for are labelled. A person who names regions alone may be
// anywhere in them.
func Allows(regions, from []string) bool {
	if len(regions) == 0 || len(from) == 0 {
		return true
	}
	areas, ranges := apart(regions)
	return allows(areas, from) && allows(ranges, from)
}

func allows(regions, from []string) bool {
	if len(regions) == 0 || slices.Contains(regions, "worldwide") {
		return true
	}
	settled := slices.ContainsFunc(from, isPlace)
	for _, f := range from {
		if f == "worldwide" {
			continue
		}
		for _, r := range regions {
			if Within(f, r) || !settled && overlaps(r, f) {
				return true
			}
		}
	}
	return false
}

// apart parts areas from ranges of time zones.
func apart(regions []string) (areas, ranges []string) {
	for _, r := range regions {
		if strings.Contains(r, "..") {
			ranges = append(ranges, r)
		} else {
			areas = append(areas, r)
		}
	}
	return areas, ranges
}

// isPlace tells whether a code is a country or one of its states, not a wider region.
func isPlace(code string) bool {
	code, _, _ = strings.Cut(code, "-")
	return known().countries[code].code != ""
}

// overlaps tells whether some country lies in both places.
func overlaps(a, b string) bool {
	if Within(a, b) || Within(b, a) {
		return true
	}
	for code := range known().countries {
		if Within(code, a) && Within(code, b) {
			return true
		}
	}
	return false
}

// zoneRange reads "UTC-5..UTC+2".
func zoneRange(s string) (from, to float64, ok bool) {
	low, high, found := strings.Cut(s, "..")
	if !found {
		return 0, 0, false
	}
	from, err1 := strconv.ParseFloat(strings.TrimPrefix(low, "UTC"), 64)
	to, err2 := strconv.ParseFloat(strings.TrimPrefix(high, "UTC"), 64)
	return from, to, err1 == nil && err2 == nil
}
