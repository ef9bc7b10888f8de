package crawler_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
)

// shape is one need that real boards have of the language, with the smallest answer that
// shows it. The file is put behind a head; want is what shown writes down, up to the url.
type shape struct {
	need, file string
	answers    map[string]string
	want       string
}

const shapeHead = `version: 1
name: sample
title: Sample
home: https://jobs.example/
base: https://jobs.example
evidence: invented for this test
enabled: true
terms:
  attribution: {name: Sample, url: "https://jobs.example"}
schedule: "@every 6h"
`

var shapes = []shape{
	{"the terms stand in the first row", `format: json
request: {url: "{base}/api"}
items: {skip: 1}
fields: {id: id, url: url, title: position}`,
		map[string]string{"GET /api": `[{"legal": "link back"}, {"id": "1", "position": "Go Engineer", "url": "/1"}]`}, "1 | Go Engineer | | | | | | | BASE/1"},
	{"rows without a title are none", `format: json
request: {url: "{base}/api"}
items: {drop_if: [{field: position, empty: true}]}
fields: {url: url, title: position}`,
		map[string]string{"GET /api": `[{"url": "/0"}, {"position": "Go Engineer", "url": "/1"}]`}, "BASE/1 | Go Engineer | | | | | | | BASE/1"},
	{"the address is made of an id", `format: json
request: {url: "{base}/api"}
fields: {id: slug, url: {template: "{base}/job/{id}"}, title: t}`,
		map[string]string{"GET /api": `[{"slug": "go-1", "t": "Go Engineer"}]`}, "go-1 | Go Engineer | | | | | | | BASE/job/go-1"},
	{"role and company in one text, parted in many ways", `format: json
request: {url: "{base}/api"}
fields:
  id: i
  url: {template: "{base}/{id}"}
  title:
    - {select: t, regex: '^(.+) with .+ - .+$'}
    - {select: t, regex: '^(.+), [^,]+$'}
    - {select: t, split: {by: ": ", last: true, take: 1}, not: '( at | @ | // )'}
    - {select: t, split: {by: " at ", last: true}, not: '( @ | // )'}
    - {select: t, split: {by: " @ "}, not: ' // '}
    - {select: t, split: {by: " // "}}
  company:
    - {select: t, regex: ' with (.+) - .+$'}
    - {select: t, regex: '^.+, ([^,]+)$'}
    - {select: t, regex: '^(.+?): '}
    - {select: t, split: {by: " at ", last: true, take: 1}}
    - {select: t, split: {by: " @ ", take: 1}}
    - {select: t, split: {by: " // ", take: 1}}`,
		map[string]string{"GET /api": `[{"i": 1, "t": "Dev at Sea at Acme"}, {"i": 2, "t": "Acme: Dev"}, {"i": 3, "t": "Dev @ Acme"}, {"i": 4, "t": "Dev // Acme"}, {"i": 5, "t": "Dev, Go, Acme"}, {"i": 6, "t": "Dev with Acme - Graz"}]`},
		"1 | Dev at Sea | Acme | | | | | | BASE/1 | 2 | Dev | Acme | | | | | | BASE/2 | 3 | Dev | Acme | | | | | | BASE/3 | 4 | Dev | Acme | | | | | | BASE/4 | 5 | Dev, Go | Acme | | | | | | BASE/5 | 6 | Dev | Acme | | | | | | BASE/6"},
	{"the company is in the address, or is the source", `format: json
request: {url: "{base}/api"}
fields: {url: u, title: t, company: {select: u, regex: "/at/([^/]+)/"}}
defaults: {company: Sample Ltd}`,
		map[string]string{"GET /api": `[{"u": "/at/acme/1", "t": "Go"}, {"u": "/2", "t": "SQL"}]`}, "BASE/2 | SQL | Sample Ltd | | | | | | BASE/2 | BASE/at/acme/1 | Go | acme | | | | | | BASE/at/acme/1"},
	{"times in seconds, milliseconds, ISO, without a zone, by distance, none", `format: json
request: {url: "{base}/api"}
fields:
  url: u
  title: t
  posted: [{select: s, unit: s}, {select: ms, unit: ms}, iso, {select: ago, unit: relative}]`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "a", "s": 1793700000}, {"u": "/2", "t": "b", "ms": 1793700000000}, {"u": "/3", "t": "c", "iso": "2026-11-03T09:00:00+02:00"}, {"u": "/4", "t": "d", "iso": "2026-11-03T09:00:00"}, {"u": "/5", "t": "e", "ago": "vor 3 Tagen"}, {"u": "/6", "t": "f"}]`},
		"BASE/1 | a | | | | | | 2026-11-03 | BASE/1 | BASE/2 | b | | | | | | 2026-11-03 | BASE/2 | BASE/3 | c | | | | | | 2026-11-03 | BASE/3 | BASE/4 | d | | | | | | 2026-11-03 | BASE/4 | BASE/5 | e | | | | | | 2026-11-17 | BASE/5 | BASE/6 | f | | | | | | | BASE/6"},
	{"entities decoded never, once, twice", `format: json
