package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/roles"
)

// nameIn is the name of a role in a list of them. Bare ones have no noun: "Backend, iOS".
type nameIn struct {
	roleName
	bare bool
}

// piece is a part of a list of roles, with what parts it from the one before.
type piece struct {
	span
	joint string // ",", "and", "/" or "" for the first
}

// maxName is the longest name of a role that is believed, in bytes.
const maxName = 110

// namesIn finds the names of roles in a part of a source: "Backend Engineer, Designer",
// "Frontend and Backend Engineers", "Cloud/Software Engineer".
func namesIn(s source, part span) []nameIn {
	var all []nameIn
	for _, p := range pieces(s.lower, part) {
		lower := s.lower[p.start:p.end]
		_, _, noun := roles.Noun(lower)
		bare := bareRole(lower)
		if k := len(all) - 1; k >= 0 && noun && !bare && onlyRungs(lower) {
			all[k].end, all[k].bare = trimmed(s.text, p.span).end, false
			continue
		}
		if !noun && !bare {
			all = tail(all, s, p)
			continue
		}
		role := roles.Classify(lower)
		if role == "" || len(lower) > maxName || strings.Contains(lower, "://") {
			continue
		}
		n := nameIn{roleName{role, s, trimmed(s.text, p.span), false}, bare}
		if k := len(all) - 1; k >= 0 && p.joint == "/" {
			if n.again = true; role == roles.Software || role == "other" {
				continue // "AI Engineer/Researcher"
			}
		} else if k >= 0 && !bare && all[k].bare {
			all[k].again = p.joint == "and" && !plural(lower)
		}
		if kinds := inBrackets(s, n.span); len(kinds) > 0 {
			n.role = kinds[0].role
			all = append(append(all, n), kinds[1:]...)
		} else {
			all = append(all, n)
		}
		if !bare {
			settle(all)
		}
	}
	return loneTail(all, s)
}

// settle makes bare names full ones where a full one stands in the same list: "Backend,
// Frontend Engineer" share a noun, "Designer, Marketing, Sales" need none.
func settle(all []nameIn) {
	if !slices.ContainsFunc(all, func(n nameIn) bool { return !n.bare }) {
		return
	}
	for i := range all {
		all[i].bare = false
	}
}

// loneTail drops a single bare name behind a full one: "Mobile Engineer, iOS".
func loneTail(all []nameIn, s source) []nameIn {
	k := len(all) - 1
	if k != 1 || !all[1].bare || all[0].bare {
		settle(all[:max(0, k+1)])
		return all
	}
	if all[k-1].role == roles.Software || all[k-1].role == "other" {
		if role := roles.Classify(s.lower[all[k-1].start:all[k].end]); role != "" {
			all[k-1].role = role
		}
	}
	return all[:k]
}

// inBrackets returns the kinds of engineers that stand in brackets behind a name that does
// not say which: "Software Engineers (Frontend, Backend)". The first is the name's own.
func inBrackets(s source, name span) []nameIn {
	open := strings.IndexByte(s.lower[name.start:name.end], '(')
	if open < 0 || roles.Classify(s.lower[name.start:name.start+open]) != roles.Software {
		return nil
	}
	part := span{name.start + open + 1, name.end}
	if i := strings.IndexByte(s.lower[part.start:part.end], ')'); i >= 0 {
		part.end = part.start + i
	}
	var kinds []nameIn
	for _, p := range pieces(s.lower, part) {
		if lower := s.lower[p.start:p.end]; bareRole(lower) {
			kinds = append(kinds, nameIn{roleName{roles.Classify(lower), s, trimmed(s.text, p.span), p.joint == "/"}, false})
		}
	}
	return kinds
}

// onlyRungs tells whether a piece has nothing but words of levels before its noun: "Senior
// and Principal Engineers" behind "Robotics,".
func onlyRungs(lower string) bool {
	start, _, _ := roles.Noun(lower)
	if lower := strings.TrimSpace(lower); lower == "tech lead" || lower == "technical lead" {
		return true
	}
	rung := 0
	for _, w := range strings.Fields(lower[:start]) {
		if w == "and" || w == "or" || w == "&" {
			continue
		}
		if !slices.Contains(rungs, w+" ") {
			return false
		}
		rung++
	}
	return rung > 0 && strings.ContainsAny(lower, "&") || rung > 1
}

