package crawler_test

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
)

// capture is a real answer, the board file that reads it, and where a reader of the test's
// own finds what is to come of it.
type capture struct {
	file  string
	by    string // "NAME", "family NAME", "sample NAME" (testdata/captures); "" for none: lacks says why
	jobs  int
	texts int    // jobs with a text of the ad
	rows  string // of JSON: where the jobs are; "page" for a job's own page

	// Each a path of JSON names or a regular expression in slashes, which are joined by "+"
	// with a comma and by "&" as further places; "=a|b" is written down; "" is no value. A link
	// may be a path of the address.
	title, company, place, link, day string

	fills string // further fields that every job has
	lacks string // what the capture does not hold, or why it cannot be read
}

const acmes = "company: the employer's, from the tenant"

var (
	remoteok   = capture{by: "remoteok", fills: "id apply_url", rows: "*", title: "position", company: "company", place: "location", link: "url", day: "date"}
	remotive   = capture{by: "remotive", rows: "jobs.*", title: "title", company: "company_name", place: "candidate_required_location", link: "url", day: "publication_date"}
	arbeitnow  = capture{by: "arbeitnow", rows: "data.*", title: "title", company: "company_name", place: "location", link: "url", day: "created_at"}
	himalayas  = capture{by: "himalayas", rows: "jobs.*", title: "title", company: "companyName", place: "locationRestrictions", link: "guid", day: "pubDate"}
	jobicy     = capture{by: "jobicy", fills: "id", rows: "jobs.*", title: "jobTitle", company: "companyName", place: "jobGeo", link: "url", day: "pubDate"}
	ashby      = capture{by: "family ashby", fills: "id workplace employment", rows: "jobs.*", title: "title", place: "location&secondaryLocations.*.location", link: "jobUrl", day: "publishedAt", lacks: acmes}
	greenhouse = capture{by: "family greenhouse", fills: "id", rows: "jobs.*", title: "title", company: "company_name", place: "location.name", link: "absolute_url", day: "first_published"}
	recruitee  = capture{by: "family recruitee", fills: "id employment category", rows: "offers.*", title: "title", company: "company_name", place: "location", link: "careers_url", day: "published_at"}
	smart      = capture{by: "family smartrecruiters", fills: "id employment level", rows: "content.*", title: "name", company: "company.name", place: "location.city+location.region+location.country", link: "https://jobs.smartrecruiters.com/acme/{id}", day: "releasedDate"}
	pageOf     = capture{by: "sample pages", rows: "page", jobs: 1, texts: 1}
)

// of is a capture of a kind, of so many jobs that all have texts.
func (c capture) of(file string, jobs int) capture {
	c.file, c.jobs, c.texts = file, jobs, jobs
	return c
}

func (c capture) lacking(texts int, why string) capture {
	c.texts, c.lacks = texts, strings.Trim(c.lacks+"; "+why, "; ")
	return c
}

