package normalize

import (
	"math"
	"testing"

	"stackhound"
)

// whole brings a pay to the form of the SEEK labels: whole numbers, no open bound.
func whole(p *stackhound.Pay) *stackhound.Pay {
	if p == nil {
		return nil
	}
	low, high := p.Min, p.Max
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	return &stackhound.Pay{Min: new(math.Floor(*low)), Max: new(math.Floor(*high)), Currency: p.Currency, Period: p.Period}
}

// TestPayAgainstLabels holds what reading pay reaches on real ads: those of dev exactly,
// those of SEEK within one unit, since their labels are whole numbers, rounded or cut.
func TestPayAgainstLabels(t *testing.T) {
	t.Parallel()
	for set, c := range map[string]struct{ stated, silent, off float64 }{
		"dev":         {stated: 0.96, silent: 0.98},
		"seek_salary": {stated: 0.89, silent: 0.98, off: 1},
	} {
		var stated, silent counts
		for _, l := range labels(t, set) {
			got, want := Read(l.l, boardDefaults(l.board)).Salary, l.gold.Salary
			if !l.gold.IsJob && set == "dev" {
				continue
			}
			if c.off > 0 {
				got = whole(got)
			}
			if want == nil {
				silent.equal(got == nil)
				continue
			}
			stated.equal(got != nil && got.Currency == want.Currency && got.Period == want.Period && within(got.Min, want.Min, c.off) && within(got.Max, want.Max, c.off))
		}
		t.Logf("%s: stated %.3f, silent %.3f", set, stated.f1(), silent.f1())
		if stated.f1() < c.stated || silent.f1() < c.silent {
			t.Errorf("%s: stated %.3f, silent %.3f; the floors are %.2f and %.2f", set, stated.f1(), silent.f1(), c.stated, c.silent)
		}
	}
}

func within(a, b *float64, off float64) bool {
	return a == nil && b == nil || a != nil && b != nil && math.Abs(*a-*b) <= off
}
