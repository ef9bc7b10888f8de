package normalize

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/phrases"
	"stackhound/lexicon/places"
)

// remoteToo adds remote work where an ad on site is open to it beside: "also open to
// remote candidates".
func (r *reader) remoteToo() {
	if at, ok := foremost(r.cues.of(cueOpen), func(at span) bool { return !denied(r.body.lower, at) }); ok {
		r.way(stackhound.Remote, fromBody, around(r.body.text, at))
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

// The words of a sentence that offers a choice of the place of work.
var (
	eitherWords = []string{"or", "oder", "o", "ou", "albo", "lub"}
	either      = phrases.New(eitherWords)
	remoteWords = phrases.Of("remote", "remotely", "from home", "work from home", "fully remote", "homeoffice", "home office", "en remoto", "remoto", "teletrabajo", "en télétravail", "télétravail", "à distance", "zdalnie", "praca zdalna", "teletrabalho")
	officeWords = []struct {
		way   stackhound.Workplace
		words *phrases.Set
	}{
		{stackhound.Hybrid, phrases.Of("hybrid", "hybride", "híbrido", "híbrida", "hybrydowo")},
		{stackhound.Onsite, phrases.Of("onsite", "on-site", "on site", "in the office", "in our office", "in office", "in-office", "in person", "vor ort", "im büro", "presencial", "en la oficina", "sur site", "au bureau", "w biurze", "stacjonarnie", "no escritório")},
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
	for _, or := range r.cues.of(cueOr) {
		p := r.passageAt(or.Start)
		if r.cues.near(cueChoice, p.span) || r.cues.near(cueDenials, p.span) {
			continue
		}
		lower := r.body.lower[p.start:p.end]
		left, right := span{max(0, or.Start-p.start-nearOr), or.Start - p.start}, span{or.End - p.start, min(len(lower), or.End-p.start+nearOr)}
		r.choice(p, lower, left, right)
		r.choice(p, lower, right, left)
	}
}

// choice takes the ways of working one side of an "or" names, where the other is remote
// work. A city right before the "or" is one: "in Nantes or remote".
func (r *reader) choice(p passage, lower string, office, remote span) {
	if !remoteWords.In(lower[remote.start:remote.end]) || remoteWords.In(lower[office.start:office.end]) {
		return
	}
	quote := around(r.body.text, span{p.start + office.start, p.start + office.end})
	for _, w := range officeWords {
		if w.words.In(lower[office.start:office.end]) {
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
			i := wordAt(lower, "remote")
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
			joined := strings.HasSuffix(before, " or") && namesState(before)
			joined = joined || hasAnySuffix(before, " or", "/", ",", "&", " and", "+", ";", " but") && r.cityIn(s.source, span{part.start, part.start + len(before)})
			joined = joined || hasAnyPrefix(after, "or ", "/", "&", "and ", "+ ") && r.cityIn(s.source, span{part.end - len(after), part.end})
			if joined {
				r.way(stackhound.Onsite, s.name, s.text[part.start:part.end])
			}
		}
	}
}

// besideOffice adds work on site where a header names a city, and in another part says that
// remote work is all right too: "Ghent | REMOTE ok".
func (r *reader) besideOffice() {
	at := slices.IndexFunc(r.segments, func(part span) bool { return remoteToo.In(r.title.lower[part.start:part.end]) })
	for i, part := range r.segments {
		if at > 0 && i > 0 && i != at && part.end-part.start <= 60 && r.cityIn(r.title, part) && roleNoun(r.title.lower[part.start:part.end]) < 0 {
			r.way(stackhound.Onsite, fromTitle, strings.TrimSpace(r.title.text[part.start:part.end]))
			return
		}
	}
}

// namesState tells whether a text names a state of a country.
func namesState(lower string) bool {
	return slices.ContainsFunc(places.FindField(lower), func(f places.Found) bool { return f.Region != "" })
}

// remoteToo says in a header that remote work is possible, not that it is all there is.
var remoteToo = phrases.Of("remote ok", "remote okay", "remote possible", "remote considered", "remote optional", "remote allowed", "remote welcome", "remote also ok", "remote an option", "open to remote", "remote for the right candidate")

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