request: {url: "{base}/api"}
fields: {url: u, title: t, company: {select: t, decode: 1}, location: {select: t, decode: 2}}`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "R&amp;amp;D"}]`}, "BASE/1 | R&amp;amp;D | R&amp;D | R&D | | | | | BASE/1"},
	{"XML namespaces by their address", `format: feed
namespaces: {job: "urn:jobs"}
request: {url: "{base}/feed"}
fields: {url: link, title: title, company: "job:company"}`,
		map[string]string{"GET /feed": `<rss xmlns:x="urn:jobs"><channel><item><title>Go</title><link>/1</link><x:company>Acme</x:company></item></channel></rss>`}, "BASE/1 | Go | Acme | | | | | | BASE/1"},
	{"a list as text", `format: json
request: {url: "{base}/api"}
fields: {url: u, title: t, employment: {select: e, split: {by: ",", each: true}}}`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "Go", "e": "Full time, Contract"}]`}, "BASE/1 | Go | | | | Full time; Contract | | | BASE/1"},
	{"rows that are over, not active, not listed", `format: json
request: {url: "{base}/api"}
items:
  drop_if:
    - {field: is_expired, is: ["true"]}
    - {field: status, is_not: [ACTIVE]}
    - {field: isListed, is: ["false"]}
    - {field: deleted}
fields: {url: u, title: t}`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "a", "is_expired": true}, {"u": "/2", "t": "b", "status": "CLOSED"}, {"u": "/3", "t": "c", "isListed": false}, {"u": "/4", "t": "d", "deleted": 1}, {"u": "/5", "t": "e", "status": "ACTIVE"}]`}, "BASE/5 | e | | | | | | | BASE/5"},
	{"a field that was called otherwise once", `format: json
request: {url: "{base}/api"}
fields: {url: u, title: t, pay_min: [salaryMin, annualSalaryMin], pay_max: [salaryMax, annualSalaryMax]}`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "a", "annualSalaryMin": 1000, "annualSalaryMax": 2000}, {"u": "/2", "t": "b", "salaryMin": 3000, "salaryMax": 4000}]`}, "BASE/1 | a | | | | | 1000-2000 | | BASE/1 | BASE/2 | b | | | | | 3000-4000 | | BASE/2"},
	{"a list and pages of its own, so many at most", `format: html
request: {url: "{base}/jobs"}
items: {select: li}
fields: {url: {select: a, attr: href}, title: a}
detail: {format: html, max: 1, fields: {company: b, html: {select: p, html: true}}}`,
		map[string]string{"GET /jobs": `<li><a href="/1">Go</a></li><li><a href="/2">SQL</a></li>`, "GET /1": `<b>Acme</b><p>We <i>sail</i></p>`}, "BASE/1 | Go | Acme | | | | | | BASE/1 | We <i>sail</i>"},
	{"a field without which there is no job", `format: json
