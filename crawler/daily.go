package crawler

import (
	"context"
	"fmt"
	"time"

	"stackhound"
)

// budgetOver is the time a board's daily_requests are counted over.
const budgetOver = 24 * time.Hour

// budgeted is a fetcher that makes no more requests than a board may have in a day.
type budgeted struct {
	Fetcher
	left  int
	spent *Later // what is said when none are left
}

// daily returns the fetcher of a run that keeps to the board's daily_requests, counted
// over those of its runs, newest first, that the last 24 hours saw. A run that died with its process is counted
// with what it had stored, which is nothing.
func daily(b stackhound.Board, f Fetcher, runs []stackhound.Run, now time.Time) Fetcher {
	if b.DailyRequests == 0 {
		return f
	}
	spent := &Later{
		Host: hostOf(b.Base), Until: now.Add(budgetOver),
		Why: fmt.Sprintf("was sent the %d requests a day that daily_requests of board %s allows", b.DailyRequests, b.Name),
	}
	left := b.DailyRequests
	for _, r := range runs {
		if ends := later(r.Started, r.Finished).Add(budgetOver); ends.After(now) && r.Requests > 0 {
			left -= r.Requests
			spent.Until = ends // of the oldest: runs come newest first
		}
	}
	return &budgeted{f, left, spent}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Fetch asks for a page with what is left.
func (f *budgeted) Fetch(ctx context.Context, r Request) (Response, error) {
	if f.left <= 0 {
		return Response{}, f.over(r.URL)
	}
	r.Most = f.left
	res, err := f.Fetcher.Fetch(ctx, r)
	f.left -= res.Requests
	if fault := stackhound.FaultOf(err); fault != nil && fault.Kind == stackhound.FaultBudget {
		err = f.over(r.URL)
	}
	return res, err
}

func (f *budgeted) over(address string) error {
	return &stackhound.Fault{Kind: stackhound.FaultBudget, Host: hostOf(address), URL: address, Err: f.spent}
}
