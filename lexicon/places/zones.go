package places

import (
	"regexp"
	"strconv"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

// zones are the hours from UTC of the zones ads name, in winter.
var zones = map[string]float64{
	"utc": 0, "gmt": 0, "wet": 0, "bst": 0, "cet": 1, "cest": 1, "mez": 1, "eet": 2, "eest": 2, "msk": 3, "est": -5, "edt": -5, "et": -5, "eastern": -5, "cst": -6, "cdt": -6, "ct": -6,
	"central": -6, "central european": 1, "eastern european": 2, "mst": -7, "mdt": -7, "mt": -7, "mountain": -7, "pst": -8, "pdt": -8, "pt": -8, "pacific": -8, "ist": 5.5, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 10, "acst": 9.5, "awst": 8, "nzst": 12, "brt": -3, "art": -3,
}

const (
	zoneNames = `UTC|GMT|WET|BST|CES?T|MEZ|EES?T|MSK|E[SD]T|ET|C[SD]T|CT|M[SD]T|MT|P[SD]T|PT|IST|SGT|HKT|JST|KST|AE[SD]T|ACST|AWST|NZST|BRT|ART`
	about     = `(?:±|\+\s?/\s?[-–−]|[-–−]\s?/\s?\+|\+[-–−]|plus or minus|plus/minus|within)`
)

var (
	// "UTC-5 to UTC+2", "GMT +1 - +3"
	zoneSpan = regexp.MustCompile(`(?i)\b(?:UTC|GMT)\s?([+-−–]?\s?\d{1,2})(?::00)?\s*(?:to|through|and|bis|-|–|—|/|\.\.|until|,)+\s*(?:UTC|GMT)?\s?([+-−–]?\s?\d{1,2})\b`)
	// "EST to CET", "between PST and EST", "PST–EST"
	zonePair = regexp.MustCompile(`\b(` + zoneNames + `)\s?([+-]\d{1,2})?\s?(?:to|through|or|and|/|-|–|—|\.\.|until)\s?(` + zoneNames + `)\s?([+-]\d{1,2})?\b`)
	zoneAnd  = regexp.MustCompile(`\b[Bb]etween (` + zoneNames + `)\s?([+-]\d{1,2})?\s(?:and|&)\s(` + zoneNames + `)\s?([+-]\d{1,2})?\b`)
	// "CET ± 2", "UTC+1 (+/- 3 hours)", "US time zones ±1"
	zoneTol = regexp.MustCompile(`(?i)\b(` + zoneNames + `|Pacific|Eastern European|Central European|Eastern|Central|US (?:time\s?zones?|TZs?))\s?([+-]\d{1,2})?\s?(?:time\s?(?:zone)?\s?|timezone\s?)?\(?` + about + `\s?(\d{1,2})`)
	// "London ± 3 hours"
	zoneTown = regexp.MustCompile(`\b(\p{Lu}[\pL.]+(?: \p{Lu}\pL+)?)(?: time)?\s?\(?(?:±|\+\s?/\s?[-–−]|\+[-–−])\s?(\d{1,2})\s?(?:hours|hrs?|h)\b`)
	// "within 3 hours of London", "± 2 hours from CET", "+/- 3h CET"
	zoneNear = regexp.MustCompile(`(?i)` + about + `\s?(\d{1,2})(?:\.\d)?\s?(?:hours?|hrs?|h|timezones?|time zones?)?\s(?:difference\s)?(?:of|from|to|around|off|of the)?\s?(?:UK |US )?([\pL+.\-0-9]+(?: [\p{Lu}][\pL]+)?)`)
	// "4 hours of overlap with CET", "overlap at least 4 hours with EST"
	zoneLap = regexp.MustCompile(`(?i)\b(\d)\+?\s?(?:hours?|hrs?|h)(?: of)?(?: daily)?(?: working)?(?: time)? overlap(?:ping)? (?:with|in) (?:the )?(` + zoneNames + `|Pacific|Eastern|US (?:time\s?zones?|TZs?|hours))\b`)
	// "EST hours", "CET time zone", "PST only"
	zoneOnly = regexp.MustCompile(`\b(` + zoneNames + `|Pacific|Eastern European|Central European|Eastern|Central|Mountain)\s?([+-]\d{1,2})?[\s-](?:time[\s-]?zones?|[Tt]ime\s?[Zz]ones?|TZs?|[Hh]ours|business hours|working hours|only|compatible)\b`)
	zoneUTC  = regexp.MustCompile(`\b(?:UTC|GMT)\s?([+-−–]\s?\d{1,2})\b`)
	zoneUS   = regexp.MustCompile(`(?i)\b(?:US|U\.S\.|USA|American|North American?)(?:'s)?[ -](?:based |compatible |friendly |mainland )?(?:time\s?-?zones?|TZs?|timezones?|hours|business hours|working hours)\b`)
)

// The signs of a form that a text without any cannot have. Looking for a form costs far
// more than looking for its sign, and most texts have none.
var (
	offsets   = oneOf("utc", "gmt")
	bounds    = oneOf("±", "+", "plus", "within")
	overlap   = oneOf("overlap")
	hourly    = oneOf("zone", "tz", "hour")
	kinds     = oneOf("zone", "tz", "hour", "only", "compatible")
	areas     = oneOf("pacific", "eastern", "central", "mountain")
	zoneCodes = phrases.New(strings.Fields("utc gmt wet bst cet cest mez eet eest msk est edt et cst cdt ct mst mdt mt pst pdt pt ist sgt hkt jst kst aest aedt acst awst nzst brt art"))
)

func oneOf(words ...string) func(lower string) bool {
	return func(lower string) bool { return containsAny(lower, words) }
}

func twoZones(lower string) bool {
	var room [4]phrases.Hit
	return len(zoneCodes.Find(lower, room[:0])) > 1
}

func boundOf(lower string) bool {
	return bounds(lower) && strings.ContainsAny(lower, "0123456789")
}

func zoneOfKind(lower string) bool {
	return kinds(lower) && (zoneCodes.In(lower) || areas(lower))
}

// timeZones returns the ranges of time zones a text states, and the text with the words
// that do blanked. The forms that say most are looked for first.
func timeZones(text string) (codes []string, rest string) {
	lower := fold.ASCII(text)
	for _, form := range zoneForms {
		if !form.sign(lower) || form.lone && (codes != nil || strings.Contains(lower, "overlap") && form.words != zoneUS) {
			continue // an overlap of hours is wider than the zone
		}
		var taken [][]int
		for _, m := range form.words.FindAllStringSubmatchIndex(text, maxZones) {
			if code := form.read(groups(text, m)); code != "" && !wished(lower, m[1]) {
				codes, taken = append(codes, code), append(taken, m)
			}
		}
		text = blanked(text, taken)
	}
	if hourly(lower) {
		text = blanked(text, zoneUS.FindAllStringIndex(text, -1))
	}
	return codes, text
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// maxZones bounds how many ranges of one form are read.
const maxZones = 50

// blanked returns a text with spaces in place of some parts.
func blanked(text string, parts [][]int) string {
	if len(parts) == 0 {
		return text
	}
	b := []byte(text)
	for _, m := range parts {
		for i := m[0]; i < m[1]; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

// wished tells whether the words behind a range make it a wish: "CET preferred".
func wished(lower string, end int) bool {
	after := strings.TrimLeft(lower[min(end, len(lower)):min(len(lower), end+24)], " ")
	return strings.HasPrefix(after, "prefer") || strings.HasPrefix(after, "ideal") || strings.HasPrefix(after, "is a plus")
}

// groups returns the texts of a match's groups, the whole first.
func groups(text string, m []int) []string {
	all := make([]string, len(m)/2)
	for i := range all {
		if m[2*i] >= 0 {
			all[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return all
}

// zoneForms are the ways to write a range, with what reads one; "" means none. A lone
// form counts only where no other was found.
var zoneForms = []struct {
	words *regexp.Regexp
	sign  func(lower string) bool
	lone  bool
	read  func(m []string) string
}{
	{zoneSpan, offsets, false, func(m []string) string { return ordered(hours(m[1]), hours(m[2])) }},
	{zonePair, twoZones, false, between},
	{zoneAnd, twoZones, false, between},
	{zoneTol, boundOf, false, func(m []string) string { return around(m[1], m[2], hours(m[3])) }},
	{zoneTown, boundOf, false, func(m []string) string { return around(m[1], "", hours(m[2])) }},
	{zoneNear, boundOf, false, func(m []string) string { return around(m[2], "", hours(m[1])) }},
	{zoneLap, overlap, false, func(m []string) string { return around(m[2], "", max(0, 8-hours(m[1]))) }},
	{zoneUS, hourly, true, func([]string) string { return span(-8, -5) }},
	{zoneOnly, zoneOfKind, true, func(m []string) string { return around(m[1], m[2], 0) }},
	{zoneUTC, offsets, true, func(m []string) string { return ordered(hours(m[1]), hours(m[1])) }},
}

func between(m []string) string {
	return ordered(zones[strings.ToLower(m[1])]+hours(m[2]), zones[strings.ToLower(m[3])]+hours(m[4]))
}

func ordered(a, b float64) string { return bounded(min(a, b), max(a, b)) }

// around is the range of some hours around a zone or the zone of a city or country.
func around(where, shift string, about float64) string {
	if strings.HasPrefix(strings.ToUpper(where), "US ") {
		return bounded(-8-about, -5+about)
	}
	zone, rest, _ := strings.Cut(strings.ToLower(where), " ") // "AEST timezone"
	if strings.HasPrefix(rest, "european") {
		zone += " european"
	}
	if middle, ok := zones[zone]; ok {
		return bounded(middle+hours(shift)-about, middle+hours(shift)+about)
	}
	if m := zoneUTC.FindStringSubmatch(where); m != nil {
		return bounded(hours(m[1])-about, hours(m[1])+about)
	}
	for _, f := range find(where, false) {
		if from, to, ok := zoneOf(f.Location.Country, f.Location.Region); ok {
			return bounded(from-about, to+about)
		}
	}
	return ""
}

// stateZones are the hours from UTC of the states of countries that have several zones.
var stateZones = map[string]float64{
	"US-CA": -8, "US-WA": -8, "US-OR": -8, "US-NV": -8, "US-AZ": -7, "US-CO": -7, "US-UT": -7, "US-NM": -7, "US-ID": -7, "US-MT": -7, "US-WY": -7, "US-TX": -6, "US-IL": -6, "US-MN": -6, "US-WI": -6, "US-MO": -6, "US-TN": -6, "US-LA": -6,
	"US-AL": -6, "US-OK": -6, "US-KS": -6, "US-NE": -6, "US-IA": -6, "US-AR": -6, "US-MS": -6, "US-HI": -10, "US-AK": -9, "CA-BC": -8, "CA-AB": -7, "CA-SK": -6, "CA-MB": -6, "CA-ON": -5, "CA-QC": -5, "CA-NS": -4, "CA-NB": -4, "CA-PE": -4, "CA-NL": -3.5,
}

// zoneOf returns the hours from UTC of a country, or of a state where that says more.
func zoneOf(country, state string) (from, to float64, ok bool) {
	if h, ok := stateZones[country+"-"+state]; ok {
		return h, h, true
	}
	c, ok := known().countries[country]
	if state != "" && country == "US" {
		return -5, -5, true
	}
	return c.from, c.to, ok
}

// hours reads "-5", "− 5" or "+2"; "" is 0.
func hours(s string) float64 {
	s = strings.NewReplacer("−", "-", "–", "-", " ", "", "+", "").Replace(s)
	h, _ := strconv.ParseFloat(s, 64) // the patterns hold digits only
	return h
}

// bounded is the range, "" for hours that no zone has.
func bounded(from, to float64) string {
	if from < -14 || to > 16 {
		return ""
	}
	return span(from, to)
}

func span(from, to float64) string { return zone(from) + ".." + zone(to) }

func zone(h float64) string {
	s := strconv.FormatFloat(h+0, 'f', -1, 64) // a zero has no sign
	if h >= 0 {
		s = "+" + s
	}
	return "UTC" + s
}
