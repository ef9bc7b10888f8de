package skills

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// evident tells whether the doubtful candidate i means the technology.
func evident(text string, found []candidate, i int) bool {
	c := found[i]
	if named(text, c.Hit) {
		return false
	}
	if listed(text, found, i) {
		return true
	}
	before, after := text[:c.Start], text[c.End:]
	switch {
	case shouted(text, c):
		return c.inside && insideSentence(before) || followed(after, followers) || led(before, leaders)
	case !c.capital(text):
		return small(text[c.Start:c.End]) && (led(before, coded) || led(before, asked) && apart(text, c.Hit, false) || followed(after, workers) || akin(text, found, i))
	}
	return c.inside && insideSentence(before) && !led(before, firms) || followed(after, followers) || led(before, leaders) || alone(text, found, i) ||
		c.skill.Category == "language" && (led(before, inLanguage) || amongOthers(text, c.Hit)) || akin(text, found, i) || vouched(text, c)
}

// akin tells whether the candidate stands in a list beside another doubtful one of its
// kind: "Jest or Mocha". Products of firms are named together for many reasons.
func akin(text string, found []candidate, i int) bool {
	firmLike := slices.Contains([]string{"tool", "cloud", "ml", "security", "design"}, found[i].skill.Category)
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(found) || found[j].name == found[i].name || named(text, found[j].Hit) {
			continue
		}
		a, b := found[min(i, j)], found[max(i, j)]
		between := text[a.End:b.Start]
		if (between == "/" || found[i].capital(text) && found[j].capital(text) && joins(between)) && (a.related(b) || a.skill.Category == b.skill.Category && !firmLike) {
			return true
		}
	}
	return false
}

// related tells whether one of two skills implies the other or lies near it.
func (c candidate) related(other candidate) bool {
	lex := known()
	return lex.near[ordered(c.name, other.name)] > 0 || slices.Contains(lex.implies[c.name], other.name) || slices.Contains(lex.implies[other.name], c.name)
}

// amongOthers tells whether a hit touches a letter of another script: a text that writes
// no spaces leaves technologies in their own letters.
func amongOthers(text string, h Hit) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:h.Start])
	after, _ := utf8.DecodeRuneInString(text[h.End:])
	return unicode.In(before, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || unicode.In(after, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// listed tells whether the candidate stands in a list beside one that is sure.
func listed(text string, found []candidate, i int) bool {
	c := found[i]
	capital := c.capital(text) || shouted(text, c)
	if named(text, c.Hit) || capital && compound(text, found, i) {
		return false
	}
	// In other letters than its own it has to stand for itself.
	loose := capital || plainCase(text[c.Start:c.End]) && apart(text, c.Hit, true)
	return i > 0 && found[i-1].sure && beside(text[found[i-1].End:c.Start], loose) ||
		i+1 < len(found) && found[i+1].sure && beside(text[c.End:found[i+1].Start], loose)
}

// beside tells whether the text between a candidate and a skill makes them parts of a list.
func beside(between string, loose bool) bool {
	return between == "/" || between == "+" || loose && joins(between)
}

// plainCase tells whether a text has small letters only, capitals only, or one in front.
func plainCase(s string) bool { return small(s) || capitals(s) || titled(s) }

// shouted tells whether a spelling stands in capitals in a line of capitals.
func shouted(text string, c candidate) bool {
	if words := text[c.Start:c.End]; len(words) < 2 || words == c.written || !capitals(words) {
		return false
	}
	return loud(text[max(0, c.Start-12):c.Start]) || loud(text[c.End:min(len(text), c.End+12)])
}

// loud tells whether a text has capital letters only, and some.
func loud(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] >= 'a' && s[i] <= 'z' {
			return false
		}
		if s[i] >= 'A' && s[i] <= 'Z' {
			n++
		}
	}
	return n >= 2
}

