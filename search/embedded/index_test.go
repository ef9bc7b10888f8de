package embedded_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/search"
	"stackhound/search/embedded"
	"stackhound/search/searchtest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, searchtest.Full, func(*testing.T) search.Engine { return embedded.New() })
}

// TestPhraseBoundaries holds that a phrase is not found across the bytes of a longer
// word number: word 129 is written as the bytes 0x81 0x01, word 1 as 0x01.
func TestPhraseBoundaries(t *testing.T) {
	t.Parallel()
	var all []string
	for i := range 300 {
		all = append(all, fmt.Sprint("x", i+1))
	}
	ix := embedded.New()
	searchtest.Put(t, ix, stackhound.Posting{ID: "all", Title: strings.Join(all, " ")}, stackhound.Posting{ID: "two", Title: "x1 x129 x2"})
	for query, want := range map[string][]string{`"x1 x2"`: {"all"}, `"x129 x2"`: {"two"}, `"x1 x129"`: {"two"}, `"x129 x130"`: {"all"}, `"x300 x1"`: nil} {
		q, err := search.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		found, err := ix.Search(t.Context(), stackhound.SearchRequest{Query: q, Limit: 10}, searchtest.Now)
		if err != nil || !slices.Equal(found.IDs, want) {
			t.Errorf("%s finds %v, want %v (%v)", query, found.IDs, want, err)
		}
	}
}
