package web

import (
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"

	"stackhound"
)

// maxBody is the most bytes of a request's body that may be read. No route reads one,
// but the limit holds for those to come.
const maxBody = 64 << 10

// headers stand on every answer. Browsers ignore Strict-Transport-Security over plain
// HTTP (RFC 6797, section 8.1); it counts behind a proxy that speaks TLS.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Strict-Transport-Security":    "max-age=31536000",
	"Cache-Control":                "no-store",
}

// guard puts what every answer needs around the routes: headers, a caught panic, the
// name the server is called by, the origin, the method and the size of the body.
func (s *site) guard(next http.Handler) http.Handler {
	methods := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			s.problem(w, r, http.StatusMethodNotAllowed, stackhound.Errorf(stackhound.CodeInvalid, "These pages can only be read: %s is not possible here", r.Method))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, http.StatusForbidden, stackhound.Errorf(stackhound.CodeRefused, "This request came from another site"))
	}))
	inside := origins.Handler(methods)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		defer s.catch(w, r)
		if !localName(r.Host) {
			s.problem(w, r, http.StatusMisdirectedRequest, stackhound.Errorf(stackhound.CodeRefused, "This server does not answer to the name %q", r.Host).
				WithHint("open it as localhost or 127.0.0.1"))
			return
		}
		inside.ServeHTTP(w, r)
	})
}

// catch turns a panic into an error page. Pages are rendered in full before the first
// byte is written, so there is nothing half sent.
func (s *site) catch(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil {
		s.Log.Error("page panicked", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
		s.problem(w, r, http.StatusInternalServerError, nil)
	}
}

// localName tells whether a Host header names this machine. Any other name means that a
// foreign site's name was made to point here, and its scripts would be reading pages
// that nobody signed in for.
func localName(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return host == "" || loopback(host)
}

// loopback tells whether a host is this machine seen from itself: localhost or a
// loopback address, IPv6 with or without brackets.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	if n := len(host); n > 2 && host[0] == '[' && host[n-1] == ']' {
		host = host[1 : n-1]
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
