package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
	"stackhound/lexicon/places"
)

// anchor is a line of the body that opens what is said of one role.
type anchor struct {
	line  span
	name  span // of the role
	form  byte // how the line begins: '-', '#', '*', '+' or 0
	offer offer
	sure  bool // that it names a role; else its words only may
}

// anchors collects the lines that begin with the name of a role, of the form that most of
// them have: a list is written in one way.
func (s *splitter) anchors(titled []offer) []anchor {
	named := map[int]bool{}
	for _, n := range s.roles {
		if n.source.name == fromBody {
			named[lineStart(s.body.text, n.start)] = true
		}
	}
	headings := len(titled) == 0 && !s.header()
	if !headings && len(named) == 0 && !s.anyBegins(titled) {
		return nil // as in most ads
	}
	var lines []anchor
	for start := s.behindTitle(); start < len(s.body.text); {
		line := span{start, lineEnd(s.body.text, start)}
		start = line.end
		if strings.TrimSpace(s.body.text[line.start:line.end]) == "" {
			continue
		}
		a := s.anchor(line)
		a.sure = a.sure && (named[line.start] || s.beginsWith(line, titled) || headings && s.isHeading(a))
		lines = append(lines, a)
	}
	all := withNeighbours(lines)
	forms := map[byte]int{}
	for _, a := range all {
		forms[a.form]++
	}
	return slices.DeleteFunc(all, func(a anchor) bool { return forms[a.form]*2 < len(all) })
}

// isHeading tells whether a line is a name and nothing else, and begins a block of lines.
func (s *splitter) isHeading(a anchor) bool {
	line := strings.Trim(s.body.text[a.line.start:a.line.end], marks+":\n")
	return (a.form == 0 || a.form == '#') && len(line) == a.name.end-a.name.start && (a.line.start == 0 || strings.HasSuffix(s.body.text[:a.line.start], "\n\n"))
}

// withNeighbours keeps the lines that are sure to name a role and, as lists are of one
// kind, those that may and follow or precede one without a gap.
func withNeighbours(lines []anchor) []anchor {
	for i := 1; i < len(lines); i++ {
		lines[i].sure = lines[i].sure || lines[i].offer.role != "" && lines[i-1].sure && lines[i].form == lines[i-1].form
	}
	for i := len(lines) - 2; i >= 0; i-- {
		lines[i].sure = lines[i].sure || lines[i].offer.role != "" && lines[i+1].sure && lines[i].form == lines[i+1].form
	}
	all := slices.DeleteFunc(lines, func(a anchor) bool { return !a.sure })
	return all[:min(len(all), maxRoles)]
}

func lineStart(text string, i int) int { return strings.LastIndexByte(text[:i], '\n') + 1 }

// lineEnd returns where the line ends that begins at i, its line feed with it.
func lineEnd(text string, i int) int {
	if n := strings.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(text)
}

// behindTitle returns where the body begins once its first line, if that is the title, is
// left out.
func (s *splitter) behindTitle() int {
	if s.l.Title != "" && strings.HasPrefix(s.body.text, s.l.Title) {
		return len(s.l.Title)
	}
	return 0
}

// marks may stand before the name of a role on its line.
const marks = "-#*+> \t"

// beginsWith tells whether a line begins with one of several names.
func (s *splitter) beginsWith(line span, titled []offer) bool {
	lower := strings.TrimLeft(s.body.lower[line.start:line.end], marks)
	return slices.ContainsFunc(titled, func(o offer) bool { return strings.HasPrefix(lower, fold.ASCII(o.name)) })
}

// anyBegins tells whether a line of the body may begin with one of several names.
func (s *splitter) anyBegins(titled []offer) bool {
	return slices.ContainsFunc(titled, func(o offer) bool { return strings.Contains(s.body.lower[s.behindTitle():], fold.ASCII(o.name)) })
}

// The longest name of a role on a line of its own, in bytes and words.
const (
	longestName = 90
	mostWords   = 10
)

