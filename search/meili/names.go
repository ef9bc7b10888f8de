package meili

import (
	"slices"
	"strings"
	"sync"

	"stackhound"
	"stackhound/lexicon/skills"
	"stackhound/search"
)

// names are what the lexicon adds to a question that the server cannot find by itself:
// names that do not count everywhere, and rows of more than two words, which it finds
// only roughly. Where one of them stands in a document, a stamp is put beside it.
type names struct {
	stamped  map[string][]search.Term // by first token
	known    map[string]bool          // stamps
	synonyms map[string][]string      // what is asked for → what may stand there
}

// lexicon returns the names, made once: they are part of the program.
var lexicon = sync.OnceValue(func() names {
	n := names{map[string][]search.Term{}, map[string]bool{}, map[string][]string{}}
	for _, name := range skills.Names() {
		skill, _ := skills.Get(name)
		for _, written := range slices.Concat(skill.Aliases, []string{name}) {
			n.add(written)
		}
	}
	return n
})

// add takes in one way to write a technology's name.
func (n names) add(written string) {
	q := stackhound.Query{Terms: []stackhound.Term{{Text: written}}}
	t := search.Compile(q, 0)
	n.stamp(t)
	if t.Also != nil {
		n.stamp(*t.Also)
		n.synonyms[asked(written)] = []string{n.words(t), n.words(*t.Also)}
	}
}

// stamp makes sure that a term is found exactly.
func (n names) stamp(t search.Term) {
	if s := stamp(t); needsStamp(t) && !n.known[s] {
		n.known[s] = true
		n.stamped[t.Tokens[0]] = append(n.stamped[t.Tokens[0]], t)
	}
}

// longestRow is how many words in a row the server finds exactly: it knows which two
// words are neighbours, and takes a longer row for found when each pair of it is
// somewhere (compute_phrase_docids in 1.50).
const longestRow = 2

func needsStamp(t search.Term) bool {
	return len(t.Tokens) > 0 && (t.Tiers != search.Tiers || len(t.Tokens) > longestRow)
}

// asked is the word that asks for a technology under a name that is not its usual one.
func asked(written string) string { return spell(kindAsk, skills.Fold(written)) }

// words returns what stands in a document where a term does, without its other name.
func (n names) words(t search.Term) string {
	if s := stamp(t); n.known[s] {
		return s
	}
	if len(t.Tokens) == 0 {
		return kindWord // no word is empty: it stands nowhere
	}
	return strings.Join(spellAll(t.Tokens), " ")
}

// exact tells whether the server finds a term where it stands and nowhere else.
func (n names) exact(t search.Term) bool { return len(t.Tokens) <= longestRow || n.known[stamp(t)] }

// found returns the stamps of the names that stand in a passage of a tier.
func (n names) found(tier search.Tier, tokens []string) []string {
	var stamps []string
	for i, token := range tokens {
		for _, t := range n.stamped[token] {
			if tier < t.Tiers && i+len(t.Tokens) <= len(tokens) && slices.Equal(tokens[i:i+len(t.Tokens)], t.Tokens) {
				stamps = append(stamps, stamp(t))
			}
		}
	}
	return stamps
}
