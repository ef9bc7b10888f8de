package identity_test

import (
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand/identity"
)

// Texts of two jobs of one company; the third is the first as an agency shows it.
const (
	ledgers = "We keep the ledgers of small firms and you would write the part that books what banks report every night, in Go and on PostgreSQL, " +
		"with tests that a stranger can read. You have run such services before and know what a transaction promises. We work four days a week."
	trains = "Our trains send what they see to a service that tells drivers when to brake. It is written in Go, it must not lose a message, and you " +
		"would make it answer twice as fast. You like numbers, measure before you change a thing, and write down why. The team sits by the harbour."
	copied = "Our client is growing. " + ledgers + " Send us your papers today."
)

// two makes two listings of boards "alpha" and "beta" that say the same, to be changed.
func two() (a, b stackhound.Listing) {
	a = listing("1", "Nordwind GmbH", "Senior Go Engineer", "Oslo, Norway")
	a.Board, a.Description, a.FirstSeen = "alpha", ledgers, day
	b = a
	b.Board, b.URL, b.FirstSeen = "beta", "https://beta.example/1", day.Add(time.Hour)
	return a, b
}

// TestJudge compares two listings. Each case changes what both say alike: a merge is told
// as the reason shown beside the second source, a doubt as the one shown beside both
// postings, anything else is "".
func TestJudge(t *testing.T) {
	t.Parallel()
	const opening, other = "https://boards.greenhouse.io/nordwind/jobs/411", "https://boards.greenhouse.io/nordwind/jobs/412"
	for name, c := range map[string]struct {
		change func(a, b *stackhound.Listing)
		merged string
		doubt  string
	}{
		"the same": {func(a, b *stackhound.Listing) {}, "the same company, title, place and 100 % of the text", ""},
		"cut by one board": {func(a, b *stackhound.Listing) { b.Description = ledgers[:len(ledgers)*2/3] + "…" },
			"the same company, title, place and ", ""},
		"one address, all else told otherwise": {func(a, b *stackhound.Listing) {
			a.ApplyURL, b.ApplyURL = opening, opening+"?utm_source=beta"
			b.Company, b.Title, b.Location, b.Description = "", "Go Engineer (Backend)", "Anywhere", trains
		}, "the same address to apply, at boards.greenhouse.io", ""},
		"one address, another level": {func(a, b *stackhound.Listing) {
			a.ApplyURL, b.ApplyURL, b.Title = opening, opening, "Junior Go Engineer"
		}, "", "the same address to apply, at boards.greenhouse.io, but another level"},
		"one address, another kind of work": {func(a, b *stackhound.Listing) {
			a.ApplyURL, b.ApplyURL, a.Title, b.Title = opening, opening, "Senior Backend Engineer", "Senior Frontend Engineer"
		}, "", "the same address to apply, at boards.greenhouse.io, but another kind of work"},
		"an agency by the client's address": {func(a, b *stackhound.Listing) {
			a.ApplyURL, b.ApplyURL, b.Company, b.Description = opening, opening, "Hirewell Partners", copied
		}, "the same address to apply, at boards.greenhouse.io", ""},
		"an agency by its own": {func(a, b *stackhound.Listing) { b.Company, b.Description = "Hirewell Partners", copied },
			"", "100 % of the text under another company's name"},
		"an employer who is not named":      {func(a, b *stackhound.Listing) { b.Company = "Confidential" }, "", "100 % of the text, but no company named"},
		"another level":                     {func(a, b *stackhound.Listing) { b.Title = "Junior Go Engineer" }, "", ""},
		"a level on one side":               {func(a, b *stackhound.Listing) { b.Title = "Go Engineer" }, "", "the same company, title, place and 100 % of the text, but another level in the title"},
		"a level on one side, side by side": {func(a, b *stackhound.Listing) { b.Board, b.ID, b.Title = "alpha", "2", "Go Engineer" }, "", ""},
		"another team":                      {func(a, b *stackhound.Listing) { b.Title = "Senior Go Engineer, Payments" }, "", ""},
		"two openings of one name":          {func(a, b *stackhound.Listing) { a.ApplyURL, b.ApplyURL, b.Description = opening, other, trains }, "", ""},
		"two openings of one name and text": {func(a, b *stackhound.Listing) { a.ApplyURL, b.ApplyURL = opening, other },
			"", "the same company, title, place and words, but two openings"},
		"one ad for two places, two openings": {func(a, b *stackhound.Listing) { a.ApplyURL, b.ApplyURL, b.Location = opening, other, "Bergen, Norway" },
			"one ad for several places: the same company and title, and 100 % of the text", ""},
		"one ad for two places": {func(a, b *stackhound.Listing) { b.Location = "Bergen, Norway" },
			"one ad for several places: the same company and title, and 100 % of the text", ""},
		"another place and text":     {func(a, b *stackhound.Listing) { b.Location, b.Description = "Bergen, Norway", trains }, "", ""},
		"another place, no text":     {func(a, b *stackhound.Listing) { a.Description, b.Description, b.Location = "", "", "Bergen, Norway" }, "", ""},
		"a country, no text":         {func(a, b *stackhound.Listing) { a.Description, b.Description, b.Location = "", "", "Norway" }, "", "the same company, title and country"},
		"a country and the text":     {func(a, b *stackhound.Listing) { b.Location = "Norway" }, "the same company, title, country and 100 % of the text", ""},
		"another text":               {func(a, b *stackhound.Listing) { b.Description = trains }, "", "the same company, title and place, but only 0 % of the text"},
		"another text, side by side": {func(a, b *stackhound.Listing) { b.Board, b.ID, b.Description = "alpha", "2", trains }, "", ""},
		"no text":                    {func(a, b *stackhound.Listing) { a.Description, b.Description = "", "" }, "the same company, title and place", ""},
		"posted anew": {func(a, b *stackhound.Listing) {
			a.ApplyURL, b.ApplyURL = opening, other
			a.State, a.ClosedAt, b.FirstSeen = stackhound.ListingClosed, day.AddDate(0, 1, 0), day.AddDate(0, 2, 0)
		}, "the same company, title, place and words, posted anew", ""},
		"half a year between, no text": {func(a, b *stackhound.Listing) {
			a.Description, b.Description = "", ""
			a.State, a.ClosedAt, b.FirstSeen = stackhound.ListingClosed, day.AddDate(0, 1, 0), day.AddDate(0, 9, 0)
		}, "", ""},
	} {
		a, b := two()
		c.change(&a, &b)
		merged, doubt := doubts(identity.Resolve([]stackhound.Linked{{Listing: a}, {Listing: b}}, nil, plain))
		if !strings.HasPrefix(merged, c.merged) || (merged == "") != (c.merged == "") || doubt != c.doubt {
			t.Errorf("%s: merged %q, doubt %q; want %q, %q", name, merged, doubt, c.merged, c.doubt)
		}
		back, backDoubt := doubts(identity.Resolve([]stackhound.Linked{{Listing: b}, {Listing: a}}, nil, plain))
		if back != merged || backDoubt != doubt {
			t.Errorf("%s: the other way round %q, %q", name, back, backDoubt)
		}
	}
}

