package sample

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
)

var morning = time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC)

func start(t *testing.T, seed uint64) *Site {
	t.Helper()
	s, err := Start(t.Context(), Options{Seed: seed, Now: morning})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// get asks the site for a page, redirects not followed.
func get(t *testing.T, address string) (int, []byte) {
	t.Helper()
	res, err := http.DefaultTransport.RoundTrip(request(t, address))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, body
}

func request(t *testing.T, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCounts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		s := start(t, seed)
		if s.Total() != 320 || s.CrossPosted() != 50 || len(s.Jobs()) != 270 {
			t.Errorf("seed %d: %d listings of %d jobs, %d cross-posted; want 320 of 270, 50", seed, s.Total(), len(s.Jobs()), s.CrossPosted())
		}
	}
}

func TestSameSeedSameWorld(t *testing.T) {
	t.Parallel()
	world := func(seed uint64) []string {
		s := start(t, seed)
		s.Publish(5)
		var out []string
		for _, path := range []string{"/sample-html/?page=2", "/sample-feed/jobs.rss", "/sample-api/jobs?page=1", "/sample-jsonld/job/885", "/sample-thread/items/1"} {
			_, body := get(t, s.base+path)
			out = append(out, strings.ReplaceAll(string(body), s.base, ""))
		}
		return out
	}
	one := world(7)
	if !slices.Equal(one, world(7)) {
		t.Error("the same seed gave two worlds")
	}
	if slices.Equal(one, world(8)) {
		t.Error("another seed gave the same world")
	}
}

func TestNoTwoJobsAreAlike(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	s.Publish(60)
	jobs, addresses := map[string]bool{}, map[string]bool{}
	for _, j := range s.Jobs() {
		place := j.Place
		if j.Workplace == stackhound.Remote {
			place = "remote"
		}
		key := strings.ToLower(j.Company + "|" + j.Title + "|" + place)
		if jobs[key] || addresses[j.ApplyURL] {
			t.Errorf("there are two of %s, %s", key, j.ApplyURL)
		}
		jobs[key], addresses[j.ApplyURL] = true, true
	}
}

func TestCopiesAreDressedDifferently(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	of := map[*job][]*listing{}
	for _, name := range boardNames {
		for _, l := range s.shelf[name] {
			of[l.job] = append(of[l.job], l)
		}
	}
	for j, ls := range of {
		if len(ls) != len(j.Boards) || len(ls) > 2 {
			t.Fatalf("%s stands on %d boards, %v are told", j.Title, len(ls), j.Boards)
		}
		if len(ls) == 1 {
			continue
		}
		a, b := ls[0], ls[1]
		if a.board == b.board || a.title == b.title || a.apply == b.apply || asHTML(a.body()) == asHTML(b.body()) {
			t.Errorf("%s looks alike on %s and %s", j.Title, a.board, b.board)
		}
		for _, l := range ls {
			bare, _, _ := strings.Cut(l.apply, "?")
			if bare != j.ApplyURL || !strings.HasPrefix(l.title, j.Title) {
				t.Errorf("%s on %s leads to %s under %q", j.Title, l.board, l.apply, l.title)
			}
		}
	}
}

func TestVariety(t *testing.T) {
	t.Parallel()
	seen := map[string]map[string]bool{}
	note := func(kind, value string) {
		if seen[kind] == nil {
			seen[kind] = map[string]bool{}
		}
		seen[kind][value] = true
	}
	s := start(t, 1)
	for _, j := range s.jobs {
		note("company", j.Company)
		note("stack", j.stack.Key)
		note("language", j.Language)
		note("voice", j.company.Voice)
		note("way", j.way)
		note("level", j.Level)
		note("text", asHTML(j.ad))
		if j.Pay != nil {
			note("currency", j.Pay.Currency)
			note("period", j.Pay.Period)
		}
	}
	for kind, least := range map[string]int{"company": 40, "stack": 12, "language": 6, "voice": 5, "way": len(ways), "level": 5, "text": 270, "currency": 6, "period": 4} {
		if len(seen[kind]) < least {
			t.Errorf("%d of kind %s, want at least %d", len(seen[kind]), kind, least)
		}
	}
}

func TestServesUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Now: morning})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	s.server.done.Wait()
	s.Close()
}

// TestAdsAreWhole looks for placeholders left over and for empty lines, in the hundreds of
// ads that different seeds bring forth.
func TestAdsAreWhole(t *testing.T) {
	t.Parallel()
	hole := regexp.MustCompile(`[{}]|  |%!|<li>\s*</li>|<h3>\s*</h3>|<p>\s*</p>`)
	for seed := range uint64(8) {
		for _, j := range start(t, seed).jobs {
			text := j.Title + "\n" + j.Place + "\n" + j.payText + "\n" + asHTML(j.ad)
			if m := hole.FindStringIndex(text); m != nil {
				t.Fatalf("%s, %s: %q", j.Company, j.Title, text[max(0, m[0]-40):min(len(text), m[1]+40)])
			}
			if strings.Contains(text, "Salary") && j.Pay == nil {
				t.Errorf("%s, %s speaks of a salary and names none", j.Company, j.Title)
			}
		}
	}
}

// TestWordingFits checks what the employers' lines refer to.
func TestWordingFits(t *testing.T) {
	t.Parallel()
	w, err := loadWording()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, c := range w.companies {
		if names[c.Name] || names[c.Site] || slug(c.Site) != c.Site {
			t.Errorf("%s: the name or the site %q is taken or cannot be a host", c.Name, c.Site)
		}
		names[c.Name], names[c.Site] = true, true
		lang, ok := w.languages[c.Lang]
		if !ok {
			t.Fatalf("%s writes in %q", c.Name, c.Lang)
		}
		if _, ok := w.habit(c, false); !ok {
			t.Errorf("%s has no habit of writing pay", c.Name)
		}
		for _, key := range c.Hires {
			s, ok := w.stacks[key]
			if !ok || len(lang.Tasks[s.Family])+len(s.Tasks) == 0 || c.Lang != "en" && len(lang.Titles[s.Family])*len(lang.Tasks[s.Family]) == 0 {
				t.Errorf("%s cannot advertise %q in %s", c.Name, key, c.Lang)
			}
		}
		for _, key := range c.Ways {
			if _, ok := ways[key]; !ok || len(lang.Ways[key]) == 0 {
				t.Errorf("%s cannot say %q in %s", c.Name, key, c.Lang)
			}
		}
		if _, freelance := w.habit(c, true); freelance && len(lang.Terms) == 0 {
			t.Errorf("%s takes freelancers without terms in %s", c.Name, c.Lang)
		}
	}
}

func TestPayForms(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"{a.}–{b.} € brutto/Jahr":             "55.000–70.000 € brutto/Jahr",
		"£{ak}k-£{bk}k":                       "£55k-£70k",
		"CHF {a'} – {b'}":                     "CHF 55'000 – 70'000",
		"{a_} – {b_} PLN netto + VAT / mies.": "55 000 – 70 000 PLN netto + VAT / mies.",
		"${a,} a year":                        "$55,000 a year",
		"₹{al}–{bl} LPA":                      "₹0.55–0.7 LPA",
		"{a} to {b}":                          "55000 to 70000",
	} {
		if got := write(form, 55_000, 70_000); got != want {
			t.Errorf("%s: %q, want %q", form, got, want)
		}
	}
}

func TestArticle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"iOS Engineer": "an", "ML Engineer": "an", "Embedded C Developer": "an", "Go Engineer": "a", ".NET Developer": "a"} {
		if got := article(title); got != want {
			t.Errorf("%s %s", got, title)
		}
	}
}

