package crawler

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"stackhound"
	"stackhound/lexicon/fold"
)

// inspect holds a listing, which has the fields given, against what is known of it and of its board, and says why it
// has to wait for the run's verdict, "" if it need not.
func (p *pass) inspect(l stackhound.Listing, has []string) (why stackhound.HeldWhy, err error) {
	was, known, err := p.before(l.ID)
	if err != nil {
		return "", err
	}
	if known {
		why = p.waits(was, l, has)
	} else {
		why = p.incomplete(has)
		p.fresh = append(p.fresh, saying(l))
	}
	p.look()
	if why == "" && (p.doubt != "" || p.replay) {
		why = stackhound.HeldAfter
	}
	return why, nil
}

// before returns what is stored of a listing.
func (p *pass) before(id string) (l stackhound.Listing, known bool, err error) {
	if _, known = p.known[id]; !known {
		return l, false, nil
	}
	l, err = p.Listings.Get(p.keep, stackhound.ListingKey{Board: p.board.Name, ID: id})
	if err != nil {
		return l, false, storeError{err}
	}
	return l, true, nil
}

// waits says why a known listing has to wait that is read again.
func (p *pass) waits(was, is stackhound.Listing, has []string) stackhound.HeldWhy {
	p.again++
	lost := slices.DeleteFunc(filled(was), func(name string) bool { return slices.Contains(has, name) })
	needed := slices.DeleteFunc(slices.Clone(lost), func(name string) bool { return !p.must(name) })
	for _, name := range needed {
		if p.emptied == nil {
			p.emptied = map[string]int{}
		}
		p.emptied[name]++
	}
	other := differs(was.Title, is.Title) || differs(was.Company, is.Company)
	if other {
		p.altered++
	}
	switch {
	case is.State == stackhound.ListingClosed && was.State != stackhound.ListingClosed:
		return stackhound.HeldClosed
	case len(needed) > 0:
		if p.doubt == "" {
			p.carried = append(p.carried, carry(was, is))
		}
		return stackhound.HeldBlanked
	case other, len(lost) > 0, 2*textLen(is) < textLen(was):
		return stackhound.HeldEdited
	}
	return ""
}

// incomplete tells whether a new listing lacks what all of its board have.
func (p *pass) incomplete(has []string) stackhound.HeldWhy {
	for name := range p.usual.filled {
		if p.must(name) && !slices.Contains(has, name) {
			return stackhound.HeldIncomplete
		}
	}
	return ""
}

// must tells whether all listings of the board have a field that its file reads.
func (p *pass) must(field string) bool { return p.usual.has(field) && p.reads(field) }

// carry returns a listing as it is now, with what it lost kept from what it was: on the
// word of a page or two nothing is taken that all listings of the board have.
func carry(was, is stackhound.Listing) stackhound.Listing {
	is.Title, is.Company, is.Location, is.Salary = cmp.Or(is.Title, was.Title), cmp.Or(is.Company, was.Company), cmp.Or(is.Location, was.Location), cmp.Or(is.Salary, was.Salary)
	if is.ApplyURL == "" {
		is.ApplyURL = was.ApplyURL
	}
	if textLen(is) == 0 {
		is.Description, is.HTML = was.Description, was.HTML
	}
	if len(is.Tags) == 0 {
		is.Tags = was.Tags
	}
	if is.Posted.IsZero() {
		is.Posted = was.Posted
	}
	if is.Expires.IsZero() {
		is.Expires = was.Expires
	}
	is.Stated = carryStated(was.Stated, is.Stated)
	return is
}

func carryStated(was, is stackhound.Stated) stackhound.Stated {
	for _, f := range []struct{ is, was *[]string }{
		{&is.Workplace, &was.Workplace}, {&is.Employment, &was.Employment}, {&is.Level, &was.Level}, {&is.Regions, &was.Regions}, {&is.Category, &was.Category},
	} {
		if len(*f.is) == 0 {
			*f.is = *f.was
		}
	}
	if is.PayMin+is.PayMax == 0 {
		is.PayMin, is.PayMax, is.Currency, is.Period = was.PayMin, was.PayMax, was.Currency, was.Period
	}
	return is
}

// differs tells whether two names, both given, have no word in common.
func differs(was, is string) bool {
	if was == "" || is == "" {
		return false
	}
	words := fold.Words(was)
	return !slices.ContainsFunc(fold.Words(is), func(w string) bool { return slices.Contains(words, w) })
}

func textLen(l stackhound.Listing) int { return len(l.Description) + len(l.HTML) }