// doubts returns why two listings are one posting, or why they may be.
func doubts(d stackhound.Derivation) (merged, doubt string) {
	for _, p := range d.Postings {
		for _, s := range p.Posting.Sources {
			merged += s.Why
		}
		for _, alike := range p.Posting.Alike {
			doubt = alike.Why
		}
	}
	return merged, doubt
}

// TestThirdJoins holds that two that are sure to be two jobs are not joined through a third
// that is like both.
func TestThirdJoins(t *testing.T) {
	t.Parallel()
	a, b := two()
	c := b
	c.Board, c.URL, c.FirstSeen = "gamma", "https://gamma.example/1", day.Add(2*time.Hour)
	a.ApplyURL, b.ApplyURL = "https://boards.greenhouse.io/nordwind/jobs/411", "https://boards.greenhouse.io/nordwind/jobs/412"
	b.Description = trains
	c.Description = ""
	d := identity.Resolve([]stackhound.Linked{{Listing: a}, {Listing: b}, {Listing: c}}, nil, plain)
	if len(d.Postings) != 2 || len(d.Postings[0].Posting.Sources) != 2 {
		t.Errorf("%s", summary(d))
	}
}

// TestDecisionsCountMore holds that an operator's word counts more than what is said, and
// binds the two roles it is on.
func TestDecisionsCountMore(t *testing.T) {
	t.Parallel()
	a, b := two()
	key := func(l stackhound.Listing) stackhound.RoleKey { return stackhound.RoleKey{ListingKey: l.ListingKey} }
	read := plain
	read.Decisions = []stackhound.Decision{{A: key(a), B: key(b), Why: "two teams"}}
	if d := identity.Resolve([]stackhound.Linked{{Listing: a}, {Listing: b}}, nil, read); len(d.Postings) != 2 {
		t.Errorf("two jobs by decision: %s", summary(d))
	}
	b.Title, b.Company = "Junior Cook", "Harbour Kitchen"
	read.Decisions = []stackhound.Decision{{A: key(b), B: key(a), Same: true, Why: "they said so"}}
	d := identity.Resolve([]stackhound.Linked{{Listing: a}, {Listing: b}}, nil, read)
	if merged, _ := doubts(d); len(d.Postings) != 1 || merged != "they said so" {
		t.Errorf("one job by decision: %s, %q", summary(d), merged)
	}
}
