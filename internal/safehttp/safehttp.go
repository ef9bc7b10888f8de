// Package safehttp makes the HTTP clients of the program; nothing else may make one.
//
// Public is for every address that comes from outside (boards, robots.txt, webhooks):
// it refuses addresses that are not on the public internet at the moment of dialling,
// after the name was resolved, so that neither a redirect nor a changing DNS answer
// reaches a machine behind us.
//
// Operator is for the one server that the operator named (a search server): it reaches
// just that.
//
// Every client has a total deadline, a limit on headers and on inflated bodies, keeps
// no cookies, uses no proxy and verifies TLS, but for hosts that a policy excuses by name.
// A limit that is passed is an error, never
// a body cut short.
package safehttp

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrBlocked is the error of a request to an address, port or scheme that the policy
// does not allow. Nothing was sent, and it reads the same whether anything listens there.
var ErrBlocked = errors.New("this address is not allowed")

// ErrTooLarge is the error of a body with more bytes, after inflating, than the policy allows.
var ErrTooLarge = errors.New("the answer is larger than allowed")

// ErrTooSlow is the error of a body that comes in a trickle, if at all.
var ErrTooSlow = errors.New("the answer comes too slowly")

// ErrRedirects is the error of an address that leads on and on.
var ErrRedirects = errors.New("too many redirects")

// ErrEncoding is the error of a body in an encoding that was not asked for.
var ErrEncoding = errors.New("the answer has an encoding that was not asked for")

// ErrInflate is the error of a body that is not in the encoding it claims.
var ErrInflate = errors.New("the answer cannot be inflated")

// Policy says what a client may reach and how much it takes. The zero value allows
// public addresses on ports 80 and 443, follows no redirect and has the default limits.
type Policy struct {
	Allow        []netip.Prefix // networks reachable on any port although they are not public
	AllowHosts   []string       // "host:port" the operator named: reachable whatever their address
	Unverified   []string       // "host:port" whose certificates are taken as they come; every other is verified
	MaxRedirects int            // most redirects followed; 0: a redirect is the answer
	MaxBody      int64          // bytes of a body after inflating, and on the wire but for a little; 0: 10 MiB
	ReadFirst    int64          // only so many bytes of a body are read, and a longer one is no error; 0: see MaxBody
	Timeout      time.Duration  // of a request as a whole, body included; 0: 30 s
	MinRate      int            // bytes of a body a second, on the average, below which it is given up; 0: 512
	Grace        time.Duration  // after the head, before that average counts; 0: 10 s
	UserAgent    string         // sent with every request that sets none; "": Go's own
}

const (
	defaultBody    = 10 << 20
	defaultTimeout = 30 * time.Second
	defaultRate    = 512 // our own bound: the deadline would leave 15 KiB of such a body
	defaultGrace   = 10 * time.Second
	dialTimeout    = 5 * time.Second
	headerTimeout  = 15 * time.Second
	maxHeader      = 256 << 10
	readBuffer     = 16 << 10 // most pages are compressed to less
)

// Public returns a client for addresses that come from outside.
func Public(p Policy) *http.Client {
	if p.MaxBody == 0 {
		p.MaxBody = defaultBody
	}
	if p.Timeout == 0 {
		p.Timeout = defaultTimeout
	}
	p.MinRate = cmp.Or(p.MinRate, defaultRate)
	p.Grace = cmp.Or(p.Grace, defaultGrace)
	return newGuard(p).client()
}

// guard is the transport under every client: it looks at each request, each hop of a
// redirect and each address dialled.
type guard struct {
	policy Policy
	dialer net.Dialer
	next   *http.Transport
	// unverified is for the hosts whose certificates nobody looks at; nil if there are none.
	// It is a transport of its own, so that no connection of its is ever used for another.
	unverified *http.Transport
}

func newGuard(p Policy) *guard {
	g := &guard{policy: p, dialer: net.Dialer{Timeout: dialTimeout}}
	g.next = g.transport(nil)
	if len(p.Unverified) > 0 {
		g.unverified = g.transport(&tls.Config{InsecureSkipVerify: true})
	}
	return g
}

