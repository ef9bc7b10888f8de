package safehttp

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// TestUnverifiedIsOnlyWhoIsNamed holds that taking a certificate as it comes concerns that
// host and port alone, at each hop, and opens nothing else.
func TestUnverifiedIsOnlyWhoIsNamed(t *testing.T) {
	t.Parallel()
	var to string
	secure := func(h http.HandlerFunc) string {
		srv := httptest.NewUnstartedServer(h)
		srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
		srv.StartTLS()
		t.Cleanup(srv.Close)
		return srv.URL
	}
	excused, other := secure(ok), secure(ok)
	away := secure(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	client := Public(Policy{Allow: loopback, Unverified: []string{hostOf(t, excused), hostOf(t, away)}, MaxRedirects: 1})
	for _, tt := range []struct{ address, to, want string }{
		{excused, "", "secret"},
		{strings.Replace(excused, "127.0.0.1", "localhost", 1), "", ""},
		{other, "", ""},
		{away, excused, "secret"},
		{away, other, ""},
		{other, excused, ""},
	} {
		to = tt.to
		body, err := read(client, tt.address)
		var refused *tls.CertificateVerificationError
		if body != tt.want || (err == nil) != (tt.want != "") || err != nil && !errors.As(err, &refused) {
			t.Errorf("%s → %s: %q, %v; want %q", tt.address, tt.to, body, err, tt.want)
		}
		client.CloseIdleConnections()
	}
	if _, err := read(Public(Policy{Unverified: []string{hostOf(t, excused)}}), excused); !errors.Is(err, ErrBlocked) {
		t.Errorf("%v, want ErrBlocked: a certificate nobody looks at is no leave to reach a private address", err)
	}
}
