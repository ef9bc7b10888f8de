package identity

import (
	"iter"
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/places"
)

// placeNoise are words of a location that say how, not where, one works.
var placeNoise = map[string]bool{
	"remote": true, "anywhere": true, "worldwide": true, "global": true, "telecommute": true, "home": true, "office": true, "hybrid": true, "onsite": true,
	"only": true, "based": true, "fully": true, "100": true, "in": true, "within": true, "timezone": true, "timezones": true, "time": true, "zone": true, "zones": true,
	"hour": true, "hours": true, "utc": true, "gmt": true, "cet": true, "cest": true, "est": true, "edt": true, "pst": true, "pdt": true, "bst": true,
	"or": true, "and": true, "the": true, "on": true, "site": true, "world": true, "international": true, "first": true, "friendly": true, "ok": true, "possible": true,
}

// placeSame maps other names of a place to one of them.
var placeSame = map[string]string{
	"eu": "europe", "emea": "europe", "usa": "us", "munchen": "munich", "wien": "vienna", "koln": "cologne", "warszawa": "warsaw",
	"praha": "prague", "lisboa": "lisbon", "milano": "milan", "roma": "rome", "kobenhavn": "copenhagen", "bangalore": "bengaluru", "krakow": "cracow", "sf": "san francisco", "nyc": "new york", "new york city": "new york",
}

// placeKey folds a location to its first named place, usually the city: what follows it
// (state, country) is written differently by every board. Without a place it is
// "remote", or "" where nothing is said at all.
func placeKey(location string, workplace []string) string {
	for part := range placeParts(location) {
		words := slices.DeleteFunc(fold.Words(part), func(w string) bool { return placeNoise[w] || len(w) < 3 && '0' <= w[0] && w[0] <= '9' })
		if len(words) == 0 {
			continue
		}
		place := strings.Join(words, " ")
		if same, ok := placeSame[place]; ok {
			return same
		}
		return place
	}
	if strings.TrimSpace(location) == "" && len(workplace) == 0 {
		return ""
	}
	return "remote"
}

// placeParts cuts a location where it goes on to another place, or what one lies in.
func placeParts(location string) iter.Seq[string] {
	return strings.FieldsFuncSeq(location, func(r rune) bool { return strings.ContainsRune(",;/|()[]–—•·", r) })
}

// allTheWorld tells whether a part of a location says that anywhere will do, whatever else
// it lists: "Worldwide, Europe, Asia".
func allTheWorld(location string) bool {
	for part := range placeParts(location) {
		words := fold.Words(part)
		if (slices.Contains(words, "worldwide") || slices.Contains(words, "anywhere")) && !slices.ContainsFunc(words, func(w string) bool { return !placeNoise[w] }) {
			return true
		}
	}
	return false
}

// siting is what a listing says of the place of work.
type siting struct {
	key       string // of placeKey
	locations []stackhound.Location
	regions   []string // countries, and regions wider than one, that it names
	anywhere  bool     // it says so, or names time zones only, which are no place
}

// readPlace reads a location and the places a title names.
func readPlace(location, title string, workplace []string) siting {
	text := placeText(location, title)
	w := siting{key: placeKey(text, workplace), anywhere: allTheWorld(title) || title == "" && allTheWorld(location)} // a title narrows
	for _, f := range places.FindField(text) {
		w.locations = append(w.locations, f.Location)
	}
	w.locations = closest(w.locations)
	for _, r := range places.Regions(text) {
		switch {
		case strings.HasPrefix(r, "UTC"):
			w.anywhere = w.anywhere || len(w.locations) == 0
		case r != "worldwide":
			w.regions = append(w.regions, r)
		}
	}
	return w
}

// closest drops locations that only say in which country or state another one lies.
func closest(all []stackhound.Location) []stackhound.Location {
	return slices.DeleteFunc(slices.Clone(all), func(a stackhound.Location) bool {
		return slices.ContainsFunc(all, func(b stackhound.Location) bool {
			return a != b && agree(a, b) == placeWithin && len(a.City)+len(a.Region) < len(b.City)+len(b.Region)
		})
	})
}

// placeText is all that a listing says of the place in fields of its own.
func placeText(location, title string) string {
	if title == "" {
		return location
	}
	return location + "; " + title
}

// open tells whether a listing ties the job to no place.
func (w siting) open() bool {
	return w.anywhere || len(w.locations) == 0 && len(w.regions) == 0 && (w.key == "" || w.key == "remote")
}

// agreement is how the places of two listings stand to each other.
type agreement int

const (
	placesDiffer agreement = iota // both name places, and none that meet
	placeOpen                     // one of them ties the job to no place
	placeWithin                   // one names a place, the other what it lies in
	placesMeet                    // both name the same place
)

// meets compares two places of work. A listing that names several agrees with one that
// names any of them.
func (w siting) meets(o siting) agreement {
	switch {
	case w.key == o.key && len(w.locations) == 0 && len(o.locations) == 0, w.open() && o.open() && w.key != "" && o.key != "":
		return placesMeet
	case w.open() || o.open():
		return placeOpen
	}
	best := placesDiffer
	for _, a := range w.locations {
		for _, b := range o.locations {
			best = max(best, agree(a, b))
		}
	}
	if best == placesDiffer && (w.lies(o) || o.lies(w)) {
		return placeWithin
	}
	return best
}

// agree compares two locations.
func agree(a, b stackhound.Location) agreement {
	switch {
	case a.Country != "" && b.Country != "" && a.Country != b.Country:
		return placesDiffer
	case a.City != "" && fold.String(a.City) == fold.String(b.City):
		return placesMeet
	case a.City != "" && b.City != "" || a.Region != "" && b.Region != "" && a.Region != b.Region:
		return placesDiffer
	case a.City == b.City && a.Region == b.Region:
		return placesMeet
	}
	return placeWithin
}

// lies tells whether a place of one listing lies in a region that the other names.
func (w siting) lies(o siting) bool {
	return slices.ContainsFunc(o.regions, func(region string) bool {
		return slices.ContainsFunc(w.locations, func(l stackhound.Location) bool { return places.Within(l.Country, region) }) ||
			slices.ContainsFunc(w.regions, func(r string) bool { return places.Within(r, region) })
	})
}
