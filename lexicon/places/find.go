package places

import (
	"slices"
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
// that are everyday words too ("Reading", "Nice") and small towns need a state or country
// behind them.
func Find(text string) []Found {
	if containsAny(text, zoneSigns) {
		_, text = timeZones(text)
	}
	return locations(find(text, false))
}

// zoneSigns show that a city may name a time zone only.
var zoneSigns = []string{"±", "+/", "+-", "-/+", "within "}

// FindField is Find for a field that holds places: names count in any case, those that
// are everyday words too count where they stand alone, and a name that is not known is
// taken for a city where its state or country stands behind it. A city that only names a
// time zone ("within 3 hours of London") is no place.
func FindField(text string) []Found {
	_, rest := timeZones(text)
	return locations(find(rest, true))
}

func locations(hits []hit) []Found {
	var all []Found
	for _, h := range hits {
		if h.kind <= isCity {
			all = append(all, h.Found)
		}
	}
	return all
}

// hit is a name in a text with what it means.
type hit struct {
	Found
	kind  kind
	codes string // of a region, joined by "+"
	name  name
	fixed bool // by words behind it
}

// scan holds a text while it is searched for names.
type scan struct {
	*atlas
	text  string
	words []word
	field bool
	buf   []byte
}

func find(text string, field bool) []hit {
	s := &scan{atlas: known(), text: text, words: words(text), field: field}
	var hits []hit
	var codes []int // words that may be codes by themselves
	for k := 0; k < len(s.words); {
		h, last, ok := s.at(k)
		switch {
		case ok:
			hits = append(hits, h)
			for k = last + 1; k < len(s.words) && s.words[k].start < h.End; k++ {
			}
			continue
		case field && s.bareCode(k):
			codes = append(codes, k)
		}
		k = max(k, last) + 1
	}
	settleByContext(hits)
	return s.addCodes(hits, codes)
}

// at reads the name that begins with word k. last is its last word, also where it means
// no place here.
func (s *scan) at(k int) (h hit, last int, ok bool) {
	if r, _ := utf8.DecodeRuneInString(s.text[s.words[k].start:]); !s.field && unicode.IsLower(r) {
		return h, k, false
	}
	n, last, end := s.nameAt(k)
	if s.field && (n.none() || s.goesOn(last)) {
		if h, stop, ok := s.unknownCity(k); ok {
			return h, stop, true
		}
	}
	if n.none() {
		return h, k, false
	}
	h, ok = s.settle(k, last, end, n)
	return h, last, ok
}

// nameAt returns the longest name that begins with word k, its last word, and where it
// ends in the text.
func (s *scan) nameAt(k int) (best name, last, end int) {
	last = k
	n, longest := lookup(s.words[k].key)
	s.buf = s.buf[:0]
	cut := false
	for j := k; j < len(s.words) && j < k+longest; j++ {
		if j > k {
			gap := s.text[s.words[j-1].end:s.words[j].start]
			if cut = cut || gap == ", "; gap != ", " && !joins(gap) {
				break
			}
			s.buf = append(s.buf, ' ')
		}
		s.buf = append(s.buf, s.words[j].key...)
		if j > k {
			n, _ = lookup(string(s.buf))
		}
		if n.none() || cut && !n.is(comma) {
			continue
		}
		if stop, ok := s.written(n, k, j); ok {
			best, last, end = n, j, stop
		}
	}
	return best, last, end
}

// isName tells whether word k is a name by itself.
func (s *scan) isName(k int) bool {
	n, _ := lookup(s.words[k].key)
	return !n.none()
}

// written tells whether a name stands as it must be written, and where it ends.
func (s *scan) written(n name, k, j int) (end int, ok bool) {
	start, end := s.words[k].start, s.words[j].end
	if n.exact == "" {
		return end, true
	}
	if !strings.HasPrefix(s.text[start:], n.exact) || start+len(n.exact) < end || n.exact == "US" && s.shouted(k) {
		return end, false
	}
	return start + len(n.exact), true
}

// shouted tells "CONTACT US" from the country.
func (s *scan) shouted(k int) bool {
	if k == 0 {
		return false
	}
	switch w := s.words[k-1]; s.text[w.start:w.end] {
	case "CONTACT", "JOIN", "ABOUT", "WITH", "FOR", "TELL", "EMAIL", "MAIL", "OF", "CALL", "FOLLOW", "VISIT", "MEET", "WHY", "HELP", "TO":
		return s.text[w.end:s.words[k].start] == " "
	}
	return false
}

// joins tells whether what stands between two words leaves them one name.
func joins(gap string) bool {
	switch gap {
	case " ", "-", ". ", ".", "_", "'", "’", "–", "'s ", "/", " (", "-(":
		return true
	}
	return false
}

// letters returns the first run of letters, digits and marks of a text.
func letters(s string) (from, to int) {
	in := false
	for i, r := range s {
		is := r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
		if is && !in {
			from, in = i, true
		}
		if in && !is {
			return from, i
		}
	}
	if !in {
		return 0, 0
	}
	return from, len(s)
}

// bareCode tells whether word k is two capitals that are a whole part of a field.
func (s *scan) bareCode(k int) bool {
	w := s.words[k]
	return w.end-w.start == 2 && capitals(s.text[w.start:w.end]) && s.alone(w.start, w.end)
}

func capitals(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// addCodes adds the codes of states, where their country is named or the field is a list of
// them, and of countries in a field of nothing else: "US, TX, Remote", "DE, AT, CH".
func (s *scan) addCodes(hits []hit, codes []int) []hit {
	named := map[string]bool{}
	for _, h := range hits {
		named[h.Country] = true
	}
	sole := len(hits) == 0
	named["US"] = named["US"] || sole && s.onlyStates(codes)
	for _, k := range codes {
		w := s.words[k]
		code := s.text[w.start:w.end]
		h := hit{Found: Found{Start: w.start, End: w.end}, fixed: true}
		switch {
		case s.countries[code].code != "" && s.paired(k, hits):
			h.Location.Country = code
		case named["US"] && s.states["US-"+code] != "":
			h.kind, h.Location = isState, stackhound.Location{Country: "US", Region: code}
		case named["CA"] && s.states["CA-"+code] != "":
			h.kind, h.Location = isState, stackhound.Location{Country: "CA", Region: code}
		case sole && s.countries[code].code != "" && (len(codes) > 1 || s.besides(k)):
			h.Location.Country = code
		default:
			continue
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.Start - b.Start })
	return hits
}

// paired tells whether a slash joins word k to a country or region before it: "US/CA".
func (s *scan) paired(k int, hits []hit) bool {
	start := s.words[k].start
	if _, zone := zones[s.words[k].key]; zone || start == 0 || s.text[start-1] != '/' {
		return false // "US/ET"
	}
	return slices.ContainsFunc(hits, func(h hit) bool {
		return h.End == start-1 && (h.kind == isCountry || h.kind == isRegion)
	})
}

// besides tells whether all words but one are such as stand beside names: "Remote (DE only)".
func (s *scan) besides(k int) bool {
	for i, w := range s.words {
		if i != k && !besideNames[w.key] {
			return false
		}
	}
	return true
}

// onlyStates tells whether codes are states of the United States, and one of them no
// country's code too.
func (s *scan) onlyStates(codes []int) bool {
	sure := false
	for _, k := range codes {
		code := s.text[s.words[k].start:s.words[k].end]
		if s.states["US-"+code] == "" {
			return false
		}
		sure = sure || s.countries[code].code == ""
	}
	return sure
}

// settleByContext turns names of several cities to the one in a country that is named
// beside them, where the likeliest is in none of those.
func settleByContext(hits []hit) {
	sure := map[string]bool{}
	for _, h := range hits {
		if h.kind <= isCity && (h.fixed || !h.open()) {
			sure[h.Country] = true
		}
	}
	for i, h := range hits {
		if h.kind > isCity || h.fixed || !h.open() || sure[h.Country] {
			continue
		}
		for p := range h.name.all() {
			if p.kind <= isCity && sure[p.location.Country] {
				hits[i].Location, hits[i].kind = p.location, p.kind
				break
			}
		}
	}
}

// open tells whether the places around a name may decide what it means.
func (h hit) open() bool { return h.name.is(loose) || h.name.is(doubtful) }
