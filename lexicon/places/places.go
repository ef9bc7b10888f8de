package places

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
)

// country is what is known of one.
type country struct {
	code, name string
	groups     []string
	from, to   float64 // hours from UTC, in winter
}

// atlas is the content of the files on countries and states; names stand in the prepared
// table.
type atlas struct {
	countries map[string]country
	states    map[string]string // "US-CA" → "California"
	iso3      map[string]string // "DEU" → "DE"
}

// Country returns the code of a country given by name or code in any case: "germany",
// "DE", "DEU", "U.S.". ok is false for anything else.
func Country(s string) (code string, ok bool) {
	s = strings.TrimSpace(s)
	upper := strings.ToUpper(s)
	if c, ok := known().countries[upper]; ok {
		return c.code, true
	}
	n, _ := lookup(key(s))
	for p := range n.all() {
		if p.kind == isCountry {
			return p.location.Country, true
		}
	}
	code, ok = known().iso3[upper]
	return code, ok
}

// CountryName returns the English name of a country by its code, "" if unknown.
func CountryName(code string) string { return known().countries[code].name }

// key is the form names are looked up by.
func key(s string) string {
	var b []byte
	for _, w := range words(s) {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, w.key...)
	}
	return string(b)
}

// word is a word of a text, folded: text[start:end].
type word struct {
	start, end int
	key        string
}

// words cuts a text into words: runs of letters and digits.
func words(text string) []word {
	all := make([]word, 0, len(text)/6+1)
	lower := fold.ASCII(text)
	for i := 0; i < len(text); {
		if !fold.InWord(lower, i) {
			i++
			continue
		}
		start, ascii := i, true
		for ; i < len(text) && fold.InWord(lower, i); i++ {
			ascii = ascii && text[i] < 0x80
		}
		all = appendWord(all, text, lower, start, i, ascii)
	}
	return all
}

// appendWord adds a run of bytes of words, cut where signs beyond ASCII are no letters.
func appendWord(all []word, text, lower string, start, end int, ascii bool) []word {
	if ascii {
		return append(all, word{start, end, lower[start:end]})
	}
	for start < end {
		from, to := letters(text[start:end])
		if from == to {
			return all
		}
		all = append(all, word{start + from, start + to, fold.String(text[start+from : start+to])})
		start += to
	}
	return all
}

// Within tells whether a place lies wholly in a region. Both are codes: a country, a
// state ("US-CA"), a region word, or a range of time zones ("UTC-5..UTC+2"), which holds a
// country when some of it lies in the range.
func Within(place, region string) bool {
	if place == region || region == "worldwide" {
		return true
	}
	if code, _, state := strings.Cut(place, "-"); state && isPlace(code) {
		return Within(code, region)
	}
	if c, ok := known().countries[place]; ok {
		if from, to, ok := zoneRange(region); ok {
			return c.from <= to && c.to >= from
		}
		return slices.ContainsFunc(c.groups, func(g string) bool { return slices.Contains(groupsOf[region], g) })
	}
	if groupsOf[place] != nil {
		return regionWithin(place, region)
	}
	return false
}
