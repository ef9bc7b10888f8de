package jsonld

import (
	"bytes"
	"strings"
	"testing"

	"stackhound"
)

func page(block string) []byte {
	return []byte(`<html><head><script>var a = {"@type": "JobPosting"}</script><script type="application/ld+json">` + block + `</script></head><body>x</body></html>`)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, block, path, want string }{
		{"plain", `{"@type": "JobPosting", "title": "Go Engineer"}`, "title", "Go Engineer"},
		{"type as address", `{"@type": "http://schema.org/JobPosting", "title": "x"}`, "title", "x"},
		{"several types", `{"@type": ["Thing", "JobPosting"], "title": "x"}`, "title", "x"},
		{"in an array", `[{"@type": "WebSite", "title": "no"}, {"@type": "JobPosting", "title": "x"}]`, "title", "x"},
		{"in a graph", `{"@graph": [{"@type": "Organization"}, {"@type": "JobPosting", "title": "x"}]}`, "title", "x"},
		{"inside a page", `{"@type": "WebPage", "mainEntity": {"@type": "JobPosting", "title": "x"}}`, "title", "x"},
		{"one place", `{"@type": "JobPosting", "jobLocation": {"address": {"addressLocality": "Graz"}}}`, "jobLocation.*.address.addressLocality", "Graz"},
		{"two places", `{"@type": "JobPosting", "jobLocation": [{"address": {"addressLocality": "Graz"}}, {"address": {"addressLocality": "Linz"}}]}`, "jobLocation.*.address.addressLocality", "Graz|Linz"},
		{"pay", `{"@type": "JobPosting", "baseSalary": {"value": {"minValue": 52000.50}}}`, "baseSalary.value.minValue", "52000.50"},
		{"comma before the end", `{"@type": "JobPosting", "skills": ["go", "sql",], }`, "skills", "go|sql"},
		{"bare line breaks in a string", "{\"@type\": \"JobPosting\", \"title\": \"Go\n\tEngineer \\\"x\\\" {,}\"}", "title", "Go\n Engineer \"x\" {,}"},
		{"backslash at the end of a string", `{"@type": "JobPosting", "title": "a\\", "x": [1,]}`, "title", `a\`},
		{"in a comment", `<!-- {"@type": "JobPosting", "title": "x"} -->`, "title", "x"},
		{"in CDATA", "//<![CDATA[\n{\"@type\": \"JobPosting\", \"title\": \"x\"}\n//]]>", "title", "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Format{}.Open(page(tt.block), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(doc.Values(stackhound.Extract{Select: tt.path}), "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSeveralBlocks(t *testing.T) {
	t.Parallel()
	body := string(page(`{"@type": "JobPosting", "title": "one"}`)) + string(page(`{broken`)) +
		`<SCRIPT TYPE="application/ld+json; charset=utf-8">{"@type": "JobPosting", "title": "two"}</SCRIPT>`
	doc, err := Format{}.Open([]byte(body), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{})
	if err != nil || len(rows) != 2 || rows[1].Values(stackhound.Extract{Select: "title"})[0] != "two" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	const open = `<script type="application/ld+json">`
	for page, want := range map[string]string{
		open + "a</script>": "a", open + "</script>" + open + "b</script >c": "b", "<SCRIPT data-x='>' TYPE=' Application/LD+JSON;x'>a</SCRIPT>": "a",
		`<script type="application/ld&#43;json">a&amp;</script>`: "a&amp;", `<script type="x" type="application/ld+json">a</script>`: "",
		`<script type="application/ld+json"/>a</script>`: "a", "<!-- " + open + "a</script> -->": "", "<!-->" + open + "a</script>": "a",
		"<title>" + open + "a</title>b</script>": "", "<p title='" + open + "'>a</script>": "", "<noscript>" + open + "a</script></noscript>": "",
		open + "a</script>b" + open + "c": "a|c", open + "<!--<script></script>a</script>": "<!--<script></script>a",
	} {
		if got := string(bytes.Join(scripts([]byte(page)), []byte("|"))); got != want {
			t.Errorf("%q: %q, want %q", page, got, want)
		}
	}
}

func TestNoPosting(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<html></html>", string(page("{")), string(page(`{"@type": "WebSite"}`)), string(page(`"JobPosting"`))} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil {
			t.Errorf("%q was opened", body)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`<script type="application/ld+json">{"@graph": [{"@type": "JobPosting", "title": "x",}]}</script>`))
	f.Add([]byte("<script type='application/ld+json'>//<![CDATA[\n[]//]]></script>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if doc, err := (Format{}).Open(body, ""); err == nil {
			doc.Values(stackhound.Extract{Select: "jobLocation.*.address"})
		}
	})
}
