package fetch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/clock"
	"stackhound/internal/safehttp"
)

var start = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// faults is a server on loopback that goes wrong in the way its paths say.
type faults struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	robots http.HandlerFunc // nil: there is no robots.txt
	mining http.HandlerFunc // nil: there is no word on text and data mining
	late   func()           // called before an answer
}

func newFaults(t *testing.T) *faults {
	f := &faults{}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *faults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.asked = append(f.asked, r.URL.Path)
	robots, mining, late, times := f.robots, f.mining, f.late, f.times(r.URL.Path)
	f.mu.Unlock()
	if late != nil && r.URL.Path == "/" {
		late()
	}
	switch {
	case r.URL.Path == miningPath && mining != nil:
		mining(w, r)
	case r.URL.Path == miningPath:
		http.NotFound(w, r)
	case r.URL.Path == "/robots.txt" && robots != nil:
		robots(w, r)
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	default:
		misbehave(w, r, times)
	}
}

// times counts how often a path was asked for.
func (f *faults) times(path string) int {
	n := 0
	for _, a := range f.asked {
		if a == path {
			n++
		}
	}
	return n
}

func (f *faults) count(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.times(path)
}

func (f *faults) setRobots(h http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.robots = h
}

func (f *faults) setMining(h http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mining = h
}

const reservedPage = `<!doctype html><title>Jobs</title><meta name="tdm-reservation" content="1">`

// misbehave answers a path that is asked for the n-th time.
func misbehave(w http.ResponseWriter, r *http.Request, n int) {
	once := func(status int) {
		if n == 1 {
			w.WriteHeader(status)
		}
		fmt.Fprint(w, "good")
	}
	header := w.Header()
	switch name, arg, _ := strings.Cut(r.URL.Path[1:], "/"); name {
	case "500once":
		once(500)
	case "500":
		w.WriteHeader(500)
	case "reset":
		panic(http.ErrAbortHandler)
	case "resetonce":
		if n == 1 {
			panic(http.ErrAbortHandler)
		}
		fmt.Fprint(w, "good")
	case "short":
		header.Set("Content-Length", "500")
		fmt.Fprint(w, "ten bytes.")
	case "drip":
		fmt.Fprint(w, "a")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	case "429once", "503once":
		if n == 1 {
			header.Set("Retry-After", strings.ReplaceAll(arg, "_", " "))
		}
		once(map[string]int{"429once": 429, "503once": 503}[name])
	case "429":
		header.Set("Retry-After", strings.ReplaceAll(arg, "_", " "))
		w.WriteHeader(429)
	case "loop":
		http.Redirect(w, r, "/loop", http.StatusFound)
	case "chain":
		http.Redirect(w, r, fmt.Sprintf("/chain/%d", n+len(arg)), http.StatusFound)
	case "away":
		http.Redirect(w, r, "http://127.0.0.1:9/secret", http.StatusFound)
	case "file":
		header.Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	case "once":
		http.Redirect(w, r, "/end?a=b#c", http.StatusMovedPermanently)
	case "bomb":
		header.Set("Content-Encoding", "gzip")
		w.Write(pack(strings.Repeat("\x00", 1<<20)))
	case "bomb.xml.gz":
		w.Write(pack(strings.Repeat("\x00", 1<<20)))
	case "cut":
		header.Set("Content-Encoding", "gzip")
		w.Write(pack(strings.Repeat("text ", 1000))[:40])
	case "gzip":
		header.Set("Content-Encoding", "gzip")
		w.Write(pack(strings.Repeat("text ", 1000)))
	case "meta":
		header.Set("Content-Type", "text/html")
		fmt.Fprint(w, "<meta charset=windows-1251>\xcf\xf0\xe8\xe2\xe5\xf2")
	case "1251":
		header.Set("Content-Type", "text/html; charset=windows-1251")
		fmt.Fprint(w, "\xcf\xf0\xe8\xe2\xe5\xf2")
	case "reserved":
		header.Set("tdm-reservation", arg)
		fmt.Fprint(w, "good")
	case "reservedgone":
		w.WriteHeader(404)
		fmt.Fprint(w, reservedPage)
	case "reservedpage":
		fmt.Fprintf(w, `%s<meta name="tdm-policy" content="%s">`, reservedPage, arg)
	case "reservedutf16":
		header.Set("Content-Type", "text/html; charset=utf-16le")
		for _, c := range []byte(reservedPage) {
			w.Write([]byte{c, 0})
		}
	case "headers":
		fmt.Fprintf(w, "%s|%s", r.UserAgent(), r.Header.Get("X-Key"))
	default:
		fmt.Fprintf(w, "good %s", r.URL.RequestURI())
	}
}

func pack(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}

// desk is a Web over a clock that tests move, and a board on the faulty server.
type desk struct {
	*faults
	*Web
	t     *testing.T
	clock *clock.Fake
	board stackhound.Board
}

func newDesk(t *testing.T) *desk {
	d := &desk{faults: newFaults(t), t: t, clock: clock.NewFake(start)}
	d.board = stackhound.Board{Name: "faulty", Base: d.URL}
	d.Web = New(Options{
		Product: "stackhound", Policy: safehttp.Policy{MaxBody: 100_000},
		Named: map[string]bool{"faulty": true}, Clock: d.clock, Log: slog.New(slog.DiscardHandler),
	})
	return d
}

func (d *desk) fetcher() crawler.Fetcher {
	d.t.Helper()
	f, err := d.Board(d.board)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

func (d *desk) get(path string) (crawler.Response, error) {
	d.t.Helper()
	return d.fetcher().Fetch(d.t.Context(), crawler.Request{URL: d.URL + path})
}
