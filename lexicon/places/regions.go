package places

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stackhound/lexicon/fold"
)

// regionWords are the ways to write regions larger than a country, lower case.
var regionWords = []struct {
	written string
	codes   []string
}{
	{"worldwide", []string{"worldwide"}}, {"world wide", []string{"worldwide"}}, {"anywhere in the world", []string{"worldwide"}},
	{"anywhere", []string{"worldwide"}}, {"globally", []string{"worldwide"}}, {"global", []string{"worldwide"}}, {"any country", []string{"worldwide"}},
	{"international", []string{"worldwide"}}, {"any location", []string{"worldwide"}}, {"all countries", []string{"worldwide"}},
	{"european union", []string{"EU"}}, {"eu", []string{"EU"}}, {"eea", []string{"EU"}},
	{"europe", []string{"europe"}}, {"european", []string{"europe"}}, {"europa", []string{"europe"}},
	{"north america", []string{"north-america"}}, {"northern america", []string{"north-america"}}, {"north-america", []string{"north-america"}},
	{"latam", []string{"latam"}}, {"latin america", []string{"latam"}}, {"south america", []string{"latam"}}, {"central america", []string{"latam"}},
	{"americas", []string{"latam", "north-america"}}, {"the americas", []string{"latam", "north-america"}},
	{"apac", []string{"apac"}}, {"asia-pacific", []string{"apac"}}, {"asia pacific", []string{"apac"}}, {"asia", []string{"apac"}}, {"oceania", []string{"apac"}},
	{"emea", []string{"emea"}},
}

// zones are the hours from UTC of the zones ads name, in winter.
var zones = map[string]float64{
	"utc": 0, "gmt": 0, "wet": 0, "bst": 0, "cet": 1, "cest": 1, "eet": 2, "est": -5, "edt": -5, "et": -5, "eastern": -5, "cst": -6, "cdt": -6, "ct": -6,
	"central": -6, "mst": -7, "mt": -7, "mountain": -7, "pst": -8, "pdt": -8, "pt": -8, "pacific": -8, "ist": 5.5, "sgt": 8, "jst": 9, "aest": 10,
}

var (
	zoneSpan = regexp.MustCompile(`(?i)\b(?:UTC|GMT)\s?([+-−–]?\s?\d{1,2})(?::00)?\s*(?:to|through|and|-|–|—|/|\.\.|until|,)+\s*(?:UTC|GMT)?\s?([+-−–]?\s?\d{1,2})\b`)
	zoneTol  = regexp.MustCompile(`(?i)\b(UTC|GMT|CET|CEST|EET|WET|EST|EDT|ET|CST|CT|MST|MT|PST|PDT|PT|IST|Pacific|Eastern|Central|US (?:time\s?zones?|TZs?))\s?([+-]\d{1,2})?\s?(?:time\s?(?:zone)?\s?)?(?:±|\+\s?/\s?-|\+-)\s?(\d{1,2})`)
	zoneUS   = regexp.MustCompile(`(?i)\b(?:US|U\.S\.|USA|American|North American?)(?:'s)?[ -](?:based |compatible )?(?:time\s?-?zones?|TZs?|timezones?|hours)\b`)
)

// Regions returns the regions and countries a text limits remote work to, sorted, each
// once: country codes (a state gives its country), region words and ranges of time zones.
// Cities are not regions. It
// is meant for the words around "remote" and for fields, not for a whole ad.
func Regions(text string) []string {
	codes := timeZones(text)
	rest := zoneUS.ReplaceAllString(zoneTol.ReplaceAllString(zoneSpan.ReplaceAllString(text, " "), " "), " ")
	lower := strings.ToLower(rest)
	for _, w := range regionWords {
		if wordIn(lower, rest, w.written) {
			codes = append(codes, w.codes...)
		}
	}
	for _, f := range find(rest, true) {
		if f.City == "" {
			codes = append(codes, f.Country)
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if slices.Contains(codes, "worldwide") && len(codes) > 1 {
		codes = slices.DeleteFunc(codes, func(c string) bool { return c == "worldwide" })
	}
	return codes
}

// wordIn tells whether a region word stands in a text as a word of its own. "eu" counts
// in capitals only.
func wordIn(lower, text, word string) bool {
	for from := 0; ; {
		i := strings.Index(lower[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		free := !fold.InWord(lower, i-1) && !(end < len(lower) && letterAt(lower, end))
		if free && (len(word) > 3 || len(text) != len(lower) || text[i:end] == strings.ToUpper(word)) {
			return true
		}
		from = end
	}
}

// timeZones returns the ranges of time zones a text states.
func timeZones(text string) []string {
	var codes []string
	for _, m := range zoneSpan.FindAllStringSubmatch(text, -1) {
		from, to := hours(m[1]), hours(m[2])
		codes = append(codes, span(min(from, to), max(from, to)))
	}
	for _, m := range zoneTol.FindAllStringSubmatch(text, -1) {
		about := hours(m[3])
		if strings.HasPrefix(strings.ToUpper(m[1]), "US") {
			codes = append(codes, span(-8-about, -5+about))
			continue
		}
		middle := zones[strings.ToLower(m[1])] + hours(m[2])
		codes = append(codes, span(middle-about, middle+about))
	}
	if len(codes) == 0 && zoneUS.MatchString(text) {
		codes = append(codes, span(-8, -5))
	}
	return codes
}

// hours reads "-5", "− 5" or "+2"; "" is 0.
func hours(s string) float64 {
	s = strings.NewReplacer("−", "-", "–", "-", " ", "", "+", "").Replace(s)
	h, _ := strconv.ParseFloat(s, 64) // the patterns hold digits only
	return h
}

func span(from, to float64) string { return zone(from) + ".." + zone(to) }

func zone(h float64) string {
	s := strconv.FormatFloat(h, 'f', -1, 64)
	if h >= 0 {
		s = "+" + s
	}
	return "UTC" + s
}
