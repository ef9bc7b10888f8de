package searchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/search"
)

// runReferee compares an engine with Holds: random postings, random queries, the same
// set and the same counts. Postings change and go between the queries.
func runReferee(t *testing.T, effort Effort, open func(t *testing.T) search.Engine) {
	for seed := range effort.Seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 7))
			engine := open(t)
			docs := map[string]search.Document{}
			for range effort.Rounds {
				change(t, rnd, effort.Change, engine, docs)
				for range effort.Queries {
					compare(t, engine, docs, randomQuery(rnd))
				}
			}
		})
	}
}

// change puts up to most documents, and sometimes removes one.
func change(t *testing.T, rnd *rand.Rand, most int, engine search.Engine, docs map[string]search.Document) {
	t.Helper()
	var put []search.Document
	var del []string
	for range rnd.IntN(most) {
		d := search.NewDocument(randomPosting(rnd), Niche)
		put = append(put, d)
		docs[d.ID] = d
	}
	if rnd.IntN(5) == 0 {
		id := fmt.Sprint(rnd.IntN(90))
		if !slices.ContainsFunc(put, func(d search.Document) bool { return d.ID == id }) {
			del = append(del, id)
			delete(docs, id)
		}
	}
	if err := engine.Update(context.Background(), search.Batch{Put: put, Del: del}); err != nil {
		t.Fatal(err)
	}
}

// compare asks an engine a written query and judges every document itself.
func compare(t *testing.T, engine search.Engine, docs map[string]search.Document, query string) {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	request := stackhound.SearchRequest{Query: q, Limit: stackhound.MaxLimit, Facets: stackhound.FacetFields}
	found, err := engine.Search(context.Background(), request, Now)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	counts := map[string]map[string]int{}
	for _, f := range stackhound.FacetFields {
		counts[f] = map[string]int{}
	}
	for id, d := range docs {
		if !search.Holds(q, d, Now) {
			continue
		}
		want = append(want, id)
		for field, values := range d.Facets {
			for _, v := range values {
				counts[field][search.Key(field, v)]++
			}
		}
	}
	slices.Sort(want)
	got := slices.Sorted(slices.Values(found.IDs))
	if !slices.Equal(got, want) || found.Total != len(want) {
		t.Fatalf("%s: found %v (total %d), holds for %v", query, got, found.Total, want)
	}
	for field, values := range found.Facets {
		counted := map[string]int{}
		for _, v := range values {
			counted[search.Key(field, v.Value)] = v.Count
		}
		if !reflect.DeepEqual(counted, counts[field]) {
			t.Fatalf("%s: facet %s is %v, want %v", query, field, counted, counts[field])
		}
	}
}

var (
	someWords  = []string{"go", "golang", "engineer", "engine", "node.js", "c++", ".net", "ci/cd", "message", "queue", "queues", "Zürich", "java", "javascript", "kubernetes", "team"}
	someSkills = []string{"go", "java", "spring-boot", "python", "django", "c++", "postgresql"}
	someFirms  = []string{"Nordwind GmbH", "nordwind", "Ostwind & Co", ""}
	someBoards = []string{"niche-a", "niche-b", "wide"}
)

func pick[T any](rnd *rand.Rand, from []T) T { return from[rnd.IntN(len(from))] }

func some[T any](rnd *rand.Rand, from []T) []T {
	var out []T
	for range rnd.IntN(3) {
		out = append(out, pick(rnd, from))
	}
	return out
}

func sentence(rnd *rand.Rand, n int) string {
	var words []string
	for range n {
		words = append(words, pick(rnd, someWords))
	}
	return strings.Join(words, " ")
}

func randomPosting(rnd *rand.Rand) stackhound.Posting {
	years, pay := float64(rnd.IntN(6)), float64(50+rnd.IntN(60))*1000
	p := stackhound.Posting{
		ID: fmt.Sprint(rnd.IntN(90)), Title: sentence(rnd, 3), Company: pick(rnd, someFirms), Text: sentence(rnd, 8),
		FirstSeen: Now.AddDate(0, 0, -rnd.IntN(20)), Sources: []stackhound.Source{{Board: pick(rnd, someBoards)}, {Board: pick(rnd, someBoards)}},
		Ad: stackhound.Ad{
			Roles: some(rnd, stackhound.Roles), Seniority: some(rnd, stackhound.Levels), Workplace: stackhound.Workplace(rnd.IntN(8)),
			Regions: some(rnd, stackhound.RegionWords), Employment: some(rnd, stackhound.Employments), Degree: pick(rnd, stackhound.Degrees), Visa: pick(rnd, stackhound.Visas),
			Stack: stackhound.Stack{Required: some(rnd, someSkills), Mentioned: some(rnd, someSkills)},
		},
	}
	if rnd.IntN(2) == 0 {
		p.YearsMin, p.Posted = &years, Now.AddDate(0, 0, -rnd.IntN(40))
		p.Salary = &stackhound.Pay{Min: &pay, Currency: pick(rnd, []string{"EUR", "USD", "XXX"}), Period: "year"}
		p.Locations = []stackhound.Location{{City: "Bern", Country: pick(rnd, []string{"CH", "DE"})}}
	}
	if rnd.IntN(6) == 0 {
		p.ClosedAt = Now
	}
	return p
}

func randomQuery(rnd *rand.Rand) string {
	var parts []string
	for range rnd.IntN(3) {
		parts = append(parts, randomTerm(rnd))
	}
	for range rnd.IntN(3) {
		parts = append(parts, randomFilter(rnd, 2))
	}
	return strings.Join(parts, " ")
}

func randomTerm(rnd *rand.Rand) string {
	switch rnd.IntN(6) {
	case 0:
		return "-" + pick(rnd, someWords)
	case 1:
		return `"` + sentence(rnd, 2) + `"`
	case 2:
		return pick(rnd, someWords)[:2]
	case 3:
		return pick(rnd, []string{"eng", "que", "jav", "kube", "mess", "zzz", "golang", "k8s", "dotnet"})
	}
	return pick(rnd, someWords)
}

func randomFilter(rnd *rand.Rand, depth int) string {
	if depth > 0 && rnd.IntN(3) == 0 {
		return pick(rnd, []string{"", "-"}) + "(" + randomFilter(rnd, depth-1) + pick(rnd, []string{" OR ", " "}) + randomFilter(rnd, depth-1) + ")"
	}
	return pick(rnd, []string{
		"stack:" + pick(rnd, someSkills), "stack:java,go", "-stack:" + pick(rnd, someSkills), "role:" + pick(rnd, stackhound.Roles), "level:senior,junior",
		"workplace:" + pick(rnd, []string{"remote", "hybrid", "onsite", "unspecified"}), "region:EU,europe", "country:CH", "company:nordwind", `company:"ostwind & co"`,
		"board:niche-a", "only:niche", "niche:no", "employment:contract", "visa:offered", "-degree:required", "currency:EUR", "state:open,closed", "state:closed", "-state:open",
		fmt.Sprintf("salary:>%dk", 50+rnd.IntN(60)), "salary:60k..90k", fmt.Sprintf("years:<=%d", rnd.IntN(6)), "-years:2..", "posted:<7d", fmt.Sprintf("seen:>=%dd", rnd.IntN(20)),
	})
}
