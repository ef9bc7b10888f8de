package fetch

import (
	"context"
	"net/url"
	"time"

	"stackhound/crawler"
)

// park has a host left alone for a while, by this process and, through the store, by every
// other and after a restart. It returns the error that says so.
func (f *fetcher) park(ctx context.Context, h *host, u *url.URL, wait time.Duration, why string) *crawler.Later {
	h.parked = &crawler.Later{Host: u.Host, Until: f.web.Clock.Now().Add(wait), Why: why}
	if f.web.Hosts == nil {
		return h.parked
	}
	// Kept even when the run is told to stop: the host has asked.
	if err := f.web.Hosts.Park(context.WithoutCancel(ctx), h.key, h.parked.Until, why); err != nil {
		f.web.Log.Error("that a host wants to be left alone could not be stored", "host", u.Host, "error", err)
	}
	return h.parked
}

// remember asks the store, once for each host and run, whether another process or an
// earlier one was told to leave the host alone.
func (f *fetcher) remember(ctx context.Context, h *host, u *url.URL) error {
	if f.web.Hosts == nil || f.asked[h.key] {
		return nil
	}
	p, err := f.web.Hosts.Parked(ctx, h.key, f.web.Clock.Now())
	if err != nil {
		return err
	}
	f.asked[h.key] = true
	if h.parked == nil || p.Until.After(h.parked.Until) {
		h.parked = &crawler.Later{Host: u.Host, Until: p.Until, Why: p.Why}
	}
	return nil
}
