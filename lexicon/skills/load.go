package skills

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"stackhound/lexicon/spelling"
)

//go:embed skills.txt
var skillsText string

//go:embed near.txt
var nearText string

//go:embed topics.txt
var topicsText string

// Categories are the kinds of technologies.
var Categories = []string{"language", "query", "format", "framework", "library", "frontend", "mobile", "game", "database", "queue", "protocol", "cloud", "delivery",
	"monitoring", "data", "ml", "testing", "security", "os", "tool", "design", "blockchain"}

// lexicon is what the files say; it is built once and never changes.
type lexicon struct {
	skills   map[string]*Skill
	names    []string          // sorted
	folded   map[string]string // folded spelling → name
	doubtful map[string]bool   // spellings that are everyday words too, folded
	implies  map[string][]string
	near     map[[2]string]float64
	terms    *tree // of skills and topics
}

// embedded are the files of the program. They are part of it: a mistake in them is a
// mistake in the code and is found by the first test.
var embedded = sync.OnceValue(func() *lexicon {
	lex, err := load(own())
	if err != nil {
		panic("skills: " + err.Error())
	}
	return lex
})

func own() []File {
	return []File{{"skills.txt", skillsText}, {"near.txt", nearText}, {"topics.txt", topicsText}}
}

// extended is what Extend set, nil before.
var extended atomic.Pointer[lexicon]

// known returns the knowledge in force. It is loaded when it is first asked for.
func known() *lexicon {
	if lex := extended.Load(); lex != nil {
		return lex
	}
	return embedded()
}

// Check reads files over those of the program and returns what is wrong with them: a
// join of every Mistake.
func Check(files ...File) error {
	_, err := load(append(own(), files...))
	return err
}

// Extend puts the knowledge of files over that of the program, in place of what an
// earlier call put there. It belongs at the start of a program: what was read before
// goes by the old knowledge. With a mistake in a file nothing changes.
func Extend(files ...File) error {
	if len(files) == 0 {
		extended.Store(nil)
		return nil
	}
	lex, err := load(append(own(), files...))
	if err == nil {
		extended.Store(lex)
	}
	return err
}

// loader builds a lexicon. The order of entries within the files does not matter: what
// refers to other entries is looked at when all are there.
type loader struct {
	*lexicon
	spelled map[string]*spelled // folded spelling → whose it is
	topical map[string]*spelled
	placed  map[string]*entry // name → the entry that defined it
	latest  map[string]*entry // name → its last entry so far
	room    []spelled         // for the next ones, so that each needs no room of its own
	keys    []string          // the folded spellings of the entry at hand
	wrong   []error
}

// spelled is a spelling and the entry it stands in.
type spelled struct {
	term
	by *entry
}

func load(files []File) (*lexicon, error) {
	bySection, wrong := sorted(files)
	n := len(bySection["skills"])
	l := &loader{
		lexicon: &lexicon{skills: make(map[string]*Skill, n), doubtful: map[string]bool{}, implies: make(map[string][]string, n), near: make(map[[2]string]float64, n)},
		spelled: make(map[string]*spelled, spellingsEach*n), topical: map[string]*spelled{}, placed: make(map[string]*entry, n), latest: make(map[string]*entry, n), wrong: wrong,
	}
	l.each(bySection["skills"], l.skill)
	l.each(bySection["skills"], l.reaches)
	l.each(bySection["near"], l.neighbours)
	l.each(bySection["topics"], l.topic)
	if len(l.wrong) > 0 {
		return nil, all(l.wrong)
	}
	l.finish()
	return l.lexicon, nil
}

// spellingsEach is about how many spellings an entry has.
const spellingsEach = 3

// sorted reads files into entries by their section.
func sorted(files []File) (bySection map[string][]entry, wrong []error) {
	bySection = map[string][]entry{}
	for _, f := range files {
		entries, mistakes := read(f)
		wrong = append(wrong, mistakes...)
		for len(entries) > 0 {
			n := 1
			for n < len(entries) && entries[n].section == entries[0].section {
				n++
			}
			bySection[entries[0].section] = append(bySection[entries[0].section], entries[:n]...)
			entries = entries[n:]
		}
	}
	return bySection, wrong
}

func (l *loader) each(entries []entry, take func(*entry) error) {
	for i := range entries {
		if err := take(&entries[i]); err != nil {
			l.wrong = append(l.wrong, err)
		}
	}
}

// skill takes in the name, the spellings and the category of an entry.
func (l *loader) skill(e *entry) error {
	name, category := e.cols[0], e.cols[2]
	if err := e.canonical(name); err != nil {
		return err
	}
	if before := l.latest[name]; before != nil && before.file == e.file {
		return e.mistake("%s stands in line %d already; join the two lines", name, before.line)
	}
	l.latest[name] = e
	s := l.skills[name]
	switch {
	case s != nil && category != "" && category != s.Category:
		return e.mistake("%s is a %s in %s; leave the category empty to add to it", name, s.Category, l.placed[name].file)
	case s == nil && !slices.Contains(Categories, category):
		return e.mistake("%q is no category%s; take one of %s", category, meant(category, Categories), strings.Join(Categories, ", "))
	case s == nil:
		s = &Skill{Name: name, Category: category}
		l.skills[name], l.placed[name] = s, e
	}
	s.Evidence = append(s.Evidence, list(strings.ToLower(e.cols[4]))...)
	return l.spellings(e, s)
}

