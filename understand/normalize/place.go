package normalize

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
	"stackhound/lexicon/places"
)

// cityIn tells whether a part of a source names a city.
func (r *reader) cityIn(s source, part span) bool {
	return namesCity(s.text[part.start:part.end])
}

// remoteOnly tells whether the ad offers nothing but remote work.
func (r *reader) remoteOnly() bool { return r.ad.Workplace == stackhound.Remote }

// readPlaces collects the places of work and the regions remote work is allowed from.
func (r *reader) readPlaces() {
	found := r.places()
	if r.ad.Workplace&stackhound.Remote != 0 {
		r.readRegions()
		found = slices.DeleteFunc(found, func(p placed) bool {
			return p.City == "" && p.Region == "" || r.remoteOnly() && p.source == fromBody
		})
	}
	for _, p := range found {
		if !slices.Contains(r.ad.Locations, p.Location) && !slices.ContainsFunc(found, p.coveredBy) {
			r.ad.Locations = append(r.ad.Locations, p.Location)
			r.note("locations", p.Location.String(), p.source, p.quote)
		}
	}
}

// placed is a location with where it was read.
type placed struct {
	stackhound.Location
	source, quote string
}

// coveredBy tells whether another place found says more about the same country, or about
// the area that a city lies in.
func (p placed) coveredBy(o placed) bool {
	switch {
	case o.Country != p.Country || o.Location == p.Location:
		return false
	case p.City == "":
		return (o.City != "" || o.Region != "") && (p.Region == "" || p.Region == o.Region && o.City != "")
	}
	return o.City != "" && metro[p.City] && p.Region == o.Region && !metro[o.City]
}

// metro are areas around cities that ads name beside those.
var metro = map[string]bool{"San Francisco Bay Area": true, "Tricity": true, "Research Triangle": true, "Orange County": true, "Ruhrgebiet": true, "Rhein-Main": true, "Rhein-Neckar": true, "Śląsk": true, "Long Island": true, "Tampa Bay": true}

// longestSegment is how much of a segment of a title is read for places, in bytes: what is
// longer goes on as running text.
const longestSegment = 160

// places returns the places of the location field, else of the title, else of lines of
// the body that give one. Where a source names countries alone, a city in one of them that
// the next source names says more.
func (r *reader) places() []placed {
	all := r.fieldPlaces()
	for _, next := range []func() []placed{r.titlePlaces, r.bodyPlaces} {
		if slices.ContainsFunc(all, func(p placed) bool { return p.City != "" }) {
			break
		}
		for _, p := range next() {
			if len(all) == 0 || all[0].source == p.source || slices.ContainsFunc(all, func(o placed) bool { return p.City != "" && o.Country == p.Country }) {
				all = append(all, p)
			}
		}
	}
	return all
}

func (r *reader) fieldPlaces() (all []placed) {
	var ok bool
	if r.country, ok = places.Country(r.location.text); ok {
		return []placed{{stackhound.Location{Country: r.country}, fromLocation, r.location.text}}
	}
	for _, f := range places.FindField(r.location.text) {
		all = append(all, placed{f.Location, fromLocation, r.location.text[f.Start:f.End]})
	}
	return all
}

func (r *reader) titlePlaces() (all []placed) {
	for i, part := range r.segments {
		if i == 0 && r.header() && !townOnly(r.title.text[part.start:part.end]) {
			continue // the employer
		}
		for _, f := range titleFound(cut(r.title.text[part.start:part.end], longestSegment), r.header()) {
			if lower := r.title.lower[part.start:part.end]; !seat(lower, f) && !hasAnyPrefix(strings.TrimLeft(lower[f.End:], " "), "time zone", "timezone", "time-zone") && !(r.remoteOnly() && hasAnyPrefix(strings.TrimLeft(lower[f.End:], " ("), "hq", "headquarter")) {
				all = append(all, placed{f.Location, fromTitle, r.title.text[part.start+f.Start : part.start+f.End]})
			}
		}
	}
	return all
}

