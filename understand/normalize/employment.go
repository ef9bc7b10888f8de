package normalize

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/phrases"
)

// employmentWords are the forms of contract. Those of a field count in fields and titles
// only: in running text they speak of customers' contracts and permanent staff of others.
var employmentWords = []struct {
	form  string
	field bool
	words []string
}{
	{"full_time", false, []string{"full-time", "full time", "fulltime", "full or part time", "full or part-time", "full- or part-time", "full and part time", "full and part-time", "full/part time", "full/part-time", "vollzeit", "voll- oder teilzeit", "voll- und teilzeit", "festanstellung", "unbefristet", "unbefristete", "unbefristeter", "unbefristeten", "employment contract", "contract of employment", "umowa o pracę", "umowę o pracę", "umowy o pracę", "uop", "pełny etat", "pełnym etacie", "pełen etat", "jornada completa", "tiempo completo", "temps plein", "temps complet", "cdi", "contrat à durée indéterminée", "tempo integral", "período integral", "indefinido", "contrato indefinido", "regime clt", "contrato clt", "clt", "tempo indeterminato", "tempo pieno", "voltijd", "fulltime contract", "vast contract", "heltid", "direct hire", "w2 full time", "permanent position", "permanent role", "permanent full-time", "permanent contract", "permanent employment"}},
	{"full_time", true, []string{"ft", "fte", "permanent", "perm", "regular employee", "employee", "fixo", "efetivo"}},
	{"part_time", false, []string{"part-time", "part time", "parttime", "full or part time", "full or part-time", "full- or part-time", "teilzeit", "voll- oder teilzeit", "voll- und teilzeit", "temps partiel", "medio tiempo", "media jornada", "jornada parcial", "część etatu", "niepełny etat", "meio período", "meio periodo", "deeltijd", "tempo parziale", "deltid"}},
	{"part_time", true, []string{"½ etatu", "pół etatu"}},
	{"contract", false, []string{"1099", "c2c", "corp-to-corp", "corp to corp", "contract-to-hire", "contract to hire", "contract position", "contract role", "contract job", "contract basis", "contract-based", "contract assignment", "contract opportunity", "contract work available", "independent contractor", "independent contractors", "fixed term contract", "fixed-term contract", "month contract", "months contract", "-month contract", "week contract", "year contract", "contract or full-time", "contract or full time", "full-time or contract", "full time or contract", "on contract", "kontrakt b2b", "umowa b2b", "umowę b2b", "umowy b2b", "b2b contract", "b2b agreement", "contract b2b", "umowa zlecenie", "umowę zlecenie", "umowy zlecenia", "umowa o dzieło", "contrato pj", "regime pj", "pj", "prestador de serviços", "prestation de service", "portage salarial", "daily rate contract", "outside ir35", "inside ir35"}},
	{"contract", true, []string{"contract", "contractor", "contractors", "contracting", "b2b", "kontrakt", "zlecenie", "umowa-zlecenie", "mandate contract", "zzp", "contractuel", "contrato"}},
	{"internship", false, []string{"pflichtpraktikum", "praktikumsplatz", "stage de fin d'études", "contrat d'alternance", "working student position", "paid internship", "unpaid internship", "internship position", "internship role", "is an internship"}},
	{"internship", true, []string{"internship", "internships", "intern", "interns", "praktikum", "praktikant", "praktikantin", "werkstudent", "werkstudentin", "werkstudent:in", "working student", "stagiaire", "alternance", "alternant", "prácticas", "becario", "becaria", "estágio", "estagiário", "estagiária", "praktyki", "staż", "stażysta", "praktykant", "tirocinio", "stageplaats", "co-op"}},
	{"freelance", false, []string{"freelance contract", "freelance basis", "freelance position", "freelance project", "freiberuflich", "freiberufler", "auf freiberuflicher basis", "freelancer oder", "als freelancer", "en freelance", "como autónomo"}},
	{"freelance", true, []string{"freelance", "freelancer", "freelancers", "freelancing", "autónomo", "indépendant"}},
	{"temporary", false, []string{"fixed-term", "fixed term", "befristet", "befristete", "befristeter", "befristeten", "maternity cover", "parental leave cover", "maternity leave cover", "elternzeitvertretung", "cdd", "contrat à durée déterminée", "contrato temporal", "contrato por tempo determinado", "tempo determinato", "czas określony", "czas określony", "seasonal position", "temporary position", "temporary role", "temporary contract"}},
	{"temporary", true, []string{"temporary", "temp", "seasonal", "interim", "temporal", "casual"}},
	{"cofounder", true, []string{"co-founder", "cofounder", "founding partner", "co founder", "technical cofounder", "technical co-founder"}},
}

