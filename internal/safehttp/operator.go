package safehttp

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"stackhound"
)

// operatorBody is how large an answer of an operator's server may be, in bytes: more
// than any question of ours has an answer for.
const operatorBody = 64 << 20

// operatorIdle is how many connections to an operator's server are kept: a search that
// must first connect takes twice as long.
const operatorIdle = 64

// Operator returns a client for a server that the operator named by scheme, host and
// port ("http://search.internal:7700"). It reaches that server and nothing else, follows
// no redirect, asks for no compression and lets requests log in. timeout is for a
// request as a whole. An address with more in it than that is CodeInvalid.
func Operator(address string, timeout time.Duration) (*http.Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "the address of a server is not scheme, host and port").WithHint("write http://HOST:PORT or https://HOST")
	}
	host := net.JoinHostPort(u.Hostname(), portOf(u))
	g := newGuard(Policy{AllowHosts: []string{host}, MaxBody: operatorBody, Timeout: timeout})
	g.next.MaxIdleConns, g.next.MaxIdleConnsPerHost = operatorIdle, operatorIdle
	g.next.IdleConnTimeout = 90 * time.Second
	g.next.ResponseHeaderTimeout = 0 // timeout is the limit
	o := &operator{guard: g, scheme: u.Scheme, host: host}
	return &http.Client{Transport: o, Timeout: timeout, CheckRedirect: g.redirect}, nil
}

// operator is the transport of a client for one server.
type operator struct {
	*guard
	scheme, host string
}

// RoundTrip sends a request to the one server, as it is: what it logs in with is ours.
func (o *operator) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != o.scheme || !strings.EqualFold(net.JoinHostPort(req.URL.Hostname(), portOf(req.URL)), o.host) {
		return nil, blocked(req.URL.Host)
	}
	res, err := o.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if res.Header.Get("Content-Encoding") != "" {
		_ = res.Body.Close()
		return nil, fmt.Errorf("%q: %w", res.Header.Get("Content-Encoding"), ErrEncoding)
	}
	if err := limitBody(res, o.policy); err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	return res, nil
}