request: {url: "{base}/api"}
fields: {url: u, title: t, company: {select: c, required: true}}`,
		map[string]string{"GET /api": `[{"u": "/1", "t": "a", "c": "Acme"}, {"u": "/2", "t": "b", "c": "Acme"}, {"u": "/3", "t": "c", "c": "Acme"}, {"u": "/4", "t": "d"}]`},
		"BASE/1 | a | Acme | | | | | | BASE/1 | BASE/2 | b | Acme | | | | | | BASE/2 | BASE/3 | c | Acme | | | | | | BASE/3"},
	{"a GraphQL body", `format: json
request: {url: "{base}/graphql", body: {graphql: {query: "{ jobs { slug } }"}}}
items: {select: data.jobs}
fields: {id: slug, url: {template: "{base}/jobs/{id}"}, title: title, company: company.name}`,
		map[string]string{`POST /graphql {"query":"{ jobs { slug } }","variables":{}}`: `{"data": {"jobs": [{"slug": "go", "title": "Go", "company": {"name": "Acme"}}]}}`}, "go | Go | Acme | | | | | | BASE/jobs/go"},
	{"JSON inside a page", `format: embedded
request: {url: "{base}/companies/acme"}
items: {select: __NEXT_DATA__.props.pageProps.jobs}
fields: {id: idParam, url: {template: "{base}/jobs/{id}"}, title: title, location: city.cityName}`,
		map[string]string{"GET /companies/acme": `<script id="__NEXT_DATA__" type="application/json">{"props": {"pageProps": {"jobs": [{"title": "Go", "idParam": "1-go", "city": {"cityName": "Graz"}}]}}}</script>`}, "1-go | Go | | Graz | | | | | BASE/jobs/1-go"},
	{"markup inside JSON, until it has none", `format: html
request: {url: "{base}/jobs?page={page}", inside: data.html, pages: {max: 9}}
items: {select: li}
fields: {url: {select: a, attr: href}, title: a}`,
		map[string]string{"GET /jobs?page=0": `{"found": true, "data": {"html": "<li><a href=\"/1\">Go &amp; SQL<\/a><\/li>"}}`, "GET /jobs?page=1": `{"found": false, "data": {"html": ""}}`}, "BASE/1 | Go & SQL | | | | | | | BASE/1"},
	{"a page without structured data, whose job is over", `format: sitemap
request: {url: "{base}/sitemap.xml"}
fields: {url: loc}
detail: {format: jsonld, none_is_over: true, fields: {title: title}}`,
		map[string]string{"GET /sitemap.xml": `<urlset><url><loc>BASE/1</loc></url><url><loc>BASE/2</loc></url></urlset>`, "GET /1": `<h1>SQL</h1><p>It was taken by somebody, and the rest of this page is about what else there is.</p>`,
			"GET /2": `<script type="application/ld+json">{"@type": "JobPosting", "title": "Go"}</script>`}, "BASE/2 | Go | | | | | | | BASE/2"},
	{"an index of sitemaps", `format: sitemap
request: {url: "{base}/sitemap.xml", index: /jobs}
fields: {url: loc}
detail: {format: jsonld, fields: {title: title, company: hiringOrganization.name}}`,
		map[string]string{"GET /sitemap.xml": `<sitemapindex><sitemap><loc>BASE/blog.xml</loc></sitemap><sitemap><loc>BASE/jobs-1.xml</loc></sitemap></sitemapindex>`,
			"GET /jobs-1.xml": `<urlset><url><loc>BASE/1</loc></url></urlset>`, "GET /1": `<script type="application/ld+json">{"@type": "JobPosting", "title": "Go", "hiringOrganization": "Acme"}</script>`},
		"BASE/1 | Go | Acme | | | | | | BASE/1"},
	{"a first request that yields an id, chosen among several", `format: thread
start:
  url: "{base}/user.json"
  field: submitted
  pick: {url: "{base}/item/{start}.json", field: {select: title, regex: is hiring}}