// titleFound finds the places of a part of a title. A part of a header that is nothing but
// a place is read as a field: "Woods Hole, MA".
func titleFound(part string, header bool) []places.Found {
	if header && strings.Contains(part, ",") && len(part) <= 60 {
		all := places.FindField(part)
		bare := strings.TrimSpace(part)
		if len(all) == 1 && strings.TrimSpace(part[all[0].Start:all[0].End]) == bare {
			return all
		}
	}
	if i := strings.LastIndex(part, " in "); header && i >= 0 {
		i += len(" in ")
		if all := places.FindField(part[i:]); len(all) == 1 && all[0].City != "" && strings.Contains(part[i:], ",") && len(strings.TrimSpace(part[i+all[0].End:])) == 0 && all[0].Start == 0 {
			all[0].Start, all[0].End = i, i+all[0].End
			return all // "Onsite in Woods Hole, MA"
		}
	}
	return places.Find(part)
}

// townOnly tells whether a part of a header is nothing but a city with its country or state.
func townOnly(part string) bool {
	part = strings.TrimSpace(part)
	all := places.Find(part)
	return len(all) == 1 && all[0].City != "" && strings.Contains(part, ", ") && all[0].Start == 0 && all[0].End == len(part)
}

// firms are words for a firm behind the place it is based in.
var firms = phrases.Of("company", "startup", "start-up", "firm", "agency", "studio", "business", "hq")

// seat tells whether a place is where a firm sits, not its people: "a California based
// company", "HQ in Oslo".
func seat(lower string, f places.Found) bool {
	if hasAnySuffix(strings.TrimRight(lower[max(0, f.Start-24):f.Start], " :("), "hq", "hq in", "headquartered in", "headquarters in", "headquarters") {
		return true
	}
	after, ok := strings.CutPrefix(strings.TrimLeft(lower[f.End:min(len(lower), f.End+44)], " -"), "based")
	return ok && firms.In(after)
}

// sites lead to a place of work in running text.
var sites = []string{
	"location:", "locations:", "job location", "based in", "located in", "office in", "offices in", "onsite in", "on-site in", "on site in", "hybrid in", "in-person in", "standort:", "standorte:", "arbeitsort:", "dienstort:", "einsatzort:", "lokalizacja:", "miejsce pracy:", "siedziba:", "ubicación:", "lugar de trabajo:", "localización:", "lieu :", "lieu de travail", "localisation :", "poste basé à", "basé à", "basée à",
	"localização:", "local de trabalho", "locatie:", "standplaats:", "sede di lavoro", "místo výkonu práce:", "lokalita:", "in our", "work from our", "working from our", "working model in", "work model in", "join our", "work location:", "hq in", "headquartered in", "our offices:", "relocate to", "relocation to", "position in", "role in", "at our office", "unser büro in", "büro in", "büros in", "bureaux à", "bureau de", "oficina en", "oficinas en", "biuro w", "biurze w", "escritório em", "kantoor in",
}

// bodyPlaces returns the places behind the first words of the kind that some stand behind.
func (r *reader) bodyPlaces() (all []placed) {
	foremost(r.cues.of(cueSites), func(at span) bool {
		if r.othersSite(at.start) {
			return false
		}
		found := r.sitePlaces(at.end)
		if len(found) > 0 {
			all = found
		}
		return len(found) > 0
	})
	return all
}

// sitePlaces returns the places of the rest of a sentence of the body.
func (r *reader) sitePlaces(start int) (all []placed) {
	end := min(len(r.body.text), start+100)
	if j := strings.IndexAny(r.body.text[start:end], "\n!?"); j >= 0 {
		end = start + j
	}
	if j := strings.Index(r.body.text[start:end], ". "); j >= 4 && r.body.text[start+j-3] != ' ' {
		end = start + j // but not behind "St."
	}
	for _, f := range places.Find(cut(r.body.text[start:], end-start)) {
		all = append(all, placed{f.Location, fromBody, r.body.text[start+f.Start : start+f.End]})
	}
	return all
}

