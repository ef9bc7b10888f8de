package identity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"stackhound"
	"stackhound/lexicon/companies"
	"stackhound/lexicon/roles"
)

// face is what a role of a listing is compared by.
type face struct {
	listing stackhound.ListingKey
	company string // of companies.Key
	title
	kind    string // of roles.Classify over the title
	place   siting
	opening string // of openingKey; "" for an ad of several roles
	text    pieces
	pay     *stackhound.Pay
	from    time.Time // when it was first shown
	until   time.Time // when it was last shown; zero for one that is not closed
}

// faceOf reads what a role is compared by.
func faceOf(m member) *face {
	l := m.Listing
	f := &face{
		listing: l.ListingKey, company: companies.Key(l.Company), title: readTitle(m.part.Title), text: readText(m.part.Text),
		pay: m.part.Salary, from: earliest(l.Posted, l.FirstSeen),
	}
	f.kind = roles.Classify(strings.ToLower(m.part.Title))
	f.place = readPlace(l.Location, f.places, l.Stated.Workplace)
	if m.Part == "" {
		f.opening = openingKey(l)
	}
	if closed(l) {
		f.until = latest(l.ClosedAt, l.LastSeen, f.from)
	}
	return f
}

// latest returns the latest of some times.
func latest(times ...time.Time) time.Time {
	return slices.MaxFunc(times, time.Time.Compare)
}

// contradicts tells in words what makes one job of two listings impossible, "" if nothing.
func (f *face) contradicts(o *face) string {
	switch {
	case len(f.levels) > 0 && len(o.levels) > 0 && !meet(f.levels, o.levels):
		return "another level"
	case special(f.kind) && special(o.kind) && f.kind != o.kind && !slices.Equal(f.words, o.words): // the kind goes by their order too
		return "another kind of work"
	}
	return ""
}

// bars tells whether two roles that share nothing they could be compared by keep the
// families they are in apart.
func (f *face) bars(o *face) bool {
	return f.listing == o.listing || f.contradicts(o) != "" || f.addresses(o) == siblings
}

// special tells whether a kind says which work it is.
func special(kind string) bool { return kind != "" && kind != roles.Software && kind != "other" }

// meet tells whether two sorted lists have a value in common.
func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// ranks tells whether two titles name the same levels, or neither any.
func (f *face) ranks(o *face) bool { return slices.Equal(f.levels, o.levels) }

// names tells whether two listings name the same employer and, levels and places aside,
// the same title.
func (f *face) names(o *face) bool {
	return f.company != "" && o.company != "" && core(f.company) == core(o.company) && f.key() != "" && slices.Equal(f.words, o.words)
}

// addresses compares where one applies.
func (f *face) addresses(o *face) addresses {
	switch {
	case f.opening == "" || o.opening == "":
		return untold
	case f.opening == o.opening:
		return one
	case site("https://"+f.opening) == site("https://"+o.opening):
		return siblings
	}
	return elsewhere
}

// addresses is how the addresses of two openings stand to each other.
type addresses int

const (
	untold    addresses = iota // one of them has none
	one                        // they are the same
	siblings                   // two openings of one system: it tells them apart itself
	elsewhere                  // in different systems
)

// together tells whether two listings were shown at the same time.
func (f *face) together(o *face) bool { return f.gap(o) == 0 }

// gap is for how long neither of two listings was shown between the two.
func (f *face) gap(o *face) time.Duration {
	if o.from.Before(f.from) {
		f, o = o, f
	}
	if f.until.IsZero() || !o.from.After(f.until) {
		return 0
	}
	return o.from.Sub(f.until)
}

// wages is how the pay of two listings stands to each other.
type wages int

const (
	wagesUntold wages = iota // one tells none
	wagesEqual
	wagesMeet // or they are in units that do not compare
	wagesDiffer
)

// pays compares the pay of two listings.
func (f *face) pays(o *face) wages {
	switch {
	case f.pay == nil || o.pay == nil:
		return wagesUntold
	case f.pay.Currency != o.pay.Currency || f.pay.Period != o.pay.Period:
		return wagesMeet
	}
	low, high := bounds(f.pay)
	otherLow, otherHigh := bounds(o.pay)
	switch {
	case low == otherLow && high == otherHigh:
		return wagesEqual
	case low <= otherHigh && otherLow <= high:
		return wagesMeet
	}
	return wagesDiffer
}

// bounds are both ends of a pay, the one that is told for one that is not.
func bounds(p *stackhound.Pay) (low, high float64) {
	ends := [2]*float64{cmp.Or(p.Min, p.Max), cmp.Or(p.Max, p.Min)}
	if ends[0] == nil {
		return 0, 0
	}
	return *ends[0], *ends[1]
}

// system names the site an opening stands on, for people.
func system(opening string) string {
	if end := strings.IndexAny(opening, "/?"); end >= 0 {
		return opening[:end]
	}
	return opening
}
