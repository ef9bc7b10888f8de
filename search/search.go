// Package search finds postings: the query language, what an engine is told of a
// posting (Document), the Service over an Engine, and the Indexer that follows the
// postings' change feed.
//
// A query is words that must all stand in a posting, "phrases", -excluded ones, and
// filters over its fields:
//
//	go "message queue" workplace:remote salary:>90k stack:postgresql,mysql -company:acme
//	(stack:go OR stack:rust) years:<=3 posted:<7d
//
// Holds defines what a query means; an engine must find exactly what Holds says.
package search

import (
	"context"
	"math"
	"slices"
	"time"

	"stackhound"
)

// Engine is an index of documents. It is safe for concurrent use.
type Engine interface {
	// Update adds and removes documents. It is visible to every search that begins
	// later, and the batch's position is the engine's from then on. CodeConflict, and
	// nothing is changed, when the engine does not stand at b.From.
	Update(ctx context.Context, b Batch) error
	// Position returns where the feed stood after the last batch; "" before the first.
	// It is kept where the documents are: whoever loses the one has lost the other.
	Position(ctx context.Context) (stackhound.Position, error)
	// Search returns one page of the documents a request holds for. The request is
	// valid (Service checks it); now is what days are counted from.
	Search(ctx context.Context, r stackhound.SearchRequest, now time.Time) (Found, error)
}

// Batch is what happened to the postings between two positions of their feed.
type Batch struct {
	Put      []Document          // those with a known id replace what was there
	Del      []string            // ids; an unknown one is no error
	From     stackhound.Position // where the engine stood when the batch was read
	Position stackhound.Position // where the feed stands after the batch; "" leaves it as it is
	Last     bool                // nothing more stood in the feed
}

// Moved is the error of an engine that does not stand where a batch was read.
func Moved(at, from stackhound.Position) error {
	return stackhound.Errorf(stackhound.CodeConflict, "the index stands at %q, not at %q where this batch began: another process fills it now, or it was deleted or restored", at, from)
}

// Found is what an engine answers.
type Found struct {
	IDs    []string // one page, in order
	Total  int      // documents found, exact
	Facets map[string][]stackhound.FacetCount
}

// MaxFacetValues is how many values of a field a facet lists: the most frequent ones,
// equally frequent ones by name.
const MaxFacetValues = 100

// defaultLimit is the page size when a request names none.
const defaultLimit = 20

// sorts are the orders a result can have.
var sorts = []string{"", "new", "salary"}

// Service answers search requests with whole postings.
type Service struct {
	engine Engine
	get    func(ctx context.Context, ids []string) ([]stackhound.Posting, error)
	now    func() time.Time
}

// New returns a service over an engine; get reads postings by id in the order asked for.
func New(engine Engine, get func(ctx context.Context, ids []string) ([]stackhound.Posting, error), now func() time.Time) *Service {
	return &Service{engine, get, now}
}

// Search answers a request. A bad one is CodeInvalid.
func (s *Service) Search(ctx context.Context, r stackhound.SearchRequest) (stackhound.SearchResult, error) {
	if r.Limit == 0 {
		r.Limit = defaultLimit
	}
	if err := check(r); err != nil {
		return stackhound.SearchResult{}, err
	}
	found, err := s.engine.Search(ctx, r, s.now())
	if err != nil {
		return stackhound.SearchResult{}, err
	}
	hits, err := s.get(ctx, found.IDs)
	if err != nil {
		return stackhound.SearchResult{}, err
	}
	return stackhound.SearchResult{Total: found.Total, Hits: hits, Facets: found.Facets}, nil
}

// Count returns how many documents an engine has, closed postings included.
func Count(ctx context.Context, e Engine) (int, error) {
	every := stackhound.Filter{Op: stackhound.OpIs, Field: "state", Values: []string{"open", "closed"}}
	found, err := e.Search(ctx, stackhound.SearchRequest{Query: stackhound.Query{Filter: &every}, Limit: 1}, time.Time{})
	return found.Total, err
}

// check holds a request to its bounds.
func check(r stackhound.SearchRequest) error {
	switch {
	case r.Limit < 1 || r.Limit > stackhound.MaxLimit:
		return stackhound.Errorf(stackhound.CodeInvalid, "limit %d is not from 1 to %d", r.Limit, stackhound.MaxLimit)
	case r.Offset < 0 || r.Offset > stackhound.MaxOffset:
		return stackhound.Errorf(stackhound.CodeInvalid, "offset %d is not from 0 to %d", r.Offset, stackhound.MaxOffset).WithHint("narrow the search instead of paging on")
	case !slices.Contains(sorts, r.Sort):
		return stackhound.Errorf(stackhound.CodeInvalid, "%q is not an order", r.Sort).WithHint("sort by new or salary, or leave it out for the best first")
	}
	for _, f := range r.Facets {
		if !slices.Contains(stackhound.FacetFields, f) {
			return unknownField(f, stackhound.FacetFields)
		}
	}
	return checkFilter(r.Query.Filter)
}

// checkFilter holds a filter to MaxFilterLeaves and MaxFilterDepth.
func checkFilter(f *stackhound.Filter) error {
	leaves, depth := measure(f)
	if leaves > stackhound.MaxFilterLeaves {
		return stackhound.Errorf(stackhound.CodeInvalid, "the query has %d filters, at most %d are allowed", leaves, stackhound.MaxFilterLeaves)
	}
	if depth > stackhound.MaxFilterDepth {
		return stackhound.Errorf(stackhound.CodeInvalid, "the query nests filters %d deep, at most %d are allowed", depth, stackhound.MaxFilterDepth)
	}
	return nil
}

// measure counts a filter's leaves (each value of a leaf is one) and levels.
func measure(f *stackhound.Filter) (leaves, depth int) {
	if f == nil {
		return 0, 0
	}
	if len(f.Kids) == 0 {
		return max(1, len(f.Values)), 1
	}
	for i := range f.Kids {
		l, d := measure(&f.Kids[i])
		leaves, depth = leaves+l, max(depth, d)
	}
	return leaves, depth + 1
}

// Scoped returns the filter a query stands for: its own, with state:open added unless
// it says something about the state itself.
func Scoped(q stackhound.Query) stackhound.Filter {
	open := stackhound.Filter{Op: stackhound.OpIs, Field: "state", Values: []string{"open"}}
	switch {
	case q.Filter == nil:
		return open
	case mentions(*q.Filter, "state"):
		return *q.Filter
	}
	return stackhound.Filter{Op: stackhound.OpAnd, Kids: []stackhound.Filter{open, *q.Filter}}
}

func mentions(f stackhound.Filter, field string) bool {
	return f.Field == field || slices.ContainsFunc(f.Kids, func(k stackhound.Filter) bool { return mentions(k, field) })
}

// Bounds returns the range a filter sets on a document's numbers as they are stored: a
// range of days before now becomes one of times.
func Bounds(f stackhound.Filter, now time.Time) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if f.Min != nil {
		low = *f.Min
	}
	if f.Max != nil {
		high = *f.Max
	}
	if f.Field == "posted" || f.Field == "seen" {
		low, high = seconds(now)-high*secondsPerDay, seconds(now)-low*secondsPerDay
	}
	return low, high
}

const secondsPerDay = 24 * 60 * 60

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