// anchor reads a line as one that names a role; its offer is empty where it names none.
func (s *splitter) anchor(line span) anchor {
	text := s.body.text[line.start:line.end]
	a := anchor{line: line}
	if strings.IndexByte(marks, text[0]) >= 0 {
		a.form = text[0]
	}
	start := len(text) - len(strings.TrimLeft(text, marks))
	if strings.Count(text[:min(len(text), longestName)], "|") > 1 {
		return a
	}
	a.name = trimName(s.body.text, span{line.start + start, line.start + start + nameEnd(text[start:])})
	name := s.body.text[a.name.start:a.name.end]
	lower := fold.ASCII(name)
	if !isName(name) || roleNoun(lower) < 0 && !bareRole(lower) {
		return a
	}
	a.offer = offer{title: name, name: name, source: fromBody, role: kindOf(lower)}
	a.sure = a.offer.role != ""
	return a
}

// nameEnd returns where the name of a role ends that a line begins with.
func nameEnd(line string) int {
	for i := 0; i < len(line) && i <= longestName; i++ {
		rest := line[i:]
		switch {
		case line[i] == '\n' || line[i] == '|' || strings.HasPrefix(rest, "http") || strings.HasPrefix(rest, "www."):
			return i
		case line[i] == ':' && (len(rest) == 1 || rest[1] == ' ' || rest[1] == '\n'):
			return i
		case strings.HasPrefix(rest, ". ") && i > 2 && !shortened(line[:i]):
			return i
		case line[i] == '(':
			close := strings.IndexByte(rest, ')')
			if close < 0 || strings.IndexByte(rest[:close], ',') >= 0 || !telling(rest[1:close]) {
				return i
			}
			i += close
		case strings.HasPrefix(rest, ", "), strings.HasPrefix(rest, " - "), strings.HasPrefix(rest, " – "), strings.HasPrefix(rest, " — "):
			sep := strings.IndexByte(rest[1:], ' ') + 2
			if i > 0 && !telling(tailOf(rest[sep:])) {
				return i
			}
			i += sep - 1
		}
	}
	return len(line)
}

// shortened tells whether a text ends in a level that is written short: "Sr.", "Jr.".
func shortened(text string) bool {
	return len(text) >= 2 && slices.Contains([]string{"sr", "jr", "nr"}, fold.ASCII(text[strings.LastIndexByte(text, ' ')+1:]))
}

// tailOf returns what stands behind the name of a role up to the next sign.
func tailOf(rest string) string {
	end := len(rest)
	for _, sign := range []string{",", "(", ":", "|", " –", " —", " - ", "http", "\n"} {
		if i := strings.Index(rest[:end], sign); i >= 0 {
			end = i
		}
	}
	return rest[:end]
}

// longestTail bounds what may tell roles of one name apart, in bytes.
const longestTail = 32

// notNames are words of what stands behind the name of a role and is no part of it.
var notNames = phrases.Of("remote", "hybrid", "onsite", "on-site", "office", "full-time", "fulltime", "full time", "part-time", "part time", "contract", "freelance", "internship", "apply", "salary", "visa", "equity", "years", "exp")

// telling tells whether what stands behind the name of a role belongs to it: "Software
// Engineer, Data Warehouse", but not "Software Engineer, Berlin".
func telling(tail string) bool {
	tail = strings.TrimSpace(tail)
	lower := fold.ASCII(tail)
	return tail != "" && len(tail) <= longestTail && !strings.ContainsAny(tail, "0123456789€$£@/\\") && !(tail[0] >= 'a' && tail[0] <= 'z' && !strings.Contains(tail, "/")) &&
		!strings.Contains(lower, "http") && !notNames.In(lower) && !ofSentence(lower) && len(places.Find(tail)) == 0
}

// asOffers returns the roles that lines name, each once, and notes with each line which
// that is.
func asOffers(anchors []anchor) []offer {
	var all []offer
	for _, a := range anchors {
		all = append(all, a.offer)
	}
	return distinctOffers(all)
}