// contractWords are the kinds of contract that change who pays what.
var contractWords = []struct {
	kind  string
	words []string
}{
	{"b2b", []string{"b2b", "pj", "contrato pj", "pessoa jurídica"}},
	{"c2c", []string{"c2c", "corp-to-corp", "corp to corp", "corp2corp"}},
	{"w2", []string{"w2", "w-2"}},
	{"fixed_term", []string{"fixed-term", "fixed term", "befristet", "befristete", "befristeter", "befristeten", "befristung", "cdd", "contrat à durée déterminée", "contrato temporal", "tempo determinado", "tempo determinato", "czas określony", "tijdelijk contract", "maternity cover", "parental leave cover", "elternzeitvertretung"}},
	{"contract_to_hire", []string{"contract-to-hire", "contract to hire", "contract-to-perm", "contract to perm", "temp-to-perm", "temp to perm", "temp-to-hire", "temp to hire", "c2h", "right to hire", "contract with option to hire"}},
}

// formSet finds the forms and, numbered behind them, the kinds of contract.
var formSet = phrases.New(formWords()...)

func formWords() (lists [][]string) {
	for _, e := range employmentWords {
		lists = append(lists, e.words)
	}
	for _, c := range contractWords {
		lists = append(lists, c.words)
	}
	return lists
}

// formsIn returns the forms and kinds of contract a source names.
func (r *reader) formsIn(s source) []phrases.Hit {
	if len(s.text) == len(r.body.text) && s.name == fromBody {
		return r.cues.of(cueForms)
	}
	return formSet.Find(s.lower, nil)
}

// readEmployment asks the sources in order of trust and takes the first that says anything;
// what the others say is overruled. Lines that name a role of a header's ad say more of it.
func (r *reader) readEmployment() {
	body := r.employmentIn(r.body, false)
	sources := [][]stackhound.Evidence{r.employmentOf(fromStated, r.l.Stated.Employment), r.employmentIn(r.briefTitle(), true), r.employmentIn(r.tags, true), body, r.employmentOf(fromBoard, r.defaults.Employment)}
	if r.header() && len(sources[1]) > 0 {
		sources[1] = append(sources[1], r.employmentOfRoles(body)...)
	}
	r.firstOf(&r.ad.Employment, "employment", sources...)
	for _, s := range []source{r.title, r.tags, r.body} {
		r.contractsIn(s)
	}
	for _, stated := range r.l.Stated.Employment {
		r.contractsIn(newSource(fromStated, stated))
	}
}

// briefTitle returns the title up to where it is a paragraph, as the first lines of threads
// are: the body has that too.
func (r *reader) briefTitle() source {
	s := r.title
	for _, part := range r.segments {
		if part.end-part.start > longestSegment {
			s.text, s.lower = s.text[:part.start], s.lower[:part.start]
			break
		}
	}
	return s
}

// firstOf fills a list with the values of the first source that has any. What later ones
// say beside is kept as overruled; the board's defaults speak for silent ads only.
func (r *reader) firstOf(list *[]string, field string, sources ...[]stackhound.Evidence) {
	filled := false
	for _, values := range sources {
		for _, e := range values {
			switch {
			case !filled:
				r.add(list, field, e.Value, e.Source, e.Quote)
			case !slices.Contains(*list, e.Value) && e.Source != fromBoard:
				e.Field, e.Overruled = field, true
				r.ad.EvidenceList = append(r.ad.EvidenceList, e)
			}
		}
		filled = filled || len(*list) > 0
	}
}

// employmentOf reads fields that hold forms of contract.
func (r *reader) employmentOf(from string, fields []string) []stackhound.Evidence {
	var all []stackhound.Evidence
	for _, f := range fields {
		spaced := newSource(from, strings.NewReplacer("_", " ", "FullTime", "full-time", "PartTime", "part-time").Replace(f))
		for _, e := range r.employmentIn(spaced, true) {
			e.Quote = f
			all = append(all, e)
		}
	}
	return all
}

// employmentIn reads the forms of contract a source names.
func (r *reader) employmentIn(s source, field bool) []stackhound.Evidence {
	var all []stackhound.Evidence
	for _, h := range r.formsIn(s) {
		if h.List >= len(employmentWords) {
			continue
		}
		w, at := employmentWords[h.List], span{h.Start, h.End}
		if w.field && !field || !field && !r.formMeant(w.form, at) || field && otherContract(s.lower, at) {
			continue
		}
		all = append(all, stackhound.Evidence{Value: w.form, Source: s.name, Quote: s.text[h.Start:h.End]})
	}
	if field && internshipAbroad(s.lower) {
		i := strings.Index(s.lower, "stage")
		all = append(all, stackhound.Evidence{Value: "internship", Source: s.name, Quote: s.text[i : i+len("stage")]})
	}
	if !field {
		all = append(all, r.businessIn(s)...)
	}
	return all
}

// formMeant tells whether a form of contract named in running text is that of the job.
func (r *reader) formMeant(form string, at span) bool {
	lower := r.body.lower
	after := lower[at.end:min(len(lower), at.end+24)]
	if form == "temporary" && hasAnyPrefix(after, " contract") {
		return false // a contract, whose kind is told apart
	}
	if hasAnyPrefix(after, " equivalent", " employees", " staff", " engineers", " developers", " team members", " people", " job elsewhere", " student", " students", " instructor", " teammates") || denied(lower, at) {
		return false
	}
	return form == "full_time" || !r.passageAt(at.start).about
}

