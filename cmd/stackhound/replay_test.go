package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"stackhound/internal/servertest"
)

// outsideData returns the folder of recorded boards, or skips saying how to get it.
func outsideData(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "recorded boards are not part of the repository: set STACKHOUND_DATA to the folder that holds boards/")
	}
	return dir
}

// recorded is one answer of a recording.
type recorded struct {
	Path   string            `json:"path"`
	Status int               `json:"status"`
	Header map[string]string `json:"header"`
	Body   string            `json:"body"`
}

// replay plays a recorded board on loopback: {BASE} in a body stands for its own address.
func replay(t *testing.T, file string) string {
	t.Helper()
	answers := map[string]recorded{}
	for _, line := range gzipLines(t, file) {
		var r recorded
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		answers[r.Path] = r
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r, ok := answers[req.URL.RequestURI()]
		if !ok {
			http.NotFound(w, req)
			return
		}
		for k, v := range r.Header {
			w.Header().Set(k, v)
		}
		w.WriteHeader(r.Status)
		base := "http://" + req.Host
		body := strings.NewReplacer("{BASE}", base, "{BASE_ESC}", strings.ReplaceAll(base, "/", `\/`)).Replace(r.Body)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func gzipLines(t *testing.T, file string) [][]byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return lines(t, zipped)
}

func lines(t *testing.T, r io.Reader) [][]byte {
	t.Helper()
	var all [][]byte
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		all = append(all, append([]byte(nil), scanner.Bytes()...))
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// truth is what a replayed board really held.
type truth struct {
	Board   string `json:"board"`
	Path    string `json:"path"`
	Title   string `json:"title"`
	Company string `json:"company"`
	State   string `json:"state"`
	Job     string `json:"cid"`  // the same for listings of one job
	Kind    string `json:"kind"` // odd: of no matter for what is one job
}

func (tr truth) key() string { return strings.ToLower(strings.TrimRight(tr.Path, "/")) }

func loadTruth(t *testing.T, dir string) []truth {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "boards/replay/truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []truth
	for _, line := range lines(t, f) {
		var row truth
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// exportBySource returns the exported rows by the path of each of their sources.
func exportBySource(t *testing.T, out string) map[string]exportRow {
	t.Helper()
	rows := map[string]exportRow{}
	for _, line := range lines(t, strings.NewReader(out)) {
		var row exportRow
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		for _, s := range row.Sources {
			u, err := url.Parse(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			rows[strings.ToLower(strings.TrimRight(u.EscapedPath(), "/"))] = row
		}
	}
	return rows
}

// says tells whether a row or one of its sources has the wanted words.
func says(row exportRow, want string, of func(exportSource) string, own string) bool {
	fold := func(s string) string {
		s = strings.NewReplacer("–", "-", "’", "'").Replace(s)
		return strings.ToLower(strings.Join(strings.Fields(s), " "))
	}
	if fold(own) == fold(want) {
		return true
	}
	for _, s := range row.Sources {
		if fold(of(s)) == fold(want) {
			return true
		}
	}
	return false
}

// route is one of the ways to a recorded board's jobs.
type route struct {
	boards  []string // those crawled together
	live    int      // jobs of the truth that it shows and that are open
	sources int      // listings it shows in all: python.org has five jobs that the truth leaves out
	dead    int      // shown although the truth says that they are over, and it gives no sign of it
}

// routes are all the ways the two recordings have. python.org's feed shows the newest twenty,
// three of them dead links; the plugin's page the first twenty.
var routes = []route{
	{[]string{"pythondotorg", "wp-job-manager"}, 368, 373, 0},
	{[]string{"wp-ajax"}, 185, 185, 0},
	{[]string{"wp-feed"}, 185, 185, 0},
	{[]string{"wp-sitemap"}, 185, 185, 0},
	{[]string{"wp-list"}, 20, 20, 0},
	{[]string{"pythondotorg-feed"}, 12, 20, 3},
}

// TestRoutes crawls the recordings of two real boards' software by each way there is to
// their jobs, as a person would on the command line, and compares the export with the
// truth. The files are the shipped ones and those of testdata/routes.
func TestRoutes(t *testing.T) {
	data := outsideData(t)
	for _, r := range routes {
		t.Run(strings.Join(r.boards, " "), func(t *testing.T) {
			dir := t.TempDir()
			args := []string{"crawl", "--once", "--data", dir, "--now", "2026-11-20T23:00:00Z"}
			for _, board := range r.boards {
				args = append(args, board, "--set", board+".base="+replay(t, filepath.Join(data, "boards/replay/"+recordingOf(board))))
			}
			if _, err := os.Stat("testdata/routes/" + r.boards[0] + ".yaml"); err == nil {
				args = append(args, "--boards", "testdata/routes")
			}
			mustCLI(t, args...)
			rows := exportBySource(t, mustCLI(t, "export", "--data", dir))
			r.compare(t, rows, loadTruth(t, data))
			if len(r.boards) > 1 {
				comparePairs(t, rows, loadTruth(t, data))
			}
		})
	}
}

func recordingOf(board string) string {
	if strings.HasPrefix(board, "wp-") {
		return "wp-job-manager.jsonl.gz"
	}
	return "python-org.jsonl.gz"
}

func (r route) compare(t *testing.T, rows map[string]exportRow, all []truth) {
	t.Helper()
	var found, titles, companies, dead int
	for _, want := range all {
		row, ok := rows[want.key()]
		if !ok || recordingOf(want.Board) != recordingOf(r.boards[0]) && len(r.boards) == 1 {
			continue
		}
		if want.State != "live" {
			dead++
			continue
		}
		found++
		// One invented title holds a script, which no route may keep.
		if strings.Contains(want.Title, "</script>") || says(row, want.Title, func(s exportSource) string { return s.Title }, row.Title) {
			titles++
		}
		if says(row, want.Company, func(s exportSource) string { return s.Company }, row.Company) {
			companies++
		}
	}
	t.Logf("live %d, found %d, titles %d, companies %d, dead %d, in all %d", r.live, found, titles, companies, dead, len(rows))
	if len(rows) != r.sources || dead != r.dead {
		t.Errorf("%d listings, %d of them dead, want %d and %d", len(rows), dead, r.sources, r.dead)
	}
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	for name, bound := range map[string][2]float64{
		"recall": {share(found, r.live), 0.99}, "titles": {share(titles, found), 0.98}, "companies": {share(companies, found), 0.97},
	} {
		if bound[0] < bound[1] {
			t.Errorf("%s %.4f is below %.2f", name, bound[0], bound[1])
		}
	}
}

// comparePairs holds which jobs of the two recordings are shown as one: of those that the
// truth has as one at most one may be missed, and no two others may be.
func comparePairs(t *testing.T, rows map[string]exportRow, all []truth) {
	t.Helper()
	var pairs, right, wrong int
	for i, a := range all {
		for _, b := range all[:i] {
			x, found := rows[a.key()]
			y, also := rows[b.key()]
			if !found || !also || a.Kind == "odd" || b.Kind == "odd" {
				continue
			}
			switch one := x.ID == y.ID; {
			case a.Job == b.Job && one:
				pairs, right = pairs+1, right+1
			case a.Job == b.Job:
				pairs++
				t.Logf("not one: %s and %s", a.Path, b.Path)
			case one:
				wrong++
				t.Errorf("one: %s and %s", a.Path, b.Path)
			}
		}
	}
	t.Logf("%d pairs, %d found, %d wrong", pairs, right, wrong)
	if pairs < 38 || right < pairs-1 {
		t.Errorf("%d of %d pairs are one, want at most one missed", right, pairs)
	}
}

// TestMinInterval reads a board, and again a minute later: it is left out and says so,
// unless it is forced or the first run reached nothing.
func TestMinInterval(t *testing.T) {
	page := `<rss version="2.0"><channel><item><title>Go Developer at Ferrygate</title><link>https://x.example/jobs/1</link></item></channel></rss>`
	board := "version: 1\nname: tiny\ntitle: Tiny\nhome: %[1]s\nbase: %[1]s\nevidence: this test\nenabled: true\nschedule: \"@every 6h\"\nmin_interval: 1h\n" +
		"terms: {attribution: {name: Tiny, url: \"%[1]s\"}}\nformat: feed\nrequest: {url: \"{base}/feed\"}\nfields: {url: link, title: title}\n"
	down := atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if down.Load() || req.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	boards := filepath.Join(dir, "boards")
	if err := os.MkdirAll(boards, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(boards, "tiny.yaml"), fmt.Appendf(nil, board, server.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("STACKHOUND_CRAWLER_ALLOW", "127.0.0.0/8")
	crawl := func(at string, more ...string) (int, string, string) {
		return cli(t, append([]string{"crawl", "tiny", "--once", "--boards", boards, "--data", filepath.Join(dir, "data"), "--now", at}, more...)...)
	}
	down.Store(true)
	if status, _, errs := crawl("2026-11-20T08:00:00Z"); status != exitFailed || !strings.Contains(errs, "404") {
		t.Fatalf("a board that is down: exit %d, %s", status, errs)
	}
	down.Store(false)
	if status, out, errs := crawl("2026-11-20T08:01:00Z"); status != exitOK || !strings.Contains(out, "ok") {
		t.Fatalf("after a run that reached nothing: exit %d, %s%s", status, out, errs)
	}
	if status, out, errs := crawl("2026-11-20T08:02:00Z"); status != exitOK || strings.Contains(out, "tiny") || !strings.Contains(errs, "--force") {
		t.Errorf("inside min_interval: exit %d, %s%s", status, out, errs)
	}
	if status, out, _ := crawl("2026-11-20T08:03:00Z", "--force"); status != exitOK || !strings.Contains(out, "tiny") {
		t.Errorf("forced: exit %d, %s", status, out)
	}
}