// captures are all that there are; TestCapturesAreCovered holds that.
var captures = []capture{
	remoteok.of("brete/remoteok.json", 3), remoteok.of("lcarlini/remoteok.json", 4), remoteok.of("goapilibs/remoteok_api_2024-12-04.yaml", 97),
	remotive.of("brete/remotive.json", 3), remotive.of("lcarlini/remotive.json", 5),
	arbeitnow.of("brete/arbeitnow.json", 3), arbeitnow.of("lcarlini/arbeitnow.json", 5),
	himalayas.of("brete/himalayas.json", 3), himalayas.of("abhiabhi94/himalayas-page-1.json", 20),
	jobicy.of("brete/jobicy.json", 3), jobicy.of("lcarlini/jobicy.json", 5),
	ashby.of("brete/ashby.json", 3), ashby.of("careerkit/ashby.json", 2), ashby.of("lcarlini/ashby.json", 3),
	greenhouse.of("brete/greenhouse.json", 3), greenhouse.of("careerkit/greenhouse.json", 2),
	recruitee.of("careerkit/recruitee.json", 2), recruitee.of("michaeldinhmai/recruitee.json", 3),
	smart.of("careerkit/smartrecruiters.json", 1).lacking(0, "text: on the job's own page"),
	smart.of("michaeldinhmai/smartrecruiters_page0.json", 3).lacking(0, "text: on the job's own page"),
	{file: "careerkit/lever.json", by: "family lever", jobs: 2, texts: 2, fills: "id workplace employment", rows: "*", title: "text", place: "categories.allLocations", link: "hostedUrl", day: "createdAt", lacks: acmes},
	{file: "careerkit/workable.json", by: "family workable", jobs: 2, fills: "id workplace", rows: "jobs.*", title: "title", place: "city+state+country", link: "url", day: "published_on", lacks: acmes + "; text: was not asked for"},
	{file: "careerkit/bamboohr.json", by: "family bamboohr", jobs: 2, fills: "id employment", rows: "result.*", title: "jobOpeningName", place: "location.city+location.state", link: "https://acme.example/careers/{id}",
		lacks: acmes + "; text, day: on the job's own page"},
	{file: "careerkit/rippling.json", by: "family rippling", jobs: 2, fills: "id category", rows: "*", title: "name", place: "workLocation.label", link: "url", lacks: acmes + "; text, day: on the job's own page"},
	{file: "careerkit/pinpoint.json", by: "family pinpoint", jobs: 2, texts: 2, fills: "id workplace pay_min pay_max currency period", rows: "data.*", title: "title", place: "location.name", link: "path",
		lacks: acmes + "; day: none in it"},
	{file: "careerkit/workday.json", by: "family workday", jobs: 2, fills: "id", rows: "jobPostings.*", title: "title", link: "https://acme.example/Careers{externalPath}", day: "=2026-11-19|2026-11-17",
		lacks: acmes + "; place: how many there are, no names; text: on the job's own page"},
	{file: "careerkit/personio.xml", by: "family personio", jobs: 2, fills: "id employment level", title: "/<name>(.+?)</", place: "/(?s)<office>(.+?)</.*?<office>(.+?)</", link: "https://acme.example/job/{/<id>(.+?)</}", day: "/<createdAt>(.+?)</",
		lacks: acmes + "; text: empty in it"},
	{file: "careerkit/teamtailor.json", by: "sample jsonfeed", jobs: 2, rows: "items.*", title: "title", place: "_jobposting.jobLocation.*.address.addressLocality", link: "url", day: "date_published",
		lacks: acmes + "; text: cut out of it. The family reads the RSS, this is the JSON Feed"},
	{file: "careerkit/eightfold.json", by: "sample eightfold", jobs: 2, rows: "positions.*", title: "name", place: "locations", link: "canonicalPositionUrl", day: "t_create", lacks: acmes + "; text: empty in it"},
	{file: "careerkit/oracle_orc.json", by: "sample oracle", jobs: 2, rows: "items.*.requisitionList.*", title: "Title", place: "PrimaryLocation&secondaryLocations.*.Name", link: "https://acme.example/hcmUI/CandidateExperience/en/job/{Id}", day: "PostedDate",
		lacks: acmes + "; text: on the job's own page"},
	{file: "careerkit/oracle_orc_detail.json", by: "sample oracle", jobs: 1, texts: 1, fills: "workplace", rows: "page", title: "Title", place: "PrimaryLocation", day: "ExternalPostedStartDate", lacks: acmes},
	{file: "careerkit/icims.html", by: "sample icims", jobs: 2, title: "/<h3>(.+?)</", place: "/<span>([A-Z]{2})</", link: `/href="(.+?)"/`, lacks: acmes + "; text, day: on the job's own page"},
	{file: "careerkit/jobvite.html", by: "sample jobvite", jobs: 2, title: `/<a [^>]+>(.+?)</`, place: `/location">(.+?)</`, link: `https://acme.example{/href="(.+?)"/}`, lacks: acmes + "; text, day: on the job's own page"},
	{file: "careerkit/paylocity.html", by: "sample paylocity", jobs: 2, fills: "id", title: `/"JobTitle":"(.+?)"/`, place: `/"City":"(.+?)"/+/"State":"(.+?)"/+/"Country":"(.+?)"/`,
		link: `https://acme.example/recruiting/jobs/Details/{/"JobId":(\d+)/}`, day: `/"PublishedDate":"(.+?)"/`, lacks: acmes + "; text: empty in it"},
	{file: "careerkit/hrmdirect.html", by: "sample hrmdirect", jobs: 2, title: `/job">(.+?)</`, link: `https://acme.example/{/href="(.+?)"/}`, day: `/reqitem1?">(\d\d.+?)</`,
		lacks: acmes + "; text, place: on the job's own page"},
	{file: "careerkit/neogov.xml", by: "sample neogov", jobs: 2, texts: 2, fills: "id pay_min pay_max currency period", title: "/<title>([^<]+)</title>\\s*<description>&lt;/", place: "/<joblisting:location>(.+?)</", link: "/<link>(.+?/jobs/.+?)</", day: "/<pubDate>(.+?)</", lacks: acmes},
	{file: "michaeldinhmai/comeet.json", by: "family comeet", jobs: 2, texts: 2, fills: "id workplace", rows: "*", title: "name", company: "company_name", place: "location.city+location.state+location.country", link: "url_active_page", day: "time_updated"},
	{file: "michaeldinhmai/torre_page1.json", by: "sample torre", jobs: 3, fills: "id workplace employment expires tags", rows: "results.*", title: "objective", company: "organizations.0.name", place: "locations", link: "https://acme.example/post/{id}", day: "created",
		lacks: "text: on the job's own page"},
	{file: "abhiabhi94/python_dot_org.rss", by: "pythondotorg-feed", jobs: 20, texts: 20, fills: "id", title: `/<item><title>(?:([^<]+), [^,<]+, Inc\.|([^<]+), [^,<]+)</`, company: `/<item><title>(?:[^<]+, ([^,<]+, Inc\.)|[^<]+, ([^,<]+))</`,
		place: `/<description>([^&\n<]+)\n/`, link: `/<link>([^<]+/jobs/\d+/)</`, lacks: "day: the feed has none"},
	{file: "michaeldinhmai/feed.rss", by: "weworkremotely", jobs: 3, texts: 3, fills: "id expires regions category", title: `/<title>[^:<]+: ([^<]+)<\/title>\s+<region/`, company: `/<title>([^:<]+?) ?: [^<]+<\/title>\s+<region/`,
		place: `/Headquarters:&lt;\/strong&gt; (.+)/`, link: "/<link>(.+?/remote-jobs/.+?)</", day: "/<pubDate>(.+?)</"},
	{file: "abhiabhi94/python_sample_job.html", by: "pythondotorg", fills: "workplace", rows: "page", jobs: 1, texts: 1, lacks: "title, company, place, day: read of the list"},
	pageOf.with("jobseek/jsonld_meta_software_engineer.html", `/(?s)"addressLocality": "(.+?)".*/`, ""),
	pageOf.with("jobseek/jsonld_neura_robotics_manager.html", `/(?s)"addressLocality": "(.+?)".*/`, ""),
	pageOf.with("abhiabhi94/weworkremotely.html", "", "place: remote everywhere"),
	{file: "jobseek/didi_global_jobdetail.html", by: "sample didi", rows: "page", jobs: 1, texts: 1, title: `/mainT"[^>]*>\s*(.+?)\s*</`, place: `/subT"[^>]*><span[^>]*>(.+?)</`, lacks: "company: the file's default; day: none in it"},
	{file: "jobseek/peoplestrong_larsen_toubro.html", by: "sample peoplestrong", rows: "page", jobs: 1, texts: 1, title: `/name="title" content="(.+?)"/`, lacks: acmes + "; place, day: drawn by a script"},
	{file: "careerkit/phenom.html", lacks: "its JSON is assigned to a member of an object, phApp.ddo = {…}; embedded reads what is assigned to a name"},
}

