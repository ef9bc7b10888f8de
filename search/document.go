package search

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/companies"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/money"
	"stackhound/lexicon/skills"
)

// Tier says how much it means that a word stands somewhere, best first.
type Tier int

// The tiers of a document's words.
const (
	TierTitle Tier = iota
	TierNames      // company and stack
	TierText       // place and description
	Tiers
)

// Document is what an engine needs to know of a posting.
type Document struct {
	ID      string
	Words   [Tiers][]string     // passages by tier; a phrase never spans two
	Facets  map[string][]string // values as shown, by field of FacetFields
	Numbers map[string]float64  // by field of NumberFields; none where the posting is silent
	Posted  time.Time           // for order: newest first
	Salary  float64             // for order: EUR a year, 0 when not stated
}

// NewDocument returns the document of a posting. niche tells whether a board is for one
// language, field or way of working; a posting is niche if all its boards are.
//
// The stack facet also holds what the posting's technologies imply: an ad for Spring
// Boot is found under stack:java. Words are only those that stand in the ad.
func NewDocument(p stackhound.Posting, niche func(board string) bool) Document {
	d := Document{ID: p.ID, Facets: facets(p, niche), Posted: p.Posted}
	if d.Posted.IsZero() {
		d.Posted = p.FirstSeen
	}
	d.Numbers = map[string]float64{"posted": seconds(d.Posted), "seen": seconds(p.FirstSeen)}
	if p.YearsMin != nil {
		d.Numbers["years"] = *p.YearsMin
	}
	if p.Salary != nil {
		if eur, ok := money.Yearly(*p.Salary); ok {
			d.Salary, d.Numbers["salary"] = eur, eur
		}
	}
	d.Words = [Tiers][]string{
		TierTitle: {p.Title},
		TierNames: append([]string{p.Company}, p.Stack.All()...),
		TierText:  append(whereabouts(p), p.Text),
	}
	return d
}

func facets(p stackhound.Posting, niche func(string) bool) map[string][]string {
	f := map[string][]string{
		"stack": implied(p.Stack.All()), "role": p.Roles, "level": p.Seniority, "workplace": p.Workplace.Names(),
		"region": p.Regions, "employment": p.Employment, "company": some(p.Company), "degree": some(p.Degree), "visa": some(p.Visa),
		"state": {"closed"}, "niche": {"yes"},
	}
	if p.Open() {
		f["state"] = []string{"open"}
	}
	if p.Workplace == 0 {
		f["workplace"] = []string{p.Workplace.String()}
	}
	if p.Salary != nil {
		f["currency"] = some(p.Salary.Currency)
	}
	for _, l := range p.Locations {
		f["country"] = append(f["country"], some(l.Country)...)
	}
	for _, s := range p.Sources {
		f["board"] = append(f["board"], s.Board)
		if !niche(s.Board) {
			f["niche"] = []string{"no"}
		}
	}
	for field, values := range f {
		f[field] = distinct(field, values)
	}
	return f
}

// implied adds to a stack all that it includes.
func implied(stack []string) []string {
	all := slices.Clone(stack)
	for _, name := range stack {
		all = append(all, skills.Implies(name)...)
	}
	return all
}

