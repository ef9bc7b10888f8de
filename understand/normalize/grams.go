package normalize

import "strings"

// grams tells which runs of three bytes a text has, give or take some that only seem so.
// Of the hundreds of phrases a text is searched for nearly all are not in it, and of
// nearly all of those it shows at a glance.
type grams [gramBits / 64]uint64

// gramBits is some times the runs of a long text, so that few seem to be there that are
// not, and little enough to be cleared for a line.
const (
	gramBits = 1 << gramLog
	gramLog  = 13
)

// add notes the runs of a text.
func (g *grams) add(text string) {
	if len(text) < 3 {
		return
	}
	run := uint32(text[0])<<8 | uint32(text[1])
	for i := 2; i < len(text); i++ {
		run = run<<8 | uint32(text[i])
		at := gram(run)
		g[at/64] |= 1 << (at % 64)
	}
}

// gram is the bit of the last three bytes of a run.
func gram(run uint32) uint32 { return (run & 0xffffff * 0x9e3779b1) >> (32 - gramLog) }

// may tells whether the text may hold a phrase; if not, it does not.
func (g *grams) may(phrase string) bool {
	if len(phrase) < 3 {
		return true
	}
	run := uint32(phrase[0])<<8 | uint32(phrase[1])
	for i := 2; i < len(phrase); i++ {
		run = run<<8 | uint32(phrase[i])
		if at := gram(run); g[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// searched is a text in which many phrases are looked for.
type searched struct {
	lower string
	held  grams
}

func newSearched(lower string) *searched {
	p := &searched{lower: lower}
	p.held.add(lower)
	return p
}

// count returns how many of several phrases stand in the text.
func (p *searched) count(list []string) int {
	n := 0
	for _, c := range list {
		if p.held.may(c) && wordAt(p.lower, c, 0) >= 0 {
			n++
		}
	}
	return n
}

// having returns those of several phrases that the text may hold.
func (p *searched) having(list []string) []string {
	var some []string
	for _, c := range list {
		if p.held.may(c) && strings.Contains(p.lower, c) {
			some = append(some, c)
		}
	}
	return some
}

// countIn returns how many of several phrases stand in a short text.
func countIn(lower string, list []string) int { return newSearched(lower).count(list) }
