package web

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"stackhound"
)

// request asks for a path as a browser on this machine would.
func request(t *testing.T, h http.Handler, method, target string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	r.Host = "127.0.0.1:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// get returns the parsed page, which must have the status given.
func get(t *testing.T, h http.Handler, target string, status int) *goquery.Document {
	t.Helper()
	w := request(t, h, http.MethodGet, target)
	if w.Code != status {
		t.Fatalf("GET %s: status %d, want %d\n%s", target, w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// text is the words of what a selector finds, white space folded.
func text(doc *goquery.Document, selector string) string { return words(doc.Find(selector)) }

// words is the text as it is read aloud: what stands in boxes of its own is apart.
func words(found *goquery.Selection) string {
	found = found.Clone()
	found.Find("dt, dd, li, p, h1, h2, h3, summary, .label, .count").AppendHtml(" ")
	return strings.Join(strings.Fields(found.Text()), " ")
}

// routes is every kind of answer there is, with the status of a GET.
var routes = map[string]int{
	"/":                                 200,
	"/?q=go&stack=go&sort=new&page=2":   200,
	"/?profile=ada":                     200,
	"/?q=lang:go":                       400,
	"/?page=100000":                     400,
	"/?profile=nobody":                  404,
	"/postings/pledger":                 200,
	"/postings/pledger?profile=ada":     200,
	"/postings/pold":                    302,
	"/postings/p404":                    404,
	"/postings/":                        404,
	"/postings/..%2f..%2fetc":           404,
	"/boards":                           200,
	"/healthz":                          200,
	"/readyz":                           200,
	"/static/style.css":                 200,
	"/static/icon.svg":                  200,
	"/static/none.css":                  404,
	"/static/":                          404,
	"/favicon.ico":                      404,
	"/no/such/page":                     404,
	"//elsewhere.example/x":             307,
	"/" + strings.Repeat("long/", 1000): 404,
}

// promised are the headers of every answer.
var promised = map[string]string{
	"Content-Security-Policy":    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":     "nosniff",
	"Referrer-Policy":            "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Strict-Transport-Security":  "max-age=",
	"Cache-Control":              "no-",
	"Content-Type":               "/",
}

func TestEveryRouteAndMethod(t *testing.T) {
	h := newStorybook().handler()
	for target, want := range routes {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} {
			w := request(t, h, method, target)
			status := want
			if method != "GET" && method != "HEAD" {
				status = 405
				if w.Header().Get("Allow") != "GET, HEAD" {
					t.Errorf("%s %s: Allow %q", method, target, w.Header().Get("Allow"))
				}
			}
			if w.Code != status {
				t.Errorf("%s %s: status %d, want %d", method, target, w.Code, status)
			}
			for name, value := range promised {
				if got := w.Header().Get(name); !strings.Contains(got, value) {
					t.Errorf("%s %s: %s is %q, want %q", method, target, name, got, value)
				}
			}
			if w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s %s sets a cookie", method, target)
			}
		}
	}
}

func TestRedirectsStayOnThisSite(t *testing.T) {
	h := newStorybook().handler()
	for target, want := range map[string]string{
		"/postings/pold":             "/postings/pledger",
		"/postings/pold?profile=ada": "/postings/pledger?profile=ada",
		"//elsewhere.example/x":      "/elsewhere.example/x",
		"/..//elsewhere.example":     "/elsewhere.example",
	} {
		if got := request(t, h, "GET", target).Header().Get("Location"); got != want {
			t.Errorf("%s redirects to %q, want %q", target, got, want)
		}
	}
}

func TestForeignCallersAreRefused(t *testing.T) {
	h := newStorybook().handler()
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:8080": 200, "[::1]": 200, "127.9.9.9": 200, "": 200,
		"evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "10.0.0.1:8080": 421, "0.0.0.0": 421, "192.168.1.2": 421,
	} {
		r := httptest.NewRequest("GET", "/boards", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: status %d, want %d", host, w.Code, want)
		}
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader("x=1"))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("a POST from another site: status %d, want 403", w.Code)
	}
}

