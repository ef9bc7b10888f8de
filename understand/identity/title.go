package identity

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/levels"
	"stackhound/lexicon/places"
)

// title is what a title says, in the words two titles are compared by.
type title struct {
	words  []string // what tells openings apart, sorted, each once: without levels, places, ways of working
	levels []string // of stackhound.Levels, sorted, each once
	places string   // the parts of it that only name places: "Montevideo" of "Staff Engineer (Montevideo)"
}

// titleNoise are words of a title that do not tell two openings of a company apart.
var titleNoise = map[string]bool{
	"m": true, "w": true, "f": true, "d": true, "x": true, "h": true, "div": true, "mwd": true, "mfd": true, "gn": true, "all": true, "genders": true,
	"remote": true, "hybrid": true, "onsite": true, "telecommute": true, "worldwide": true, "anywhere": true, "fully": true, "100": true,
	"a": true, "an": true, "the": true, "and": true, "for": true, "in": true, "at": true, "to": true, "level": true, "only": true,
	"full": true, "time": true, "hiring": true, "urgent": true, "new": true, "job": true,
}

// titleSame maps spellings of one word to one of them.
var titleSame = map[string]string{
	"sr": "senior", "snr": "senior", "jr": "junior", "golang": "go", "mgr": "manager", "eng": "engineer", "dev": "developer", "engr": "engineer",
	"ii": "2", "iii": "3", "iv": "4", "js": "javascript",
	"entwickler": "developer", "entwicklerin": "developer", "softwareentwickler": "software developer", "ingenieur": "engineer", "ingenieurin": "engineer",
	"developpeur": "developer", "developpeuse": "developer", "desarrollador": "developer", "desarrolladora": "developer", "desenvolvedor": "developer", "desenvolvedora": "developer",
	"programista": "developer",
}

// splitWords are written as one word or as two.
var splitWords = map[string]bool{"back end": true, "front end": true, "full stack": true, "dev ops": true, "data base": true}

// grade is a grade written as a digit ("Engineer 2", not "Python 3"), or as a level.
var grade = regexp.MustCompile(`(?i)\b(?:(engineer|developer|programmer|analyst|administrator|architect|scientist) ([1-4])|level (i{1,3}|iv|[1-4]))\b`)

// graded writes grades as they are mostly written.
func graded(text string) string {
	if !strings.ContainsAny(text, "1234vV") { // which "level" has as well
		return text
	}
	return grade.ReplaceAllStringFunc(text, roman)
}

// roman writes a grade as it is mostly written.
func roman(text string) string {
	m := grade.FindStringSubmatch(text)
	number := m[2] + m[3]
	if i := strings.Index("1234", number); i >= 0 {
		number = []string{"I", "II", "III", "IV"}[i]
	}
	return m[1] + " " + number
}

// takeApart reads a title.
func takeApart(text string) title {
	var t title
	rest := ""
	parts := titleParts(graded(html.UnescapeString(text)))
	for _, part := range parts {
		if len(parts) > 1 && onlyPlaces(part) {
			t.places += part + "; "
		} else {
			rest += part + " "
		}
	}
	for _, hit := range slices.Backward(levels.InTitle(rest)) {
		t.levels = append(t.levels, hit.Level)
		rest = rest[:hit.Start] + " " + rest[hit.End:]
	}
	slices.Sort(t.levels)
	t.levels = slices.Compact(t.levels)
	t.words = titleWords(rest)
	return t
}

// key is the whole title in one text: "Engineer, Sr. Go (m/w/d)" and "Senior Golang
// Engineer" are equal. Without a word that tells anything it is "".
func (t title) key() string {
	return strings.Join(slices.Concat(t.levels, t.words), " ")
}

// joints are what parts a title, beside brackets and bars.
var joints = strings.NewReplacer(" - ", "|", " – ", "|", " — ", "|", ", ", "|")

// titleParts cuts a title where brackets, bars or dashes between spaces part it.
func titleParts(text string) []string {
	return strings.FieldsFunc(joints.Replace(text), func(r rune) bool { return strings.ContainsRune("|()[]{}/", r) })
}

// titleWords folds words to those that tell, in alphabetical order.
func titleWords(text string) []string {
	var words []string
	tokens := fold.Tokens(text)
	for i, w := range tokens {
		if i+1 < len(tokens) && splitWords[w+" "+tokens[i+1]] {
			tokens[i+1] = w + tokens[i+1]
			continue
		}
		if same, ok := titleSame[w]; ok {
			w = same
		}
		if !titleNoise[w] {
			words = append(words, strings.Fields(w)...)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// onlyPlaces tells whether a part of a title names places and nothing else.
func onlyPlaces(part string) bool {
	found := places.FindField(part)
	if len(found) == 0 && len(places.Regions(part)) == 0 {
		return false
	}
	for i := len(found) - 1; i >= 0; i-- {
		part = part[:found[i].Start] + " " + part[found[i].End:]
	}
	return !slices.ContainsFunc(fold.Words(part), func(w string) bool { return !placeNoise[w] && !titleNoise[w] && !regionNames[w] })
}

// regionNames are the words of regions that are no places of their own.
var regionNames = map[string]bool{
	"eu": true, "europe": true, "emea": true, "apac": true, "latam": true, "americas": true, "america": true, "north": true, "south": true, "latin": true, "asia": true, "africa": true, "us": true, "uk": true,
}

// maxTitles is how many titles are kept as they were read. A title is read for its keys
// and at each comparison, mostly within one batch, and finding places in it takes long.
const maxTitles = 4096

// titles are those read of late. Nothing changes what it hands out.
var titles = struct {
	sync.Mutex
	read map[string]title
}{read: map[string]title{}}

// readTitle takes a title apart.
func readTitle(text string) title {
	titles.Lock()
	t, known := titles.read[text]
	titles.Unlock()
	if known {
		return t
	}
	t = takeApart(text)
	titles.Lock()
	defer titles.Unlock()
	if len(titles.read) == maxTitles {
		clear(titles.read)
	}
	titles.read[text] = t
	return t
}
