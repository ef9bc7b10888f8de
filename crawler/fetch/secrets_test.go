package fetch

import (
	"compress/gzip"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/clock"
	"stackhound/internal/safehttp"
)

const theSecret = "hunter2/=&"

// parrot answers with what it was asked, wherever an answer can say something.
type parrot struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // path, query and the header X-Key
	away  string   // a server that it redirects to
}

func newParrot(t *testing.T, away string) *parrot {
	p := &parrot{away: away}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query, header := r.URL.Query(), w.Header()
	p.mu.Lock()
	p.asked = append(p.asked, strings.TrimSpace(r.URL.RequestURI()+" "+r.Header.Get("X-Key")))
	p.mu.Unlock()
	switch r.URL.Path {
	case "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /*shut*token=\n")
	case miningPath:
		fmt.Fprint(w, `[{"location": "/*held*token=", "tdm-reservation": 1}]`)
	case "/type":
		header.Set("Content-Type", fmt.Sprintf("text/html; charset=%q", query.Get("token")))
		fmt.Fprint(w, "words")
	case "/here":
		http.Redirect(w, r, "/end?a=b&token="+r.URL.Query().Get("token")[:7]+"%2f%3D%26", http.StatusFound)
	case "/away":
		http.Redirect(w, r, p.away+"/back?"+r.URL.RawQuery, http.StatusFound)
	case "/back":
		http.Redirect(w, r, p.away+"/end", http.StatusFound)
	case "/path":
		http.Redirect(w, r, "/of/hunter2%2F=&/x", http.StatusFound)
	case "/renamed":
		http.Redirect(w, r, "/end?key="+strings.ReplaceAll(r.URL.RawQuery, "token=", ""), http.StatusFound)
	case "/broken":
		c, _, _ := http.NewResponseController(w).Hijack()
		fmt.Fprintf(c, "HTTP/1.1 %s\r\n\r\n", query.Get("token"))
		c.Close()
	case "/chunks":
		c, _, _ := http.NewResponseController(w).Hijack()
		fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n", query.Get("token"))
		c.Close()
	case "/utf16":
		header.Set("Content-Type", "text/plain; charset=utf-16le")
		for _, c := range []byte(query.Get("token")) {
			w.Write([]byte{c, 0})
		}
	case "/gzip":
		header.Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprintf(z, "said %s", query.Get("token"))
		z.Close()
	default:
		header.Set("ETag", `"`+query.Get("token")+`"`)
		header.Set("Content-Type", "text/x; of="+query.Get("token"))
		header.Set("Link", fmt.Sprintf(`<%s>; rel="next"`, r.URL.RequestURI()))
		fmt.Fprintf(w, "said %q and %s at %s", query["token"], r.Header.Get("X-Key"), r.URL.RequestURI())
	}
}

