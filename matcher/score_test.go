package matcher_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/lexicon/skills"
	"stackhound/matcher"
)

func ptr(f float64) *float64 { return &f }

// ada is a Go developer in Berlin who works from home.
func ada() stackhound.Profile {
	return stackhound.Profile{
		ID:        "ada",
		Stack:     stackhound.Declared{Core: []string{"go", "postgresql"}, Also: []string{"grpc", "redis"}, Learning: []string{"rust"}, Never: []string{"php"}},
		Roles:     []string{"backend"},
		Seniority: []string{"senior"},
		Workplace: []string{"remote"},
		Regions:   []string{"DE", "EU", "europe", "worldwide"},
		MinSalary: &stackhound.MinPay{Amount: 80000, Currency: "EUR", Period: "year"},
	}
}

// dream is a posting that gives ada all she asks for.
func dream() stackhound.Posting {
	return stackhound.Posting{
		ID: "p1", Title: "Senior Backend Engineer", Company: "Larkfield", Text: "We run Go and PostgreSQL.",
		Ad: stackhound.Ad{
			IsJob: true, NRoles: 1, Roles: []string{"backend"}, Seniority: []string{"senior"},
			Stack:     stackhound.Stack{Required: []string{"go", "postgresql"}, Nice: []string{"grpc"}},
			Workplace: stackhound.Remote, Regions: []string{"EU"},
			Salary: &stackhound.Pay{Min: ptr(80000), Max: ptr(95000), Currency: "EUR", Period: "year"}, SalaryQuote: "80-95k EUR",
			Degree: "unspecified", Visa: "unspecified",
			EvidenceList: []stackhound.Evidence{
				{Field: "stack", Value: "go", Quote: "Go"}, {Field: "stack", Value: "postgresql", Quote: "PostgreSQL"},
				{Field: "stack", Value: "grpc", Quote: "gRPC"}, {Field: "roles", Value: "backend", Quote: "Backend Engineer"},
				{Field: "seniority", Value: "senior", Quote: "Senior"}, {Field: "regions", Value: "EU", Quote: "within the EU"},
			},
		},
	}
}

func TestADreamJobScoresHighAndSaysWhy(t *testing.T) {
	t.Parallel()
	m := matcher.Score(ada(), dream())
	if m.Score < 90 || m.Rejected != "" {
		t.Errorf("score %d, rejected %q", m.Score, m.Rejected)
	}
	var said []string
	for _, r := range m.Reasons {
		said = append(said, r.Text+" | "+r.Quote)
	}
	for _, want := range []string{
		"go is required | Go", "postgresql is required | PostgreSQL", "grpc is nice to have | gRPC", "backend role | Backend Engineer",
		"senior level | Senior", "remote, open to where you are | within the EU", "pays 80,000–95,000 EUR a year, at or above your minimum | 80-95k EUR",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("no reason %q in\n%s", want, strings.Join(said, "\n"))
		}
	}
}

// Each change takes the dream away a little: the score falls, and with the first group
// nothing else happens.
func TestWhatLowersAScore(t *testing.T) {
	t.Parallel()
	best := matcher.Score(ada(), dream()).Score
	for name, change := range map[string]func(*stackhound.Posting){
		"core skill nice to have": func(p *stackhound.Posting) {
			p.Stack = stackhound.Stack{Required: []string{"go"}, Nice: []string{"postgresql", "grpc"}}
		},
		"core skill mentioned": func(p *stackhound.Posting) {
			p.Stack = stackhound.Stack{Required: []string{"go"}, Nice: []string{"grpc"}, Mentioned: []string{"postgresql"}}
		},
		"core skill not named":      func(p *stackhound.Posting) { p.Stack.Required = []string{"go"} },
		"neighbour instead of core": func(p *stackhound.Posting) { p.Stack.Required = []string{"go", "mysql"} },
		"requires what she has not": func(p *stackhound.Posting) { p.Stack.Required = append(p.Stack.Required, "cobol", "salesforce") },
		"says no pay":               func(p *stackhound.Posting) { p.Salary = nil },
		"says no level":             func(p *stackhound.Posting) { p.Seniority = nil },
		"a level off":               func(p *stackhound.Posting) { p.Seniority = []string{"mid"} },
		"neighbouring role":         func(p *stackhound.Posting) { p.Roles = []string{"fullstack"} },
		"no role":                   func(p *stackhound.Posting) { p.Roles = nil },
		"region unknown":            func(p *stackhound.Posting) { p.Regions = nil },
	} {
		post := dream()
		change(&post)
		if m := matcher.Score(ada(), post); m.Score >= best || m.Score < 30 || m.Rejected != "" {
			t.Errorf("%s: score %d (dream %d), rejected %q", name, m.Score, best, m.Rejected)
		}
	}
	other := dream()
	other.Stack = stackhound.Stack{Required: []string{"java", "spring", "oracle"}}
	if m := matcher.Score(ada(), other); m.Score > 25 {
		t.Errorf("another stack altogether scores %d: %+v", m.Score, m.Reasons)
	}
}

