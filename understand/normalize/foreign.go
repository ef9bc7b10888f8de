package normalize

import (
	"strings"

	"stackhound/lexicon/fold"
)

// foreignCues lead to the names of others: customers, rivals, backers and the places
// people came from. What they name is no tool of the job.
var foreignCues = []string{
	"customers like", "customers include", "customers including", "customers such as", "clients like", "clients include", "clients including", "clients such as", "companies like", "companies such as",
	"startups like", "startups such as", "brands like", "brands such as", "enterprises like", "enterprises such as", "the next", "partnership with", "partnerships with", "partnered with", "used by", "trusted by", "loved by", "backed by", "funded by", "investors include", "investors in", "investors behind", "acquired by", "alternative to", "alternatives to", "competitor of", "competitors like", "competitors such as", "competes with", "compete with", "competing with", "better than", "unlike",
	"formerly at", "formerly of", "previously at", "worked at", "alumni of", "alumni from", "veterans of", "veterans from", "engineers from", "people from", "team from", "teams from", "teams at", "came from", "founders of", "founded by", "creators of", "built by",
	"kunden wie", "unternehmen wie", "alternative zu", "finanziert von", "clientes como", "empresas como", "alternativa a", "respaldados por", "clients comme", "entreprises comme", "alternative à", "financé par", "klienci tacy jak", "firmy takie jak", "alternatywa dla", "investidores como",
}

// maxBefore is how far before a name the cue stands that makes it one of others, in bytes.
const maxBefore = 120

// foreign tells whether a firm's product at a place of the body is named as one of others:
// a cue stands before it, and between both only names.
func (r *reader) foreign(start int) bool {
	from := -1
	for _, cue := range r.cues.of(cueOthers) {
		if cue.End > start {
			break
		}
		from = cue.End
	}
	if i := strings.LastIndex(r.body.lower[max(0, start-maxBefore):start], formerly); i >= 0 {
		if i += max(0, start-maxBefore); i == 0 || !fold.InWord(r.body.lower, i-1) {
			from = max(from, i+len(formerly))
		}
	}
	return from >= 0 && from > start-maxBefore && onlyNames(r.body.text[from:start])
}

// formerly stands before the name of a former employer, as one word with it.
const formerly = "ex-"

// onlyNames tells whether a text holds nothing but names and what stands between them.
func onlyNames(text string) bool {
	if strings.ContainsAny(text, ".!?;:\n") {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, ",()/&+-")
		if word != "" && fold.ASCII(word) == word && !joiners[word] {
			return false
		}
	}
	return true
}

// joiners stand between names.
var joiners = map[string]bool{"and": true, "or": true, "the": true, "of": true, "und": true, "oder": true, "y": true, "et": true, "i": true, "e": true, "o": true, "ou": true}
