package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/phrases"
)

// The words of what an ad may ask of a person besides skills.
var (
	authorizations = []string{"authorized to work", "authorised to work", "authorization to work", "authorisation to work", "work authorization", "work authorisation", "employment authorization", "employment authorisation", "right to work", "rights to work", "permit to work", "working permit", "eligible to work", "eligibility to work", "entitled to work",
		"allowed to work", "permitted to work", "legally able to work", "legally authorized", "legally authorised", "work permit", "work permits", "working rights", "work rights", "residence permit", "us person", "u.s. person", "us persons", "u.s. persons", "green card", "green card holder", "green card holders", "gc only", "permanent resident", "permanent residents", "permanent residency",
		"arbeitserlaubnis", "arbeitsgenehmigung", "aufenthaltstitel", "permiso de trabajo", "autorización para trabajar", "permis de travail", "autorisation de travail", "titre de séjour", "pozwolenie na pracę", "prawo do pracy", "zezwolenie na pracę", "autorização para trabalhar", "autorização de trabalho", "permesso di lavoro", "werkvergunning"}
	clearances = []string{"security clearance", "security clearances", "clearance", "ts/sci", "top secret", "top-secret", "secret clearance", "sc cleared", "dv cleared", "sc clearance", "dv clearance", "security cleared", "nv1", "nv2", "nv1/nv2", "polygraph", "public trust", "sicherheitsüberprüfung", "sicherheitsfreigabe", "ü2", "habilitation de sécurité", "habilitation secret", "habilitation défense", "habilitación de seguridad", "poświadczenie bezpieczeństwa", "credenciação de segurança"}
	// otherClearance are clearances that nobody holds.
	otherClearance = phrases.Of("customs", "clearance sale", "payment", "payments", "trade", "clearance center", "clearance centre", "medical clearance", "tax clearance", "settlement", "clearance rate", "police", "children", "immunisation", "immunization", "working with", "criminal", "background clearance", "immigration services")
	nationalities  = citizens()

	// orResident are the words that make a demand for citizens one for the right to work.
	orResident = phrases.Of("or permanent resident", "or permanent residents", "or green card", "or a green card", "green card holders", "permanent residents", "permanent resident", "or valid work permit", "or work permit", "or visa", "or have the right to work", "or with a valid", "or valid", "or resident", "or residents", "or a valid", "or residency", "residence permit", "or pr", "gc", "green card", "permanent residency", "or permanent", "working permit", "permit to work", "immigration services")
	// fairness are the words of the promise not to judge by such things.
	fairness = phrases.Of("race", "religion", "gender", "sexual orientation", "ethnicity", "disability", "national origin", "marital status", "regardless of", "without regard", "discriminate")
	// weHelp are the words of an employer who gets the paper itself.
	weHelp = phrases.Of("we help", "we can help", "help you", "helping", "we support", "we assist", "assist you", "assistance", "support with", "sponsor your", "sponsor a", "we sponsor", "we will sponsor", "we arrange", "we provide", "we handle", "take care of", "help with", "unterstützen", "ayudamos", "pomagamy", "nous aidons", "ajudamos")
)

// citizens returns the words for the citizens of the countries that ads ask for.
func citizens() []string {
	var all []string
	for _, of := range []string{"us", "u.s.", "usa", "united states", "american", "uk", "british", "eu", "european", "european union", "eea", "australian", "canadian", "new zealand", "nz", "swiss", "german", "french", "polish", "dutch", "indian", "israeli", "singapore", "nato", "belgian", "italian", "spanish", "norwegian", "swedish", "danish", "finnish"} {
		for _, word := range []string{"citizen", "citizens", "citizenship", "national", "nationals", "nationality"} {
			all = append(all, of+" "+word)
		}
	}
	return append(all, "citizenship required", "citizenship is required", "proof of citizenship", "must be a citizen", "must be citizens", "citizens only", "citizenship", "deutsche staatsbürgerschaft", "staatsbürgerschaft", "staatsangehörigkeit", "nationalité française", "nacionalidad española", "obywatelstwo polskie", "obywatelstwo")
}

// readNeeds reads what an ad asks of a person's papers.
func (r *reader) readNeeds() {
	r.need(&r.ad.Citizenship, "citizenship", cueCitizen)
	r.need(&r.ad.Clearance, "clearance", cueClearance)
	r.need(&r.ad.Authorization, "work_authorization", cueAuthorization)
}

