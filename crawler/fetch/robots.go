package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/safehttp"
)

// Of robots.txt files, by RFC 9309.
const (
	robotsBytes  = 500 << 10       // read of one at most (2.5)
	robotsMost   = 64 << 20        // announced or sent of one at most, the part that is not read included
	robotsFresh  = 24 * time.Hour  // a file is used for (2.4)
	robotsFailed = 5 * time.Minute // until one that could not be had is asked for again
)

// allowed returns nil if the host may be asked for an address now. The caller holds the
// host's slot, so that a robots.txt is asked for once, whoever waits for it.
func (f *fetcher) allowed(ctx context.Context, h *host, u *url.URL) error {
	now := f.web.Clock.Now()
	if h.parked != nil && now.Before(h.parked.Until) {
		return h.parked
	}
	h.parked = nil
	if !now.Before(h.fresh) {
		if err := f.learn(ctx, h, u); err != nil {
			return err
		}
	}
	if h.refused != nil {
		return h.refused
	}
	if !h.rules.allow(u) {
		return stackhound.Errorf(stackhound.CodeRefused, "robots.txt of %s does not allow %.200s", u.Host, u.RequestURI())
	}
	return nil
}

// learn gets the host's robots.txt. A file that is not there allows everything; one that
// cannot be had for now, or that leads where nothing may be asked for, forbids everything
// (2.3.1.3 and 2.3.1.4).
func (f *fetcher) learn(ctx context.Context, h *host, u *url.URL) error {
	address := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}).String()
	status, body, err := f.getRobots(ctx, u, address)
	now := f.web.Clock.Now()
	h.refused = nil
	var why string
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, safehttp.ErrBlocked):
		return f.refuse(h, u, err, address)
	case errors.Is(err, safehttp.ErrRedirects):
		status = http.StatusNotFound // (2.3.1.2)
	case err != nil:
		why = "could not be asked for its robots.txt (" + inner(err).Error() + ")"
	case status == http.StatusTooManyRequests || status >= 500:
		why = fmt.Sprintf("answered %d for its robots.txt", status)
	}
	if why != "" {
		h.parked = &crawler.Later{Host: u.Host, Until: now.Add(robotsFailed), Why: why}
		return h.parked
	}
	h.rules = rules{}
	if status >= 200 && status < 300 {
		h.rules = parseRobots(body, f.web.Product)
	} else {
		f.web.Log.Info("no robots.txt: everything is allowed", "host", u.Host, "status", status)
	}
	h.fresh = now.Add(robotsFresh)
	h.next = now.Add(f.gap(u, h.rules.delay))
	return nil
}

// refuse deals with a robots.txt that may not be asked for. If the host itself sent us
// there, it was asked something, and is left alone for a while.
func (f *fetcher) refuse(h *host, u *url.URL, err error, address string) error {
	refused := explain(u, err, 1)
	var where *url.Error
	if errors.As(err, &where) && where.URL != address {
		now := f.web.Clock.Now()
		h.refused, h.fresh, h.next = refused, now.Add(robotsFailed), now.Add(f.gap(u, 0))
	}
	return refused
}

func (f *fetcher) getRobots(ctx context.Context, u *url.URL, address string) (status int, body []byte, err error) {
	var wire atomic.Int64
	defer func() {
		f.cost.Requests++
		f.cost.Bytes += wire.Load()
	}()
	req, err := http.NewRequestWithContext(safehttp.WithMeter(ctx, &wire), http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	res, err := f.robots.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(io.LimitReader(res.Body, robotsBytes))
	if kind := res.Header.Get("Content-Type"); strings.Contains(kind, "html") {
		f.web.Log.Info("robots.txt is a page", "host", u.Host, "type", kind)
	}
	return res.StatusCode, body, err
}
