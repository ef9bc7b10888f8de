package skills

import (
	"slices"
	"strings"
)

// Hit is a skill or a topic found in a text: text[Start:End] are its words there.
type Hit struct {
	Name       string
	Start, End int  // byte offsets
	Doubtful   bool // an everyday word or a firm's name as much as a skill, counted on evidence
}

// term is one spelling of a skill.
type term struct {
	name     string
	written  string
	doubtful bool // needs evidence that a technology is meant
	inside   bool // doubtful only where a sentence begins, or in lower case
	exact    bool // counts in this case only
}

// node is a step of the tree of all spellings, by lower-case bytes; hyphen, underscore
// and space are one.
type node struct {
	next map[byte]*node
	term *term // a spelling ends here
}

func (n *node) add(t term) {
	for i := range len(t.written) {
		b := plain(t.written[i])
		if n.next == nil {
			n.next = map[byte]*node{}
		}
		if n.next[b] == nil {
			n.next[b] = &node{}
		}
		n = n.next[b]
	}
	// A sure spelling outranks a doubtful one written alike.
	if n.term == nil || n.term.doubtful {
		n.term = &t
	}
}

// plain folds a byte for the tree. Bytes of letters beyond ASCII stay as they are.
func plain(b byte) byte {
	switch {
	case b >= 'A' && b <= 'Z':
		return b + 'a' - 'A'
	case b == '-' || b == '_' || b == '\t' || b == '\n':
		return ' '
	}
	return b
}

func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= 0x80
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// candidate is a spelling found, before it is decided whether it means the skill.
type candidate struct {
	Hit
	*term
	sure bool
}

// Scan finds the skills a text names, in order, the longest spelling first where several
// begin at one place. A spelling that is also an everyday word counts only with evidence:
// in its own capitals and followed or led by words such as "developer" or "written in",
// or beside another skill in a list ("Python, Go and Rust"). Links are skipped.
func Scan(text string) []Hit {
	found := candidates(known.terms, text)
	// Forth and back, so that a skill vouches for a whole list on either side of it.
	for i := range found {
		found[i].sure = found[i].sure || evident(text, found, i)
	}
	for i := len(found) - 1; i >= 0; i-- {
		found[i].sure = found[i].sure || evident(text, found, i)
	}
	var hits []Hit
	for _, c := range found {
		if c.sure {
			hits = append(hits, c.Hit)
		}
	}
	return hits
}

// ScanTopics finds the topics a text names, in order.
func ScanTopics(text string) []Hit {
	var hits []Hit
	for _, c := range candidates(known.topics, text) {
		hits = append(hits, c.Hit)
	}
	return hits
}

func candidates(tree *node, text string) []candidate {
	var found []candidate
	for i := 0; i < len(text); {
		if i > 0 && wordByte(text[i-1]) {
			i++
			continue
		}
		if end := linkEnd(text, i); end > i {
			i = end
			continue
		}
		t, end := longest(tree, text, i)
		if t == nil {
			i++
			continue
		}
		found = append(found, candidate{Hit{t.name, i, end, t.doubtful && !t.inside}, t, !t.doubtful})
		i = end
	}
	return found
}

// longest returns the longest spelling that begins at i and ends at the end of a word.
func longest(tree *node, text string, i int) (*term, int) {
	var best *term
	end := i
	for n, j := tree, i; j < len(text); j++ {
		if n = n.next[plain(text[j])]; n == nil {
			break
		}
		if n.term == nil || n.term.exact && text[i:j+1] != n.term.written {
			continue
		}
		if stop, ok := wordEnd(text, i, j+1); ok {
			best, end = n.term, stop
		}
	}
	return best, end
}

