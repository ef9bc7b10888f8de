package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

var (
	noVisa = []string{"no visa", "not sponsor", "no sponsorship", "unable to sponsor", "cannot sponsor", "can't sponsor", "not able to sponsor", "without sponsorship", "not offer visa", "not provide visa", "not offer sponsorship", "not provide sponsorship", "cannot offer visa", "can't offer visa", "sponsorship is not", "sponsorship not", "don't sponsor", "not currently sponsor", "no h1b", "no h-1b", "without visa sponsorship", "without the need for", "unable to offer visa", "unable to provide visa", "can't do visa", "not able to offer visa", "do not support visa", "not eligible for visa", "must have the right to work", "no relocation or visa", "not available for visa", "cannot support visa", "unable to offer sponsorship", "cannot provide visa", "unable to provide sponsorship", "must already have the right to work", "existing right to work", "not require sponsorship", "not require visa", "not require any sponsorship", "without current or future sponsorship", "without employer sponsorship", "without company sponsorship", "without requiring sponsorship", "aren't able to sponsor", "not sponsoring", "not offering visa", "not offering sponsorship", "not in a position to sponsor", "can't offer sponsorship", "no visas", "no work visa", "no work visas", "sponsorship is unavailable", "sponsorship unavailable", "not able to provide sponsorship", "not able to provide visa", "not able to offer sponsorship", "can't provide visa", "can't support visa", "can not sponsor", "can not offer visa", "can not provide sponsorship", "cannot provide sponsorship", "visa: no", "not offer relocation or visa", "no sponsoring"}
	visas  = []string{"visa sponsorship", "sponsor visa", "sponsor visas", "visas sponsored", "visa sponsored", "will sponsor", "can sponsor", "able to sponsor", "we sponsor", "visa support", "visa assistance", "visa and relocation", "relocation and visa", "help with visa", "help with visas", "support with visa", "h1b transfer", "h1b transfers", "h1b ok", "visa ok", "visa welcome", "visa transfer", "sponsorship available", "sponsorship is available", "visa help", "relocation assistance and visa", "sponsor h1b", "sponsors visas", "visas welcome", "visa available", "visa: yes", "blue card", "sponsorship provided", "visas", "visa accepted", "visa holders welcome", "visa holders are welcome", "visa & relocation", "visa + relocation", "visa/relocation", "relocation & visa", "relocation + visa", "relocation/visa", "visa transfers", "visa sponsor", "visa sponsoring", "sponsor your visa", "sponsor a visa", "sponsor work visas", "sponsor work visa", "sponsor work permits", "visa process", "visa costs", "do sponsor", "open to sponsoring", "happy to sponsor", "h-1b sponsorship", "h1b sponsorship", "h1b visa", "h1b visas", "h1-b", "h1b: yes", "tn visa", "tn visas", "green card sponsorship", "immigration support", "immigration assistance", "immigration sponsorship", "work permit sponsorship", "get a visa", "help you with the visa", "tier 2 sponsorship", "skilled worker visa", "can help with visa", "assist with visa", "assistance with visa", "support for visa", "support your visa"}
)

// visaHelp are, by language, the words for a visa, the beginnings of the words for getting
// one, and those that deny it.
var visaHelp = []struct {
	visa, help []string
	denial     *phrases.Set
}{
	{[]string{"visum", "visums", "visa", "arbeitsvisum"}, []string{"unterstütz", "beantrag", "helfen", "übernehmen", "kümmern", "sponsern"}, phrases.Of("nicht", "kein", "keine", "keinen", "leider")},
	{[]string{"visado", "visados", "visa", "visas"}, []string{"tramit", "ayud", "patrocin", "apoy", "gestion"}, phrases.Of("no", "sin", "ni")},
	{[]string{"visa", "visas"}, []string{"parrain", "accompagn", "aidons", "en charge", "démarches", "sponsoris"}, phrases.Of("pas", "aucun", "aucune", "sans", "ni")},
	{[]string{"visto", "vistos"}, []string{"tratamos", "patrocin", "apoi", "ajud"}, phrases.Of("não", "nem", "sem")},
	{[]string{"wiza", "wizy", "wizę", "wiz", "wizowe", "wizowego"}, []string{"pomaga", "pomoc", "pomożemy", "sponsor", "wspiera", "wsparci", "zapewnia"}, phrases.Of("nie", "bez")},
}

// unsponsored are words of sentences that speak of a visa to deny it, noVisaAhead those
// before "VISA" in a header.
var (
	unsponsored = phrases.Of("no", "not", "unable", "cannot", "can't", "without", "don't", "doesn't", "won't", "isn't", "nor", "unfortunately")
	noVisaAhead = phrases.Of("no", "not", "without", "can't", "cannot")
)

// readVisa reads whether the ad sponsors a visa. "VISA" in a header says so.
func (r *reader) readVisa() {
	r.ad.Visa = "unspecified"
	if at, ok := r.cues.first(cueNoVisa); ok {
		r.stance(&r.ad.Visa, "visa", "not_offered", at)
		return
	}
	if at, ok := r.cues.first(cueVisa); ok {
		stance := "offered"
		if unsponsored.In(strings.ReplaceAll(fold.ASCII(r.visaClause(at)), "no lottery", "")) {
			stance = "not_offered"
		}
		r.stance(&r.ad.Visa, "visa", stance, at)
		return
	}
	if !r.visaAbroad() {
		r.titleVisa()
	}
}

// visaClause returns the part of a sentence that speaks of a visa: from the last "but" before
// it to the next comma or bracket behind.
func (r *reader) visaClause(at span) string {
	before, after := around(r.body.text[:at.end], at), r.body.text[at.end:min(len(r.body.text), at.end+120)]
	if i := strings.LastIndex(before, " but "); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, ",;)\n|"); i >= 0 {
		after = after[:i]
	}
	if i := firstBreak(after); i >= 0 {
		after = after[:i]
	}
	return before + after
}

// visaAbroad reads the first sentence in another language than English that speaks of
// getting a visa.
func (r *reader) visaAbroad() bool {
	for _, h := range r.cues.of(cueAbroad) {
		at := spanOf(h)
		_, lower, _ := r.sentence(at)
		for _, words := range visaHelp {
			if !slices.Contains(words.visa, r.body.lower[at.start:at.end]) || !slices.ContainsFunc(words.help, func(w string) bool { return strings.Contains(lower, w) }) {
				continue
			}
			stance := "offered"
			if words.denial.In(lower) {
				stance = "not_offered"
			}
			r.stance(&r.ad.Visa, "visa", stance, at)
			return true
		}
	}
	return false
}

// visaWords are the words for a visa in all languages.
func visaWords() (all []string) {
	for _, words := range visaHelp {
		all = append(all, words.visa...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// titleVisa reads the part of a header that says "VISA". The first is the firm's name.
func (r *reader) titleVisa() {
	for i, part := range r.segments {
		at := wordAt(r.title.lower[part.start:part.end], "visa")
		if at < 0 || i == 0 {
			continue
		}
		at += part.start
		r.ad.Visa = "offered"
		if noVisaAhead.In(r.title.lower[part.start:at]) || hasAnyPrefix(r.title.lower[at+len("visa"):], ": no", " not", " no") {
			r.ad.Visa = "not_offered"
		}
		r.note("visa", r.ad.Visa, fromTitle, r.title.text[at:at+len("visa")])
		return
	}
}