// transport returns one that dials as the guard does; settings of nil verify TLS.
func (g *guard) transport(settings *tls.Config) *http.Transport {
	return &http.Transport{
		DialContext:            g.dial,
		TLSClientConfig:        settings,
		DisableCompression:     true, // inflated by limitBody, which keeps the limit
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           32,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeader,
		ReadBufferSize:         readBuffer,
	}
}

// by returns the transport for an address.
func (g *guard) by(u *url.URL) *http.Transport {
	if among(g.policy.Unverified, net.JoinHostPort(u.Hostname(), portOf(u))) {
		return g.unverified
	}
	return g.next
}

func (g *guard) client() *http.Client {
	return &http.Client{Transport: g, Timeout: g.policy.Timeout, CheckRedirect: g.redirect}
}

// RoundTrip checks the request, sends it without the user info of its address, and
// limits the answer's body.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.check(req.URL); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	res, err := g.by(req.URL).RoundTrip(g.dress(req.WithContext(ctx)))
	if err != nil {
		cancel(nil)
		return nil, err
	}
	res.Body = watch(ctx, res.Body, g.policy, cancel)
	if err := limitBody(res, g.policy); err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	return res, nil
}

// CloseIdleConnections lets a client end its kept connections.
func (g *guard) CloseIdleConnections() {
	g.next.CloseIdleConnections()
	if g.unverified != nil {
		g.unverified.CloseIdleConnections()
	}
}

// dress returns a copy of the request as it goes out. The client has turned user info
// into a header by now; both go, since an address from outside must not make us log in.
func (g *guard) dress(req *http.Request) *http.Request {
	out := req.Clone(req.Context())
	out.Header.Set("Accept-Encoding", "gzip")
	if g.policy.UserAgent != "" && out.Header.Get("User-Agent") == "" {
		out.Header.Set("User-Agent", g.policy.UserAgent)
	}
	if user := out.URL.User; user != nil {
		password, _ := user.Password()
		given := &http.Request{Header: http.Header{}}
		given.SetBasicAuth(user.Username(), password)
		if out.Header.Get("Authorization") == given.Header.Get("Authorization") {
			out.Header.Del("Authorization")
		}
		out.URL.User = nil
	}
	return out
}

// check refuses what can be refused by the look of the address.
func (g *guard) check(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Contains(u.Host, `\`) {
		return blocked(u.Host)
	}
	port := portOf(u)
	if g.named(net.JoinHostPort(u.Hostname(), port)) {
		return nil
	}
	if !isWeb(port) && len(g.policy.Allow) == 0 {
		return blocked(u.Host)
	}
	return nil
}

// isWeb tells whether a port is one that public servers answer the web on.
func isWeb(port string) bool { return port == "80" || port == "443" }

func (g *guard) redirect(req *http.Request, via []*http.Request) error {
	if g.policy.MaxRedirects == 0 {
		return http.ErrUseLastResponse
	}
	if len(via) > g.policy.MaxRedirects {
		return fmt.Errorf("more than %d, the last to %s: %w", g.policy.MaxRedirects, req.URL.Redacted(), ErrRedirects)
	}
	return nil
}

func (g *guard) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := g.dialer
	if !g.named(addr) {
		dialer.Control = g.control
	}
	return dialer.DialContext(ctx, network, addr)
}

// control is called for each resolved address just before its connection is made.
func (g *guard) control(_, addr string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(addr)
	if err != nil {
		return blocked(addr)
	}
	ip := ap.Addr().Unmap()
	allowed := slices.ContainsFunc(g.policy.Allow, func(p netip.Prefix) bool { return p.Contains(ip) })
	if allowed || isPublic(ip) && isWeb(strconv.Itoa(int(ap.Port()))) {
		return nil
	}
	return ErrBlocked
}

func (g *guard) named(hostport string) bool { return among(g.policy.AllowHosts, hostport) }

func among(hosts []string, hostport string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, hostport) })
}

func blocked(host string) error { return fmt.Errorf("%q: %w", host, ErrBlocked) }

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
