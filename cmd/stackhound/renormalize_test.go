package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/clock"
	"stackhound/understand"
)

const listener = `id: ada
stack: {core: [go]}
alerts:
  - {name: hook, channel: webhook, url: "https://hook.example/", when: instant, min_score: 1}
`

// crawledTwice crawls a board twice for a person who wants to hear of Go at once: what the
// second run finds new alerts. It returns the data directory and a command line's ending.
func crawledTwice(t *testing.T) (data string, at []string) {
	t.Helper()
	var jobs atomic.Int64
	jobs.Store(20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/jobs" {
			http.NotFound(w, r)
			return
		}
		if n := jobs.Load(); n > 20 { // what the second run finds new
			fmt.Fprint(w, `<li><a href="/jobs/team">Quillwork | Senior Rust Engineer, Frontend Developer (React) | Berlin | €70-90k</a> <b class="company">Quillwork</b></li>`)
		}
		for n := range jobs.Load() {
			fmt.Fprintf(w, `<li><a href="/jobs/%d">Go Engineer %d</a> <b class="company">Firm %d</b></li>`, n, n, n)
		}
	}))
	t.Cleanup(server.Close)
	boards := t.TempDir()
	data = filepath.Join(t.TempDir(), "data")
	for name, text := range map[string]string{"listing.yaml": listOf("listing", ".company"), "ada.profile": listener} {
		if err := os.WriteFile(filepath.Join(boards, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	crawl := []string{"crawl", "--once", "--boards", boards, "--data", data, "--set", "listing.base=" + server.URL}
	mustCLI(t, "profile", "add", filepath.Join(boards, "ada.profile"), "--data", data)
	mustCLI(t, crawl...)
	jobs.Add(1)
	mustCLI(t, crawl...)
	return data, []string{"--data", data}
}

// ownedEngine opens a data directory for writing.
func ownedEngine(t *testing.T, data string) *engine {
	t.Helper()
	a := &app{stdout: io.Discard, stderr: io.Discard, text: io.Discard, dataDir: data, cfg: configs.Default(), clock: clock.System(), log: slog.New(slog.DiscardHandler)}
	e, err := a.openOwner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// readDifferently writes the postings as an older version might have read them, as it
// would have: nobody is told.
func readDifferently(t *testing.T, data string, older func(*stackhound.Posting)) {
	t.Helper()
	e := ownedEngine(t, data)
	defer e.close()
	cur, err := e.store.Positions.Load(t.Context(), understand.Name)
	if err != nil {
		t.Fatal(err)
	}
	d := stackhound.Derivation{Follower: understand.Name, From: cur, Position: cur.Position}
	err = e.store.Postings.Each(t.Context(), true, func(p stackhound.Posting) error {
		older(&p)
		d.Postings = append(d.Postings, stackhound.PostingWrite{Posting: p, Cause: stackhound.CauseRederived})
		return nil
	})
	if err == nil {
		err = e.store.Postings.Apply(t.Context(), d)
	}
	if err == nil {
		_, err = e.matcher().CatchUp(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRenormalize holds that reading everything again says what it changes, in a rehearsal
// and in earnest, that a rehearsal changes nothing, and that nobody is alerted.
func TestRenormalize(t *testing.T) {
	t.Parallel()
	data, at := crawledTwice(t)
	told := mustCLI(t, append(at, "alerts", "list", "--json")...)
	if n := strings.Count(told, "\n"); n != 1 {
		t.Fatalf("%d alerts before, want 1 of the job in Go that is new: %s", n, told)
	}
	readDifferently(t, data, func(p *stackhound.Posting) {
		if p.Company != "Quillwork" {
			p.Stack, p.Roles = stackhound.Stack{Required: []string{}, Nice: []string{}, Mentioned: []string{}}, []string{"other"}
		}
	})
	var done renormalized
	for _, args := range [][]string{{"renormalize", "--dry-run", "--json"}, {"renormalize", "--json"}} {
		done = renormalized{}
		if err := json.Unmarshal([]byte(mustCLI(t, append(at, args...)...)), &done); err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%d listings, %d changed, %d new, %d merged", done.Listings, done.Changed, done.New, done.Merged)
		for _, f := range done.Fields {
			got += fmt.Sprintf("; %s %d: %s → %s, %d examples", f.Field, f.Postings, f.Examples[0].Old, f.Examples[0].New, len(f.Examples))
		}
		want := `22 listings, 21 changed, 0 new, 0 merged; roles 21: ["other"] → ["backend"], 3 examples; ` +
			`stack 21: {"required":[],"nice":[],"mentioned":[]} → {"required":["go"],"nice":[],"mentioned":[]}, 3 examples`
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", args, got, want)
		}
	}
	if out := mustCLI(t, append(at, "renormalize")...); !strings.Contains(out, "no posting changed") {
		t.Errorf("the second time: %s", out)
	}
	if now := mustCLI(t, append(at, "alerts", "list", "--json")...); now != told {
		t.Errorf("alerts before:\n%safter:\n%s", told, now)
	}
}

// TestExplainAlias holds that a posting is found by an id that was merged into it.
func TestExplainAlias(t *testing.T) {
	t.Parallel()
	data, at := crawledTwice(t)
	e := ownedEngine(t, data)
	cur, err := e.store.Positions.Load(t.Context(), understand.Name)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	_ = e.store.Postings.Each(t.Context(), true, func(p stackhound.Posting) error { ids = append(ids, p.ID); return nil })
	err = e.store.Postings.Apply(t.Context(), stackhound.Derivation{Follower: understand.Name, From: cur, Position: cur.Position, Aliases: map[string]string{ids[0]: ids[1]}})
	e.close()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{ids[0], ids[0][:20], ids[1][:20]} {
		if out := mustCLI(t, append(at, "posting", "explain", name)...); !strings.Contains(out, "\n"+ids[1]+"\n") {
			t.Errorf("%s leads to %s", name, out)
		}
	}
}

// TestSeveralRoles holds that the roles of one ad are postings like any other: found,
// explained and exported by themselves, with the link to the ad.
func TestSeveralRoles(t *testing.T) {
	t.Parallel()
	_, at := crawledTwice(t)
	var found stackhound.SearchResult
	if err := json.Unmarshal([]byte(mustCLI(t, append(at, "search", "company:quillwork", "--json")...)), &found); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range found.Hits {
		got[p.Title] = fmt.Sprint(p.Roles, p.Seniority, p.Stack.All(), p.Salary, p.Sources[0].Title == "Quillwork | Senior Rust Engineer, Frontend Developer (React) | Berlin | €70-90k")
		out := mustCLI(t, append(at, "posting", "explain", p.ID)...)
		if !strings.Contains(out, "one of several roles of this listing") || strings.Contains(out, "not taken") {
			t.Error(out)
		}
	}
	want := map[string]string{"Senior Rust Engineer": "[backend] [senior] [rust] 70,000–90,000 EUR a year true", "Frontend Developer (React)": "[frontend] [] [react] 70,000–90,000 EUR a year true"}
	if !maps.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if out := mustCLI(t, append(at, "search", "rust", "company:quillwork")...); !strings.HasPrefix(out, "1 posting\n\nSenior Rust Engineer — Quillwork\n") {
		t.Error(out)
	}
	if out := mustCLI(t, append(at, "export", "--format", "csv")...); strings.Count(out, "Quillwork") < 2 || !strings.Contains(out, ",Senior Rust Engineer,") {
		t.Error(out)
	}
}
