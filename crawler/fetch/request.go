package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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
	maxWait  = 30 * time.Second // waited within a run for a host that asks for it
	maxRests = 3                // so often
	maxGap   = 30 * time.Second // between two requests to a host only because it is slow (Heritrix's bound)

	maxSilent  = 5                // requests in a row without an answer, after which a host is left alone
	silentRest = 10 * time.Minute // for so long
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
	asked     map[string]bool // hosts that the store was asked about in this run
	cost      crawler.Cost    // of the Fetch going on
	body      []byte          // what the Fetch going on sends; nil: a GET
	next      time.Time       // no request before, to whichever host of a group
	most      int             // requests it may make; 0: any number
	rests     int             // waited for in this run
}

// open makes the clients: one for pages, under colly, and one for robots.txt files, of
// which only the beginning is read.
func (f *fetcher) open() {
	robots := f.policy
	robots.MaxRedirects, robots.ReadFirst = maxHops, robotsBytes
	f.robots = safehttp.Public(robots)

	client := safehttp.Public(f.policy)
	f.tap = &tap{next: client.Transport}
	client.Transport = f.tap
	c := colly.NewCollector(colly.IgnoreRobotsTxt(), colly.AllowURLRevisit(), colly.ParseHTTPErrorResponse(), colly.MaxBodySize(0),
		colly.UserAgent(f.policy.UserAgent))
	c.SetClient(client)
	f.collector = c
}

// Fetch implements crawler.Fetcher. Its errors are Faults, but for those of ctx and of the
// store.
func (f *fetcher) Fetch(ctx context.Context, r crawler.Request) (res crawler.Response, err error) {
	f.cost, f.most = crawler.Cost{}, r.Most
	defer func() {
		if p := recover(); p != nil {
			err = &stackhound.Fault{Kind: stackhound.FaultUnreadable, URL: r.URL, Err: fmt.Errorf("%s: the request broke off: %v", r.URL, p)}
		}
		res.Cost = f.cost
	}()
	return f.follow(ctx, r)
}

// follow asks for an address and goes where it redirects, as often as maxHops allows.
func (f *fetcher) follow(ctx context.Context, r crawler.Request) (res crawler.Response, err error) {
	header, body := r.Header.Clone(), r.Body
	f.tap.carry(r.Secrets)
	if body != nil {
		header = withType(header, r.Type)
	}
	var chain []string
	for address := r.URL; ; {
		u, err := httpURL(address)
		if err != nil {
			return res, err
		}
		if err := mayTell(u, f.tap.secrets); err != nil {
			return res, err
		}
		f.body = body
		a, err := f.polite(ctx, u, conditional(header, address, r.Known))
		if err != nil {
			return res, err
		}
		next, err := f.redirected(a, u, r.Secrets)
		if err != nil {
			return res, err
		}
		if next == nil {
			return f.use(a, u)
		}
		chain = append(chain, address)
		if len(chain) > maxHops || slices.Contains(chain, next.String()) {
			return res, fault(stackhound.FaultRedirects, u, stackhound.Errorf(stackhound.CodeUnavailable, "%s redirects without end: %.1000s", r.URL, strings.Join(append(chain, next.String()), " → ")))
		}
		if !crawler.SameOrigin(next.String(), address) {
			f.tap.secrets = crawler.Secrets{} // also should the other lead back
		}
		if next.Host != u.Host {
			header, body = http.Header{}, nil // what a board file adds is for its own host
		}
		if a.status != http.StatusTemporaryRedirect && a.status != http.StatusPermanentRedirect {
			body = nil // as everyone does with a POST (RFC 9110, 15.4)
		}
		address = next.String()
	}
}

// withType returns a header that says what is sent.
func withType(header http.Header, kind string) http.Header {
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", kind)
	return header
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

// httpURL reads an address that may be asked for at all.
func httpURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
		return u, nil
	}
	return nil, &stackhound.Fault{Kind: stackhound.FaultBlocked, URL: address, Err: stackhound.Errorf(stackhound.CodeInvalid, "%.200q is not an http address", address)}
}

// use returns an answer to the crawler, unless its host reserves the rights to it.
func (f *fetcher) use(a *page, u *url.URL) (crawler.Response, error) {
	res := a.response(u.String())
	erase(&res, f.tap.eraser)
	if how := a.reserved(res.Body); how != "" {
		return crawler.Response{}, reserved(u, how)
	}
	if res.Doubt != "" {
		f.web.Log.Info("a page is not in the charset it names", "url", res.URL, "doubt", res.Doubt)
	}
	return res, nil
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
	for try := 1; ; try++ {
		if err := h.pause(ctx, f.web.Clock, f.next); err != nil {
			return nil, err
		}
		if err := f.afford(u); err != nil {
			return nil, err
		}
		a, err := f.timed(ctx, h, u, header)
		again, err := f.again(ctx, h, u, a, err, try)
		if !again {
			return a, err
		}
	}
}

// afford refuses a request beyond what the caller allows for.
func (f *fetcher) afford(u *url.URL) error {
	if f.most == 0 || f.cost.Requests < f.most {
		return nil
	}
	return fault(stackhound.FaultBudget, u, stackhound.Errorf(stackhound.CodeRefused, "%s is not asked for: the %d requests that are left to the board are used up", u.Redacted(), f.most).
		WithHint("daily_requests in the board file bounds them; the next run goes on"))
}

