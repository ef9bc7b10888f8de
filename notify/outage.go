package notify

import (
	"log/slog"
	"sync"
	"time"
)

// How long is waited before what failed is tried again: the pause doubles from the first
// to the longest.
const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
)

// outage paces attempts at something that is away for a while, such as the queue's
// server, and keeps the log to what is news. Several goroutines that try the same share
// one, so that eight of them are no eight times as hasty and as loud.
type outage struct {
	what string // what is tried, for the log: "relaying deliveries"
	log  *slog.Logger

	mu    sync.Mutex
	pause time.Duration // the present one; 0 while all is well
	until time.Time     // its end
	said  string        // the last error
}

// failed notes that an attempt failed at a time and returns how long to wait for the next
// one. It logs the first failure, each that makes the pause longer and each that is for
// another reason.
func (o *outage) failed(err error, now time.Time) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	news := o.said != err.Error()
	switch {
	case o.pause == 0 || now.Sub(o.until) > longestPause: // it took so long to fail that it must have worked meanwhile
		o.pause, o.until, news = firstPause, now.Add(firstPause), true
	case !now.Before(o.until):
		longer := min(2*o.pause, longestPause)
		news = news || longer > o.pause
		o.pause, o.until = longer, now.Add(longer)
	}
	o.said = err.Error()
	if news {
		o.log.Error(o.what+" failed, trying again", "error", err, "pause", o.pause)
	}
	return o.until.Sub(now)
}

// over notes that an attempt succeeded.
func (o *outage) over() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pause > 0 {
		o.log.Info(o.what + " works again")
	}
	o.pause, o.said = 0, ""
}
