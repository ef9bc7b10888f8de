package skills

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hit is a skill or a topic found in a text: text[Start:End] are its words there.
type Hit struct {
	Name       string
	Start, End int  // byte offsets
	Doubtful   bool // an everyday word or a firm's name as much as a skill, counted on evidence
}

// candidate is a spelling found, before it is decided whether it means the skill.
type candidate struct {
	Hit
	*term
	sure bool
}

// capital tells whether a candidate is written as its spelling is, but for a version or
// the s of a plural behind it. Capitals within a name are often left out: "Github".
func (c candidate) capital(text string) bool {
	words := text[c.Start:c.End]
	if n := len(c.written); len(words) > n && (digit(words[n]) || words[n:] == "s") {
		words = words[:n]
	}
	return words == c.written || words[0] == c.written[0] && titled(words) && !titled(c.written) && !capitals(c.written) && strings.EqualFold(words, c.written)
}

// titled tells whether a text is a capital letter and no other.
func titled(s string) bool {
	return s[0] >= 'A' && s[0] <= 'Z' && small(s[1:])
}

// Scan finds the skills a text names, in order, the longest spelling first where several
// begin at one place. A spelling that is also an everyday word counts only with evidence:
// in its own capitals and followed or led by words such as "developer" or "written in",
// or beside another skill in a list ("Python, Go and Rust"). Links are skipped.
func Scan(text string) []Hit {
	hits, _ := ScanAll(text)
	return hits
}

// ScanAll finds the skills and the topics of a text in one pass.
func ScanAll(text string) (skills, topics []Hit) {
	var room [32]candidate
	found, topics := known().terms.candidates(text, room[:0])
	// Forth and back, so that a skill vouches for a whole list on either side of it.
	for i := range found {
		found[i].sure = found[i].sure || evident(text, found, i)
	}
	for i := len(found) - 1; i >= 0; i-- {
		found[i].sure = found[i].sure || listed(text, found, i)
	}
	if len(found) > 0 {
		skills = make([]Hit, 0, len(found))
	}
	for _, c := range found {
		if c.sure {
			skills = append(skills, c.Hit)
		}
	}
	return skills, topics
}

// candidates walks a text once, from word to word, and appends what it finds.
func (t *tree) candidates(text string, found []candidate) (all []candidate, topics []Hit) {
	after, afterTopic := 0, 0 // no spelling begins before the end of another of its kind
	for i := wordStart(text, 0); i < len(text); i = wordStart(text, i+1) {
		if end := linkEnd(text, i); end > i {
			i = end - 1
			continue
		}
		if i < after && i < afterTopic {
			continue
		}
		skill, topic := t.longest(text, i)
		if s := skill.term; s != nil && i >= after {
			after = skill.end
			if !s.other && !filename(text, i) {
				found = append(found, candidate{Hit{s.name, i, after, s.doubtful && !s.inside}, s, !s.doubtful})
			}
		}
		if topic.term != nil && i >= afterTopic {
			afterTopic = topic.end
			if !topic.term.other {
				topics = append(topics, Hit{topic.term.name, i, afterTopic, false})
			}
		}
	}
	return found, topics
}

// wordBytes are the bytes of words within ASCII.
var wordBytes = func() (table [256]bool) {
	for i := range table {
		b := byte(i)
		table[i] = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
	}
	return table
}()

func wordByte(b byte) bool { return wordBytes[b] }

func digit(b byte) bool { return b >= '0' && b <= '9' }

func digitAt(text string, i int) bool { return i < len(text) && digit(text[i]) }

// wordStart returns the first place from i on where a word can begin, or the text's end.
func wordStart(text string, i int) int {
	for ; i < len(text); i++ {
		if (i == 0 || !wordBytes[text[i-1]]) && begins(text, i) {
			break
		}
	}
	return i
}

// begins tells whether a word can begin at i: behind anything but a Latin letter or a
// digit. Names of technologies stand in Latin letters between those of other scripts, with
// nothing between.
func begins(text string, i int) bool {
	if text[i] == ' ' || text[i] == '\n' || text[i]&0xC0 == 0x80 {
		return false
	}
	return i == 0 || !wordBytes[text[i-1]] && (text[i-1] < utf8.RuneSelf || !latinBefore(text, i))
}

func latinBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[max(0, i-utf8.UTFMax):i])
	return latin(r)
}

func latin(r rune) bool { return r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r) }

// suffixes are what German writes in one word with a technology: "Javaentwickler".
var suffixes = []string{"entwickler", "entwicklung", "kenntnis", "programmier", "erfahrung"}

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
	case b == 's' && j-i >= 2 && capitals(text[i:j]) && (j+1 == len(text) || !wordBytes[text[j+1]]):
		return j + 1, true // "VPNs"
	case wordBytes[b]:
		return j, j-i >= 3 && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasPrefix(text[j:], s) })
	case b == '#' || b == '@':
		return j, false
	case b == '+':
		return j, j-i >= 2 && j+1 < len(text) && wordBytes[text[j+1]] || digitAt(text, j+1) // "React+Redux", but not "C++"
	case b == '.':
		return j, j+1 == len(text) || !wordBytes[text[j+1]] && text[j+1] < utf8.RuneSelf || digit(text[j+1]) || text[j+1] >= 'A' && text[j+1] <= 'Z' && j-i >= 3
	case j-i == 1 && (b == '&' || b == '-' || b == '\'' || strings.HasPrefix(text[j:], "’") || strings.HasPrefix(text[j:], " &")):
		return j, false
	case b >= utf8.RuneSelf:
		r, _ := utf8.DecodeRuneInString(text[j:])
		return j, !latin(r)
	}
	return j, true
}

// capitals tells whether a text is made of capital letters, digits and signs.
func capitals(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' }) < 0
}

// linkEnd returns where a link or address that begins at i ends, or i.
func linkEnd(text string, i int) int {
	if c := text[i] | 0x20; c != 'h' && c != 'w' {
		return i
	}
	if rest := text[i:]; !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "www.") {
		return i
	}
	if n := strings.IndexAny(text[i:], " \t\n<>\"'|)"); n >= 0 {
		return i + n
	}
	return len(text)
}

// filename tells whether a word at i is the rest of a file's name ("main.go"), of an
// address ("jobs@rust.example") or of a path behind a host ("example.com/go").
func filename(text string, i int) bool {
	if i < 2 {
		return false
	}
	switch text[i-1] {
	case '.':
		return wordBytes[text[i-2]] && text[i] >= 'a' && text[i] <= 'z'
	case '@':
		return wordBytes[text[i-2]]
	case '/':
		start := 1 + strings.LastIndexAny(text[max(0, i-80):i], " \t\n(,;")
		path := text[max(0, i-80)+start : i]
		host, _, _ := strings.Cut(path, "/")
		dot := strings.LastIndexByte(host, '.')
		return dot > 0 && len(host)-dot >= 3 && strings.ToLower(host) == host && !strings.HasSuffix(host, ".js") && !strings.HasSuffix(host, ".net")
	}
	return false
}

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
