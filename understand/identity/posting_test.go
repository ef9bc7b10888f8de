package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/understand/identity"
)

// said is a listing with what was read of it.
type said struct {
	stackhound.Listing
	ad stackhound.Ad
}

// opening is the address that makes the listings of these tests one job.
const opening = "https://nordwind.lever.co/nordwind/1"

// heard makes a listing of a board for the one opening.
func heard(board, title, text string, ad stackhound.Ad) said {
	l := listing(board, "Nordwind", title, "Oslo")
	l.Board, l.ApplyURL, l.URL, l.Description, l.FirstSeen, l.LastSeen, l.State = board, opening, "https://"+board+".example/1", text, day, day, stackhound.ListingOpen
	return said{l, ad}
}

// merged makes one posting of listings.
func merged(t *testing.T, all ...said) stackhound.Posting {
	t.Helper()
	var ls []stackhound.Linked
	ads := map[string]stackhound.Ad{}
	for _, s := range all {
		ls, ads[s.Board] = append(ls, stackhound.Linked{Listing: s.Listing}), s.ad
	}
	d := identity.Resolve(ls, nil, reader(func(l stackhound.Listing) stackhound.Ad { return ads[l.Board] }))
	if len(d.Postings) != 1 {
		t.Fatalf("%d postings of one job", len(d.Postings))
	}
	return d.Postings[0].Posting
}

// quoted is evidence of a value that is its own quote.
func quoted(field, value, source string) stackhound.Evidence {
	return stackhound.Evidence{Field: field, Value: value, Source: source, Quote: value}
}

