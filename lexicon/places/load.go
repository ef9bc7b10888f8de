package places

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"stackhound"
)

//go:embed *.txt
var files embed.FS

// known is the atlas, read when it is first asked for.
var known = sync.OnceValue(load)

// load reads the embedded files, which are part of the program.
func load() *atlas {
	a := &atlas{countries: map[string]country{}, states: map[string]string{}, iso3: map[string]string{}, names: make(map[string]*name, 1<<15), longest: make(map[string]int, 1<<14)}
	for _, load := range []struct {
		file string
		add  func(string) error
	}{
		{"countries.txt", a.addCountry}, {"cities.txt", a.addCities}, {"states.txt", a.addState}, {"countrynames.txt", a.addNames},
		{"regions.txt", a.addRegion}, {"adjectives.txt", a.addAdjectives}, {"towns.txt", a.addTowns},
	} {
		if err := eachLine(load.file, load.add); err != nil {
			panic("places: " + err.Error())
		}
	}
	a.addISO3()
	return a
}

func eachLine(file string, add func(string) error) error {
	text, err := files.ReadFile(file)
	if err != nil {
		return err
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if err := add(line); err != nil {
			return fmt.Errorf("%s: %q: %w", file, line, err)
		}
	}
	return nil
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
		a.add(spelling, place{kind: isCountry, location: stackhound.Location{Country: c.code}})
	}
	return nil
}

// addNames adds the names of a country in other languages. What is a city's name or a
// state's already stays that.
func (a *atlas) addNames(line string) error {
	code, list, ok := strings.Cut(line, ":")
	if !ok || a.countries[code].code == "" {
		return fmt.Errorf("no country")
	}
	for spelling := range strings.SplitSeq(list, ",") {
		if a.names[key(spelling)] == nil {
			a.add(spelling, place{kind: isCountry, location: stackhound.Location{Country: code}})
		}
	}
	return nil
}

func (a *atlas) addState(line string) error {
	cols := columns(line)
	if len(cols) < 2 {
		return fmt.Errorf("%d columns, want 2 or 3", len(cols))
	}
	a.states[cols[0]] = strings.TrimPrefix(cols[1], "?")
	code, state, _ := strings.Cut(cols[0], "-")
	for spelling := range strings.SplitSeq(strings.Join(cols[1:], ","), ",") {
		a.add(spelling, place{kind: isState, location: stackhound.Location{Country: code, Region: state}})
	}
	return nil
}

// where reads the country and state at the head of a line of places.
func (a *atlas) where(line string) (l stackhound.Location, rest string, err error) {
	head, rest, ok := strings.Cut(line, ":")
	if !ok {
		return l, "", fmt.Errorf("no colon")
	}
	l.Country, l.Region, _ = strings.Cut(head, "-")
	if a.countries[l.Country].code == "" {
		return l, "", fmt.Errorf("unknown country %s", l.Country)
	}
	return l, rest, nil
}

func (a *atlas) addCities(line string) error {
	l, cities, err := a.where(line)
	if err != nil {
		return err
	}
	for city := range strings.SplitSeq(cities, ",") {
		spellings := strings.Split(strings.TrimSpace(city), "=")
		l.City = strings.TrimPrefix(spellings[0], "?")
		for _, s := range spellings {
			a.add(s, place{kind: isCity, location: l})
			a.addUmlauts(s, place{kind: isCity, location: l})
		}
	}
	return nil
}

func (a *atlas) addRegion(line string) error {
	codes, list, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon")
	}
	for spelling := range strings.SplitSeq(list, ",") {
		bare, capitals := strings.CutPrefix(strings.TrimSpace(spelling), "!")
		if n := a.add(bare, place{kind: isRegion, codes: strings.Split(codes, "+")}); !capitals {
			n.exact = ""
		}
	}
	return nil
}

