package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
)

var (
	noVisa = []string{"no visa", "not sponsor", "no sponsorship", "unable to sponsor", "cannot sponsor", "can't sponsor", "not able to sponsor", "without sponsorship", "not offer visa", "not provide visa", "not offer sponsorship", "not provide sponsorship", "cannot offer visa", "can't offer visa", "sponsorship is not", "sponsorship not", "don't sponsor", "not currently sponsor", "no h1b", "no h-1b", "without visa sponsorship", "without the need for", "unable to offer visa", "unable to provide visa", "can't do visa", "not able to offer visa", "do not support visa", "not eligible for visa", "must have the right to work", "no relocation or visa", "not available for visa", "cannot support visa", "unable to offer sponsorship", "cannot provide visa", "unable to provide sponsorship", "must already have the right to work", "existing right to work"}
	visas  = []string{"visa sponsorship", "sponsor visa", "sponsor visas", "visas sponsored", "visa sponsored", "will sponsor", "can sponsor", "able to sponsor", "we sponsor", "visa support", "visa assistance", "visa and relocation", "relocation and visa", "help with visa", "help with visas", "support with visa", "h1b transfer", "h1b transfers", "h1b ok", "visa ok", "visa welcome", "visa transfer", "sponsorship available", "sponsorship is available", "visa help", "relocation assistance and visa", "sponsor h1b", "sponsors visas", "visas welcome", "visa available", "visa: yes", "blue card", "sponsorship provided", "visas"}
)

// visaHelp are, by language, the words for a visa, the beginnings of the words for getting
// one, and those that deny it.
var visaHelp = []struct{ visa, help, denial []string }{
	{[]string{"visum", "visums", "visa", "arbeitsvisum"}, []string{"unterstütz", "beantrag", "helfen", "übernehmen", "kümmern", "sponsern"}, []string{"nicht", "kein", "keine", "keinen", "leider"}},
	{[]string{"visado", "visados", "visa", "visas"}, []string{"tramit", "ayud", "patrocin", "apoy", "gestion"}, []string{"no", "sin", "ni"}},
	{[]string{"visa", "visas"}, []string{"parrain", "accompagn", "aidons", "en charge", "démarches", "sponsoris"}, []string{"pas", "aucun", "aucune", "sans", "ni"}},
	{[]string{"visto", "vistos"}, []string{"tratamos", "patrocin", "apoi", "ajud"}, []string{"não", "nem", "sem"}},
	{[]string{"wiza", "wizy", "wizę", "wiz", "wizowe", "wizowego"}, []string{"pomaga", "pomoc", "pomożemy", "sponsor", "wspiera", "wsparci", "zapewnia"}, []string{"nie", "bez"}},
}

// readVisa reads whether the ad sponsors a visa. "VISA" in a header says so.
func (r *reader) readVisa() {
	r.ad.Visa = "unspecified"
	if at, ok := r.cues.first(cueNoVisa); ok {
		r.stance(&r.ad.Visa, "visa", "not_offered", at)
		return
	}
	if at, ok := r.cues.first(cueVisa); ok {
		stance := "offered"
		if hasCue(fold.ASCII(around(r.body.text, at)), []string{"no", "not", "unable", "cannot", "can't", "can’t", "without", "don't", "don’t", "doesn't", "doesn’t", "won't", "won’t", "isn't", "isn’t", "nor", "unfortunately"}) {
			stance = "not_offered"
		}
		r.stance(&r.ad.Visa, "visa", stance, at)
		return
	}
	if !r.visaAbroad() {
		r.titleVisa()
	}
}

// visaAbroad reads the first sentence in another language than English that speaks of
// getting a visa.
func (r *reader) visaAbroad() bool {
	for _, p := range r.passages {
		lower := r.body.lower[p.start:p.end]
		for _, words := range visaHelp {
			at, ok := firstWord(lower, words.visa)
			if !ok || !slices.ContainsFunc(words.help, func(w string) bool { return strings.Contains(lower, w) }) {
				continue
			}
			stance := "offered"
			if hasCue(lower, words.denial) {
				stance = "not_offered"
			}
			r.stance(&r.ad.Visa, "visa", stance, span{p.start + at.start, p.start + at.end})
			return true
		}
	}
	return false
}

func (r *reader) titleVisa() {
	if i := wordAt(r.title.lower, "visa", 0); i >= 0 && r.header() && !strings.HasPrefix(r.title.text[i:], "Visa ") {
		r.ad.Visa = "offered"
		if strings.HasSuffix(strings.TrimSpace(r.title.lower[:i]), "no") {
			r.ad.Visa = "not_offered"
		}
		r.note("visa", r.ad.Visa, fromTitle, r.title.text[i:i+4])
	}
}
