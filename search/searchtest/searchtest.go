// Package searchtest holds what every search engine must do, as a suite an engine's own
// test runs: scripts in plain text (testdata/*.txt, anyone can add one) and a comparison
// with search.Holds over random postings and queries.
package searchtest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/search"
)

// Now is the time all tests stand at.
var Now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// Effort is how much the random parts of the suite do.
type Effort struct {
	Seeds   uint64 // engines filled from the beginning
	Rounds  int    // updates of each
	Change  int    // most postings an update puts
	Queries int    // asked after each update
	Strings int    // hostile values of a field
}

// Full is the effort for an engine that updates in no time; Brief asks as many queries
// of one where each update costs as much as hundreds of them.
var (
	Full  = Effort{Seeds: 12, Rounds: 60, Change: 4, Queries: 1, Strings: 10_000}
	Brief = Effort{Seeds: 2, Rounds: 6, Change: 40, Queries: 60, Strings: 10_000}
)

// Run runs the suite. open returns an empty engine of the test's own.
func Run(t *testing.T, effort Effort, open func(t *testing.T) search.Engine) {
	t.Run("scripts", func(t *testing.T) { runScripts(t, open) })
	t.Run("referee", func(t *testing.T) { runReferee(t, effort, open) })
	t.Run("hostile values", func(t *testing.T) { testHostile(t, effort.Strings, open(t)) })
	t.Run("position", func(t *testing.T) { testPosition(t, open(t)) })
	t.Run("long values", func(t *testing.T) { testLongValues(t, open(t)) })
	t.Run("paging", func(t *testing.T) { testPaging(t, open(t)) })
	t.Run("many values", func(t *testing.T) { testManyValues(t, open(t)) })
	t.Run("replacing", func(t *testing.T) { testReplacing(t, open(t)) })
	t.Run("at once", func(t *testing.T) { testAtOnce(t, effort.Rounds/3, open(t)) })
	t.Run("ended context", func(t *testing.T) { testEnded(t, open(t)) })
}

// Niche tells which boards of the tests are niche boards: those whose name says so.
func Niche(board string) bool { return strings.HasPrefix(board, "niche") }

// Put indexes postings.
func Put(t *testing.T, e search.Engine, postings ...stackhound.Posting) {
	t.Helper()
	var docs []search.Document
	for _, p := range postings {
		docs = append(docs, search.NewDocument(p, Niche))
	}
	if err := e.Update(context.Background(), search.Batch{Put: docs}); err != nil {
		t.Fatal(err)
	}
}

// find answers a written query, with a limit high enough for all tests.
func find(t *testing.T, e search.Engine, query string, facets ...string) search.Found {
	t.Helper()
	text, order := cutSort(query)
	q, err := search.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	found, err := e.Search(context.Background(), stackhound.SearchRequest{Query: q, Limit: stackhound.MaxLimit, Facets: facets, Sort: order}, Now)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return found
}

