package places

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
)

// claim is a state or country behind a name.
type claim struct {
	country, region string
	last, end       int  // its last word, and where it ends in the text
	code            bool // two or three capitals
}

// settle decides which of its places the name of words k to last means, by the state or
// country behind it.
func (s *scan) settle(k, last, end int, n name) (hit, bool) {
	start := s.words[k].start
	first := s.preferred(n, s.text[start:end])
	h := hit{Found: Found{first.location, start, end}, kind: first.kind, codes: first.codes, name: n}
	if h.kind == isRegion {
		return h, !n.is(doubtful) || s.alone(start, end)
	}
	claims := s.claims(last)
	for _, c := range claims {
		if p, ok := claimed(n, c); ok {
			h.Location, h.kind, h.End, h.fixed = p.location, p.kind, s.rest(c), true
			return h, true
		}
	}
	if h.kind == isCity && len(claims) > 0 && claims[0].code && claims[0].region != "" && !s.isName(claims[0].last) {
		// A city of that name in a state the atlas has no such city for ("NYC, LA" is two).
		c := claims[0]
		h.Location.Country, h.Location.Region, h.End, h.fixed = c.country, c.region, s.rest(c), true
		return h, true
	}
	if h.kind == isAdjective {
		return h, s.resident(last)
	}
	return h, !n.is(doubtful) || s.field && s.alone(start, end)
}

// preferred returns the likeliest place of a name: the one written just so, accents and
// all, else the first.
func (s *scan) preferred(n name, written string) place {
	if fold.String(written) != strings.ToLower(written) {
		for p := range n.all() {
			if p.location.City == written {
				return p
			}
		}
	}
	return n.first()
}

// claimed returns the place of a name that a claim speaks of: a city in that state or
// country, or a state in that country.
func claimed(n name, c claim) (place, bool) {
	for p := range n.all() {
		l := p.location
		match := l.Country == c.country && (c.region == "" || l.Region == "" || l.Region == c.region)
		if match && (p.kind == isCity || p.kind == isState && c.region == "") {
			return p, true
		}
	}
	return place{}, false
}

// statesOf are the countries whose states are written as codes behind a city.
var statesOf = []string{"US", "CA", "AU", "IN", "BR", "DE", "GB", "ES", "MX"}

// ambiguousCode holds state codes that are words: they count behind a mark only.
var ambiguousCode = map[string]bool{"IN": true, "OR": true, "ME": true, "OK": true, "HI": true, "OH": true, "PA": true, "MA": true, "ON": true, "AL": true, "ID": true, "DE": true, "LA": true, "AS": true, "SO": true}

// claims returns what the words behind word k say of it: ", CA", " (Germany)", "-NSW",
// " Texas". Codes of two letters can say several things.
func (s *scan) claims(k int) []claim {
	if k+1 >= len(s.words) {
		return nil
	}
	gap := s.text[s.words[k].end:s.words[k+1].start]
	mark := strings.Trim(gap, " .")
	if len(gap) > 4 || !slices.Contains([]string{"", ",", "(", ",(", "-", "–", "/"}, mark) {
		return nil
	}
	all := s.codeClaims(k+1, mark != "")
	n, last, end := s.nameAt(k + 1)
	for p := range n.all() {
		if p.kind == isCountry || p.kind == isState || p.location.Region == "DC" {
			all = append(all, claim{p.location.Country, p.location.Region, last, end, false})
		}
	}
	return all
}

// codeClaims reads word k as the code of a state or country.
func (s *scan) codeClaims(k int, marked bool) (all []claim) {
	w := s.words[k]
	code := s.text[w.start:w.end]
	if s.field && marked && len(code) == 2 && s.capital(k) {
		code = strings.ToUpper(code) // "Philadelphia, Pa"
	}
	if len(code) < 2 || len(code) > 3 || !capitals(code) || !marked && ambiguousCode[code] {
		return nil
	}
	for _, country := range statesOf {
		if s.states[country+"-"+code] != "" {
			all = append(all, claim{country, code, k, w.end, country == "US" || country == "CA"})
		}
	}
	if s.countries[code].code != "" && marked {
		all = append(all, claim{code, "", k, w.end, true})
	}
	if s.iso3[code] != "" {
		all = append(all, claim{s.iso3[code], "", k, w.end, true})
	}
	return all
}

// rest returns where a place ends whose state or country was read: behind the country
// that may follow the state, and the parenthesis that it may stand in.
func (s *scan) rest(c claim) int {
	end := c.end
	for range 2 {
		more := slices.IndexFunc(s.claims(c.last), func(o claim) bool { return o.country == c.country })
		if more < 0 {
			break
		}
		c = s.claims(c.last)[more]
		end = c.end
	}
	if strings.HasPrefix(s.text[end:], ")") && strings.Count(s.text[max(0, end-40):end], "(") > strings.Count(s.text[max(0, end-40):end], ")") {
		end++
	}
	return end
}

