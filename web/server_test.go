package web

import (
	"errors"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"stackhound"
)

func TestListenOnlyOnLoopback(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]stackhound.Code{
		"127.0.0.1:0": "", "localhost:0": "", "127.8.8.8:0": "",
		":0": stackhound.CodeRefused, "0.0.0.0:0": stackhound.CodeRefused, "[::]:0": stackhound.CodeRefused, "10.1.2.3:8080": stackhound.CodeRefused,
		"203.0.113.9:80": stackhound.CodeRefused, "jobs.example:80": stackhound.CodeRefused, "localhost.example:0": stackhound.CodeRefused,
		"8080": stackhound.CodeInvalid, "": stackhound.CodeInvalid, "127.0.0.1:99999": stackhound.CodeUnavailable,
	} {
		ln, err := Listen(addr, false)
		if err == nil {
			ln.Close()
		}
		if got := stackhound.CodeOf(err); got != want {
			t.Errorf("%q: %q (%v), want %q", addr, got, err, want)
		}
		if want == stackhound.CodeRefused && !strings.Contains(err.Error(), "off-loopback is refused until sign-in exists") {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

// Only where the operator said that the port is published on loopback, and only on all
// addresses of that container.
func TestListenInAContainer(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{"0.0.0.0": true, "127.0.0.1": true, "localhost": true, "": false, "::": false, "10.1.2.3": false, "203.0.113.9": false, "jobs.example": false} {
		if got := mayListen(host, true); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
	if mayListen("0.0.0.0", false) {
		t.Error("all addresses without the operator's word")
	}
}

func TestAPortInUseSaysWhatToDo(t *testing.T) {
	t.Parallel()
	ln, err := Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, err = Listen(ln.Addr().String(), false)
	if stackhound.CodeOf(err) != stackhound.CodeUnavailable || !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "choose another port") {
		t.Errorf("got %v", err)
	}
}

func TestServerBoundsTimeAndSize(t *testing.T) {
	t.Parallel()
	s := Server(http.NotFoundHandler())
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout <= pageTimeout || s.IdleTimeout == 0 || s.MaxHeaderBytes > 16<<10 {
		t.Errorf("a limit is missing: %+v", s)
	}
}
