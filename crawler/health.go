package crawler

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"stackhound"
)

// judge gives the run its verdict and note. Only a run whose whole list was read, and
// that looks like the runs before it, is complete and may close what it did not see.
func (p *pass) judge(ctx context.Context, ended error) error {
	if p.waiting > 0 {
		p.log.Info("listings wait for the next run", "count", p.waiting, "detail.max", p.maxDetails())
	}
	earlier, err := p.Runs.Last(p.keep, p.board.Name, 10)
	if err != nil {
		return err
	}
	earlier = slices.DeleteFunc(earlier, func(r stackhound.Run) bool { return r.Finished.IsZero() })
	p.run.Verdict, p.run.Note = p.verdict(ctx, ended, earlier)
	p.run.Complete = p.run.Verdict == stackhound.VerdictOK
	return nil
}

func (p *pass) verdict(ctx context.Context, ended error, earlier []stackhound.Run) (stackhound.Verdict, string) {
	items, errs := p.run.Items, p.run.Errors
	note := ""
	if ended != nil {
		note = ended.Error()
	}
	if ctx.Err() != nil && !errors.Is(ended, errTooLong) {
		note = "the run was stopped before the end of the list"
	}
	switch was, less := shrunken(items, earlier); {
	case ended != nil && items == 0, p.failure(ended) != nil:
		return stackhound.VerdictFailed, note
	case ended != nil:
		return stackhound.VerdictPartial, note
	case items == 0 && errs > 0:
		return stackhound.VerdictFailed, fmt.Sprintf("none of the %d items could be read; the last: %v", errs, p.lastBad)
	case items == 0:
		return stackhound.VerdictEmpty, "the board answered, but its list has no items: it is empty, or items.select no longer fits"
	// A quarter is a plain judgement: fewer broken items are the board's own, more are a change of its pages.
	case errs*4 > p.rows:
		return stackhound.VerdictPartial, fmt.Sprintf("%d of %d items could not be read; the last: %v", errs, p.rows, p.lastBad)
	case less:
		return stackhound.VerdictPartial, fmt.Sprintf("only %d items where the last complete run saw %d: nothing is closed until this repeats", items, was)
	}
	return stackhound.VerdictOK, ""
}

const (
	shrinkFrom  = 10 // items below which a list may come and go as it likes
	shrinkTimes = 2  // earlier runs that saw the same smaller list until it is believed
)

// shrunken tells whether a list is less than half of what the last complete run saw,
// which is more often a fault than news. earlier runs come newest first. A list that is
// as short for the third time in a row is believed.
func shrunken(items int, earlier []stackhound.Run) (was int, yes bool) {
	last := slices.IndexFunc(earlier, func(r stackhound.Run) bool { return r.Complete })
	if last < 0 {
		return 0, false
	}
	was = earlier[last].Items
	if was < shrinkFrom || items*2 >= was {
		return was, false
	}
	alike := 0
	for alike < last && earlier[alike].Items > 0 && earlier[alike].Items <= 2*items && items <= 2*earlier[alike].Items {
		alike++
	}
	return was, alike < shrinkTimes
}
