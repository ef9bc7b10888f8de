package normalize

import (
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/places"
)

// remoteToo adds remote work where an ad on site is open to it beside: "also open to
// remote candidates".
func (r *reader) remoteToo() {
	for _, phrase := range openToRemote {
		if i := wordAt(r.body.lower, phrase, 0); i >= 0 && !denied(r.body.lower, span{i, i + len(phrase)}) {
			r.way(stackhound.Remote, fromBody, around(r.body.text, span{i, i + len(phrase)}))
			return
		}
	}
}

// remoteByZone takes a header for one of remote work that names time zones or a region
// larger than a country and no place: "Engineer | EU, UTC ± 3h".
func (r *reader) remoteByZone() {
	for i, part := range r.segments {
		text := r.title.text[part.start:part.end]
		if i == 0 || len(text) > 60 {
			continue
		}
		for _, region := range places.Regions(text) {
			if strings.Contains(region, "..") {
				r.way(stackhound.Remote, fromTitle, strings.TrimSpace(text))
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
		if f.City != "" && (office.end < remote.start && office.end-office.start-f.End <= 2 || office.start > remote.end && f.Start <= 2) {
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
			if j := strings.IndexByte(after, ')'); strings.HasPrefix(after, "(") && j > 0 {
				after = strings.TrimLeft(after[j+1:], " ")
			}
			if j := strings.LastIndexAny(before, ",/;"); j >= 0 && len(before)-j < 12 {
				before = before[:j+1] // "Seattle, US Remote"
			}
			joined := hasAnySuffix(before, " or", "/", ",", "&", " and", "+", ";", " but") && r.cityIn(s.source, span{part.start, part.start + len(before)})
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