// told writes a posting's evidence as "field=value@board", the overruled in brackets.
func told(p stackhound.Posting) string {
	var out []string
	for _, e := range p.EvidenceList {
		text := fmt.Sprintf("%s=%s@%s", e.Field, e.Value, e.Board)
		if e.Overruled {
			text = "(" + text + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func remote() stackhound.Ad {
	return stackhound.Ad{Workplace: stackhound.Remote, EvidenceList: []stackhound.Evidence{quoted("workplace", "remote", "stated")}}
}

func onsite() stackhound.Ad {
	return stackhound.Ad{Workplace: stackhound.Onsite, EvidenceList: []stackhound.Evidence{quoted("workplace", "onsite", "body")}}
}

// TestTrust holds whose word counts: the employer's own system before a board with fields,
// before running text, however long; and of equals the ad for this role, the longest, the
// eldest.
func TestTrust(t *testing.T) {
	t.Parallel()
	own, fields, feed := heard("own", "Go Engineer", "short", onsite()), heard("fields", "Go", "a longer text", remote()), heard("feed", "Golang", "by far the longest text", remote())
	own.URL = opening
	fields.Stated.Employment = []string{"FULL_TIME"}
	p := merged(t, feed, fields, own)
	if p.Title != "Go Engineer" || p.Workplace != stackhound.Onsite || p.Text != "short" || p.Sources[0].Board != "own" {
		t.Errorf("the employer's own word: %s, %s, %q, first link on %s", p.Title, p.Workplace, p.Text, p.Sources[0].Board)
	}
	if got, want := told(p), "workplace=onsite@own (workplace=remote@fields) (title=Go@fields) (workplace=remote@feed) (title=Golang@feed)"; got != want {
		t.Errorf("evidence %s, want %s", got, want)
	}
	if p = merged(t, feed, fields); p.Title != "Go" {
		t.Errorf("a board with fields of its own: %s", p.Title)
	}
	brief := heard("brief", "Go, brief", "short", remote())
	if p = merged(t, brief, feed); p.Title != "Golang" {
		t.Errorf("the longest text: %s", p.Title)
	}
	brief.Description, brief.FirstSeen = "all of the same length!", day.AddDate(0, 0, -1)
	if p = merged(t, feed, brief); p.Title != "Go, brief" {
		t.Errorf("the eldest: %s", p.Title)
	}
	own.State, own.ClosedAt = stackhound.ListingClosed, day
	if p = merged(t, own, feed); p.Title != "Golang" || p.Workplace != stackhound.Remote || strings.Contains(told(p), "own") {
		t.Errorf("closed, and still heard: %s, %s, %s", p.Title, p.Workplace, told(p))
	}
}

// TestBlanksAreFilled holds that a field comes from the most trusted listing that says
// anything of it, with its words.
func TestBlanksAreFilled(t *testing.T) {
	t.Parallel()
	years := 3.0
	first := heard("a", "Go", "the longest text of all", stackhound.Ad{Roles: []string{"backend"}, Degree: "unspecified"})
	first.Company = ""
	second := heard("b", "Go", "short", stackhound.Ad{
		Roles: []string{"data"}, YearsMin: &years, Degree: "not_required",
		EvidenceList: []stackhound.Evidence{quoted("roles", "data", "body"), quoted("years", "3", "body"), quoted("degree", "not_required", "body")},
	})
	p := merged(t, first, second)
	if p.Company != "Nordwind" || !slices.Equal(p.Roles, []string{"backend"}) || p.YearsMin != &years || p.Degree != "not_required" {
		t.Errorf("%q %v %v %q", p.Company, p.Roles, p.YearsMin, p.Degree)
	}
	if got, want := told(p), "years=3@b degree=not_required@b"; got != want {
		t.Errorf("evidence %s, want %s", got, want)
	}
	alone := merged(t, second)
	if got, want := told(alone), "roles=data@ years=3@ degree=not_required@"; got != want {
		t.Errorf("alone %s, want %s", got, want)
	}
}

// TestCutText holds that a text which ends where another goes on gives way to it, and that
// what was read of it counts no more than what was read of the whole.
func TestCutText(t *testing.T) {
	t.Parallel()
	const whole = "We write Go.\n\nYou have a degree or have learned it all at work."
	for _, c := range []struct{ text, want string }{
		{"We write Go. You have a degree…", whole},
		{"We write Go. You have a degree or ha...", whole},
		{"We write Go. You have a degree [Read more]", whole},
		{"", whole},
		{"We write Go. You hold a degree…", "We write Go. You hold a degree…"},
		{whole + " Apply now.", whole + " Apply now."},
	} {
		own := heard("own", "Go", c.text, stackhound.Ad{Degree: "required", EvidenceList: []stackhound.Evidence{quoted("degree", "required", "body")}})
		own.URL = opening
		feed := heard("feed", "Go", whole, stackhound.Ad{Degree: "or_equivalent", EvidenceList: []stackhound.Evidence{quoted("degree", "or_equivalent", "body")}})
		p := merged(t, own, feed)
		if p.Text != c.want {
			t.Errorf("%q: the text is %q", c.text, p.Text)
		}
		degree, evidence := "or_equivalent", "degree=or_equivalent@feed"
		if c.want != whole {
			degree, evidence = "required", "degree=required@own (degree=or_equivalent@feed)"
		}
		if strings.HasPrefix(c.want, whole+" ") {
			evidence = "degree=required@own" // read of the same words
		}
		if p.Degree != degree || told(p) != evidence {
			t.Errorf("%q: %s, %s", c.text, p.Degree, told(p))
		}
	}
}

// TestStackOfTheWholeText holds that what lies all over the text is that of who has it all.
func TestStackOfTheWholeText(t *testing.T) {
	t.Parallel()
	of := func(names ...string) stackhound.Ad {
		ad := stackhound.Ad{Stack: stackhound.Stack{Required: names}}
		for _, name := range names {
			ad.EvidenceList = append(ad.EvidenceList, quoted("stack", name, "tags"))
		}
		return ad
	}
	own := heard("own", "Go", "We write Go and…", of("go"))
	own.URL = opening
	p := merged(t, own, heard("feed", "Go", "We write Go and some Rust.", of("go", "rust")))
	if got, want := told(p), "stack=go@feed stack=rust@feed"; got != want || len(p.Stack.Required) != 2 {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestPlacesAreJoined holds that the places of all listings count, the precise before the
// vague, and that they contradict nothing.
func TestPlacesAreJoined(t *testing.T) {
	t.Parallel()
	in := func(all ...stackhound.Location) (ad stackhound.Ad) {
		for _, l := range all {
			ad.Locations, ad.EvidenceList = append(ad.Locations, l), append(ad.EvidenceList, quoted("locations", l.String(), "location"))
		}
		return ad
	}
	oslo, norway, bergen := stackhound.Location{City: "Oslo", Country: "NO"}, stackhound.Location{Country: "NO"}, stackhound.Location{City: "Bergen", Country: "NO"}
	p := merged(t, heard("a", "Go", "the longest text", in(norway)), heard("b", "Go", "shorter", in(oslo)), heard("c", "Go", "short", in(bergen, oslo)))
	if !slices.Equal(p.Locations, []stackhound.Location{oslo, bergen}) {
		t.Errorf("places %v", p.Locations)
	}
	if got, want := told(p), "locations=Oslo, NO@b locations=Bergen, NO@c"; got != want {
		t.Errorf("evidence %s, want %s", got, want)
	}
}

// TestRegionsFitTheWorkplace holds that where remote work is allowed from is nothing to
// say of a job that is done on site by a more trusted word.
func TestRegionsFitTheWorkplace(t *testing.T) {
	t.Parallel()
	anywhere := remote()
	anywhere.Regions, anywhere.EvidenceList = []string{"worldwide"}, append(anywhere.EvidenceList, quoted("regions", "worldwide", "body"))
	p := merged(t, heard("a", "Go", "the longest text", onsite()), heard("b", "Go", "short", anywhere))
	if len(p.Regions) > 0 || strings.Contains(told(p), "regions") {
		t.Errorf("%s from %v: %s", p.Workplace, p.Regions, told(p))
	}
}

// TestOwnWords holds that a board whose texts are the same contradicts itself in nothing
// that was read of them, and that companies are compared as companies are.
func TestOwnWords(t *testing.T) {
	t.Parallel()
	a, b := heard("a", "Go", "we pay well", stackhound.Ad{}), heard("b", "Go", "we pay well", stackhound.Ad{})
	low, high := 50000.0, 60000.0
	a.ad = stackhound.Ad{Salary: &stackhound.Pay{Min: &low, Max: &low, Currency: "EUR", Period: "year"}, EvidenceList: []stackhound.Evidence{quoted("salary", "50,000", "body")}}
	b.ad = stackhound.Ad{Salary: &stackhound.Pay{Min: &high, Max: &high, Currency: "EUR", Period: "year"}, EvidenceList: []stackhound.Evidence{quoted("salary", "60,000", "body")}}
	b.Company = "Nordwind GmbH"
	if got, want := told(merged(t, a, b)), "salary=50,000@a"; got != want {
		t.Errorf("one text: %s, want %s", got, want)
	}
	b.Company, b.ad.EvidenceList[0].Source = "Südwind", "salary"
	if got, want := told(merged(t, a, b)), "salary=50,000@a (salary=60,000@b) (company=Südwind@b)"; got != want {
		t.Errorf("another field: %s, want %s", got, want)
	}
}

// TestDates holds when a posting begins and ends, and that a closed link comes last.
func TestDates(t *testing.T) {
	t.Parallel()
	short, long := heard("a", "Go", "", stackhound.Ad{}), heard("b", "Go", "", stackhound.Ad{})
	short.Posted, short.LastSeen = day.AddDate(0, 0, -1), day.AddDate(0, 0, 4)
	short.State, short.ClosedAt, short.ClosedWhy = stackhound.ListingClosed, day.AddDate(0, 0, 5), stackhound.ClosedGone
	long.FirstSeen, long.Posted, long.LastSeen = day.AddDate(0, 0, 2), day.AddDate(0, 0, 2), day.AddDate(0, 0, 3)
	p := merged(t, short, long)
	if !p.Posted.Equal(long.Posted) || !p.FirstSeen.Equal(day) || !p.LastSeen.Equal(short.LastSeen) || !p.Open() {
		t.Errorf("dates: %+v", p)
	}
	if p.Sources[0].Board != "b" || p.Sources[1].State != stackhound.ListingClosed || !p.Sources[1].Posted.Equal(short.Posted) {
		t.Errorf("a closed link comes last: %+v", p.Sources)
	}
	long.State, long.ClosedAt, long.ClosedWhy = stackhound.ListingClosed, day.AddDate(0, 0, 9), stackhound.ClosedAbsent
	if p = merged(t, short, long); !p.ClosedAt.Equal(long.ClosedAt) || p.ClosedWhy != stackhound.ClosedAbsent {
		t.Errorf("closes with the last listing: %v %s", p.ClosedAt, p.ClosedWhy)
	}
}
