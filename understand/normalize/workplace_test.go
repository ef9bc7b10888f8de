package normalize

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"stackhound"
)

// TestWhatOverrules holds which source wins, and that the loser is kept as overruled.
func TestWhatOverrules(t *testing.T) {
	t.Parallel()
	const denial = "This is not a remote position."
	for _, c := range []struct {
		name       string
		l          stackhound.Listing
		defaults   []string
		want, lost string // lost: values with their sources
	}{
		{"a sentence beats the board's field", stackhound.Listing{Title: "Engineer", Description: denial, Stated: stackhound.Stated{Workplace: []string{"TELECOMMUTE"}}}, nil, "onsite", "remote stated"},
		{"and the title", stackhound.Listing{Title: "Engineer (Remote)", Description: denial}, nil, "onsite", "remote title"},
		{"and the board's default", stackhound.Listing{Title: "Engineer", Description: denial}, []string{"remote"}, "onsite", "remote board"},
		{"but leaves the office beside it", stackhound.Listing{Title: "Engineer, remote or hybrid", Description: denial}, nil, "hybrid", "remote title"},
		{"the board's field beats the location", stackhound.Listing{Title: "Engineer", Location: "Remote, Spain", Stated: stackhound.Stated{Workplace: []string{"Hybrid"}}}, nil, "hybrid", "remote location"},
		{"the title beats the text", stackhound.Listing{Title: "Engineer (Remote)", Description: "Hybrid work: two days in the office."}, nil, "remote", "hybrid body"},
		{"the text beats the default", stackhound.Listing{Title: "Engineer", Description: "We are a hybrid team: two days in the office."}, []string{"remote"}, "hybrid", "remote board"},
		{"the default beats an office in the text", stackhound.Listing{Title: "Engineer", Description: "Meet people in person."}, []string{"remote"}, "remote", "onsite body"},
		{"agreement overrules nothing", stackhound.Listing{Title: "Engineer (Remote)", Location: "Remote"}, []string{"remote"}, "remote", ""},
	} {
		ad := Read(c.l, stackhound.Defaults{Workplace: c.defaults})
		var lost []string
		for _, e := range ad.EvidenceList {
			if e.Field == "workplace" && e.Overruled {
				lost = append(lost, e.Value+" "+e.Source)
			}
		}
		if ad.Workplace.String() != c.want || strings.Join(lost, ", ") != c.lost {
			t.Errorf("%s: %v without %q, want %s without %q", c.name, ad.Workplace, lost, c.want, c.lost)
		}
		for _, way := range ad.Workplace.Names() {
			if _, ok := ad.Evidence("workplace", way); !ok {
				t.Errorf("%s: no evidence for %s", c.name, way)
			}
		}
	}
}

// TestTitlesOnWork reads titles and headers.
func TestTitlesOnWork(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Remote Sensing Engineer": "-", "Engineer, Remote Access": "-", "Hybrid Cloud Engineer": "-", "Hybrid Mobile App Developer": "-", "Engineer (remote)": "remote", "Go Developer, partially remote": "hybrid",
		"Acme | Go Developer | Lyon | 1 day on-site per week": "hybrid", "Acme | Go Developer | ONSITE 5 days a week | Lyon": "onsite", "Acme | Engineer | SF preferred but remote ok": "remote+onsite", "Acme | Ghent, Belgium | Go Developer (REMOTE ok for the right candidate)": "remote+onsite", "Acme | Go Developer | Remote | Ghent": "remote",
		"Acme | Engineer | EU, UTC ± 3h": "remote", "Acme | Engineer | ONSITE mostly, some REMOTE positions": "remote+onsite", "Acme | Engineer | Madrid | ONSITE (hybrid, 2 days a week of remote working)": "hybrid+onsite",
		"We hire people who train models and use them anywhere, with an interface that does what you would do by hand were you to have the time, and we pay them well for that": "-",
	} {
		if got := workplaceName(Read(stackhound.Listing{Title: title}, stackhound.Defaults{}).Workplace); got != want {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
}

// TestPlacesOfAds holds which places of a title and body are places of work.
func TestPlacesOfAds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, location, body, regions, places string }{
		{"Acme | Engineer | A Bavaria based REMOTE company", "", "", "", ""},
		{"Acme | Engineer | Remote (HQ in Belgium)", "", "", "", ""},
		{"Acme | Engineer | Remote Anywhere (NYC offices)", "", "", "worldwide", "New York, NY, US"},
		{"Acme | Engineer | Remote (Oslo HQ)", "", "", "", ""},
		{"Acme | Engineer | Oslo HQ", "", "", "", "Oslo, NO"},
		{"Acme | Engineer | Remote (Tokyo time zone)", "", "", "JP", ""},
		{"Engineer", "", "We have a hybrid working model in Warsaw office.", "", "Warsaw, PL"},
		{"Engineer (Remote)", "", "Anyone can train models with us and use them anywhere.", "", ""},
		{"Engineer (Remote)", "", "You can work from anywhere.", "worldwide", ""},
		{"Engineer (Remote)", "", "- U.S. Residents Only", "US", ""},
		{"Engineer (Remote)", "", "Backed by a US-based investment firm, open to all.", "", ""},
		{"Acme | ONSITE in Little Marsh, VT | Engineer", "", "", "", "Little Marsh, VT, US"},
		{"Bristol, UK | Engineer | ONSITE", "", "", "", "Bristol, GB"},
		{"Oslo | Engineer | ONSITE", "", "", "", ""},
		{"Acme | Engineer | Any town in which we have, had or will ever have a desk, a lamp and a chair for you. REMOTE also acceptable (US, Canada, others are decided on as they come, one by one) | Full-time", "", "", "CA US", ""},
		{"Acme | Engineer | Remote", "", "Engineer | Remote | https://jobs.example/en-US/acme", "", ""},
		{"Acme | Engineer | Little Marsh, VT", "", "", "", "Little Marsh, VT, US"},
		{"Acme | Engineer | Oslo, Norway or Remote (Europe)", "", "", "europe", "Oslo, NO"},
		{"Acme | Engineer | Remote or onsite | Finland", "", "", "FI", ""},
		{"Acme | Engineer | Onsite | Finland", "", "Our offices in Turku and Oulu are by the sea.", "", "Turku, FI; Oulu, FI"},
		{"Engineer", "Finland", "We have offices in Turku and Riga.", "", "Turku, FI"},
		{"Engineer", "", "Location: Ghent. Our customers have offices in Paris.", "", "Ghent, BE"},
		{"Engineer", "", "Our customers are based in Paris.", "", ""},
		{"Acme | Engineer | Remote (London +/- 3 hours)", "", "", "UTC-3..UTC+3", ""},
		{"Acme | REMOTE first, office in Lyon, France | Engineer", "", "", "", "Lyon, FR"},
		{"Engineer", "", "Standort: Kassel", "", "Kassel, DE"},
		{"Engineer (Remote)", "", "You must be based in Poland or Portugal.", "PL PT", ""},
		{"Engineer (Remote)", "", "We cannot hire in California. Our customers in Japan are kind.", "", ""},
		{"Engineer (Remote)", "", "Founded in Berlin, with an office in Lyon.", "", ""},
		{"Acme | Engineer | SF Bay Area Hybrid | offices in Palo Alto", "", "", "", "Palo Alto, CA, US"},
	} {
		ad := Read(stackhound.Listing{Title: c.title, Location: c.location, Description: c.body}, stackhound.Defaults{})
		if got, want := strings.Join(ad.Regions, " ")+" | "+placeNames(ad.Locations), c.regions+" | "+c.places; got != want {
			t.Errorf("%s / %s / %s\n got %s\nwant %s", c.title, c.location, c.body, got, want)
		}
	}
}