// bystanders are whose places an ad names beside those of the job.
var bystanders = phrases.Of("customers", "customer", "clients", "client", "investors", "investor", "partners", "founders", "parent company", "colleagues", "companies", "kunden", "clientes", "klientów")

// othersSite tells whether a sentence speaks of the places of customers, investors or
// colleagues up to a place of it.
func (r *reader) othersSite(i int) bool {
	before := r.body.lower[max(0, i-80):i]
	if j := lastBreak(before); j >= 0 {
		before = before[j:]
	}
	return bystanders.In(before)
}

// readRegions collects where remote work is allowed from: the board's own field, the
// words around "remote" in the title, the location field of a job that is only remote,
// sentences of the body that limit it, the board's default.
func (r *reader) readRegions() {
	for _, stated := range r.l.Stated.Regions {
		r.regionsOf(stated, fromStated)
	}
	if len(r.ad.Regions) == 0 {
		r.titleRegions()
	}
	if len(r.ad.Regions) == 0 && (r.remoteOnly() || remoteNames.In(r.location.lower)) {
		r.regionsOf(r.location.text, fromLocation)
		if remoteNames.In(r.location.lower) {
			r.cityCountries(r.location.text, fromLocation)
		}
	}
	if len(r.ad.Regions) == 0 {
		r.bodyRegions()
	}
	if len(r.ad.Regions) == 0 {
		for _, region := range r.defaults.Regions {
			r.add(&r.ad.Regions, "regions", region, fromBoard, region)
		}
	}
}

func (r *reader) regionsOf(text, source string) {
	for _, region := range places.Regions(text) {
		r.add(&r.ad.Regions, "regions", region, source, text)
	}
}

// cityCountries takes the countries of the cities that stand beside "remote" where nothing
// else is offered: "Remote, Bangalore".
func (r *reader) cityCountries(text, source string) {
	if !r.remoteOnly() || slices.ContainsFunc(r.ad.Regions, func(c string) bool { return strings.Contains(c, "..") || c == "worldwide" }) {
		return
	}
	for _, f := range places.FindField(cut(text, longestSegment)) {
		before, after := fold.ASCII(text[:f.Start]), fold.ASCII(text[f.End:])
		if f.City != "" && !seat(fold.ASCII(text), f) && !hasAnyPrefix(after, " office", " hq") && !officesIn.In(before) {
			r.add(&r.ad.Regions, "regions", f.Country, source, text[f.Start:f.End])
		}
	}
}

// titleRegions reads the segments that say remote or name time zones, and where those name
// no region and nothing but remote work is offered, the other segments.
func (r *reader) titleRegions() {
	for _, part := range r.segments {
		text := r.title.text[part.start:part.end]
		if i, ok := remoteNames.First(r.title.lower[part.start:part.end]); ok {
			r.regionsOf(remotePart(text, spanOf(i)), fromTitle)
			r.cityCountries(text, fromTitle)
		}
	}
	if !r.header() {
		return
	}
	silent := len(r.ad.Regions) == 0 || slices.Equal(r.ad.Regions, []string{"worldwide"})
	for _, part := range r.segments[1:] {
		text := r.title.text[part.start:part.end]
		if silent && len(text) <= 80 && roleNoun(r.title.lower[part.start:part.end]) < 0 && (r.remoteOnly() || !namesCity(text)) {
			r.regionsOf(withoutSeats(text), fromTitle)
		}
	}
	if len(r.ad.Regions) > 1 {
		r.ad.Regions = slices.DeleteFunc(r.ad.Regions, func(c string) bool { return c == "worldwide" })
	}
}

// remoteNames say remote in a title.
var remoteNames = phrases.Of("remote", "remotely", "anywhere", "remoto", "remota", "télétravail", "homeoffice", "zdalnie", "zdalna", "wfh", "distributed")

