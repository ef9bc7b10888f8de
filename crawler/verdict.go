package crawler

import (
	"cmp"
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
	empty := verdict == stackhound.VerdictEmpty && p.staysEmpty()
	p.believed = p.believed || empty
	p.run.Whole = ctx.Err() == nil && ended == nil
	p.run.Complete = ctx.Err() == nil && (verdict == stackhound.VerdictOK || empty)
}

// suspect makes the run one that waits, for a reason found after its list was judged.
func (p *pass) suspect(why string) {
	p.run.Verdict, p.run.Note, p.run.Complete = stackhound.VerdictSuspect, p.note(why), false
}

// note makes a sentence the note of a run: it names the board once, and what the board
// sent cannot make it long.
func (p *pass) note(sentence string) string {
	if sentence == "" {
		return ""
	}
	name := "board " + p.board.Name + ": "
	return clip(name+strings.TrimPrefix(sentence, name), maxNote)
}

// clip cuts a text that has more than n bytes, and says so by a sign.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
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
	switch was, strange := p.usual.length(items); {
	case ended != nil && items == 0, p.failure(ended) != nil:
		return stackhound.VerdictFailed, note
	case errs > 0 && errs >= p.rows:
		return stackhound.VerdictFailed, fmt.Sprintf("none of the %d items could be read; the last: %v", p.rows, p.lastBad)
	case p.doubt != "":
		return stackhound.VerdictSuspect, cmp.Or(p.strange(), p.doubt)
	case ended != nil:
		return stackhound.VerdictPartial, note
	case items == 0:
		return stackhound.VerdictEmpty, "it answered, but its list has no items: it is empty, or items.select no longer fits"
	// A quarter is a plain judgement: fewer broken items are the board's own, more are a change of its pages.
	case errs*4 > p.rows:
		return stackhound.VerdictPartial, fmt.Sprintf("%d of %d items could not be read; the last: %v", errs, p.rows, p.lastBad)
	case p.tooManyDead():
		return stackhound.VerdictPartial, p.tenantNote()
	case strange && !p.usual.repeated(items, p.earlier):
		return stackhound.VerdictSuspect, fmt.Sprintf("%d items, usually %d: nothing is closed until this repeats", items, was)
	case strange:
		p.believed = true
	}
	return stackhound.VerdictOK, p.tenantNote()
}

// maxNote bounds the note of a run, in bytes.
const maxNote = 1 << 10

// staysEmpty tells whether a list without items is to be believed: it is so for the third
// time in a row, and the board was read whole before.
func (p *pass) staysEmpty() bool {
	if p.run.First || len(p.earlier) < repeats {
		return false
	}
	return !slices.ContainsFunc(p.earlier[:repeats], func(r stackhound.Run) bool { return r.Verdict != stackhound.VerdictEmpty })
}
