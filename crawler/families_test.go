package crawler_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"stackhound"
	"stackhound/configs"
)

// answers serves the files of an archive, whose names are "GET /path" or "POST /path body".
// BASE in them stands for the server's address.
func answers(t *testing.T, files map[string]string) *httptest.Server {
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		name := strings.TrimSpace(r.Method + " " + r.URL.RequestURI() + " " + string(body))
		text, ok := files[name]
		if !ok {
			if !strings.HasPrefix(r.URL.Path, "/robots") && !strings.HasPrefix(r.URL.Path, "/.well-known") {
				t.Errorf("asked for %s", name)
			}
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(text, "BASE", s.URL))
	}))
	t.Cleanup(s.Close)
	return s
}

// TestFamilies reads the answers of each system for applicants, in the shape that it
// really has, through its family's file.
func TestFamilies(t *testing.T) {
	for _, name := range configs.Families() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(filepath.Join("testdata/families", name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
			}
			site := answers(t, files)
			b := familyBoard(t, name, site.URL)
			w := newWorld(t, nil)
			w.web.Named[b.Name] = true
			w.board = b
			run := w.run()
			if run.Verdict != stackhound.VerdictOK || run.Errors > 0 {
				t.Errorf("the run: %s, %d errors, %s", run.Verdict, run.Errors, run.Note)
			}
			if got, want := w.shown(), strings.ReplaceAll(files["want"], "BASE", site.URL); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// familyBoard is a board of one employer, Acme, at a family's system, which stands at base.
func familyBoard(t *testing.T, family, base string) stackhound.Board {
	t.Helper()
	tenant := "{slug: acme, title: Acme}"
	if family == "workday" {
		tenant = "{slug: acme, title: Acme, vars: {host: wd5, site: Careers}}"
	}
	b, err := configs.LoadBoard("mine.yaml", []byte("version: 1\nname: mine\nenabled: true\nfamily: "+family+"\ntenants: ["+tenant+"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	b.Base, b.Home, b.DelayBetween = base, base, 0
	return b
}

// shown writes the board's listings down, one a line.
func (w *world) shown() string {
	w.t.Helper()
	known, err := w.store.Listings.Known(w.t.Context(), w.board.Name)
	if err != nil {
		w.t.Fatal(err)
	}
	var out strings.Builder
	for _, id := range slices.Sorted(maps.Keys(known)) {
		l, err := w.store.Listings.Get(w.t.Context(), stackhound.ListingKey{Board: w.board.Name, ID: id})
		if err != nil {
			w.t.Fatal(err)
		}
		s := l.Stated
		pay, posted := "", ""
		if s.PayMax > 0 {
			pay = fmt.Sprintf("%.0f-%.0f %s %s", s.PayMin, s.PayMax, s.Currency, s.Period)
		}
		if !l.Posted.IsZero() {
			posted = l.Posted.Format(time.DateOnly)
		}
		line := strings.Join([]string{l.ID, l.Title, l.Company, l.Location, strings.Join(s.Workplace, "; "), strings.Join(s.Employment, "; "), pay, posted, l.URL, l.HTML}, " | ")
		out.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
	}
	return out.String()
}
