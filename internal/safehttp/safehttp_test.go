package safehttp

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
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve starts a server on loopback that counts its connections.
func serve(t *testing.T, h http.HandlerFunc) (base string, connections *atomic.Int64) {
	t.Helper()
	connections = new(atomic.Int64)
	srv := httptest.NewUnstartedServer(h)
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.URL, connections
}

func ok(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") }

func hostOf(t *testing.T, base string) string {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

func read(client *http.Client, address string) (string, error) {
	res, err := client.Get(address)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

func TestLoopbackIsRefusedWithoutConnecting(t *testing.T) {
	t.Parallel()
	base, connections := serve(t, ok)
	port := hostOf(t, base)[strings.LastIndex(hostOf(t, base), ":"):]
	client := newGuard(Policy{}).client()
	guard := client.Transport.(*guard)
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.0.0.2"} {
		// Past the look at the port, to reach the check of the dialled address.
		_, err := guard.dial(t.Context(), "tcp", host+port)
		if !errors.Is(err, ErrBlocked) {
			t.Errorf("dial %s%s: %v, want ErrBlocked", host, port, err)
		}
		if _, err := read(client, "http://"+host+port+"/"); !errors.Is(err, ErrBlocked) {
			t.Errorf("get %s%s: %v, want ErrBlocked", host, port, err)
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections were made, want none", n)
	}
}

func TestNamedHostIsReachedAndNothingBesideIt(t *testing.T) {
	t.Parallel()
	named, _ := serve(t, ok)
	other, connections := serve(t, ok)
	client := Public(Policy{AllowHosts: []string{hostOf(t, named)}})
	if body, err := read(client, named); err != nil || body != "secret" {
		t.Errorf("named host: %q, %v", body, err)
	}
	if _, err := read(client, other); !errors.Is(err, ErrBlocked) {
		t.Errorf("other port: %v, want ErrBlocked", err)
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections to the host nobody named", n)
	}
}

func TestAllowedNetworkIsReachedOnAnyPort(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, ok)
	loopback := Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	if body, err := read(Public(loopback), base); err != nil || body != "secret" {
		t.Errorf("%q, %v", body, err)
	}
	elsewhere := Policy{Allow: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	if _, err := read(Public(elsewhere), base); !errors.Is(err, ErrBlocked) {
		t.Errorf("another network: %v, want ErrBlocked", err)
	}
}

func TestRequestsRefusedByTheirLook(t *testing.T) {
	t.Parallel()
	client := Public(Policy{})
	for _, address := range []string{
		"file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "http:///path", "http://example.com:22/", "https://example.com:8443/", "http://example.com:0/",
	} {
		req := &http.Request{Method: http.MethodGet, Header: http.Header{}}
		req.URL, _ = url.Parse(address)
		if _, err := client.Transport.RoundTrip(req); !errors.Is(err, ErrBlocked) {
			t.Errorf("%s: %v, want ErrBlocked", address, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	inside, connections := serve(t, ok)
	var outside string
	outside, _ = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/inside":
			http.Redirect(w, r, inside, http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/once":
			http.Redirect(w, r, "/end", http.StatusFound)
		default:
			fmt.Fprint(w, "end")
		}
	})
	named := []string{hostOf(t, outside)}
	following := Public(Policy{AllowHosts: named, MaxRedirects: 5})
	for _, path := range []string{"/inside", "/file"} {
		if _, err := read(following, outside+path); !errors.Is(err, ErrBlocked) {
			t.Errorf("%s: %v, want ErrBlocked", path, err)
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("a redirect reached the inside %d times", n)
	}
	if _, err := read(following, outside+"/loop"); !errors.Is(err, ErrRedirects) {
		t.Errorf("loop: %v", err)
	}
	if body, err := read(following, outside+"/once"); err != nil || body != "end" {
		t.Errorf("once: %q, %v", body, err)
	}
	res, err := Public(Policy{AllowHosts: named}).Get(outside + "/once")
	if err != nil || res.StatusCode != http.StatusFound {
		t.Fatalf("without redirects: %v, %v; want the 302 itself", res, err)
	}
	res.Body.Close()
}

func TestBodies(t *testing.T) {
	t.Parallel()
	const limit = 1000
	full := strings.Repeat("a", limit)
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		squeezed := pack(strings.Repeat("a", limit))
		switch r.URL.Path {
		case "/full":
			fmt.Fprint(w, full)
		case "/announced":
			fmt.Fprint(w, full, "b")
		case "/endless":
			for range 100 {
				if _, err := fmt.Fprint(w, full); err != nil {
					return
				}
				w.(http.Flusher).Flush()
			}
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(squeezed)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(pack(strings.Repeat("\x00", 10<<20)))
		case "/bomb.xml.gz":
			w.Write(pack(strings.Repeat("\x00", 10<<20)))
		case "/map.xml.gz":
			w.Write(squeezed)
		case "/plain.xml.gz":
			fmt.Fprint(w, full)
		case "/cut":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(squeezed[:len(squeezed)-10])
		case "/emptygzips":
			w.Header().Set("Content-Encoding", "gzip")
			for empty := pack(""); ; {
				if _, err := w.Write(empty); err != nil {
					return
				}
			}
		case "/notgzip":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "plain text")
		case "/emptygzip":
			w.Header().Set("Content-Encoding", "gzip")
		case "/br":
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, full)
		case "/short":
			w.Header().Set("Content-Length", "500")
			fmt.Fprint(w, "ten bytes.")
		}
	})
	client := Public(Policy{AllowHosts: []string{hostOf(t, base)}, MaxBody: limit})
	for _, tt := range []struct {
		path string
		want string
		err  error
		says string // part of the error
	}{
		{path: "/full", want: full},
		{path: "/gzip", want: full},
		{path: "/map.xml.gz", want: full},
		{path: "/plain.xml.gz", want: full},
		{path: "/emptygzip", want: ""},
		{path: "/announced", err: ErrTooLarge, says: "1001 bytes announced"},
		{path: "/endless", err: ErrTooLarge, says: "more than 1000 bytes"},
		{path: "/bomb", err: ErrTooLarge},
		{path: "/bomb.xml.gz", err: ErrTooLarge},
		{path: "/emptygzips", err: ErrTooLarge, says: "before inflating"},
		{path: "/cut", err: io.ErrUnexpectedEOF},
		{path: "/short", err: io.ErrUnexpectedEOF},
		{path: "/br", err: ErrEncoding},
		{path: "/notgzip", err: errAny},
	} {
		body, err := read(client, base+tt.path)
		if tt.err == errAny && err != nil {
			continue
		}
		if !errors.Is(err, tt.err) || tt.err == nil && body != tt.want {
			t.Errorf("%s: %d bytes, %v; want %d bytes, %v", tt.path, len(body), err, len(tt.want), tt.err)
		}
		if err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.path, err, tt.says)
		}
	}
}

