package places

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"stackhound"
)

//go:embed countries.txt
var countriesText string

//go:embed cities.txt
var citiesText string

//go:embed states.txt
var statesText string

// country is what is known of one.
type country struct {
	code, name string
	groups     []string
	from, to   float64 // hours from UTC
}

// place is something a name can mean.
type place struct {
	kind     kind
	location stackhound.Location
}

type kind int

const (
	isCountry kind = iota
	isState
	isCity
)

// name is one spelling and the places it can mean, the likeliest first.
type name struct {
	places   []place
	doubtful bool // an everyday word too
	exact    string
}

// node is a step of the tree of names, by lower-case runes.
type node struct {
	next map[rune]*node
	name *name
}

// atlas is the parsed content of the data files.
type atlas struct {
	countries map[string]country
	states    map[string]string // "US-CA" → "California"
	names     *node
}

var known = mustLoad()

// mustLoad reads the embedded files, which are part of the program.
func mustLoad() *atlas {
	a := &atlas{countries: map[string]country{}, states: map[string]string{}, names: &node{}}
	for _, load := range []struct {
		text string
		add  func(string) error
	}{{countriesText, a.addCountry}, {citiesText, a.addCities}, {statesText, a.addState}} {
		for line := range strings.SplitSeq(load.text, "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			if err := load.add(line); err != nil {
				panic(fmt.Sprintf("places: %q: %v", line, err))
			}
		}
	}
	return a
}

func columns(line string) []string {
	cols := strings.Split(line, "|")
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	return cols
}

func (a *atlas) addCountry(line string) error {
	cols := columns(line)
	if len(cols) != 5 {
		return fmt.Errorf("%d columns, want 5", len(cols))
	}
	low, high, _ := strings.Cut(cols[3], "..")
	from, err := strconv.ParseFloat(low, 64)
	if err != nil {
		return err
	}
	to, err := strconv.ParseFloat(high, 64)
	if err != nil {
		return err
	}
	c := country{code: cols[0], name: strings.TrimPrefix(cols[1], "?"), groups: strings.Fields(cols[4]), from: from, to: to}
	a.countries[c.code] = c
	for spelling := range strings.SplitSeq(cols[1]+","+cols[2], ",") {
		a.add(spelling, place{isCountry, stackhound.Location{Country: c.code}})
	}
	return nil
}

func (a *atlas) addState(line string) error {
	cols := columns(line)
	a.states[cols[0]] = cols[1]
	code, state, _ := strings.Cut(cols[0], "-")
	a.add(cols[1], place{isState, stackhound.Location{Country: code, Region: state}})
	return nil
}

func (a *atlas) addCities(line string) error {
	where, cities, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon")
	}
	code, state, _ := strings.Cut(where, "-")
	if _, ok := a.countries[code]; !ok {
		return fmt.Errorf("unknown country %s", code)
	}
	for city := range strings.SplitSeq(cities, ",") {
		spellings := strings.Split(strings.TrimSpace(city), "=")
		l := stackhound.Location{City: strings.TrimPrefix(spellings[0], "?"), Country: code, Region: state}
		for _, s := range spellings {
			a.add(s, place{isCity, l})
		}
	}
	return nil
}

// add enters a spelling. Short ones and those all in capitals count only as written.
func (a *atlas) add(spelling string, p place) {
	spelling = strings.TrimSpace(spelling)
	bare := strings.TrimPrefix(spelling, "?")
	if bare == "" {
		return
	}
	n := a.names
	for _, r := range bare {
		r = unicode.ToLower(r)
		if n.next == nil {
			n.next = map[rune]*node{}
		}
		if n.next[r] == nil {
			n.next[r] = &node{}
		}
		n = n.next[r]
	}
	if n.name == nil {
		n.name = &name{doubtful: bare != spelling}
		if len(bare) <= 5 && strings.ToUpper(bare) == bare {
			n.name.exact = bare
		}
	}
	n.name.places = append(n.name.places, p)
}

// Country returns the code of a country given by name or code in any case: "germany",
// "DE", "U.S.". ok is false for anything else.
func Country(s string) (code string, ok bool) {
	s = strings.TrimSpace(s)
	if c, ok := known.countries[strings.ToUpper(s)]; ok {
		return c.code, true
	}
	if n := lookup(s); n != nil {
		for _, p := range n.places {
			if p.kind == isCountry {
				return p.location.Country, true
			}
		}
	}
	return "", false
}

// CountryName returns the English name of a country by its code, "" if unknown.
func CountryName(code string) string { return known.countries[code].name }

// lookup finds a name as a whole, in any case.
func lookup(s string) *name {
	n := known.names
	for _, r := range s {
		if n = n.next[unicode.ToLower(r)]; n == nil {
			return nil
		}
	}
	return n.name
}

// groupsOf maps the region words to the groups of countries.txt; emea is two of them.
var groupsOf = map[string][]string{
	"EU": {"eu"}, "europe": {"europe"}, "north-america": {"na"}, "latam": {"latam"}, "apac": {"apac"}, "emea": {"europe", "mea"},
}

// Within tells whether a place lies wholly in a region. Both are codes: a country, a
// state ("US-CA"), a region word, or a range of time zones ("UTC-5..UTC+2").
func Within(place, region string) bool {
	if place == region || region == "worldwide" {
		return true
	}
	if code, _, state := strings.Cut(place, "-"); state && isPlace(code) {
		return Within(code, region)
	}
	if c, ok := known.countries[place]; ok {
		if from, to, ok := zoneRange(region); ok {
			return c.from <= to && c.to >= from
		}
		return slices.ContainsFunc(c.groups, func(g string) bool { return slices.Contains(groupsOf[region], g) })
	}
	if groups := groupsOf[place]; groups != nil {
		return regionWithin(place, region)
	}
	return false
}

// regionWithin compares two region words by the countries they hold.
func regionWithin(inner, outer string) bool {
	if groupsOf[outer] == nil {
		return false
	}
	for code := range known.countries {
		if Within(code, inner) && !Within(code, outer) {
			return false
		}
	}
	return true
}

// Allows tells whether someone may take a remote job limited to the given regions. from
// says where they may work from: countries, states or region words. No regions means the
// ad does not say, which allows everyone; no from means no opinion.
//
// A person who names a country is there: wider words beside it ("EU", "worldwide") only
// say how the jobs they look for are labelled. A person who names regions alone may be
// anywhere in them.
func Allows(regions, from []string) bool {
	if len(regions) == 0 || len(from) == 0 || slices.Contains(regions, "worldwide") {
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

// isPlace tells whether a code is a country or one of its states, not a wider region.
func isPlace(code string) bool {
	code, _, _ = strings.Cut(code, "-")
	return known.countries[code].code != ""
}

// overlaps tells whether some country lies in both places.
func overlaps(a, b string) bool {
	if Within(a, b) || Within(b, a) {
		return true
	}
	for code := range known.countries {
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
