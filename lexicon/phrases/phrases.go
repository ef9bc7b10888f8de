// Package phrases finds the phrases of many lists in a text in one pass over it.
package phrases

import (
	"cmp"
	"slices"
	"strings"
)

// Set is a number of lists of phrases, made once.
type Set struct {
	heads   []head // open addressing by hash, a power of two long
	entries []entry
	mask    uint32
}

// head holds the phrases whose first word has one hash: entries[from:to].
type head struct {
	hash     uint32
	from, to int32
}

type entry struct {
	text         string
	hash         uint32 // of the first word
	list, number int32
	lead         uint8 // bytes before the first word: 1 in ".net"
	apart        bool  // has a blank, where a text may have a hyphen
	probe        uint8 // a byte behind the first word, from where that begins
	letter       byte  // what stands there: of many phrases with one first word it tells most apart
}

// Hit is a phrase found in a text: text[Start:End] are its words, List the number of the
// list it is of, Phrase its own number in the list.
type Hit struct {
	Start, End   int
	List, Phrase int
}

// New makes a set of lists of phrases in lower case. A phrase needs a letter or a digit. A
// blank in it stands for a hyphen of the text too, so that one that only differs from
// another of its list by hyphens is none of its own, and a straight apostrophe for a
// typographic one.
func New(lists ...[]string) *Set {
	s := &Set{}
	for i, list := range lists {
		for n, phrase := range list {
			if blanks := strings.ReplaceAll(phrase, "-", " "); blanks != phrase && slices.Contains(list, blanks) {
				continue
			}
			s.add(phrase, i, n)
			if strings.Contains(phrase, "'") {
				s.add(strings.ReplaceAll(phrase, "'", "’"), i, n)
			}
		}
	}
	slices.SortFunc(s.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.text, b.text), cmp.Compare(a.list, b.list), cmp.Compare(a.number, b.number))
	})
	s.entries = slices.CompactFunc(s.entries, func(a, b entry) bool { return a.text == b.text && a.list == b.list })
	s.index()
	return s
}

// Of makes a set of one list.
func Of(list ...string) *Set { return New(list) }

func (s *Set) add(phrase string, list, number int) {
	lead := 0
	for lead < len(phrase) && !inWord(phrase, lead) {
		lead++
	}
	if lead == len(phrase) || lead > 255 {
		return
	}
	hash, end := word(phrase, lead)
	e := entry{text: phrase, hash: hash, list: int32(list), number: int32(number), lead: uint8(lead), apart: strings.Contains(phrase, " ")}
	e.probe, e.letter = probe(phrase[lead:], end-lead)
	s.entries = append(s.entries, e)
}

// probe returns the byte of a phrase that begins its second word, or stands behind the
// first, and where; at 0 where it has but one word.
func probe(phrase string, end int) (at uint8, letter byte) {
	second := end
	for second < len(phrase) && !inWord(phrase, second) {
		second++
	}
	if second == len(phrase) {
		second = end
	}
	if second == len(phrase) || second > 255 || phrase[second] == ' ' {
		return 0, phrase[0]
	}
	return uint8(second), phrase[second]
}

// index puts the runs of entries with one hash into the table.
func (s *Set) index() {
	size := 8
	for size < 3*len(s.entries) {
		size *= 2
	}
	s.heads, s.mask = make([]head, size), uint32(size-1)
	for from := 0; from < len(s.entries); {
		to := from
		for to < len(s.entries) && s.entries[to].hash == s.entries[from].hash {
			to++
		}
		at := s.entries[from].hash & s.mask
		for s.heads[at].to > 0 {
			at = (at + 1) & s.mask
		}
		s.heads[at] = head{s.entries[from].hash, int32(from), int32(to)}
		from = to
	}
}

// Find appends all phrases found in a text in lower case to hits, by where their first
// words stand. Phrases that lie inside longer ones are found as well.
func (s *Set) Find(lower string, hits []Hit) []Hit {
	for i := 0; i < len(lower); {
		hash, end := word(lower, i)
		if end == i {
			i++
			continue
		}
		for at := hash & s.mask; s.heads[at].to > 0; at = (at + 1) & s.mask {
			if s.heads[at].hash == hash {
				hits = s.match(lower, i, s.heads[at], hits)
				break
			}
		}
		i = end
	}
	return hits
}

// In tells whether a phrase of the set stands in a text in lower case.
func (s *Set) In(lower string) bool {
	_, ok := s.First(lower)
	return ok
}

// First returns the phrase found in a text in lower case that comes first in its list,
// where it stands first; ok is false where there is none. It is meant for sets of one list
// and short texts.
func (s *Set) First(lower string) (first Hit, ok bool) {
	var room [16]Hit
	for i, h := range s.Find(lower, room[:0]) {
		if i == 0 || h.Phrase < first.Phrase {
			first, ok = h, true
		}
	}
	return first, ok
}

// Count returns how many different phrases of a set of one list stand in a text in lower case.
func (s *Set) Count(lower string) int {
	var room [16]Hit
	return Different(s.Find(lower, room[:0]))
}

// Different returns how many different phrases hits of one list are.
func Different(hits []Hit) int {
	n := 0
	for i, h := range hits {
		if !slices.ContainsFunc(hits[:i], func(o Hit) bool { return o.Phrase == h.Phrase }) {
			n++
		}
	}
	return n
}

// match appends the phrases of one head that stand at a word of the text.
func (s *Set) match(lower string, i int, h head, hits []Hit) []Hit {
	for k := h.from; k < h.to; k++ {
		e := &s.entries[k]
		if at := i + int(e.probe); at >= len(lower) || lower[at] != e.letter {
			continue
		}
		start := i - int(e.lead)
		end := start + len(e.text)
		if start < 0 || end > len(lower) || lower[start:end] != e.text && !(e.apart && hyphened(lower[start:end], e.text)) {
			continue
		}
		if inWord(e.text, len(e.text)-1) && inWord(lower, end) {
			continue
		}
		hits = append(hits, Hit{start, end, int(e.list), int(e.number)})
	}
	return hits
}

// hyphened tells whether words are those of a phrase of the same length, hyphens for blanks.
func hyphened(words, phrase string) bool {
	for i := range len(phrase) {
		if c := words[i]; c != phrase[i] && (c != '-' || phrase[i] != ' ') {
			return false
		}
	}
	return true
}

// word returns the hash (FNV-1a) of the word that begins at i, and where it ends: at i where
// none begins.
func word(lower string, i int) (hash uint32, end int) {
	hash = 2166136261
	for end = i; end < len(lower); end++ {
		c := lower[end]
		if !letters[c] && (c < 0x80 || sign(lower, end)) {
			break
		}
		hash = (hash ^ uint32(c)) * 16777619
	}
	return hash, end
}

// letters are the letters and digits of ASCII.
var letters = func() (is [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		is[c] = true
	}
	return is
}()

// inWord tells whether the byte at i belongs to a word: a letter, a digit or a part of a
// character beyond ASCII, but for typographic signs (quotes, dashes, bullets, apostrophes).
func inWord(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	return letters[s[i]] || s[i] >= 0x80 && !sign(s, i)
}

// sign tells whether the byte at i, beyond ASCII, is of a character of the block of general
// punctuation or of Latin-1's signs.
func sign(s string, i int) bool {
	start := i
	for start > 0 && start > i-2 && s[start]&0xc0 == 0x80 {
		start--
	}
	switch s[start] {
	case 0xe2:
		return start+1 < len(s) && s[start+1]&^1 == 0x80
	case 0xc2:
		return i-start < 2
	}
	return false
}
