package crawler_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
)

// TestStructuredData reads the structured data of all recorded pages that have any by a
// board file and compares title, company, place and pay with the truth. The software writes
// places as texts, and whatever the advertiser wrote as pay.
func TestStructuredData(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../cmd/stackhound/testdata/routes/wp-sitemap.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := configs.LoadBoard("wp-sitemap.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	read, pays, jobs := 0, 0, truth(t, "wp-job-manager")
	for path, p := range replay(t, "wp-job-manager.jsonl.gz") {
		job, known := jobs[path]
		if !known || !strings.Contains(p.Body, "JobPosting") {
			continue
		}
		read++
		l := structured(t, b, p)
		if want := withoutScript(job["title"]); tidy(l.Title) != tidy(want) || tidy(l.Company) != tidy(job["company"]) || tidy(l.Location) != tidy(job["location"]) {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", path, l.Title, l.Company, l.Location, want, job["company"], job["location"])
		}
		if job["salary_text"] != "" {
			pays++
		}
		comparePay(t, path, l.Stated, job["salary_text"])
	}
	if read != 185 || pays != 98 {
		t.Errorf("%d pages with structured data, %d with pay; want 185 and 98", read, pays)
	}
}

// withoutScript is the title that the software shows of the one that has markup in it.
func withoutScript(title string) string {
	return strings.NewReplacer("</script><b>", "", "</b>", "").Replace(title)
}

// structured reads a page's structured data as a crawl would.
func structured(t *testing.T, b stackhound.Board, p page) stackhound.Listing {
	t.Helper()
	doc, err := formats[b.Detail.Format].Open([]byte(p.Body), replayBase+p.Path)
	if err != nil {
		t.Fatal(err)
	}
	values := crawler.ReadFields(doc, b.Detail.Fields, nil)
	values["url"] = []string{replayBase + p.Path}
	l, err := crawler.BuildListing(b, replayBase+p.Path, values)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var (
	written = regexp.MustCompile(`(\d[\d,.]*)(k?)`)
	signs   = map[string]string{"A$": "AUD", "C$": "CAD", "S$": "SGD", "HK$": "HKD", "€": "EUR", "£": "GBP", "₹": "INR"}
	code    = regexp.MustCompile(`\b(?:AUD|CAD|CHF|EUR|GBP|HKD|ILS|INR|JPY|NOK|PLN|SEK|SGD|USD)|CHF`)
)

// comparePay compares what was read with the figures, and the currency if there is one, of
// the advertiser's words.
func comparePay(t *testing.T, path string, got stackhound.Stated, words string) {
	t.Helper()
	var figures []float64
	for _, m := range written.FindAllStringSubmatch(words, -1) {
		f, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		if err != nil {
			t.Fatal(err)
		}
		if m[2] == "k" {
			f *= 1000
		}
		figures = append(figures, f)
	}
	low, high := 0.0, 0.0
	if len(figures) > 0 {
		low, high = slices.Min(figures), slices.Max(figures)
	}
	if strings.HasPrefix(words, "up to") {
		low = 0
	}
	if got.PayMin != low || got.PayMax != high {
		t.Errorf("%s: %q was read as %.0f to %.0f", path, words, got.PayMin, got.PayMax)
	}
	if want := currencyOf(words); want != "" && got.Currency != want {
		t.Errorf("%s: %q was read as %s, want %s", path, words, got.Currency, want)
	}
}

func currencyOf(words string) string {
	if c := code.FindString(words); c != "" {
		return c
	}
	for sign, c := range signs {
		if strings.HasPrefix(strings.TrimPrefix(words, "up to "), sign) {
			return c
		}
	}
	return ""
}
