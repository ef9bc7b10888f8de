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
	"stackhound/internal/safehttp"
)

// Of robots.txt files, by RFC 9309.
const (
	robotsBytes  = 500 << 10       // read of one at most (2.5)
	robotsFresh  = 24 * time.Hour  // a file is used for (2.4)
	robotsFailed = 5 * time.Minute // until one that could not be had is asked for again
)

// allowed returns nil if the host may be asked for an address now. The caller holds the
// host's slot, so that a robots.txt is asked for once, whoever waits for it.
func (f *fetcher) allowed(ctx context.Context, h *host, u *url.URL) error {
	if err := f.remember(ctx, h, u); err != nil {
		return err
	}
	now := f.web.Clock.Now()
	if h.parked != nil && now.Before(h.parked.Until) {
		return fault(stackhound.FaultParked, u, h.parked)
	}
	h.parked = nil
	if !now.Before(h.fresh) {
		if err := f.learn(ctx, h, u); err != nil {
			return err
		}
	}
	if h.refused != nil {
		return fault(h.refused.Kind, u, h.refused.Err)
	}
	if !h.rules.allow(withQuery(u, f.tap.secrets.Query)) {
		return fault(stackhound.FaultRobots, u, stackhound.Errorf(stackhound.CodeRefused, "robots.txt of %s does not allow %.200s", u.Host, u.RequestURI()))
	}
	return f.unreserved(ctx, h, u)
}

// learn gets the host's robots.txt. A file that is not there allows everything; one that
// cannot be had for now, or that leads where nothing may be asked for, forbids everything
// (2.3.1.3 and 2.3.1.4).
func (f *fetcher) learn(ctx context.Context, h *host, u *url.URL) error {
	if err := f.afford(u); err != nil {
		return err
	}
	address := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}).String()
	status, body, err := f.getRobots(ctx, u, address)
	h.refused = nil
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, safehttp.ErrBlocked):
		return f.refuse(h, u, err, address)
	case errors.Is(err, safehttp.ErrRedirects):
		status = http.StatusNotFound // (2.3.1.2)
	case err != nil:
		return f.withoutRobots(ctx, h, u, kindOf(err), "could not be asked for its robots.txt ("+inner(err).Error()+")")
	case status == http.StatusTooManyRequests || status >= 500:
		return f.withoutRobots(ctx, h, u, stackhound.FaultRobots, fmt.Sprintf("answered %d for its robots.txt", status))
	}
	h.rules = rules{}
	if status >= 200 && status < 300 {
		h.rules = parseRobots(body, f.web.Product)
	} else {
		f.web.Log.Info("no robots.txt: everything is allowed", "host", u.Host, "status", status)
	}
	now := f.web.Clock.Now()
	h.fresh = now.Add(robotsFresh)
	h.next = now.Add(f.gap(u, h))
	return nil
}

// withoutRobots leaves a host alone whose robots.txt cannot be had for now.
func (f *fetcher) withoutRobots(ctx context.Context, h *host, u *url.URL, kind stackhound.FaultKind, why string) error {
	failed := fault(kind, u, f.park(ctx, h, u, robotsFailed, why))
	failed.Step = stackhound.StepRobots
	return failed
}

// refuse deals with a robots.txt that may not be asked for. If the host itself sent us
// there, it was asked something, and is left alone for a while.
func (f *fetcher) refuse(h *host, u *url.URL, err error, address string) error {
	refused := explain(u, err, 1)
	refused.Step = stackhound.StepRobots
	var where *url.Error
	if errors.As(err, &where) && where.URL != address {
		now := f.web.Clock.Now()
		h.refused, h.fresh, h.next = refused, now.Add(robotsFailed), now.Add(f.gap(u, h))
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
	defer f.robots.CloseIdleConnections() // nothing else is asked for over them
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	if kind := res.Header.Get("Content-Type"); strings.Contains(kind, "html") {
		f.web.Log.Info("robots.txt is a page", "host", u.Host, "type", kind)
	}
	return res.StatusCode, body, err
}
