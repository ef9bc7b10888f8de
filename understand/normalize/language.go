package normalize

import (
	"strings"

	"stackhound/lexicon/language"
)

// readLanguage tells the language of the body. What shows it stands all over the text; the
// first sentence speaks for all.
func (r *reader) readLanguage() {
	if r.ad.Language = language.Of(r.body.text); r.ad.Language == "" {
		return
	}
	const sentence, most = 40, 120
	quote := r.body.text
	for _, p := range r.passages {
		if p.end-p.start >= sentence {
			quote = r.body.text[p.start:p.end]
			break
		}
	}
	r.note("language", r.ad.Language, fromBody, strings.TrimSpace(cutWords(quote, most)))
}
