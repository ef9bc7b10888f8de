package meilitest

import (
	"slices"
	"strings"
)

// mostTerms is how many terms of a question are looked at.
const mostTerms = 10

// asked is a question in words.
type asked struct {
	terms, without []term
}

// term is what may stand for one part of a question: any of some rows of words, or a
// beginning.
type term struct {
	rows   [][]string
	prefix string
}

// parseWords reads a question: "rows", -"excluded" ones and plain words, of which the
// last may be a beginning. A plain word is also its synonyms, two words that make it, and
// together with the plain word before it one word.
func (ix *index) parseWords(q string) asked {
	var out asked
	plain := "" // the plain word before
	for rest := q; ; {
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || len(out.terms) == mostTerms {
			return out
		}
		after, not := strings.CutPrefix(rest, "-")
		if inside, quoted := strings.CutPrefix(after, `"`); quoted {
			var phrase string
			phrase, rest, _ = strings.Cut(inside, `"`)
			row := term{rows: [][]string{tokens(phrase)}}
			plain = ""
			if not {
				out.without = append(out.without, row)
			} else {
				out.terms = append(out.terms, row)
			}
			continue
		}
		word, more, _ := strings.Cut(after, " ")
		rest = more
		if not {
			out.without = append(out.without, term{rows: [][]string{{word}}})
			continue
		}
		t := ix.plain(word)
		if more == "" && !strings.HasSuffix(q, " ") {
			t.prefix = word
		}
		if plain != "" { // both as one word: the stand-in lets that stand for the second
			t.rows = append(t.rows, []string{plain + word})
		}
		plain = word
		out.terms = append(out.terms, t)
	}
}

// plain is a word that is not quoted.
func (ix *index) plain(word string) term {
	t := term{rows: [][]string{{word}}}
	for _, other := range ix.settings.Synonyms[word] {
		t.rows = append(t.rows, tokens(other))
	}
	for i := 1; i < len(word); i++ {
		t.rows = append(t.rows, []string{word[:i], word[i:]})
	}
	return t
}

// best returns the first attribute in which a term stands. The server knows neighbours
// only, and of a row's place only where its first word is; so does the stand-in.
func (t term) best(d *document) (attr int, ok bool) {
	for _, row := range t.rows {
		if !roughly(d, row) {
			continue
		}
		at := slices.IndexFunc(d.words, func(elements [][]string) bool {
			return slices.ContainsFunc(elements, func(words []string) bool { return slices.Contains(words, row[0]) })
		})
		if !ok || at < attr {
			attr, ok = at, true
		}
	}
	if t.prefix == "" {
		return attr, ok
	}
	for at, elements := range d.words {
		for _, words := range elements {
			if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t.prefix) }) && (!ok || at < attr) {
				return at, true
			}
		}
	}
	return attr, ok
}

// roughly tells whether each two neighbours of a row, and each two words one apart,
// stand so somewhere in a document.
func roughly(d *document, row []string) bool {
	if len(row) == 1 {
		return near(d, row[0], row[0], 0)
	}
	for i := 0; i+1 < len(row); i++ {
		if !near(d, row[i], row[i+1], 1) || i+2 < len(row) && !near(d, row[i], row[i+2], 2) {
			return false
		}
	}
	return len(row) > 0
}

// near tells whether one word stands up to some words behind another in one element.
func near(d *document, a, b string, within int) bool {
	for _, elements := range d.words {
		for _, words := range elements {
			for i, w := range words {
				if w == a && slices.Contains(words[min(len(words), i+min(1, within)):min(len(words), i+within+1)], b) {
					return true
				}
			}
		}
	}
	return false
}
