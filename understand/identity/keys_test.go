package identity_test

import (
	"slices"
	"testing"

	"stackhound"
	"stackhound/understand/identity"
)

// listing makes a listing of board "jobs" in four words.
func listing(id, company, title, location string) stackhound.Listing {
	return stackhound.Listing{
		ListingKey: stackhound.ListingKey{Board: "jobs", ID: id}, URL: "https://jobs.example.org/" + id,
		Company: company, Title: title, Location: location, State: stackhound.ListingOpen,
	}
}

// keys are the keys of a listing of one role.
func keys(l stackhound.Listing) []string {
	all, _ := identity.Keys(l, plain.Parts(l))
	return all
}

func TestNameKey(t *testing.T) {
	t.Parallel()
	same := [][]stackhound.Listing{
		{listing("1", "Nordwind GmbH", "Senior Go Engineer (m/w/d)", "Berlin, Germany"), listing("2", "NORDWIND", "Sr. Golang Engineer", "Berlin, DE (Hybrid)")},
		{listing("1", "Łoś S.A.", "Backend Developer - Senior", "Warszawa"), listing("2", "Los", "Senior Back-End Developer", "Warsaw, Poland")},
		{listing("1", "Acme", "Engineer (Remote)", "Remote"), listing("2", "Acme Inc.", "Engineer", "Anywhere")},
		{listing("1", "Acme", "Engineer", "Remote - EU only"), listing("2", "Acme", "Engineer", "Remote, Europe")},
		{listing("1", "Acme", "Mid/Senior Full-Stack Dev", "Worldwide"), listing("2", "Acme", "Mid/Senior Fullstack Developer (Full Remote - Worldwide)", "Anywhere in the World")},
		{listing("1", "Acme", "Engineer II", "Oslo / Remote"), listing("2", "Acme", "Engineer 2", "Oslo")},
	}
	for _, pair := range same {
		if a, b := keys(pair[0]), keys(pair[1]); !slices.Equal(a, b) {
			t.Errorf("%q and %q must be equal", a, b)
		}
	}
	different := [][]stackhound.Listing{
		{listing("1", "Acme", "Engineer II", "Oslo"), listing("2", "Acme", "Engineer III", "Oslo")},
		{listing("1", "Acme", "Junior Engineer", "Oslo"), listing("2", "Acme", "Senior Engineer", "Oslo")},
		{listing("1", "Acme", "Engineer", "Oslo"), listing("2", "Acme", "Engineer", "Bergen")},
		{listing("1", "Acme", "Engineer", "Remote, US"), listing("2", "Acme", "Engineer", "Remote, Europe")},
		{listing("1", "Acme", "C Engineer", "Oslo"), listing("2", "Acme", "C++ Engineer", "Oslo")},
		{listing("1", "Acme", "Engineer (US)", "Remote"), listing("2", "Acme", "Engineer (EU)", "Remote")},
		{listing("1", "Acme", "Engineer", "Mexico City"), listing("2", "Acme", "Engineer", "Mexico")},
		{listing("1", "Acme", "Back Office Developer", "Oslo"), listing("2", "Acme", "Front Office Developer", "Oslo")},
		{listing("1", "Acme Rockets", "Engineer", "Oslo"), listing("2", "Acme", "Engineer", "Oslo")},
	}
	for _, pair := range different {
		if a, b := keys(pair[0]), keys(pair[1]); slices.Equal(a, b) {
			t.Errorf("%v and %v must differ, both are %q", pair[0], pair[1], a)
		}
	}
	for _, company := range []string{"", "Confidential", "n/a", "Stealth"} {
		if all := keys(listing("1", company, "Go Engineer", "Oslo")); len(all) != 0 {
			t.Errorf("company %q names nobody, yet gives %q", company, all)
		}
	}
}

func TestOpeningKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ apply, want string }{
		{"https://boards.greenhouse.io/nordwind/jobs/4002960?utm_source=x&ref=y&gh_src=ab12", "apply:boards.greenhouse.io/nordwind/jobs/4002960"},
		{"https://job-boards.greenhouse.io/nordwind/jobs/4002960", "apply:boards.greenhouse.io/nordwind/jobs/4002960"},
		{"https://jobs.lever.co/nordwind/7084cae1-664e/apply?lever-source=board", "apply:jobs.lever.co/nordwind/7084cae1-664e"},
		{"HTTPS://WWW.Nordwind.example/careers/senior-go-engineer/", "apply:nordwind.example/careers/senior-go-engineer"},
		{"https://nordwind.example/careers?gh_jid=4002960&utm_medium=z", "apply:nordwind.example/careers?gh_jid=4002960"},
		{"https://nordwind.example/jobs?b=2&a=1", "apply:nordwind.example/jobs?a=1&b=2"},
		{"https://nordwind.example/careers", ""},
		{"https://jobs.lever.co/nordwind", ""},
		{"https://jobs.example.org/apply/12345", ""},
		{"https://apply.example.org/12345", ""},
		{"mailto:jobs@nordwind.example", ""},
		{"jobs@nordwind.example", ""},
		{"javascript:alert(1)", ""},
		{"https://%zz/1", ""},
		{"", ""},
	} {
		l := listing("1", "", "Engineer", "")
		l.ApplyURL = c.apply
		got := ""
		if all := keys(l); len(all) > 0 {
			got = all[0]
		}
		if got != c.want {
			t.Errorf("%s gives %q, want %q", c.apply, got, c.want)
		}
	}
}

// FuzzKeys holds that no listing breaks the keys, and that a key never holds a tracking
// parameter.
func FuzzKeys(f *testing.F) {
	f.Add("https://boards.greenhouse.io/a/jobs/1?utm_source=b", "Acme GmbH", "Sr. Go (m/w/d)", "Berlin, DE / Remote")
	f.Fuzz(func(t *testing.T, apply, company, title, location string) {
		l := listing("1", company, title, location)
		l.ApplyURL = apply
		if got := keys(l); len(got) > 4 || !slices.Equal(got, keys(l)) {
			t.Errorf("keys %q", got)
		}
	})
}
