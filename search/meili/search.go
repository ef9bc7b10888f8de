package meili

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// answer is what the server says to a search.
type answer struct {
	Hits               []hit
	EstimatedTotalHits int // exact: no cut-off and no limit changes it, see allHits
	FacetDistribution  map[string]map[string]int
}

// hit is a document of an answer, as far as it was asked for.
type hit struct {
	ID      string
	Shown   string
	Company []string
}

// Search finds one page of documents.
func (e *Engine) Search(ctx context.Context, r stackhound.SearchRequest, now time.Time) (search.Found, error) {
	ctx, cancel := context.WithTimeout(ctx, searchDeadline)
	defer cancel()
	if err := e.check(ctx); err != nil {
		return search.Found{}, err
	}
	q := compose(r.Query, now, false)
	if !q.exact {
		if found, ok, err := e.sift(ctx, r, now); ok || err != nil {
			return found, err
		}
	}
	var a answer
	if err := e.ask(ctx, e.index, q.request(r), &a); err != nil {
		return search.Found{}, e.explain(err)
	}
	found := search.Found{Total: a.EstimatedTotalHits}
	for _, h := range a.Hits {
		found.IDs = append(found.IDs, h.ID)
	}
	var err error
	found.Facets, err = e.facets(ctx, r.Facets, a.FacetDistribution)
	return found, err
}

// ask sends a search and reads the answer into a value. The error is the library's.
func (e *Engine) ask(ctx context.Context, uid string, r *meilisearch.SearchRequest, into any) error {
	raw, err := e.reader.Index(uid).SearchRawWithContext(ctx, r.Query, r)
	if err != nil {
		return err
	}
	return json.Unmarshal(*raw, into)
}

// facets returns the counts of fields, by frequency and then by name.
func (e *Engine) facets(ctx context.Context, fields []string, counted map[string]map[string]int) (map[string][]stackhound.FacetCount, error) {
	out := map[string][]stackhound.FacetCount{}
	for _, field := range fields {
		list := ranked(counted[field])
		if field == "company" {
			if err := e.name(ctx, list); err != nil {
				return nil, err
			}
			slices.SortFunc(list, byCount)
		}
		out[field] = list
	}
	return out, nil
}

// ranked returns the most frequent values.
func ranked(counts map[string]int) []stackhound.FacetCount {
	var list []stackhound.FacetCount
	for value, n := range counts {
		list = append(list, stackhound.FacetCount{Value: value, Count: n})
	}
	slices.SortFunc(list, byCount)
	return list[:min(len(list), search.MaxFacetValues)]
}

func byCount(a, b stackhound.FacetCount) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
}

// knownNames is how many names of companies are remembered; then it begins anew.
const knownNames = 20_000

// name puts the names of companies, as an ad writes them, in place of what they are
// counted by. Those not met before are asked for: one posting of each.
func (e *Engine) name(ctx context.Context, list []stackhound.FacetCount) error {
	if unknown := e.unnamed(list); len(unknown) > 0 {
		var a answer
		err := e.ask(ctx, e.index, &meilisearch.SearchRequest{
			Filter: postings + " AND company IN [" + strings.Join(unknown, ", ") + "]", Distinct: "company", Limit: int64(len(unknown)),
			AttributesToRetrieve: []string{"company", attrShown},
		}, &a)
		if err != nil {
			return e.explain(err)
		}
		e.remember(a.Hits)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range list {
		list[i].Value = cmp.Or(e.shown[list[i].Value], list[i].Value)
	}
	return nil
}

// unnamed returns the companies whose names are not known, as literals.
func (e *Engine) unnamed(list []stackhound.FacetCount) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.shown) > knownNames {
		clear(e.shown)
	}
	var out []string
	for _, c := range list {
		if e.shown[c.Value] == "" {
			out = append(out, literal(c.Value))
		}
	}
	return out
}

func (e *Engine) remember(hits []hit) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, h := range hits {
		for _, company := range h.Company {
			e.shown[company] = h.Shown
		}
	}
}
