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
	if e, _ := ad.Evidence("stack", "rust"); e.Quote != "Terraform, Rust" {
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
		"A bachelor's degree in computer science is required.":  "required unspecified",
		"A bachelor degree of economics or accounting.":         "required unspecified",
		"High school diploma or equivalency certificate.":       "unspecified unspecified",
		"A high school diploma or a bachelor's degree.":         "or_equivalent unspecified",
		"Two years in a laboratory or an associate's degree.":   "or_equivalent unspecified",
		"Non-CS degrees are as welcome as none.":                "not_required unspecified",
		"You show a high degree of care.":                       "unspecified unspecified",
		"BS in Computer Science or equivalent experience":       "or_equivalent unspecified",
		"No degree needed; we cannot sponsor visas.":            "not_required not_offered",
		"A high degree of care. We offer visa sponsorship.":     "unspecified offered",
		"We do not do remote, but we can sponsor your UK visa.": "unspecified offered",
		"Porto (visa OK, no remote)":                            "unspecified offered",
		"No OPT or visa sponsorship now or in future.":          "unspecified not_offered",
		"PhD preferred": "unspecified unspecified",
		"You must be able to work without sponsorship in the country.": "unspecified not_offered",

		"A relevant degree, or the same knowledge acquired any other way":                       "or_equivalent unspecified",
		"Bachelor's degree or higher in computer science, physics or a related field":           "required unspecified",
		"A bachelor's or master's degree in statistics is a must.":                              "required unspecified",
		"A degree in computer science is required\nA degree or years of practice, we take both": "or_equivalent unspecified",
		"Bachelor of Science in finance or related disciplines":                                 "required unspecified",
		"A degree in chemistry with three years of work in paints or varnish":                   "required unspecified",
		"We do not ask about degrees":                                                           "not_required unspecified",
		"A degree, while welcome, is not what we look at":                                       "or_equivalent unspecified",
		"Studium, Ausbildung oder gleichwertige Berufserfahrung":                                "or_equivalent unspecified",
		"Erste Erfahrung aus Ausbildung, Studium oder eigenen Projekten":                        "or_equivalent unspecified",
		"Abgeschlossenes Studium der Informatik oder eine vergleichbare Qualifikation":          "or_equivalent unspecified",
		"Abgeschlossenes Studium der Informatik oder Mathematik":                                "required unspecified",
		"Ein Studium ist nicht erforderlich, Können schon":                                      "not_required unspecified",
		"Ein Studium brauchst du nicht; ein Visum können wir nicht beantragen.":                 "not_required not_offered",
		"Bei Visum und Umzug unterstützen wir.":                                                 "unspecified offered",
		"Wykształcenie informatyczne lub równoważne doświadczenie":                              "or_equivalent unspecified",
		"Nie wymagamy dyplomu i nie sponsorujemy wiz.":                                          "not_required not_offered",
		"Pomagamy w uzyskaniu wizy.":                                                            "unspecified offered",
		"Titulación en ingeniería informática (imprescindible)":                                 "required unspecified",
		"Titulación en informática o experiencia equivalente; no podemos tramitar visados":      "or_equivalent not_offered",
		"No pedimos título. Tramitamos el visado y ayudamos con el traslado.":                   "not_required offered",
		"Diplôme d'ingénieur ou master en informatique exigé":                                   "required unspecified",
		"Aucun diplôme exigé ; nous ne pouvons pas parrainer de visa.":                          "not_required not_offered",
		"Nous accompagnons les démarches de visa et l'installation.":                            "unspecified offered",
		"Não exigimos diploma; não patrocinamos vistos.":                                        "not_required not_offered",
		"Formação superior em informática ou experiência equivalente. Tratamos do visto.":       "or_equivalent offered",
		"Pagamos com cartão Visa; é visto como um clássico.":                                    "unspecified unspecified",
	} {
		ad := Read(stackhound.Listing{Title: "Developer", Description: text}, stackhound.Defaults{})
		if got := ad.Degree + " " + ad.Visa; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestChoiceOfPlace holds that a sentence which offers the office beside remote work is
// heard, and that one which only speaks of an office is not.
func TestChoiceOfPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Onsite in Bristol or remote within the UK: your choice.":        "remote+onsite",
		"In Köln vor Ort oder remote innerhalb von Deutschland.":         "remote+onsite",
		"Presencial em Coimbra ou remoto dentro do país, à escolha.":     "remote+onsite",
		"Presencial en Madrid o en remoto dentro del país, a elegir.":    "remote+onsite",
		"À Nantes ou en télétravail complet depuis la France, au choix.": "remote+onsite",
		"Zdalnie z Polski albo w biurze (Gdańsk), jak wolisz.":           "remote+onsite",
		"Fully remote or hybrid from our office in Leeds.":               "remote+hybrid",
		"Work remotely; the office in Leeds is yours if you want it.":    "remote",
		"Our office in Berlin or Munich hosts the yearly meeting.":       "remote",
		"Whether on site or remote, our teams talk every day.":           "remote",
		"We help customers, on site or remote.":                          "remote",
	} {
		ad := Read(stackhound.Listing{Title: "Developer", Description: text, Stated: stackhound.Stated{Workplace: []string{"TELECOMMUTE"}}}, stackhound.Defaults{})
		if got := ad.Workplace.String(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for title, want := range map[string]string{"Distributed Systems Engineer": "unspecified", "Developer, fully distributed": "remote", "Developer in a distributed team": "remote"} {
		if got := Read(stackhound.Listing{Title: title}, stackhound.Defaults{}).Workplace.String(); got != want {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
}

func TestRolesOfOtherLanguages(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Senior Softwareentwickler Go": "backend", "Softwareentwicklerin Java": "backend", "Ingénieur logiciel PHP": "backend", "Engenheiro de software Java": "backend",
		"Dateningenieur": "data", "Ingénieur données Python": "data", "Engenheiro de dados": "data", "Sicherheitsingenieur Anwendungen": "security",
		"Ingénieur plateforme Kubernetes": "devops", "Plattform-Ingenieur": "devops", "Programador Java senior": "backend", "Engenheiro de qualidade": "qa", "Engenheiro mobile": "mobile",
	} {
		if got := strings.Join(Read(stackhound.Listing{Title: title}, stackhound.Defaults{}).Roles, " "); got != want {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
}

// TestQuoteOfStatedPay holds that figures in fields of their own are quoted where the
// board writes them out too, and only then.
func TestQuoteOfStatedPay(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{"€60,000 – €75,000 a year": "€60,000 – €75,000", "": "", "competitive": "", "€50,000": ""} {
		l := stackhound.Listing{Title: "Developer", Salary: written, Stated: stackhound.Stated{PayMin: 60_000, PayMax: 75_000, Currency: "EUR", Period: "YEAR"}}
		ad := Read(l, stackhound.Defaults{})
		e, _ := ad.Evidence("salary", "60,000–75,000 EUR a year")
		if from := map[bool]string{true: fromSalary, false: fromStated}[want != ""]; ad.SalaryQuote != want || e.Quote != want || e.Source != from {
			t.Errorf("%q: quoted %q, evidence %+v", written, ad.SalaryQuote, e)
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
	for _, word := range []string{"Go, ", "1 ", "$1k-$2k ", "Berlin, ", "Go Developer\n", "5 years of experience. ", "<", "&amp;", "<p>", "remote ", "|", "London | Engineer | ", "\xff", "ſ", "Requirements: ", "- \n", "us citizen ", "bank, english c1 ", "our client ", "hiring engineers ", "b2b contract ", "interview take-home ", "visa ", "engineer/", "backend and "} {
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

// TestLinkLabels holds that a name that only labels an address is no skill.
func TestLinkLabels(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"You know Go.\nGitHub: https://git.example/acme":       "go",
		"You know Go, GitHub, Figma.":                          "go github figma",
		"Teams from Docker, Figma and others use us. Python.":  "python",
		"Our work (Figma: https://figma.example/1) and Python": "python",
		"Startups like Docker and Figma use us. You: Python.":  "python",
		"A partnership with Azure, Docker and others. Python.": "python",
	} {
		if got := strings.Join(Read(stackhound.Listing{Title: "Developer", Description: text}, stackhound.Defaults{}).Stack.Required, " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestParagraphsAsTitles holds that what threads begin with is a title only where it is short.
func TestParagraphsAsTitles(t *testing.T) {
	t.Parallel()
	const story = "At Quillwork we mend the maps of railways, harbours and canals for the contract surveyors, the diggers, the graduates of four schools and all the people who live beside the water or above it, whatever they may dig for."
	for _, c := range []struct{ title, body, want string }{
		{story, "We are in need of a Senior Backend Engineer.", "[senior] []"},
		{"Quillwork | Porto | Backend Engineer | " + story, "", "[] []"},
		{story + " Hiring junior and senior Python engineers.", "", "[junior senior] []"},
		{"Senior Backend Engineer (contract)", story, "[senior] [contract]"},
	} {
		ad := Read(stackhound.Listing{Title: c.title, Description: c.title + "\n" + c.body}, stackhound.Defaults{})
		if got := fmt.Sprint(ad.Seniority, " ", ad.Employment); got != c.want {
			t.Errorf("%q: %s, want %s", c.title, got, c.want)
		}
	}
}