func TestPublishAndWithdraw(t *testing.T) {
	t.Parallel()
	s := start(t, 3)
	fresh := s.Publish(4)
	if len(fresh) != 4 || s.Total() != 324 {
		t.Fatalf("%d published, %d shown", len(fresh), s.Total())
	}
	ada, bo := fresh[0], fresh[1]
	if !slices.Equal(ada.Required, []string{"Go", "PostgreSQL", "Kubernetes", "gRPC"}) || ada.Place != "Remote (Europe)" || ada.Level != "senior" || ada.Pay.Currency != "EUR" {
		t.Errorf("not for ada: %+v", ada)
	}
	if !slices.Equal(bo.Required, []string{"Python", "Django", "PostgreSQL", "AWS"}) || bo.Place != "Remote (Europe)" {
		t.Errorf("not for bo: %+v", bo)
	}
	_, api := get(t, s.base+"/sample-api/jobs?page=1")
	_, list := get(t, s.base+"/sample-html/")
	if !bytes.Contains(api, []byte(ada.ApplyURL)) || !bytes.Contains(list, []byte(strings.TrimPrefix(bo.URLs[0], s.base))) {
		t.Error("the fresh jobs do not stand first")
	}
	old := s.Withdraw(10)
	if len(old) != 10 || len(s.Jobs()) != 264 {
		t.Fatalf("%d withdrawn, %d left", len(old), len(s.Jobs()))
	}
	for _, j := range old {
		for _, address := range j.URLs {
			if status, _ := get(t, address); status != http.StatusGone {
				t.Errorf("%s answers %d", address, status)
			}
		}
	}
	if got := s.Withdraw(1000); len(got) != 264 || s.Total() != 0 {
		t.Errorf("%d withdrawn, %d shown", len(got), s.Total())
	}
	if status, _ := get(t, s.base+"/sample-html/"); status != http.StatusOK {
		t.Errorf("the empty list answers %d", status)
	}
}

func TestCloseStopsServing(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	get(t, s.base+"/robots.txt")
	s.Close()
	s.Close()
	if res, err := http.DefaultTransport.RoundTrip(request(t, s.base+"/robots.txt")); err == nil {
		_ = res.Body.Close()
		t.Error("it still answers")
	}
}

// slug reduces s to lower-case letters and digits joined by dashes.
func slug(s string) string {
	keep := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !keep(r) }), "-")
}

// TestNoEmployerIsReal holds the invented names against the employers of real ads.
func TestNoEmployerIsReal(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "no real ads at hand: set STACKHOUND_DATA to the directory that holds labels/dev.raw.jsonl")
	}
	data, err := os.ReadFile(filepath.Join(dir, "labels", "dev.raw.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := loadWording()
	if err != nil {
		t.Fatal(err)
	}
	employers := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		var ad struct {
			Raw struct {
				Company string `json:"company"`
			} `json:"raw"`
		}
		if err := json.Unmarshal([]byte(line), &ad); err != nil {
			t.Fatal(err)
		}
		employers[slug(ad.Raw.Company)] = true
	}
	for _, c := range w.companies {
		first, _, _ := strings.Cut(c.Name, " ")
		if employers[slug(c.Name)] || employers[slug(first)] {
			t.Errorf("%s is the name of a real employer", c.Name)
		}
	}
}

// TestListsHandedOutStayAsTheyAre has the boards read while jobs are put up: a list that
// is being written to a reader does not change under it.
func TestListsHandedOutStayAsTheyAre(t *testing.T) {
	t.Parallel()
	s := start(t, 1)
	before := s.shown("sample-html")
	kept := slices.Clone(before)
	for range 20 {
		s.Publish(2)
	}
	if !slices.Equal(before, kept) {
		t.Error("a list that was handed out changed when jobs were put up")
	}
	if len(s.shown("sample-html")) != len(kept)+20 {
		t.Errorf("%d listings, want 20 more than %d", len(s.shown("sample-html")), len(kept))
	}
}