var errAny = errors.New("any error")

func pack(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}

func TestMeterCountsTheWire(t *testing.T) {
	t.Parallel()
	squeezed := pack(strings.Repeat("a", 100_000))
	base, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(squeezed)
	})
	var n atomic.Int64
	var packed []byte
	req, err := http.NewRequestWithContext(WithPacked(WithMeter(t.Context(), &n), &packed), http.MethodGet, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := Public(Policy{AllowHosts: []string{hostOf(t, base)}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	if n.Load() != int64(len(squeezed)) || !bytes.Equal(packed, squeezed) {
		t.Errorf("%d bytes counted and %d kept, %d sent", n.Load(), len(packed), len(squeezed))
	}
	res.Body.Close()
	if n, err := res.Body.Read(make([]byte, 1)); n > 0 || err == nil {
		t.Errorf("%d bytes of a closed body, %v", n, err)
	}
}

func TestDeadlineEndsABodyThatNeverComes(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("a"))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	client := Public(Policy{AllowHosts: []string{hostOf(t, base)}, Timeout: 50 * time.Millisecond})
	if body, err := read(client, base); err == nil {
		t.Errorf("%q passed for the whole body", body)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/huge" {
			w.Header().Set("X-Huge", strings.Repeat("a", 2*maxHeader))
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		fmt.Fprintf(w, "agent=%s cookie=%s auth=%s", r.UserAgent(), r.Header.Get("Cookie"), r.Header.Get("Authorization"))
	})
	client := Public(Policy{AllowHosts: []string{hostOf(t, base)}, UserAgent: "stackhound/test"})
	for range 2 {
		body, err := read(client, strings.Replace(base, "http://", "http://user:password@", 1))
		if want := "agent=stackhound/test cookie= auth="; err != nil || body != want {
			t.Errorf("%q, %v; want %q", body, err, want)
		}
	}
	if _, err := read(client, base+"/huge"); err == nil {
		t.Error("headers of 512 KiB were taken")
	}
}

func TestSelfSignedTLSIsRefused(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	if _, err := read(Public(Policy{AllowHosts: []string{hostOf(t, srv.URL)}}), srv.URL); err == nil {
		t.Error("a certificate nobody vouches for was taken")
	}
}

// TestNamesThatMove has a name server that answers differently each time it is asked.
func TestNamesThatMove(t *testing.T) {
	t.Parallel()
	base, connections := serve(t, ok)
	port := hostOf(t, base)[strings.LastIndex(hostOf(t, base), ":"):]
	for _, tt := range []struct {
		name    string
		answers [][]string // per question, in turn
		want    []error    // of each dial
	}{
		{"private", [][]string{{"127.0.0.1"}}, []error{ErrBlocked}},
		{"two private", [][]string{{"10.0.0.1", "127.0.0.1"}}, []error{ErrBlocked}},
		{"moves", [][]string{{"127.0.0.9"}, {"127.0.0.1"}}, []error{nil, ErrBlocked}},
		{"allowed and private", [][]string{{"127.0.0.9", "127.0.0.1"}}, []error{nil}},
	} {
		g := newGuard(Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}})
		g.dialer.Resolver = nameServer(t, tt.answers)
		for i, want := range tt.want {
			conn, err := g.dial(t.Context(), "tcp4", "board.example"+port)
			if want != nil && !errors.Is(err, want) {
				t.Errorf("%s: dial %d: %v, want %v", tt.name, i, err, want)
			}
			// Nothing listens on the allowed address: being let through shows as a plain refusal.
			if want == nil && (err == nil || errors.Is(err, ErrBlocked)) && len(tt.answers[i]) == 1 {
				t.Errorf("%s: dial %d: %v, want to be let through", tt.name, i, err)
			}
			if conn != nil {
				conn.Close()
			}
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections reached the private address", n)
	}
}

func TestDialEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newGuard(Policy{}).dial(ctx, "tcp", "example.com:80"); err == nil {
		t.Error("dialled although the context had ended")
	}
}