// hold has a listing wait. What is stored of it stays as it is, and counts as seen; until
// it is let through, no more is remembered of its page than that it was asked for, so that
// the next run reads it again.
func (p *pass) hold(r found, l stackhound.Listing, why stackhound.HeldWhy) error {
	p.holdBack(l, why)
	p.loose = true
	if p.doubt == "" {
		p.waitingPages = append(p.waitingPages, found{page: r.page, shown: r.shown})
	}
	if own, ok := p.own[l.ID]; ok && !p.replay {
		own.Asked = p.Clock.Now()
		p.learn(own, shownOn(own))
	}
	if p.living(l.ID) && !p.replay {
		p.touches = append(p.touches, l.ID)
	}
	return p.flushFull()
}

// holdEnd has the end of a listing wait, of which no more is known.
func (p *pass) holdEnd(id string, why stackhound.ClosedWhy) {
	key := stackhound.ListingKey{Board: p.board.Name, ID: id}
	p.holdBack(stackhound.Listing{ListingKey: key, State: stackhound.ListingClosed, ClosedWhy: why}, stackhound.HeldClosed)
}

func (p *pass) holdBack(l stackhound.Listing, why stackhound.HeldWhy) {
	p.holds = append(p.holds, stackhound.Held{Listing: l, Why: why})
	if why == stackhound.HeldClosed {
		p.closing++
	}
}

// flushHeld stores what waits.
func (p *pass) flushHeld() error {
	if len(p.holds) == 0 {
		return nil
	}
	err := p.Quarantine.Hold(p.keep, p.run, p.holds)
	if err != nil && stackhound.CodeOf(err) != stackhound.CodeInvalid {
		return storeError{err}
	}
	refused := parts(err)
	for _, r := range refused {
		p.bad(p.board.Name, r)
	}
	p.run.Held += len(p.holds) - len(refused)
	p.holds = nil
	return nil
}

// A run that would close more than half of what is open on a board, and more than
// fewClosed, is not believed at once: more often the site is in trouble than that many
// jobs are gone. The second run in a row that comes to it is. After a week in which the
// board was not read whole it takes nine tenths. The bounds are our own.
const (
	fewClosed  = 10
	longUnread = 7 * 24 * time.Hour
)

// tooManyClosed says why so many closings wait, "" if they need not.
func (p *pass) tooManyClosed(closing int) string {
	if p.goneShown >= manyAside && 2*p.goneShown > p.details && !p.closingRepeats() {
		return fmt.Sprintf("%d of %d jobs' pages asked for are gone although the list shows the jobs: they close if the next run finds the same", p.goneShown, p.details)
	}
	if n, err := p.countRenamed(); err == nil { // the store tells of its failure again when it is written to
		closing -= n
	}
	if closing <= fewClosed || p.believed || p.closingRepeats() {
		return ""
	}
	open := 0
	for id := range p.known {
		if p.living(id) {
			open++
		}
	}
	most := open / 2
	if at := slices.IndexFunc(p.earlier, func(r stackhound.Run) bool { return r.Complete }); at >= 0 && p.run.Started.Sub(p.earlier[at].Started) > longUnread {
		most = open * 9 / 10
	}
	if closing <= most {
		return ""
	}
	return fmt.Sprintf("%d of %d open listings would close at once: they do if the next run finds the same", closing, open)
}

// closingRepeats tells whether the run before had closings wait.
func (p *pass) closingRepeats() bool { return len(p.earlier) > 0 && p.earlier[0].HeldClosed > 0 }

// settle lets through what waits where the run's verdict allows it. What all listings of
// the board have is not taken from one that had it on the word of a few pages.
func (p *pass) settle() error {
	if why := p.tooManyClosed(p.closing); why != "" && p.run.Verdict != stackhound.VerdictSuspect {
		p.suspect(why)
		p.run.HeldClosed = p.closing
	}
	if p.run.Verdict != stackhound.VerdictSuspect {
		counts, err := p.release()
		if err != nil {
			return err
		}
		p.run.Add(counts)
		p.run.Held = 0
		if !p.replay {
			p.puts = append(p.puts, p.carried...)
		}
		for _, r := range p.waitingPages {
			p.remember(r)
		}
		if err := p.flush(); err != nil {
			return err
		}
	}
	if !p.run.Whole || p.run.Verdict == stackhound.VerdictEmpty || p.replay {
		return nil
	}
	return p.Quarantine.DropBefore(p.keep, p.run)
}

func (p *pass) release() (stackhound.PutCounts, error) {
	if p.replay {
		return p.Quarantine.Release(p.keep, p.run, stackhound.CauseRederived)
	}
	return p.Quarantine.Release(p.keep, p.run, "", stackhound.HeldBlanked)
}