// plural tells whether the noun of a name is in the plural.
func plural(lower string) bool {
	_, end, ok := roles.Noun(lower)
	return ok && (lower[end-1] == 's' || hasAnyPrefix(lower[end:], " positions", " roles", " jobs", "(s)")) && !strings.HasSuffix(lower[:end], "devops")
}

// tail gives a name that only says "engineer" the kind that stands behind its comma:
// "Software Engineer, Payments".
func tail(all []nameIn, s source, p piece) []nameIn {
	k := len(all) - 1
	if k < 0 || p.joint != "," || all[k].role != roles.Software && all[k].role != "other" || p.end-all[k].start > maxName {
		return all
	}
	if role := roles.Classify(s.lower[all[k].start:p.end]); role != "" {
		all[k].role, all[k].end = role, trimmed(s.text, p.span).end
	}
	return all
}

// rungs are the words before a bare name that do not make it another one.
var rungs = []string{"senior ", "sr. ", "sr ", "staff ", "principal ", "lead ", "junior ", "jr. ", "mid ", "mid-level ", "founding ", "experienced ", "talented ", "a ", "an "}

// bareRole tells whether a piece is a name that needs no noun.
func bareRole(lower string) bool {
	lower = strings.Trim(lower, " -–—*•()[]")
	for _, w := range rungs {
		lower = strings.TrimPrefix(lower, w)
	}
	return roles.Bare(lower)
}

// trimmed takes spaces, bullets and dashes off the ends of a part of a text.
func trimmed(text string, s span) span {
	const around = " \t\n-–—*•:"
	part := text[s.start:s.end]
	start := s.start + len(part) - len(strings.TrimLeft(part, around))
	if start >= s.end {
		return s
	}
	return span{start, start + len(strings.TrimRight(text[start:s.end], around))}
}

// pieces cuts a part of a text where one role ends and the next begins; what stands in
// brackets is no cut.
func pieces(lower string, part span) []piece {
	var all []piece
	start, depth, joint := part.start, 0, ""
	for i := part.start; i <= part.end; i++ {
		mark, width := "", 1
		if i < part.end {
			depth = nested(depth, lower[i])
			mark, width = cutAt(lower, start, i, part.end, depth)
		}
		if i < part.end && mark == "" {
			continue
		}
		if i > start {
			all = append(all, piece{span{start, i}, joint})
		}
		joint = mark
		start = min(part.end, i+width)
		i = max(i, start-1)
	}
	return all
}

func nested(depth int, c byte) int {
	switch c {
	case '(':
		return depth + 1
	case ')':
		return max(0, depth-1)
	case '\n', '|':
		return 0
	}
	return depth
}

// cutAt tells what parts two names at i, "" when nothing does, and how wide it is. Words
// and slashes do only behind something that is a name by itself.
func cutAt(lower string, start, i, end, depth int) (mark string, width int) {
	switch c := lower[i]; {
	case c == '\n' || c == '|' || c == ';':
		return "|", 1
	case c == '.' && depth == 0 && i+1 < end && lower[i+1] == ' ':
		return when(named(lower[start:i]), "|"), 1
	case depth > 0 || c != ',' && c != '/' && c != ' ':
		return "", 1
	case c == ',':
		return ",", 1
	case c == '/':
		return when(named(lower[start:i]), "/"), 1
	}
	for _, word := range joints {
		if strings.HasPrefix(lower[i:end], word.text) && named(lower[start:i]) {
			return word.mark, len(word.text) - 1
		}
	}
	return "", 1
}

// joints are the words between two names.
var joints = []struct{ text, mark string }{
	{" and ", "and"}, {" & ", "and"}, {" + ", "and"}, {" und ", "and"}, {" et ", "and"}, {" or ", "/"}, {" / ", "/"}, {" oder ", "/"}, {" ou ", "/"}, {" as well as ", ","},
}

func when(ok bool, s string) string {
	if ok {
		return s
	}
	return ""
}

// named tells whether a piece is the name of a role by itself.
func named(lower string) bool {
	if bareRole(lower) {
		return true
	}
	start, _, ok := roles.Noun(lower)
	return ok && (start > 3 || !slices.Contains(rungs, strings.TrimSpace(lower)+" "))
}

// roleNoun returns where a word that ends the name of a role stands, or -1.
func roleNoun(lower string) int {
	if start, _, ok := roles.Noun(lower); ok {
		return start
	}
	return -1
}