request: {url: "{base}/item/{start}.json"}
fields: {id: {regex: '^\d+$'}, url: {template: "{base}/{id}"}}
detail: {url: "{base}/item/{id}.json", format: thread, fields: {title: title, company: company, location: location}}`,
		map[string]string{"GET /user.json": `{"submitted": [8, 9]}`, "GET /item/8.json": `{"title": "Who wants to be hired?", "kids": [1]}`, "GET /item/9.json": `{"title": "Who is hiring?", "kids": [91, 92]}`,
			"GET /item/91.json": `{"type": "comment", "text": "Acme | Go Engineer | Graz"}`, "GET /item/92.json": `{"type": "comment", "deleted": true}`},
		"91 | Go Engineer | Acme | Graz | | | | | BASE/91"},
	{"how often, how gently, under which terms, whole or not, and off with a reason", `enabled: false
reason: its robots.txt forbids it
min_interval: 6h
delay_between: 5s
daily_requests: 100
complete: true
format: json
request: {url: "{base}/api"}
fields: {url: u, title: t}`, map[string]string{"GET /api": `[{"u": "/1", "t": "Go"}]`}, "BASE/1 | Go | | | | | | | BASE/1"},
}

// TestEveryKnownShape reads the smallest answer for each need that real boards have of the
// language.
func TestEveryKnownShape(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.need, func(t *testing.T) {
			t.Parallel()
			head := shapeHead
			if strings.HasPrefix(s.file, "enabled") {
				head = strings.Replace(head, "enabled: true\n", "", 1)
			}
			b, err := configs.LoadBoard("sample.yaml", []byte(head+s.file+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			site := answers(t, maps.Clone(s.answers))
			w := newWorld(t, nil)
			b.Base, b.Home = site.URL, site.URL
			w.board = b
			if run := w.run(); run.Verdict != stackhound.VerdictOK {
				t.Errorf("%s: %s", run.Verdict, run.Note)
			}
			got := strings.ReplaceAll(strings.Join(strings.Fields(strings.ReplaceAll(w.shown(), "\n", " ")), " "), site.URL, "BASE")
			if flat(got) != flat(s.want) {
				t.Errorf("got  %s\nwant %s", got, s.want)
			}
		})
	}
}

// flat leaves the bars between empty fields out of the comparison.
func flat(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", " ")), " ") }

// answers serves the files of an archive, whose names are "GET /path" or "POST /path body".
// BASE in them stands for the server's address.
func answers(t *testing.T, files map[string]string) *httptest.Server {
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		name := strings.TrimSpace(r.Method + " " + r.URL.RequestURI() + " " + string(body))
		text, ok := files[name]
		if !ok {
			if !strings.HasPrefix(r.URL.Path, "/robots") && !strings.HasPrefix(r.URL.Path, "/.well-known") {
				t.Errorf("asked for %s", name)
			}
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(text, "BASE", s.URL))
	}))
	t.Cleanup(s.Close)
	return s
}

// shown writes the board's listings down, one a line.
func (w *world) shown() string {
	w.t.Helper()
	known, err := w.store.Listings.Known(w.t.Context(), w.board.Name)
	if err != nil {
		w.t.Fatal(err)
	}
	var out strings.Builder
	for _, id := range slices.Sorted(maps.Keys(known)) {
		l, err := w.store.Listings.Get(w.t.Context(), stackhound.ListingKey{Board: w.board.Name, ID: id})
		if err != nil {
			w.t.Fatal(err)
		}
		s := l.Stated
		pay, posted := "", ""
		if s.PayMax > 0 {
			pay = fmt.Sprintf("%.0f-%.0f %s %s", s.PayMin, s.PayMax, s.Currency, s.Period)
		}
		if !l.Posted.IsZero() {
			posted = l.Posted.Format(time.DateOnly)
		}
		line := strings.Join([]string{l.ID, l.Title, l.Company, l.Location, strings.Join(s.Workplace, "; "), strings.Join(s.Employment, "; "), pay, posted, l.URL, l.HTML}, " | ")
		out.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
	}
	return out.String()
}
