package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:job="urn:example:job" xmlns:content="urn:example:content"><channel>
<title>Openings</title><link>https://jobs.example/</link>
<item>
 <title>Go Engineer at R&amp;D Works</title><link>https://jobs.example/1</link><guid isPermaLink="false">no-1</guid>
 <job:company>Brightmoor</job:company><category>go</category><category>sql</category>
 <content:encoded><![CDATA[<p>Build & run it.</p>]]></content:encoded><description>&lt;p&gt;Short&lt;/p&gt;</description>
</item>
<item><title>Second</title><link>https://jobs.example/2</link></item>
</channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Openings</title>
<entry><title>Go Engineer</title><id>urn:1</id><link rel="self" href="https://jobs.example/1.atom"/><link href="https://jobs.example/1"/>
<author><name>Brightmoor</name></author><updated>2026-11-20T10:00:00Z</updated></entry></feed>`

const rdf = `<rdf:RDF xmlns:rdf="urn:rdf"><channel/><item rdf:about="https://jobs.example/1"><title>Go Engineer</title></item></rdf:RDF>`

const jsonFeed1 = `{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://jobs.example/1", "title": "Go Engineer", "tags": ["go", "sql"]}]}`

func values(n crawler.Node, x stackhound.Extract) string {
	return strings.Join(n.Values(x), "|")
}

func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		x          stackhound.Extract
		want       string
	}{
		{"rss text", rss, stackhound.Extract{Select: "title"}, "Go Engineer at R&D Works"},
		{"rss link", rss, stackhound.Extract{Select: "link"}, "https://jobs.example/1"},
		{"rss prefix", rss, stackhound.Extract{Select: "job:company"}, "Brightmoor"},
		{"rss several", rss, stackhound.Extract{Select: "category"}, "go|sql"},
		{"rss cdata", rss, stackhound.Extract{Select: "content:encoded"}, "<p>Build & run it.</p>"},
		{"rss escaped", rss, stackhound.Extract{Select: "description"}, "<p>Short</p>"},
		{"rss attribute", rss, stackhound.Extract{Select: "guid", Attr: "isPermaLink"}, "false"},
		{"rss missing attribute", rss, stackhound.Extract{Select: "guid", Attr: "x"}, ""},
		{"atom link", atom, stackhound.Extract{Select: "link"}, "https://jobs.example/1"},
		{"atom path", atom, stackhound.Extract{Select: "author/name"}, "Brightmoor"},
		{"rdf text", rdf, stackhound.Extract{Select: "title"}, "Go Engineer"},
		{"rdf attribute of the item", rdf, stackhound.Extract{Attr: "rdf:about"}, "https://jobs.example/1"},
		{"json feed", jsonFeed1, stackhound.Extract{Select: "tags"}, "go|sql"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Format{}.Open([]byte(tt.body), "")
			if err != nil {
				t.Fatal(err)
			}
			rows, err := doc.Items(stackhound.Items{})
			if err != nil {
				t.Fatal(err)
			}
			if got := values(rows[0], tt.x); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOtherElements(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(`<list><job><title>a</title></job><job><title>b</title></job></list>`), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{Select: "job"})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if _, err := doc.Items(stackhound.Items{}); err == nil {
		t.Error("without items.select it is no feed")
	}
}

// TestBrokenTail cuts a feed at every byte: the items that ended before the cut are
// there, and the cut is reported.
func TestBrokenTail(t *testing.T) {
	t.Parallel()
	ends := strings.Index(rss, "</item>") + len("</item>")
	for cut := ends; cut < len(rss)-len("</rss>"); cut++ {
		doc, err := Format{}.Open([]byte(rss[:cut]), "")
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		rows, err := doc.Items(stackhound.Items{})
		if whole := strings.Count(rss[:cut], "</item>"); !errors.Is(err, crawler.ErrCut) || len(rows) != whole || values(rows[0], stackhound.Extract{Select: "guid"}) != "no-1" {
			t.Fatalf("cut at %d: %d rows, %v", cut, len(rows), err)
		}
	}
}

// TestBrokenWithin breaks the second of three items in several ways: the others are there,
// and one is counted as lost.
func TestBrokenWithin(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]string{
		"a bare bracket":    `<item><title>1 < 2</title></item>`,
		"an open CDATA":     `<item><title>x</title><description><![CDATA[<p>x</description></item>`,
		"a bad attribute":   `<item><title a="<">x</title></item>`,
		"no end of its own": `<item><title>x</title><description><![CDATA[`,
	} {
		body := strings.Replace(rss, "<item><title>Second", broken+"<item><job:company>Acorn</job:company><title>Second", 1)
		doc, err := Format{}.WithSpaces(map[string]string{"j": "urn:example:job"}).Open([]byte(body), "")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := doc.Items(stackhound.Items{})
		var lost crawler.Lost
		if len(rows) != 2 || !errors.As(err, &lost) || lost != 1 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
			continue
		}
		if got := values(rows[0], stackhound.Extract{Select: "guid"}) + values(rows[1], stackhound.Extract{Select: "j:company"}); got != "no-1Acorn" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestNotAFeed(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                                    "there is no element",
		"Service unavailable":                 "there is no element",
		"<!DOCTYPE html><html><body></body>":  "it is an HTML page",
		"<!DOCTYPE r [<!ENTITY x 'y'>]><rss>": "which is refused",
		`{"items": `:                          "breaks off",
	} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", body, err, want)
		}
	}
	doc, err := Format{}.Open([]byte(`{"jobs": []}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := doc.Items(stackhound.Items{}); err == nil {
		t.Error("JSON without items passed for a feed")
	}
}

func TestTooManyItemsAreCut(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open(fmt.Appendf(nil, "<rss>%s</rss>", strings.Repeat("<item/>", crawler.MaxItems+1)), "")
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := doc.Items(stackhound.Items{}); len(rows) != crawler.MaxItems || !errors.Is(err, crawler.ErrCut) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{rss, atom, rdf, jsonFeed1, rss[:400]} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := Format{}.Open(body, "")
		if err != nil {
			return
		}
		rows, _ := doc.Items(stackhound.Items{})
		for _, r := range rows {
			r.Values(stackhound.Extract{Select: "link"})
		}
	})
}
