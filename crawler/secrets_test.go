package crawler_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

// TestSecrets holds that each request to a board carries what is its tenant's, its own
// pages' too, that another host is told nothing, and that a board whose secret is missing
// is not asked for anything.
func TestSecrets(t *testing.T) {
	t.Parallel()
	var asked []string
	note := func(r *http.Request) { asked = append(asked, r.URL.RequestURI()+" "+r.Header.Get("Authorization")) }
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(r)
		fmt.Fprint(w, `{"text": "elsewhere"}`)
	}))
	t.Cleanup(home.Close)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/jobs/") {
			http.NotFound(w, r)
			return
		}
		note(r)
		fmt.Fprintf(w, `{"text": "here", "jobs": [{"id": 1, "title": "A", "page": "%s/1"}, {"id": 2, "title": "B", "page": "%s/2"}]}`, r.URL.Path, home.URL)
	}))
	t.Cleanup(site.Close)
	w := newWorld(t, nil)
	w.web.Policy.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	w.board = secretBoard(site.URL, home.URL)
	secrets := map[string]string{"key-of-a": "hunter-a", "all": "hunter-all"}
	w.options.Secret = func(name string) (string, bool) { s, ok := secrets[name]; return s, ok }
	run, err := w.try()
	if stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), `needs the secret "key-of-b", which is not configured`) || len(asked) > 0 {
		t.Errorf("without the secret: %v, %v", run, err)
	}
	secrets["key-of-b"] = "hunter-b"
	if run, err = w.try(); err != nil || run.New != 4 {
		t.Errorf("%+v, %v", run, err)
	}
	var want []string
	for _, tenant := range []string{"a", "b"} {
		with := "of=us+hunter-all&token=hunter-" + tenant + " Token hunter-" + tenant
		want = append(want, "/jobs/"+tenant+"?all=1&"+with, "/jobs/"+tenant+"/1?"+with, "/2 ")
	}
	asked = slices.DeleteFunc(asked, func(a string) bool {
		return strings.HasPrefix(a, "/robots.txt") || strings.HasPrefix(a, "/.well-known/")
	})
	if !slices.Equal(asked, want) {
		t.Errorf("asked\n%s\nwant\n%s", strings.Join(asked, "\n"), strings.Join(want, "\n"))
	}
}

// secretBoard is a board of two tenants, each with a token of its own beside one for both.
func secretBoard(base, home string) stackhound.Board {
	return stackhound.Board{
		Name: "sample", Base: base, Home: home, Format: "json", Items: stackhound.Items{Select: "jobs"},
		Tenants: []stackhound.Tenant{{Slug: "a", Vars: map[string]string{"key": "key-of-a"}}, {Slug: "b", Vars: map[string]string{"key": "key-of-b"}}},
		Request: stackhound.Request{
			URL:     "{base}/jobs/{tenant}?all=1",
			Headers: map[string]stackhound.Header{"Authorization": {Secret: "{key}", Value: "Token {secret}"}},
			Query:   map[string]stackhound.Parameter{"token": {Secret: "{key}"}, "of": {Secret: "all", Value: "us {secret}"}},
		},
		Fields: stackhound.Fields{"id": {{Select: "id"}}, "title": {{Select: "title"}}, "url": {{Select: "page"}}},
		Detail: &stackhound.Detail{Format: "json", Fields: stackhound.Fields{"description": {{Select: "text"}}}},
	}
}

// TestSameOrigin tells where a secret may go.
func TestSameOrigin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://a.example/x?y", "https://a.example", true},
		{"https://a.example:443/", "https://A.Example", true},
		{"http://a.example:80/", "http://a.example", true},
		{"http://[::1]:80/", "http://[::1]", true},
		{"http://a.example", "https://a.example", false},
		{"http://a.example:443", "https://a.example", false},
		{"https://a.example:8443", "https://a.example", false},
		{"https://b.a.example", "https://a.example", false},
		{"https://a.example.", "https://a.example", false},
		{"https://a.example@b.example", "https://a.example", false},
		{"//a.example", "//a.example", true},
		{"/x", "/x", false},
		{"", "", false},
		{"http://%zz", "http://%zz", false},
	} {
		if got := crawler.SameOrigin(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}