// How much the ad wants a skill orders postings that are alike otherwise.
func TestRequiredOverNiceOverMentioned(t *testing.T) {
	t.Parallel()
	var last = 101
	for _, stack := range []stackhound.Stack{
		{Required: []string{"go"}}, {Nice: []string{"go"}}, {Mentioned: []string{"go"}}, {Mentioned: []string{"postgresql"}}, {},
	} {
		post := dream()
		post.Stack = stack
		m := matcher.Score(ada(), post)
		if m.Score >= last {
			t.Errorf("%+v scores %d, not less than %d", stack, m.Score, last)
		}
		last = m.Score
	}
}

func TestImpliedSkillCounts(t *testing.T) {
	t.Parallel()
	p, post := ada(), dream()
	p.Stack = stackhound.Declared{Core: []string{"ruby"}}
	post.Stack = stackhound.Stack{Required: []string{"rails"}}
	post.EvidenceList = []stackhound.Evidence{{Field: "stack", Value: "rails", Quote: "Ruby on Rails"}}
	m := matcher.Score(p, post)
	want := stackhound.Reason{Points: 54, Text: "rails, which means ruby, is required", Quote: "Ruby on Rails"}
	if !slices.Contains(m.Reasons, want) {
		t.Errorf("reasons %+v, want among them %+v", m.Reasons, want)
	}
	for _, r := range m.Reasons {
		if strings.HasPrefix(r.Text, "requires rails") {
			t.Errorf("rails counts as missing for a ruby developer: %+v", r)
		}
	}
}

// change makes a posting, or what ada asks for, a little different.
type change = func(p *stackhound.Profile, post *stackhound.Posting)

// onsite moves a posting to a place, and lets ada work there.
func onsite(country, city string) change {
	return func(p *stackhound.Profile, post *stackhound.Posting) {
		p.Workplace = []string{"remote", "onsite"}
		post.Workplace, post.Regions = stackhound.Onsite, nil
		post.Locations = []stackhound.Location{{City: city, Country: country}}
	}
}

