// Package roles knows how ads name roles: which words end such a name, and which kind of
// work it is for. The words stand in roles.txt.
package roles

import (
	_ "embed"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

//go:embed roles.txt
var roleLines string

// Software is the kind of a role that says no more than that it is one of software.
const Software = "software"

// kind is a line of the table.
type kind struct {
	role string // of stackhound.Roles, or a word that says what its phrases are
	head bool   // counts in the head of a name only
}

var (
	kinds, words = load(roleLines)
	set          = phrases.New(words...)
	bare         = bareNames()
)

func load(table string) (kinds []kind, words [][]string) {
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		role, list, _ := strings.Cut(line, ": ")
		role, head := strings.CutPrefix(role, "!")
		kinds = append(kinds, kind{role, head})
		words = append(words, strings.Split(list, ", "))
	}
	return kinds, words
}

func bareNames() map[string]bool {
	names := map[string]bool{}
	for i, k := range kinds {
		if k.role == "bare" {
			for _, w := range words[i] {
				names[w] = true
			}
		}
	}
	return names
}

// Bare tells whether a text in lower case is, as a whole, a name that stands without a noun
// in lists: "Backend", "iOS".
func Bare(lower string) bool { return bare[strings.Trim(lower, " -()[]*:.")] }

// Noun returns where the first and behind the last word that ends the name of a role stand
// in a text in lower case; ok is false without one. The name of a site is none ("acme.dev").
func Noun(lower string) (start, end int, ok bool) {
	start = len(lower)
	var room [16]phrases.Hit
	for _, h := range set.Find(lower, room[:0]) {
		role := kinds[h.List].role
		if role != "noun" && (role != "weak" || !closes(lower[h.End:])) || h.Start > 0 && lower[h.Start-1] == '.' {
			continue
		}
		start, end = min(start, h.Start), max(end, h.End)
	}
	if i, j := compound(lower); j > 0 {
		start, end = min(start, i), max(end, j)
	}
	return start, end, end > 0
}

// closes tells whether a name may end before a text: at its end, at a mark or at a word
// that tells what the name is of.
func closes(after string) bool {
	after = strings.TrimLeft(after, " ")
	if after == "" || strings.IndexByte("(,;:|/-[&)\n", after[0]) >= 0 || after[0] >= 0x80 {
		return true
	}
	for _, w := range []string{"of ", "and ", "or ", "at ", "for ", "in ", "with ", "to "} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// Classify returns the kind of a role by its name in lower case: of stackhound.Roles,
// Software for one of software that says no more, "" for what names no role.
func Classify(lower string) string {
	lower = uncompound(lower)
	first := best(lower[:Head(lower)], true)
	if first >= 0 && kinds[first].role != Software && !teamLead(first) {
		return kinds[first].role
	}
	whole := best(lower, false)
	_, _, noun := Noun(lower)
	switch {
	case first < 0 && whole >= 0 && leads(lower):
		return "management" // "Director, Engineering"
	case whole >= 0:
		return kinds[whole].role // "Team Lead - Backend"
	case first >= 0:
		return kinds[first].role
	case noun:
		return "other"
	}
	return ""
}

// teamLead tells whether a line of the table says who leads and leaves open whom.
func teamLead(line int) bool { return kinds[line].role == "management" && !kinds[line].head }

// Known tells whether a name in lower case says what kind of work it is for, be it other
// work than that of engineers: "Accountant" does, "Intern" does not.
func Known(lower string) bool { return best(uncompound(lower), true) >= 0 }

// leads tells whether a name begins with one of somebody who leads others.
func leads(lower string) bool {
	for _, w := range []string{"manager", "director", "head", "vp", "vice president"} {
		if i := strings.Index(lower, w); i >= 0 && !fold.InWord(lower, i-1) && !fold.InWord(lower, i+len(w)) {
			return true
		}
	}
	return false
}

// particle are the lines of the table that are no kinds of work.
var particle = map[string]bool{"noun": true, "weak": true, "bare": true}

// best returns the first line of the table that has a phrase in a text, -1 without one.
func best(lower string, head bool) int {
	first := -1
	var room [16]phrases.Hit
	for _, h := range set.Find(lower, room[:0]) {
		k := kinds[h.List]
		if !particle[k.role] && (head || !k.head) && (first < 0 || h.List < first) {
			first = h.List
		}
	}
	return first
}

// breaks end the head of a name: what stands behind says for which product, place or team.
var breaks = []string{" - ", " – ", " — ", "(", ",", ":", " | ", " @ ", " at ", " for ", " with ", " who ", " to ", "[", "//", " für ", " pour ", " para ", " dla ", " voor "}

// Head returns where the head of a name ends: at its first break behind a noun.
func Head(lower string) int {
	start, _, ok := Noun(lower)
	if !ok {
		return len(lower)
	}
	end := len(lower)
	for _, b := range breaks {
		if i := strings.Index(lower[start:end], b); i >= 0 {
			end = start + i
		}
	}
	return end
}

// stems are the nouns that some languages write into one word with what stands before
// them: "Softwareentwickler", "webontwikkelaar".
var stems = []string{"entwickler", "ingenieur", "architekt", "ontwikkelaar", "utvecklare", "utvikler", "udvikler", "kehittäjä"}

// compound returns where a word stands that ends in one of stems; end is 0 without one.
func compound(lower string) (start, end int) {
	for _, stem := range stems {
		i := strings.Index(lower, stem)
		if i < 0 {
			continue
		}
		end := i + len(stem)
		for _, tail := range []string{"innen", "in", "s"} {
			if strings.HasPrefix(lower[end:], tail) {
				end += len(tail)
				break
			}
		}
		if !fold.InWord(lower, end) {
			return i, end
		}
	}
	return 0, 0
}

// uncompound parts a compound, so that both of its words are heard.
func uncompound(lower string) string {
	i, end := compound(lower)
	if end == 0 {
		return lower
	}
	return lower[:i] + " engineer" + lower[end:]
}
