package sitemap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

const pages = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://jobs.example/job/1?a=1&amp;b=2</loc><lastmod>2026-11-20</lastmod></url>
<url><loc> https://jobs.example/job/2 </loc></url>
</urlset>`

const index = `<sitemapindex><sitemap><loc>https://jobs.example/jobs-1.xml</loc></sitemap><sitemap><loc>https://jobs.example/news-1.xml</loc></sitemap></sitemapindex>`

func TestItems(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(pages), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := rows[0].Values(stackhound.Extract{Select: "loc"}); !slices.Equal(got, []string{"https://jobs.example/job/1?a=1&b=2"}) {
		t.Errorf("loc %q", got)
	}
	if got := rows[0].Values(stackhound.Extract{Select: "lastmod"}); !slices.Equal(got, []string{"2026-11-20"}) {
		t.Errorf("lastmod %q", got)
	}
	if got := rows[1].Values(stackhound.Extract{Select: "lastmod"}); got != nil {
		t.Errorf("a missing lastmod gave %q", got)
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(index), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{})
	if len(rows) != 0 || err == nil || !strings.Contains(err.Error(), "index of 2 sitemaps") || !strings.Contains(err.Error(), "https://jobs.example/jobs-1.xml") {
		t.Errorf("an index gave %d rows, %v", len(rows), err)
	}
}

func TestBroken(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(pages[:strings.LastIndex(pages, "</url>")]), "")
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := doc.Items(stackhound.Items{}); len(rows) != 1 || !errors.Is(err, crawler.ErrCut) {
		t.Errorf("a cut sitemap gave %d rows, %v", len(rows), err)
	}
	for _, body := range []string{"", "not found", "<html></html>", "<rss></rss>"} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil {
			t.Errorf("%q was opened", body)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(pages))
	f.Add([]byte(index))
	f.Fuzz(func(t *testing.T, body []byte) {
		if doc, err := (Format{}).Open(body, ""); err == nil {
			doc.Items(stackhound.Items{})
		}
	})
}
