package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gocolly/colly/v2"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/safehttp"
)

const (
	maxHops  = 5 // redirects followed
	maxTries = 3 // of a request that fails in a way that may pass
	backoff  = 2 * time.Second
	maxWait  = 30 * time.Second // waited within a run for a host that asks for it, once
)

// fetcher gets the pages of one run.
type fetcher struct {
	web       *Web
	board     stackhound.Board
	policy    safehttp.Policy
	named     string // host the operator gave by hand, "" if none
	robots    *http.Client
	collector *colly.Collector
	tap       *tap
	cost      crawler.Cost // of the Fetch going on
	waited    bool
}

// open makes the clients: one for pages, under colly, and one for robots.txt files,
// which may be longer, since only their beginning is read.
func (f *fetcher) open() {
	robots := f.policy
	robots.MaxRedirects, robots.MaxBody = maxHops, robotsMost
	f.robots = safehttp.Public(robots)

	client := safehttp.Public(f.policy)
	f.tap = &tap{next: client.Transport}
	client.Transport = f.tap
	c := colly.NewCollector(colly.IgnoreRobotsTxt(), colly.AllowURLRevisit(), colly.ParseHTTPErrorResponse(), colly.MaxBodySize(0),
		colly.UserAgent(f.policy.UserAgent))
	c.SetClient(client)
	c.OnResponse(func(r *colly.Response) { f.tap.body = r.Body })
	f.collector = c
}

// Fetch implements crawler.Fetcher.
func (f *fetcher) Fetch(ctx context.Context, r crawler.Request) (res crawler.Response, err error) {
	f.cost = crawler.Cost{}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: the request broke off: %v", r.URL, p)
		}
		res.Cost = f.cost
	}()
	header := r.Header.Clone()
	var chain []string
	for address := r.URL; ; {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
			return res, stackhound.Errorf(stackhound.CodeInvalid, "%.200q is not an http address", address)
		}
		a, err := f.polite(ctx, u, conditional(header, address, r.Known))
		if err != nil {
			return res, err
		}
		next := a.leadsTo(u)
		if next == nil {
			return a.response(address), nil
		}
		chain = append(chain, address)
		if len(chain) > maxHops || slices.Contains(chain, next.String()) {
			return res, stackhound.Errorf(stackhound.CodeUnavailable, "%s redirects without end: %.1000s", r.URL, strings.Join(append(chain, next.String()), " → "))
		}
		if next.Host != u.Host {
			header = http.Header{} // what a board file adds is for its own host
		}
		address = next.String()
	}
}

// conditional adds the validators of what is known to the header of a request, if it is
// for the very address they came from: where a redirect leads elsewhere today, they would
// be held against another page.
func conditional(header http.Header, address string, known crawler.Validators) http.Header {
	if address != known.URL || known.ETag == "" && known.Modified == "" {
		return header
	}
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	for name, value := range map[string]string{"If-None-Match": known.ETag, "If-Modified-Since": known.Modified} {
		if value != "" {
			header.Set(name, value)
		}
	}
	return header
}

// polite makes one request without redirects: when the host is free, as its robots.txt
// allows, and again if it fails in a way that may pass.
func (f *fetcher) polite(ctx context.Context, u *url.URL, header http.Header) (*page, error) {
	if err := f.mayContact(u); err != nil {
		return nil, err
	}
	h := f.web.host(u)
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer h.leave()
	if err := f.allowed(ctx, h, u); err != nil {
		return nil, err
	}
	gap := f.gap(u, h.rules.delay)
	for try := 1; ; try++ {
		if err := h.pause(ctx, f.web.Clock); err != nil {
			return nil, err
		}
		a, err := f.once(ctx, u, header)
		h.next = f.web.Clock.Now().Add(gap)
		again, err := f.again(ctx, h, u, a, err, try)
		if !again {
			return a, err
		}
	}
}

// gap is the time between two requests to a host: never less than its robots.txt asks
// for. A server the operator named on loopback is his own, and needs none unless it asks.
func (f *fetcher) gap(u *url.URL, asked time.Duration) time.Duration {
	switch {
	case u.Host == f.named && IsLoopback(u.Hostname()):
		return asked
	case asked > 0 || f.board.DelayBetween > 0:
		return max(asked, f.board.DelayBetween)
	}
	return time.Second
}

// again decides after a try whether there is to be another, and has waited for it then.
func (f *fetcher) again(ctx context.Context, h *host, u *url.URL, a *page, err error, try int) (bool, error) {
	now := f.web.Clock.Now()
	switch {
	case ctx.Err() != nil:
		return false, context.Cause(ctx)
	case err == nil && a.wantsRest():
		return f.rest(ctx, h, u, a.status, retryAfter(a.header, now))
	case err == nil && a.status < 500, permanent(err):
		return false, explain(u, err, try)
	case try == maxTries:
		return false, explain(u, err, try)
	}
	wait := backoff << (try - 1)
	return true, f.web.Clock.Sleep(ctx, wait+rand.N(wait/4))
}

// rest deals with a host that asks for a rest: a short one is waited for, once in a
// run; for any other the host is left alone, by all boards, and the run ends.
func (f *fetcher) rest(ctx context.Context, h *host, u *url.URL, status int, wait time.Duration) (bool, error) {
	if wait <= maxWait && !f.waited {
		f.waited = true
		return true, f.web.Clock.Sleep(ctx, wait)
	}
	h.parked = &crawler.Later{Host: u.Host, Until: f.web.Clock.Now().Add(wait), Why: fmt.Sprintf("answered %d", status)}
	return false, h.parked
}

// permanent tells whether an error would only repeat.
func permanent(err error) bool {
	return errors.Is(err, safehttp.ErrBlocked) || errors.Is(err, safehttp.ErrTooLarge) || errors.Is(err, safehttp.ErrEncoding)
}

// explain says what a failed request means for a person.
func explain(u *url.URL, err error, tries int) error {
	err = inner(err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, safehttp.ErrBlocked):
		return stackhound.Errorf(stackhound.CodeRefused, "%s is not asked for: %w", u.Redacted(), err).
			WithHint("private networks are reached only when crawler.allow names them, other ports only with --set")
	case permanent(err):
		return stackhound.Errorf(stackhound.CodeInvalid, "%s: %w", u.Redacted(), err)
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "%s did not answer after %d tries: %w", u.Redacted(), tries, err)
}

// inner takes off an error what a client says of the address, which is told elsewhere.
func inner(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// once makes one request through colly.
func (f *fetcher) once(ctx context.Context, u *url.URL, header http.Header) (*page, error) {
	var wire atomic.Int64
	f.tap.page = page{}
	f.collector.Context = safehttp.WithMeter(ctx, &wire)
	h := header.Clone()
	if h == nil {
		h = http.Header{}
	}
	err := f.collector.Request(http.MethodGet, u.String(), nil, nil, h)
	f.cost.Requests++
	f.cost.Bytes += wire.Load()
	a := f.tap.page
	return &a, err
}
