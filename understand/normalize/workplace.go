package normalize

import (
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/places"
)

// The words for each way of working, in fields and titles.
var workplaceWords = []struct {
	way   stackhound.Workplace
	words []string
}{
	{stackhound.Remote, []string{"remote", "remotely", "telecommute", "work from home", "wfh", "home office", "homeoffice", "fully distributed", "distributed team", "distributed company", "anywhere", "zdalna", "zdalnie", "remoto", "télétravail", "remote-first", "remote first", "remote-friendly", "remote ok", "worldwide"}},
	{stackhound.Hybrid, []string{"hybrid", "hybride", "híbrido", "hybrydowa", "hybrydowo", "part remote", "partially remote", "partly remote", "teilweise remote"}},
	{stackhound.Onsite, []string{"onsite", "on-site", "on site", "in-office", "in office", "in-person", "in person", "vor ort", "presencial", "stacjonarnie", "no remote", "not remote", "office-based", "office based"}},
}

// The words that say it in running text, hyphens as spaces, where "remote" alone may be a
// remote server and "hybrid" a hybrid cloud. Hybrid comes first: it is told by the days at
// home it is made of.
var bodyWords = []struct {
	way   stackhound.Workplace
	words []string
}{
	{stackhound.Hybrid, []string{"hybrid work", "hybrid working", "hybrid model", "hybrid role", "hybrid position", "hybrid schedule", "hybrid environment", "hybrid remote", "hybrid office", "hybrid setup", "hybrid arrangement", "hybrid arrangements", "hybrid policy", "hybrid company", "hybrid team", "hybrid workplace",
		"hybrid flexible", "hybrid approach", "(hybrid", "hybrid)", "work hybrid", "is hybrid", "is a hybrid", "days in the office", "days in office", "days per week in", "days a week in", "days a week from", "days in our office", "days from home", "days/week in", "days per week from",
		"days wfh", "day wfh", "days remote", "day remote", "wfh days", "days at home", "part remote", "partially remote", "partial remote", "partly remote", "mix of home", "mix of remote", "home and office", "office and home", "split between home", "combination of home", "work from home options",
		"work from home option", "some work from home", "wfh flexibility", "wfh options", "occasional work from home", "flexible working from home", "flexibility to work from home", "work from home days", "ability to work from home", "option to work from home", "opportunity to work from home when", "work from home arrangements",
		"working from home arrangements", "working from home options", "working from home conditions", "work from home flexibility", "work from home up to", "% from home", "partially onsite", "work from home opportunities", "hybrid:", "mobiles arbeiten", "mobile arbeit", "tage pro woche im büro", "tage im büro", "tage homeoffice", "télétravail partiel", "jours de télétravail", "hybride", "híbrido", "híbrida", "hybrydowa", "hybrydowo", "días de teletrabajo", "días en la oficina",
		"days working from home", "work from home 1", "work from home 2", "flexible hybrid"}},
	{stackhound.Remote, []string{"fully remote", "100% remote", "full remote", "remote first", "all remote", "completely remote", "remote position", "remote role", "remote job", "remote opportunity", "remote team", "remote company", "remote work", "work remotely", "working remotely", "remote working", "remote within", "remote in", "remote from",
		"remote (", "remote:", "remote only", "remote ok", "remote friendly", "remote possible", "remote option", "fully distributed", "distributed team", "distributed company", "work from anywhere", "from anywhere", "is remote", "are remote", "be remote", "remote or", "or remote", "remote,", "/remote", "(remote", "remote)", "remote candidates",
		"remote employees", "remote anywhere", "permanently remote", "remote basis", "praca zdalna", "pracy zdalnej", "zdalnie", "zdalna", "vollständig remote", "homeoffice", "télétravail", "à distance", "teletrabajo", "remoto", "remota", "remote innerhalb", "oder remote", "remote based", "remote eligible", "us remote", "remote us", "telecommute", "remote setup", "remote set up", "remote environment", "work from home", "working from home", "wfh", "home based", "from home"}},
	{stackhound.Onsite, []string{"on site role", "onsite role", "on site position", "onsite position", "work onsite", "work on site", "working on site", "working onsite", "onsite work", "on site work", "onsite in", "on site in", "onsite at", "on site at", "(onsite", "(on site", "onsite)", "onsite only", "fully onsite", "fully on site", "100% onsite", "in office", "in person role", "in person", "work in our office", "from our office",
		"our office in", "based in our", "no remote", "not remote", "not a remote", "work from the office", "office based", "in the office full", "5 days in", "five days a week in", "relocate to", "vor ort", "sur site", "presencial", "stacjonarna", "stacjonarnie", "onsite"}},
}