// TestSecretsStayBelow asks with secrets in all the ways a server can repeat them or send
// them on, and looks for them in all that comes of it.
func TestSecretsStayBelow(t *testing.T) {
	t.Parallel()
	const sent = "?token=hunter2%2F%3D%26 Key hunter2/=&"
	for _, tt := range []asking{
		{path: "/end", asked: []string{"/end" + sent}, body: `said ["SCRUBBED"] and Key SCRUBBED at /end?token=SCRUBBED`, url: "/end"},
		{path: "/end?b=1&token=old&a=%20", asked: []string{"/end?b=1&a=%20&token=hunter2%2F%3D%26 Key hunter2/=&"}, body: `said ["SCRUBBED"] and Key SCRUBBED at /end?b=1&a=%20&token=SCRUBBED`, url: "/end?b=1&token=old&a=%20"},
		{path: "/here", asked: []string{"/here" + sent, "/end?a=b&token=hunter2%2F%3D%26 Key hunter2/=&"}, body: `said ["SCRUBBED"] and Key SCRUBBED at /end?a=b&token=SCRUBBED`, url: "/end?a=b"},
		{path: "/away", asked: []string{"/away" + sent, "/end"}, away: []string{"/back"}, body: `said [] and  at /end`, url: "/end"},
		{path: "/path", asked: []string{"/path" + sent}, err: "redirects to an address with the board's secret in it"},
		{path: "/renamed", asked: []string{"/renamed" + sent}, err: "redirects to an address with the board's secret in it"},
		{path: "/broken", asked: slices.Repeat([]string{"/broken" + sent}, 3), err: `malformed HTTP status code "SCRUBBED"`},
		{path: "/chunks", asked: []string{"/chunks" + sent, "/chunks" + sent, "/chunks" + sent}, err: "did not answer after 3 tries"},
		{path: "/utf16", asked: []string{"/utf16" + sent}, body: "SCRUBBED", url: "/utf16"},
		{path: "/gzip", asked: []string{"/gzip" + sent}, body: "said SCRUBBED", url: "/gzip"},
		{path: "/type", asked: []string{"/type" + sent}, body: "words", url: "/type"},
		{path: "/held", err: "its /.well-known/tdmrep.json names the page"},
		{path: "/shut", err: "robots.txt of"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

// asking is a request with secrets, and what comes of it.
type asking struct {
	path  string
	asked []string // of the board's server
	away  []string // of the other
	body  string
	url   string
	err   string // part of it
}

func (tt asking) run(t *testing.T) {
	p, other := newParrot(t, ""), newParrot(t, "")
	p.away, other.away = other.URL, p.URL
	var log strings.Builder
	web := New(Options{
		Product: "stackhound", Policy: safehttp.Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
		Clock: clock.NewFake(start), Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	f, err := web.Board(stackhound.Board{Name: "parrot", Base: p.URL})
	if err != nil {
		t.Fatal(err)
	}
	res, err := f.Fetch(t.Context(), crawler.Request{URL: p.URL + tt.path, Secrets: crawler.Secrets{
		Header: http.Header{"X-Key": {"Key " + theSecret}}, Query: map[string]string{"token": theSecret}, Values: []string{theSecret, theSecret},
	}})
	if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
		t.Errorf("got the error %v, want %q", err, tt.err)
	}
	if tt.err == "" && (string(res.Body) != tt.body || res.URL != p.URL+tt.url) {
		t.Errorf("got %s from %s", res.Body, res.URL)
	}
	for _, s := range []struct {
		*parrot
		want []string
	}{{p, tt.asked}, {other, tt.away}} {
		got := slices.DeleteFunc(s.asked, func(a string) bool { return a == "/robots.txt" || a == miningPath })
		if !slices.Equal(got, s.want) {
			t.Errorf("asked for %q, want %q", got, s.want)
		}
	}
	shown := fmt.Sprintf("%s %s %+v %s %+v %v %#v", res.Body, res.Raw, res, res.Packed, err, log.String(), err)
	if strings.Contains(shown, "hunter2") || strings.Contains(strings.ReplaceAll(shown, "\x00", ""), "hunter2") || res.Packed != nil {
		t.Errorf("it shows: %s", shown)
	}
}

// TestDressLeavesTheRequest holds that what a client knows of a request has no secret in it.
func TestDressLeavesTheRequest(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "https://board.example/jobs?a=b", nil)
	out := dress(r, crawler.Secrets{Header: http.Header{"X-Key": {theSecret}}, Query: map[string]string{"token": theSecret}, Values: []string{theSecret}})
	if r.URL.String() != "https://board.example/jobs?a=b" || r.Header.Get("X-Key") != "" {
		t.Errorf("it is %s, %v", r.URL, r.Header)
	}
	if out.URL.RawQuery != "a=b&token=hunter2%2F%3D%26" || out.Header.Get("X-Key") != theSecret {
		t.Errorf("sent is %s, %v", out.URL, out.Header)
	}
}

// TestSecretsByHTTPSOnly holds that a secret is not sent where it could be read on the way.
func TestSecretsByHTTPSOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: "http://board.example/jobs", Secrets: crawler.Secrets{Values: []string{theSecret}}})
	if stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "http://board.example/jobs is not asked for: the board's secret goes out only by https") {
		t.Errorf("got %v", err)
	}
}
