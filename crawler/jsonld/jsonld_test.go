package jsonld

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/internal/htmlscan"
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

// differ fails where the scan and the tokenizer find other blocks.
func differ(t *testing.T, page []byte) {
	t.Helper()
	fast, ok := htmlscan.Scripts(page, isData)
	if !ok {
		return
	}
	if slow := tokenized(page); !slices.EqualFunc(fast, slow, bytes.Equal) {
		t.Fatalf("%q: %q, by tokens %q", page, fast, slow)
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	const open = `<script type="application/ld+json">`
	for body, sure := range map[string]bool{
		open + "a</script>": true, open + "</script>" + open + "b</script >c": true, "<SCRIPT data-x='>' TYPE=' Application/LD+JSON;x'>a</SCRIPT>": true,
		`<script type="application/ld&#43;json">a</script>`: true, `<script type="x" type="application/ld+json">a</script>`: true,
		`<script type=application/ld+json/>a</script>`: true, `<script type="application/ld+json"/>a</script>`: true, "<!-- " + open + "a</script> -->": true,
		"<!-->" + open + "a</script>": true, "<title>" + open + "a</title>b</script>": true, "<p title='" + open + "'>a</script>": true, "<?" + open + "a</script>": true,
		"< " + open + "a<b</scriptx></script>": true, "</ " + open + open + "a</script>": true, "<noscript>" + open + "a</script></noscript>": true, "a<": true,
		open + "<!-- a </script> --></script>": true, open + "<!--<script></script>a</script>": false, open + "a": false, "<p": false, "</": false, "<!--": false, "<title>": false, "<!": false,
	} {
		if _, ok := htmlscan.Scripts([]byte(body), isData); ok != sure {
			t.Errorf("%q is sure: %t", body, ok)
		}
		differ(t, []byte(body))
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
		differ(t, body)
		if doc, err := (Format{}).Open(body, ""); err == nil {
			doc.Values(stackhound.Extract{Select: "jobLocation.*.address"})
		}
	})
}