// compound tells whether the candidate is the end of a longer name that is none of the
// skills: "Payment Processing, SQL". Languages stand behind all kinds of words.
func compound(text string, found []candidate, i int) bool {
	c := found[i]
	if c.skill.Category == "language" || c.Start < 2 || text[c.Start-1] != ' ' || i > 0 && found[i-1].End == c.Start-1 {
		return false
	}
	before := text[max(0, c.Start-30) : c.Start-1]
	start := 1 + strings.LastIndexAny(before, " \n(/,|:;\"")
	word := before[start:]
	return start > 1 && before[start-1] == ' ' && !strings.Contains("\n.:-", before[start-2:start-1]) && word != "" && word[0] >= 'A' && word[0] <= 'Z' && letters(word) == len(word) && !led(text[:c.Start], leaders)
}

func small(s string) bool { return strings.ToLower(s) == s }

// joins tells whether the text between two candidates is that of a list.
func joins(between string) bool {
	if len(between) > 24 {
		return false
	}
	hard, blank, broken := false, true, false
	for i := 0; i < len(between); {
		b := between[i]
		switch {
		case strings.IndexByte(" \t)-*\"", b) >= 0:
			blank = blank && strings.IndexByte(" \t\"", b) >= 0
			i++
		case b == '\n':
			broken = true
			i++
		case strings.IndexByte(",/|;+&(", b) >= 0:
			hard, blank = true, false
			i++
		case strings.HasPrefix(between[i:], "•"), strings.HasPrefix(between[i:], "、"):
			hard, blank = true, false
			i += 3
		case strings.HasPrefix(between[i:], "·"):
			hard, blank = true, false
			i += 2
		case strings.HasPrefix(between[i:], "–"):
			blank = false
			i += 3
		case strings.HasPrefix(between[i:], "“"), strings.HasPrefix(between[i:], "”"):
			i += 3
		default:
			n := letters(between[i:])
			if n == 0 || n > 10 || !conjunctions[strings.ToLower(between[i:i+n])] {
				return false
			}
			blank = false
			i += n
		}
	}
	return !broken && (hard || !blank)
}

// letters returns the length of the ASCII letters a text begins with.
func letters(s string) int {
	n := 0
	for n < len(s) && (s[n]|0x20) >= 'a' && (s[n]|0x20) <= 'z' {
		n++
	}
	return n
}

// apart tells whether a word stands for itself: before a mark of a list, its "and", or the
// end of a line or sentence, and behind one too where both sides count.
func apart(text string, h Hit, both bool) bool {
	left, right := sides(text, h)
	word := left[1+strings.LastIndexAny(left, " ,/|;+&(\n"):]
	return (!both || ends(left, "\n|,;:/+&(*-–•·") || ands[strings.ToLower(word)]) &&
		(starts(right, "\n|,;/+&).") || ands[strings.ToLower(right[:letters(right)])])
}

// followed tells whether a text begins with one of some words.
func followed(after string, words map[string]bool) bool {
	after = strings.TrimLeft(after[:min(len(after), 40)], " -")
	end := 0
	for end < len(after) && (after[end] == '-' || after[end] >= utf8.RuneSelf || (after[end]|0x20) >= 'a' && (after[end]|0x20) <= 'z') {
		end++
	}
	return words[strings.ToLower(after[:end])]
}

// named tells whether the word behind a hit makes both the name of something else: a
// firm, a street, a season.
func named(text string, h Hit) bool {
	after := text[h.End:min(len(text), h.End+24)]
	if strings.HasPrefix(after, "'s ") || strings.HasPrefix(after, "’s ") {
		return false
	}
	after = strings.TrimLeft(after, " ")
	n := letters(after)
	return n > 0 && namesakes[strings.ToLower(after[:n])]
}

// insideSentence tells whether a text ends inside a sentence.
func insideSentence(before string) bool {
	before = strings.TrimRight(before, " ")
	return before != "" && strings.IndexByte("\n.!?:-*\"", before[len(before)-1]) < 0
}

