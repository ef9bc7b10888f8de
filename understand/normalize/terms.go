package normalize

import "strings"

// employmentWords are the forms of contract, in fields, titles and running text.
var employmentWords = []struct {
	form  string
	words []string
}{
	{"full_time", []string{"full-time", "full time", "fulltime", "full_time", "ft", "permanent", "vollzeit", "festanstellung", "unbefristet", "employment contract", "umowa o pracę", "pełny etat", "tiempo completo", "temps plein", "cdi", "tempo integral", "indefinido"}},
	{"part_time", []string{"part-time", "part time", "parttime", "part_time", "teilzeit", "temps partiel", "medio tiempo", "część etatu"}},
	{"contract", []string{"contract", "contractor", "contractors", "b2b", "c2c", "1099", "corp-to-corp", "contract-to-hire", "contracting", "kontrakt", "contract position", "independent contractor"}},
	{"internship", []string{"internship", "internships", "intern", "interns", "praktikum", "stage", "werkstudent", "working student"}},
	{"freelance", []string{"freelance", "freelancer", "freelancers", "freiberuflich", "freiberufler"}},
	{"temporary", []string{"temporary", "temp", "fixed-term", "fixed term", "befristet", "maternity cover", "cdd", "seasonal"}},
	{"cofounder", []string{"co-founder", "cofounder", "founding partner", "co founder"}},
}

// vague are words that mean a form of contract in fields only: in running text they speak
// of customers' contracts and permanent staff of others.
var vague = map[string]bool{"ft": true, "contract": true, "permanent": true, "temp": true, "stage": true, "intern": true, "interns": true, "contracting": true, "temporary": true, "contractors": true,
	"contractor": true, "freelancers": true, "internships": true, "internship": true, "employment contract": false, "freelance": true, "freelancer": true, "co-founder": true, "cofounder": true, "founding partner": true, "co founder": true, "b2b": true}

// readEmployment asks the sources in order of trust and takes the first that says
// anything.
func (r *reader) readEmployment() {
	for _, stated := range r.l.Stated.Employment {
		r.employmentIn(newSource(fromStated, strings.ReplaceAll(stated, "_", "-")), true)
	}
	for _, s := range []source{r.title, r.tags} {
		if len(r.ad.Employment) == 0 {
			r.employmentIn(s, true)
		}
	}
	if len(r.ad.Employment) == 0 {
		r.employmentIn(r.body, false)
	}
	if len(r.ad.Employment) == 0 {
		for _, e := range r.defaults.Employment {
			r.employmentIn(newSource(fromBoard, strings.ReplaceAll(e, "_", "-")), true)
		}
	}
}

func (r *reader) employmentIn(s source, field bool) {
	for _, e := range employmentWords {
		for _, w := range e.words {
			i := wordAt(s.lower, w, 0)
			if i < 0 || vague[w] && !field {
				continue
			}
			if !field && (r.passageAt(i).about && e.form != "full_time" || strings.HasPrefix(s.lower[i+len(w):], " equivalent")) {
				continue
			}
			r.add(&r.ad.Employment, "employment", e.form, s.name, s.text[i:i+len(w)])
			break
		}
	}
}

var (
	degreeWords = []string{"bachelor", "bachelors", "bachelor's", "bachelor’s", "master's degree", "master’s degree", "masters degree", "bs/ms", "b.s.", "m.s.", "bsc", "msc", "b.sc", "phd", "ph.d", "ph.d.", "degree", "university degree", "college degree", "diploma", "studium", "hochschulabschluss", "wykształcenie", "licenciatura", "bac+5", "graduate in", "ba/bs", "bs in", "ms in", "b.tech", "bachelors degree"}
	equivalents = []string{"or equivalent", "equivalent experience", "equivalent work", "or related experience", "equivalent practical", "or comparable", "oder vergleichbar", "or relevant experience", "equivalent combination", "or similar experience", "or commensurate", "oder gleichwertig", "or practical experience", "equivalent professional", "equivalent industry", "or experience"}
	noDegree    = []string{"no degree", "degree not required", "degree is not required", "degrees are not required", "don't require a degree", "do not require a degree", "don't care about degrees", "without a degree", "regardless of degree", "no formal education", "degree optional", "degree not necessary", "don't need a degree", "not require a degree", "no college degree"}
	otherDegree = []string{"degree of", "high degree", "large degree", "degrees of", "some degree", "360 degree", "360-degree", "degree to which", "certain degree", "scrum master", "greater degree", "team of phds", "founded by", "our team", "phds from", "we are phd", "phd founders", "degrees celsius", "tuition", "co-founders"}
)

