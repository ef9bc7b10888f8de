package levels

import (
	"slices"
	"strconv"
	"strings"

	"stackhound/lexicon/fold"
)

// Experience is a number of years asked for, with its words in the text.
type Experience struct {
	Years      float64
	Start, End int
}

// mostYears is the most an ad asks for; larger numbers speak of the firm's own age.
const mostYears = 20

// majority is an age in ads, never a number of years of experience.
const majority = 18

var (
	yearWords = []string{"years", "year", "yrs", "yr", "yoe", "jahre", "jahren", "jahr", "lat", "lata", "años", "ans", "anos", "anni", "jaar", "år"}
	// monthWords count only where experience stands right behind them.
	monthWords  = []string{"months", "monate", "monaten", "mois", "meses", "mesi", "maanden", "miesięcy", "mths"}
	numberWords = map[string]float64{
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"a": 1, "twelve": 12, "fifteen": 15,
		"ein": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "un": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
		"um": 1, "dois": 2, "três": 3, "quatro": 4, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "twee": 2, "drie": 3, "vijf": 5, "dwa": 2, "dwóch": 2, "trzy": 3, "trzech": 3, "cztery": 4, "pięć": 5,
	}
	// experienceWords near a number of years say that experience is meant.
	experienceWords = []string{"experience", "exp", "professional", "working", "work as", "background", "hands-on", "track record", "industry", "erfahrung", "doświadczeni", "experiencia",
		"expérience", "experiência", "esperienza", "ervaring", "erfarenhet", "développement", "building", "developing", "programming", "writing", "coding", "shipping", "engineering", "using", "desarroll", "desenvolv", "programando", "tworzeni", "at least", "minimum", "mindestens", "co najmniej", "przynajmniej", "al menos", "au moins", "pelo menos", "min.", "required", "requirement", "qualification", "yoe", "development"}
	// otherwise are words that make the years something else.
	notBefore = []string{"past", "last", "next", "been", "founded", "we have", "we've", "for over", "our", "every", "in just", "within", "after", "once", "age of", "contract of", "combined", "company with", "term of", "period of", "duration of"}
	// aboutFirm are words near a number of years that tell of the firm.
	aboutFirm = []string{"company", "firm ", "agency", "our team", "team has", "we have", "we've", "we’ve", "has been", "have been", "founded", "business for", "our clients", "trusted", "proven leader", "leader in", "heritage", "legacy", "history", "unternehmen", "entreprise", "empresa", "firma"}
	// firmBehind are words behind a number of years that go on to tell of the firm.
	firmBehind = []string{", we ", " we are", " we have", " we help", "our company", ", our ", "serving", "on the market", "am markt", "na rynku", "in operation", "of innovation", "of success", "of excellence", "of growth", "of history", "of heritage", "of tradition"}
	notAfter   = []string{"ago", "old", "of age", "in business", "in a row", "contract", "warranty", "of growth", "fixed", "anniversary", "later", "of runway", "olds", "programme", "program", "term", "plan", "project", "roadmap", "degree", "course", "apprenticeship", "rotation", "period"}
)

// Years finds the numbers of years of experience that a text in lower case asks for, in
// order; of a range the lower end.
func Years(lower string) []Experience {
	var all []Experience
	for from := 0; ; {
		at, end := nextYearWord(lower, from)
		if at < 0 {
			return all
		}
		from = end
		if slices.Contains(monthWords, lower[at:end]) {
			if e, ok := monthsOf(lower, at, end); ok {
				all = append(all, e)
			}
			continue
		}
		years, start, ok := numberBefore(lower, at)
		if !ok || years > mostYears || years == majority || duration(lower, at, end) || !meansExperience(lower, start, end) {
			continue
		}
		all = append(all, Experience{years, start, end})
	}
}

// nextYearWord returns the next word for years or months.
func nextYearWord(lower string, from int) (start, end int) {
	for i := from; i < len(lower); i++ {
		words := yearWordsBy[lower[i]]
		if words == nil || i > 0 && (lower[i-1] >= 'a' && lower[i-1] <= 'z' || lower[i-1] >= 0x80 && lower[i-1] != 0xa0) {
			continue
		}
		for _, w := range words {
			if strings.HasPrefix(lower[i:], w) && !fold.InWord(lower, i+len(w)) {
				return i, i + len(w)
			}
		}
	}
	return -1, -1
}

// yearWordsBy are the words for years and months by the byte they begin with.
var yearWordsBy = func() (by [256][]string) {
	for _, w := range slices.Concat(yearWords, monthWords) {
		by[w[0]] = append(by[w[0]], w)
	}
	return by
}()

