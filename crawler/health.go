package crawler

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stackhound"
)

// judge gives the run its verdict and note. Only a run whose whole list was read, and
// that looks like the runs before it, is complete and may close what it did not see.
func (p *pass) judge(ctx context.Context, ended error) {
	if p.waiting > 0 {
		p.log.Info("listings wait for the next run", "count", p.waiting, "detail.max", p.maxDetails())
	}
	verdict, note := p.verdict(ctx, ended)
	p.run.Verdict, p.run.Note = verdict, p.note(note)
	p.run.Complete = ctx.Err() == nil && (verdict == stackhound.VerdictOK || verdict == stackhound.VerdictEmpty && p.staysEmpty())
}

// note makes a sentence the note of a run: it names the board once, and what the board
// sent cannot make it long.
func (p *pass) note(sentence string) string {
	if sentence == "" {
		return ""
	}
	name := "board " + p.board.Name + ": "
	sentence = name + strings.TrimPrefix(sentence, name)
	if len(sentence) > maxNote {
		sentence = strings.ToValidUTF8(sentence[:maxNote], "") + "…"
	}
	return sentence
}

func (p *pass) verdict(ctx context.Context, ended error) (stackhound.Verdict, string) {
	items, errs := p.run.Items, p.run.Errors-p.missed
	note := ""
	if ended != nil {
		note = ended.Error()
	}
	if ctx.Err() != nil && !isOver(ended) {
		note = "the run was stopped before the end of the list"
	}
	switch was, less := shrunken(items, p.earlier); {
	case ended != nil && items == 0, p.failure(ended) != nil:
		return stackhound.VerdictFailed, note
	case ended != nil:
		return stackhound.VerdictPartial, note
	case errs > 0 && errs >= p.rows:
		return stackhound.VerdictFailed, fmt.Sprintf("none of the %d items could be read; the last: %v", p.rows, p.lastBad)
	case items == 0:
		return stackhound.VerdictEmpty, "it answered, but its list has no items: it is empty, or items.select no longer fits"
	// A quarter is a plain judgement: fewer broken items are the board's own, more are a change of its pages.
	case errs*4 > p.rows:
		return stackhound.VerdictPartial, fmt.Sprintf("%d of %d items could not be read; the last: %v", errs, p.rows, p.lastBad)
	case less:
		return stackhound.VerdictPartial, fmt.Sprintf("only %d items where the last complete run saw %d: nothing is closed until this repeats", items, was)
	}
	return stackhound.VerdictOK, ""
}

const (
	maxNote     = 1 << 10 // bytes of a run's note
	shrinkFrom  = 10      // items below which a list may come and go as it likes
	shrinkTimes = 2       // earlier runs that saw the same smaller list until it is believed
)

// staysEmpty tells whether a list without items is to be believed: it is so for the third
// time in a row, and the board was read whole before.
func (p *pass) staysEmpty() bool {
	if p.run.First || len(p.earlier) < shrinkTimes {
		return false
	}
	return !slices.ContainsFunc(p.earlier[:shrinkTimes], func(r stackhound.Run) bool { return r.Verdict != stackhound.VerdictEmpty })
}

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