// distinct drops values that compare equal to an earlier one.
func distinct(field string, values []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, v := range values {
		if key := Key(field, v); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}

// whereabouts returns the words for where and how one works.
func whereabouts(p stackhound.Posting) []string {
	out := p.Workplace.Names()
	for _, l := range p.Locations {
		out = append(out, l.String())
	}
	return append(out, p.Regions...)
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// Key returns the form in which a value of a facet field is compared: case and
// diacritics do not matter, nor does a company's legal form. "" is no value.
func Key(field, value string) string {
	if field == "company" {
		return companies.Key(value)
	}
	return strings.TrimSpace(fold.String(value))
}

// Holds tells whether a query finds a document at a time. It needs no index and is what
// every engine is measured by.
func Holds(q stackhound.Query, d Document, now time.Time) bool {
	for i, term := range q.Terms {
		if d.says(Compile(q, i)) == term.Not {
			return false
		}
	}
	return d.meets(Scoped(q), now)
}

// says tells whether a document's words meet a term or its other name.
func (d Document) says(t Term) bool {
	for _, passages := range d.Words[:t.Tiers] {
		for _, passage := range passages {
			if t.In(fold.Tokens(passage)) {
				return true
			}
		}
	}
	return t.Also != nil && d.says(*t.Also)
}

// meets tells whether a document's fields meet a filter.
func (d Document) meets(f stackhound.Filter, now time.Time) bool {
	meets := func(k stackhound.Filter) bool { return d.meets(k, now) }
	switch f.Op {
	case stackhound.OpAnd:
		return !slices.ContainsFunc(f.Kids, func(k stackhound.Filter) bool { return !meets(k) })
	case stackhound.OpOr:
		return slices.ContainsFunc(f.Kids, meets)
	case stackhound.OpNot:
		return !slices.ContainsFunc(f.Kids, meets)
	case stackhound.OpRange:
		n, ok := d.Numbers[f.Field]
		low, high := Bounds(f, now)
		return ok && !math.IsNaN(n) && low <= n && n <= high
	}
	return slices.ContainsFunc(d.Facets[f.Field], func(have string) bool {
		return slices.ContainsFunc(f.Values, func(want string) bool { return Key(f.Field, have) == Key(f.Field, want) })
	})
}

// Term is a word of a query as an engine looks for it: tokens in a row, of which a
// single one may be only the beginning of a word.
type Term struct {
	Tokens []string
	Prefix bool
	Tiers  Tier  // it counts in the tiers before this one
	Also   *Term // another name for the same; nil for none
}

// The beginning of a word has at least minPrefix characters, and at most maxPrefix: who
// writes more has written the word, and an index need not keep longer beginnings.
const (
	minPrefix = 3
	maxPrefix = 40
)

// Compile returns the i-th term of a query. The last word typed also finds the words it
// begins ("kube" finds "kubernetes"), unless it is quoted, excluded, shorter than three
// characters or a technology's name: "java" does not find "javascript". Another spelling
// of a technology also finds its usual name: "k8s" finds "kubernetes". A name that is
// an everyday word too finds the ads that are about the technology, not each that has
// the word: "go" is not looked for in running text, which was read for the stack
// already. Quotes keep to what is written.
func Compile(q stackhound.Query, i int) Term {
	t := q.Terms[i]
	if t.Phrase {
		return Term{Tokens: fold.Tokens(t.Text), Tiers: Tiers}
	}
	c := named(t.Text)
	name, skill := skills.Resolve(t.Text)
	if usual := named(name); skill && !slices.Equal(usual.Tokens, c.Tokens) {
		c.Also = &usual
	}
	c.Prefix = i == len(q.Terms)-1 && !t.Not && !skill && len(c.Tokens) == 1 && begins(c.Tokens[0])
	return c
}

func begins(token string) bool {
	n := utf8.RuneCountInString(token)
	return n >= minPrefix && n <= maxPrefix
}

// named returns the term of a word that may name a technology.
func named(word string) Term {
	if skills.Doubtful(word) {
		return Term{Tokens: fold.Tokens(word), Tiers: TierText}
	}
	return Term{Tokens: fold.Tokens(word), Tiers: Tiers}
}

// In tells whether the term stands in a row of tokens. A term of no token stands
// nowhere.
func (t Term) In(tokens []string) bool {
	if t.Prefix {
		return slices.ContainsFunc(tokens, func(s string) bool { return strings.HasPrefix(s, t.Tokens[0]) })
	}
	n := len(t.Tokens)
	for i := 0; n > 0 && i+n <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+n], t.Tokens) {
			return true
		}
	}
	return false
}
