package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// adServer is a board of one job that says markup of it.
type adServer struct{ markup string }

func (s adServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/jobs":
		fmt.Fprint(w, `<ul><li><a id="1" href="/jobs/1">Go Engineer</a></li></ul>`)
	case "/jobs/1":
		fmt.Fprintf(w, "<div class=text>%s</div>", s.markup)
	default:
		http.NotFound(w, r)
	}
}

// TestAnAdOnItsPage crawls a board and looks at the job's page: the ad's formatting is there,
// what a board should not send is not, and neither is what no longer stands in the store.
func TestAnAdOnItsPage(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(adServer{`<h2 onclick="alert(1)">The work</h2><ul><li>Keep <b>ferries</b> on time</li></ul><script>alert(1)</script><img src=x onerror=alert(1)>
<p>Read <a href="https://quay.example/work?id=3&amp;utm_source=live">more</a>, or <a href="javascript:alert(1)">this</a>.</p>`})
	t.Cleanup(server.Close)
	data := filepath.Join(t.TempDir(), "data")
	file := (&liveBoard{Server: server}).file(t, "", "")
	mustCLI(t, "crawl", "live", "--once", "--boards", filepath.Dir(file), "--set", "live.base="+server.URL, "--data", data)
	e := ownedEngine(t, data)
	t.Cleanup(e.close)
	var p stackhound.Posting
	if err := e.store.Postings.Each(t.Context(), true, func(one stackhound.Posting) error { p = one; return nil }); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/postings/"+p.ID, nil)
	r.Host = "127.0.0.1"
	w := httptest.NewRecorder()
	e.pages().ServeHTTP(w, r)
	page := w.Body.String()
	const want = `<div class="text"><h3>The work</h3><ul><li>Keep <strong>ferries</strong> on time</li></ul>` +
		`<p>Read <a href="https://quay.example/work?id=3" rel="nofollow noopener noreferrer">more</a>, or this.</p></div>`
	if !strings.Contains(page, want) || strings.Contains(page, "alert(1)") {
		t.Errorf("status %d, the page is\n%s", w.Code, page)
	}

	other := p
	other.Text = "An ad that another listing tells at greater length."
	gone := stackhound.Source{Board: "live", ListingID: "404"}
	for name, c := range map[string]struct {
		p     stackhound.Posting
		board string
	}{
		"another is gone":      {withSources(p, gone, p.Sources[0]), "live"},
		"it is gone":           {withSources(p, gone), ""},
		"nobody says its text": {withSources(other, gone, p.Sources[0]), ""},
	} {
		if board, safe, err := e.asShown(t.Context(), c.p); err != nil || board != c.board || (safe != "") != (board != "") {
			t.Errorf("%s: %q on %q, %v", name, safe, board, err)
		}
	}
}

func withSources(p stackhound.Posting, all ...stackhound.Source) stackhound.Posting {
	p.Sources = slices.Clone(all)
	return p
}
