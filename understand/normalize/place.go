package normalize

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/places"
)

// cityIn tells whether a part of a source names a city.
func (r *reader) cityIn(s source, part span) bool {
	return slices.ContainsFunc(places.Find(s.text[part.start:part.end]), func(f places.Found) bool { return f.City != "" })
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

// coveredBy tells whether another place found says more about the same country.
func (p placed) coveredBy(o placed) bool {
	return p.City == "" && o.City != "" && o.Country == p.Country && (p.Region == "" || p.Region == o.Region)
}

// longestSegment is how much of a segment of a title is read for places, in bytes: what is
// longer goes on as running text.
const longestSegment = 160

// places returns the places of the location field, else of the title, else of lines of
// the body that give one.
func (r *reader) places() []placed {
	var all []placed
	if code, ok := places.Country(r.location.text); ok {
		return []placed{{stackhound.Location{Country: code}, fromLocation, r.location.text}}
	}
	for _, f := range places.FindField(r.location.text) {
		all = append(all, placed{f.Location, fromLocation, r.location.text[f.Start:f.End]})
	}
	if len(all) > 0 {
		return all
	}
	for i, part := range r.segments {
		if i == 0 && r.header() {
			continue // the employer
		}
		for _, f := range places.Find(cut(r.title.text[part.start:part.end], longestSegment)) {
			all = append(all, placed{f.Location, fromTitle, r.title.text[part.start+f.Start : part.start+f.End]})
		}
	}
	if len(all) > 0 {
		return all
	}
	return r.bodyPlaces()
}

// sites lead to a place of work in running text.
var sites = []string{"location:", "locations:", "based in", "located in", "office in", "offices in", "onsite in", "on-site in", "hybrid in", "standort:", "arbeitsort:", "lokalizacja:", "miejsce pracy:", "ubicación:", "in our", "work location:", "hq in", "headquartered in", "our offices:", "relocate to", "position in", "role in"}

func (r *reader) bodyPlaces() []placed {
	var all []placed
	for _, w := range sites {
		i := strings.Index(r.body.lower, w)
		if i < 0 {
			continue
		}
		start := i + len(w)
		end := min(len(r.body.text), start+80)
		if j := strings.IndexAny(r.body.text[start:end], "\n.!?"); j >= 0 {
			end = start + j
		}
		for _, f := range places.Find(cut(r.body.text[start:], end-start)) {
			all = append(all, placed{f.Location, fromBody, r.body.text[start+f.Start : start+f.End]})
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
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
	if len(r.ad.Regions) == 0 && (r.remoteOnly() || strings.Contains(r.location.lower, "remote")) {
		r.regionsOf(r.location.text, fromLocation)
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

// titleRegions reads the segment that says remote, and where that names no region and
// nothing but remote work is offered, the other segments.
func (r *reader) titleRegions() {
	for _, part := range r.segments {
		if i, ok := firstWord(r.title.lower[part.start:part.end], []string{"remote", "remotely", "anywhere"}); ok {
			r.regionsOf(remotePart(r.title.text[part.start:part.end], i), fromTitle)
		}
	}
	if len(r.ad.Regions) > 0 || !r.remoteOnly() || !r.header() {
		return
	}
	for _, part := range r.segments[1:] {
		if text := r.title.text[part.start:part.end]; len(text) <= 80 && roleNoun(r.title.lower[part.start:part.end]) < 0 {
			r.regionsOf(text, fromTitle)
		}
	}
}

// remotePart returns what a segment says of remote work: all of it, or only the entry of
// a list of places that holds the word ("Berlin, US Remote, Dublin").
func remotePart(segment string, word span) string {
	start := strings.LastIndexAny(segment[:word.start], ",;/") + 1
	end := len(segment)
	if i := strings.IndexAny(segment[word.end:], ",;"); i >= 0 && strings.Count(segment, "(") == 0 || len(segment) > longestSegment && i >= 0 {
		end = word.end + i
	}
	if own := segment[start:end]; len(places.Regions(own)) > 0 && start > 0 {
		return own
	}
	return cut(segment, longestSegment)
}

// limits are the words of sentences that say where remote work is allowed from.
var limits = []string{
	"remote", "remotely", "time zone", "time zones", "timezone", "timezones", "anywhere", "located in", "based in", "reside in", "residing in", "live in", "living in", "must be in", "eligible to work in", "authorized to work in", "authorised to work in",
	"candidates in", "candidates from", "applicants in", "only in", "us only", "us-based", "u.s.-based", "uk-based", "eu-based", "hire in", "hiring in", "open to", "within the",
}

// bodyRegions reads the first sentence of the body that limits remote work.
func (r *reader) bodyRegions() {
	for _, p := range r.passages {
		lower := r.body.lower[p.start:p.end]
		if !hasCue(lower, limits) || hasCue(lower, []string{"customers", "clients", "headquartered", "hq", "investors", "founded", "employees in", "our team", "offices in", "companies", "teams across"}) {
			continue
		}
		if r.regionsOf(strings.TrimSpace(r.body.text[p.start:p.end]), fromBody); len(r.ad.Regions) > 0 {
			return
		}
	}
}
