package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"stackhound"
)

// grace is how long a request that was begun within budget.time may go on after it.
const grace = 2 * time.Minute

// overBudget ends a run that has taken all it may.
type overBudget struct{ key, what string }

func (o overBudget) Error() string {
	return fmt.Sprintf("the run ended after %s, which is its %s; the next one goes on from there", o.what, o.key)
}

func isOver(err error) bool {
	var over overBudget
	return errors.As(err, &over)
}

// limit bounds the run's time also where a request hangs.
func (p *pass) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, p.budget.Time+grace, overBudget{"budget.time", p.budget.Time.String()})
}

// spent tells before each request whether the run may make another.
func (p *pass) spent() error {
	switch b := p.budget; {
	case p.run.Requests >= b.Pages:
		return overBudget{"budget.pages", fmt.Sprintf("%d requests", p.run.Requests)}
	case p.run.Bytes >= b.Bytes:
		return overBudget{"budget.bytes", fmt.Sprintf("%d bytes", p.run.Bytes)}
	case p.Clock.Now().Sub(p.run.Started) >= b.Time:
		return overBudget{"budget.time", b.Time.String()}
	}
	return nil
}

// noteCut says of a run whose list was read whole that not all of its pages were asked for.
func (p *pass) noteCut() {
	if p.cut != nil && p.run.Verdict == stackhound.VerdictOK && p.failure(p.cut) == nil {
		p.run.Verdict, p.run.Note = stackhound.VerdictPartial, p.note(p.cut.Error())
	}
}

const (
	maxBarren  = 10 // pages of a list in a row without a job that none before it showed
	maxDepth   = 20 // segments of the path of a list's page, as in Heritrix's TooManyPathSegmentsDecideRule
	maxRepeats = 2  // times a segment may stand in it, as in Heritrix's PathologicalPathDecideRule
)

// onward returns the next page of the list, or an error where the list seems to be a trap:
// it has no end, or links that grow as they are followed.
func (p *pass) onward(next string, news bool) (string, error) {
	p.barren++
	if news {
		p.barren = 0
	}
	if next == "" {
		return "", nil
	}
	if p.barren >= maxBarren {
		return "", p.invalid("%d pages of its list in a row showed nothing new, so it is left before %s", p.barren, next)
	}
	if grows(next) {
		return "", p.invalid("the next page of its list, %.200s, looks like one of endless many: its path has over %d segments or repeats one", next, maxDepth)
	}
	return next, nil
}

// grows tells by the path of an address whether it may come of links that lead ever deeper.
func grows(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	segments := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	times := map[string]int{}
	for _, s := range segments {
		if times[s]++; times[s] > maxRepeats {
			return true
		}
	}
	return len(segments) > maxDepth
}