// wordEnd tells whether a word may end at j, and where it does: a version that hangs on
// it ("Python3", "Java8") belongs to it. "C" is not the beginning of "C++", "R" not of
// "R&D", "node" not of "node.org".
func wordEnd(text string, i, j int) (int, bool) {
	if j-i >= 3 && !digit(text[j-1]) {
		for j < len(text) && digit(text[j]) {
			j++
		}
	}
	if j == len(text) {
		return j, true
	}
	b := text[j]
	switch {
	case wordByte(b) || b == '#' || b == '@':
		return j, false
	case b == '+':
		return j, digitAt(text, j+1)
	case b == '.':
		return j, j+1 == len(text) || !wordByte(text[j+1]) || digit(text[j+1])
	case j-i == 1:
		return j, b != '&' && b != '-' && b != '\'' && !strings.HasPrefix(text[j:], "’") && !strings.HasPrefix(text[j:], " &")
	}
	return j, true
}

func digitAt(text string, i int) bool { return i < len(text) && digit(text[i]) }

// linkEnd returns where a link or address that begins at i ends, or i.
func linkEnd(text string, i int) int {
	if !strings.HasPrefix(text[i:], "http://") && !strings.HasPrefix(text[i:], "https://") && !strings.HasPrefix(text[i:], "www.") {
		return i
	}
	if n := strings.IndexAny(text[i:], " \t\n<>\"'|)"); n >= 0 {
		return i + n
	}
	return len(text)
}

// evident tells whether the doubtful candidate i means the technology.
func evident(text string, found []candidate, i int) bool {
	c := found[i]
	capital := text[c.Start:c.End] == c.written
	if i > 0 && found[i-1].sure && joins(text[found[i-1].End:c.Start], capital) {
		return true
	}
	if i+1 < len(found) && found[i+1].sure && joins(text[c.End:found[i+1].Start], capital) {
		return true
	}
	if !capital {
		return led(text[:c.Start], coded)
	}
	return c.inside && insideSentence(text[:c.Start]) || followed(text[c.End:]) || led(text[:c.Start], leaders) || alone(text, c.Hit) ||
		known.skills[c.name].Category == "language" && led(text[:c.Start], inLanguage)
}

// joins tells whether the text between two candidates is that of a list. Lower-case
// everyday words ("python and go") need commas or slashes on the side of the skill.
func joins(between string, capital bool) bool {
	if len(between) > 24 {
		return false
	}
	between = strings.ToLower(between)
	hard := strings.ContainsAny(between, ",/|;+&•·(")
	rest := strings.FieldsFunc(between, func(r rune) bool { return strings.ContainsRune(" ,/|;+&•·()-*\t–", r) })
	for _, w := range rest {
		switch w {
		case "and", "or", "und", "oder", "y", "et", "with", "in", "on", "e", "i", "lub", "ou", "o", "etc", "especially", "ideally", "preferably", "mainly":
		default:
			return false
		}
	}
	return hard || capital && strings.TrimSpace(between) != "" && !strings.Contains(between, "\n")
}

// followed tells whether a text begins with a word that only a technology is followed by.
func followed(after string) bool {
	after = strings.TrimLeft(after[:min(len(after), 30)], " -")
	end := strings.IndexFunc(after, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-') })
	if end < 0 {
		end = len(after)
	}
	return followers[strings.ToLower(after[:end])]
}

// insideSentence tells whether a text ends inside a sentence.
func insideSentence(before string) bool {
	before = strings.TrimRight(before, " ")
	return before != "" && strings.IndexByte("\n.!?:-*\"", before[len(before)-1]) < 0
}

// alone tells whether the hit is all that stands in its line, cell or bullet.
func alone(text string, h Hit) bool {
	left := strings.TrimRight(text[:h.Start], " ")
	right := strings.TrimLeft(text[h.End:], " ")
	return edge(left, len(left)-1, "\n|,;:(-*") && edge(right, 0, "\n|,;:)")
}

func edge(s string, i int, marks string) bool { return s == "" || strings.IndexByte(marks, s[i]) >= 0 }

// Unique returns the names of hits, each once, in the order of first appearance.
func Unique(hits []Hit) []string {
	var names []string
	for _, h := range hits {
		if !slices.Contains(names, h.Name) {
			names = append(names, h.Name)
		}
	}
	return names
}
