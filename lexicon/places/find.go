package places

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound"
)

// Found is a location with its words in the text: text[Start:End].
type Found struct {
	stackhound.Location
	Start, End int
}

// Find finds the places a running text names, in order: cities with the state or country
// behind them, states and countries by themselves. Names must begin with a capital; those
// that are everyday words too ("Reading", "Nice") need a state or country behind them.
func Find(text string) []Found { return find(text, false) }

// FindField is Find for a field that holds places: names count in any case, and those
// that are everyday words too count where they stand alone.
func FindField(text string) []Found { return find(text, true) }

func find(text string, field bool) []Found {
	var found []Found
	inWord := false
	for i, width := 0, 0; i < len(text); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(text[i:])
		begins := letter(r) && !inWord
		inWord = letter(r)
		if !begins || !field && unicode.IsLower(r) {
			continue
		}
		n, end := longest(text, i)
		if n == nil {
			continue
		}
		f, ok := settle(text, i, end, n, field)
		if !ok {
			continue
		}
		found = append(found, f)
		width, inWord = f.End-i, true
	}
	return found
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '@' }

// longest returns the longest name that begins at i and ends with a word.
func longest(text string, i int) (*name, int) {
	var best *name
	end := i
	n := known.names
	for j, r := range text[i:] {
		if n = n.next[unicode.ToLower(r)]; n == nil {
			break
		}
		stop := i + j + utf8.RuneLen(r)
		if r == utf8.RuneError || n.name == nil || n.name.exact != "" && text[i:stop] != n.name.exact {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[stop:]); stop == len(text) || !letter(next) {
			best, end = n.name, stop
		}
	}
	return best, end
}

// settle decides which of the places a name means, by the state or country behind it.
func settle(text string, start, end int, n *name, field bool) (Found, bool) {
	f := Found{Start: start, End: end}
	if l, stop, ok := countryCode(text, end, n); ok {
		return Found{l, start, stop}, true
	}
	region, code, stop := qualifier(text, end)
	for _, p := range n.places {
		l := p.location
		match := code != "" && l.Country == code && (region == "" || l.Region == "" || l.Region == region)
		if match && p.kind == isCity {
			return Found{l, start, stop}, true
		}
		if match && p.kind == isState && region == "" {
			return Found{l, start, stop}, true
		}
	}
	f.Location = n.places[0].location
	if n.places[0].kind == isCity && stop > end && region != "" && lookup(region) == nil {
		// A city of that name in a state the atlas has no such city for ("NYC, LA" is two).
		f.Location.Country, f.Location.Region, f.End = code, region, stop
		return f, true
	}
	return f, !n.doubtful || field && alone(text, start, end)
}

// countryCode reads ", NL" behind a city, where the name has a city in that country.
func countryCode(text string, i int, n *name) (stackhound.Location, int, bool) {
	rest, ok := strings.CutPrefix(text[i:], ", ")
	if !ok || len(rest) < 2 || len(rest) > 2 && letterAt(rest, 2) {
		return stackhound.Location{}, i, false
	}
	for _, p := range n.places {
		if p.kind == isCity && p.location.Country == rest[:2] {
			return p.location, i + len(", ") + 2, true
		}
	}
	return stackhound.Location{}, i, false
}

// qualifier reads ", CA", ", CA, USA", " (Germany)" or " Germany" behind a city.
func qualifier(text string, i int) (region, code string, stop int) {
	j := i + len(text[i:]) - len(strings.TrimLeft(text[i:], " ,("))
	gap := text[i:j]
	if j == i || len(gap) > 3 {
		return "", "", i
	}
	if region, code, stop = stateCode(text, j, gap); code != "" {
		if _, c, s := qualifier(text, stop); c == code {
			return region, code, closing(text, gap, s)
		}
		return region, code, closing(text, gap, stop)
	}
	n, end := longest(text, j)
	if n == nil {
		return "", "", i
	}
	for _, p := range n.places {
		if p.kind == isCountry {
			return "", p.location.Country, closing(text, gap, end)
		}
		if p.kind == isState {
			return p.location.Region, p.location.Country, closing(text, gap, end)
		}
	}
	return "", "", i
}

// stateCode reads a two-letter code of a state or province.
func stateCode(text string, j int, gap string) (region, code string, stop int) {
	if strings.HasPrefix(text[j:], "D.C.") {
		return "DC", "US", j + 4
	}
	if j+2 > len(text) || j+2 < len(text) && letterAt(text, j+2) {
		return "", "", j
	}
	two := text[j : j+2]
	for _, c := range []string{"US", "CA"} {
		if _, ok := known.states[c+"-"+two]; ok && (strings.Contains(gap, ",") || strings.Contains(gap, "(") || !ambiguousCode[two]) {
			return two, c, j + 2
		}
	}
	return "", "", j
}

// ambiguousCode holds state codes that are words: they count behind a comma only.
var ambiguousCode = map[string]bool{"IN": true, "OR": true, "ME": true, "OK": true, "HI": true, "OH": true, "PA": true, "MA": true, "ON": true, "AL": true, "ID": true, "DE": true}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return letter(r)
}

// closing takes the closing parenthesis of a qualifier in.
func closing(text, gap string, stop int) int {
	if strings.Contains(gap, "(") && strings.HasPrefix(text[stop:], ")") {
		return stop + 1
	}
	return stop
}

// alone tells whether a name is a whole part of a field.
func alone(text string, start, end int) bool {
	left, right := strings.TrimSpace(text[:start]), strings.TrimSpace(text[end:])
	const marks = ",;/|()·•-–:&"
	return (left == "" || strings.ContainsRune(marks, rune(left[len(left)-1]))) && (right == "" || strings.ContainsRune(marks, rune(right[0])))
}