// numberBefore reads the number that ends at i: "5", "5+", "3-5", "3 to 5", "five (5)".
func numberBefore(lower string, i int) (years float64, start int, ok bool) {
	head := strings.TrimRight(lower[max(0, i-24):i], " +\u00a0-)")
	base := max(0, i-24)
	for _, more := range []string{" or more", " plus", " ou mais", " o más", " oder mehr", " ou plus"} {
		head = strings.TrimSuffix(head, more)
	}
	years, start, ok = lastNumber(head)
	if !ok {
		return 0, 0, false
	}
	rest := strings.TrimRight(head[:start], " \u00a0(")
	for _, joint := range []string{"-", "–", "—", " to", " bis", " do", "/", " or", "~", " à", " a", " tot", " and", " und", " et", " y", " e", " i", " ou", " o", " lub", " oder"} {
		if before, found := strings.CutSuffix(rest, joint); found {
			if low, at, isNumber := lastNumber(strings.TrimRight(before, " +")); isNumber && low < years {
				return low, base + at, true
			}
		}
	}
	return years, base + start, true
}

// lastNumber reads the number a text ends with.
func lastNumber(s string) (n float64, start int, ok bool) {
	start = len(s)
	for start > 0 && (s[start-1] >= '0' && s[start-1] <= '9' || s[start-1] == '.' && start < len(s)) {
		start--
	}
	if start < len(s) {
		if start > 0 && (s[start-1] == ',' || s[start-1] == '$') {
			return 0, 0, false
		}
		n, err := strconv.ParseFloat(strings.TrimLeft(s[start:], "."), 64)
		return n, start, err == nil
	}
	word := s[strings.LastIndexAny(s, " \n(")+1:]
	n, ok = numberWords[word]
	return n, len(s) - len(word), ok
}

// duration tells whether years are written as what something lasts, "a two-year programme",
// which "five-year experience" alone is not.
func duration(lower string, at, end int) bool {
	after := lower[end:min(len(lower), end+30)]
	return lower[at-1] == '-' && lower[at:end] == "year" && !strings.Contains(after, "experience") && !strings.Contains(after, "background")
}

// meansExperience tells whether the words around a number of years ask for experience.
func meansExperience(lower string, start, end int) bool {
	before, after := lower[max(0, start-40):start], lower[end:min(len(lower), end+60)]
	if i := strings.LastIndexAny(before, ".\n;"); i >= 0 {
		before = before[i+1:]
	}
	if i := strings.IndexAny(after, "\n;"); i >= 0 {
		after = after[:i]
	}
	for _, w := range notBefore { // with a word of seven bytes behind it at most
		if strings.Contains(before[max(0, len(before)-len(w)-7):], w) {
			return false
		}
	}
	if hasAny(before, aboutFirm) || hasAny(after, firmBehind) {
		return false
	}
	tail := strings.TrimLeft(after, " '’")
	for _, w := range notAfter {
		if strings.HasPrefix(tail, w) && !fold.InWord(tail, len(w)) {
			return false
		}
	}
	if hasAnyPrefix(tail, "o más", "ou mais", "or more", "or longer", "oder mehr", "oder länger", "ou plus", "lub więcej", "lub dłużej") {
		return true
	}
	if hasAny(after, experienceWords) || hasAny(before, experienceWords) {
		return true
	}
	return strings.HasPrefix(tail, "of ") || strings.HasPrefix(tail, "in ") || strings.HasPrefix(tail, "with ") || strings.HasPrefix(tail, "as ") || tail == "" && strings.Contains(lower[start:end], "+")
}

func hasAnyPrefix(s string, starts ...string) bool {
	return slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(s, start) })
}

func hasAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// monthsOf finds the months of experience a text asks for at a word for months: "6 months'
// experience". Months of anything else are not counted.
func monthsOf(lower string, at, end int) (Experience, bool) {
	months, start, ok := numberBefore(lower, at)
	after := strings.TrimLeft(lower[end:min(len(lower), end+40)], " '’")
	for _, of := range []string{"of ", "de ", "d'", "d’", "di ", "s "} {
		after = strings.TrimPrefix(after, of)
	}
	if !ok || months > 36 || !hasAnyPrefix(after, "experience", "work experience", "relevant experience", "professional experience", "industry experience", "hands-on experience", "commercial experience", "practical experience", "prior experience", "previous experience", "berufserfahrung", "erfahrung", "expérience", "experiencia", "experiência", "esperienza", "ervaring", "doświadczenia") {
		return Experience{}, false
	}
	return Experience{months / 12, start, end}, true
}
