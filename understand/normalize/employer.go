package normalize

import (
	"strings"

	"stackhound/lexicon/phrases"
)

// The words that tell who offers a job.
var (
	agencyWords = []string{"our client", "my client", "our client is", "on behalf of our client", "on behalf of a client", "client of ours", "for one of our clients", "one of our clients", "our client's", "recruitment agency", "recruiting agency", "staffing agency", "staffing company", "staffing firm", "recruitment company", "recruitment consultancy", "recruitment firm", "executive search", "headhunter", "headhunting", "employment agency", "acting as an employment business", "acting as an employment agency", "employment business", "labour hire", "we are recruiting for", "recruitment partner",
		"unser kunde", "unseren kunden", "unseres kunden", "unser mandant", "unseren mandanten", "im auftrag unseres", "personalvermittlung", "personaldienstleister", "arbeitnehmerüberlassung", "zeitarbeit", "personalberatung", "notre client", "pour le compte de", "cabinet de recrutement", "nuestro cliente", "agencia de reclutamiento", "consultora de selección", "dla naszego klienta", "dla klienta", "nasz klient", "naszego klienta", "agencja rekrutacyjna", "agencja pracy", "nosso cliente", "onze klant", "onze opdrachtgever", "opdrachtgever", "il nostro cliente", "per conto di", "nostro cliente"}
	consultancyWords = []string{"consultancy", "consulting firm", "consulting company", "it consulting", "software consultancy", "consulting services", "technology consulting", "client projects", "client project", "client site", "client sites", "client's site", "customer site", "our clients", "clients' projects", "software house", "software agency", "digital agency", "development agency", "outsourcing", "outstaffing", "nearshore", "nearshoring", "staff augmentation", "professional services", "systems integrator", "system integrator", "it services company",
		"beratungshaus", "beratungsunternehmen", "it-beratung", "unternehmensberatung", "it-dienstleister", "systemhaus", "kundenprojekte", "kundenprojekten", "beim kunden vor ort", "esn", "ssii", "société de conseil", "cabinet de conseil", "chez nos clients", "nos clients", "consultora", "consultoría", "nuestros clientes", "consultoria", "dla naszych klientów", "software house", "body leasing", "bodyleasing", "detachering", "detacheren", "società di consulenza", "consulenza"}
	directWords = []string{"no agencies", "no recruiters", "no recruitment agencies", "no third party recruiters", "no third-party recruiters", "no agency", "principals only", "direct employer", "direct client", "agencies need not apply", "recruiters need not apply", "please no agencies", "no recruiters please", "keine personalvermittler", "keine anfragen von personalvermittlern", "keine agenturen", "sin agencias", "pas d'agences", "unsolicited resumes from", "unsolicited cvs", "unsolicited resumes", "our product", "our products", "our own product", "our platform", "our app", "we're building", "we are building", "unser produkt", "unsere plattform", "unsere produkte", "notre produit", "notre plateforme", "nuestro producto", "nuestra plataforma", "nasz produkt", "nasza platforma", "nosso produto", "nossa plataforma"}

	// agencyNames and consultancyNames are words of the names of such firms.
	agencyNames      = phrases.Of("recruitment", "recruiting", "recruiters", "staffing", "personnel", "headhunters", "headhunting", "resourcing", "search partners", "executive search", "talent solutions", "manpower", "personalberatung", "personalvermittlung", "recrutement", "rekrutacja", "employment agency", "jobs", "hays", "zeitarbeit")
	consultancyNames = phrases.Of("consulting", "consultancy", "consultants", "consultoria", "consultoría", "consultores", "software house", "beratung", "conseil", "consulenza")
)

// Words beside those for a kind of employer.
var (
	// notAgency stand in sentences on agencies, or on the client of a server.
	notAgency = phrases.Of("no", "agencies", "unsolicited", "without", "client side", "client-side", "keine")
	// clientThings follow "client" where it is no firm.
	clientThings = phrases.Of("side", "library", "libraries", "app", "apps", "sdk", "software", "application", "facing", "experience", "base", "service", "services", "relations", "success", "portal", "data", "engagement", "onboarding", "centric", "focused", "ceremony", "relationships")
	// earlierWork are words of sentences on what a person did before, or does not want.
	earlierWork = phrases.Of("experience in", "experience with", "experience at", "background in", "no", "not", "previous", "bonus", "former", "formerly", "ex")
	// clientWork are words of sentences on work for clients.
	clientWork = phrases.Of("projects", "project", "deliver", "consult", "consulting", "at our clients", "chez nos clients", "proyectos", "projets", "assigned to", "placed")
)

// readEmployer tells who offers the job: by the name of the firm, else by what the ad says
// of clients. Where it speaks of one client an agency writes, of clients of a firm's own
// people a consultancy; both only where the ad speaks so outside its list of skills.
func (r *reader) readEmployer() {
	name, from, quote := r.firm()
	for _, k := range []struct {
		kind  string
		words *phrases.Set
	}{{"agency", agencyNames}, {"consultancy", consultancyNames}} {
		if k.words.In(name) {
			r.ad.Employer = k.kind
			r.note("employer", k.kind, from, quote)
			return
		}
	}
	for _, k := range []struct {
		kind string
		cue  cue
	}{{"agency", cueAgency}, {"consultancy", cueConsultancy}, {"direct", cueDirect}} {
		for _, h := range r.cues.of(k.cue) {
			at := spanOf(h)
			if r.speaksOfItself(k.kind, at) {
				r.ad.Employer = k.kind
				r.note("employer", k.kind, fromBody, around(r.body.text, at))
				return
			}
		}
	}
}

// firm returns the name of the firm in lower case, where it stands and as it stands there.
func (r *reader) firm() (lower, from, quote string) {
	if r.l.Company != "" || !r.header() {
		s := newSource(fromStated, cut(r.l.Company, maxField))
		return s.lower, fromStated, s.text
	}
	part := r.segments[0]
	return r.title.lower[part.start:part.end], fromTitle, r.title.text[part.start:part.end]
}

// speaksOfItself tells whether a word for a kind of employer is said of the one who writes:
// not of agencies that are told to stay away, of earlier work or of other firms' clients.
func (r *reader) speaksOfItself(kind string, at span) bool {
	_, lower, _ := r.sentence(at)
	switch kind {
	case "agency":
		return !notAgency.In(lower) && !clientThings.In(r.body.lower[at.end:min(len(r.body.lower), at.end+14)])
	case "consultancy":
		return !earlierWork.In(lower) && !r.sideMatter(lower, at)
	}
	return true
}

// sideMatter tells whether an ad speaks of its clients as any firm does of its customers:
// "our clients" alone makes no consultancy where the firm has a product.
func (r *reader) sideMatter(lower string, at span) bool {
	word := r.body.lower[at.start:at.end]
	if !strings.HasSuffix(word, "clients") && !strings.HasSuffix(word, "clientes") && word != "professional services" && word != "outsourcing" {
		return false
	}
	return r.cues.has(cueDirect) || !clientWork.In(lower)
}
