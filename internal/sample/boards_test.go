package sample

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io/fs"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"go.yaml.in/yaml/v3"

	"stackhound"
)

func TestEveryListingHasItsPage(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	for _, j := range s.Jobs() {
		for _, address := range j.URLs {
			status, body := get(t, address)
			doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
			if err != nil || status != http.StatusOK {
				t.Fatal(address, status, err)
			}
			apply, _ := doc.Find("a.apply").Attr("href")
			if doc.Find(".company").First().Text() != j.Company || !strings.HasPrefix(doc.Find("h1").Text(), j.Title) || !strings.HasPrefix(apply, j.ApplyURL) {
				t.Errorf("%s does not show %s", address, j.Title)
			}
		}
	}
	if status, _ := get(t, s.base+"/sample-html/job/1"); status != http.StatusNotFound {
		t.Errorf("a page that never was answers %d", status)
	}
}

func TestListIsPaged(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	found := 0
	for next := "/sample-html/"; next != ""; {
		_, body := get(t, s.base+next)
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		found += doc.Find("article.job").Length()
		href, ok := doc.Find("a[rel=next]").Attr("href")
		next = ""
		if ok {
			next = "/sample-html/" + href
		}
	}
	if found != 80 {
		t.Errorf("%d listings on all pages, want 80", found)
	}
}

func TestFeedIsWellFormed(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	_, body := get(t, s.base+"/sample-feed/jobs.rss")
	var feed struct {
		Items []struct {
			Title   string `xml:"title"`
			Date    string `xml:"pubDate"`
			Company string `xml:"https://gazette.example/ns/job company"`
			Body    string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(body, &feed); err != nil || len(feed.Items) != 50 {
		t.Fatal(err, len(feed.Items))
	}
	for _, item := range feed.Items {
		if _, err := time.Parse(time.RFC1123Z, item.Date); err != nil || item.Company == "" || !strings.HasPrefix(item.Body, "<p>") {
			t.Errorf("%+v", item)
		}
	}
	if c, e := bytes.Count(body, []byte("<![CDATA[")), bytes.Count(body, []byte("<content:encoded>&lt;p")); c == 0 || e == 0 || c+e != 50 {
		t.Errorf("%d texts in CDATA, %d escaped", c, e)
	}
}

func TestAPIIsWellFormed(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	var sizes []int
	for _, page := range []string{"1", "2", "3", "4", "5"} {
		_, body := get(t, s.base+"/sample-api/jobs?page="+page)
		var answer struct {
			Total int       `json:"total"`
			Jobs  []opening `json:"jobs"`
		}
		if err := json.Unmarshal(body, &answer); err != nil || answer.Total != 80 {
			t.Fatal(err, answer.Total)
		}
		sizes = append(sizes, len(answer.Jobs))
	}
	if !reflect.DeepEqual(sizes, []int{20, 20, 20, 20, 0}) {
		t.Errorf("pages of %v", sizes)
	}
}

func TestStructuredDataIsWellFormed(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	_, body := get(t, s.base+"/sample-jsonld/sitemap.xml")
	var sitemap struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(body, &sitemap); err != nil || len(sitemap.URLs) != 60 {
		t.Fatal(err, len(sitemap.URLs))
	}
	for _, u := range sitemap.URLs {
		_, body := get(t, u.Loc)
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var p posting
		if err := json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &p); err != nil {
			t.Fatal(u.Loc, err)
		}
		if p.Type != "JobPosting" || p.Title == "" || p.Employer.Name == "" || p.Location == nil && p.LocationType == "" {
			t.Errorf("%s: %+v", u.Loc, p)
		}
	}
}

func TestThreadIsWellFormed(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	_, body := get(t, s.base+"/sample-thread/items/1")
	var top comment
	if err := json.Unmarshal(body, &top); err != nil || len(top.Children) != 50 {
		t.Fatal(err, len(top.Children))
	}
	for _, ad := range top.Children {
		header, _, _ := strings.Cut(ad.Text, "<p>")
		if parts := strings.Count(header, " | "); parts < 4 || strings.Contains(header, "://") {
			t.Errorf("header %q", header)
		}
	}
}

func TestBoardFiles(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	var names []string
	for name, base := range s.Bases() {
		names = append(names, name)
		data, err := fs.ReadFile(Boards(), name+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var b stackhound.Board
		d := yaml.NewDecoder(bytes.NewReader(data))
		d.KnownFields(true)
		if err := d.Decode(&b); err != nil {
			t.Fatal(name, err)
		}
		b = s.At(b)
		if b.Name != name || b.Base != base || b.Title != titles[name] {
			t.Errorf("%s is described as %s, %s at %s", name, b.Name, b.Title, b.Base)
		}
		address := strings.NewReplacer("{base}", b.Base, "{page}", "1").Replace(b.Request.URL)
		for _, page := range []string{address, b.Home, b.Terms.Attribution.URL} {
			if status, _ := get(t, page); status != http.StatusOK {
				t.Errorf("%s: %s answers %d", name, page, status)
			}
		}
	}
	if files, err := fs.Glob(Boards(), "*"); err != nil || len(files) != len(names) {
		t.Errorf("%d board files for %d boards", len(files), len(names))
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ada", "bo"} {
		data, err := fs.ReadFile(Profiles(), name+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.ReplaceAll(data, []byte(WebhookPlaceholder), []byte("http://127.0.0.1:1/hook"))
		var p stackhound.Profile
		d := yaml.NewDecoder(bytes.NewReader(data))
		d.KnownFields(true)
		if err := d.Decode(&p); err != nil {
			t.Fatal(name, err)
		}
		if err := p.Validate(); err != nil || p.ID != name || bytes.ContainsAny([]byte(p.Alerts[0].Target()), "{}") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
