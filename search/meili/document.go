package meili

import (
	"encoding/json"
	"math"
	"strings"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/search"
)

// The attributes of a document beside the fields of search.Document, which go by their
// own names.
const (
	attrID     = "id"
	attrShown  = "shown" // the company's name as the ad writes it
	attrMarker = "marker"
)

// tierAttrs hold a document's words, by tier.
var tierAttrs = [search.Tiers]string{"title", "names", "text"}

// encode returns a document as the server keeps it.
func encode(d search.Document) (json.RawMessage, error) {
	out := map[string]any{attrID: d.ID}
	for tier, passages := range d.Words {
		out[tierAttrs[tier]] = words(search.Tier(tier), passages)
	}
	for _, field := range stackhound.FacetFields {
		if values := facetValues(field, d.Facets[field]); len(values) > 0 {
			out[field] = values
		}
	}
	for field, n := range d.Numbers {
		if !math.IsNaN(n) {
			out[field] = finite(n)
		}
	}
	if named := d.Facets["company"]; len(named) > 0 {
		out[attrShown] = named[0]
	}
	return json.Marshal(out)
}

// words returns a tier's passages, each an element of its own: the server takes the
// words of two elements for no neighbours. The stamps follow as elements, too.
func words(tier search.Tier, passages []string) []string {
	lex := lexicon()
	var out, stamps []string
	seen := map[string]bool{}
	for _, passage := range passages {
		tokens := fold.Tokens(passage)
		if len(tokens) > 0 {
			out = append(out, strings.Join(spellAll(tokens), " "))
		}
		for _, s := range lex.found(tier, tokens) {
			if !seen[s] {
				seen[s] = true
				stamps = append(stamps, s)
			}
		}
	}
	return append(out, stamps...)
}

// facetValues returns a field's values as they are counted and filtered by.
func facetValues(field string, values []string) []string {
	var out []string
	for _, v := range values {
		if counted := counted(field, v); counted != "" {
			out = append(out, counted)
		}
	}
	return out
}

// counted is the form of a value that the server compares, "" for none. It folds case
// itself and shows a value as it was written, so one that differs from its key in case
// only stays as it is; any other becomes the key. Companies are counted by key and
// shown by attrShown, since their legal form is no part of the key.
func counted(field, value string) string {
	key := search.Key(field, value)
	if value = strings.TrimSpace(value); field != "company" && strings.ToLower(value) == key && isASCII(value) {
		return short(value)
	}
	return short(key)
}

// maxValue is how much of a value is kept as it is, in bytes: the server cuts values at
// 468 bytes after taking characters apart, which makes some three times as long.
const maxValue = 140

// short cuts a long value, so that it still differs from others that begin alike.
func short(value string) string {
	if len(value) <= maxValue {
		return value
	}
	cut := maxValue
	for !utf8.RuneStart(value[cut]) {
		cut--
	}
	return value[:cut] + " " + digest(strings.ToLower(value))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// finite brings a number into the range that JSON can write.
func finite(n float64) float64 { return max(-math.MaxFloat64, min(n, math.MaxFloat64)) }
