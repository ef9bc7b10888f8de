package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

// maxHead is how much of a body tells what kind of text it is, in bytes. What ads end with
// (cookies, other openings, the newsletter) is not read for it.
const maxHead = 2500

// isJob tells whether the listing offers a job at all. A text that says of itself that it
// is something else is no job, unless as much in it speaks of an offer: what stands on a
// board is an ad until it shows otherwise.
func (r *reader) isJob() bool {
	title, body := kindText(r.title.lower), kindText(r.body.lower)
	if strings.TrimSpace(title) == "" && strings.TrimSpace(body) == "" {
		return false
	}
	all := r.kindCues()
	if r.seeker(title, body, all) {
		return false
	}
	role := namesRole(title)
	other := otherKind(title, body, all)
	switch {
	case other == 0 && (role || body == "" || r.unknownTongue()): // a title alone is one of a list of jobs
		return true
	case role:
		other = min(other, mostBesideRole)
	}
	return r.offers(title, body, all, max(1, other))
}

// mostBesideRole is the most that may speak for another kind of text where the title names
// a role: editors of newsletters and instructors of courses are hired too.
const mostBesideRole = plainWeight + 2

// namesRole tells whether a title has the name of a role, and does not only speak to people
// who have it ("mentoring for developers") or ask.
func namesRole(title string) bool {
	if strings.HasSuffix(title, "?") || strings.HasPrefix(title, "re:") {
		return false
	}
	if before, _, ok := strings.Cut(title, " for "); ok && !endsInAny(before, "looking", "searching", "hiring", "wanted", "vacancy", "position", "opening", "role", "job") {
		title = before
	}
	return roleNoun(title) >= 0 || trades.In(title)
}

func endsInAny(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(s, end) })
}

// trades are names of work that this product is not for, and that general boards have ads for.
var trades = phrases.Of("attendant", "supervisor", "driver", "nurse", "cleaner", "cook", "chef", "welder", "carer", "worker", "lecturer", "clerk", "cashier", "mechanic", "electrician", "plumber", "carpenter", "painter", "waiter", "waitress", "barista", "bartender", "receptionist", "secretary", "bookkeeper", "buyer",
	"controller", "auditor", "lawyer", "paralegal", "tutor", "editor", "journalist", "translator", "photographer", "hand", "hands", "labourer", "laborer", "crew", "staff", "steward", "guard", "machinist", "fitter", "picker", "packer", "planner", "scheduler", "organiser", "organizer", "therapist", "physician", "doctor", "pharmacist", "dentist",
	"surveyor", "estimator", "inspector", "apprentice", "trainee", "graduate", "internship", "placement", "traineeship", "sales", "marketing", "support", "praktikum", "praktikant", "praktikantin", "werkstudent", "werkstudentin", "stage", "stagiaire", "alternance", "prácticas", "estágio", "staż", "tirocinio", "becario", "analityk", "konsultant", "mitarbeiter", "leiter")

// unknownTongue tells whether the ad is in a language whose words of offers are not known here.
func (r *reader) unknownTongue() bool {
	return !slices.Contains([]string{"", "en", "de", "fr", "es", "pt", "it", "nl", "pl"}, r.ad.Language)
}

// kindText returns the head of a text with one kind of apostrophe.
func kindText(lower string) string {
	return strings.ReplaceAll(strings.TrimSpace(lower[:min(len(lower), maxHead)]), "’", "'")
}

// kindCues are the cues of a title and of a body, of which the head counts.
type kindCues struct{ title, body *cues }

func (r *reader) kindCues() kindCues { return kindCues{findCues(r.title.lower), r.cues} }

// count returns how many different words of a cue there are.
func (c kindCues) count(k cue) int {
	title, body := c.title.of(k), c.body.of(k)
	for len(body) > 0 && body[len(body)-1].End > maxHead {
		body = body[:len(body)-1]
	}
	if len(title) == 0 || len(body) == 0 {
		return phrases.Different(title) + phrases.Different(body)
	}
	return phrases.Different(slices.Concat(title, body))
}

// seekers open the posts of people who look for work themselves.
var seekers = []string{"seeking work", "looking for work", "open to work", "available for hire", "hire me", "seeking a job", "seeking job", "seeking employment", "seeking a position", "#opentowork", "suche arbeit", "suche job", "suche stelle",
	"stellengesuch", "cherche emploi", "busco trabajo", "busco empleo", "procuro emprego", "szukam pracy"}

// profileLabels are the fields of the form in which people offer themselves in threads.
var profileLabels = []string{"willing to relocate:", "résumé/cv:", "resume/cv:", "résumé:", "resume:", "cv:", "technologies:", "email:", "location:", "remote:", "github:", "linkedin:", "portfolio:"}

