package web

import (
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"stackhound"
)

// maxConnections is how many connections are open at once; the next one waits.
const maxConnections = 256

// everywhere is all addresses of a container.
const everywhere = "0.0.0.0"

// Server returns a server for the handler with limits on how long and how much a client
// may send: an unlimited one holds a half-sent request for ever.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
}

// Listen opens addr (host:port; port 0 takes a free one) for the server. There is no
// sign-in yet, so only loopback is allowed: any other host is CodeRefused, unless
// published says that this is a container whose port is published on loopback only, where
// all addresses (0.0.0.0) are allowed. A port held by another program is CodeUnavailable
// and wraps syscall.EADDRINUSE.
func Listen(addr string, published bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "%q is not an address to listen on", addr).WithHint("write host:port, such as 127.0.0.1:8080")
	}
	if !mayListen(host, published) {
		return nil, stackhound.Errorf(stackhound.CodeRefused, "%s: off-loopback is refused until sign-in exists", addr).WithHint("use 127.0.0.1:%s", port)
	}
	if host == "localhost" {
		host = "127.0.0.1" // whatever the machine's resolver thinks of the name
	}
	ln, err := net.Listen("tcp", net.JoinHostPort(host, port))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, stackhound.Errorf(stackhound.CodeUnavailable, "another program is listening on %s: %w", addr, syscall.EADDRINUSE).
			WithHint("stop it, or choose another port; port 0 takes a free one")
	case err != nil:
		return nil, stackhound.Errorf(stackhound.CodeUnavailable, "cannot listen on %s: %w", addr, err).WithHint("choose another port, above 1023")
	}
	return netutil.LimitListener(ln, maxConnections), nil
}

// mayListen tells whether pages that nobody signs in for may be served on a host's
// addresses.
func mayListen(host string, published bool) bool {
	return loopback(host) || published && host == everywhere
}
