package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// noon is when every sample page is looked at.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// storybook is a site over invented postings, boards and profiles, without any other
// part of the program. A test changes what it needs before it asks for the handler.
type storybook struct {
	postings []stackhound.Posting
	aliases  map[string]string
	deps     Deps
}

func newStorybook() *storybook {
	b := &storybook{postings: samplePostings(), aliases: map[string]string{"pold": "pledger"}}
	b.deps = Deps{
		Search: b.search, Parse: parseSample, Posting: b.posting, Match: matchSample, Boards: sampleBoards(),
		AsShown:  func(context.Context, stackhound.Posting) (string, string, error) { return "", "", nil },
		Profiles: func(context.Context) ([]stackhound.StoredProfile, error) { return sampleProfiles(), nil },
		Runs:     func(context.Context) (map[string]stackhound.Run, error) { return sampleRuns(), nil },
		Began:    func(context.Context) (map[string]time.Time, error) { return sampleBegan(), nil },
		Worth:    func(context.Context) ([]stackhound.Originality, error) { return sampleWorth(), nil },
		Ready:    map[string]func(context.Context) error{"store": func(context.Context) error { return nil }},
		Yearly:   yearlySample,
		Now:      func() time.Time { return noon },
		Log:      slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	return b
}

func (b *storybook) handler() http.Handler { return New(b.deps) }

func (b *storybook) posting(_ context.Context, id string) (stackhound.Posting, error) {
	if to, ok := b.aliases[id]; ok {
		id = to
	}
	i := slices.IndexFunc(b.postings, func(p stackhound.Posting) bool { return p.ID == id })
	if i < 0 {
		return stackhound.Posting{}, stackhound.Errorf(stackhound.CodeNotFound, "there is no posting %s", id)
	}
	return b.postings[i], nil
}

// search finds postings whose title or company has every word and that have every value
// of the filter; it is as much of a search as the pages need.
func (b *storybook) search(_ context.Context, req stackhound.SearchRequest) (stackhound.SearchResult, error) {
	var found stackhound.SearchResult
	counts := map[string]map[string]int{}
	leaves := leavesOf(req.Query.Filter)
	stateAsked := slices.ContainsFunc(leaves, func(f stackhound.Filter) bool { return f.Field == "state" })
	for _, p := range b.postings {
		if !stateAsked && !p.Open() || !holdsSample(p, req.Query.Terms, leaves) {
			continue
		}
		found.Hits = append(found.Hits, p)
		for _, field := range req.Facets {
			for _, v := range facetValues(p, field) {
				if counts[field] == nil {
					counts[field] = map[string]int{}
				}
				counts[field][v]++
			}
		}
	}
	found.Total = len(found.Hits)
	found.Facets = map[string][]stackhound.FacetCount{}
	for field, values := range counts {
		for v, n := range values {
			found.Facets[field] = append(found.Facets[field], stackhound.FacetCount{Value: v, Count: n})
		}
		slices.SortFunc(found.Facets[field], func(a, b stackhound.FacetCount) int { return b.Count - a.Count })
	}
	from := min(req.Offset, len(found.Hits))
	found.Hits = slices.Clone(found.Hits[from:min(from+req.Limit, len(found.Hits))])
	return found, nil
}

func leavesOf(f *stackhound.Filter) []stackhound.Filter {
	if f == nil {
		return nil
	}
	if f.Op == stackhound.OpAnd {
		return f.Kids
	}
	return []stackhound.Filter{*f}
}

func holdsSample(p stackhound.Posting, terms []stackhound.Term, leaves []stackhound.Filter) bool {
	for _, t := range terms {
		if !strings.Contains(strings.ToLower(p.Title+" "+p.Company), strings.ToLower(t.Text)) {
			return false
		}
	}
	for _, f := range leaves {
		if !slices.ContainsFunc(facetValues(p, f.Field), func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}

func facetValues(p stackhound.Posting, field string) []string {
	switch field {
	case "stack":
		return p.Stack.All()
	case "workplace":
		return p.Workplace.Names()
	case "level":
		return p.Seniority
	case "role":
		return p.Roles
	case "region":
		return p.Regions
	case "employment":
		return p.Employment
	case "company":
		return []string{p.Company}
	case "country":
		return each(p.Locations, func(l stackhound.Location) string { return l.Country })
	case "board":
		return each(p.Sources, func(s stackhound.Source) string { return s.Board })
	case "state":
		if p.Open() {
			return []string{"open"}
		}
		return []string{"closed"}
	}
	return nil
}

// parseSample takes every word as a term and refuses the one field it does not know.
func parseSample(s string) (stackhound.Query, error) {
	var q stackhound.Query
	for word := range strings.FieldsSeq(s) {
		if field, _, ok := strings.Cut(word, ":"); ok {
			return q, stackhound.Errorf(stackhound.CodeInvalid, "column 1: there is no field %q", field).WithHint("did you mean stack?")
		}
		q.Terms = append(q.Terms, stackhound.Term{Text: word})
	}
	return q, nil
}

// matchSample gives points by skill and rules out what needs presence in an office.
func matchSample(p stackhound.Profile, post stackhound.Posting) stackhound.Match {
	m := stackhound.Match{Profile: p.ID, Posting: post.ID}
	add := func(points int, text, quote string) {
		m.Reasons = append(m.Reasons, stackhound.Reason{Points: points, Text: text, Quote: quote})
		m.Score += points
	}
	for _, name := range post.Stack.Required {
		quote := "You have strong experience with " + name
		switch {
		case slices.Contains(p.Stack.Core, name):
			add(26, name+" is asked for and at your core", quote)
		case slices.Contains(p.Stack.Also, name):
			add(9, name+" is asked for and you know it", quote)
		default:
			add(-6, name+" is asked for and not in your stack", quote)
		}
	}
	if post.Salary == nil {
		add(0, "pay is not stated", "")
	} else {
		add(8, "pay reaches your minimum", post.SalaryQuote)
	}
	add(12, "senior is your level", "Senior")
	if post.Workplace == stackhound.Onsite {
		m.Rejected = "workplace"
	}
	m.Score = min(max(m.Score, 0), 100)
	return m
}

func yearlySample(p stackhound.Pay) (float64, bool) {
	rates := map[string]float64{"EUR": 1, "USD": 0.96, "GBP": 1.2, "CHF": 1.06, "PLN": 0.234}
	times := map[string]float64{"year": 1, "month": 12, "day": 260, "hour": 2080}
	if p.Max == nil || rates[p.Currency] == 0 {
		return 0, false
	}
	return *p.Max * rates[p.Currency] * times[p.Period], true
}

func sampleProfiles() []stackhound.StoredProfile {
	return []stackhound.StoredProfile{
		{Profile: stackhound.Profile{ID: "ada", Stack: stackhound.Declared{Core: []string{"go", "postgresql", "kubernetes"}, Also: []string{"grpc", "redis", "aws"}, Learning: []string{"rust"}, Never: []string{"php"}}}},
		{Profile: stackhound.Profile{ID: "bo", Stack: stackhound.Declared{Core: []string{"python", "django"}, Also: []string{"aws"}}}},
	}
}

func sampleBoards() []stackhound.Board {
	named := func(name, url string) stackhound.Terms {
		return stackhound.Terms{Attribution: stackhound.Attribution{Name: name, URL: url}, Note: "Link back to the listing and name the source; no logo without asking."}
	}
	follow := named("Lantern Remote", "https://lantern.example")
	follow.Attribution.Follow, follow.Redistribute, follow.Delay = true, true, 24*time.Hour
	return []stackhound.Board{
		{Name: "harbour", Title: "Harbour Jobs", Home: "https://harbour.example/jobs", Enabled: true, Schedule: "@every 6h", MinInterval: time.Hour, Terms: named("Harbour Jobs", "https://harbour.example"), Evidence: "public API page"},
		{Name: "lantern-remote", Title: "Lantern Remote", Home: "https://lantern.example/remote", Niche: "remote work", Enabled: true, Schedule: "17 */8 * * *", MinInterval: 6 * time.Hour, Terms: follow},
		{Name: "gopher-yard", Title: "Gopher Yard", Home: "https://gopheryard.example", Niche: "Go", Enabled: true, Schedule: "@every 12h", Terms: named("Gopher Yard", "https://gopheryard.example")},
		{Name: "tinker-feed", Title: "Tinker Feed", Home: "https://tinker.example", Enabled: true, Schedule: "@daily", Terms: named("Tinker Feed", "https://tinker.example")},
		{Name: "quay-thread", Title: "Quay monthly thread", Home: "https://quay.example/hiring", Enabled: true, Schedule: "@every 24h", Terms: named("Quay", "https://quay.example")},
		{Name: "walled", Title: "The Walled Garden", Home: "https://walled.example", Reason: "its robots.txt disallows the list of jobs", Schedule: "@daily", Terms: named("The Walled Garden", "https://walled.example")},
	}
}

func sampleRuns() map[string]stackhound.Run {
	run := func(ago time.Duration, verdict stackhound.Verdict, items, fresh int) stackhound.Run {
		return stackhound.Run{Finished: noon.Add(-ago), Started: noon.Add(-ago - time.Minute), Verdict: verdict, Complete: verdict == stackhound.VerdictOK, Items: items, New: fresh, Requests: 12}
	}
	cut := run(5*time.Hour, stackhound.VerdictPartial, 140, 9)
	cut.Errors, cut.Note = 3, "page 4 of the list answered 429 and asked to wait until 14:00; nothing was closed"
	failed := run(26*time.Hour, stackhound.VerdictFailed, 0, 0)
	failed.Note = "https://tinker.example/feed: expected a feed and got an HTML page; nothing was closed"
	ok := run(40*time.Minute, stackhound.VerdictOK, 1312, 41)
	ok.Changed, ok.Closed, ok.Missing = 6, 17, 4
	return map[string]stackhound.Run{"harbour": ok, "gopher-yard": run(3*time.Hour, stackhound.VerdictOK, 64, 2), "lantern-remote": cut, "tinker-feed": failed}
}

// sampleBegan says that all boards have been read for a year, but one.
func sampleBegan() map[string]time.Time {
	began := map[string]time.Time{}
	for _, b := range sampleBoards() {
		began[b.Name] = noon.AddDate(-1, 0, 0)
	}
	delete(began, "walled")
	return began
}

func sampleWorth() []stackhound.Originality {
	return []stackhound.Originality{
		{Board: "gopher-yard", Postings: 410, Only: 262, Compared: 120, First: 71, Lead: 52 * time.Hour},
		{Board: "harbour", Postings: 9120, Only: 8950, Compared: 150, First: 60, Lead: 5 * time.Hour},
		{Board: "quay-thread", Postings: 1, Only: 1},
	}
}

func num(f float64) *float64 { return &f }

func pay(low, high float64, currency, period string) *stackhound.Pay {
	return &stackhound.Pay{Min: num(low), Max: num(high), Currency: currency, Period: period}
}

// listed is a source seen for some hours on a board.
func listed(board, title, company string, hours int) stackhound.Source {
	return stackhound.Source{
		Board: board, ListingID: "1", URL: "https://" + board + ".example/jobs/" + strings.ReplaceAll(strings.ToLower(title), " ", "-"), Title: title, Company: company,
		State: stackhound.ListingOpen, FirstSeen: noon.Add(-time.Duration(hours) * time.Hour), LastSeen: noon.Add(-40 * time.Minute),
	}
}

const sampleText = `Brightwater Ledger keeps the books of eleven thousand small shops. Money moves through our Go services every second of the day, and nobody has lost a cent so far.

What you will do
- Own two of our nine services, from the first sketch to the pager
- Move the posting engine to event sourcing, one account type at a time
- Review code with care, and be reviewed the same way

What you bring
- You have strong experience with go in production, five years or more
- You know PostgreSQL beyond the ORM: locks, plans, partitions
- You have run things on Kubernetes and know what happens when they fall over

Nice to have:
* gRPC, Redis
* Some Rust; two of us use it for tooling

What we offer
Pay is 85,000–105,000 EUR a year, by level and not by haggling.
You work from anywhere in Europe. We meet twice a year, and you choose where.`

func samplePostings() []stackhound.Posting {
	ledger := stackhound.Posting{
		ID: "pledger", Title: "Senior Go Engineer, Payments", Company: "Brightwater Ledger", Text: sampleText,
		Ad: stackhound.Ad{
			IsJob: true, NRoles: 1, Roles: []string{"backend"}, Seniority: []string{"senior"}, YearsMin: num(5),
			Stack:     stackhound.Stack{Required: []string{"go", "kubernetes", "postgresql"}, Nice: []string{"grpc", "redis", "rust"}, Mentioned: []string{"git", "terraform"}},
			Workplace: stackhound.Remote, Regions: []string{"europe"}, Salary: pay(85000, 105000, "EUR", "year"), SalaryQuote: "85,000–105,000 EUR a year",
			Employment: []string{"full_time"}, Degree: "not_required", Visa: "unspecified", Topics: []string{"event-sourcing", "distributed-systems"},
			EvidenceList: []stackhound.Evidence{
				{Field: "stack", Value: "go", Source: "body", Quote: "You have strong experience with go in production", Board: "harbour"},
				{Field: "stack", Value: "postgresql", Source: "body", Quote: "You know PostgreSQL beyond the ORM"},
				{Field: "seniority", Value: "senior", Source: "title", Quote: "Senior"},
				{Field: "salary", Value: "85000-105000 EUR year", Source: "body", Quote: "85,000–105,000 EUR a year"},
				{Field: "regions", Value: "europe", Source: "body", Quote: "anywhere in Europe"},
				{Field: "salary", Value: "80,000–95,000 EUR a year", Source: "salary", Quote: "80-95k", Overruled: true, Board: "lantern-remote"},
				{Field: "title", Value: "Senior Go Engineer", Source: "title", Quote: "Senior Go Engineer", Overruled: true, Board: "lantern-remote"},
			},
		},
		Posted: noon.Add(-50 * time.Hour), FirstSeen: noon.Add(-49 * time.Hour), LastSeen: noon.Add(-40 * time.Minute),
	}
	direct := listed("harbour", "Senior Go Engineer, Payments", "Brightwater Ledger", 49)
	direct.ApplyURL = "https://apply.brightwater.example/jobs/17"
	again := listed("gopher-yard", "Sr. Go Engineer (Payments) - Remote EU", "Brightwater Ledger GmbH", 47)
	gone := listed("lantern-remote", "Senior Go Engineer", "Brightwater Ledger", 30)
	gone.State = stackhound.ListingMissing
	again.Why = "it leads to the same opening"
	gone.Why = "same company and title, and its text is the beginning of the other"
	ledger.Sources = []stackhound.Source{direct, again, gone}
	ledger.Alike = []stackhound.Alike{{Posting: "p07", Title: "Site Reliability Engineer", Company: "Brightwater Ledger", Why: "same company and text, but another role"}}
	ledger.History = sampleHistory()
	return append([]stackhound.Posting{ledger}, moreSamples()...)
}

// sampleHistory is what happened to the first posting: it was put up twice before.
func sampleHistory() []stackhound.Event {
	day := func(n int) time.Time { return noon.AddDate(0, 0, -n) }
	return []stackhound.Event{
		{At: day(330), Kind: stackhound.EventSeen, Board: "gopher-yard"},
		{At: day(300), Kind: stackhound.EventClosed, Now: string(stackhound.ClosedGone)},
		{At: day(170), Kind: stackhound.EventReposted, Board: "gopher-yard"},
		{At: day(168), Kind: stackhound.EventAlso, Board: "harbour"},
		{At: day(150), Kind: stackhound.EventMerged, Was: "pold"},
		{At: day(140), Kind: stackhound.EventPlace, Board: "harbour", Was: "Leeds, GB", Now: "Leeds, GB; Berlin, DE"},
		{At: day(120), Kind: stackhound.EventSplit, Now: "p08"},
		{At: day(2), Kind: stackhound.EventReposted, Board: "gopher-yard"},
		{At: day(1), Kind: stackhound.EventPay, Board: "harbour", Now: "85,000–105,000 EUR a year"},
	}
}

// moreSamples fills two pages with variety: pay of several countries and none, long and
// short stacks, several places, no company, closed.
func moreSamples() []stackhound.Posting {
	type row struct {
		title, company, board string
		stack                 stackhound.Stack
		ways                  stackhound.Workplace
		regions               []string
		places                []stackhound.Location
		pay                   *stackhound.Pay
		level, role           string
	}
	rows := []row{
		{"Platform Engineer (m/w/d)", "Moorland Cloudworks AG", "harbour", stackhound.Stack{Required: []string{"kubernetes", "terraform", "aws", "go"}, Nice: []string{"argo-cd", "prometheus", "grafana"}, Mentioned: []string{"linux", "bash", "git", "jenkins", "ansible"}}, stackhound.Hybrid, nil, []stackhound.Location{{City: "Zürich", Country: "CH"}, {City: "Bern", Country: "CH"}, {City: "Basel", Country: "CH"}}, pay(110000, 128000, "CHF", "year"), "senior", "devops"},
		{"Backend Developer", "", "quay-thread", stackhound.Stack{Required: []string{"python", "django", "postgresql"}, Mentioned: []string{"redis"}}, stackhound.Remote, []string{"worldwide"}, nil, nil, "mid", "backend"},
		{"Staff Software Engineer, Observability and Developer Experience for Internal Platforms", "Larkspur Instruments", "lantern-remote", stackhound.Stack{Required: []string{"go", "rust", "kafka"}, Nice: []string{"clickhouse", "grpc"}}, stackhound.Remote | stackhound.Hybrid, []string{"US", "CA", "GB", "DE", "UTC-5..UTC+2"}, []stackhound.Location{{City: "Toronto", Region: "ON", Country: "CA"}}, pay(190000, 240000, "USD", "year"), "staff", "backend"},
		{"Entwickler:in Lohnabrechnung", "Stadtwerke Eulenfurt", "harbour", stackhound.Stack{Required: []string{"java", "spring-boot", "oracle"}, Nice: []string{"kubernetes"}}, stackhound.Onsite, nil, []stackhound.Location{{City: "Eulenfurt", Country: "DE"}}, pay(55000, 70000, "EUR", "year"), "mid", "backend"},
		{"Go Developer (B2B)", "Sowa Systems", "gopher-yard", stackhound.Stack{Required: []string{"go", "grpc", "postgresql"}, Nice: []string{"kubernetes", "nats"}}, stackhound.Remote, []string{"PL", "EU"}, []stackhound.Location{{City: "Kraków", Country: "PL"}}, pay(22000, 28000, "PLN", "month"), "senior", "backend"},
		{"Junior Full Stack Developer", "Pennywhistle", "harbour", stackhound.Stack{Required: []string{"typescript", "react", "php"}, Nice: []string{"go"}, Mentioned: []string{"docker"}}, stackhound.Hybrid, nil, []stackhound.Location{{City: "Leeds", Country: "GB"}}, pay(32000, 38000, "GBP", "year"), "junior", "fullstack"},
		{"Contract Data Engineer", "Tern & Tide", "lantern-remote", stackhound.Stack{Required: []string{"python", "airflow", "snowflake", "dbt"}, Mentioned: []string{"aws"}}, stackhound.Remote, []string{"europe", "latam"}, nil, pay(55, 70, "EUR", "hour"), "senior", "data"},
		{"Site Reliability Engineer", "Quillon Games", "lantern-remote", stackhound.Stack{Required: []string{"kubernetes", "go", "prometheus"}, Nice: []string{"aws", "redis"}}, stackhound.Remote, []string{"EU", "GB"}, nil, nil, "senior", "devops"},
	}
	var out []stackhound.Posting
	for i := range 46 {
		r := rows[i%len(rows)]
		if i >= len(rows) && r.company != "" {
			r.company += fmt.Sprintf(" %d", i/len(rows)+1)
		}
		src := listed(r.board, r.title, r.company, 5+i*9)
		p := stackhound.Posting{
			ID: fmt.Sprintf("p%02d", i), Title: r.title, Company: strings.TrimSpace(r.company), Text: "A short ad.", Sources: []stackhound.Source{src}, FirstSeen: src.FirstSeen, LastSeen: src.LastSeen,
			Ad: stackhound.Ad{IsJob: true, NRoles: 1, Roles: []string{r.role}, Seniority: []string{r.level}, Stack: r.stack, Workplace: r.ways, Regions: r.regions, Locations: r.places, Salary: r.pay, Employment: []string{"full_time"}, Degree: "unspecified", Visa: "unspecified"},
		}
		if i == 9 {
			p.ClosedAt, p.ClosedWhy = noon.Add(-6*time.Hour), stackhound.ClosedGone
			p.Sources[0].State = stackhound.ListingClosed
		}
		out = append(out, p)
	}
	return out
}
