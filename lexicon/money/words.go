package money

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

//go:embed words.txt
var wordsText string

// lists holds the sections of words.txt by name. A section may feed several lists.
var lists = readLists(wordsText)

// list finds words in lower-case text, longest first. A word stands where no letter goes
// on at either end.
type list struct {
	heads, ends [256][]word // by the first and by the last byte
}

type word struct {
	text string
	tail bool // may end a longer word
}

func readLists(text string) map[string]*list {
	all := map[string]*list{}
	var open []*list
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if names, ok := strings.CutPrefix(line, "["); ok {
			open = nil
			for name := range strings.FieldsSeq(strings.TrimSuffix(names, "]")) {
				if all[name] == nil {
					all[name] = &list{}
				}
				open = append(open, all[name])
			}
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		for w := range strings.SplitSeq(line, ", ") {
			for _, l := range open {
				l.put(w)
			}
		}
	}
	return all
}

func (l *list) put(w string) {
	text, tail := strings.CutPrefix(w, "*")
	for _, at := range []*[]word{&l.heads[text[0]], &l.ends[text[len(text)-1]]} {
		i := 0
		for i < len(*at) && len((*at)[i].text) >= len(text) {
			i++
		}
		*at = append((*at)[:i:i], append([]word{{text, tail}}, (*at)[i:]...)...)
	}
}

// starts returns the length of the longest word that stands at i, 0 for none.
func (l *list) starts(s string, i int) int {
	for _, w := range l.heads[s[i]] {
		if strings.HasPrefix(s[i:], w.text) && (w.tail || edge(s, i)) && edge(s, i+len(w.text)) {
			return len(w.text)
		}
	}
	return 0
}

// first returns where the first word of the list stands in a text, or -1, and its end.
func (l *list) first(s string) (start, end int) {
	for i := range len(s) {
		if n := l.starts(s, i); n > 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// last returns where the last word of the list stands in a text, or -1, and its end.
func (l *list) last(s string) (start, end int) {
	for i := len(s); i > 0; i-- {
		if n := l.suffix(s[:i], s); n > 0 {
			return i - n, i
		}
	}
	return -1, -1
}

func (l *list) in(s string) bool {
	i, _ := l.first(s)
	return i >= 0
}

// suffix returns the length of the longest word that ends head, a beginning of s.
func (l *list) suffix(head, s string) int {
	if head == "" {
		return 0
	}
	for _, w := range l.ends[head[len(head)-1]] {
		if strings.HasSuffix(head, w.text) && (w.tail || edge(s, len(head)-len(w.text))) && edge(s, len(head)) {
			return len(w.text)
		}
	}
	return 0
}

// edge tells whether no word goes on over a place of a text.
func edge(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !letter(before) || !letter(after)
}

// letter tells the letters of scripts that part words by spaces.
func letter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 && r < 0x530 || r >= 0x1E00 && r < 0x2000
}

func letterAt(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return letter(r)
}

func letterBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:max(0, i)])
	return letter(r)
}
