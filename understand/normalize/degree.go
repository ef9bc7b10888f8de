package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/phrases"
)

var (
	degreeWords = []string{
		"bachelor", "bachelors", "bachelor's", "bachelor’s", "master's degree", "master’s degree", "masters degree", "bs/ms", "b.s.", "m.s.", "bsc", "msc", "b.sc", "phd", "ph.d", "ph.d.", "degree", "degrees", "diploma", "graduate in", "ba/bs", "bs in", "ms in", "b.tech",
		"studium", "hochschulstudium", "informatikstudium", "hochschulabschluss", "universitätsabschluss", "studienabschluss", "wykształcenie", "wykształcenia", "studia wyższe", "studiów wyższych", "ukończone studia", "dyplom", "dyplomu",
		"titulación", "título universitario", "pedimos título", "exigimos título", "requiere título", "sin título", "carrera universitaria", "estudios universitarios", "licenciatura", "diplôme", "diplômes", "bac+3", "bac+4", "bac+5", "bac +5", "formation supérieure", "master en", "formação superior", "ensino superior", "curso superior", "laurea",
	}
	noDegree    = []string{"non-cs degree", "non-cs degrees", "regardless of degree", "no formal education", "without a degree", "don't care about degrees"}
	otherDegree = phrases.Of("a degree of", "the degree of", "high degree", "large degree", "degrees of", "some degree", "360 degree", "360-degree", "degree to which", "certain degree", "scrum master", "greater degree", "team of phds", "founded by", "our team", "phds from", "we are phd", "phd founders", "degrees celsius", "tuition", "co-founders")

	// schools are what is learnt before a degree.
	schools = phrases.Of("high school diploma", "high-school diploma", "high school degree", "secondary school diploma", "school leaving certificate")

	// denials are the words that take what stands beside them back.
	denials = []string{
		"no", "not", "don't", "doesn't", "isn't", "aren't", "won't", "needn't", "never", "without", "regardless", "unnecessary", "optional", "irrelevant", "kein", "keine", "keinen", "keinerlei", "nicht", "ohne", "nie", "bez",
		"ningún", "ninguna", "sin", "aucun", "aucune", "pas", "sans", "ni", "não", "nenhum", "nenhuma", "sem",
	}
	// denying finds them in a short text.
	denying = phrases.New(denials)
	// choices join a degree with what may stand in its place.
	choices = []string{"or", "and/or", "oder", "bzw.", "beziehungsweise", "lub", "albo", "o", "u", "ou"}
	// ways round are other ways to know the same, in or beside the list that names a degree.
	waysRound = phrases.Of(
		"equivalent", "equivalents", "commensurate", "apprenticeship", "bootcamp", "self-taught", "vocational", "gleichwertig", "gleichwertige", "gleichwertiger", "vergleichbar", "vergleichbare", "vergleichbarer", "ausbildung", "berufsausbildung", "quereinstieg", "quereinsteiger",
		"równoważne", "równoważnym", "equivalente", "equivalentes", "équivalent", "équivalente", "autodidacta", "autodidacte",
	)
	// kinds are the words behind "or" that only name another degree or another field of
	// study.
	kinds = []string{
		"bachelor", "bachelor's", "bachelor’s", "bachelors", "master", "master's", "master’s", "masters", "ms", "msc", "m.s.", "ma", "mba", "phd", "ph.d", "ph.d.", "doctorate", "higher", "above", "advanced", "degree", "diploma", "certificate", "doctoral", "level", "field", "fields", "discipline", "disciplines", "subject", "subjects", "studies", "area", "areas", "related", "relevant", "business", "finance", "management", "technology", "computer", "engineering", "mathematics", "maths", "math", "it", "physics", "statistics", "science", "sciences", "economics", "accounting", "accountancy", "marketing", "law", "psychology", "informatics",
		"informatik", "wirtschaftsinformatik", "mathematik", "physik", "fachrichtung", "studiengang", "studiengangs", "studienfach", "fach", "master-studium", "kierunek", "kierunku", "pokrewne", "ingeniería", "matemáticas", "informática", "afín", "similar", "grado", "máster", "école", "informatique", "mathématiques", "mestrado", "áreas", "área", "matemática",
	}
)

