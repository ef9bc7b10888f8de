package web

import (
	"net/url"
	"slices"
	"strconv"

	"stackhound"
)

// ask is what the address of a search page asks for. Filters narrow one after another,
// so each must be met, along with the query.
type ask struct {
	Query   string
	Profile string
	Sort    string // "", new, salary, match (with a profile)
	Page    int    // from 1
	Filters []filter
}

// filter is one value of a facet that results must have.
type filter struct{ Field, Value string }

// facetFields are the facets a search page offers, in this order. Others can be written
// into the query.
var facetFields = []string{"stack", "workplace", "level", "role", "region", "country", "employment", "visa", "degree", "niche", "company", "board", "state"}

const (
	perPage = 20
	// lastPage is the last that MaxOffset lets a search reach.
	lastPage = stackhound.MaxOffset/perPage + 1
	// maxFilters leaves room for the query's own leaves.
	maxFilters = 30
)

// readAsk reads an address; what makes no sense in it is taken as not given.
func readAsk(v url.Values) (ask, error) {
	a := ask{Query: v.Get("q"), Profile: v.Get("profile"), Sort: v.Get("sort"), Page: 1}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 {
		a.Page = n
	}
	for _, field := range facetFields {
		for _, value := range v[field] {
			if f := (filter{field, value}); value != "" && !slices.Contains(a.Filters, f) {
				a.Filters = append(a.Filters, f)
			}
		}
	}
	if !slices.Contains([]string{"new", "salary", "match"}, a.Sort) {
		a.Sort = ""
	}
	switch {
	case a.Page > lastPage:
		return a, stackhound.Errorf(stackhound.CodeInvalid, "There is no page %d of a search", a.Page).WithHint("%d is the last; narrow the search instead", lastPage)
	case len(a.Filters) > maxFilters:
		return a, stackhound.Errorf(stackhound.CodeInvalid, "A search can have at most %d filters", maxFilters)
	}
	return a, nil
}

// url is the address of the search page that asks for a.
func (a ask) url() string {
	v := url.Values{}
	for _, p := range []filter{{"q", a.Query}, {"profile", a.Profile}, {"sort", a.Sort}} {
		if p.Value != "" {
			v.Set(p.Field, p.Value)
		}
	}
	for _, f := range a.Filters {
		v.Add(f.Field, f.Value)
	}
	if a.Page > 1 {
		v.Set("page", strconv.Itoa(a.Page))
	}
	if len(v) == 0 {
		return "/"
	}
	return "/?" + v.Encode()
}

// toggle adds a filter, or removes it where it is set; it begins at the first page.
func (a ask) toggle(f filter) ask {
	a.Page = 1
	if i := slices.Index(a.Filters, f); i >= 0 {
		a.Filters = slices.Delete(slices.Clone(a.Filters), i, i+1)
		return a
	}
	a.Filters = append(slices.Clone(a.Filters), f)
	return a
}

// sorted is the same search in another order.
func (a ask) sorted(by string) ask {
	a.Sort, a.Page = by, 1
	return a
}

// at is another page of the same search.
func (a ask) at(page int) ask {
	a.Page = page
	return a
}

// narrowed adds the filters to the query's own.
func (a ask) narrowed(q stackhound.Query) stackhound.Query {
	if len(a.Filters) == 0 {
		return q
	}
	all := stackhound.Filter{Op: stackhound.OpAnd}
	if q.Filter != nil {
		all.Kids = append(all.Kids, *q.Filter)
	}
	for _, f := range a.Filters {
		all.Kids = append(all.Kids, stackhound.Filter{Op: stackhound.OpIs, Field: f.Field, Values: []string{f.Value}})
	}
	q.Filter = &all
	if len(all.Kids) == 1 {
		q.Filter = &all.Kids[0]
	}
	return q
}

// byMatch tells whether results stand in the order of the profile's scores: so they do
// with a profile unless another order is asked for.
func (a ask) byMatch() bool { return a.Profile != "" && (a.Sort == "" || a.Sort == "match") }
