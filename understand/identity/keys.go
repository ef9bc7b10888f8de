// Package identity decides which listings are one job and issues the postings' ids.
//
// Two listings meet through an exact key: the address of one opening in an employer's
// own system, or the same company, title and place. Similar texts are no evidence:
// boards cut the same ad differently, and different ads of one company read alike.
package identity

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/companies"
	"stackhound/lexicon/fold"
)

// The kinds of key, as prefixes. An opening that has an address of its own is never
// joined with one that has a different address, however alike they look.
const (
	applyPrefix = "apply:"
	namePrefix  = "name:"
)

// Keys returns the exact keys of a listing, at most two: where one applies, and who
// offers what where. Listings that share a key are candidates for one posting. A
// listing that names neither has none and stays alone.
func Keys(l stackhound.Listing) []string {
	var keys []string
	if opening := openingKey(l); opening != "" {
		keys = append(keys, applyPrefix+opening)
	}
	company, title := companies.Key(l.Company), titleKey(l.Title)
	if company != "" && title != "" {
		keys = append(keys, namePrefix+company+"|"+title+"|"+placeKey(l.Location, l.Stated.Workplace))
	}
	return keys
}

// KeysOf returns the keys of all roles a listing offers, and those of each: of a listing
// of one role those of Keys. An address that several roles share singles out none of
// them, so each goes by its name alone; names that only differ in what tells no openings
// apart are the first one's.
func KeysOf(l stackhound.Listing, parts []stackhound.Part) (all []string, each [][]string) {
	if len(parts) == 1 {
		all = Keys(l)
		return all, [][]string{all}
	}
	company, place := companies.Key(l.Company), placeKey(l.Location, l.Stated.Workplace)
	each = make([][]string, len(parts))
	for i, p := range parts {
		title := titleKey(p.Title)
		if company == "" || title == "" {
			continue
		}
		if key := namePrefix + company + "|" + title + "|" + place; !slices.Contains(all, key) {
			all, each[i] = append(all, key), []string{key}
		}
	}
	return all, each
}

// titleNoise are words of a title that do not tell two openings of a company apart.
var titleNoise = map[string]bool{
	"m": true, "w": true, "f": true, "d": true, "x": true, "h": true, "div": true, "mwd": true, "mfd": true, "gn": true, "all": true, "genders": true,
	"remote": true, "hybrid": true, "onsite": true, "telecommute": true, "worldwide": true, "anywhere": true, "fully": true, "100": true,
	"a": true, "an": true, "the": true, "and": true, "for": true, "in": true, "at": true, "to": true,
	"full": true, "time": true, "hiring": true, "urgent": true, "new": true, "job": true,
}

// titleSame maps spellings of one word to one of them.
var titleSame = map[string]string{
	"sr": "senior", "snr": "senior", "jr": "junior", "golang": "go", "mgr": "manager", "eng": "engineer", "dev": "developer", "engr": "engineer",
	"ii": "2", "iii": "3", "iv": "4", "js": "javascript",
}

// splitWords are written as one word or as two.
var splitWords = map[string]bool{"back end": true, "front end": true, "full stack": true, "dev ops": true, "data base": true}

// titleKey folds a title to its telling words in alphabetical order: "Engineer, Sr. Go
// (m/w/d)" and "Senior Golang Engineer" are equal.
func titleKey(title string) string {
	var words []string
	tokens := fold.Tokens(title)
	for i, w := range tokens {
		if i+1 < len(tokens) && splitWords[w+" "+tokens[i+1]] {
			tokens[i+1] = w + tokens[i+1]
			continue
		}
		if same, ok := titleSame[w]; ok {
			w = same
		}
		if !titleNoise[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// placeNoise are words of a location that say how, not where, one works.
var placeNoise = map[string]bool{
	"remote": true, "anywhere": true, "worldwide": true, "global": true, "telecommute": true, "home": true, "office": true, "hybrid": true, "onsite": true,
	"only": true, "based": true, "fully": true, "100": true, "in": true, "within": true, "timezone": true, "timezones": true, "time": true, "zone": true, "zones": true,
	"or": true, "and": true, "the": true, "on": true, "site": true, "world": true, "international": true, "first": true, "friendly": true, "ok": true, "possible": true,
}

// placeSame maps other names of a place to one of them.
var placeSame = map[string]string{
	"eu": "europe", "emea": "europe", "usa": "us", "munchen": "munich", "wien": "vienna", "koln": "cologne", "warszawa": "warsaw",
	"praha": "prague", "lisboa": "lisbon", "milano": "milan", "roma": "rome", "kobenhavn": "copenhagen", "bangalore": "bengaluru", "krakow": "cracow", "sf": "san francisco", "nyc": "new york", "new york city": "new york",
}

// placeKey folds a location to its first named place, usually the city: what follows it
// (state, country) is written differently by every board. Without a place it is
// "remote", or "" where nothing is said at all.
func placeKey(location string, workplace []string) string {
	for part := range strings.FieldsFuncSeq(location, func(r rune) bool { return strings.ContainsRune(",;/|()[]–—•·", r) }) {
		words := slices.DeleteFunc(fold.Words(part), func(w string) bool { return placeNoise[w] })
		if len(words) == 0 {
			continue
		}
		place := strings.Join(words, " ")
		if same, ok := placeSame[place]; ok {
			return same
		}
		return place
	}
	if strings.TrimSpace(location) == "" && len(workplace) == 0 {
		return ""
	}
	return "remote"
}
