package normalize

import (
	"strings"
	"testing"

	"stackhound"
)

// BenchmarkPlace reads place and workplace alone, of an ad of some 4,000 characters.
func BenchmarkPlace(b *testing.B) {
	l := sampleListing()
	l.HTML = sampleAd + strings.Repeat("<p>Night trains are late for forty reasons and our timetables know most of them, which the people on the platform appreciate.</p>", 25)
	r := &reader{
		l: l, title: newSource(fromTitle, l.Title), tags: newSource(fromTags, ""), location: newSource(fromLocation, l.Location), body: newSource(fromBody, Text(l)),
	}
	r.segments = segments(r.title.text)
	r.cues = findCues(r.body.lower)
	r.passages = split(r.body, r.cues)
	for b.Loop() {
		r.ad = stackhound.Ad{}
		r.readWorkplace()
		r.readPlaces()
	}
}