func (a *atlas) addAdjectives(line string) error {
	l, list, err := a.where(line)
	for spelling := range strings.SplitSeq(list, ",") {
		if a.names[key(spelling)] == nil {
			a.add("?"+strings.TrimSpace(spelling), place{kind: isAdjective, location: l})
		}
	}
	return err
}

// addTowns adds those of which nothing was known yet: a city of the same name in the same
// country stands for the town, and so it does in any state where none is named.
func (a *atlas) addTowns(line string) error {
	l, towns, err := a.where(line)
	if err != nil {
		return err
	}
	for town := range strings.SplitSeq(towns, ",") {
		town = strings.TrimSpace(town)
		i := strings.LastIndexByte(town, ' ')
		if i < 0 {
			return fmt.Errorf("no number behind %q", town)
		}
		people, err := strconv.Atoi(town[i+1:])
		if err != nil {
			return err
		}
		l.City = town[:i]
		a.addTown(place{kind: isCity, location: l, people: people})
	}
	return nil
}

func (a *atlas) addTown(p place) {
	n := a.names[key(p.location.City)]
	if n == nil {
		n = a.add("?"+p.location.City, p)
		n.loose = true
		a.addUmlauts("?"+p.location.City, p)
		return
	}
	same := func(o place) bool {
		return o.kind == isCity && o.location.Country == p.location.Country && o.location.Region == p.location.Region
	}
	if slices.ContainsFunc(n.places, same) {
		return
	}
	at := len(n.places)
	for at > 0 && n.places[at-1].people > 0 && n.places[at-1].people < p.people {
		at--
	}
	n.places = slices.Insert(n.places, at, p)
}

// umlauts writes names without the letters that keyboards lack.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// addUmlauts adds a city of a country of German under the name without umlauts.
func (a *atlas) addUmlauts(spelling string, p place) {
	if c := p.location.Country; c != "DE" && c != "AT" && c != "CH" {
		return
	}
	if plain := umlauts.Replace(spelling); plain != spelling && a.names[key(plain)] == nil {
		a.add(plain, p)
	}
}

// unsafeISO3 are codes of three letters that are words or abbreviations of ads too.
var unsafeISO3 = map[string]bool{"EST": true, "AND": true, "ARE": true, "PER": true, "COM": true, "COD": true, "MAR": true, "GIN": true, "CAF": true, "MAC": true, "MSR": true, "PRI": true, "SPM": true, "TON": true}

func (a *atlas) addISO3() {
	for code := range a.countries {
		r, err := language.ParseRegion(code)
		if err != nil || len(r.ISO3()) != 3 {
			continue
		}
		a.iso3[r.ISO3()] = code
		if k := key(r.ISO3()); a.names[k] == nil && !unsafeISO3[r.ISO3()] {
			a.add("?"+r.ISO3(), place{kind: isCountry, location: stackhound.Location{Country: code}})
		}
	}
}

// add enters a spelling. Short ones in capitals count only as written.
func (a *atlas) add(spelling string, p place) *name {
	spelling = strings.TrimSpace(spelling)
	bare := strings.ReplaceAll(strings.TrimPrefix(spelling, "?"), "%", ",")
	k := key(bare)
	if k == "" {
		return nil
	}
	n := a.names[k]
	if n == nil {
		n = &name{doubtful: spelling[0] == '?', comma: strings.Contains(bare, ",")}
		if len(bare) <= 5 && strings.ToUpper(bare) == bare && bare[0] < 0x80 {
			n.exact = bare
		}
		a.names[k] = n
		first, _, _ := strings.Cut(k, " ")
		a.longest[first] = max(a.longest[first], 1+strings.Count(k, " "))
	}
	if slices.ContainsFunc(n.places, func(o place) bool { return o.location == p.location && o.kind == p.kind && p.kind != isRegion }) {
		return n
	}
	n.loose = n.loose || p.kind == isCity && len(n.places) > 0 && n.places[0].kind == isCity
	n.places = append(n.places, p)
	return n
}