// spellings takes in the second column. A spelling of an earlier file is written anew by
// a later one, so that its mark can be changed.
func (l *loader) spellings(e *entry, s *Skill) error {
	l.keys = l.keys[:0]
	for _, written := range list(e.cols[1]) {
		t, err := e.spelling(s.Name, written)
		if err != nil {
			return err
		}
		key := Fold(t.written)
		if slices.Contains(l.keys, key) {
			return e.mistake("%q stands twice in the line; leave one", t.written)
		}
		l.keys = append(l.keys, key)
		if err := l.claim(e, key, t); err != nil {
			return err
		}
	}
	if own := l.spelled[s.Name]; own == nil || own.name != s.Name {
		return l.claim(e, s.Name, term{name: s.Name, written: s.Name})
	}
	return nil
}

// claim notes that a spelling means an entry's skill, or that it does not.
func (l *loader) claim(e *entry, key string, t term) error {
	old, taken := l.spelled[key]
	switch {
	case !taken || old.name == t.name && old.by.file != e.file:
		l.spelled[key] = l.keep(t, e)
	case old.name == t.name:
	case old.other && t.other:
		if t.name < old.name {
			*old = spelled{t, e}
		}
	default:
		return e.mistake("%q is a spelling of %s already (%s:%d); add to that entry, or take a longer spelling", t.written, old.name, old.by.file, old.by.line)
	}
	return nil
}

// keep returns a place for a spelling.
func (l *loader) keep(t term, e *entry) *spelled {
	if len(l.room) == cap(l.room) {
		l.room = make([]spelled, 0, 1024)
	}
	l.room = append(l.room, spelled{t, e})
	return &l.room[len(l.room)-1]
}

// reaches takes in what an entry implies.
func (l *loader) reaches(e *entry) error {
	s := l.skills[e.cols[0]]
	if s == nil {
		return nil // told already
	}
	for _, name := range list(e.cols[3]) {
		if l.skills[name] == nil {
			return e.mistake("%s implies %q, which is no skill%s", s.Name, name, l.offer(name))
		}
		if !slices.Contains(s.Implies, name) {
			s.Implies = append(s.Implies, name)
		}
	}
	if slices.Contains(l.closure(s.Name), s.Name) {
		return e.mistake("%s implies itself, through %s; take it away in one of them", s.Name, strings.Join(s.Implies, " or "))
	}
	return nil
}

// offer offers what an unknown name of a skill may have meant.
func (l *loader) offer(name string) string {
	if s, ok := l.spelled[Fold(name)]; ok && !s.other {
		return fmt.Sprintf("; write %s", s.name)
	}
	near := spelling.Nearest(name, slices.Sorted(maps.Keys(l.spelled)))
	if near != "" && !l.spelled[near].other {
		return fmt.Sprintf(" (did you mean %s?)", l.spelled[near].name) + "; give it an entry of its own first, or write another"
	}
	return "; give it an entry of its own first, or write another"
}

// closure returns all a skill implies, directly or not, each once.
func (lex *lexicon) closure(name string) []string {
	all := slices.Clone(lex.skills[name].Implies)
	for i := 0; i < len(all); i++ {
		for _, next := range lex.skills[all[i]].Implies {
			if !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	return all
}

// neighbours takes in a line "0.7 postgresql mysql".
func (l *loader) neighbours(e *entry) error {
	words := strings.Fields(e.cols[0])
	closeness, err := strconv.ParseFloat(words[0], 64)
	if err != nil || !(closeness > 0 && closeness < 1) {
		return e.mistake("%q is no closeness; begin the line with a number between 0 and 1, such as 0.6", words[0])
	}
	if len(words) < 3 {
		return e.mistake("a closeness needs at least two skills behind it, such as 0.7 mysql mariadb")
	}
	for _, name := range words[1:] {
		if l.skills[name] == nil {
			return e.mistake("%q is no skill%s", name, l.offer(name))
		}
	}
	for i, a := range words[1:] {
		for _, b := range words[i+2:] {
			l.near[ordered(a, b)] = max(l.near[ordered(a, b)], closeness)
		}
	}
	return nil
}

func ordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// topic takes in a field of knowledge.
func (l *loader) topic(e *entry) error {
	name := e.cols[0]
	if err := e.canonical(name); err != nil {
		return err
	}
	if len(list(e.cols[1])) == 0 {
		return e.mistake("the topic %s has no spellings; write them into the second column", name)
	}
	for _, written := range list(e.cols[1]) {
		t, err := e.spelling(name, written)
		if err != nil {
			return err
		}
		if old, taken := l.topical[Fold(t.written)]; taken && old.name != name {
			return e.mistake("%q is a spelling of the topic %s already (%s:%d)", t.written, old.name, old.by.file, old.by.line)
		}
		l.topical[Fold(t.written)] = &spelled{t, e}
	}
	return nil
}

// finish works out what the entries come to together.
func (l *loader) finish() {
	lex := l.lexicon
	lex.folded = make(map[string]string, len(l.spelled))
	terms := make([]term, 0, len(l.spelled)+len(l.topical))
	for key, s := range l.spelled {
		terms = append(terms, s.term)
		if s.other {
			l.skills[s.name].Never = append(l.skills[s.name].Never, s.written)
			continue
		}
		lex.folded[key] = s.name
		if s.doubtful {
			lex.doubtful[key] = true
		}
		if skill := l.skills[s.name]; key != s.name || s.written != s.name {
			skill.Aliases = append(skill.Aliases, s.written)
		}
	}
	for name, s := range lex.skills {
		lex.names = append(lex.names, name)
		slices.Sort(s.Aliases)
		slices.Sort(s.Never)
		if all := lex.closure(name); len(all) > 0 {
			slices.Sort(all)
			lex.implies[name] = all
		}
	}
	slices.Sort(lex.names)
	for i := range terms {
		terms[i].skill = lex.skills[terms[i].name]
	}
	for _, s := range l.topical {
		terms = append(terms, s.term)
	}
	lex.terms = plant(terms)
}
