package fetch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"stackhound/crawler"
)

// TestConditional holds that validators go to the address they came from and to no other,
// and that 304 is an answer like any.
func TestConditional(t *testing.T) {
	t.Parallel()
	const etag, date = `W/"7"`, "Fri, 20 Nov 2026 12:00:00 GMT"
	var mu sync.Mutex
	var asked []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("If-None-Match")+" "+r.Header.Get("If-Modified-Since")))
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", date)
		switch {
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/page", http.StatusFound)
		case r.URL.Path == "/long":
			w.Header().Set("ETag", `"`+strings.Repeat("x", maxValidator)+`"`)
		case r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != "":
			w.Header().Set("Content-Encoding", "gzip") // of a body that is not sent
			w.WriteHeader(http.StatusNotModified)
		default:
			_, _ = io.WriteString(w, "page")
		}
	}))
	t.Cleanup(srv.Close)
	d := newDesk(t)
	d.board.Base = srv.URL
	get := func(path, of string, v crawler.Validators) crawler.Response {
		t.Helper()
		if v.URL = srv.URL + of; of == "" {
			v.URL = ""
		}
		res, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: srv.URL + path, Known: v})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	both := crawler.Validators{ETag: etag, Modified: date}
	if res := get("/page", "", crawler.Validators{}); res.Status != 200 || res.Valid != (crawler.Validators{URL: srv.URL + "/page", ETag: etag, Modified: date}) {
		t.Errorf("answer %+v", res)
	}
	if res := get("/page", "/page", both); res.Status != http.StatusNotModified || len(res.Raw) > 0 || res.Valid.URL != srv.URL+"/page" {
		t.Errorf("answer %+v, want 304", res)
	}
	if res := get("/moved", "/page", both); res.Status != http.StatusNotModified || res.URL != srv.URL+"/page" {
		t.Errorf("answer %+v, want 304 after the redirect", res)
	}
	if res := get("/moved", "/moved", both); res.Status != 200 {
		t.Errorf("answer %+v: validators of another page were sent", res)
	}
	if res := get("/page", "/page", crawler.Validators{Modified: date}); res.Status != http.StatusNotModified {
		t.Errorf("answer %+v, want 304 by the date alone", res)
	}
	if res := get("/long", "", crawler.Validators{}); res.Valid.ETag != "" || res.Valid.Modified != date {
		t.Errorf("validators %.80v of a server that sends a long one", res.Valid)
	}
	want := []string{"/page", "/page " + etag + " " + date, "/moved", "/page " + etag + " " + date, "/moved " + etag + " " + date, "/page", "/page  " + date, "/long"}
	if got := strings.Join(asked, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("asked\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
