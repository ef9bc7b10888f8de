package fetch

import (
	"context"
	"net/url"
	"strings"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/clock"
)

// maxHosts is how many hosts are remembered; redirects may lead to any number.
const maxHosts = 1000

// host is what is known of one host. All but slot is touched only by who holds the slot.
type host struct {
	key    string         // scheme and address
	slot   chan struct{}  // one request at a time
	next   time.Time      // no request before
	parked *crawler.Later // the host wants to be left alone
	rules  rules
	// refused is why robots.txt could not be asked for where the host says it is; nothing
	// is asked for then.
	refused *stackhound.Fault
	fresh   time.Time // rules and refused hold until

	reserved rules         // of its word on text and data mining: a path not allowed is reserved
	asksTDM  time.Time     // when that word is asked for (again)
	took     time.Duration // its last answer
	silent   int           // requests in a row without an answer
}

// host returns what is known of a URL's host. Schemes are apart, since robots.txt is.
func (w *Web) host(u *url.URL) *host {
	key := strings.ToLower(u.Scheme + "://" + u.Host)
	w.mu.Lock()
	defer w.mu.Unlock()
	h, ok := w.hosts[key]
	if !ok {
		if len(w.hosts) >= maxHosts {
			w.forget()
		}
		h = &host{key: key, slot: make(chan struct{}, 1)}
		w.hosts[key] = h
	}
	return h
}

// forget drops the hosts that nobody uses and that are not to be left alone now.
func (w *Web) forget() {
	now := w.Clock.Now()
	for key, h := range w.hosts {
		select {
		case h.slot <- struct{}{}:
			if h.parked == nil || !now.Before(h.parked.Until) {
				delete(w.hosts, key)
			}
			<-h.slot
		default:
		}
	}
}

// enter waits until nobody else talks to the host.
func (h *host) enter(ctx context.Context) error {
	select {
	case h.slot <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (h *host) leave() { <-h.slot }

// pause waits until the gap since the last request is over, and until a time that the
// caller may have besides.
func (h *host) pause(ctx context.Context, c clock.Clock, least time.Time) error {
	next := h.next
	if least.After(next) {
		next = least
	}
	if wait := next.Sub(c.Now()); wait > 0 {
		return c.Sleep(ctx, wait)
	}
	return nil
}
