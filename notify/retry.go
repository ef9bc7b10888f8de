package notify

import (
	"hash/fnv"
	"net/http"
	"strconv"
	"time"

	"stackhound"
)

// schedules say how long to wait after each failed attempt; after the last wait comes
// the last attempt. Webhooks follow the example of the Standard Webhooks specification
// (ten attempts in 75 h 35 m), e-mail goes on for under two days, as mail servers do.
var schedules = map[string][]time.Duration{
	stackhound.ChannelWebhook: {
		5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
		10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	},
	stackhound.ChannelEmail: {
		time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour,
		12 * time.Hour, 12 * time.Hour, 12 * time.Hour,
	},
}

// patience is the shortest wait for a receiver that is overloaded or does not answer.
const patience = time.Minute

// resultOf decides what becomes of a delivery after an attempt.
func resultOf(d stackhound.Delivery, o stackhound.Outcome, now time.Time) stackhound.DeliveryResult {
	r := stackhound.DeliveryResult{State: stackhound.DeliveryDead, At: now, Status: o.Status, Error: o.Err}
	waits := schedules[d.Channel]
	switch {
	case o.Sent:
		r.State, r.Error = stackhound.DeliverySent, ""
	case o.Gone:
		r.Reason = stackhound.DeadGone
	case o.Permanent:
		r.Reason = stackhound.DeadRefused
	case d.Attempts >= len(waits):
		r.Reason = stackhound.DeadExhausted
	default:
		r.State = stackhound.DeliveryPending
		r.NextAt = now.Add(wait(waits[d.Attempts], d, o))
	}
	return r
}

// wait returns how long to wait before the next attempt: what the receiver asked for, up
// to twice the schedule's wait, else the schedule's wait give or take a fifth, and never
// less than patience where that is due. The deviation follows from the id, so that
// deliveries that failed together do not come back together.
func wait(base time.Duration, d stackhound.Delivery, o stackhound.Outcome) time.Duration {
	var least time.Duration
	if o.Status == 0 || o.Status == http.StatusTooManyRequests {
		least = patience
	}
	base = max(base, least)
	if o.RetryAfter > 0 {
		return min(max(o.RetryAfter, base), 2*base)
	}
	base = max(base, least*5/4) // a fifth less is still enough
	h := fnv.New32a()
	_, _ = h.Write([]byte(d.ID + strconv.Itoa(d.Attempts)))
	return base*4/5 + base*2/5*time.Duration(h.Sum32()%1001)/1000
}
