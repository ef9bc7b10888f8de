package web

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is a piece of an ad's text: a heading, a paragraph of lines, or a list.
type block struct {
	Heading string
	Lines   []string
	Items   []string
}

const bullets = "-–—*•·◦▪‣●○"

// blocks cuts plain text into what a page can set apart: blank lines part paragraphs,
// lines that begin with a bullet are lists, and a short line of its own without an end
// of sentence is a heading.
func blocks(text string) []block {
	var out []block
	var open *block // the block that the next line may continue
	for line := range strings.Lines(text) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		item, listed := cutBullet(line)
		switch {
		case strings.TrimSpace(line) == "":
			open = nil
		case listed && (open == nil || open.Items == nil):
			out = append(out, block{Items: []string{item}})
			open = &out[len(out)-1]
		case listed:
			open.Items = append(open.Items, item)
		case open != nil && open.Items != nil && unicode.IsSpace(rune(line[0])):
			open.Items[len(open.Items)-1] += " " + strings.TrimSpace(line)
		case open != nil && open.Lines != nil:
			open.Lines = append(open.Lines, strings.TrimSpace(line))
		default:
			out = append(out, block{Lines: []string{strings.TrimSpace(line)}})
			open = &out[len(out)-1]
		}
	}
	return headed(out)
}

// cutBullet takes the bullet off a line of a list.
func cutBullet(line string) (item string, ok bool) {
	line = strings.TrimSpace(line)
	mark, size := utf8.DecodeRuneInString(line)
	rest := line[size:]
	if size == 0 || !strings.ContainsRune(bullets, mark) || rest == "" || !unicode.IsSpace(firstRune(rest)) {
		return line, false
	}
	return strings.TrimSpace(rest), true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// headed finds the headings: a line alone, the last line before a list, and the first
// line of a paragraph that goes on in a full sentence.
func headed(in []block) []block {
	var out []block
	for i, b := range in {
		n := len(b.Lines)
		if n > 1 && looksLikeHeading(b.Lines[0]) && !looksLikeHeading(b.Lines[1]) {
			out = append(out, newHeading(b.Lines[0]))
			b.Lines = b.Lines[1:]
			n--
		}
		if n > 0 && i+1 < len(in) && looksLikeHeading(b.Lines[n-1]) && (n == 1 || in[i+1].Items != nil) {
			if n > 1 {
				out = append(out, block{Lines: b.Lines[:n-1]})
			}
			b = newHeading(b.Lines[n-1])
		}
		out = append(out, b)
	}
	return out
}

func newHeading(line string) block { return block{Heading: strings.TrimSuffix(line, ":")} }

// looksLikeHeading tells whether a line is short and ends like no sentence.
func looksLikeHeading(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return utf8.RuneCountInString(line) <= 60 && (last == ':' || last == '?' || last == ')' || unicode.IsLetter(last) || unicode.IsDigit(last))
}
