package crawler

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// every is in how many runs each page comes around that the list has no news of.
const every = 7

// Dated is a node that says when what it leads to changed last, as a sitemap does.
type Dated interface {
	Node
	// Modified returns the date as written, "" when there is none.
	Modified() string
}

// lastmod is what a row's Dated value is kept under among its fields.
const lastmod = "lastmod"

// takeTurns asks again for those known pages of listings that were not asked for the
// longest, a seventh of those whose rows did not change: an edit that only the job's page
// shows is found within seven runs. A run that ends early leaves its rest as the oldest
// for the next.
func (p *pass) takeTurns(ctx context.Context) error {
	slices.SortStableFunc(p.turn, func(a, b sighted) int { return p.own[a.id].Asked.Compare(p.own[b.id].Asked) })
	n := min((len(p.turn)+every-1)/every, p.room())
	p.skip = 0
	for i, s := range p.turn[:n] {
		if err := p.takeTurn(ctx, s); err != nil {
			p.run.Skipped += len(p.turn) - i
			return err
		}
	}
	p.run.Skipped += len(p.turn) - n
	return nil
}

// room is how many pages of jobs may still be asked for.
func (p *pass) room() int {
	if p.board.Detail == nil {
		return 0
	}
	return max(p.maxDetails()-p.details, 0)
}

// takeTurn asks for the page of one listing, which the run has seen on the list already.
func (p *pass) takeTurn(ctx context.Context, s sighted) error {
	p.visitOwner(s.id)
	r, err := p.listing(ctx, s)
	switch {
	case errors.Is(err, errSame):
		return p.flushFull()
	case errors.Is(err, errGone):
		p.run.Unchanged--
		return p.gone(s.id)
	case ends(ctx, err):
		return err
	case err != nil:
		if softOf(err) == nil {
			p.missed++
			p.bad(s.page, err)
		}
		own := p.own[s.id]
		own.Asked = p.Clock.Now() // or it would come first in each run
		p.learn(own, shownOn(own))
		return nil
	}
	p.run.Unchanged--
	return p.store(r, s)
}

// wait has a listing the list has no news of wait for its turn, unless the list itself
// says when the page changed.
func (p *pass) wait(s sighted) {
	if p.board.Detail == nil || !p.ownHost(ownPage(s.values), s.page) {
		return
	}
	own, ok := p.own[s.id]
	if !ok {
		own = stackhound.Page{Board: p.board.Name, URL: ownPage(s.values), Listing: s.id}
		p.own[s.id] = p.learn(own, shown{Row: s.values, From: s.page})
	}
	if tells(first(s.values[lastmod]), own.Asked) {
		p.run.Skipped++
		return
	}
	p.turn = append(p.turn, s)
}

// outdated tells whether a listing's page is to be asked for although its row is as it was:
// the list says that it changed, or it is read by other rules now.
func (p *pass) outdated(s sighted) bool {
	own, ok := p.own[s.id]
	if !ok || own.Status == 0 {
		return false
	}
	return own.Rules != p.ownRules || own.Status >= 400 || // it was gone, and that did not come to count
		first(shownOn(own).Row[lastmod]) != first(s.values[lastmod])
}

// dayEnds is how long after its beginning in UTC a day may last somewhere on earth.
const dayEnds = 36 * time.Hour

// tells tells whether an unchanged lastmod proves that a page is as it was when it was
// asked for. One that names but a day does so only when that day was over by then.
func tells(modified string, asked time.Time) bool {
	t, err := ParseTime(modified, "")
	if modified == "" || err != nil || asked.IsZero() {
		return false
	}
	return strings.Contains(modified, "T") || asked.Sub(t) >= dayEnds
}
