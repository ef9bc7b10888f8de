package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

// longDue is for how long a delivery may be due before it is worth a word: the queue may
// lose one, which then comes again a minute later.
const longDue = 15 * time.Minute

// lookAtEmail goes to the mail server as a message would, and looks at what did not leave.
func (d *doctor) lookAtEmail(ctx context.Context, r *report) {
	mail, err := (&engine{app: d.app}).mail()
	if err == nil {
		err = mail.Check(ctx)
	}
	s := d.cfg.Email.SMTP
	switch {
	case err != nil:
		r.error(stateFail, err)
	case s.Host == "":
		r.note("no mail server is set: mail goes into files in %s", cmp.Or(d.cfg.Email.EMLDir, filepath.Join(d.dataDir, "mail")))
	case s.Username == "":
		r.note("%s takes mail, TLS %s, without login", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), s.TLS)
	default:
		r.note("%s takes mail, TLS %s, the login is right", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), s.TLS)
	}
	d.lookAtBacklog(ctx, r, stackhound.ChannelEmail)
}

// lookAtWebhook says where webhooks may go, which alerts may not, and looks at what did
// not leave.
func (d *doctor) lookAtWebhook(ctx context.Context, r *report) {
	w := d.cfg.Webhook
	schemes, networks := "https only", "public addresses only"
	if w.AllowHTTP {
		schemes = "https and http"
	}
	if len(w.Allow) > 0 {
		networks = "public addresses and " + strings.Trim(fmt.Sprint(w.Allow), "[]")
	}
	r.note("%s, to %s", schemes, networks)
	if refused := d.refusedHooks(ctx); len(refused) > 0 {
		r.warn("give these alerts https addresses, or set webhook.allow_http", "never sent to an http address: %s", some(refused))
	}
	d.lookAtBacklog(ctx, r, stackhound.ChannelWebhook)
}

// refusedHooks names the alerts whose address webhooks may not go to.
func (d *doctor) refusedHooks(ctx context.Context) []string {
	st, err := d.store()
	if err != nil || d.cfg.Webhook.AllowHTTP {
		return nil
	}
	people, _ := st.Profiles.List(ctx) // an error is told on the line clock
	var refused []string
	for _, p := range people {
		for _, a := range p.Alerts {
			if a.Channel == stackhound.ChannelWebhook && !strings.HasPrefix(strings.ToLower(a.URL), "https://") {
				refused = append(refused, p.ID+"/"+a.Name)
			}
		}
	}
	return refused
}

// lookAtBacklog looks at the deliveries of a channel that were given up or are long due.
func (d *doctor) lookAtBacklog(ctx context.Context, r *report, channel string) {
	st, err := d.store()
	if err != nil {
		if !missing(err) {
			r.unknown("what waits")
		}
		return
	}
	backlog, err := st.Deliveries.Backlog(ctx)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	for _, b := range backlog {
		if b.Channel == channel {
			judgeBacklog(b, d.clock.Now().Sub(b.Oldest), r)
		}
	}
}

// judgeBacklog says what it means that deliveries stand in a state, the oldest for a time.
func judgeBacklog(b stackhound.Backlog, age time.Duration, r *report) {
	switch {
	case b.State == stackhound.DeliveryDead:
		r.warn("stackhound alerts list --state dead says why; stackhound alerts replay sends one again", "given up: %d", b.Count)
	case age > longDue:
		r.warn("see on the line processes whether serve runs; stackhound alerts list --state "+string(b.State)+" shows them",
			"%d wait, the oldest due for %s", b.Count, ageOf(age))
	default:
		r.note("%d wait", b.Count)
	}
}

// ageOf writes a time that has gone by without more than people want to know.
func ageOf(age time.Duration) string {
	switch {
	case age >= 48*time.Hour:
		return count(int(age.Hours()/24), "day")
	case age >= 2*time.Hour:
		return count(int(age.Hours()), "hour")
	}
	return count(int(age.Minutes()), "minute")
}
