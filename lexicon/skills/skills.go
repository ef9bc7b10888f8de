package skills

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stackhound/lexicon/spelling"
)

// Skill is one technology.
type Skill struct {
	Name     string   // canonical: lower case, hyphen for a space
	Aliases  []string // other spellings, without marks
	Category string   // language, framework, database, queue, cloud, delivery, …
	Implies  []string // what knowing it includes, directly stated
}

//go:embed skills.txt
var skillsText string

//go:embed near.txt
var nearText string

//go:embed topics.txt
var topicsText string

// lexicon is the parsed content of the data files; it is built once and never changes.
type lexicon struct {
	skills   map[string]Skill
	names    []string          // sorted
	folded   map[string]string // folded spelling → name
	doubtful map[string]bool   // spellings that are everyday words too, folded
	implies  map[string][]string
	near     map[[2]string]float64
	terms    *node // of skills
	topics   *node
}

var known = mustLoad()

// mustLoad reads the embedded files. They are part of the program: a mistake in them is
// a mistake in the code and is found by the first test.
func mustLoad() *lexicon {
	lex, err := load(skillsText, nearText, topicsText)
	if err != nil {
		panic("skills: " + err.Error())
	}
	return lex
}

func load(skillLines, nearLines, topicLines string) (*lexicon, error) {
	lex := &lexicon{
		skills: map[string]Skill{}, folded: map[string]string{}, doubtful: map[string]bool{}, implies: map[string][]string{},
		near: map[[2]string]float64{}, terms: &node{}, topics: &node{},
	}
	for n, line := range lines(skillLines) {
		if err := lex.addSkill(line); err != nil {
			return nil, fmt.Errorf("skills.txt, entry %d: %w", n+1, err)
		}
	}
	for name := range lex.skills {
		lex.names = append(lex.names, name)
	}
	slices.Sort(lex.names)
	for _, name := range lex.names {
		closure, err := lex.closure(name)
		if err != nil {
			return nil, err
		}
		lex.implies[name] = closure
	}
	for n, line := range lines(nearLines) {
		if err := lex.addNear(line); err != nil {
			return nil, fmt.Errorf("near.txt, entry %d: %w", n+1, err)
		}
	}
	for _, line := range lines(topicLines) {
		name, spellings, _ := strings.Cut(line, "|")
		name = strings.TrimSpace(name)
		for _, s := range list(spellings) {
			lex.topics.add(term{name: name, written: s})
		}
	}
	return lex, nil
}

// lines returns the lines that are neither empty nor comments.
func lines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool {
		return strings.TrimSpace(s) == "" || strings.HasPrefix(s, "#")
	})
}

// list cuts a comma-separated list, leaving empty parts out.
func list(s string) []string {
	var parts []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func (lex *lexicon) addSkill(line string) error {
	cols := strings.Split(line+"|||", "|")
	s := Skill{Name: strings.TrimSpace(cols[0]), Category: strings.TrimSpace(cols[2]), Implies: list(cols[3])}
	if _, twice := lex.skills[s.Name]; twice {
		return fmt.Errorf("%q stands twice", s.Name)
	}
	marked := false // the name itself is among the spellings, with a mark
	for _, written := range list(cols[1]) {
		t := term{name: s.Name, written: strings.TrimLeft(written, "?~=")}
		t.inside = strings.HasPrefix(written, "~")
		t.doubtful = t.inside || strings.HasPrefix(written, "?")
		t.exact = strings.HasPrefix(written, "=")
		if t.doubtful {
			lex.doubtful[Fold(t.written)] = true
		}
		marked = marked || Fold(t.written) == s.Name
		s.Aliases = append(s.Aliases, t.written)
		lex.terms.add(t)
		if other, taken := lex.folded[Fold(t.written)]; taken && other != s.Name {
			return fmt.Errorf("%q is a spelling of %s and %s", t.written, other, s.Name)
		}
		lex.folded[Fold(t.written)] = s.Name
	}
	if !marked {
		lex.terms.add(term{name: s.Name, written: s.Name})
	}
	if other, taken := lex.folded[s.Name]; taken && other != s.Name {
		return fmt.Errorf("%q is a spelling of %s too", s.Name, other)
	}
	lex.folded[s.Name] = s.Name
	lex.skills[s.Name] = s
	return nil
}

// closure follows implications to their end. An unknown name or a circle is an error.
func (lex *lexicon) closure(name string) ([]string, error) {
	var all []string
	todo := slices.Clone(lex.skills[name].Implies)
	for len(todo) > 0 {
		next := todo[0]
		todo = todo[1:]
		s, ok := lex.skills[next]
		if !ok || next == name {
			return nil, fmt.Errorf("skills.txt: %s implies %s, which is unknown or itself", name, next)
		}
		if !slices.Contains(all, next) {
			all = append(all, next)
			todo = append(todo, s.Implies...)
		}
	}
	slices.Sort(all)
	return all, nil
}

func (lex *lexicon) addNear(line string) error {
	words := strings.Fields(line)
	closeness, err := strconv.ParseFloat(words[0], 64)
	if err != nil || closeness <= 0 || closeness >= 1 {
		return fmt.Errorf("%q is not a closeness between 0 and 1", words[0])
	}
	for i, a := range words[1:] {
		if _, ok := lex.skills[a]; !ok {
			return fmt.Errorf("%q is not a skill", a)
		}
		for _, b := range words[i+2:] {
			pair := ordered(a, b)
			lex.near[pair] = max(lex.near[pair], closeness)
		}
	}
	return nil
}

func ordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// Fold brings a written name into the form of canonical names: lower case, hyphens for
// spaces and underscores.
func Fold(name string) string {
	fields := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '_' || r == '\t' || r == '\n' })
	return strings.Join(fields, "-")
}

// Resolve returns the canonical name of a skill written in any known way: "Golang",
// "k8s", "Node JS". It takes the name's word for it that a skill is meant.
func Resolve(name string) (canonical string, ok bool) {
	canonical, ok = known.folded[Fold(name)]
	return canonical, ok
}

// Get returns a skill by its canonical name.
func Get(name string) (Skill, bool) {
	s, ok := known.skills[name]
	return s, ok
}

// Names returns all canonical names in order.
func Names() []string { return slices.Clone(known.names) }

// Implies returns all that knowing the skill includes, directly or not: spring-boot
// includes spring and java. The name is canonical; the result is sorted.
func Implies(name string) []string { return slices.Clone(known.implies[name]) }

// Near tells how far knowing skill a goes towards skill b, from 0 (nothing) to 1 (the
// same). It is symmetric and does not look at implication.
func Near(a, b string) float64 {
	if a == b {
		return 1
	}
	return known.near[ordered(a, b)]
}

// Doubtful tells whether a spelling is an everyday word or a firm's name as much as a
// skill's: "go", "rust", "spring". In running text such a word counts on evidence only.
func Doubtful(word string) bool { return known.doubtful[Fold(word)] }

// Nearest returns up to n canonical names written most like the given one, best first:
// for "did you mean". Names more than a third wrong are left out.
func Nearest(name string, n int) []string {
	type guess struct {
		name string
		far  int
	}
	folded := Fold(name)
	best := map[string]int{}
	for written, canonical := range known.folded {
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
