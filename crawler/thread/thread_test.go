package thread

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/servertest"
)

// TestHeader reads first lines. A want is "company | title | places | workplace |
// employment | salary | url", lists joined by "; ".
func TestHeader(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Brightmoor | Senior Go Engineer | Graz, Austria | REMOTE | Full-time | €70k-€90k | <a href=\"https:&#x2F;&#x2F;brightmoor.example&#x2F;jobs\">https:&#x2F;&#x2F;brightmoor.example</a><p>We build boats.",
			"Brightmoor | Senior Go Engineer | Graz, Austria | REMOTE | Full-time | €70k-€90k | https://brightmoor.example/jobs"},
		{"Brightmoor (<a href=\"https://brightmoor.example\">brightmoor.example</a>) | ONSITE | Graz | $120,000 | Go Engineer<p>x",
			"Brightmoor | Go Engineer | Graz | ONSITE |  | $120,000 | https://brightmoor.example"},
		{"Brightmoor (YC W21) | Engineers | Remote (EU only) | Full time or contract<p>x",
			"Brightmoor | Engineers | Remote (EU only) | Remote | Full time; contract |  | "},
		{"Brightmoor | Go Engineer | Graz or REMOTE | INTERNS welcome<p>Apply at https:&#x2F;&#x2F;brightmoor.example&#x2F;apply today",
			"Brightmoor | Go Engineer | Graz or REMOTE | REMOTE | INTERNS |  | https://brightmoor.example/apply"},
		{"Brightmoor | Remote only | Head of Engineering | www.brightmoor.example | No visa sponsorship",
			"Brightmoor | Head of Engineering |  | Remote |  |  | "},
		{"R&amp;D Works | Multiple roles | Hybrid in Linz",
			"R&D Works | Multiple roles | Hybrid in Linz | Hybrid |  |  | "},
		{"Brightmoor | Graz | REMOTE<p>We look for a Go engineer",
			"Brightmoor | Brightmoor | Graz | REMOTE | Graz | REMOTE |  |  | "},
		{"Brightmoor is looking for a remote Go engineer.<p>x",
			" | Brightmoor is looking for a remote Go engineer. |  | remote |  |  | "},
	}
	for _, tt := range tests {
		h := readHeader(tt.text)
		got := strings.Join([]string{h.company, h.title, strings.Join(h.places, "; "), strings.Join(h.workplace, "; "), strings.Join(h.employment, "; "), h.salary, h.url}, " | ")
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// TestHeaderInAnyOrder shuffles the parts behind the company: nothing changes.
func TestHeaderInAnyOrder(t *testing.T) {
	t.Parallel()
	parts := []string{"Senior Go Engineer", "Graz, Austria", "REMOTE", "Full-time", "€70k-€90k", "https://brightmoor.example"}
	want := fmt.Sprint(readHeader("Brightmoor | " + strings.Join(parts, " | ")))
	permute(parts, 0, func(p []string) {
		if got := fmt.Sprint(readHeader("Brightmoor | " + strings.Join(p, " | "))); got != want {
			t.Fatalf("%q: %s, want %s", p, got, want)
		}
	})
}

func permute(p []string, from int, use func([]string)) {
	if from == len(p) {
		use(p)
	}
	for i := from; i < len(p); i++ {
		p[from], p[i] = p[i], p[from]
		permute(p, from+1, use)
		p[from], p[i] = p[i], p[from]
	}
}

const discussion = `{"id": 1, "title": "Ask HN: Who is hiring? (November 2026)", "children": [
 {"id": 11, "author": "a", "created_at_i": 1795000000, "text": "Brightmoor | Go Engineer | Graz", "children": [{"id": 111, "text": "a reply"}]},
 {"id": 12, "author": null, "text": null, "children": []},
 {"id": 13, "text": "Gone | x", "deleted": true}, {"id": 14, "text": "Killed | x", "dead": true},
 {"id": 15, "text": "Second | SQL Engineer | REMOTE"}]}`

func TestItems(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(discussion), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		for _, name := range []string{"id", "company", "title", "location", "workplace", "created_at_i", "salary"} {
			got = append(got, strings.Join(r.Values(stackhound.Extract{Select: name}), ","))
		}
	}
	want := "11|Brightmoor|Go Engineer|Graz||1795000000||15|Second|SQL Engineer||REMOTE||"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNotAThread(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "<html>", `[1]`} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil {
			t.Errorf("%q was opened", body)
		}
	}
	doc, err := Format{}.Open([]byte(`{"title": "Ask HN: Who wants to be hired?", "children": [{"id": 1, "text": "x"}]}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := doc.Items(stackhound.Items{}); err == nil {
		t.Error("people who offer themselves were taken for ads")
	}
}

// TestOwnInterface reads the answers of the site's own interface.
func TestOwnInterface(t *testing.T) {
	t.Parallel()
	read := func(body, path string) string {
		doc, err := Format{}.Open([]byte(body), "")
		if err != nil {
			return err.Error()
		}
		return strings.Join(doc.Values(stackhound.Extract{Select: path}), " ")
	}
	const ad = `{"by": "a", "id": 11, "kids": [111], "parent": 1, "text": "Brightmoor | Go Engineer | Graz<p>Boats.", "time": 1795000000, "type": "comment"}`
	for _, tt := range []struct{ body, path, want string }{
		{`{"id": "whoishiring", "submitted": [3, 2, 1]}`, "submitted", "3 2 1"},
		{ad, "company", "Brightmoor"}, {ad, "title", "Go Engineer"}, {ad, "time", "1795000000"},
		{`{"id": 12, "deleted": true, "type": "comment", "time": 1}`, "id", crawler.ErrOver.Error()},
		{`{"id": 12, "dead": true, "text": "x | y", "type": "comment"}`, "id", crawler.ErrOver.Error()},
		{`null`, "id", crawler.ErrOver.Error()},
	} {
		if got := read(tt.body, tt.path); got != tt.want {
			t.Errorf("%s of %s: got %q, want %q", tt.path, tt.body, got, tt.want)
		}
	}
	doc, err := Format{}.Open([]byte(`{"id": 1, "type": "story", "title": "Ask HN: Who is hiring?", "kids": [11, 12]}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := doc.Items(stackhound.Items{}); err != nil || len(rows) != 2 || rows[1].Values(stackhound.Extract{})[0] != "12" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestNewestHiring(t *testing.T) {
	t.Parallel()
	hits := func(titles ...string) []byte {
		var list []map[string]any
		for i, title := range titles {
			list = append(list, map[string]any{"objectID": fmt.Sprint(i), "title": title, "created_at_i": 1000 - i})
		}
		b, err := json.Marshal(map[string]any{"hits": list})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	doc, err := Format{}.Open(hits("Ask HN: Who wants to be hired? (November)", "Ask HN: Who is hiring? (November)", "Ask HN: Who is hiring? (October)"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Values(stackhound.Extract{Select: "newest_hiring"}); len(got) != 1 || got[0] != "1" {
		t.Errorf("got %q", got)
	}
	doc, err = Format{}.Open(hits("Ask HN: Who wants to be hired?"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Values(stackhound.Extract{Select: "newest_hiring"}); len(got) != 0 {
		t.Errorf("got %q of a search without such a thread", got)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(discussion))
	f.Fuzz(func(t *testing.T, body []byte) {
		if doc, err := (Format{}).Open(body, ""); err == nil {
			doc.Items(stackhound.Items{})
			doc.Values(stackhound.Extract{Select: "newest_hiring"})
		}
	})
}

func FuzzHeader(f *testing.F) {
	f.Add("Brightmoor | Go Engineer | REMOTE | <a href=\"https:&#x2F;&#x2F;x.example\">x</a><p>text")
	f.Fuzz(func(t *testing.T, text string) {
		if h := readHeader(text); len(h.title) > 4*maxTitle && !strings.Contains(text, "|") {
			t.Errorf("title of %d bytes", len(h.title))
		}
	})
}

// TestRecordedHeaders reads real ads and compares the company with what a reader found.
// Some open without the customary line; those have none here.
func TestRecordedHeaders(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the directory of recorded answers to read real ads")
	}
	f, err := os.Open(filepath.Join(dir, "hn", "hn_silver_b_202407.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, right := 0, 0
	for d := json.NewDecoder(z); d.More(); all++ {
		var ad struct {
			Text   string `json:"text_html"`
			Labels struct {
				Company string `json:"company_name"`
			} `json:"labels"`
		}
		if err := d.Decode(&ad); err != nil {
			t.Fatal(err)
		}
		if strings.EqualFold(readHeader(ad.Text).company, ad.Labels.Company) {
			right++
		}
	}
	t.Logf("company right in %d of %d", right, all)
	if right*100 < all*80 {
		t.Errorf("company right in only %d of %d", right, all)
	}
}