// need takes the strongest stance of the sentences that speak of a paper.
func (r *reader) need(field *string, name string, words cue) {
	best, where := len(needStances), span{}
	for _, h := range r.cues.of(words) {
		at := spanOf(h)
		stance := r.needAt(words, at)
		if i := slices.Index(needStances, stance); i >= 0 && i < best {
			best, where = i, at
		}
	}
	if best < len(needStances) {
		*field = needStances[best]
		r.note(name, *field, fromBody, around(r.body.text, where))
	}
}

// needStances are the stances on a need, the one that counts before the next.
var needStances = []string{"required", "preferred", "not_required"}

// needAt returns the stance of a sentence on a paper it names, "" where it takes none.
func (r *reader) needAt(words cue, at span) string {
	p, lower, own := r.sentence(at)
	switch {
	case fairness.In(lower):
		return ""
	case words == cueClearance && otherClearance.In(lower):
		return ""
	case words == cueAuthorization && weHelp.In(lower):
		return ""
	case words == cueCitizen && (orResident.In(lower) || !asks(lower, own)):
		return ""
	case words == cueClearance && !asks(lower, own) && !strings.Contains(lower, "clearance") && !strings.Contains(lower, "ts/sci"):
		return ""
	case unneeded(lower, own):
		return "not_required"
	case (p.want == nice || wished.In(lower)) && !must.In(lower):
		return "preferred"
	}
	return "required"
}

// must and wished are the words that set a demand and a wish apart, whatever the section.
var (
	must   = phrases.Of("must", "required", "requires", "requirement", "only", "mandatory", "need to", "have to", "cannot", "unable", "zwingend", "erforderlich", "imprescindible", "obligatoire", "wymagane")
	wished = phrases.Of("preferred", "preference", "preferably", "ideally", "desirable", "a plus", "is a plus", "bonus", "advantage", "von vorteil", "mile widziane", "un plus", "deseable", "nice to have", "beneficial", "may qualify", "highly regarded", "wünschenswert")
)

// asking are the words of a sentence that asks for something.
var asking = phrases.Of("must", "required", "require", "requires", "requirement", "only", "need", "needs", "eligible", "able to obtain", "ability to obtain", "preferred", "mandatory", "hold", "holding", "have", "due to", "proof of", "obtain", "candidates", "applicants", "necessary", "erforderlich", "voraussetzung", "notwendig", "obligatoire", "requise", "imprescindible", "wymagane", "be a", "active", "current", "limited to", "restricted to", "open to")

// asks tells whether a sentence asks for what it names, be it as a whole line.
func asks(lower string, at span) bool {
	return asking.In(lower) || at.end-at.start+12 >= len(strings.TrimSpace(lower))
}

// notNeeded are the words behind a thing that is not asked for.
var notNeeded = []string{"not required", "not needed", "not necessary", "not mandatory", "isn't required", "isn’t required", "not a requirement", "unnecessary", "is optional", "nicht erforderlich", "nicht notwendig", "nicht nötig", "pas requis", "pas nécessaire", "no es necesari", "no requerid", "nie jest wymagan", "niewymagan", "não é necessári"}

// noneBefore are the words before a thing that is not asked for.
var noneBefore = phrases.Of("no", "not require", "not need", "don't need", "don’t need", "doesn't require", "doesn’t require", "without", "no need for", "regardless of", "kein", "keine", "keinen", "ohne", "sin", "sans", "pas de", "bez", "sem")

// unneeded tells whether the words before or behind a thing say that it is not needed. A
// demand before it that has a "no" of its own ("no visa, must be authorized") is none.
func unneeded(lower string, at span) bool {
	after := lower[at.end:min(len(lower), at.end+32)]
	for _, n := range notNeeded {
		if strings.Contains(after, n) {
			return true
		}
	}
	before := lower[max(0, at.start-28):at.start]
	if i := strings.LastIndexAny(before, ",;:.("); i >= 0 {
		before = before[i+1:]
	}
	var room [8]phrases.Hit
	return slices.ContainsFunc(noneBefore.Find(before, room[:0]), func(h phrases.Hit) bool {
		return !asking.In(before[h.Start:]) && len(strings.Fields(before[h.End:])) <= 3
	})
}
