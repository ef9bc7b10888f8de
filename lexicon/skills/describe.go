package skills

import (
	"cmp"
	"slices"
)

// Details is all that is known of one skill, for people.
type Details struct {
	Name      string      `json:"name"`
	Category  string      `json:"category"`
	Implies   []string    `json:"implies"`    // directly or not
	ImpliedBy []string    `json:"implied_by"` // directly or not
	Near      []Neighbour `json:"near"`       // nearest first
	Spellings []Spelling  `json:"spellings"`
	Evidence  []string    `json:"evidence"` // words that make a doubtful spelling in their sentence the skill
	Never     []string    `json:"never"`    // phrases that hold a spelling and mean something else
}

// Neighbour is a skill near another one.
type Neighbour struct {
	Name      string  `json:"name"`
	Closeness float64 `json:"closeness"` // between 0 and 1
}

// Spelling is one way to write a skill, and when it counts.
type Spelling struct {
	Written string `json:"written"`
	Counts  string `json:"counts"` // a sentence for people
}

// Describe tells all of a skill, given its canonical name.
func Describe(name string) (d Details, ok bool) {
	lex := known()
	s, ok := lex.skills[name]
	if !ok {
		return Details{}, false
	}
	d = Details{
		Name: name, Category: s.Category, Implies: append([]string{}, lex.implies[name]...), ImpliedBy: []string{}, Near: []Neighbour{},
		Evidence: append([]string{}, s.Evidence...), Never: append([]string{}, s.Never...), Spellings: lex.spellings(name),
	}
	for other, implied := range lex.implies {
		if slices.Contains(implied, name) {
			d.ImpliedBy = append(d.ImpliedBy, other)
		}
	}
	slices.Sort(d.ImpliedBy)
	for pair, closeness := range lex.near {
		switch name {
		case pair[0]:
			d.Near = append(d.Near, Neighbour{pair[1], closeness})
		case pair[1]:
			d.Near = append(d.Near, Neighbour{pair[0], closeness})
		}
	}
	slices.SortFunc(d.Near, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(b.Closeness, a.Closeness), cmp.Compare(a.Name, b.Name))
	})
	return d, true
}

func (lex *lexicon) spellings(name string) []Spelling {
	all := []Spelling{}
	for _, t := range lex.terms.terms {
		if t.name == name && t.skill != nil && !t.other {
			all = append(all, Spelling{t.written, t.counts()})
		}
	}
	return all
}

// counts says when a spelling counts.
func (t term) counts() string {
	switch {
	case t.inside:
		return "written so inside a sentence; elsewhere with evidence"
	case t.doubtful:
		return "with evidence: a word before or behind it, a list of skills, a line of its own"
	case t.exact:
		return "in exactly these letters"
	}
	return "wherever it stands, in any case"
}