func TestErrorsAreToldOrHidden(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		code int
		says string
	}{
		"not found":   {stackhound.Errorf(stackhound.CodeNotFound, "there is no posting x"), 404, "There is no posting x."},
		"unavailable": {stackhound.Errorf(stackhound.CodeUnavailable, "the index is being built").WithHint("try again in a minute"), 503, "Try again in a minute."},
		"refused":     {stackhound.Errorf(stackhound.CodeRefused, "not allowed"), 403, "Not allowed."},
		"too slow":    {context.DeadlineExceeded, 503, "took too long"},
		"inner fault": {errors.New("sql: table secrets is locked"), 500, "The fault is on this side"},
	} {
		b := newStorybook()
		b.deps.Posting = func(context.Context, string) (stackhound.Posting, error) { return stackhound.Posting{}, c.err }
		doc := get(t, b.handler(), "/postings/x", c.code)
		if got := text(doc, "main"); !strings.Contains(got, c.says) || strings.Contains(got, "secrets") {
			t.Errorf("%s: the page says %q, want %q", name, got, c.says)
		}
	}
}

func TestAPanicIsAnErrorPage(t *testing.T) {
	b := newStorybook()
	b.deps.Runs = func(context.Context) (map[string]stackhound.Run, error) { panic("boards are on fire") }
	if got := text(get(t, b.handler(), "/boards", 500), "main"); strings.Contains(got, "fire") {
		t.Errorf("the page tells what panicked: %q", got)
	}
}

func TestReadyNamesEachCheck(t *testing.T) {
	b := newStorybook()
	b.deps.Ready["index"] = func(context.Context) error { return errors.New("42 changes behind") }
	w := request(t, b.handler(), "GET", "/readyz")
	var got health
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"store": "ok", "index": "42 changes behind"}
	if w.Code != 503 || got.Status != "unready" || !maps.Equal(got.Checks, want) {
		t.Errorf("status %d, %+v", w.Code, got)
	}
}

func TestStaticFilesAreKeptOnlyUnderTheirVersion(t *testing.T) {
	h := newStorybook().handler()
	href, _ := get(t, h, "/", 200).Find("link[rel=stylesheet]").Attr("href")
	for target, want := range map[string]string{href: "immutable", "/static/style.css": "no-cache", "/static/style.css?v=old": "no-cache"} {
		if got := request(t, h, "GET", target).Header().Get("Cache-Control"); !strings.Contains(got, want) {
			t.Errorf("%s: Cache-Control %q, want %s", target, got, want)
		}
	}
}

// stories is each state a page can be in, by the name of the file it is kept under.
var stories = map[string]string{
	"search.html":             "/",
	"search-profile.html":     "/?profile=ada",
	"search-filtered.html":    "/?profile=ada&stack=go&workplace=remote&sort=new",
	"search-page-2.html":      "/?page=2",
	"search-beyond.html":      "/?page=40",
	"search-nothing.html":     "/?q=cobol&stack=go",
	"search-wrong.html":       "/?q=lang:go",
	"search-closed.html":      "/?state=closed",
	"posting.html":            "/postings/pledger",
	"posting-profile.html":    "/postings/pledger?profile=ada",
	"posting-ruled-out.html":  "/postings/p03?profile=ada",
	"posting-closed.html":     "/postings/p09",
	"posting-no-company.html": "/postings/p01",
	"posting-converted.html":  "/postings/p04?profile=ada",
	"boards.html":             "/boards",
	"problem.html":            "/no/such/page",
	"long-search.html":        "/?stack=x&q=y",
	"long-posting.html":       "/postings/x",
	"long-boards.html":        "/boards",
}

