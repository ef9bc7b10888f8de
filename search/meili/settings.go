package meili

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// shape counts the changes to what encode writes; with the settings it is an index's
// version.
const shape = "1"

const (
	// countedValues is how many values of a field the server counts: of equally frequent
	// ones it cuts off any, so it counts more than are shown, for the names to decide.
	// Each costs a little in every search with counts.
	countedValues = 4 * search.MaxFacetValues
	// allHits lets the server tell the total whatever it is: it never says more than the
	// most hits it would list. How far one can page, search.Service decides.
	allHits = 1 << 30
	// cutoff is after how many milliseconds of ranking the server stops; what is found is
	// found by then, only its order suffers.
	cutoff = 2000
)

// settings are those of an index, as code: an index with others is built anew.
//
// The rules of order say what embedded does: the order asked for; else the better place
// first (attributeRank sums up the tiers as embedded does), then the newer, then the id.
// Typos count nowhere, since search.Holds knows none (2026-11-27).
func settings() *meilisearch.Settings {
	byCount := map[string]meilisearch.SortFacetType{"*": meilisearch.SortFacetTypeCount}
	prefixes := "indexingTime"
	return &meilisearch.Settings{
		SearchableAttributes: tierAttrs[:],
		FilterableAttributes: slices.Concat(stackhound.FacetFields, stackhound.NumberFields, []string{attrMarker}),
		SortableAttributes:   []string{attrID, "posted", "salary"},
		DisplayedAttributes:  slices.Concat([]string{attrID, attrShown}, tierAttrs[:], stackhound.FacetFields, markerAttrs),
		RankingRules:         []string{"sort", "attributeRank", "posted:desc", "id:asc"},
		Synonyms:             lexicon().synonyms,
		TypoTolerance:        &meilisearch.TypoTolerance{Enabled: false, DisableOnWords: []string{}, DisableOnAttributes: []string{}, MinWordSizeForTypos: meilisearch.MinWordSizeForTypos{OneTypo: 5, TwoTypos: 9}},
		ProximityPrecision:   meilisearch.ByWord,
		Pagination:           &meilisearch.Pagination{MaxTotalHits: allHits},
		Faceting:             &meilisearch.Faceting{MaxValuesPerFacet: countedValues, SortFacetValuesBy: byCount},
		PrefixSearch:         &prefixes,
		SearchCutoffMs:       cutoff,
	}
}

// version names the settings, the lexicon in them and the shape of documents.
var version = sync.OnceValue(func() string {
	text, err := json.Marshal([]any{shape, settings(), lexicon().known})
	if err != nil {
		panic("meili: settings that are no JSON: " + err.Error())
	}
	return digest(string(text))
})
