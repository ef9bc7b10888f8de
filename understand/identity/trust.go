package identity

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
)

// voice is a role of a listing that has a say in what its posting comes to.
type voice struct {
	member
	words []string // of its text
	cut   bool     // its text is the beginning of the posting's, or all of it
}

// voices are those who speak for a posting, the most trusted first.
type voices struct {
	all   []voice
	whole int // whose text is the posting's
}

// listen finds out who speaks: all whose listing is not closed, or all where every one is.
// The text is that of the most trusted one, or of another that goes on where it ends:
// boards cut ads.
func listen(members []member) voices {
	open := slices.DeleteFunc(slices.Clone(members), func(m member) bool { return closed(m.Listing) })
	if len(open) == 0 {
		open = slices.Clone(members)
	}
	slices.SortStableFunc(open, byTrust)
	open = open[:min(len(open), MaxHolders)] // a job put up for years has thousands, all closed
	v := voices{all: make([]voice, len(open))}
	for i, m := range open {
		v.all[i].member = m
	}
	if len(open) > 1 {
		v.compare()
	}
	return v
}

// compare sets whose text is whole, and which others are cut from it.
func (v *voices) compare() {
	for i := range v.all {
		v.all[i].words = words(v.all[i].part.Text)
		if w := v.all[v.whole].words; begins(w, v.all[i].words) && len(v.all[i].words) > len(w) {
			v.whole = i
		}
	}
	for i := range v.all {
		v.all[i].cut = i != v.whole && begins(v.all[i].words, v.all[v.whole].words)
	}
}

// byTrust orders roles by how far their listings are believed: the employer's own hiring
// system before a board with fields of its own, before running text; of equals the ad for
// this role alone, then the longest text. What is equal still stays in order: eldest first.
func byTrust(a, b member) int {
	return cmp.Or(
		cmp.Compare(distance(a.Listing), distance(b.Listing)),
		cmp.Compare(min(len(a.Part), 1), min(len(b.Part), 1)),
		cmp.Compare(len(b.part.Text), len(a.part.Text)),
	)
}

// distance says how many hands an ad went through: 0 for the employer's own system, 1 for
// a board that asks for some things in fields of their own, 2 for any other.
func distance(l stackhound.Listing) int {
	switch {
	case isOwn(l.URL):
		return 0
	case stated(l.Stated):
		return 1
	}
	return 2
}

// isOwn tells an address in an employer's own hiring system.
func isOwn(address string) bool {
	u, err := url.Parse(address)
	return err == nil && onHiringSystem(u)
}

// stated tells whether a board says anything in fields of its own.
func stated(s stackhound.Stated) bool {
	return len(s.Workplace)+len(s.Employment)+len(s.Level)+len(s.Regions)+len(s.Category) > 0 || s.PayMin != 0 || s.PayMax != 0
}

// moreSigns are the words boards put where they cut an ad.
var moreSigns = [][]string{{"read", "more"}, {"show", "more"}, {"see", "more"}, {"continue", "reading"}, {"view", "full", "description"}, {"weiterlesen"}, {"mehr", "lesen"}, {"lire", "la", "suite"}, {"leer", "mas"}, {"more"}}

// words are those of a text, without a sign at its end that there is more.
func words(text string) []string {
	all := fold.Tokens(text)
	for _, sign := range moreSigns {
		if n := len(all) - len(sign); n >= 0 && slices.Equal(all[n:], sign) {
			return all[:n]
		}
	}
	return all
}

// begins tells whether a text begins with all words of another, or has no others. The last
// one may be cut within.
func begins(short, long []string) bool {
	n := len(short) - 1
	if n < 0 {
		return true
	}
	return n < len(long) && slices.Equal(short[:n], long[:n]) && strings.HasPrefix(long[n], short[n])
}
