package crawler_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
)

// driftSite is one board of some kind that lives as boards do: jobs come and go, some by
// the dozen from one company, a page fails now and then. Told to drift, it renames what
// its fields are read by. Everything follows from its seed.
type driftSite struct {
	kind    driftKind
	jobs    []*driftJob
	next    int
	rng     *rand.Rand
	salary  float64 // part of the companies that say what they pay
	failing map[string]bool
	drifted bool
}

type driftJob struct {
	id, rev                           int
	title, company, place, pay, stack string
}

// driftKind is a way of boards to show what they have.
type driftKind struct {
	name string
	list string // html, json, feed, sitemap
	page string // of a job: classes, labels, jsonld; "" for none
}

var driftKinds = []driftKind{
	{"rows", "html", ""},
	{"classes", "html", "classes"},
	{"labels", "html", "labels"},
	{"api", "json", ""},
	{"api and pages", "json", "classes"},
	{"feed", "feed", ""},
	{"map", "sitemap", "labels"},
	{"structured", "html", "jsonld"},
}

// losesFields tells whether a drift takes fields from the kind: structured data stays as it
// is when a page is made over.
func (k driftKind) losesFields() bool { return k.page != "jsonld" }

func newDriftSite(t *testing.T, kind driftKind, size int, seed uint64) (*driftSite, string) {
	s := &driftSite{kind: kind, rng: rand.New(rand.NewPCG(seed, uint64(size))), salary: 0.3, failing: map[string]bool{}}
	for range size {
		s.publish(s.company())
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *driftSite) company() string { return fmt.Sprintf("Firm %d", s.rng.IntN(400)) }

// publish adds a job at the head of the list. Companies say what they pay, or do not.
func (s *driftSite) publish(company string) {
	s.next++
	j := &driftJob{id: s.next, title: fmt.Sprintf("Engineer %d in Team %d", s.next, s.rng.IntN(50)), company: company}
	if s.rng.Float64() < 0.97 {
		j.place = fmt.Sprintf("Town %d", s.rng.IntN(80))
	}
	if rand.New(rand.NewPCG(uint64(len(company)), uint64(s.next/7))).Float64() < s.salary {
		j.pay = fmt.Sprintf("€%d,000", 50+s.rng.IntN(60))
	}
	if s.rng.Float64() < 0.8 {
		j.stack = "go, postgresql"
	}
	if s.rng.Float64() < 0.003 {
		j.company = ""
	}
	s.jobs = slices.Insert(s.jobs, 0, j)
}

// live moves the board on by the time between two runs.
func (s *driftSite) live(hours float64) {
	turnover := float64(len(s.jobs)) * hours / 24 / 30 // jobs are listed for a month or so
	for range s.some(turnover) {
		if len(s.jobs) > 3 {
			at := s.rng.IntN(len(s.jobs))
			s.jobs = slices.Delete(s.jobs, at, at+1)
		}
		s.publish(s.company())
	}
	if s.rng.Float64() < 0.05 {
		company := s.company()
		for range 1 + s.rng.IntN(max(len(s.jobs)/8, 2)) {
			s.publish(company)
		}
	}
	for range s.some(turnover / 3) {
		j := s.jobs[s.rng.IntN(len(s.jobs))]
		j.rev++
	}
	clear(s.failing)
	if s.rng.Float64() < 0.1 {
		s.failing[fmt.Sprintf("/jobs/%d", s.jobs[s.rng.IntN(len(s.jobs))].id)] = true
	}
	s.salary = min(s.salary+0.0015, 0.6)
}

// some is a whole number that is n on average.
func (s *driftSite) some(n float64) int { return int(n*2*s.rng.Float64() + s.rng.Float64()) }

// name is what a field is called now.
func (s *driftSite) name(field string) string {
	if s.drifted {
		return "v2-" + field
	}
	return field
}

func (s *driftSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var id int
	if s.failing[r.URL.Path] {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if _, err := fmt.Sscanf(r.URL.Path, "/jobs/%d", &id); err == nil {
		at := slices.IndexFunc(s.jobs, func(j *driftJob) bool { return j.id == id })
		if at < 0 || s.kind.page == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, s.page(s.jobs[at]))
		return
	}
	if r.URL.Path != "/list" {
		http.NotFound(w, r)
		return
	}
	kind, text := s.list()
	w.Header().Set("Content-Type", kind)
	fmt.Fprint(w, text)
}

// page is the page of a job.
func (s *driftSite) page(j *driftJob) string {
	text := fmt.Sprintf("Job %d, revision %d. We build things that last.", j.id, j.rev)
	switch s.kind.page {
	case "jsonld":
		data, _ := json.Marshal(map[string]any{
			"@type": "JobPosting", "title": j.title, "description": text, "hiringOrganization": map[string]any{"name": j.company}, "jobLocation": map[string]any{"address": j.place},
		})
		return fmt.Sprintf(`<h1 class=%q>%s</h1><script type="application/ld+json">%s</script>`, s.name("title"), j.title, data)
	case "labels":
		return s.fields(j, text, `<p data-is=%q>%s</p>`)
	}
	return s.fields(j, text, `<p class=%q>%s</p>`)
}

func (s *driftSite) fields(j *driftJob, text, format string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<h1>%s</h1>", j.title)
	for _, f := range [][2]string{{"company", j.company}, {"place", j.place}, {"pay", j.pay}, {"stack", j.stack}, {"text", text}} {
		if f[1] != "" {
			fmt.Fprintf(&b, format, s.name(f[0]), f[1])
		}
	}
	return b.String()
}

func (s *driftSite) list() (contentType, text string) {
	var b strings.Builder
	switch s.kind.list {
	case "json":
		var rows []map[string]string
		for _, j := range s.jobs {
			rows = append(rows, map[string]string{
				"url": fmt.Sprintf("/jobs/%d", j.id), "title": j.title, s.name("company"): j.company, s.name("place"): j.place, s.name("pay"): j.pay, s.name("rev"): fmt.Sprint(j.rev),
			})
		}
		data, _ := json.Marshal(map[string]any{"jobs": rows})
		return "application/json", string(data)
	case "feed":
		for _, j := range s.jobs {
			fmt.Fprintf(&b, "<item><title>%s</title><link>http://%s/jobs/%d</link><%s>%s</%[4]s><%[6]s>%[7]s</%[6]s><description>revision %[8]d</description></item>",
				j.title, "127.0.0.1", j.id, s.name("company"), j.company, s.name("place"), j.place, j.rev)
		}
		return "application/rss+xml", "<rss><channel>" + b.String() + "</channel></rss>"
	case "sitemap":
		for _, j := range s.jobs {
			fmt.Fprintf(&b, "<url><loc>/jobs/%d</loc></url>", j.id)
		}
		return "application/xml", "<urlset>" + b.String() + "</urlset>"
	}
	for _, j := range s.jobs {
		row := ""
		if s.kind.page == "" {
			row = s.fields(j, fmt.Sprint("revision ", j.rev), `<p class=%q>%s</p>`)
		}
		fmt.Fprintf(&b, `<li><a href="/jobs/%d">%s</a>%s</li>`, j.id, j.title, row)
	}
	return "text/html; charset=utf-8", b.String()
}

// board is the board's file.
func (s *driftSite) board(base string) stackhound.Board {
	sel := func(x string) stackhound.Field { return stackhound.Field{{Select: x}} }
	b := stackhound.Board{Name: "sample", Base: base, Home: base, Format: s.kind.list, Complete: true, Request: stackhound.Request{URL: "{base}/list"}}
	named := func(format string) stackhound.Fields {
		fields := stackhound.Fields{}
		for field, name := range map[string]string{"company": "company", "location": "place", "salary": "pay", "tags": "stack", "description": "text"} {
			fields[field] = sel(fmt.Sprintf(format, name))
		}
		return fields
	}
	switch s.kind.list {
	case "json":
		b.Items.Select = "jobs"
		b.Fields = stackhound.Fields{"url": sel("url"), "title": sel("title"), "company": sel("company"), "location": sel("place"), "salary": sel("pay"), "category": sel("rev")}
	case "feed":
		b.Fields = stackhound.Fields{"url": sel("link"), "title": sel("title"), "company": sel("company"), "location": sel("place"), "description": sel("description")}
	case "sitemap":
		b.Fields = stackhound.Fields{"url": sel("loc")}
	default:
		b.Items.Select = "li"
		b.Fields = stackhound.Fields{}
		if s.kind.page == "" {
			b.Fields = named(".%s")
		}
		b.Fields["url"], b.Fields["title"] = stackhound.Field{{Select: "a", Attr: "href"}}, sel("a")
	}
	switch s.kind.page {
	case "classes":
		b.Detail = &stackhound.Detail{Format: "html", Fields: named(".%s")}
	case "labels":
		b.Detail = &stackhound.Detail{Format: "html", Fields: named(`[data-is=%s]`)}
	case "jsonld":
		b.Detail = &stackhound.Detail{Format: "jsonld", Fields: stackhound.Fields{"title": sel("title"), "description": sel("description"), "company": sel("hiringOrganization.name"), "location": sel("jobLocation.address.addressLocality")}}
	}
	if s.kind.list == "sitemap" {
		b.Detail.Fields["title"] = sel("h1")
	}
	return b
}

// wait is how long it is until the next run: mostly some hours, now and then days in which
// the machine slept.
func (s *driftSite) wait() time.Duration {
	if s.rng.Float64() < 0.02 {
		return time.Duration(48+s.rng.IntN(400)) * time.Hour
	}
	return time.Duration(4+s.rng.IntN(20)) * time.Hour
}