// remotePart returns what a segment says of remote work: all of it, or only the entry of
// a list of places that holds the word ("Berlin, US Remote, Dublin"), or what stands behind
// a city that is offered as well ("Oslo, Norway or Remote (Europe)").
func remotePart(segment string, word span) string {
	start := strings.LastIndexAny(segment[:word.start], ",;/") + 1
	if i := strings.LastIndex(segment[:word.start], " or "); i > start && namesCity(segment[:i]) {
		start = i
	}
	end := len(segment)
	if i := strings.IndexAny(segment[word.end:], ",;"); i >= 0 && strings.Count(segment, "(") == 0 || len(segment) > longestSegment && i >= 0 {
		end = word.end + i
		if open := strings.IndexByte(segment[word.end:], '('); open >= 0 && open < i {
			if shut := strings.IndexByte(segment[word.end+open:], ')'); shut >= 0 {
				end = word.end + open + shut
			}
		}
	}
	if own := segment[start:end]; start > 0 && len(places.Regions(own)) > 0 {
		return own
	}
	return withoutSeats(cut(segment, longestSegment))
}

func namesCity(text string) bool {
	return slices.ContainsFunc(places.Find(text), func(f places.Found) bool { return f.City != "" })
}

// officesIn lead to where a firm has offices.
var officesIn = phrases.Of("office in", "offices in", "office:", "offices:", "büros in", "bureaux à", "oficinas en")

// withoutSeats blanks where a firm sits, and what stands behind "offices in".
func withoutSeats(text string) string {
	lower := fold.ASCII(text)
	if at, ok := officesIn.First(lower); ok {
		text = text[:at.Start]
		lower = lower[:at.Start]
	}
	for _, f := range places.Find(text) {
		if seat(lower, f) {
			text = text[:f.Start] + strings.Repeat(" ", f.End-f.Start) + text[f.End:]
		}
	}
	return text
}

// limits are the words of sentences that say where remote work is allowed from.
var limits = []string{
	"remote", "remotely", "time zone", "time zones", "timezone", "timezones", "anywhere", "located in", "based in", "reside in", "residing in", "live in", "living in", "must be in", "eligible to work in", "authorized to work in", "authorised to work in",
	"residents only", "us residents", "u.s. residents", "uk residents", "eu residents", "candidates in", "candidates from", "applicants in", "only in", "us only", "us-based", "u.s.-based", "uk-based", "eu-based", "hire in", "hiring in", "open to", "within the",
}

// noLimits are words of sentences that say nothing of where people may live, or where they
// may not.
var noLimits = []string{
	"customers", "clients", "investment", "funding", "headquartered", "hq", "investors", "founded", "employees in", "our team", "offices in", "companies", "teams across", "team based", "teams based", "colleagues", "cannot", "can't", "unable", "except", "excluding", "not open", "not able", "outside", "office in", "salary in", "paid in",
	"experience", "willing to travel", "travel to", "kunden", "clientes",
}

// ofWork are words of a sentence on where people work.
var ofWork = phrases.Of("remote", "remotely", "work", "works", "working", "live", "living", "based", "located", "location", "reside", "residing", "hire", "hires", "hiring", "employ", "candidates", "applicants", "job", "role", "position", "team", "timezone", "time zone", "time zones", "timezones", "home", "join")

// bodyRegions reads the first sentence of the body that limits remote work.
func (r *reader) bodyRegions() {
	for _, p := range r.passages {
		if !r.cues.near(cueLimits, p.span) || r.cues.near(cueNoLimits, p.span) {
			continue
		}
		text, _, _ := strings.Cut(strings.TrimSpace(r.body.text[p.start:p.end]), "http") // "/en-US/"
		regions := places.Regions(text)
		if slices.Equal(regions, []string{"worldwide"}) && !ofWork.In(r.body.lower[p.start:p.end]) {
			continue // "train models and use them anywhere"
		}
		for _, region := range regions {
			r.add(&r.ad.Regions, "regions", region, fromBody, text)
		}
		if len(regions) > 0 {
			return
		}
	}
}
