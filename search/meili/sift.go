package meili

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// mostSifted is how many documents are looked at one by one for a question that the
// server answers roughly. Beyond, its answer counts: it may hold an ad that has the
// words of a long phrase next to each other in pairs only (a decision of 2026-11-27).
const mostSifted = 1000

// candidate is a document with all that tells whether a query holds for it.
type candidate struct {
	id     string
	tiers  [search.Tiers][][]string // words of passages
	values map[string][]string      // of the fields to count
}

// UnmarshalJSON reads a document as encode wrote it.
func (c *candidate) UnmarshalJSON(text []byte) error {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	if err := json.Unmarshal(doc[attrID], &c.id); err != nil {
		return err
	}
	c.values = map[string][]string{}
	for attr, raw := range doc {
		var list []string
		if attr == attrID || json.Unmarshal(raw, &list) != nil {
			continue
		}
		if tier := slices.Index(tierAttrs[:], attr); tier >= 0 {
			for _, passage := range list {
				c.tiers[tier] = append(c.tiers[tier], strings.Fields(passage))
			}
			continue
		}
		c.values[attr] = list
	}
	return nil
}

// says tells whether a term or its other name stands in the document.
func (c *candidate) says(t search.Term) bool {
	spelled := search.Term{Tokens: spellAll(t.Tokens), Prefix: t.Prefix}
	for _, passages := range c.tiers[:t.Tiers] {
		if slices.ContainsFunc(passages, spelled.In) {
			return true
		}
	}
	return t.Also != nil && c.says(*t.Also)
}

// holds tells whether the words of a query hold for the document.
func (c *candidate) holds(q stackhound.Query) bool {
	for i, term := range q.Terms {
		if c.says(search.Compile(q, i)) == term.Not {
			return false
		}
	}
	return true
}

// sift answers a question that the server answers roughly: it takes all that may be
// meant, keeps what is, and pages and counts by itself. ok is false when that were too
// many.
func (e *Engine) sift(ctx context.Context, r stackhound.SearchRequest, now time.Time) (found search.Found, ok bool, err error) {
	all := r
	all.Limit, all.Offset, all.Facets = mostSifted, 0, nil
	request := compose(r.Query, now, true).request(all)
	request.AttributesToRetrieve = slices.Concat([]string{attrID}, tierAttrs[:], r.Facets)
	var a struct {
		Hits               []candidate
		EstimatedTotalHits int
	}
	if ok, err := e.few(ctx, request); err != nil || !ok {
		return found, ok, err
	}
	if err := e.ask(ctx, e.index, request, &a); err != nil {
		return found, false, e.explain(err)
	}
	kept := slices.DeleteFunc(a.Hits, func(c candidate) bool { return !c.holds(r.Query) })
	found.Total = len(kept)
	for _, c := range kept[min(r.Offset, len(kept)):min(r.Offset+r.Limit, len(kept))] {
		found.IDs = append(found.IDs, c.id)
	}
	found.Facets, err = e.facets(ctx, r.Facets, tally(kept))
	return found, a.EstimatedTotalHits <= mostSifted, err
}

// few tells whether a request finds few enough documents to look at each.
func (e *Engine) few(ctx context.Context, request *meilisearch.SearchRequest) (bool, error) {
	short := *request
	short.Limit, short.AttributesToRetrieve = 1, []string{attrID}
	var a answer
	err := e.ask(ctx, e.index, &short, &a)
	return a.EstimatedTotalHits <= mostSifted, e.explain(err)
}

// tally counts the values of documents.
func tally(kept []candidate) map[string]map[string]int {
	counts := map[string]map[string]int{}
	for _, c := range kept {
		for field, values := range c.values {
			if counts[field] == nil {
				counts[field] = map[string]int{}
			}
			for _, v := range values {
				counts[field][v]++
			}
		}
	}
	return counts
}
