// Package fetch gets pages from the network for the crawler, politely and within limits:
// one request at a time to a host, with a gap between them, as its robots.txt allows and
// not while it asks to be left alone. It is the only package that uses colly, which it
// hands single requests: one collector for each run of a board, over a guarded client of
// package safehttp, with colly's own robots, limits, redirects and charsets switched off.
package fetch

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/clock"
	"stackhound/internal/safehttp"
)

// Options are what a Web is made of.
type Options struct {
	Product string          // the name robots.txt files may address, and the start of the User-Agent
	Contact string          // e-mail address or page of whoever crawls; required beyond loopback
	Policy  safehttp.Policy // what may be reached; its redirects and user agent are set here
	Named   map[string]bool // boards whose base the operator gave by hand: reachable wherever it is
	Hosts   Hosts           // remembers hosts that want to be left alone; nil: only for as long as the Web lives
	Clock   clock.Clock
	Log     *slog.Logger
}

// Hosts remembers, for every process, which hosts are to be left alone. A host is named
// by scheme and address, "https://example.com".
type Hosts interface {
	Park(ctx context.Context, host string, until time.Time, why string) error
	// Parked returns until when a host is left alone, and the zero value for one that is not.
	Parked(ctx context.Context, host string, now time.Time) (stackhound.Parking, error)
}

// Web is the network as all boards share it: what is known of each host lives here, so
// that two boards on one host do not crowd it.
type Web struct {
	Options
	mu    sync.Mutex
	hosts map[string]*host
}

// New returns a Web that knows no host yet.
func New(o Options) *Web {
	return &Web{Options: o, hosts: map[string]*host{}}
}

// Board returns the fetcher for one run of a board; it is used by one goroutine. The
// error is CodeRefused when nobody is named that a board could turn to, and CodeInvalid
// for a base that is no address.
func (w *Web) Board(b stackhound.Board) (crawler.Fetcher, error) {
	base, err := url.Parse(aTenants(b))
	if err != nil || base.Hostname() == "" {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "board %s: base %q is no address", b.Name, b.Base).
			WithHint("set base in the board file, or give it with --set %s.base=https://…", b.Name)
	}
	named := w.Named[b.Name]
	policy := w.Policy
	policy.MaxRedirects = 0 // followed by the fetcher, which asks robots.txt at each hop
	policy.UserAgent = w.userAgent()
	policy.Unverified = w.unverified(b)
	if named {
		policy.AllowHosts = append([]string{hostPort(base)}, policy.AllowHosts...)
	}
	f := &fetcher{web: w, board: b, policy: policy, asked: map[string]bool{}}
	if named {
		f.named = base.Host
	}
	if err := f.mayContact(base); err != nil {
		return nil, err
	}
	f.open()
	return f, nil
}

// aTenants returns the base of a board, as it is for the first of its tenants.
func aTenants(b stackhound.Board) string {
	base := b.Base
	if len(b.Tenants) > 0 {
		base = b.Tenants[0].Fill(base)
	}
	return base
}

// unverified returns the hosts of a board whose certificates are taken as they come, and
// says so in each run: whoever stands on the way may change what is read.
func (w *Web) unverified(b stackhound.Board) []string {
	if b.InsecureTLS == "" {
		return nil
	}
	var hosts []string
	for _, address := range []string{b.Base, b.Home} {
		if u, err := url.Parse(address); err == nil && u.Scheme == "https" && u.Hostname() != "" {
			hosts = append(hosts, hostPort(u))
		}
	}
	w.Log.Warn("a board is read without verifying who answers", "board", b.Name, "hosts", hosts, "insecure_tls", b.InsecureTLS)
	return hosts
}

func (w *Web) userAgent() string {
	if w.Contact == "" {
		return w.Product
	}
	return w.Product + " (+" + w.Contact + ")"
}

// mayContact refuses hosts beyond loopback while nobody is named as their contact.
func (f *fetcher) mayContact(u *url.URL) error {
	if f.web.Contact != "" || u.Host == f.named || IsLoopback(u.Hostname()) {
		return nil
	}
	return fault(stackhound.FaultRefused, u, stackhound.Errorf(stackhound.CodeRefused, "crawler.contact is not set, so %s is not asked for anything", u.Host).
		WithHint("set crawler.contact to an e-mail address or page where a board can reach you"))
}

// IsLoopback tells whether a host, by name or address, is this machine: boards there need
// no contact.
func IsLoopback(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "https" {
		port = "443"
	} else if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}