// count returns how many documents an engine has.
func count(t *testing.T, e search.Engine) int {
	t.Helper()
	n, err := search.Count(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// numbered makes n postings p000, p001, …: each a day older than the one before.
func numbered(n int) []stackhound.Posting {
	var out []stackhound.Posting
	for i := range n {
		at := Now.AddDate(0, 0, -i)
		out = append(out, stackhound.Posting{ID: fmt.Sprintf("p%03d", i), Title: fmt.Sprintf("Job %d", i), Posted: at, FirstSeen: at})
	}
	return out
}

func testPaging(t *testing.T, e search.Engine) {
	postings := numbered(137)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(postings), func(i, j int) { postings[i], postings[j] = postings[j], postings[i] })
	Put(t, e, postings...)
	for _, limit := range []int{1, 7, 100} {
		var ids []string
		for offset := 0; offset <= len(postings); offset += limit {
			found, err := e.Search(context.Background(), stackhound.SearchRequest{Limit: limit, Offset: offset}, Now)
			if err != nil || found.Total != len(postings) {
				t.Fatalf("limit %d offset %d: total %d, %v", limit, offset, found.Total, err)
			}
			ids = append(ids, found.IDs...)
		}
		if len(ids) != len(postings) || !slices.IsSorted(ids) {
			t.Errorf("pages of %d put together give %d ids, in order: %v", limit, len(ids), slices.IsSorted(ids))
		}
	}
	if found, err := e.Search(context.Background(), stackhound.SearchRequest{Limit: 10, Offset: stackhound.MaxOffset}, Now); err != nil || len(found.IDs) != 0 {
		t.Errorf("past the end: %v, %v", found.IDs, err)
	}
}

// testManyValues holds that a facet with many values lists the most frequent ones with
// their exact counts, whether most postings are found or few.
func testManyValues(t *testing.T, e search.Engine) {
	postings := numbered(900)
	counts := map[string]map[string]int{"": {}, "role:data": {}, "role:ml": {}}
	for i := range postings {
		p := &postings[i]
		p.Company = fmt.Sprintf("firm%03d", i*37%311)
		p.Roles = []string{"ml"}
		if i%9 != 0 {
			p.Roles = []string{"data"}
		}
		counts[""][p.Company]++
		counts["role:"+p.Roles[0]][p.Company]++
	}
	Put(t, e, postings...)
	for query, counted := range counts {
		var want []stackhound.FacetCount
		for _, name := range slices.Sorted(maps.Keys(counted)) {
			want = append(want, stackhound.FacetCount{Value: name, Count: counted[name]})
		}
		slices.SortStableFunc(want, func(a, b stackhound.FacetCount) int { return b.Count - a.Count })
		want = want[:min(search.MaxFacetValues, len(want))]
		if got := find(t, e, query, "company").Facets["company"]; !slices.Equal(got, want) {
			t.Errorf("%q: got  %v\nwant %v", query, got, want)
		}
	}
}

func testReplacing(t *testing.T, e search.Engine) {
	p := stackhound.Posting{ID: "a", Title: "Go Engineer", Company: "Nordwind", FirstSeen: Now, Ad: stackhound.Ad{Stack: stackhound.Stack{Required: []string{"go"}}}}
	Put(t, e, p)
	p.Title, p.Company, p.Stack.Required = "Rust Engineer", "Ostwind", []string{"rust"}
	Put(t, e, p)
	for query, want := range map[string]int{"go": 0, "stack:go": 0, "company:nordwind": 0, "rust": 1, "stack:rust": 1, "engineer": 1, "ostw": 1, "": 1} {
		if got := find(t, e, query).Total; got != want {
			t.Errorf("after the change %q finds %d, want %d", query, got, want)
		}
	}
	if facet := find(t, e, "", "stack").Facets["stack"]; len(facet) != 1 || facet[0] != (stackhound.FacetCount{Value: "rust", Count: 1}) {
		t.Errorf("the old value is still counted: %v", facet)
	}
	for range 2 { // removing it again is no error
		if err := e.Update(context.Background(), search.Batch{Del: []string{"a", "unknown"}}); err != nil {
			t.Fatal(err)
		}
	}
	if count(t, e) != 0 || find(t, e, "").Total != 0 || find(t, e, "rust").Total != 0 {
		t.Error("a removed document is still found")
	}
}

// testAtOnce searches while documents change: every answer is of one moment, so both
// halves of an update are seen together.
func testAtOnce(t *testing.T, rounds int, e search.Engine) {
	postings := numbered(40)
	Put(t, e, postings...)
	var work sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		work.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				found, err := e.Search(context.Background(), stackhound.SearchRequest{Limit: 100, Facets: []string{"state"}}, Now)
				if err != nil || found.Total%40 != 0 || len(found.IDs) != found.Total {
					t.Errorf("total %d, ids %d, %v", found.Total, len(found.IDs), err)
					return
				}
			}
		})
	}
	var ids []string
	for _, p := range postings {
		ids = append(ids, p.ID)
	}
	for range rounds {
		if err := e.Update(context.Background(), search.Batch{Del: ids}); err != nil {
			t.Error(err)
		}
		Put(t, e, postings...)
	}
	close(stop)
	work.Wait()
}

// testPosition holds that a position is taken over with its batch, and only so, and that
// a batch read elsewhere than where the engine stands changes nothing.
func testPosition(t *testing.T, e search.Engine) {
	d := search.NewDocument(numbered(1)[0], Niche)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, step := range []struct {
		ctx   context.Context
		batch search.Batch
		want  stackhound.Position
		code  stackhound.Code
	}{
		{context.Background(), search.Batch{Put: []search.Document{d}, From: "2", Position: "3"}, "", stackhound.CodeConflict},
		{context.Background(), search.Batch{Last: true}, "", ""},
		{context.Background(), search.Batch{Put: []search.Document{d}, Position: "3"}, "3", ""},
		{context.Background(), search.Batch{Put: []search.Document{d}, From: "3"}, "3", ""},
		{context.Background(), search.Batch{Del: []string{d.ID}, From: "3", Position: "4"}, "4", ""},
		{ended, search.Batch{Put: []search.Document{d}, From: "4", Position: "5"}, "4", ""},
		{context.Background(), search.Batch{Put: []search.Document{d}, From: "3", Position: "7", Last: true}, "4", stackhound.CodeConflict},
		{context.Background(), search.Batch{Put: []search.Document{d}, Position: "3"}, "4", stackhound.CodeConflict},
		{context.Background(), search.Batch{From: "4", Position: "6", Last: true}, "6", ""},
	} {
		err := e.Update(step.ctx, step.batch)
		got, wrong := e.Position(context.Background())
		if got != step.want || wrong != nil || stackhound.CodeOf(err) != step.code || (err == nil) != (step.ctx != ended && step.code == "") {
			t.Errorf("after %+v: position %q, want %q (%v, %v)", step.batch, got, step.want, err, wrong)
		}
	}
	if n := count(t, e); n != 0 {
		t.Errorf("%d documents, want none: a position is no document", n)
	}
}

func testEnded(t *testing.T, e search.Engine) {
	if err := e.Update(context.Background(), search.Batch{Last: true}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	gone := search.NewDocument(stackhound.Posting{ID: "a", Title: "Job", FirstSeen: Now}, Niche)
	if err := e.Update(ctx, search.Batch{Put: []search.Document{gone}}); err == nil {
		t.Error("an update after the end of its context succeeds")
	}
	if count(t, e) != 0 {
		t.Error("an update after the end of its context changes the index")
	}
}
