package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/safehttp"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path   string
		status int
		body   string
		err    string // part of it
		asked  int    // times
		waited time.Duration
	}{
		{path: "/", status: 200, body: "good /", asked: 1},
		{path: "/500once", status: 200, body: "good", asked: 2, waited: 2 * time.Second},
		{path: "/500", status: 500, asked: 3, waited: 6 * time.Second},
		{path: "/reset", err: "did not answer after 3 tries", asked: 3, waited: 6 * time.Second},
		{path: "/resetonce", status: 200, body: "good", asked: 2, waited: 2 * time.Second},
		{path: "/short", err: "unexpected EOF", asked: 3, waited: 6 * time.Second},
		{path: "/cut", err: "unexpected EOF", asked: 3, waited: 6 * time.Second},
		{path: "/bomb", err: "larger than allowed", asked: 1},
		{path: "/bomb.xml.gz", err: "larger than allowed", asked: 1},
		{path: "/gzip", status: 200, body: strings.Repeat("text ", 1000), asked: 1},
		{path: "/meta", status: 200, body: "<meta charset=windows-1251>Привет", asked: 1},
		{path: "/429once/7", status: 200, body: "good", asked: 2, waited: 7 * time.Second},
		{path: "/503once/7", status: 200, body: "good", asked: 2, waited: 7 * time.Second},
		{path: "/429once/Fri,_20_Nov_2026_12:00:20_GMT", status: 200, body: "good", asked: 2, waited: 20 * time.Second},
		{path: "/429once/soon", status: 200, body: "good", asked: 2, waited: 30 * time.Second},
		{path: "/429once/-5", status: 200, body: "good", asked: 2, waited: time.Second},
		{path: "/429/10", err: "is left alone until 2026-11-20 12:00 UTC", asked: 4, waited: 30 * time.Second},
		{path: "/429/3600", err: "answered 429 and is left alone until 2026-11-20 13:00 UTC", asked: 1},
		{path: "/429/Sat,_21_Nov_2026_08:30:00_GMT", err: "until 2026-11-21 08:30 UTC", asked: 1},
		{path: "/429/99999999999", err: "until 2026-11-21 12:00 UTC", asked: 1},
		{path: "/loop", err: "redirects without end: ", asked: 1},
		{path: "/chain/", err: " → ", asked: 1},
		{path: "/away", err: "this address is not allowed", asked: 1},
		{path: "/file", err: "is not an http address", asked: 1},
		{path: "/once", status: 200, body: "good /end?a=b", asked: 1},
	} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			res, err := d.get(tt.path)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Fatalf("error %v, want %q", err, tt.err)
			}
			if err == nil && (res.Status != tt.status || string(res.Body) != tt.body) {
				t.Errorf("%d %.80q, want %d %.80q", res.Status, res.Body, tt.status, tt.body)
			}
			if n := d.count(tt.path); n != tt.asked {
				t.Errorf("asked for it %d times, want %d", n, tt.asked)
			}
			// Up to a quarter is added to waits before another try.
			if waited := d.clock.Now().Sub(start); waited < tt.waited || waited > tt.waited+tt.waited/4 {
				t.Errorf("waited %v, want %v", waited, tt.waited)
			}
		})
	}
}

func TestAPageThatDripsIsGivenUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.get("/"); err != nil {
		t.Fatal(err)
	}
	d.Policy.Timeout = 100 * time.Millisecond
	_, err := d.get("/drip")
	if f := stackhound.FaultOf(err); f == nil || f.Kind != stackhound.FaultTimeout || d.count("/drip") != 1 {
		t.Errorf("%v after %d tries, want it given up at once: the next run may try again", err, d.count("/drip"))
	}
}

func TestResponseSaysWhatItTook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	res, err := d.get("/once")
	if err != nil || res.Requests != 3 || res.URL != d.URL+"/end?a=b" {
		t.Errorf("%+v, %v; want 3 requests: robots.txt, the redirect and its end", res, err)
	}
	res, err = d.get("/gzip")
	if squeezed := int64(len(pack(strings.Repeat("text ", 1000)))); err != nil || res.Requests != 1 || res.Bytes != squeezed || len(res.Raw) != 5000 {
		t.Errorf("%d requests, %d bytes, %v; want 1 and %d", res.Requests, res.Bytes, err, squeezed)
	}
	if unpacked, err := unpack(res.Packed); err != nil || unpacked != string(res.Raw) {
		t.Errorf("as it was received: %q, %v", unpacked, err)
	}
	if res, err = d.get("/reset"); err == nil || res.Requests != 3 {
		t.Errorf("%+v, %v; want 3 requests", res.Cost, err)
	}
	res, err = d.get("/1251")
	if res.Packed != nil {
		t.Errorf("what did not come packed is packed: %q", res.Packed)
	}
	if err != nil || res.Type != "text/html; charset=windows-1251" || string(res.Raw) != "\xcf\xf0\xe8\xe2\xe5\xf2" || string(res.Body) != "Привет" {
		t.Errorf("%+v, %v; want the page as received beside its text", res, err)
	}
}

