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
	at := noSection
	for start := 0; start < len(body.text); {
		end := sentenceEnd(body.text, start)
		p := passage{span: span{start, end}}
		line := strings.TrimSpace(body.lower[start:end])
		p.short = len(line) <= mostShort || len(beforeLink(line)) <= mostShort
		if opened, ok := heading(line, body.text, end); ok {
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

// mayEnd are the bytes that a passage may end at.
var mayEnd = [256]bool{'\n': true, '.': true, '!': true, '?': true, ';': true, ':': true}

// sentenceEnd returns where the passage that begins at i ends: at a line break, behind a
// full stop, a semicolon, or a colon that may end a heading inside a line.
func sentenceEnd(text string, i int) int {
	for j := i; j < len(text); j++ {
		if !mayEnd[text[j]] {
			continue
		}
		switch text[j] {
		case '\n':
			return j + 1
		case '.', '!', '?', ';':
			if j+1 < len(text) && text[j+1] == ' ' && j+2 < len(text) && !(text[j+2] >= 'a' && text[j+2] <= 'z' && text[j] == '.') {
				return j + 2
			}
		case ':':
			if j+1 < len(text) && text[j+1] == ' ' && j-i > 3 {
				return j + 2
			}
		}
	}
	return len(text)
}

// heading tells whether a passage opens a section, and which. A heading is a short line,
// or the short words before a colon, with whatever marks it: stars, emoji, capitals.
func heading(line, text string, end int) (section, bool) {
	colon := strings.HasSuffix(strings.TrimRight(line, " *_"), ":")
	if !colon && (strings.HasPrefix(line, "- ") || end < len(text) && text[end-1] != '\n') {
		return 0, false
	}
	bare := strings.TrimFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if bare == "" || len(bare) > 70 || !colon && (len(bare) > 45 || strings.ContainsAny(bare, ",;")) {
		return 0, false
	}
	if strings.IndexFunc(bare, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		bare = strings.ToLower(bare)
	}
	opened, size := longestHeading(bare)
	if size == 0 || !colon && len(bare) > 2*size+14 {
		return noSection, false
	}
	return opened, true
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