// otherContract tells whether "contract" in a title is part of what is worked on.
func otherContract(lower string, at span) bool {
	word := lower[at.start:at.end]
	if word != "contract" && word != "temp" && word != "employee" {
		return false
	}
	return hasAnySuffix(lower[:at.start], "smart ", "smart-", "data ", "data-") || hasAnyPrefix(lower[at.end:], " manag", " admin", " special", " negot", " test", " law", " lifecycle", " analy", " develop", " experience", " relation", " engage", "-first", " review") && word != "contract developer" && !strings.HasPrefix(lower[at.end:], " developer")
}

// internshipAbroad tells the internship of French and Italian titles, "Stage – développeur",
// from the stage of a firm or a product.
func internshipAbroad(lower string) bool {
	if i := wordAt(lower, "stage"); i == 0 {
		return len(lower) == len("stage") || strings.ContainsAny(lower, "éèê") || hasAnyPrefix(lower[5:], " -", " –", " —", ":", " de ", " en ", " dév", " ing", " data", " (", ",", " developer")
	}
	return strings.HasPrefix(lower, "offre de stage") || strings.HasPrefix(lower, "offerta di stage") || strings.HasSuffix(lower, "(stage)") || strings.HasSuffix(lower, "- stage")
}

// contractNear are the words that make "B2B" a contract: others sell to firms.
var contractNear = phrases.Of("contract", "contracts", "kontrakt", "kontraktu", "umowa", "umowę", "umowy", "uop", "employment contract", "agreement", "invoice", "vat", "faktura", "zlecenie", "contractor", "contrato", "cooperation", "współpraca", "współpracy", "net", "netto", "h", "rate", "cdi", "freelance")

// businessIn finds "B2B" where it names the contract.
func (r *reader) businessIn(s source) []stackhound.Evidence {
	for _, h := range r.formsIn(s) {
		if s.lower[h.Start:h.End] == "b2b" && businessContract(s.lower, h.Start) {
			return []stackhound.Evidence{{Value: "contract", Source: s.name, Quote: s.text[h.Start:h.End]}}
		}
	}
	return nil
}

func businessContract(lower string, i int) bool {
	before, after := lower[max(0, i-30):i], lower[i+3:min(len(lower), i+33)]
	if j := strings.LastIndexAny(before, ".\n;"); j >= 0 {
		before = before[j+1:]
	}
	if j := strings.IndexAny(after, ".\n;"); j >= 0 {
		after = after[:j]
	}
	return (contractNear.In(before) || contractNear.In(after)) && !hasAnyPrefix(after, " saas", " software", " product", " platform", " company", " e-com", " market", " sales", " custom", " client", " business", " startup", "/b2c", " and b2c", " space")
}

// employmentOfRoles takes what lines that name roles say of their form: "Engineer (part-time)".
func (r *reader) employmentOfRoles(body []stackhound.Evidence) []stackhound.Evidence {
	var all []stackhound.Evidence
	for _, n := range r.roles {
		if n.source.name == fromBody {
			at := line(r.body.text, n.start)
			for _, e := range r.employmentIn(source{fromBody, r.body.text[at.start:at.end], r.body.lower[at.start:at.end]}, true) {
				if e.Value != "cofounder" && (e.Value != "internship" || len(e.Quote) > len("interns")) {
					all = append(all, e)
				}
			}
		}
	}
	for _, e := range body {
		if e.Value == "contract" {
			all = append(all, e)
		}
	}
	return all
}

// contractsIn collects the kinds of contract a source names and does not refuse.
func (r *reader) contractsIn(s source) {
	for _, h := range r.formsIn(s) {
		if h.List < len(employmentWords) {
			continue
		}
		kind := contractWords[h.List-len(employmentWords)].kind
		at := span{h.Start, h.End}
		if kind == "b2b" && s.name == fromBody && s.lower[h.Start:h.End] == "b2b" && !businessContract(s.lower, h.Start) || refused(s.lower, at) {
			continue
		}
		quote := s.text[h.Start:h.End]
		if s.name == fromBody {
			quote = around(s.text, at)
		}
		r.add(&r.ad.Contracts, "contracts", kind, s.name, quote)
	}
}

// refusing stand before what is not offered.
var refusing = phrases.Of("no", "not", "cannot", "without", "nicht", "kein", "keine", "non", "nie")

// refused tells whether a kind of contract is named to say that it is not offered.
func refused(lower string, at span) bool {
	before, after := lower[max(0, at.start-22):at.start], lower[at.end:min(len(lower), at.end+24)]
	if i := strings.LastIndexAny(before, ".;:,(\n"); i >= 0 {
		before = before[i+1:]
	}
	return refusing.In(before) || hasAnyPrefix(strings.TrimLeft(after, " :"), "not ", "is not", "candidates are not", "no ")
}