// resident tells whether the words behind an adjective say that people live there.
func (s *scan) resident(k int) bool {
	if k+1 >= len(s.words) {
		return false
	}
	switch s.words[k+1].key {
	case "resident", "residents", "residency", "based", "citizen", "citizens", "national", "nationals", "candidates", "applicants", "timezone", "timezones", "time", "hours", "only", "remote":
		return true
	}
	return false
}

// besideNames are words that may stand beside the name of a small town in a field.
var besideNames = map[string]bool{
	"remote": true, "hybrid": true, "onsite": true, "site": true, "on": true, "office": true, "offices": true, "area": true, "metro": true, "hq": true, "headquarters": true, "or": true, "and": true, "in": true, "near": true,
	"downtown": true, "region": true, "city": true, "greater": true, "based": true, "oder": true, "und": true, "ou": true, "et": true, "y": true, "o": true, "i": true, "lub": true, "w": true, "bei": true, "bureau": true, "biuro": true, "only": true, "from": true,
}

// alone tells whether a name is a whole part of a field, but for words such as "office".
func (s *scan) alone(start, end int) bool {
	left, right := strings.TrimSpace(s.text[max(0, start-20):start]), strings.TrimSpace(s.text[end:min(len(s.text), end+20)])
	const marks = ",;/|()[]·•-–—:&+\n"
	before, _ := utf8.DecodeLastRuneInString(left)
	after, _ := utf8.DecodeRuneInString(right)
	ls, rs := strings.Fields(left), strings.Fields(right)
	leftFree := left == "" || strings.ContainsRune(marks, before) || besideNames[fold.String(ls[len(ls)-1])]
	return leftFree && (right == "" || strings.ContainsRune(marks, after) || besideNames[fold.String(strings.TrimRight(rs[0], ",;)"))])
}

// goesOn tells whether a further capitalised word stands right behind word k that is no
// name itself: "Annapolis Junction".
func (s *scan) goesOn(k int) bool {
	if k+1 >= len(s.words) || !s.capital(k+1) || s.text[s.words[k].end:s.words[k+1].start] != " " {
		return false
	}
	n, _, _ := s.nameAt(k + 1)
	return n.none() && len(s.claims(k)) == 0 && !besideNames[s.words[k+1].key]
}

func (s *scan) capital(k int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.words[k].start:])
	return unicode.IsUpper(r)
}

// noCity are words that begin or end what stands before a country without being a city.
var noCity = map[string]bool{
	"full": true, "time": true, "part": true, "home": true, "work": true, "flexible": true, "multiple": true, "various": true, "several": true, "locations": true, "location": true, "fully": true, "anywhere": true, "telecommute": true, "wfh": true,
	"the": true, "all": true, "any": true, "us": true, "north": true, "south": true, "east": true, "west": true, "central": true, "northern": true, "southern": true, "eastern": true, "western": true, "virtual": true, "distributed": true, "nationwide": true,
	"zdalnie": true, "zdalna": true, "praca": true, "remoto": true, "remota": true, "trabajo": true, "trabalho": true, "teletrabajo": true, "teletrabalho": true, "thuiswerken": true, "hybrydowo": true, "stacjonarnie": true, "hybride": true, "hibrido": true, "presencial": true, "teletravail": true, "vor": true, "ort": true, "onlocation": true, "nearshore": true, "ibrido": true,
	"homeoffice": true, "telework": true, "field": true, "open": true, "worldwide": true, "global": true, "not": true, "no": true, "we": true, "must": true, "visa": true, "engineer": true, "developer": true, "senior": true, "county": true, "region": true,
}

// unknownCity reads "Annapolis Junction, MD" and "Kirchdorf, Germany": up to three
// capitalised words at the head of a part of a field, a comma and a state or country.
func (s *scan) unknownCity(k int) (hit, int, bool) {
	if k > 0 && !strings.ContainsAny(s.text[s.words[k-1].end:s.words[k].start], ",;/|(\n") {
		return hit{}, k, false
	}
	last := k
	for ; last < k+3 && last < len(s.words); last++ {
		w := s.words[last]
		if !s.capital(last) || len(w.key) < 3 || noCity[w.key] || besideNames[w.key] {
			return hit{}, k, false
		}
		if last+1 == len(s.words) || s.text[w.end:s.words[last+1].start] != " " {
			break
		}
	}
	if last >= len(s.words) || last == k+3 || !strings.HasPrefix(s.text[s.words[last].end:], ", ") {
		return hit{}, k, false
	}
	for _, c := range s.claims(last) {
		if s.isName(c.last) && c.region != "" && c.code {
			continue // "Remote, LA"
		}
		f := Found{stackhound.Location{City: s.text[s.words[k].start:s.words[last].end], Country: c.country, Region: c.region}, s.words[k].start, s.rest(c)}
		if c.country != "US" && c.country != "CA" {
			f.Region = ""
		}
		return hit{Found: f, kind: isCity, fixed: true}, last, true
	}
	return hit{}, k, false
}
