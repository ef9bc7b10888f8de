package meili_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/lexicon/skills"
	"stackhound/search"
	"stackhound/search/meili"
	"stackhound/search/searchtest"
)

// The benchmark asks each query as often as benchRounds of benchSize postings of 250
// words with the frequencies of natural language (Zipf), and allows the adapter
// benchAllowed times what the same request takes by itself.
const (
	benchSize    = 5_000
	benchRounds  = 150
	benchAllowed = 1.15
)

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
			ID: fmt.Sprintf("p%06d", i), Title: fmt.Sprintf("Senior w%d Engineer", words.Uint64()), Company: fmt.Sprintf("Company %d GmbH", rnd.IntN(n/5)),
			Text: text.String(), Posted: at, FirstSeen: at, Sources: []stackhound.Source{{Board: fmt.Sprint("b", rnd.IntN(12))}},
			Ad: stackhound.Ad{
				Stack: stackhound.Stack{Required: []string{names[rnd.IntN(40)], names[rnd.IntN(len(names))]}},
				Roles: []string{stackhound.Roles[rnd.IntN(len(stackhound.Roles))]}, Workplace: stackhound.Workplace(rnd.IntN(8)),
			},
		}, searchtest.Niche)
	}
	return docs
}

// recorder passes requests on and keeps the last one with its body.
type recorder struct {
	next http.RoundTripper
	last *http.Request
	body []byte
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		r.last, r.body = req, body
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	return r.next.RoundTrip(req)
}

// again sends the last request once more, without the adapter.
func (r *recorder) again(b *testing.B, c *http.Client) {
	req, err := http.NewRequestWithContext(b.Context(), r.last.Method, r.last.URL.String(), bytes.NewReader(r.body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header = r.last.Header
	res, err := c.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct{ Hits []struct{ ID string } }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOverhead compares a search through the adapter with the same request sent by
// itself, in turns, and prints the median of each. Its last line says whether the
// adapter costs no more than it may.
func BenchmarkOverhead(b *testing.B) {
	s := real(b)
	o := s.options(b)
	b.Cleanup(func() { s.remove(b, o.Index) })
	recorded := &recorder{next: o.Client.Transport}
	plain := o.Client
	o.Client = &http.Client{Transport: recorded, Timeout: plain.Timeout}
	e := meili.New(o)
	start := time.Now()
	if err := e.Update(b.Context(), search.Batch{Put: benchDocs(benchSize), Position: "1", Last: true}); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("%d postings indexed in %.1f s\n", benchSize, time.Since(start).Seconds())
	var ratios []float64
	for b.Loop() {
		for _, query := range []string{"", "engineer w20", "w100 w2", `"w1 w2"`, "w12", "golang kubernetes", "stack:go -role:backend workplace:remote", "posted:<30d engineer"} {
			ratios = append(ratios, overhead(b, e, recorded, plain, query))
		}
	}
	slices.Sort(ratios)
	median, worst := ratios[len(ratios)/2], ratios[len(ratios)-1]
	verdict := "ok"
	if median > benchAllowed {
		verdict = "FALLS SHORT"
	}
	fmt.Printf("%s: a search through the adapter takes %.2f times the bare request at the median of the queries, %.2f at worst, %.2f are allowed\n", verdict, median, worst, benchAllowed)
}

// overhead returns how many times longer a query takes through the adapter.
func overhead(b *testing.B, e *meili.Engine, recorded *recorder, plain *http.Client, query string) float64 {
	q, err := search.Parse(query)
	if err != nil {
		b.Fatal(err)
	}
	r := stackhound.SearchRequest{Query: q, Limit: 20, Facets: []string{"stack", "role", "level", "workplace", "company"}}
	ask := func() {
		if _, err := e.Search(context.Background(), r, searchtest.Now); err != nil {
			b.Fatal(err)
		}
	}
	ask() // the names of the companies are known from here on
	ask()
	var adapter, bare []time.Duration
	for range benchRounds {
		adapter = append(adapter, took(ask))
		bare = append(bare, took(func() { recorded.again(b, plain) }))
	}
	slices.Sort(adapter)
	slices.Sort(bare)
	a, p := adapter[benchRounds/2], bare[benchRounds/2]
	fmt.Printf("%-40q adapter %6.2f ms, bare %6.2f ms, ratio %.3f\n", query, ms(a), ms(p), float64(a)/float64(p))
	return float64(a) / float64(p)
}

func took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
