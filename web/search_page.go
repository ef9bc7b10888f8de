package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"stackhound"
)

// searchView is the body of the search page.
type searchView struct {
	Ask      ask
	Wrong    *wrong // why the query cannot be read
	Profiles []choice
	Orders   []order
	Chips    []chip
	Clear    string // the search without its filters
	Groups   []group
	Heading  string
	Note     string
	Cards    []card
	Total    int
	Range    string // "21–40 of 1,234"
	Prev     string
	Next     string
	Nothing  *nothing
}

// wrong is what is the matter with a query, and what to write instead.
type wrong struct{ Message, Hint string }

// choice is an entry of the profile chooser.
type choice struct {
	ID string
	On bool
}

// order is a link to the same search in another order.
type order struct {
	Label string
	URL   string
	On    bool
}

// nothing helps where a search finds nothing.
type nothing struct {
	Fresh  bool   // there is no posting at all
	Closed string // the same search over closed postings
	Plain  string // the search without filters
	First  string // the first page, when this one lies beyond the last
}

// matchWindow is how many postings, best found first, are weighed against a profile to
// order them by score. It is a few milliseconds' work; the page says when there are more.
const matchWindow = 500

// search shows the search page.
func (s *site) search(r *http.Request) (answer, error) {
	a, err := readAsk(r.URL.Query())
	if err != nil {
		return answer{}, err
	}
	prof, all, err := s.chosen(r.Context(), a.Profile)
	if err != nil {
		return answer{}, err
	}
	v := &searchView{Ask: a, Profiles: choices(all, a.Profile), Orders: orders(a), Chips: s.chips(a), Clear: ask{Query: a.Query, Profile: a.Profile, Sort: a.Sort}.url()}
	out := answer{Template: "search", Title: cmp.Or(a.Query, "Jobs"), Section: "jobs", Profile: a.Profile, Body: v}
	query, err := s.Parse(a.Query)
	if err != nil {
		var told *stackhound.Error
		if !errors.As(err, &told) {
			return answer{}, err
		}
		v.Wrong = &wrong{sentence(told.Message), sentence(told.Hint)}
		v.Heading, out.Status = "That search cannot be read", http.StatusBadRequest
		return out, nil
	}
	if err := s.results(r.Context(), v, a.narrowed(query), prof); err != nil {
		return answer{}, err
	}
	return out, nil
}

// results fills the view with one page of what is found.
func (s *site) results(ctx context.Context, v *searchView, q stackhound.Query, prof *stackhound.StoredProfile) error {
	find := s.find
	if v.Ask.byMatch() {
		find = s.findBest
	}
	found, err := find(ctx, v.Ask, q, prof)
	if err != nil {
		return err
	}
	for _, p := range found.Hits {
		v.Cards = append(v.Cards, s.card(p, prof))
	}
	v.Total = found.Total
	v.Groups = s.groups(v.Ask, found)
	v.Heading = heading(v.Ask, found.Total)
	if v.Ask.byMatch() && found.Total > matchWindow {
		v.Note = fmt.Sprintf("Best of the first %d found; narrow the search to weigh the rest.", matchWindow)
	}
	v.paging(v.Ask.byMatch())
	if len(v.Cards) == 0 {
		v.Nothing = newNothing(v.Ask, found.Total)
	}
	return nil
}

// find asks for one page in the order the search gives.
func (s *site) find(ctx context.Context, a ask, q stackhound.Query, _ *stackhound.StoredProfile) (stackhound.SearchResult, error) {
	by := a.Sort
	if by == "match" {
		by = "" // no profile to match
	}
	return s.Search(ctx, stackhound.SearchRequest{Query: q, Facets: facetFields, Sort: by, Limit: perPage, Offset: (a.Page - 1) * perPage})
}

// findBest weighs the first of what is found against the profile and returns a page of
// it, best score first and what breaks a rule last.
func (s *site) findBest(ctx context.Context, a ask, q stackhound.Query, prof *stackhound.StoredProfile) (stackhound.SearchResult, error) {
	var all stackhound.SearchResult
	for len(all.Hits) < matchWindow {
		req := stackhound.SearchRequest{Query: q, Limit: stackhound.MaxLimit, Offset: len(all.Hits)}
		if len(all.Hits) == 0 {
			req.Facets = facetFields
		}
		found, err := s.Search(ctx, req)
		if err != nil {
			return all, err
		}
		if len(all.Hits) == 0 {
			all.Total, all.Facets = found.Total, found.Facets
		}
		all.Hits = append(all.Hits, found.Hits...)
		if len(found.Hits) < stackhound.MaxLimit {
			break
		}
	}
	s.rank(all.Hits, prof)
	from := min((a.Page-1)*perPage, len(all.Hits))
	all.Hits = all.Hits[from:min(from+perPage, len(all.Hits))]
	return all, nil
}

// rank orders postings by the profile's score, keeping the order found among equals.
func (s *site) rank(hits []stackhound.Posting, prof *stackhound.StoredProfile) {
	worth := make(map[string]int, len(hits))
	for _, p := range hits {
		m := s.Match(prof.Profile, p)
		worth[p.ID] = m.Score
		if m.Rejected != "" {
			worth[p.ID] -= 1000
		}
	}
	slices.SortStableFunc(hits, func(a, b stackhound.Posting) int { return cmp.Compare(worth[b.ID], worth[a.ID]) })
}

func heading(a ask, total int) string {
	state := "open"
	if a.has("state", string(stackhound.ListingClosed)) {
		state = "closed"
	}
	if total == 0 {
		return "No " + state + " jobs"
	}
	return counted(total, state+" job", state+" jobs")
}

// paging sets the links to the pages around this one.
func (v *searchView) paging(window bool) {
	reach := min(v.Total, stackhound.MaxOffset+perPage)
	if window {
		reach = min(v.Total, matchWindow)
	}
	from := (v.Ask.Page - 1) * perPage
	if v.Ask.Page > 1 {
		v.Prev = v.Ask.at(v.Ask.Page - 1).url()
	}
	if from+perPage < reach {
		v.Next = v.Ask.at(v.Ask.Page + 1).url()
	}
	if len(v.Cards) > 0 {
		v.Range = fmt.Sprintf("%s–%s of %s", thousands(from+1), thousands(from+len(v.Cards)), thousands(v.Total))
	}
}

func newNothing(a ask, total int) *nothing {
	n := &nothing{Fresh: a.Query == "" && len(a.Filters) == 0 && total == 0}
	if total > 0 {
		n.First = a.at(1).url()
		return n
	}
	if len(a.Filters) > 0 {
		n.Plain = ask{Query: a.Query, Profile: a.Profile, Sort: a.Sort}.url()
	}
	if shut := (filter{"state", string(stackhound.ListingClosed)}); !n.Fresh && !a.has(shut.Field, shut.Value) {
		n.Closed = a.toggle(shut).url()
	}
	return n
}

func choices(all []stackhound.StoredProfile, id string) []choice {
	var out []choice
	for _, p := range all {
		out = append(out, choice{ID: p.ID, On: p.ID == id})
	}
	return out
}

// orders are the orders a search can have; by match only where there is a profile.
func orders(a ask) []order {
	out := []order{}
	if a.Profile != "" {
		out = append(out, order{"best match", a.sorted("match").url(), a.byMatch()})
	} else {
		out = append(out, order{"relevance", a.sorted("").url(), a.Sort == "" || a.Sort == "match"})
	}
	return append(out, order{"newest", a.sorted("new").url(), a.Sort == "new"}, order{"best paid", a.sorted("salary").url(), a.Sort == "salary"})
}