// hardRules says which change makes which rule reject.
var hardRules = map[string]struct {
	change change
	want   string
}{
	"nothing wrong":                 {func(*stackhound.Profile, *stackhound.Posting) {}, ""},
	"no job":                        {func(_ *stackhound.Profile, post *stackhound.Posting) { post.IsJob = false }, "not_a_job"},
	"muted company":                 {func(p *stackhound.Profile, _ *stackhound.Posting) { p.Mute.Companies = []string{"larkfield"} }, "muted_company"},
	"muted company, part of a word": {func(p *stackhound.Profile, _ *stackhound.Posting) { p.Mute.Companies = []string{"lark"} }, ""},
	"muted word in the title":       {func(p *stackhound.Profile, _ *stackhound.Posting) { p.Mute.Words = []string{"backend"} }, "muted_word"},
	"muted word in the text": {func(p *stackhound.Profile, post *stackhound.Posting) {
		p.Mute.Words, post.Text = []string{"casino"}, "An online Casino."
	}, "muted_word"},
	"muted word as part of another": {func(p *stackhound.Profile, post *stackhound.Posting) {
		p.Mute.Words, post.Text = []string{"ai"}, "We maintain."
	}, ""},
	"never skill required": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		post.Stack.Required = append(post.Stack.Required, "php")
	}, "never_skill"},
	"never skill mentioned": {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Stack.Mentioned = []string{"php"} }, ""},
	"another role":          {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Roles = []string{"design"} }, "role"},
	"one of several roles":  {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Roles = []string{"backend", "design"} }, ""},
	"two steps below":       {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Seniority = []string{"junior"} }, "seniority"},
	"two steps above":       {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Seniority = []string{"principal"} }, "seniority"},
	"one of several levels": {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Seniority = []string{"junior", "mid"} }, ""},
	"onsite only":           {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Workplace = stackhound.Onsite }, "workplace"},
	"remote from elsewhere": {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Regions = []string{"US"} }, "region"},
	"remote from anywhere":  {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Regions = []string{"worldwide"} }, ""},
	"onsite in a region":    {onsite("DE", "Berlin"), ""},
	"onsite elsewhere":      {onsite("US", "Boston"), "region"},
	"onsite in one of the cities": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Berlin")(p, post)
		p.Cities = []string{"berlin"}
	}, ""},
	"onsite in another city": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Köln")(p, post)
		p.Cities = []string{"Berlin"}
	}, "city"},
	"silent on the way, in a region": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Berlin")(&stackhound.Profile{}, post)
		post.Workplace = 0
	}, ""},
	"silent on the way, elsewhere": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		onsite("US", "Boston")(&stackhound.Profile{}, post)
		post.Workplace = 0
	}, "region"},
	"silent on the way, another city": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Köln")(p, post)
		p.Workplace, p.Cities, post.Workplace = []string{"hybrid"}, []string{"Berlin"}, 0
	}, "city"},
	"silent on the way, other regions": {func(p *stackhound.Profile, post *stackhound.Posting) {
		p.Workplace, post.Workplace, post.Regions = nil, 0, []string{"US"}
	}, "region"},
	"a city written with other letters": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Köln")(p, post)
		p.Cities = []string{"KOLN"}
	}, ""},
	"another contract": {func(p *stackhound.Profile, post *stackhound.Posting) {
		p.Employment, post.Employment = []string{"full_time"}, []string{"contract"}
	}, "employment"},
	"contract not stated":          {func(p *stackhound.Profile, _ *stackhound.Posting) { p.Employment = []string{"full_time"} }, ""},
	"visa needed and not offered":  {func(p *stackhound.Profile, post *stackhound.Posting) { p.Visa, post.Visa = "needed", "not_offered" }, "visa"},
	"visa needed and nothing said": {func(p *stackhound.Profile, _ *stackhound.Posting) { p.Visa = "needed" }, ""},
	"visa not needed there": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("DE", "Berlin")(p, post)
		p.Visa, post.Visa, p.Authorised = "needed", "not_offered", []string{"EU"}
	}, ""},
	"degree required":           {func(p *stackhound.Profile, post *stackhound.Posting) { p.Degree, post.Degree = "none", "required" }, "degree"},
	"degree required and there": {func(p *stackhound.Profile, post *stackhound.Posting) { p.Degree, post.Degree = "bachelor", "required" }, ""},
	"pays too little":           {func(_ *stackhound.Profile, post *stackhound.Posting) { post.Salary.Max = ptr(79000) }, "pay"},
	"pays too little by the hour": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		post.Salary = &stackhound.Pay{Max: ptr(20), Currency: "EUR", Period: "hour"}
	}, "pay"},
	"pays from less, no end": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		post.Salary.Min, post.Salary.Max = ptr(60000), nil
	}, ""},
	"pays in an unknown coin": {func(_ *stackhound.Profile, post *stackhound.Posting) {
		post.Salary.Max, post.Salary.Currency = ptr(1), "XXX"
	}, ""},
	"says no pay, which she asks for": {func(p *stackhound.Profile, post *stackhound.Posting) { p.RequirePay, post.Salary = true, nil }, "require_salary"},
	"no wishes at all, onsite in Peru": {func(p *stackhound.Profile, post *stackhound.Posting) {
		onsite("PE", "Lima")(p, post)
		*p = stackhound.Profile{ID: "ada", Stack: p.Stack}
	}, ""},
}

func TestHardRules(t *testing.T) {
	t.Parallel()
	for name, tc := range hardRules {
		p, post := ada(), dream()
		tc.change(&p, &post)
		m := matcher.Score(p, post)
		if m.Rejected != tc.want {
			t.Errorf("%s: rejected %q, want %q", name, m.Rejected, tc.want)
		}
		if m.Rejected != "" && (m.Reasons[0].Points != 0 || m.Reasons[0].Text == "") {
			t.Errorf("%s: the first reason is %+v, want the broken rule's", name, m.Reasons[0])
		}
	}
}