// seeker tells whether a person offers to work: in the words such posts begin with, in the
// form of a thread, or by speaking of nobody else.
func (r *reader) seeker(title, body string, all kindCues) bool {
	for _, text := range []string{title, body} {
		head := strings.TrimLeft(text[:min(len(text), 40)], " *-[(")
		for _, w := range seekers {
			if strings.HasPrefix(head, w) {
				return true
			}
		}
	}
	if strings.Contains(body, "willing to relocate") && all.count(cueProfile) >= 4 {
		return true
	}
	if r.header() && len(r.segments) > 2 {
		return false // the header line of an ad, in which somebody may say I
	}
	return all.count(cueSelf) > 0 && speaksOfSelf(body, 2) || all.count(cueOwn) > 0 && speaksOfSelf(body, 1)
}

// ownThings are what only one who offers to work has.
var ownThings = []string{"my cv", "my resume", "my résumé", "my portfolio", "my rate", "my hourly rate", "hire me", "notice period", "reach me", "my next role", "my next job", "seeking new challenges", "open to remote", "open to new", "mein lebenslauf", "mon cv", "mi cv", "disponible"}

// selfOffers are what people write who look for work or for customers of their own.
var selfOffers = []string{"my next role", "my next position", "my next job", "my next challenge", "new role", "new position", "new challenge", "new opportunity", "new opportunities", "looking for opportunities", "looking for a job", "looking for work", "looking for a role", "looking for a position",
	"looking for a remote", "looking for remote", "looking for part-time", "looking for freelance", "looking for contract", "looking for an internship", "looking for a junior", "looking for an entry", "open to opportunities", "open to offers", "open for work", "open to relocation", "hire me", "my cv", "my resume", "my résumé", "my portfolio",
	"my rate", "my hourly rate", "my services", "i offer", "i provide", "i can help you", "i can build", "i am available", "i'm available", "available for projects", "available immediately", "available from", "currently available", "my availability", "i was laid off", "back on the market", "recently graduated", "recent graduate", "just graduated",
	"suche eine", "suche einen", "suche nach", "ich suche", "je cherche", "je recherche", "busco", "estoy buscando", "procuro", "szukam", "ik zoek", "cerco"}

// selfWords and shared are the words of one who speaks alone, and of a firm and whom it
// speaks to.
var (
	selfWords = map[string]bool{"i": true, "i'm": true, "i've": true, "i'd": true, "i'll": true, "my": true, "me": true, "myself": true, "ich": true, "mein": true, "meine": true, "meiner": true, "meinen": true, "mir": true, "mich": true, "je": true, "j'ai": true,
		"mon": true, "mes": true, "mi": true, "mis": true, "soy": true, "tengo": true, "jestem": true, "mam": true, "moje": true, "ik": true, "mijn": true, "sono": true, "ho": true, "mio": true, "meu": true, "minha": true, "sou": true, "tenho": true}
	shared = map[string]bool{"we": true, "we're": true, "we've": true, "we'll": true, "our": true, "us": true, "wir": true, "uns": true, "unser": true, "unsere": true, "nous": true, "notre": true, "nos": true, "nosotros": true, "nuestro": true, "nuestra": true, "nasz": true, "naszego": true, "onze": true, "ons": true,
		"candidate": true, "candidates": true, "applicants": true, "applicant": true}
)

// speaksOfSelf tells whether a text says I at least so many times, and far more often than
// we.
func speaksOfSelf(text string, least int) bool {
	self, others := 0, 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '\'' || r >= 0x80) }) {
		if selfWords[word] {
			self++
		} else if shared[word] {
			others++
		}
	}
	return self >= least && self > 2*others
}

// offers tells whether as much as given, or more, speaks for an offer of work.
func (r *reader) offers(title, body string, all kindCues, least int) bool {
	n := min(7, all.count(cueOffer)) + 3*min(1, offerTitles.Count(title))
	if namesRole(title) {
		n += 3
	}
	if r.header() && len(r.segments) > 2 {
		n += 4
	}
	if r.salary.text != "" || r.ad.Salary != nil {
		n++
	}
	return n >= least || n+1 == least && roleNoun(body) >= 0 // which takes longest to find
}

var offerTitles = phrases.Of("hiring", "wanted", "(m/w/d)", "(w/m/d)", "(m/f/d)", "(f/m/d)", "(h/f)", "(f/h)", "vacancy", "join us", "we need", "gesucht", "we're looking for")

