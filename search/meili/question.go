package meili

import (
	"strings"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// Of a question's words the server looks at the first mostTerms only (words_limit in
// 1.50), and reads at most 1,000 pieces of it; a term makes up to six.
const (
	mostTerms  = 10
	mostPieces = 150
)

// question is a query as the server is asked it.
type question struct {
	words  string // q
	filter string
	// exact tells that the server finds what the query means. If not, it finds all of
	// that and perhaps more.
	exact bool
}

// compose writes a query for the server. Words are quoted: it then looks for just them,
// not for what is written alike, for two of them as one, or for one as two. Unquoted
// stand a name that has another one (the synonyms say which) and, last, the beginning
// of a word. strict leaves out exclusions that would exclude too much.
func compose(q stackhound.Query, now time.Time, strict bool) question {
	lex := lexicon()
	out := question{exact: true}
	var without, with []string
	beginning := ""
	for i, term := range q.Terms {
		t := search.Compile(q, i)
		rough := !lex.exact(t) || t.Also != nil && !lex.exact(*t.Also)
		out.exact = out.exact && !rough
		switch {
		case term.Not && rough && strict:
		case term.Not:
			without = append(without, excluded(lex, t)...)
		case t.Prefix:
			beginning = spell(kindWord, t.Tokens[0])
		case t.Also != nil:
			with = append(with, asked(term.Text))
		default:
			with = append(with, quoted(lex.words(t)))
		}
	}
	if beginning != "" {
		with = append(with, beginning)
	}
	if len(with) > mostTerms || len(without) > mostPieces {
		with, without, out.exact = with[:min(len(with), mostTerms)], without[:min(len(without), mostPieces)], false
	}
	out.words = strings.Join(append(without, with...), " ")
	out.filter = postings + " AND (" + filterText(search.Scoped(q), now) + ")"
	return out
}

func quoted(words string) string { return `"` + words + `"` }

// excluded returns what must not stand in a document for a term and its other name.
func excluded(lex names, t search.Term) []string {
	out := []string{"-" + quoted(lex.words(t))}
	if t.Also != nil {
		out = append(out, excluded(lex, *t.Also)...)
	}
	return out
}

// orders are the sorts of a result; without one the ranking rules decide.
var orders = map[string][]string{
	"new":    {"posted:desc", "id:asc"},
	"salary": {"salary:desc", "posted:desc", "id:asc"},
}

// request returns what is sent for a question.
func (q question) request(r stackhound.SearchRequest) *meilisearch.SearchRequest {
	return &meilisearch.SearchRequest{
		Query: q.words, Filter: q.filter, Sort: orders[r.Sort], Facets: r.Facets, Limit: int64(r.Limit), Offset: int64(r.Offset),
		MatchingStrategy: meilisearch.All, AttributesToRetrieve: []string{attrID},
	}
}