// with is a page with structured data.
func (c capture) with(file, place, lacks string) capture {
	c.file, c.place, c.lacks = file, place, lacks
	c.title, c.company, c.day = `/"title" ?: "(.+?)"/`, `/"hiringOrganization" ?: \{\s*"@type" ?: "Organization",\s*"name" ?: "(.+?)"/`, `/"datePosted" ?: "(.+?)"/`
	return c
}

// TestCapturesAreCovered holds that each captured file stands in the table once, with a
// reason for whatever is not compared.
func TestCapturesAreCovered(t *testing.T) {
	t.Parallel()
	root, named := recorded(t, "captures"), map[string]bool{}
	for _, c := range captures {
		if named[c.file] {
			t.Errorf("%s stands in the table twice", c.file)
		}
		named[c.file] = true
		for part, at := range map[string]string{"title": c.title, "company": c.company, "place": c.place, "day": c.day} {
			if c.by != "" && at == "" && !strings.Contains(c.lacks, part) {
				t.Errorf("%s: %s is not compared, and lacks does not say why", c.file, part)
			}
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		if err == nil && !d.IsDir() && !named[name] {
			t.Errorf("%s is not in the table", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCaptures reads each captured answer by its board file and compares every listing with
// what the answer itself says.
func TestCaptures(t *testing.T) {
	t.Parallel()
	for _, c := range captures {
		if c.by == "" {
			continue
		}
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			body := answer(t, recorded(t, "captures/"+c.file))
			got, texts := c.read(t, body), 0
			if len(got) != c.jobs {
				t.Fatalf("%d listings, want %d", len(got), c.jobs)
			}
			want := c.wanted(t, body)
			for i, l := range got {
				if l.HTML+l.Description != "" {
					texts++
				}
				day := ""
				if !l.Posted.IsZero() {
					day = l.Posted.UTC().Format(time.DateOnly)
				}
				for part, value := range map[string]string{"title": l.Title, "company": l.Company, "place": l.Location, "link": l.URL, "day": day} {
					if w, compared := want[part]; compared && !alike(part, plain(value), plain(w[i])) {
						t.Errorf("row %d: %s is %q, want %q", i, part, value, w[i])
					}
				}
			}
			if texts != c.texts {
				t.Errorf("%d listings have a text, want %d", texts, c.texts)
			}
		})
	}
}

func alike(part, got, want string) bool {
	return strings.EqualFold(got, want) || part == "link" && strings.HasPrefix(want, "/") && strings.HasSuffix(got, want)
}

// plain evens out white space, entities, and what boards put around a place.
func plain(s string) string { return strings.Trim(fold(html.UnescapeString(s)), " ,") }

// read reads a capture as a crawl would, but for what tenants and defaults add.
func (c capture) read(t *testing.T, body []byte) (out []stackhound.Listing) {
	t.Helper()
	b := c.board(t)
	vars := map[string]string{"base": b.Base, "tenant": "acme", "host": "wd5", "site": "Careers", "now": start.Format(time.RFC3339)}
	format, fields := b.Format, b.Fields
	if c.rows == "page" {
		format, fields = b.Detail.Format, b.Detail.Fields
	}
	doc, err := formats[format].Open(body, b.Base)
	if s, spaced := formats[format].(crawler.Spaced); spaced {
		doc, err = s.WithSpaces(b.Namespaces).Open(body, b.Base)
	}
	if err != nil {
		t.Fatal(err)
	}
	rows := []crawler.Node{doc}
	if c.rows != "page" {
		if rows, err = crawler.Rows(doc, b.Items, vars); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range rows {
		values := crawler.ReadFields(row, fields, vars)
		if c.rows == "page" {
			values["url"] = []string{b.Base + "/job"} // the list's
			if c.title == "" {
				values["title"] = values["url"]
			}
		}
		l, err := crawler.BuildListing(b, b.Base, values)
		if err != nil {
			t.Error(err)
		}
		for name := range strings.FieldsSeq(c.fills) {
			if len(values[name]) == 0 {
				t.Errorf("%s has no %s", l.URL, name)
			}
		}
		out = append(out, l)
	}
	return out
}

func (c capture) board(t *testing.T) stackhound.Board {
	t.Helper()
	kind, name, found := strings.Cut(c.by, " ")
	switch {
	case !found:
		return board(t, kind)
	case kind == "family":
		return familyBoard(t, name, "https://acme.example")
	}
	data, err := os.ReadFile("testdata/captures/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := configs.LoadBoard(name+".yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// familyBoard is a board of one employer, Acme, at a family's system, which stands at base.
func familyBoard(t *testing.T, family, base string) stackhound.Board {
	t.Helper()
	tenant := "{slug: acme, title: Acme}"
	if family == "workday" {
		tenant = "{slug: acme, title: Acme, vars: {host: wd5, site: Careers}}"
	} else if family == "comeet" {
		tenant = "{slug: acme, title: Acme, vars: {key: comeet-acme}}"
	}
	b, err := configs.LoadBoard("mine.yaml", []byte("version: 1\nname: mine\nenabled: true\nfamily: "+family+"\ntenants: ["+tenant+"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	b.Base, b.Home, b.DelayBetween = base, base, 0
	return b
}