// TestStorybook renders every story and checks what must hold on any page. With
// STACKHOUND_STORYBOOK set to a folder it keeps them there, to be looked at with any
// static file server.
func TestStorybook(t *testing.T) {
	h := newStorybook().handler()
	long := hostileBook(strings.Repeat("ohnepunktundkomma", 20)).handler()
	dir := os.Getenv("STACKHOUND_STORYBOOK")
	for file, target := range stories {
		w := request(t, h, "GET", target)
		if strings.HasPrefix(file, "long-") {
			w = request(t, long, "GET", target)
		}
		body := w.Body.String()
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, file, doc)
		if dir != "" {
			keep(t, filepath.Join(dir, file), []byte(body))
		}
	}
	if dir != "" {
		for name, f := range staticFiles() {
			keep(t, filepath.Join(dir, "static", name), f.data)
		}
	}
}

func keep(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkPage holds a page to the rules of all pages: a language, a title, landmarks, one
// first heading, named controls, ids used once, and nothing loaded from elsewhere or run.
func checkPage(t *testing.T, name string, doc *goquery.Document) {
	t.Helper()
	for _, one := range []string{"html[lang=en]", "title", "main", "h1", "header.top", "nav", "a.skip[href='#main']", "meta[name=viewport]"} {
		if n := doc.Find(one).Length(); n < 1 || n > 1 && one != "nav" {
			t.Errorf("%s has %d of %s", name, n, one)
		}
	}
	if n := doc.Find("script, style, [style], iframe, object, embed, base, [onclick], [onload], [onerror]").Length(); n > 0 {
		t.Errorf("%s has %d parts that run or style inline", name, n)
	}
	doc.Find("[src], link[href]").Each(func(_ int, el *goquery.Selection) {
		for _, attr := range []string{"src", "href"} {
			if v, ok := el.Attr(attr); ok && !strings.HasPrefix(v, "/static/") {
				t.Errorf("%s loads %s", name, v)
			}
		}
	})
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, el *goquery.Selection) {
		id, _ := el.Attr("id")
		if ids[id] {
			t.Errorf("%s uses the id %s twice", name, id)
		}
		ids[id] = true
	})
	doc.Find("input:not([type=hidden]), select").Each(func(_ int, el *goquery.Selection) {
		if id, _ := el.Attr("id"); doc.Find("label[for="+id+"]").Length() != 1 {
			t.Errorf("%s: %s has no label", name, id)
		}
	})
	doc.Find("a[href^='#']").Each(func(_ int, el *goquery.Selection) {
		if href, _ := el.Attr("href"); !ids[href[1:]] {
			t.Errorf("%s links to %s, which is not there", name, href)
		}
	})
	doc.Find("a").Each(func(_ int, el *goquery.Selection) {
		if strings.TrimSpace(el.Text()) == "" {
			t.Errorf("%s has a link without words", name)
		}
		href, _ := el.Attr("href")
		if rel, _ := el.Attr("rel"); strings.HasPrefix(href, "http") && !strings.Contains(rel, "noopener") {
			t.Errorf("%s: %s lacks rel=noopener", name, href)
		}
	})
	if step := headingStep(doc); step > 1 {
		t.Errorf("%s goes down %d headings at once", name, step)
	}
}

// headingStep is the largest step down between one heading and the next.
func headingStep(doc *goquery.Document) int {
	last, worst := 0, 1
	doc.Find("#main h1, #main h2, #main h3").Each(func(_ int, el *goquery.Selection) {
		level := int(goquery.NodeName(el)[1] - '0')
		if last > 0 {
			worst = max(worst, level-last)
		}
		last = level
	})
	return worst
}

func BenchmarkPages(b *testing.B) {
	h := newStorybook().handler()
	for _, target := range []string{"/", "/?profile=ada", "/postings/pledger?profile=ada", "/boards"} {
		b.Run(target, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest("GET", target, nil)
				r.Host = "127.0.0.1"
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