// The stances on a degree, the mildest first: an ad that lets one way round a degree open
// must not be hidden from those who have none.
var degreeStances = []string{"not_required", "or_equivalent", "required"}

// readDegree takes the mildest stance of the sentences that speak of a degree.
func (r *reader) readDegree() {
	r.ad.Degree = "unspecified"
	if at, ok := r.cues.first(cueNoDegree); ok {
		r.stance(&r.ad.Degree, "degree", "not_required", at)
		return
	}
	best, where := len(degreeStances), span{}
	done := 0
	for _, h := range r.cues.of(cueDegree) {
		word := spanOf(h)
		p := r.passageAt(word.start)
		if word.start < done || p.end == 0 {
			continue
		}
		done = p.end // one stance a sentence, by its first word for a degree
		lower, at := r.body.lower[p.start:p.end], span{word.start - p.start, word.end - p.start}
		if otherDegree.In(lower) {
			continue
		}
		stance := degreeStance(lower, at)
		if school, ok := schools.First(lower); ok {
			if !strings.Contains(lower[:school.Start]+lower[school.End:], "degree") && !strings.Contains(lower, "bachelor") {
				continue
			}
			stance = min(stance, 1) // in place of a degree
		}
		if stance > 0 && (p.want == nice || p.about) {
			continue
		}
		if stance < best {
			best, where = stance, span{p.start + at.start, p.start + at.end}
		}
	}
	if best < len(degreeStances) {
		r.stance(&r.ad.Degree, "degree", degreeStances[best], where)
	}
}

// degreeStance returns the stance, by its place in degreeStances, of a sentence that names
// a degree at a place.
func degreeStance(lower string, at span) int {
	before := lower[strings.LastIndexAny(lower[:at.start], ",(")+1 : at.start]
	after := lower[at.end:]
	if i := strings.IndexAny(after, ",)"); i >= 0 {
		after = after[:i]
	}
	switch {
	case denying.In(before) || denying.In(after):
		return 0
	case denying.In(lower) || waysRound.In(lower) || otherWay(lower[at.end:]) || insteadOf(before):
		return 1
	}
	return 2
}

// nearChoice is how many words behind a degree its "or" is looked for.
const nearChoice = 12

// otherWay tells whether the words behind a degree offer something in its place: an "or"
// with something else behind it than one more degree or field of study.
func otherWay(after string) bool {
	words := strings.FieldsFunc(after, func(c rune) bool { return strings.ContainsRune(" ,;:/()\t\n", c) })
	for i, w := range words[:min(len(words), nearChoice)] {
		if w == "with" || w == "mit" {
			return false // what else is asked for
		}
		if !slices.Contains(choices, w) {
			continue
		}
		next := words[i+1 : min(len(words), i+6)]
		if !slices.ContainsFunc(next, func(w string) bool { return slices.Contains(kinds, strings.Trim(w, ".!?")) }) {
			return true
		}
	}
	return false
}

// insteadOf tells whether a degree is what may stand in place of something else: "two years
// in a laboratory or an associate's".
func insteadOf(before string) bool {
	words := strings.Fields(before)
	for n := len(words) - 1; n > 0 && n >= len(words)-3; n-- {
		if slices.Contains(choices, words[n]) {
			return !slices.ContainsFunc(words[max(0, n-3):], func(w string) bool { return slices.Contains(kinds, w) })
		}
	}
	return false
}

func (r *reader) stance(field *string, name, value string, at span) {
	*field = value
	r.note(name, value, fromBody, around(r.body.text, at))
}