// negations before a word for remote work take it back; neutral ones make it a skill or
// a perk of other people.
var notOffered = []string{"no ", "not ", "non-", "without ", "independent / ", "if necessary", "via ", "manage ", "managing ", "other ", "isn't ", "cannot ", "aren't ", "rather than "}

// readWorkplace asks the sources in order of trust and takes the first that says
// anything; the board's default comes last. Remote work alone is often only the half of
// it that a board has a field for: the office may be offered beside it.
func (r *reader) readWorkplace() {
	for _, stated := range r.l.Stated.Workplace {
		r.ways(newSource(fromStated, stated), fromStated)
	}
	if strings.EqualFold(strings.Join(r.l.Stated.Workplace, ""), "true") {
		r.way(stackhound.Remote, fromStated, "true")
	}
	for _, s := range []source{r.title, r.tags, r.location} {
		if r.ad.Workplace == 0 {
			r.ways(s, s.name)
		}
	}
	if r.ad.Workplace == stackhound.Remote {
		r.officeToo()
		r.choiceToo()
	}
	if r.ad.Workplace == 0 {
		r.bodyWays()
	}
	if r.ad.Workplace == 0 {
		for _, w := range r.defaults.Workplace {
			r.ways(newSource(fromBoard, w), fromBoard)
		}
	}
}

// ways takes every way of working a field or title names.
func (r *reader) ways(s source, from string) {
	for _, w := range workplaceWords {
		if at, ok := firstWord(s.lower, w.words); ok && !denied(s.lower, at) {
			r.way(w.way, from, s.text[at.start:at.end])
		}
	}
}

func (r *reader) way(w stackhound.Workplace, source, quote string) {
	if r.ad.Workplace&w == 0 {
		r.ad.Workplace |= w
		r.note("workplace", w.String(), source, quote)
	}
}

// denied tells whether the words before or behind a place take it back.
func denied(lower string, at span) bool {
	before := lower[max(0, at.start-18):at.start]
	after := lower[at.end:min(len(lower), at.end+24)]
	for _, n := range notOffered {
		if strings.HasSuffix(before, n) || strings.Contains(after, n) && n == "if necessary" {
			return true
		}
	}
	return strings.HasPrefix(after, " work if") || strings.HasPrefix(after, " not ") || strings.HasPrefix(after, ": no")
}

// bodyWays reads running text. The board's default is a better guide than what text says
// of work on site: texts speak of other people's sites too.
func (r *reader) bodyWays() {
	plain := strings.ReplaceAll(r.body.lower, "-", " ")
	var held grams
	held.add(plain)
	for _, w := range bodyWords {
		if r.ad.Workplace != 0 || w.way == stackhound.Onsite && len(r.defaults.Workplace) > 0 {
			return
		}
		for _, word := range w.words {
			if !held.may(word) {
				continue
			}
			i := phraseAt(plain, word)
			if i < 0 {
				continue
			}
			if at := (span{i, i + len(word)}); !denied(plain, at) {
				r.way(w.way, fromBody, around(r.body.text, at))
				break
			}
		}
	}
}

// phraseAt is wordAt for phrases that may begin or end with a mark.
func phraseAt(lower, phrase string) int {
	for from := 0; ; {
		i := strings.Index(lower[from:], phrase)
		if i < 0 {
			return -1
		}
		i += from
		from = i + len(phrase)
		if !(fold.InWord(phrase, 0) && fold.InWord(lower, i-1)) && !(fold.InWord(phrase, len(phrase)-1) && fold.InWord(lower, from)) {
			return i
		}
	}
}

