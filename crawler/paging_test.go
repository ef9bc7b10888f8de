package crawler_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"stackhound"
)

// counter is an interface of jobs 0 to 6, three a page, that goes on in every way there is.
type counter struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // queries and bodies
	auth  []string
}

func newCounter(t *testing.T) *counter {
	c := &counter{}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/jobs" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	body, _ := io.ReadAll(r.Body)
	asked := r.URL.RawQuery + string(body)
	c.mu.Lock()
	c.asked = append(c.asked, asked)
	c.auth = append(c.auth, r.Header.Get("Authorization"))
	c.mu.Unlock()
	from := 0
	plain, _ := url.PathUnescape(asked)
	if at := strings.LastIndexAny(plain, "=:+"); at >= 0 {
		_, _ = fmt.Sscanf(plain[at+1:], "%d", &from)
	}
	if from+3 < 7 {
		w.Header().Add("Link", fmt.Sprintf(`</jobs?from=0>; rel="first", </jobs?from=%d>; title="a, b"; rel="prev next"`, from+3))
	}
	var rows []string
	for i := from; i < min(from+3, 7); i++ {
		rows = append(rows, fmt.Sprintf(`{"id": %d, "title": "Engineer %d"}`, i, i))
	}
	next := `null`
	if from+3 < 7 {
		next = fmt.Sprintf(`"a&b=+%d"`, from+3)
	}
	fmt.Fprintf(w, `{"jobs": [%s], "next": %s, "total": 7}`, strings.Join(rows, ", "), next)
}

// TestPages goes through the same list in every way it may go on.
func TestPages(t *testing.T) {
	t.Parallel()
	sel := func(s string) stackhound.Field { return stackhound.Field{{Select: s}} }
	json := func(s string) *stackhound.Payload { return &stackhound.Payload{JSON: stackhound.JSON{"n": s}} }
	tests := []struct {
		name    string
		request stackhound.Request
		asked   []string
		items   int
	}{
		{"offset, to the end", stackhound.Request{URL: "{base}/jobs?from={offset}", Pages: &stackhound.Pages{Step: 3, Max: 9}}, []string{"from=0", "from=3", "from=6", "from=9"}, 7},
		{"a short page", stackhound.Request{URL: "{base}/jobs?from={offset}", Pages: &stackhound.Pages{Step: 3, Max: 9, Size: 3}}, []string{"from=0", "from=3", "from=6"}, 7},
		{"a total", stackhound.Request{URL: "{base}/jobs?from={offset}", Pages: &stackhound.Pages{Step: 3, Max: 9, Total: sel("total")}}, []string{"from=0", "from=3", "from=6"}, 7},
		{"the most", stackhound.Request{URL: "{base}/jobs?from={offset}", Pages: &stackhound.Pages{Step: 3, Max: 2}}, []string{"from=0", "from=3"}, 6},
		{"none new", stackhound.Request{URL: "{base}/jobs?x={page}&from=0", Pages: &stackhound.Pages{Max: 9}}, []string{"x=0&from=0", "x=1&from=0"}, 3},
		{"a cursor in the query", stackhound.Request{URL: "{base}/jobs?cursor={cursor}", Pages: &stackhound.Pages{Cursor: sel("next"), Max: 9}}, []string{"", "cursor=a%26b%3D%2B3", "cursor=a%26b%3D%2B6"}, 7},
		{"the header Link", stackhound.Request{URL: "{base}/jobs?from=0", Pages: &stackhound.Pages{Link: true, Max: 9}}, []string{"from=0", "from=3", "from=6"}, 7},
		{"POST by number", stackhound.Request{URL: "{base}/jobs", Body: json("{offset}"), Pages: &stackhound.Pages{Step: 3, Max: 9, Size: 3}}, []string{`{"n":0}`, `{"n":3}`, `{"n":6}`}, 7},
		{"POST by cursor", stackhound.Request{URL: "{base}/jobs", Body: json("{cursor}"), Pages: &stackhound.Pages{Cursor: sel("next"), Max: 9}}, []string{`{}`, `{"n":"a\u0026b=+3"}`, `{"n":"a\u0026b=+6"}`}, 7},
		{"POST of a form", stackhound.Request{URL: "{base}/jobs", Body: &stackhound.Payload{Form: map[string]string{"n": "{page}"}}, Pages: &stackhound.Pages{From: 6, Max: 9, Size: 3}}, []string{"n=6"}, 1},
		{"GraphQL", stackhound.Request{URL: "{base}/jobs", Body: &stackhound.Payload{GraphQL: &stackhound.GraphQL{Query: "{ jobs { id } }", Variables: stackhound.JSON{"n": "{page}"}}},
			Pages: &stackhound.Pages{From: 6, Max: 9, Size: 3}}, []string{`{"query":"{ jobs { id } }","variables":{"n":6}}`}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			w := newWorld(t, nil)
			w.board = stackhound.Board{
				Name: "sample", Base: c.URL, Home: c.URL, Format: "json", Request: tt.request, Items: stackhound.Items{Select: "jobs"},
				Fields: stackhound.Fields{"id": sel("id"), "title": sel("title"), "url": {{Template: "{base}/jobs/{id}"}}},
			}
			run := w.run()
			if !slices.Equal(c.asked, tt.asked) || run.Items != tt.items {
				t.Errorf("asked %q and found %d, want %q and %d; %s", c.asked, run.Items, tt.asked, tt.items, run.Note)
			}
			c.asked = nil
			if run = w.run(); !slices.Equal(c.asked, tt.asked) || run.New+run.Changed > 0 || run.Items != tt.items {
				t.Errorf("again: asked %q, %d new, %d changed, %d items", c.asked, run.New, run.Changed, run.Items)
			}
		})
	}
}
