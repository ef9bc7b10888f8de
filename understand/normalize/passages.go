package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound/lexicon/phrases"
)

// want is how much a passage wants what it names.
type want uint8

const (
	mentioned want = iota // the firm, its offer, its products
	required
	nice
)

// passage is a sentence, a bullet or a heading of the body, with the want of the section
// it stands in and of its own words.
type passage struct {
	span
	want    want
	section section // that it stands in, or opens
	about   bool    // stands in a section on the firm or its benefits
	short   bool    // a heading or a bare line
}

// The words of a sentence that make what it names welcome, not needed.
var niceCues = []string{
	"is a plus", "are a plus", "a plus", "big plus", "huge plus", "plus", "bonus", "nice to have", "nice-to-have", "preferred", "preferably", "desirable", "an advantage", "advantageous", "would be great", "a bonus", "good to have", "ideally",
	"not required", "not necessary", "not mandatory", "von vorteil", "mile widziane", "dodatkowym atutem", "even better", "beneficial", "extra points", "is helpful", "would be helpful", "a benefit", "bonus points", "optional", "would be nice", "nice if", "great if you", "valorable", "un plus", "wünschenswert",
	"pluspunkt", "wäre super", "kein muss", "se valorará", "se valora", "será un plus", "deseable", "serait un plus", "apprécié", "appréciée", "un atout", "souhaité", "souhaitée", "będzie plusem", "będzie atutem", "atutem będzie", "jest atutem", "um diferencial", "será um diferencial", "desejável",
	"een pré", "een plus", "pluspunt", "mooi meegenomen", "gradita", "gradito", "preferibile", "costituisce un plus",
	"is welcome", "are welcome", "will be welcome", "would be welcome", "an asset", "strong asset", "is appreciated", "will be appreciated", "would be appreciated", "highly desired", "optionally",
}

// The words of a sentence that speaks of the firm's products and customers.
var aboutCues = []string{
	"our customers", "customers include", "clients include", "customers like", "clients like", "customers such as", "companies like", "companies such as", "investors", "backed by", "funded by", "alumni", "previously at", "formerly", "founders of", "founded by", "worked at",
	"acquired by", "partners include", "used by", "trusted by", "integrations with", "integrates with", "integrate with", "compatible", "alternative to", "competitor", "ex-", "y combinator", "we're the", "team from", "team members from", "led by", "series a", "series b", "apply via", "apply through", "our github", "on github", "github.com",
	"discord", "equal opportunity", "learn more",
}

// mostShort is how long a bare line is at most, without its link, in bytes.
const mostShort = 90

// split cuts a body into passages and gives each its want. What an ad without sections
// names is taken as asked for: that is how short ads are written.
func split(body source, c *cues) []passage {
	all := make([]passage, 0, 8+len(body.text)/32)
	at, run := noSection, false
	flat := len(body.text) > longLine*strings.Count(body.text, "\n") // few lines, long ones
	var aside aside
	for start := 0; start < len(body.text); {
		begins := start == 0 || body.text[start-1] == '\n'
		if begins {
			at, run = aside.over(at, body.text[start:]), flat && runsOn(body.text[start:])
		}
		end := inlineHeading(body, start, sentenceEnd(body.text, start, run))
		end = bracketEnd(body.text, span{start, end}, c.in(cueNice, span{start, end}))
		p := passage{span: span{start, end}}
		line := strings.TrimSpace(body.lower[start:end])
		p.short = len(line) <= mostShort || len(beforeLink(line)) <= mostShort
		if opened, loose, ok := heading(line, body.text, span{start, end}); ok {
			aside.open(at, opened, body.text[end-1] != '\n' && end < len(body.text), loose)
			at, p.short = opened, true
		}
		p.section, p.want, p.about = at, at.want(), at.want() == mentioned
		switch {
		case p.about:
		case c.near(cueNice, p.span) && !strings.Contains(line, "plusieurs"):
			p.want = nice
		case c.near(cueAbout, p.span):
			p.want, p.about = mentioned, true
		}
		all = append(all, p)
		start = end
	}
	return all
}

// aside is a part on the firm or its offer that ends by itself, without another heading: one
// line behind a label ("Location: Oslo"), or the list behind a sentence that leads to it.
type aside struct {
	host section // that goes on behind it
	on   bool
	list bool
}

// open notes that a heading opens a section within another.
func (a *aside) open(at, opened section, label, loose bool) {
	if !a.on {
		a.host = at
	}
	a.on, a.list = opened.want() == mentioned && (label || loose), !label
}

// over returns the section a line stands in, at unless the aside is over with it.
func (a *aside) over(at section, rest string) section {
	if !a.on || a.list && strings.HasPrefix(rest, "- ") {
		return at
	}
	a.on = false
	return a.host
}

// longLine is how long the lines of a text are on average, in bytes, where some of them may
// be whole lists.
const longLine = 100

// runsOn tells whether a text begins with a long line that is a list whose entries were
// run together: "Requirements: - Go - Git Nice to have: - Rust".
func runsOn(rest string) bool {
	if end := strings.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	return len(rest) > 200 && strings.Count(rest, " - ")+strings.Count(rest, " * ")+strings.Count(rest, " • ") > 2
}

// mayEnd are the bytes that a passage may end at.
var mayEnd = [256]bool{'\n': true, '.': true, '!': true, '?': true, ';': true, ':': true}

