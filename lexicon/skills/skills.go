package skills

import (
	"cmp"
	"slices"
	"strings"

	"stackhound/lexicon/spelling"
)

// Skill is one technology.
type Skill struct {
	Name     string   // canonical: lower case, hyphen for a space
	Aliases  []string // other spellings, without marks, sorted
	Category string   // of the list Categories
	Implies  []string // what knowing it includes, directly stated
	Evidence []string // words, lower case, that make a doubtful spelling in their sentence the skill
	Never    []string // phrases that hold a spelling and mean something else, sorted
}

// Fold brings a written name into the form of canonical names: lower case, hyphens for
// spaces and underscores.
func Fold(name string) string {
	if name = strings.ToLower(name); !strings.ContainsAny(name, " _\t\n") {
		return name
	}
	fields := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '_' || r == '\t' || r == '\n' })
	return strings.Join(fields, "-")
}

// Resolve returns the canonical name of a skill written in any known way: "Golang",
// "k8s", "Node JS", "Java 17". It takes the name's word for it that a skill is meant.
func Resolve(name string) (canonical string, ok bool) {
	folded := Fold(name)
	if canonical, ok = known().folded[folded]; ok {
		return canonical, true
	}
	canonical, ok = known().folded[withoutVersion(folded)]
	return canonical, ok
}

// withoutVersion takes a version off the end of a name: "java-17", "angular-12+", "python-3.x".
func withoutVersion(folded string) string {
	bare := strings.TrimRight(folded, "0123456789.+x")
	if version := folded[len(bare):]; version == "" || !digit(version[0]) {
		return ""
	}
	return strings.TrimRight(bare, "-")
}

// Get returns a skill by its canonical name.
func Get(name string) (Skill, bool) {
	s, ok := known().skills[name]
	if !ok {
		return Skill{}, false
	}
	return *s, true
}

// Names returns all canonical names in order.
func Names() []string { return slices.Clone(known().names) }

// Implies returns all that knowing the skill includes, directly or not: spring-boot
// includes spring and java. The name is canonical; the result is sorted.
func Implies(name string) []string { return slices.Clone(known().implies[name]) }

// Near tells how far knowing skill a goes towards skill b, from 0 (nothing) to 1 (the
// same). It is symmetric and does not look at implication.
func Near(a, b string) float64 {
	if a == b {
		return 1
	}
	return known().near[ordered(a, b)]
}

// Doubtful tells whether a spelling is an everyday word or a firm's name as much as a
// skill's: "go", "rust", "spring". In running text such a word counts on evidence only.
func Doubtful(word string) bool { return known().doubtful[Fold(word)] }

// Nearest returns up to n canonical names written most like the given one, best first:
// for "did you mean". Names more than a third wrong are left out.
func Nearest(name string, n int) []string {
	type guess struct {
		name string
		far  int
	}
	folded := Fold(name)
	best := map[string]int{}
	for written, canonical := range known().folded {
		far := spelling.Distance(folded, written)
		if strings.HasPrefix(written, folded) && len(folded) >= 3 {
			far = min(far, 1)
		}
		if far > max(1, len(folded)/3) {
			continue
		}
		if old, ok := best[canonical]; !ok || far < old {
			best[canonical] = far
		}
	}
	var guesses []guess
	for canonical, far := range best {
		guesses = append(guesses, guess{canonical, far})
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name))
	})
	var names []string
	for _, g := range guesses[:min(n, len(guesses))] {
		names = append(names, g.name)
	}
	return names
}
