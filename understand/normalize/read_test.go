package normalize

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

const sampleAd = `<p>Larkspur Freight moves parcels by rail. Our customers include shops built on Shopify.</p>
<h3>What you'll do</h3>
<ul><li>Build services in Go and PostgreSQL, deployed on Kubernetes</li><li>Go the extra mile when a train is late</li></ul>
<h3>Requirements</h3>
<ul><li>5+ years of experience with Go or Java</li><li>Degree in computer science or equivalent experience</li><li>Kafka &amp;amp; gRPC</li></ul>
<h3>Nice to have</h3>
<ul><li>Terraform, Rust</li></ul>
<h3>What we offer</h3>
<ul><li>€75k–€95k a year, a bonus of up to €10k and €1,500 for conferences</li><li>Two days in the office, the rest from home (hybrid)</li><li>We sponsor visas: visa sponsorship and relocation</li></ul>`

func sampleListing() stackhound.Listing {
	return stackhound.Listing{Title: "Senior Backend Engineer (m/w/d), full-time", Company: "Larkspur Freight", Location: "Berlin, Germany", HTML: sampleAd}
}

func TestRead(t *testing.T) {
	t.Parallel()
	ad := Read(sampleListing(), stackhound.Defaults{})
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"is_job", ad.IsJob, true}, {"n_roles", ad.NRoles, 1},
		{"roles", ad.Roles, []string{"backend"}}, {"seniority", ad.Seniority, []string{"senior"}}, {"years", *ad.YearsMin, 5.0},
		{"required", ad.Stack.Required, []string{"go", "postgresql", "kubernetes", "java", "kafka", "grpc"}},
		{"nice", ad.Stack.Nice, []string{"terraform", "rust"}},
		{"workplace", ad.Workplace, stackhound.Hybrid}, {"locations", ad.Locations, []stackhound.Location{{City: "Berlin", Country: "DE"}}},
		{"salary", ad.Salary.String(), "75,000–95,000 EUR a year"}, {"quote", ad.SalaryQuote, "€75k–€95k"},
		{"employment", ad.Employment, []string{"full_time"}}, {"degree", ad.Degree, "or_equivalent"}, {"visa", ad.Visa, "offered"},
	} {
		if fmt.Sprint(c.got) != fmt.Sprint(c.want) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestEvidence holds that every value has evidence and every quote stands in its part.
func TestEvidence(t *testing.T) {
	t.Parallel()
	l := sampleListing()
	ad := Read(l, stackhound.Defaults{})
	parts := map[string]string{fromTitle: l.Title, fromLocation: l.Location, fromBody: Text(l)}
	for _, e := range ad.EvidenceList {
		if e.Quote == "" || !strings.Contains(parts[e.Source], e.Quote) {
			t.Errorf("%s %s: %q does not stand in the %s", e.Field, e.Value, e.Quote, e.Source)
		}
	}
	for field, values := range map[string][]string{
		"stack": ad.Stack.All(), "roles": ad.Roles, "seniority": ad.Seniority, "employment": ad.Employment,
		"workplace": ad.Workplace.Names(), "degree": {ad.Degree}, "visa": {ad.Visa}, "salary": {ad.Salary.String()},
	} {
		for _, v := range values {
			if _, ok := ad.Evidence(field, v); !ok {
				t.Errorf("no evidence for %s %s", field, v)
			}
		}
	}
	l.Tags = []string{"Redis", "remote"}
	if e, _ := Read(l, stackhound.Defaults{}).Evidence("stack", "redis"); e.Source != fromTags || e.Quote != "Redis" {
		t.Errorf("redis was read from %q of the %s", e.Quote, e.Source)
	}
	if e, _ := ad.Evidence("stack", "rust"); e.Quote != "- Terraform, Rust" {
		t.Errorf("rust was read from %q", e.Quote)
	}
}

func TestReadHeader(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title, roles, seniority, workplace, regions, locations, salary, employment, visa string
	}{
		{"Quillwork | Senior Backend Engineer, Product Designer | Munich or REMOTE (Europe) | Full-time | €80k-€95k",
			"backend design", "senior", "remote+onsite", "europe", "Munich, DE", "80,000–95,000 EUR a year", "full_time", "unspecified"},
		{"Tidepool Grid | Staff SRE | Remote (US/Canada) | Contract | $90-$110/hr", "devops", "staff", "remote", "CA US", "", "90–110 USD an hour", "contract", "unspecified"},
		{"Nimbus Ferry | Go Developer | Amsterdam, NL | ONSITE | VISA", "backend", "", "onsite", "", "Amsterdam, NL", "", "", "offered"},
		{"Bramble | Backend, Frontend, iOS | NYC or SF, US Remote", "backend frontend mobile", "", "remote+onsite", "US", "New York, NY, US; San Francisco, CA, US", "", "", "unspecified"},
		{"Sable Works | ML and Data Engineers | Hybrid | London, UK", "data ml", "", "hybrid", "", "London, GB", "", "", "unspecified"},
		{"Plover | Full-stack Engineer | REMOTE (GMT-8 to GMT+3) | Fulltime", "fullstack", "", "remote", "UTC-8..UTC+3", "", "", "full_time", "unspecified"},
	} {
		ad := Read(stackhound.Listing{Title: c.title, Description: c.title}, stackhound.Defaults{})
		var where []string
		for _, l := range ad.Locations {
			where = append(where, l.String())
		}
		salary := ""
		if ad.Salary != nil {
			salary = ad.Salary.String()
		}
		got := []string{strings.Join(ad.Roles, " "), strings.Join(ad.Seniority, " "), ad.Workplace.String(), strings.Join(ad.Regions, " "), strings.Join(where, "; "), salary, strings.Join(ad.Employment, " "), ad.Visa}
		want := []string{c.roles, c.seniority, c.workplace, c.regions, c.locations, c.salary, c.employment, c.visa}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", c.title, got, want)
		}
	}
}

