package money

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed words.txt
var wordsText string

// lists holds the sections of words.txt by name. A section may feed several lists.
var lists = readLists(wordsText)

// The lists that are asked for most.
var (
	payWords     = lists["pay"]
	beforeWords  = lists["before"]
	barWords     = lists["bar"]
	otherWords   = lists["other"]
	labelWords   = lists["label"]
	fillerWords  = lists["filler"]
	betweenWords = lists["between"]
	fromWords    = lists["from"]
	uptoWords    = lists["upto"]
	totalWords   = lists["total"]
	unpaidWords  = lists["unpaid"]
	peopleWords  = lists["people"]
	earnWords    = lists["earn"]
	negateWords  = lists["negate"]
	weakWords    = lists["weak"]
)

// buckets is how many a list has; words fall in one by their first or last two bytes.
const buckets = 512

// list finds words in lower-case text, longest first. A word stands where no letter goes
// on at either end.
type list struct {
	heads, ends       [buckets][]word
	anyHeads, anyEnds [buckets / 64]uint64 // a bit for each bucket that has some: most have none
}

type word struct {
	text string
	tail bool // may end a longer word
}

func bucket(a, b byte) uint { return (uint(a)*37 + uint(b)) % buckets }

// some tells whether a bucket has its bit.
func some(bits *[buckets / 64]uint64, b uint) bool { return bits[b/64]&(1<<(b%64)) != 0 }

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
	l.add(word{text, tail})
}

func (l *list) add(w word) {
	head, end := bucket(w.text[0], w.text[1]), bucket(w.text[len(w.text)-2], w.text[len(w.text)-1])
	insert(&l.heads[head], w)
	insert(&l.ends[end], w)
	l.anyHeads[head/64] |= 1 << (head % 64)
	l.anyEnds[end/64] |= 1 << (end % 64)
}

// and returns a list of the words of several.
func (l *list) and(others ...*list) *list {
	all := &list{}
	for _, o := range append(others, l) {
		for _, words := range o.heads {
			for _, w := range words {
				all.add(w)
			}
		}
	}
	return all
}

// insert keeps the longest words first.
func insert(at *[]word, w word) {
	i := slices.IndexFunc(*at, func(o word) bool { return len(o.text) < len(w.text) })
	if i < 0 {
		i = len(*at)
	}
	*at = slices.Insert(*at, i, w)
}

// starts returns the length of the longest word that stands at i, 0 for none.
func (l *list) starts(s string, i int) int {
	if i+2 > len(s) {
		return 0
	}
	for _, w := range l.heads[bucket(s[i], s[i+1])] {
		if strings.HasPrefix(s[i:], w.text) && edge(s, i+len(w.text)) && (w.tail || edge(s, i)) {
			return len(w.text)
		}
	}
	return 0
}

// first returns where the first word of the list stands in a text, or -1, and its end.
func (l *list) first(s string) (start, end int) {
	for i := 0; i+1 < len(s); i++ {
		if !some(&l.anyHeads, bucket(s[i], s[i+1])) {
			continue
		}
		if n := l.starts(s, i); n > 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// last returns where the last word of the list stands in a text, or -1, and its end.
func (l *list) last(s string) (start, end int) {
	for i := len(s); i > 1; i-- {
		if !some(&l.anyEnds, bucket(s[i-2], s[i-1])) {
			continue
		}
		if n := l.suffix(s, i); n > 0 {
			return i - n, i
		}
	}
	return -1, -1
}

func (l *list) in(s string) bool {
	i, _ := l.first(s)
	return i >= 0
}

// closes tells whether a text ends with a word of the list.
func (l *list) closes(s string) bool { return l.suffix(s, len(s)) > 0 }

// suffix returns the length of the longest word that ends at i, 0 for none.
func (l *list) suffix(s string, i int) int {
	if i < 2 {
		return 0
	}
	for _, w := range l.ends[bucket(s[i-2], s[i-1])] {
		if strings.HasSuffix(s[:i], w.text) && edge(s, i) && (w.tail || edge(s, i-len(w.text))) {
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
	if plainSign(s[i-1]) || plainSign(s[i]) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !letter(before) || !letter(after)
}

// plainSign tells the ASCII bytes that are no letters.
func plainSign(b byte) bool { return b < 'A' || b > 'Z' && b < 'a' || b > 'z' && b < 0x80 }

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
