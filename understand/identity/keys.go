// Package identity decides which listings are one job and issues the postings' ids.
//
// Listings that share a key are candidates. Each two of them are then compared by what
// they say (judge): where one applies, company, title, place, pay, time, and how much of
// the shorter text the other one has. Only what is plainly one job is merged; what is
// not sure is told beside the posting. Similar texts alone are no evidence: boards cut
// the same ad differently, and different ads of one company read alike.
package identity

import (
	"slices"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/lexicon/companies"
)

// The kinds of key, as prefixes.
const (
	applyPrefix = "apply:" // the address of one opening
	namePrefix  = "name:"  // company, title and place
	workPrefix  = "work:"  // company and title, whatever the level and the place
	textPrefix  = "text:"  // title and words, whatever the company
)

// Keys returns the keys of all roles a listing offers, and those of each. Listings that
// share a key are candidates for one posting; a role without any stays alone. An address
// and a text that several roles share single out none of them, so each goes by its name
// alone; names that only differ in what tells no openings apart are the first one's.
func Keys(l stackhound.Listing, parts []stackhound.Part) (all []string, each [][]string) {
	each = make([][]string, len(parts))
	for i, p := range parts {
		t := readTitle(p.Title)
		if len(parts) == 1 {
			each[i] = singleKeys(l, p, t)
		}
		if names := nameKeys(l, t); len(names) > 0 && !slices.Contains(all, names[0]) {
			each[i] = append(each[i], names...)
		}
		for _, k := range each[i] {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all, each
}

// singleKeys are the keys of what belongs to an ad as a whole.
func singleKeys(l stackhound.Listing, p stackhound.Part, t title) (keys []string) {
	if opening := openingKey(l); opening != "" {
		keys = append(keys, applyPrefix+opening)
	}
	if len(t.words) > 0 {
		if text, ok := cut(p.Text).sketch(); ok {
			keys = append(keys, textPrefix+strings.Join(t.words, " ")+"|"+text)
		}
	}
	return keys
}

// sketch is how many of the least hashes of a text make its key. One is the same in two
// texts as often as pieces are shared, so three are in copies, and hardly ever where only
// the words are shared that all employers put below their ads: those would lead from any
// ad of a title to all others.
const sketch = 3

// sketch sums up a text by its least pieces, in whatever order they stand; ok is false
// where it has too few.
func (p pieces) sketch() (text string, ok bool) {
	least := make([]uint64, 0, sketch+1)
	for _, h := range p {
		if len(least) == sketch && h >= least[sketch-1] {
			continue
		}
		if at, known := slices.BinarySearch(least, h); !known {
			least = slices.Insert(least, at, h)
			least = least[:min(len(least), sketch)]
		}
	}
	for _, h := range least {
		text += strconv.FormatUint(h, 36) + " "
	}
	return text, len(least) == sketch
}

// nameKeys are the keys of who offers what, none where either is not told.
func nameKeys(l stackhound.Listing, t title) []string {
	company := companies.Key(l.Company)
	if company == "" || t.key() == "" {
		return nil
	}
	company = core(company)
	of := company + "|" + strings.Join(t.words, " ") // first, so that both stand side by side where keys are kept
	return []string{
		namePrefix + of + "|" + strings.Join(t.levels, " ") + "|" + placeKey(placeText(l.Location, t.places), l.Stated.Workplace),
		workPrefix + of,
	}
}

// trade are words behind a company's name that boards add or leave out.
var trade = []string{"technologies", "technology", "labs", "lab", "group", "holding", "holdings", "software", "systems", "solutions", "services", "international", "global", "europe", "deutschland", "digital", "studios", "studio", "app"}

// core is a company's name, of Key, without spaces and what boards add to names.
func core(company string) string {
	words := strings.Fields(company)
	for len(words) > 1 && slices.Contains(trade, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, "")
}