// The words of a sentence that offers a choice of the place of work.
var (
	eitherWords = []string{"or", "oder", "o", "ou", "albo", "lub"}
	remoteWords = []string{"remote", "remotely", "from home", "work from home", "fully remote", "homeoffice", "home office", "en remoto", "remoto", "teletrabajo", "en télétravail", "télétravail", "à distance", "zdalnie", "praca zdalna", "teletrabalho"}
	officeWords = []struct {
		way   stackhound.Workplace
		words []string
	}{
		{stackhound.Hybrid, []string{"hybrid", "hybride", "híbrido", "híbrida", "hybrydowo"}},
		{stackhound.Onsite, []string{"onsite", "on-site", "on site", "in the office", "in our office", "in office", "in-office", "in person", "vor ort", "im büro", "presencial", "en la oficina", "sur site", "au bureau", "w biurze", "stacjonarnie", "no escritório"}},
	}
	// no choice of one's own: "whether you are on site or remote", "clients, onsite or remote"
	othersChoice = []string{"whether", "regardless", "wherever", "egal ob", "customers", "customer", "clients", "client", "colleagues", "teams", "meetings", "interview", "interviews"}
)

// nearOr is how far from an "or" the two places it joins are looked for, in bytes.
const nearOr = 60

// choiceToo adds work on site or hybrid work where a sentence offers it beside remote
// work: "On site in Bristol or remote: your choice". An office that is only mentioned is
// no offer.
func (r *reader) choiceToo() {
	for _, p := range r.passages {
		lower := r.body.lower[p.start:p.end]
		if hasCue(lower, othersChoice) || hasCue(lower, denials) {
			continue
		}
		for _, or := range eitherWords {
			for i := wordAt(lower, or, 0); i >= 0; i = wordAt(lower, or, i+len(or)) {
				left, right := span{max(0, i-nearOr), i}, span{i + len(or), min(len(lower), i+len(or)+nearOr)}
				r.choice(p, lower, left, right)
				r.choice(p, lower, right, left)
			}
		}
	}
}

// choice takes the ways of working one side of an "or" names, where the other is remote
// work. A city right before the "or" is one: "in Nantes or remote".
func (r *reader) choice(p passage, lower string, office, remote span) {
	if !hasCue(lower[remote.start:remote.end], remoteWords) || hasCue(lower[office.start:office.end], remoteWords) {
		return
	}
	quote := around(r.body.text, span{p.start + office.start, p.start + office.end})
	for _, w := range officeWords {
		if hasCue(lower[office.start:office.end], w.words) {
			r.way(w.way, fromBody, quote)
			return
		}
	}
	for _, f := range places.Find(r.body.text[p.start+office.start : p.start+office.end]) {
		if f.City != "" && office.end < remote.start && office.end-office.start-f.End <= 2 {
			r.way(stackhound.Onsite, fromBody, quote)
		}
	}
}

// officeToo adds work on site where a header offers a place or remote work: "Berlin or
// REMOTE", "NYC / Remote".
func (r *reader) officeToo() {
	for _, s := range []struct {
		source
		parts []span
	}{{r.title, r.segments}, {r.location, []span{{0, len(r.location.text)}}}} {
		for _, part := range s.parts {
			lower := s.lower[part.start:part.end]
			i := wordAt(lower, "remote", 0)
			if i < 0 {
				continue
			}
			before, after := strings.TrimRight(lower[:i], " ("), strings.TrimLeft(lower[i+len("remote"):], " )")
			if j := strings.LastIndexAny(before, ",/;"); j >= 0 && len(before)-j < 12 {
				before = before[:j+1] // "Seattle, US Remote"
			}
			joined := hasAnySuffix(before, " or", "/", ",", "&", " and", "+", ";") && r.cityIn(s.source, span{part.start, part.start + len(before)})
			joined = joined || hasAnyPrefix(after, "or ", "/", "&", "and ", "+ ") && r.cityIn(s.source, span{part.end - len(after), part.end})
			if joined {
				r.way(stackhound.Onsite, s.name, s.text[part.start:part.end])
			}
		}
	}
}

func hasAnySuffix(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, starts ...string) bool {
	for _, e := range starts {
		if strings.HasPrefix(s, e) {
			return true
		}
	}
	return false
}
