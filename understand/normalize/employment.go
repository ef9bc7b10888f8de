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
	var held grams
	held.add(s.lower)
	for _, e := range employmentWords {
		for _, w := range e.words {
			if !held.may(w) {
				continue
			}
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
