package searchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"stackhound"
	"stackhound/search"
)

// pieces are what query languages, markup and character sets stumble over.
var pieces = []string{
	`"`, `\`, `\"`, `\\`, `'`, "`", ` OR `, ` AND `, ` NOT `, ` IN [`, `]`, ` EXISTS`, ` TO `, `=`, `!=`, `>=`, `(`, `)`, `,`, `*`, `%`, `$`, `{`, `}`, `\n`, `\u{41}`, `\x41`,
	"\n", "\t", "\r", "\u00a0", "\u200b", "\u202e", "\ufeff", "<b>", "&amp;", "--", ";", "/*", "é", "ß", "Ł", "İ", "ﬁ", "Ⅷ", "日本", "한국", "Ж", "ع", "👩‍💻", "state", "open", "niche", "null", "zz",
}

// hostile returns a random value that ends in a word of its own.
func hostile(rnd *rand.Rand, i int) string {
	var b strings.Builder
	for range 1 + rnd.IntN(8) {
		b.WriteString(pick(rnd, pieces))
	}
	return fmt.Sprintf("%s w%d", b.String(), i)
}

// testHostile holds that every value, however it is written, finds the one posting that
// has it, and that no value turns into a part of the query.
func testHostile(t *testing.T, n int, e search.Engine) {
	rnd := rand.New(rand.NewPCG(3, 11))
	values := map[string][]string{"company": nil, "board": nil}
	var docs []search.Document
	for i := range n {
		p := stackhound.Posting{ID: fmt.Sprint("h", i), FirstSeen: Now, Company: hostile(rnd, i), Sources: []stackhound.Source{{Board: hostile(rnd, i)}}}
		docs = append(docs, search.NewDocument(p, Niche))
		values["company"], values["board"] = append(values["company"], p.Company), append(values["board"], p.Sources[0].Board)
	}
	if err := e.Update(context.Background(), search.Batch{Put: docs}); err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for field, list := range values {
		for part := range 2 {
			work.Go(func() {
				for i := part; i < len(list); i += 2 {
					if found := having(t, e, field, list[i]); !slices.Equal(found.IDs, []string{fmt.Sprint("h", i)}) || found.Total != 1 {
						t.Errorf("%s %q finds %v, want h%d alone", field, list[i], found, i)
					}
				}
			})
		}
	}
	work.Wait()
	for _, value := range []string{
		`zzz" OR state = "open`, `zzz\" OR state = "open`, `zzz' OR state = 'open`, `zzz") OR (state = "open`, `zzz"] OR state IN ["open`, `zzz" OR state EXISTS OR board = "`, "zzz\" OR\nstate = \"open",
	} {
		if found := having(t, e, "board", value); found.Total != 0 {
			t.Errorf("the value %s finds %d", value, found.Total)
		}
	}
}

// having finds what has a value, as a program asks for it that parses no query.
func having(t *testing.T, e search.Engine, field, value string) search.Found {
	t.Helper()
	f := &stackhound.Filter{Op: stackhound.OpIs, Field: field, Values: []string{value}}
	found, err := e.Search(context.Background(), stackhound.SearchRequest{Query: stackhound.Query{Filter: f}, Limit: 10}, Now)
	if err != nil {
		t.Errorf("%s %q: %v", field, value, err)
	}
	return found
}

// testLongValues holds that values are told apart however far into them they differ.
func testLongValues(t *testing.T, e search.Engine) {
	long := strings.Repeat("very long name ", 60)
	other := strings.Repeat("동해물과 ", 100)
	for i, name := range []string{long + "a", long + "b", other + "a", other + "b"} {
		Put(t, e, stackhound.Posting{ID: fmt.Sprint(i), Company: name, Title: strings.Repeat("x", 400+i) + " job", FirstSeen: Now, Sources: []stackhound.Source{{Board: name}}})
		for _, field := range []string{"company", "board"} {
			if found := having(t, e, field, name); !slices.Equal(found.IDs, []string{fmt.Sprint(i)}) {
				t.Errorf("the %s that ends in %q finds %v, want %d", field, name[len(name)-5:], found.IDs, i)
			}
		}
	}
	for _, field := range []string{"company", "board"} {
		if counted := find(t, e, "job", field).Facets[field]; len(counted) != 4 {
			t.Errorf("%d values of %s counted, want 4", len(counted), field)
		}
	}
	if found := find(t, e, strings.Repeat("x", 401)); !slices.Equal(found.IDs, []string{"1"}) {
		t.Errorf("a long word finds %v, want 1", found.IDs)
	}
}