func TestOrderOfTrust(t *testing.T) {
	t.Parallel()
	l := stackhound.Listing{
		Title: "Junior Developer (Hybrid)", Location: "Remote, Poland", Salary: "10 000 - 14 000 PLN", Tags: []string{"Senior", "remote", "Ruby"},
		Description: "We pay 20 000 PLN a month. On-site only. Django is what we use.",
		Stated:      stackhound.Stated{Workplace: []string{"TELECOMMUTE"}, Level: []string{"Mid-level"}, PayMin: 9000, PayMax: 12000, Currency: "PLN", Period: "MONTH", Employment: []string{"FULL_TIME"}, Regions: []string{"Germany"}},
	}
	ad := Read(l, stackhound.Defaults{Workplace: []string{"onsite"}, Regions: []string{"US"}})
	if ad.Workplace != stackhound.Remote || ad.Salary.String() != "9,000–12,000 PLN a month" || !slices.Equal(ad.Regions, []string{"DE"}) || !slices.Equal(ad.Employment, []string{"full_time"}) {
		t.Errorf("stated fields must win: %v %v %v %v", ad.Workplace, ad.Salary, ad.Regions, ad.Employment)
	}
	if !slices.Equal(ad.Seniority, []string{"mid"}) {
		t.Errorf("seniority %v, want the board's own", ad.Seniority)
	}
	l.Stated = stackhound.Stated{}
	ad = Read(l, stackhound.Defaults{})
	if ad.Workplace != stackhound.Hybrid || ad.Salary.String() != "10,000–14,000 PLN a month" || !slices.Equal(ad.Seniority, []string{"junior"}) {
		t.Errorf("title and fields must win over tags and text: %v %v %v", ad.Workplace, ad.Salary, ad.Seniority)
	}
	if !slices.Contains(ad.Stack.Required, "ruby") || !slices.Contains(ad.Stack.Required, "django") {
		t.Errorf("stack %v: tags and text count together", ad.Stack)
	}
}

func TestDefaultsSpeakForSilentAds(t *testing.T) {
	t.Parallel()
	d := stackhound.Defaults{Workplace: []string{"remote"}, Regions: []string{"europe"}, Employment: []string{"full_time"}, Currency: "EUR"}
	ad := Read(stackhound.Listing{Title: "Rust Engineer", Description: "We write compilers. Pay: 70,000 - 90,000."}, d)
	if ad.Workplace != stackhound.Remote || !slices.Equal(ad.Regions, []string{"europe"}) || !slices.Equal(ad.Employment, []string{"full_time"}) || ad.Salary.String() != "70,000–90,000 EUR a year" {
		t.Errorf("got %v %v %v %v", ad.Workplace, ad.Regions, ad.Employment, ad.Salary)
	}
	if e, _ := ad.Evidence("workplace", "remote"); e.Source != fromBoard {
		t.Errorf("the default is told as read from %s", e.Source)
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]stackhound.Stack{
		"We use Python and Django. Experience with Redis is a plus.":                                 {Required: []string{"python", "django"}, Nice: []string{"redis"}},
		"Requirements: Java, SQL. It's nice if you have: Docker, Kubernetes":                         {Required: []string{"java", "sql"}, Nice: []string{"docker", "kubernetes"}},
		"You know TypeScript.\n\nAbout us\n\nOur platform runs on Cassandra.\n\nRequirements\n\nVue": {Required: []string{"typescript", "vue"}, Mentioned: []string{"cassandra"}},
		"Dein Profil:\n- Erfahrung mit PHP und MySQL\n- Docker von Vorteil":                          {Required: []string{"php", "mysql"}, Nice: []string{"docker"}},
	} {
		got := Read(stackhound.Listing{Title: "Developer", Description: text}, stackhound.Defaults{}).Stack
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q\n got %v\nwant %v", text, got, want)
		}
	}
}

