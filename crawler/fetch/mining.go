package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"stackhound"
)

// Of the TDM Reservation Protocol of W3C's community group (TDMRep): a host reserves the
// rights to mine its pages by a header of each, by a meta element in the head of each, or
// by a file of patterns. Patterns are matched as those of robots.txt are, the longest
// deciding. One of the three is enough, whatever the others say.
const (
	miningPath  = "/.well-known/tdmrep.json"
	miningFresh = 24 * time.Hour // a file, or its absence, is believed for
	maxMining   = 1000           // patterns of a file that are read
)

// reserved tells how an answer, whose text is given, says that the rights to it are
// reserved; "" if it does not.
func (p *page) reserved(text []byte) (how string) {
	if p.status >= 300 {
		return ""
	}
	if strings.TrimSpace(p.header.Get("Tdm-Reservation")) == "1" {
		return "its answer says tdm-reservation: 1"
	}
	yes, policy := metaReserves(text, p.kind)
	switch {
	case !yes:
		return ""
	case policy != "":
		return "its head says tdm-reservation: 1, under the policy at " + policy
	}
	return "its head says tdm-reservation: 1"
}

func reserved(u *url.URL, why string) error {
	return fault(stackhound.FaultReserved, u, stackhound.Errorf(stackhound.CodeRefused, "%s is not used, since its host reserves the rights to text and data mining: %s", u.Redacted(), why).
		WithHint("ask the host for its permission, or set enabled: false in the board file"))
}

// unreserved returns nil unless the host's file reserves the rights to an address. The
// operator's own server on this machine is not asked for one.
func (f *fetcher) unreserved(ctx context.Context, h *host, u *url.URL) error {
	if f.own(u) {
		return nil
	}
	if !f.web.Clock.Now().Before(h.asksTDM) {
		if err := f.learnMining(ctx, h, u); err != nil {
			return err
		}
	}
	if h.reserved.allow(withQuery(u, f.tap.secrets.Query)) {
		return nil
	}
	return reserved(u, "its "+miningPath+" names the page")
}

// learnMining gets the host's file. One that is not there reserves nothing, nor does one
// that cannot be had or read, which is asked for again soon.
func (f *fetcher) learnMining(ctx context.Context, h *host, u *url.URL) error {
	where := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: miningPath}
	h.reserved, h.asksTDM = rules{}, f.web.Clock.Now().Add(miningFresh)
	if !h.rules.allow(where) {
		return nil
	}
	if err := h.pause(ctx, f.web.Clock, f.next); err != nil {
		return err
	}
	if err := f.afford(u); err != nil {
		h.asksTDM = time.Time{}
		return err
	}
	status, body, err := f.getRobots(ctx, u, where.String())
	now := f.web.Clock.Now()
	h.next = now.Add(f.gap(u, h))
	switch {
	case ctx.Err() != nil:
		h.asksTDM = time.Time{}
		return context.Cause(ctx)
	case err != nil || status == http.StatusTooManyRequests || status >= 500:
		h.asksTDM = now.Add(robotsFailed)
		f.web.Log.Info("a host's word on text and data mining could not be had", "host", u.Host, "status", status, "error", err)
	case status < 300:
		h.reserved = parseMining(body)
	}
	return nil
}

// parseMining reads a file as rules in which what is reserved is not allowed.
func parseMining(body []byte) (r rules) {
	var entries []struct {
		Location    string `json:"location"`
		Reservation any    `json:"tdm-reservation"`
	}
	if json.Unmarshal(body, &entries) != nil {
		return r
	}
	for _, e := range entries[:min(len(entries), maxMining)] {
		if e.Location != "" {
			r.lines = append(r.lines, rule{normalise(e.Location), fmt.Sprint(e.Reservation) != "1"})
		}
	}
	return r
}
