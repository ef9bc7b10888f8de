package safehttp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stackhound"
)

// toServer returns a client for a server started by serve.
func toServer(t *testing.T, base string, timeout time.Duration) *http.Client {
	t.Helper()
	client, err := Operator(base, timeout)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestOperatorReachesItsServerOnly(t *testing.T) {
	t.Parallel()
	other, connections := serve(t, ok)
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, other, http.StatusFound)
			return
		}
		fmt.Fprintf(w, "%s %q", r.Header.Get("Authorization"), r.Header.Get("Accept-Encoding"))
	})
	client := toServer(t, base, time.Minute)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer key")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if want := `Bearer key ""`; err != nil || string(body) != want {
		t.Errorf("the server was sent %s, want %s: %v", body, want, err)
	}
	res, err = client.Get(base + "/away")
	if err != nil || res.StatusCode != http.StatusFound {
		t.Fatalf("%v, %v; want the redirect itself", res, err)
	}
	res.Body.Close()
	for _, address := range []string{other, strings.Replace(base, "http:", "https:", 1), strings.Replace(base, "127.0.0.1", "localhost", 1), "http://example.com/"} {
		if _, err := read(client, address); !errors.Is(err, ErrBlocked) {
			t.Errorf("%s: %v, want ErrBlocked", address, err)
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections to a server nobody named", n)
	}
}

func TestOperatorKeepsConnections(t *testing.T) {
	t.Parallel()
	base, connections := serve(t, ok)
	client := toServer(t, base, time.Minute)
	for range 20 {
		if _, err := read(client, base); err != nil {
			t.Fatal(err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections for 20 requests in a row", n)
	}
}

func TestOperatorLimits(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/endless":
			for block := bytes.Repeat([]byte("a"), 1<<20); ; {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		case "/huge":
			w.Header().Set("X-Huge", strings.Repeat("a", 2*maxHeader))
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(pack("text"))
		case "/silent":
			<-r.Context().Done()
		}
	})
	client := toServer(t, base, time.Minute)
	for path, want := range map[string]error{"/endless": ErrTooLarge, "/huge": errAny, "/gzip": ErrEncoding} {
		if _, err := read(client, base+path); err == nil || want != errAny && !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := read(toServer(t, base, 50*time.Millisecond), base+"/silent"); err == nil {
		t.Error("an answer that never comes is waited for")
	}
}

func TestOperatorVerifiesTLS(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	if _, err := read(toServer(t, srv.URL, time.Minute), srv.URL); err == nil {
		t.Error("a certificate nobody vouches for was taken")
	}
}

func TestOperatorAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "search:7700", "ftp://search/", "http://", "http://user:password@search:7700", "http://search:7700/path", "http://search:7700?key=1", "http://search:7700#x", "\x00"} {
		_, err := Operator(address, time.Minute)
		if stackhound.CodeOf(err) != stackhound.CodeInvalid || strings.Contains(err.Error(), "password") {
			t.Errorf("%q: %v, want it refused", address, err)
		}
	}
}
