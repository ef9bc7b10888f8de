package skills

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Gap is a name that stands in lists of skills and is none that is known.
type Gap struct {
	Term      string `json:"term"`
	Ads       int    `json:"ads"`
	Companies int    `json:"companies"`
	Sample    string `json:"sample"` // a line it stands in
}

// Gaps collects the names that ads list beside known skills without being known.
type Gaps struct {
	found map[string]*gap // by folded term
	small map[string]int  // how often a word stands in small letters
}

type gap struct {
	Gap
	companies map[string]bool
}

// maxGapWords is the number of words of the longest name looked for.
const maxGapWords = 3

// Add looks through one ad.
func (g *Gaps) Add(company, text string) {
	if g.found == nil {
		g.found, g.small = map[string]*gap{}, map[string]int{}
	}
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		for _, word := range strings.FieldsFunc(line, notLetter) {
			if small(word) {
				g.small[word]++
			}
		}
		g.line(company, strings.TrimSpace(line), seen)
	}
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// line looks through the parts of a list that stand right beside a known skill. A line
// with bars is a header, where places and titles stand beside skills.
func (g *Gaps) line(company, line string, seen map[string]bool) {
	if strings.Contains(line, "|") || len(Scan(line)) == 0 {
		return
	}
	list := parts(line)
	for i, part := range list {
		key := Fold(part)
		if seen[key] || !nameLike(part) || strings.EqualFold(part, company) || familiar(part) {
			continue
		}
		if !(i > 0 && isSkill(list[i-1])) && !(i+1 < len(list) && isSkill(list[i+1])) {
			continue
		}
		seen[key] = true
		found := g.found[key]
		if found == nil {
			found = &gap{Gap{Term: part, Sample: clip(line, part)}, map[string]bool{}}
			g.found[key] = found
		}
		found.Ads++
		found.companies[company] = true
	}
}

// parts cuts a line at the marks and words between the parts of a list.
func parts(line string) []string {
	for _, and := range []string{" and ", " or ", " und ", " oder ", " y ", " et ", " i ", " e ", ". ", ": "} {
		line = strings.ReplaceAll(line, and, ",")
	}
	cut := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;/|()[]•·–+\t", r) })
	for i, part := range cut {
		cut[i] = strings.Trim(part, " .:!?*-\"'“”")
	}
	return cut
}

// nameLike tells whether a part of a list is written as names are: a few words, each with
// a capital letter or a digit.
func nameLike(part string) bool {
	words := strings.Fields(part)
	if len(words) == 0 || len(words) > maxGapWords || len(part) < 2 || len(part) > maxSpelling {
		return false
	}
	return !slices.ContainsFunc(words, func(w string) bool {
		return strings.IndexFunc(w, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) < 0
	}) && strings.IndexFunc(part, unicode.IsLetter) >= 0
}

// isSkill tells whether a part of a list is a skill and no more.
func isSkill(part string) bool {
	_, ok := Resolve(part)
	return ok
}

// familiar tells whether a part names a skill or topic already, in some way.
func familiar(part string) bool {
	if _, ok := Resolve(part); ok {
		return true
	}
	names, topics := ScanAll(part)
	return len(names)+len(topics) > 0
}

// clip returns the line around a term, at most some 200 bytes.
func clip(line, term string) string {
	i := strings.Index(line, term)
	from, to := max(0, i-80), min(len(line), i+len(term)+120)
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	return strings.TrimSpace(line[from:to])
}

// List returns the terms that at least some ads hold, most companies first. Words that
// mostly stand in small letters are everyday words at the start of a line.
func (g *Gaps) List(least int) []Gap {
	list := []Gap{}
	for _, found := range g.found {
		if found.Ads >= least && g.small[strings.ToLower(found.Term)] <= found.Ads {
			found.Companies = len(found.companies)
			list = append(list, found.Gap)
		}
	}
	slices.SortFunc(list, func(a, b Gap) int {
		return cmp.Or(b.Companies-a.Companies, b.Ads-a.Ads, cmp.Compare(a.Term, b.Term))
	})
	return list
}
