package meilitest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// request is a search.
type request struct {
	Q                    string   `json:"q"`
	Filter               string   `json:"filter"`
	Sort                 []string `json:"sort"`
	Facets               []string `json:"facets"`
	Limit                *int     `json:"limit"`
	Offset               int      `json:"offset"`
	Distinct             string   `json:"distinct"`
	MatchingStrategy     string   `json:"matchingStrategy"`
	AttributesToRetrieve []string `json:"attributesToRetrieve"`
	Hybrid               *struct{}
}

// match is a document that was found, with the sum of the attributes it was found in.
type match struct {
	*document
	rank int
}

func (s *Server) search(uid string, body []byte) (int, any, *problem) {
	var r request
	if err := strict(body, &r); err != nil {
		return 0, nil, err
	}
	ix := s.indexes[uid]
	if ix == nil {
		return 0, nil, noIndex(uid)
	}
	if err := ix.check(r); err != nil {
		return 0, nil, err
	}
	holds, err := parseFilter(r.Filter, ix.settings.FilterableAttributes)
	if err != nil {
		return 0, nil, err
	}
	found := ix.find(ix.parseWords(r.Q), holds)
	ix.order(found, r.Sort)
	if r.Distinct != "" {
		found = distinct(found, r.Distinct)
	}
	limit, most := 20, ix.settings.Pagination.MaxTotalHits
	if r.Limit != nil {
		limit = *r.Limit
	}
	answer := map[string]any{"hits": ix.page(found, r, limit), "estimatedTotalHits": min(len(found), most)}
	if len(r.Facets) > 0 {
		answer["facetDistribution"] = ix.count(found, r.Facets)
	}
	return http.StatusOK, answer, nil
}

// check refuses what the settings do not allow.
func (ix *index) check(r request) *problem {
	bad := func(code, what string) *problem { return refuse(http.StatusBadRequest, code, "%s", what) }
	for _, s := range r.Sort {
		field, way, _ := strings.Cut(s, ":")
		if way != "asc" && way != "desc" || !slices.Contains(ix.settings.SortableAttributes, field) {
			return bad("invalid_search_sort", s)
		}
	}
	for _, f := range r.Facets {
		if !slices.Contains(ix.settings.FilterableAttributes, f) {
			return bad("invalid_search_facets", f)
		}
	}
	switch {
	case r.Offset < 0:
		return bad("invalid_search_offset", "it is below 0")
	case r.Limit != nil && *r.Limit < 0:
		return bad("invalid_search_limit", "it is below 0")
	case r.MatchingStrategy != "" && !slices.Contains([]string{"all", "last", "frequency"}, r.MatchingStrategy):
		return bad("invalid_search_matching_strategy", r.MatchingStrategy)
	case r.Distinct != "" && !slices.Contains(ix.settings.FilterableAttributes, r.Distinct):
		return bad("invalid_search_distinct", r.Distinct)
	}
	return nil
}

// find returns the documents that meet a filter and in which all terms stand.
func (ix *index) find(q asked, holds test) []match {
	var out []match
next:
	for _, d := range ix.docs {
		if !holds(d) {
			continue
		}
		rank := 0
		for _, t := range q.terms {
			attr, ok := t.best(d)
			if !ok {
				continue next
			}
			rank += attr
		}
		for _, t := range q.without {
			if _, ok := t.best(d); ok {
				continue next
			}
		}
		out = append(out, match{d, rank})
	}
	return out
}

// order sorts as the ranking rules say.
func (ix *index) order(found []match, sort []string) {
	slices.SortFunc(found, func(a, b match) int {
		for _, rule := range ix.settings.RankingRules {
			keys := []string{rule}
			if rule == "sort" {
				keys = sort
			}
			if rule == "attributeRank" && a.rank != b.rank {
				return cmp.Compare(a.rank, b.rank)
			}
			for _, key := range keys {
				if field, way, ok := strings.Cut(key, ":"); ok {
					if c := compare(a.fields[field], b.fields[field], way == "desc"); c != 0 {
						return c
					}
				}
			}
		}
		return strings.Compare(a.id, b.id)
	})
}

// compare orders two values of a field; where there is none, that comes last.
func compare(a, b any, desc bool) int {
	if a == nil || b == nil {
		return cmp.Compare(btoi(a == nil), btoi(b == nil))
	}
	c := 0
	if x, ok := a.(float64); ok {
		y, _ := b.(float64)
		c = cmp.Compare(x, y)
	} else {
		c = strings.Compare(strings.Join(list(a), " "), strings.Join(list(b), " "))
	}
	if desc {
		return -c
	}
	return c
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// distinct keeps the first match with each value of a field.
func distinct(found []match, field string) []match {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(m match) bool {
		values := list(m.fields[field])
		twice := slices.ContainsFunc(values, func(v string) bool { return seen[strings.ToLower(v)] })
		for _, v := range values {
			seen[strings.ToLower(v)] = true
		}
		return twice
	})
}

// page returns the documents of a page, with the attributes asked for that are shown.
func (ix *index) page(found []match, r request, limit int) []map[string]any {
	out := []map[string]any{}
	end := min(len(found), ix.settings.Pagination.MaxTotalHits)
	for _, m := range found[min(r.Offset, end):min(r.Offset+limit, end)] {
		doc := maps.Clone(m.fields)
		maps.DeleteFunc(doc, func(attr string, _ any) bool {
			shown := slices.Contains(ix.settings.DisplayedAttributes, attr) || slices.Contains(ix.settings.DisplayedAttributes, "*")
			return !shown || r.AttributesToRetrieve != nil && !slices.Contains(r.AttributesToRetrieve, attr)
		})
		out = append(out, doc)
	}
	return out
}

// count counts the values of fields; those that differ in case only count together.
func (ix *index) count(found []match, fields []string) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, field := range fields {
		counts, written := map[string]int{}, map[string]string{}
		for _, m := range found {
			for _, v := range list(m.fields[field]) {
				counts[strings.ToLower(v)]++
				written[strings.ToLower(v)] = v
			}
		}
		folded := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(b, a))
		})
		out[field] = map[string]int{}
		for _, v := range folded[:min(len(folded), ix.settings.Faceting.MaxValuesPerFacet)] {
			out[field][written[v]] = counts[v]
		}
	}
	return out
}