// timed makes one request and notes how long the host took, after which it is left alone
// for as long at least.
func (f *fetcher) timed(ctx context.Context, h *host, u *url.URL, header http.Header) (*page, error) {
	began := f.web.Clock.Now()
	a, err := f.once(ctx, u, header)
	now := f.web.Clock.Now()
	h.took = now.Sub(began)
	h.next = now.Add(f.gap(u, h))
	if len(f.board.Tenants) > 0 {
		f.next = h.next // the hosts of tenants are mostly one server
	}
	return a, err
}

// gap is the time between two requests to a host: never less than its robots.txt or the
// board file asks for, and as long as its last answer took, up to maxGap, so that a host
// under load is asked less. A server the operator named on loopback is his own, and needs
// none unless it asks.
func (f *fetcher) gap(u *url.URL, h *host) time.Duration {
	asked := h.rules.delay
	if f.own(u) {
		return asked
	}
	least := max(asked, f.board.DelayBetween)
	if least == 0 {
		least = time.Second
	}
	return max(least, min(h.took, maxGap))
}

// own tells whether a host is the operator's, on this machine.
func (f *fetcher) own(u *url.URL) bool { return u.Host == f.named && IsLoopback(u.Hostname()) }

// again decides after a try whether there is to be another, and has waited for it then.
func (f *fetcher) again(ctx context.Context, h *host, u *url.URL, a *page, err error, try int) (bool, error) {
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	if err == nil {
		h.silent = 0
	}
	switch {
	case err == nil && a.wantsRest():
		return f.rest(ctx, h, u, a.status, retryAfter(a.header, f.web.Clock.Now()))
	case err == nil && a.status < 500:
		return false, nil
	case err == nil && try == maxTries:
		return false, nil
	case err != nil && (try == maxTries || !passes(kindOf(err))):
		return false, f.silence(ctx, h, u, explain(u, err, try))
	}
	wait := backoff << (try - 1)
	return true, f.web.Clock.Sleep(ctx, wait+rand.N(wait/4))
}

// rest deals with a host that asks for a rest: a short one is waited for, up to
// maxRests times in a run; for any other the host is left alone, by all boards, and the run ends.
func (f *fetcher) rest(ctx context.Context, h *host, u *url.URL, status int, wait time.Duration) (bool, error) {
	if wait <= maxWait && f.rests < maxRests {
		f.rests++
		return true, f.web.Clock.Sleep(ctx, wait)
	}
	return false, fault(stackhound.FaultParked, u, f.park(ctx, h, u, wait, fmt.Sprintf("answered %d", status)))
}

// silence counts requests a host gave no answer to. After maxSilent in a row it is left
// alone for a while: the rest of a list would only wait for it in vain.
func (f *fetcher) silence(ctx context.Context, h *host, u *url.URL, failed *stackhound.Fault) error {
	switch failed.Kind {
	case stackhound.FaultTimeout, stackhound.FaultTooSlow, stackhound.FaultReset, stackhound.FaultUnreachable, stackhound.FaultMalformed:
	default:
		return failed
	}
	if h.silent++; h.silent < maxSilent {
		return failed
	}
	h.silent = 0
	why := fmt.Sprintf("gave no answer %d times in a row (the last: %v)", maxSilent, inner(failed))
	failed.Err = f.park(ctx, h, u, silentRest, why)
	return failed
}

// explain says what a failed request means for a person.
func explain(u *url.URL, err error, tries int) *stackhound.Fault {
	kind := kindOf(err)
	said := inner(err)
	switch {
	case kind == stackhound.FaultBlocked:
		return fault(kind, u, stackhound.Errorf(stackhound.CodeRefused, "%s is not asked for: %w", u.Redacted(), said).
			WithHint("private networks are reached only when crawler.allow names them, other ports only with --set"))
	case kind == stackhound.FaultTooLarge, kind == stackhound.FaultBadEncoding:
		return fault(kind, u, stackhound.Errorf(stackhound.CodeInvalid, "%s: %w", u.Redacted(), said))
	case kind == stackhound.FaultTimeout:
		return fault(kind, u, stackhound.Errorf(stackhound.CodeUnavailable, "%s gave no whole answer within the time allowed: %w", u.Redacted(), said))
	case tries > 1:
		return fault(kind, u, stackhound.Errorf(stackhound.CodeUnavailable, "%s did not answer after %d tries: %w", u.Redacted(), tries, said))
	}
	return fault(kind, u, stackhound.Errorf(stackhound.CodeUnavailable, "%s did not answer as it should: %w", u.Redacted(), said))
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
	var packed []byte
	f.collector.Context = safehttp.WithPacked(safehttp.WithMeter(ctx, &wire), &packed)
	h := header.Clone()
	if h == nil {
		h = http.Header{}
	}
	method, body := http.MethodGet, io.Reader(nil)
	if f.body != nil {
		method, body = http.MethodPost, bytes.NewReader(f.body)
	} else {
		h.Del("Content-Type")
	}
	err := f.collector.Request(method, u.String(), body, nil, h)
	f.cost.Requests++
	f.cost.Bytes += wire.Load()
	a := f.tap.page
	a.packed = packed
	return &a, err
}