func TestStances(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"A bachelor's degree in computer science is required.": "required unspecified",
		"BS in Computer Science or equivalent experience":      "or_equivalent unspecified",
		"No degree needed; we cannot sponsor visas.":           "not_required not_offered",
		"A high degree of care. We offer visa sponsorship.":    "unspecified offered",
		"No OPT or visa sponsorship now or in future.":         "unspecified not_offered",
		"PhD preferred": "unspecified unspecified",
		"You must be able to work without sponsorship in the country.": "unspecified not_offered",
	} {
		ad := Read(stackhound.Listing{Title: "Developer", Description: text}, stackhound.Defaults{})
		if got := ad.Degree + " " + ad.Visa; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNotAJob(t *testing.T) {
	t.Parallel()
	for _, l := range []stackhound.Listing{{}, {Title: "SEEKING WORK | Go developer | Remote"}, {Title: "x", Description: "Looking for work as a Go developer"}} {
		if ad := Read(l, stackhound.Defaults{}); ad.IsJob || ad.NRoles != 0 {
			t.Errorf("%q is taken for a job", l.Title)
		}
	}
}

// TestHostileListings holds that no listing, however long or odd, takes the reader down:
// work grows with the length of what is read, and that is bounded.
func TestHostileListings(t *testing.T) {
	t.Parallel()
	const n = 40_000
	for _, word := range []string{"Go, ", "1 ", "$1k-$2k ", "Berlin, ", "Go Developer\n", "5 years of experience. ", "<", "&amp;", "<p>", "remote ", "|", "London | Engineer | ", "\xff", "ſ", "Requirements: ", "- \n"} {
		text := strings.Repeat(word, n)
		ad := Read(stackhound.Listing{Title: text, Location: text, Salary: text, Tags: []string{text, "go", text}, HTML: text}, stackhound.Defaults{})
		if len(ad.Roles) > len(stackhound.Roles) {
			t.Errorf("%q gave %d roles", word, len(ad.Roles))
		}
	}
}

func TestListsAreNeverNil(t *testing.T) {
	t.Parallel()
	ad := Read(stackhound.Listing{Title: "?"}, stackhound.Defaults{})
	if ad.Roles == nil || ad.Seniority == nil || ad.Stack.Required == nil || ad.Stack.Nice == nil || ad.Stack.Mentioned == nil || ad.Regions == nil || ad.Locations == nil || ad.Employment == nil {
		t.Errorf("a list is nil: %+v", ad)
	}
}

func BenchmarkRead(b *testing.B) {
	l := sampleListing()
	l.HTML = sampleAd + strings.Repeat("<p>Night trains are late for forty reasons and our timetables know most of them, which the people on the platform appreciate.</p>", 30)
	b.SetBytes(int64(len(l.HTML)))
	for b.Loop() {
		Read(l, stackhound.Defaults{})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Senior Go Dev | Berlin or REMOTE (EU) | €80k", sampleAd, "Berlin / NYC")
	f.Fuzz(func(t *testing.T, title, html, location string) {
		l := stackhound.Listing{Title: title, HTML: html, Location: location}
		ad := Read(l, stackhound.Defaults{})
		parts := map[string]string{fromTitle: title, fromLocation: location, fromBody: Text(l)}
		for _, e := range ad.EvidenceList {
			if part, ok := parts[e.Source]; ok && !strings.Contains(part, e.Quote) {
				t.Fatalf("%s %s: %q does not stand in the %s", e.Field, e.Value, e.Quote, e.Source)
			}
		}
	})
}