// alone tells whether the hit is all that stands in its line, cell or bullet. Between two
// commas, where towns stand too, a skill must be near.
func alone(text string, found []candidate, i int) bool {
	h := found[i]
	left, right := sides(text, h.Hit)
	if !ends(left, "\n|,;:(-*/–•·") || !starts(right, "\n|,;:)/•·") {
		return false
	}
	if strings.HasPrefix(right, ",") && state(right[1:]) && (i+1 == len(found) || found[i+1].Start > h.End+4) {
		return false // "Phoenix, AZ"
	}
	first, last := left == "" || strings.IndexByte("\n:(", left[len(left)-1]) >= 0, right == "" || strings.IndexByte("\n):", right[0]) >= 0
	comma := strings.HasSuffix(left, ",") || strings.HasPrefix(right, ",")
	return !comma && (left == "" || left[len(left)-1] != '|' || last || right[0] == '|') || comma && first != last && paired(text, found, i) || near(found, i)
}

// paired tells whether the next or last candidate stands beside this one in a list.
func paired(text string, found []candidate, i int) bool {
	return i > 0 && joins(text[found[i-1].End:found[i].Start]) || i+1 < len(found) && joins(text[found[i].End:found[i+1].Start]) || strings.HasSuffix(strings.TrimRight(text[:found[i].Start], " "), ":")
}

// state tells whether a text begins with two capitals: the state behind a town.
func state(s string) bool {
	s = strings.TrimLeft(s, " ")
	return len(s) >= 2 && letters(s) == 2 && capitals(s[:2])
}

// nearby is how far a sure skill may stand from one between commas, in bytes.
const nearby = 80

func near(found []candidate, i int) bool {
	for j := i - 1; j >= 0 && found[i].Start-found[j].End < nearby; j-- {
		if found[j].sure {
			return true
		}
	}
	for j := i + 1; j < len(found) && found[j].Start-found[i].End < nearby; j++ {
		if found[j].sure {
			return true
		}
	}
	return false
}

// sides returns what stands before and behind a hit, without blanks and quotes.
func sides(text string, h Hit) (left, right string) {
	return strings.TrimRight(text[max(0, h.Start-16):h.Start], " \"“„"), strings.TrimLeft(text[h.End:min(len(text), h.End+16)], " \"”“")
}

// ends tells whether a text is empty or ends with one of some marks.
func ends(s, marks string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s == "" || strings.ContainsRune(marks, r)
}

// starts tells whether a text is empty or begins with one of some marks.
func starts(s, marks string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || strings.ContainsRune(marks, r)
}

// reach is how far words of evidence may stand from a spelling, in bytes.
const reach = 160

// vouched tells whether a word of evidence stands in the sentence of a candidate: one of
// its skill's own, or one of its category's.
func vouched(text string, c candidate) bool {
	left, right := text[max(0, c.Start-reach):c.Start], text[c.End:min(len(text), c.End+reach)]
	if i := strings.LastIndexAny(left, "\n!?;"); i >= 0 {
		left = left[i+1:]
	}
	if i := strings.LastIndex(left, ". "); i >= 0 {
		left = left[i+2:]
	}
	if i := strings.IndexAny(right, "\n!?;"); i >= 0 {
		right = right[:i]
	}
	if i := strings.Index(right, ". "); i >= 0 {
		right = right[:i]
	}
	left, right = strings.ToLower(left), strings.ToLower(right)
	for _, words := range [][]string{c.skill.Evidence, vouchers[c.skill.Category]} {
		for _, w := range words {
			if holds(left, w) || holds(right, w) {
				return true
			}
		}
	}
	return false
}

// holds tells whether a word or phrase stands in a lower-case text as such.
func holds(lower, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(lower[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(phrase)
		if (i == 0 || !wordBytes[lower[i-1]]) && (end == len(lower) || !wordBytes[lower[end]]) {
			return true
		}
		from = end
	}
}