func unpack(packed []byte) (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r)
	return string(text), err
}

func TestAHostLeftAloneIsNotAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.get("/429/3600")
	var later *crawler.Later
	if !errors.As(err, &later) || !later.Until.Equal(start.Add(time.Hour)) {
		t.Fatalf("%v, want to come back in an hour", err)
	}
	d.clock.Advance(59 * time.Minute)
	if _, err := d.get("/"); !errors.As(err, &later) || d.count("/") != 0 {
		t.Errorf("asked %d times, %v; want the host left alone by every run", d.count("/"), err)
	}
	d.clock.Advance(time.Minute)
	if _, err := d.get("/"); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestContactIsRequiredBeyondLoopback(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, tt := range []struct {
		base, contact string
		named         bool
		want          stackhound.Code
	}{
		{"https://board.example", "", false, stackhound.CodeRefused},
		{"https://board.example", "ops@example.com", false, ""},
		{"https://board.example", "", true, ""},
		{"http://127.0.0.1:8080", "", false, ""},
		{"http://localhost:8080", "", false, ""},
		{"http://127.0.0.1.board.example", "", false, stackhound.CodeRefused},
		{"", "ops@example.com", false, stackhound.CodeInvalid},
		{"board.example", "ops@example.com", false, stackhound.CodeInvalid},
	} {
		d.Contact, d.Named["faulty"] = tt.contact, tt.named
		if _, err := d.Board(stackhound.Board{Name: "faulty", Base: tt.base}); stackhound.CodeOf(err) != tt.want {
			t.Errorf("%+v: %v", tt, err)
		}
	}
	d.Contact, d.Named["faulty"] = "", true
	_, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: "https://elsewhere.example/job"})
	if stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "crawler.contact") {
		t.Errorf("a page elsewhere: %v, want to be refused", err)
	}
}

func TestLoopbackIsRefusedUnlessNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Named["faulty"] = false
	if _, err := d.get("/"); !errors.Is(err, safehttp.ErrBlocked) || d.count("/robots.txt") != 0 {
		t.Errorf("%v, want ErrBlocked and no request", err)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Contact = "ops@example.com"
	res, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: d.URL + "/headers", Header: http.Header{"X-Key": {"abc"}}})
	if want := "stackhound (+ops@example.com)|abc"; err != nil || string(res.Body) != want {
		t.Errorf("%q, %v; want %q", res.Body, err, want)
	}
	other := newFaults(t)
	d.Policy.AllowHosts = []string{strings.TrimPrefix(other.URL, "http://")}
	d.board.Base = redirector(t, other.URL+"/headers")
	res, err = d.fetcher().Fetch(t.Context(), crawler.Request{URL: d.board.Base, Header: http.Header{"X-Key": {"abc"}}})
	if want := "stackhound (+ops@example.com)|"; err != nil || string(res.Body) != want {
		t.Errorf("after a redirect elsewhere: %q, %v; want %q", res.Body, err, want)
	}
}

func redirector(t *testing.T, to string) string {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, to, http.StatusFound)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestCancelEndsARequestAndItsWaits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Policy.Timeout = time.Hour
	began := make(chan struct{})
	d.setRobots(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	first, second := d.fetcher(), d.fetcher()
	done := make(chan error, 2)
	go func() {
		_, err := first.Fetch(ctx, crawler.Request{URL: d.URL + "/"})
		done <- err
	}()
	<-began
	go func() { // waits for the host to be free
		_, err := second.Fetch(ctx, crawler.Request{URL: d.URL + "/"})
		done <- err
	}()
	cancel()
	for range 2 {
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want to be told it was cancelled", err)
		}
	}
}

func TestHostsAreForgottenWhenThereAreTooMany(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.host(mustParse(t, "http://parked.example")).parked = &crawler.Later{Until: start.Add(time.Hour)}
	d.host(mustParse(t, "http://rested.example")).parked = &crawler.Later{Until: start}
	busy := d.host(mustParse(t, "http://busy.example"))
	if err := busy.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 3 * maxHosts {
		d.host(mustParse(t, fmt.Sprintf("http://host%d.example", i)))
	}
	if len(d.hosts) > maxHosts || d.hosts["http://parked.example"] == nil || d.hosts["http://busy.example"] != busy ||
		d.hosts["http://rested.example"] != nil {
		t.Errorf("%d hosts are known; want at most %d, with the parked and the busy one but not the rested one", len(d.hosts), maxHosts)
	}
}

func TestTLSOfUnknownOriginIsRefused(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	d := newDesk(t)
	d.board.Base = srv.URL
	_, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: srv.URL})
	var later *crawler.Later
	if !errors.As(err, &later) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%v, want to be told of the certificate", err)
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	d := newDesk(t)
	d.board.Base = "http://" + listener.Addr().String()
	if _, err := d.fetcher().Fetch(t.Context(), crawler.Request{URL: d.board.Base}); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v", err)
	}
}