func TestProjectToShow(t *testing.T) {
	t.Parallel()
	p := ada()
	p.Projects = []stackhound.Project{{Name: "toy", Stack: []string{"rust"}}, {Name: "ledgerd", Stack: []string{"go", "grpc"}}}
	m := matcher.Score(p, dream())
	want := stackhound.Reason{Text: "your project ledgerd shows what they ask for", Quote: "Go"}
	if !slices.Contains(m.Reasons, want) {
		t.Errorf("reasons %+v, want among them %+v", m.Reasons, want)
	}
}

// Whatever is compared, the reasons add up, every quote is the ad's, and asking again
// gives the same answer.
func TestReasonsAddUp(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		p, post := randomProfile(rng), randomPosting(rng)
		before := fmt.Sprintf("%+v %+v", p, post)
		m := matcher.Score(p, post)
		sum := 0
		for _, r := range m.Reasons {
			sum += r.Points
			if r.Text == "" || (r.Quote != "" && !quoted(post, r.Quote)) {
				t.Fatalf("reason %+v: no text, or not the ad's words", r)
			}
		}
		if want := min(max(sum, 0), 100); m.Score != want {
			t.Fatalf("score %d, reasons come to %d: %+v", m.Score, sum, m.Reasons)
		}
		if again := matcher.Score(p, post); !reflect.DeepEqual(m, again) {
			t.Fatal("the same question has two answers")
		}
		if after := fmt.Sprintf("%+v %+v", p, post); after != before {
			t.Fatal("scoring changed what was scored")
		}
	}
}

func quoted(post stackhound.Posting, quote string) bool {
	return quote == post.SalaryQuote || strings.Contains(post.Title+"\n"+post.Company+"\n"+post.Text, quote) ||
		slices.ContainsFunc(post.EvidenceList, func(e stackhound.Evidence) bool { return e.Quote == quote })
}

func some(rng *rand.Rand, list []string, most int) []string {
	n := rng.IntN(most + 1)
	var picked []string
	for range n {
		picked = append(picked, list[rng.IntN(len(list))])
	}
	slices.Sort(picked)
	return slices.Compact(picked)
}

var countries = []string{"DE", "US", "GB", "PL", "EU", "europe", "worldwide"}

func randomProfile(rng *rand.Rand) stackhound.Profile {
	names := skills.Names()[:60]
	return stackhound.Profile{
		ID:    "ada",
		Stack: stackhound.Declared{Core: append(some(rng, names, 4), "go"), Also: some(rng, names, 8), Learning: some(rng, names, 3), Never: some(rng, names, 1)},
		Roles: some(rng, stackhound.Roles, 3), Seniority: some(rng, stackhound.Levels, 3), Workplace: some(rng, []string{"remote", "hybrid", "onsite"}, 2),
		Regions: some(rng, countries, 3), Years: ptr(float64(rng.IntN(9))), Topics: some(rng, []string{"search", "payments"}, 2),
		MinSalary: &stackhound.MinPay{Amount: 1000 * float64(1+rng.IntN(150)), Currency: "EUR", Period: "year"},
		Projects:  []stackhound.Project{{Name: "one", Stack: some(rng, names, 5)}},
		Mute:      stackhound.Mute{Words: some(rng, []string{"casino", "engineer"}, 1)},
	}
}

func randomPosting(rng *rand.Rand) stackhound.Posting {
	names := skills.Names()[:60]
	post := stackhound.Posting{ID: "p", Title: "Engineer wanted", Company: "Larkfield", Ad: stackhound.Ad{
		IsJob: rng.IntN(20) > 0, Roles: some(rng, stackhound.Roles, 2), Seniority: some(rng, stackhound.Levels, 2), YearsMin: ptr(float64(rng.IntN(12))),
		Stack:     stackhound.Stack{Required: some(rng, names, 9), Nice: some(rng, names, 4), Mentioned: some(rng, names, 4)},
		Workplace: stackhound.Workplace(rng.IntN(8)), Regions: some(rng, countries, 2), Topics: some(rng, []string{"search", "payments"}, 2),
		Locations: []stackhound.Location{{City: "Berlin", Country: "DE"}}[:rng.IntN(2)],
		Salary:    &stackhound.Pay{Max: ptr(1000 * float64(rng.IntN(200))), Currency: "USD", Period: "year"}, SalaryQuote: "pay",
	}}
	for _, s := range post.Stack.All() {
		post.EvidenceList = append(post.EvidenceList, stackhound.Evidence{Field: "stack", Value: s, Quote: "the word " + s})
	}
	return post
}

func BenchmarkScore(b *testing.B) {
	p, post := ada(), dream()
	for b.Loop() {
		matcher.Score(p, post)
	}
}
