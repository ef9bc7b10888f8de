package safehttp

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestATrickleIsGivenUp(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "a")
		w.(http.Flusher).Flush()
		if r.URL.Path == "/slow" {
			<-r.Context().Done()
		}
	})
	client := Public(Policy{AllowHosts: []string{hostOf(t, base)}, Timeout: time.Hour, Grace: 20 * time.Millisecond})
	if body, err := read(client, base+"/slow"); !errors.Is(err, ErrTooSlow) {
		t.Errorf("%q, %v; want ErrTooSlow", body, err)
	}
	if body, err := read(client, base); err != nil || body != "a" {
		t.Errorf("%q, %v; a short answer is not a slow one", body, err)
	}
}

func TestOnlyTheBeginningIsRead(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/announced":
			w.Header().Set("Content-Length", "1000000000")
			fmt.Fprint(w, strings.Repeat("a", 5000))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(pack(strings.Repeat("a", 1<<20)))
		default:
			fmt.Fprint(w, "short")
		}
	})
	client := Public(Policy{AllowHosts: []string{hostOf(t, base)}, ReadFirst: 1000})
	for path, want := range map[string]int{"/announced": 1000, "/bomb": 1000, "/": 5} {
		if body, err := read(client, base+path); err != nil || len(body) != want {
			t.Errorf("%s: %d bytes, %v; want %d", path, len(body), err, want)
		}
	}
}

func TestABombIsKnownByItsRatio(t *testing.T) {
	t.Parallel()
	base, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(pack(strings.Repeat("\x00", 2<<20)))
	})
	_, err := read(Public(Policy{AllowHosts: []string{hostOf(t, base)}}), base)
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "200 times its size") {
		t.Errorf("%v, want it refused by its ratio", err)
	}
}