// readDegree takes the strictest stance of the body: a sentence that asks for a degree,
// with or without a way round it.
func (r *reader) readDegree() {
	r.ad.Degree = "unspecified"
	if at, ok := firstWord(r.body.lower, noDegree); ok {
		r.stance(&r.ad.Degree, "degree", "not_required", at)
		return
	}
	for _, p := range r.passages {
		lower := r.body.lower[p.start:p.end]
		at, ok := firstWord(lower, degreeWords)
		if !ok || p.want == nice || p.about || hasCue(lower, otherDegree) {
			continue
		}
		stance := "required"
		if hasCue(lower, equivalents) {
			stance = "or_equivalent"
		}
		r.stance(&r.ad.Degree, "degree", stance, span{p.start + at.start, p.start + at.end})
		return
	}
}

func (r *reader) stance(field *string, name, value string, at span) {
	*field = value
	r.note(name, value, fromBody, around(r.body.text, at))
}

var (
	noVisa = []string{"no visa", "not sponsor", "no sponsorship", "unable to sponsor", "cannot sponsor", "can't sponsor", "not able to sponsor", "without sponsorship", "not offer visa", "not provide visa", "not offer sponsorship", "not provide sponsorship", "cannot offer visa", "can't offer visa", "sponsorship is not", "sponsorship not", "don't sponsor", "not currently sponsor", "no h1b", "no h-1b", "without visa sponsorship", "without the need for", "unable to offer visa", "unable to provide visa", "can't do visa", "not able to offer visa", "do not support visa", "not eligible for visa", "must have the right to work", "no relocation or visa", "not available for visa", "cannot support visa", "unable to offer sponsorship", "cannot provide visa", "unable to provide sponsorship", "must already have the right to work", "existing right to work"}
	visas  = []string{"visa sponsorship", "sponsor visa", "sponsor visas", "visas sponsored", "visa sponsored", "will sponsor", "can sponsor", "able to sponsor", "we sponsor", "visa support", "visa assistance", "visa and relocation", "relocation and visa", "help with visa", "help with visas", "support with visa", "h1b transfer", "h1b transfers", "h1b ok", "visa ok", "visa welcome", "visa transfer", "sponsorship available", "sponsorship is available", "visa help", "relocation assistance and visa", "sponsor h1b", "sponsors visas", "visas welcome", "visa available", "visa: yes", "blue card", "sponsorship provided", "visas"}
)

// readVisa reads whether the ad sponsors a visa. "VISA" in a header says so.
func (r *reader) readVisa() {
	r.ad.Visa = "unspecified"
	if at, ok := firstWord(r.body.lower, noVisa); ok {
		r.stance(&r.ad.Visa, "visa", "not_offered", at)
		return
	}
	if at, ok := firstWord(r.body.lower, visas); ok {
		stance := "offered"
		if hasCue(lowerASCII(around(r.body.text, at)), []string{"no", "not", "unable", "cannot", "can't", "without", "don't", "nor"}) {
			stance = "not_offered"
		}
		r.stance(&r.ad.Visa, "visa", stance, at)
		return
	}
	if i := wordAt(r.title.lower, "visa", 0); i >= 0 && r.header() && !strings.HasPrefix(r.title.text[i:], "Visa ") {
		r.ad.Visa = "offered"
		if strings.HasSuffix(strings.TrimSpace(r.title.lower[:i]), "no") {
			r.ad.Visa = "not_offered"
		}
		r.note("visa", r.ad.Visa, fromTitle, r.title.text[i:i+4])
	}
}