// sentences for the property that their order outside sections does not matter.
var orderless = []string{
	"We bake bread for half the city.", "Two days a week in the office, the rest from home.", "You write Go.", "This is not a fully remote role.", "Our customers love us.",
	"Remote sensing is not our trade.", "You may work from home up to three days a week.", "The team is kind.", "We are based in Ghent.",
}

func TestOrderOfSentences(t *testing.T) {
	t.Parallel()
	want := ""
	for turn := range orderless {
		text := strings.Join(slices.Concat(orderless[turn:], orderless[:turn]), " ")
		ad := Read(stackhound.Listing{Title: "Engineer", Description: text}, stackhound.Defaults{})
		got := fmt.Sprint(ad.Workplace, ad.Regions, ad.Locations)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("turned by %d: %s, was %s", turn, got, want)
		}
	}
}

// FuzzPlace holds that reading never panics, that what is read stands in the closed lists,
// that quotes are exact, and that two sentences may change places.
func FuzzPlace(f *testing.F) {
	f.Add("Acme | Go | Berlin or REMOTE (EU)", "Berlin / NYC", "No remote. Two days in the office.", "We WFH on Fridays.")
	f.Add("Remote", "US, TX, Remote", "Poste basé à Lyon, télétravail partiel.", "CET ± 2h")
	f.Fuzz(func(t *testing.T, title, location, one, two string) {
		l := stackhound.Listing{Title: title, Location: location, Description: one + "\n" + two}
		ad := Read(l, stackhound.Defaults{})
		checkPlace(t, ad, map[string]string{fromTitle: title, fromLocation: location, fromBody: Text(l)})
		if strings.ContainsAny(one+two, "\n<&") || !utf8.ValidString(one+two) || len(one)+len(two) > 2000 {
			return
		}
		l.Description = two + "\n" + one
		if other := Read(l, stackhound.Defaults{}); strings.TrimSpace(one) != "" && strings.TrimSpace(two) != "" && other.Workplace != ad.Workplace && !headed(one, two) {
			t.Fatalf("%q, %q: %v one way, %v the other", one, two, ad.Workplace, other.Workplace)
		}
	})
}

// headed tells whether one of two lines may open a section or join with the other.
func headed(lines ...string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return !strings.HasSuffix(l, ".") || strings.Count(l, ".") > 1 })
}

func checkPlace(t *testing.T, ad stackhound.Ad, parts map[string]string) {
	t.Helper()
	for _, region := range ad.Regions {
		country := len(region) == 2 && region == strings.ToUpper(region)
		if !country && !slices.Contains(stackhound.RegionWords, region) && !strings.Contains(region, "..UTC") {
			t.Fatalf("%q is no region", region)
		}
	}
	for _, place := range ad.Locations {
		if len(place.Country) != 2 {
			t.Fatalf("%+v is in no country", place)
		}
	}
	for _, e := range ad.EvidenceList {
		if part, ok := parts[e.Source]; ok && !strings.Contains(part, e.Quote) {
			t.Fatalf("%s %s: %q does not stand in the %s", e.Field, e.Value, e.Quote, e.Source)
		}
	}
}