// offerCues are what ads say of the work, of the person and of how to apply.
var offerCues = []string{"we're hiring", "we are hiring", "is hiring", "are hiring", "now hiring", "hiring", "we're looking for", "we are looking for", "is looking for", "are looking for", "looking for a", "looking for an", "we seek", "seeking a", "seeking an", "we need", "needs a", "needs an", "days a week", "hours a week", "remote", "working hours", "shift", "shifts", "fluent in", "able to", "assist", "gehalt", "functie", "vollzeit", "teilzeit", "festanstellung", "ab sofort", "wanted", "join our team", "join us", "join the team", "to join our",
	"apply", "apply now", "to apply", "send your cv", "send your resume", "send us your", "send cv", "responsibilities", "requirements", "qualifications", "your profile", "about you", "who you are", "you have", "you will", "you'll", "your role", "your tasks", "the role", "this role", "this position", "the position", "the successful candidate", "candidates", "ideal candidate",
	"what we offer", "we offer", "benefits", "salary", "compensation", "positions", "position:", "openings", "open roles", "open positions", "jobs", "careers", "come join", "grow our team", "growing our team", "seeking", "looking to hire", "looking to fill", "looking to bring", "looking for talented", "job summary", "duties", "will be responsible", "responsible for", "the team", "full-time", "full time", "fulltime", "part-time", "part time", "contract", "permanent", "equity", "onsite", "on-site", "hybrid", "visa", "years of experience", "years experience", "years'", "must have", "nice to have", "tech stack", "our stack", "job description", "paid", "pension", "holiday", "vacation", "relocation",
	"wir suchen", "suchen wir", "ihr profil", "dein profil", "aufgaben", "wir bieten", "bewirb", "bewerbung", "nous recherchons", "nous cherchons", "votre profil", "vos missions", "profil recherché", "cdi", "buscamos", "ofrecemos", "requisitos", "funciones", "procuramos", "oferecemos", "vaga", "szukamy", "poszukujemy", "oferujemy", "wymagania", "obowiązki", "wij zoeken",
	"wij bieden", "functie-eisen", "cerchiamo", "offriamo", "vi söker", "vi søger", "vi søker", "haemme", "募集", "応募", "招聘", "任职", "要求", "채용", "지원"}

// kind is a kind of text that is no ad.
type kind struct {
	plain []string // words any one of which tells the kind
	loose []string // words of which it has several, and which ads may have too
}

func kindLists() (lists [][][]string) {
	for _, k := range otherKinds {
		lists = append(lists, [][]string{k.plain}, [][]string{k.loose})
	}
	return lists
}

// What speaks for a kind: each of two plain words, up to looseMost loose ones beside a
// plain one, and manyLoose of them together where there is none.
const (
	plainWeight = 4
	looseMost   = 3
	manyLoose   = 4
	looseWeight = 3
)

// otherKind returns how much speaks for the likeliest of other kinds of text.
func otherKind(title, body string, all kindCues) int {
	most := 2 * plainWeight * min(1, kindTitles.Count(title))
	for i := range otherKinds {
		most = max(most, weigh(all.count(cueKinds+cue(2*i)), all.count(cueKinds+cue(2*i+1))))
	}
	return max(most, remark(title, body), trial(title, body))
}

// weigh returns how much so many plain and loose words speak for a kind.
func weigh(plain, loose int) int {
	switch {
	case plain > 0:
		return plainWeight*min(2, plain) + min(looseMost, loose)
	case loose >= manyLoose:
		return looseWeight
	}
	return 0
}

// longestRemark is the length of what people say about ads, in bytes.
const longestRemark = 700

// remark returns how much speaks for a comment on ads or a question about one.
func remark(title, body string) int {
	text := body
	if text == "" {
		text = title
	}
	if len(text) > longestRemark {
		return 0
	}
	n := 2 * remarks.Count(text)
	if strings.HasPrefix(title, "re:") {
		n += plainWeight
	}
	if (strings.HasSuffix(text, "?") || strings.HasSuffix(title, "?")) && len(text) < longestRemark/2 {
		n += 3
	}
	if strings.HasPrefix(text, ">") || strings.HasPrefix(text, "@") || strings.HasPrefix(text, "- ") && strings.Contains(text, "\n\n") && n > 0 {
		n += 2
	}
	return n
}

// trial returns how much speaks for a posting that only tries out a form: words of a test
// and hardly others.
func trial(title, body string) int {
	if len(title)+len(body) > longestRemark/2 {
		return 0
	}
	words := fold.Words(title + " " + body)
	tests := 0
	for _, w := range words {
		if testWords[w] {
			tests++
		}
	}
	if len(words) > 0 && len(words) <= 25 && tests*3 >= len(words) {
		return 2 * plainWeight
	}
	return 0
}

var testWords = map[string]bool{"test": true, "testing": true, "tests": true, "ignore": true, "asdf": true, "qwerty": true, "foo": true, "bar": true, "baz": true, "xxx": true, "lorem": true, "ipsum": true, "dolor": true, "sit": true, "amet": true, "dummy": true, "placeholder": true, "deleted": true, "removed": true, "dead": true, "flagged": true, "delete": true, "please": true, "bitte": true, "ignorieren": true, "prueba": true, "essai": true, "teste": true}
