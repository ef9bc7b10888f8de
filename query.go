package stackhound

// Query is a parsed search: what words must (or must not) stand in a posting, and a
// filter over its fields. The zero value finds everything that is open.
type Query struct {
	Terms  []Term
	Filter *Filter // nil: no filter
}

// Term is a word or a phrase; every term must be met.
type Term struct {
	Text   string
	Phrase bool
	Not    bool
}

// Filter is a tree: a node is "and", "or", "not" over Kids, or a leaf that tests one
// field. At most MaxFilterLeaves leaves and MaxFilterDepth levels.
type Filter struct {
	Op     FilterOp
	Kids   []Filter
	Field  string   // one of FacetFields or NumberFields
	Values []string // "is": any of these
	Min    *float64 // "range": inclusive bounds, nil for none
	Max    *float64
}

// FilterOp is what a filter node does.
type FilterOp string

// The operations.
const (
	OpAnd   FilterOp = "and"
	OpOr    FilterOp = "or"
	OpNot   FilterOp = "not"
	OpIs    FilterOp = "is"
	OpRange FilterOp = "range"
)

// Bounds on a query, so that no search can hold the machine.
const (
	MaxFilterLeaves = 100
	MaxFilterDepth  = 8
	MaxQueryLength  = 512
	MaxLimit        = 100
	MaxOffset       = 10_000
)

// The fields a filter can test. The first group holds words, the second numbers: salary
// is the upper end of the pay as EUR a year, posted and seen are days before now.
var (
	FacetFields  = []string{"stack", "role", "level", "workplace", "region", "country", "company", "board", "employment", "niche", "visa", "degree", "currency", "state"}
	NumberFields = []string{"salary", "years", "posted", "seen"}
)

// SearchRequest asks for one page of postings. State defaults to open unless the query
// filters on it.
type SearchRequest struct {
	Query  Query
	Facets []string // fields of FacetFields to count
	Sort   string   // "" (relevance), "new", "salary"
	Limit  int      // 0 means 20; at most MaxLimit
	Offset int      // at most MaxOffset
}

// SearchResult is one page of postings, the total and the counts asked for.
type SearchResult struct {
	Total  int                     `json:"total"`
	Hits   []Posting               `json:"hits"`
	Facets map[string][]FacetCount `json:"facets,omitempty"`
}

// FacetCount is how many of the postings found have a value.
type FacetCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}
