package web

import (
	"slices"

	"stackhound"
)

// group is one facet with its values as links.
type group struct {
	Name   string
	Values []facetLink
	More   []facetLink // folded away
}

// facetLink adds a filter, or removes one that is set.
type facetLink struct {
	Label string
	Count string
	URL   string
	On    bool
}

const (
	shownValues  = 6
	foldedValues = 30
)

var facetNames = map[string]string{
	"stack": "Stack", "workplace": "Way of working", "level": "Level", "role": "Role", "region": "Remote from", "country": "Country",
	"employment": "Contract", "visa": "Visa", "degree": "Degree", "niche": "Kind of board", "company": "Company", "board": "Board", "state": "State",
}

// groups makes the facet lists of a result.
func (s *site) groups(a ask, found stackhound.SearchResult) []group {
	var out []group
	for _, field := range facetFields {
		g := group{Name: facetNames[field]}
		for _, v := range telling(a, field, found) {
			l := facetLink{Label: s.valueName(field, v.Value), Count: thousands(v.Count), URL: a.toggle(filter{field, v.Value}).url(), On: a.has(field, v.Value)}
			if len(g.Values) < shownValues {
				g.Values = append(g.Values, l)
			} else if len(g.More) < foldedValues {
				g.More = append(g.More, l)
			}
		}
		if len(g.Values) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// telling returns the values of a facet worth offering: those that would narrow the
// result, and those that already do, first.
func telling(a ask, field string, found stackhound.SearchResult) []stackhound.FacetCount {
	var set, rest []stackhound.FacetCount
	for _, v := range found.Facets[field] {
		switch {
		case a.has(field, v.Value):
			set = append(set, v)
		case v.Value != "" && v.Value != "unspecified" && v.Count > 0 && v.Count < found.Total:
			rest = append(rest, v)
		}
	}
	slices.SortStableFunc(rest, ladder(field))
	return append(set, rest...)
}

func (a ask) has(field, value string) bool { return slices.Contains(a.Filters, filter{field, value}) }

// valueName is a facet's value in words.
func (s *site) valueName(field, value string) string {
	switch field {
	case "board":
		return s.boardName(value)
	case "country", "region":
		return place(value)
	case "niche":
		if value == "yes" {
			return "niche boards only"
		}
		return "general boards too"
	}
	return plain(value)
}

// chip is a filter that is set, with the link that removes it.
type chip struct {
	Name  string
	Value string
	URL   string
}

func (s *site) chips(a ask) []chip {
	var out []chip
	for _, f := range a.Filters {
		out = append(out, chip{Name: facetNames[f.Field], Value: s.valueName(f.Field, f.Value), URL: a.toggle(f).url()})
	}
	return out
}