// sentenceEnd returns where the passage that begins at i ends: at a line break, behind a
// full stop, a semicolon, or a colon that may end a heading inside a line; where a list was
// run together, before its next entry too.
func sentenceEnd(text string, i int, run bool) int {
	for j := i; j < len(text); j++ {
		if !mayEnd[text[j]] && !(run && text[j] == ' ') {
			continue
		}
		switch text[j] {
		case '\n':
			return j + 1
		case '.', '!', '?', ';':
			if j+1 < len(text) && text[j+1] == ' ' && j+2 < len(text) && !(text[j] == '.' && (text[j+2] >= 'a' && text[j+2] <= 'z' || j > i+2 && (text[j-2] == '.' || text[j-3] == '.') && hasAnySuffix(text[i:j], forExample...))) {
				return j + 2
			}
		case ':':
			if k := j + 1 + len(stars(text[j+1:])); k < len(text) && text[k] == ' ' && j-i > 3 {
				return k + 1
			}
		case ' ':
			if run && j > i && hasAnyPrefix(text[j:], " - ", " * ", " • ") {
				return j + 1
			}
		}
	}
	return len(text)
}

// forExample are short forms whose full stop ends no sentence: "e.g. Go".
var forExample = []string{"e.g", "i.e", "z.B", "p.ej", "E.g", "I.e"}

// stars returns the stars a text begins with, at most two: "*Stack:* Go".
func stars(text string) string {
	n := 0
	for n < min(2, len(text)) && text[n] == '*' {
		n++
	}
	return text[:n]
}

// longestInline is how far before its colon a heading inside a line begins, in bytes.
const longestInline = 48

// inlineHeading returns where a passage ends that runs into a heading: "… and Git Nice to
// have: " ends before "Nice".
func inlineHeading(body source, start, end int) int {
	if end-start < 3 || body.text[end-1] != ' ' || body.text[end-2] != ':' && body.text[end-2] != '*' {
		return end
	}
	tail := strings.TrimRight(body.lower[start:end], " *")
	if !strings.HasSuffix(tail, ":") {
		return end
	}
	colon := start + len(tail) - 1
	from := max(start, colon-longestInline)
	var room [8]phrases.Hit
	cut := end
	for _, h := range headingSet.Find(body.lower[from:colon], room[:0]) {
		if at := from + h.Start; from+h.End == colon && at > start+1 && at < cut && body.text[at-1] == ' ' && body.text[at] >= 'A' && body.text[at] <= 'Z' {
			cut = at
		}
	}
	return cut
}

// fewWords is how many words beside its own a bracket has that speaks of other things than
// what it stands behind: "Kafka (nice to have)", "Java (knowing our trade is a bonus)".
const fewWords = 3

// bracketEnd returns where a passage ends whose first words for a wish stand in brackets that
// speak of something else: before the bracket, or behind it where it begins with that.
func bracketEnd(text string, at span, wishes []phrases.Hit) int {
	if len(wishes) == 0 {
		return at.end
	}
	open := strings.LastIndexByte(text[at.start:wishes[0].Start], '(')
	shut := strings.IndexByte(text[wishes[0].End:at.end], ')')
	if open < 0 || shut < 0 || strings.IndexByte(text[at.start+open:wishes[0].Start], ')') >= 0 {
		return at.end
	}
	shut += wishes[0].End
	if len(strings.Fields(text[at.start+open:shut]))-len(strings.Fields(text[wishes[0].Start:wishes[0].End])) < fewWords {
		return at.end
	}
	if open == 0 {
		return shut + 1
	}
	return at.start + open
}

// heading tells whether a passage opens a section, which, and whether only loosely: in a
// sentence that says more. A heading is a short line, or the short words before a colon,
// with whatever marks it: stars, emoji, capitals.
func heading(line, text string, at span) (opened section, loose, ok bool) {
	colon := strings.HasSuffix(strings.TrimRight(line, " *_"), ":")
	if !colon && (strings.HasPrefix(line, "- ") || at.end < len(text) && text[at.end-1] != '\n' || at.start > 0 && text[at.start-1] != '\n') {
		return 0, false, false
	}
	bare := strings.TrimFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if bare == "" || len(bare) > 70 || !colon && (len(bare) > 45 || strings.ContainsAny(bare, ",;")) {
		return 0, false, false
	}
	if strings.IndexFunc(bare, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		bare = strings.ToLower(bare)
	}
	opened, size := longestHeading(bare)
	loose = len(bare) > 2*size+14
	if size == 0 || !colon && (loose || strings.HasSuffix(line, ".") && len(bare) > size+2) {
		return noSection, false, false
	}
	return opened, loose, true
}

// longestHeading returns the section of the longest of the words of headings in a short
// text, and their length; of those of one length the section that comes first in headings.
// The length is 0 where there is none.
func longestHeading(bare string) (opened section, size int) {
	var room [8]phrases.Hit
	best := len(headings)
	for _, h := range headingSet.Find(bare, room[:0]) {
		if n := h.End - h.Start; n > size || n == size && h.List < best {
			size, best = n, h.List
		}
	}
	if size == 0 {
		return noSection, 0
	}
	return headings[best].section, size
}

// passageAt returns the passage that holds a place of the body.
func (r *reader) passageAt(i int) passage {
	low, high := 0, len(r.passages)
	for low < high {
		if middle := (low + high) / 2; r.passages[middle].end <= i {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(r.passages) {
		return passage{want: required}
	}
	return r.passages[low]
}
