package embedded_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"stackhound"
	"stackhound/lexicon/skills"
	"stackhound/search"
	"stackhound/search/embedded"
	"stackhound/search/searchtest"
)

// benchSize is how many postings the benchmarks hold; 250 words each of a vocabulary of
// 30,000 with the frequencies of natural language (Zipf).
const benchSize = 20_000

func benchDocs(n int) []search.Document {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := rand.NewZipf(rnd, 1.1, 20, 30_000)
	names := skills.Names()
	docs := make([]search.Document, n)
	for i := range docs {
		var text strings.Builder
		for range 250 {
			fmt.Fprintf(&text, "w%d ", words.Uint64())
		}
		at := searchtest.Now.AddDate(0, 0, -rnd.IntN(90))
		docs[i] = search.NewDocument(stackhound.Posting{
			ID: fmt.Sprintf("p%06d", i), Title: fmt.Sprintf("Senior w%d Engineer", words.Uint64()), Company: fmt.Sprintf("Company %d", rnd.IntN(n/5)),
			Text: text.String(), Posted: at, FirstSeen: at, Sources: []stackhound.Source{{Board: fmt.Sprint("b", rnd.IntN(12))}},
			Ad: stackhound.Ad{
				Stack: stackhound.Stack{Required: []string{names[rnd.IntN(40)], names[rnd.IntN(len(names))]}, Nice: []string{names[rnd.IntN(len(names))]}},
				Roles: []string{stackhound.Roles[rnd.IntN(len(stackhound.Roles))]}, Workplace: stackhound.Workplace(rnd.IntN(8)),
			},
		}, searchtest.Niche)
	}
	return docs
}

func BenchmarkUpdate(b *testing.B) {
	docs := benchDocs(benchSize)
	for b.Loop() {
		ix := embedded.New()
		for at := 0; at < len(docs); at += 500 {
			if err := ix.Update(context.Background(), search.Batch{Put: docs[at : at+500]}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*len(docs))/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkSearch(b *testing.B) {
	ix := embedded.New()
	before := heap()
	if err := ix.Update(context.Background(), search.Batch{Put: benchDocs(benchSize)}); err != nil {
		b.Fatal(err)
	}
	size := heap() - before
	for _, query := range []string{"", "engineer w20", "w100 w2", `"w1 w2"`, "w12", "stack:go -role:backend workplace:remote", "posted:<30d engineer"} {
		q, err := search.Parse(query)
		if err != nil {
			b.Fatal(err)
		}
		r := stackhound.SearchRequest{Query: q, Limit: 20, Facets: []string{"stack", "role", "level", "workplace", "company"}}
		b.Run("query="+query, func(b *testing.B) {
			for b.Loop() {
				if _, err := ix.Search(context.Background(), r, searchtest.Now); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size)/(1<<20), "index-MB")
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
