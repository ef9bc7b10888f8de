package crawler_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v3"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/servertest"
)

// recorded returns the path of a recorded answer of a real board.
func recorded(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the directory of recorded answers to check the shipped boards against them")
	}
	return filepath.Join(dir, "boards", name)
}

func board(t *testing.T, name string) stackhound.Board {
	t.Helper()
	data, err := os.ReadFile("../configs/boards/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var b stackhound.Board
	if err := yaml.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	return b
}

// listings reads one list answer of a board.
func listings(t *testing.T, b stackhound.Board, body []byte, page string) []stackhound.Listing {
	t.Helper()
	vars := map[string]string{"base": b.Base}
	doc, err := formats[b.Format].Open(body, page)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := crawler.Rows(doc, b.Items, vars)
	if err != nil {
		t.Fatal(err)
	}
	var out []stackhound.Listing
	for _, row := range rows {
		l, err := crawler.BuildListing(b, page, crawler.ReadFields(row, b.Fields, vars))
		if err != nil {
			t.Error(err)
		}
		out = append(out, l)
	}
	return out
}

// fold is what becomes of a text of one line. One of the boards has letters that were
// encoded twice, of which some parts are control characters.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, s)), " ")
}

// answer reads a recorded body; a YAML file is a cassette that holds it as one scalar.
func answer(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) != ".yaml" {
		return data
	}
	var cassette struct {
		Interactions []struct {
			Response struct {
				Body string `yaml:"body"`
			} `yaml:"response"`
		} `yaml:"interactions"`
	}
	if err := yaml.Unmarshal(data, &cassette); err != nil {
		t.Fatal(err)
	}
	return []byte(cassette.Interactions[0].Response.Body)
}

// page is one recorded answer of a replayed board.
type page struct {
	Path   string `json:"path"`
	Status int    `json:"status"`
	Body   string `json:"body"`
}

const replayBase = "http://replay.example"

func replay(t *testing.T, name string) map[string]page {
	t.Helper()
	f, err := os.Open(recorded(t, "replay/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]page{}
	for d := json.NewDecoder(z); d.More(); {
		var p page
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		p.Body = strings.NewReplacer("{BASE}", replayBase, "{BASE_ESC}", strings.ReplaceAll(replayBase, "/", `\/`)).Replace(p.Body)
		pages[p.Path] = p
	}
	return pages
}

// truth returns what is known of a replayed board's jobs, by path.
func truth(t *testing.T, board string) map[string]map[string]string {
	t.Helper()
	f, err := os.Open(recorded(t, "replay/truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	jobs := map[string]map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		var j map[string]any
		if err := json.Unmarshal(s.Bytes(), &j); err != nil {
			t.Fatal(err)
		}
		if j["board"] != board {
			continue
		}
		texts := map[string]string{}
		for k, v := range j {
			if s, ok := v.(string); ok {
				texts[k] = s
			}
		}
		jobs[texts["path"]] = texts
	}
	return jobs
}

// crawlReplay reads the recorded pages of a board's list as a crawl would.
func crawlReplay(t *testing.T, b stackhound.Board, pages map[string]page) map[string]stackhound.Listing {
	t.Helper()
	b.Base = replayBase
	got := map[string]stackhound.Listing{}
	for n := b.Request.Pages.From; ; n++ {
		path := strings.NewReplacer("{base}", "", "{page}", strconv.Itoa(n)).Replace(b.Request.URL)
		p, ok := pages[path]
		if !ok || p.Status != 200 {
			return got
		}
		for _, l := range listings(t, b, []byte(p.Body), replayBase+path) {
			got[strings.TrimPrefix(l.URL, replayBase)] = l
		}
	}
}

// tidy evens out what a board's own typography changes: dashes, quotes and entities.
func tidy(s string) string {
	return strings.ToLower(fold(strings.NewReplacer("–", "-", "’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(html.UnescapeString(s))))
}

func compare(t *testing.T, got map[string]stackhound.Listing, jobs map[string]map[string]string) {
	t.Helper()
	live := 0
	for path, job := range jobs {
		l, found := got[path]
		if job["state"] != "live" {
			if found {
				t.Errorf("%s is %s, but was listed", path, job["state"])
			}
			continue
		}
		live++
		if !found {
			t.Errorf("%s is live, but was not listed", path)
			continue
		}
		if tidy(l.Title) != tidy(job["title"]) || tidy(l.Company) != tidy(job["company"]) {
			t.Errorf("%s: %q at %q, want %q at %q", path, l.Title, l.Company, job["title"], job["company"])
		}
		if l.Posted.IsZero() {
			t.Errorf("%s has no date", path)
		}
	}
	if live == 0 {
		t.Error("there are no live jobs to compare with")
	}
}

func TestReplayedPages(t *testing.T) {
	t.Parallel()
	b, pages, jobs := board(t, "pythondotorg"), replay(t, "python-org.jsonl.gz"), truth(t, "pythondotorg")
	got := crawlReplay(t, b, pages)
	compare(t, got, jobs)
	for path, l := range got {
		job, known := jobs[path]
		if !known {
			continue
		}
		doc, err := formats[b.Detail.Format].Open([]byte(pages[path].Body), l.URL)
		if err != nil {
			t.Fatal(err)
		}
		values := crawler.ReadFields(doc, b.Detail.Fields, nil)
		values["title"], values["url"] = []string{l.Title}, []string{l.URL}
		d, err := crawler.BuildListing(b, l.URL, values)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(d.HTML, "Job Description") {
			t.Errorf("%s: no text", path)
		}
		if onsite := slices.Equal(d.Stated.Workplace, []string{"onsite"}); onsite != (job["remote"] == "onsite") || len(d.Stated.Workplace) == 0 {
			t.Errorf("%s: workplace %q, want %s", path, d.Stated.Workplace, job["remote"])
		}
		if want := job["apply"]; strings.HasPrefix(want, "http") && !strings.HasPrefix(want, d.ApplyURL) {
			t.Errorf("%s: apply at %q, want %q", path, d.ApplyURL, want)
		}
	}
}

func TestReplayedAPI(t *testing.T) {
	t.Parallel()
	jobs := truth(t, "wp-job-manager")
	got := crawlReplay(t, board(t, "wp-job-manager"), replay(t, "wp-job-manager.jsonl.gz"))
	compare(t, got, jobs)
	for path, l := range got {
		if want := jobs[path]["apply"]; l.ApplyURL != want && l.ApplyURL != "mailto:"+want {
			t.Errorf("%s: apply at %q, want %q", path, l.ApplyURL, want)
		}
	}
}
