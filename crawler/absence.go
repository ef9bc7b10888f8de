package crawler

import (
	"context"
	"errors"
	"slices"
	"time"

	"stackhound"
)

const (
	maxConfirm = 200     // pages asked for in one run to see whether jobs are gone
	never      = 1 << 30 // absences that close a listing whose page can be asked for
	// maxSilence is how long a listing stays open that neither a list of the newest shows
	// any more nor a page of its own can tell of. Our own bound: boards with an end date
	// mostly set 30 to 60 days.
	maxSilence = 45 * 24 * time.Hour
)

// absences deals with the listings a complete list no longer shows. Where jobs have
// pages of their own, these decide: a page that is gone closes its listing, one that
// stands leaves it missing. Elsewhere absence itself closes, at once if the board's list
// is known to be whole, else the second time. Of a list that may show but a part, absence
// says nothing: only pages that are gone close, or a silence of maxSilence.
func (p *pass) absences(ctx context.Context) error {
	unseen, err := p.Listings.Unseen(p.keep, p.run)
	if err != nil {
		return storeError{err}
	}
	var ask, rest []stackhound.Listing
	for _, l := range unseen {
		p.visitOwner(l.ID)
		switch {
		case p.board.Detail != nil && p.fate(l.ID) != fateFailed && p.ownHost(p.pageOf(l), p.board.Base):
			ask = append(ask, l)
		case !p.unsure(l.ID) || p.Clock.Now().Sub(l.LastSeen) > maxSilence:
			rest = append(rest, l)
		}
	}
	closed, missing, err := p.confirm(ctx, p.rotate(ask))
	if err != nil {
		return err
	}
	return p.mark(rest, missing, closed)
}

// mark has listings be missing, or closed where their absence is enough.
func (p *pass) mark(absent []stackhound.Listing, missing, closed []string) error {
	closeAfter := 2
	if p.board.Complete || p.part {
		closeAfter = 1
	}
	var going, staying []string
	for _, l := range absent {
		if closeAfter == 1 && !p.vanished(l.ID) || l.State == stackhound.ListingMissing {
			going = append(going, l.ID)
		} else {
			staying = append(staying, l.ID)
		}
	}
	if p.tooManyClosed(p.closing+len(going)) != "" {
		for _, id := range going {
			p.holdEnd(id, stackhound.ClosedAbsent)
		}
		missing = slices.Concat(missing, closed, going)
		going = nil
	}
	return errors.Join(p.absent(going, closeAfter), p.absent(staying, never), p.absent(missing, never))
}

// rotate puts the listings, which come by id, into an order that begins elsewhere in each
// run, so that all of them are asked for in time when there are more than one run may ask
// for.
func (p *pass) rotate(ls []stackhound.Listing) []stackhound.Listing {
	if len(ls) <= max(0, min(maxConfirm, p.budget.Pages-p.run.Requests)) {
		return ls
	}
	at := p.Pick(len(ls))
	return slices.Concat(ls[at:], ls[:at])
}

// confirm asks for the pages of unseen listings. It has the end of those wait that are
// over, and returns them beside those that are missing.
func (p *pass) confirm(ctx context.Context, ls []stackhound.Listing) (closed, missing []string, err error) {
	defer p.at(stackhound.StepConfirm)()
	var left []stackhound.Listing
	asking := true
	for i, l := range ls {
		why := stackhound.ClosedWhy("")
		if asking = asking && i < maxConfirm; asking {
			var err error
			why, err = p.whyOver(ctx, l)
			var later *Later
			if errors.As(err, &later) || ctx.Err() != nil || isOver(err) {
				asking = false
			}
		}
		if why != "" {
			p.holdEnd(l.ID, why)
			closed = append(closed, l.ID)
		} else if !p.unsure(l.ID) {
			left = append(left, l)
		}
	}
	for _, l := range left {
		if p.twinIsOver(l) {
			p.holdEnd(l.ID, stackhound.ClosedGone)
			closed = append(closed, l.ID)
		} else {
			missing = append(missing, l.ID)
		}
	}
	return closed, missing, p.flushHeld()
}

// whyOver asks for a listing's page and returns why the listing is over, "" if it is not
// or the page does not tell. A page without its job, and one that answers 200 in place of
// 404, is believed of a listing that was missing before; one that says that the job is
// over is believed at once.
func (p *pass) whyOver(ctx context.Context, l stackhound.Listing) (why stackhound.ClosedWhy, err error) {
	defer survive(&err, l.URL)
	p.visitOwner(l.ID)
	doc, err := p.detail(ctx, job{l.ID, p.pageOf(l), l.Title}, false)
	soft := softOf(err)
	switch {
	case doc.same:
		return "", nil
	case soft != nil && soft.stated:
		return stackhound.ClosedStated, nil
	case errors.Is(err, errGone), (soft != nil || errors.Is(err, ErrNoJob)) && l.State == stackhound.ListingMissing:
		return stackhound.ClosedGone, nil
	case soft != nil:
		return "", nil
	case err != nil:
		p.count(err)
		p.log.Info("a missing job's page does not tell", "url", l.URL, "error", err)
		return "", err
	case p.saysClosed(doc):
		return stackhound.ClosedStated, nil
	}
	return "", nil
}

func (p *pass) absent(ids []string, closeAfter int) error {
	if len(ids) == 0 {
		return nil
	}
	missing, closed, err := p.Listings.Absent(p.keep, p.run, ids, closeAfter, p.Clock.Now())
	if err != nil {
		return storeError{err}
	}
	p.run.Missing += missing
	p.run.Closed += closed
	return nil
}
