package crawler

import (
	"math"
	"slices"

	"stackhound"
)

const (
	// lookBack is how many runs of a board are looked at for what is usual for it: most that
	// go by read nothing anew.
	lookBack = 1000
	// enoughRead is how many listings it takes to say what the board's listings have.
	enoughRead = 10
	// sample is how many listings read make up what is usual; older ones do not count, so
	// that a board may change slowly.
	sample = 500
	// always is the part of listings from which on all are taken to have a field.
	always = 0.95
	surely = 0.99 // from which on runs before may be counted along: more tries, so a higher bar
	// chance is how unlikely it must be that so few listings have a field although nothing
	// changed, for the field to be taken as lost. make proof-drift counts the false alarms.
	chance = 1e-3
	// Listings come in clusters: one company posts ten, all without pay. What is known of a
	// field is therefore weighed as if only so many listings had been read.
	weightAlways    = 30 // of a field that all have
	weightSometimes = 10 // of any other
)

// usual is what the runs of a board lead to expect of the next: how many items its list
// has, which fields its listings have, and what their ids look like.
type usual struct {
	items    []int // of the lists that were believed, newest first
	read     int
	filled   map[string]int
	readable int // of those that were tried
	tried    int
	shapes   map[string]bool
	shaped   int            // ids the shapes are of
	changed  bool           // the list was of another length before
	without  map[string]int // listings of the latest runs that read a few each, none of which had the field
}

// usualOf reads what is usual out of the runs of a board, newest first. What an operator
// released begins it anew.
func usualOf(runs []stackhound.Run) usual {
	u := usual{filled: map[string]int{}, shapes: map[string]bool{}, without: map[string]int{}}
	var counted []stackhound.Run
	for _, r := range runs {
		if counts(r) {
			counted = append(counted, r)
			u.add(r)
		}
		if !r.Released.IsZero() {
			break
		}
	}
	for field := range u.filled {
		u.without[field] = without(field, counted)
	}
	return u
}

// counts tells whether a run may say what is usual. One that failed or is held back says
// nothing.
func counts(r stackhound.Run) bool {
	return !r.Finished.IsZero() && (!r.Released.IsZero() || r.Verdict == stackhound.VerdictOK || r.Verdict == stackhound.VerdictPartial)
}

func (u *usual) add(r stackhound.Run) {
	if r.Complete {
		u.addLength(r.Items)
	}
	for shape, n := range r.Shapes {
		u.shapes[shape] = true
		u.shaped += n
	}
	if u.read >= sample {
		return
	}
	u.read += r.Read
	u.readable += r.Read
	u.tried += r.Read + r.Unreadable
	for name, n := range r.Filled {
		u.filled[name] += n
	}
}

// maxLengths is how many lists the usual length is taken from.
const maxLengths = 9

// addLength notes how long a list was, as long as those after it were about as long: what
// was before a change that has been believed says nothing any more.
func (u *usual) addLength(items int) {
	n := len(u.items)
	switch {
	case n == maxLengths, u.changed:
	case n > 0 && !alike(items, u.items[0]):
		u.changed = true
	default:
		u.items = append(u.items, items)
	}
}

// alike tells whether two lists are about as long.
func alike(a, b int) bool { return a <= fewerTimes*b && b <= fewerTimes*a }

// has tells whether all listings of the board have a field.
func (u usual) has(field string) bool {
	before, total := u.since(field)
	return total >= enoughRead && float64(before) >= always*float64(total)
}

// lost tells whether a field is filled so rarely in this run that chance does not explain
// it, and of how many listings that is said. Where as good as all listings have the field,
// the runs just before that read a few of which none had it count with this one: of a small
// board each run reads but one or two.
func (u usual) lost(field string, filled, read int) (of int, yes bool) {
	before, total := u.since(field)
	if filled == 0 && float64(before) >= surely*float64(total) {
		read += u.without[field]
	}
	return read, total >= enoughRead && rarer(filled, read, before, total)
}

// since returns how many listings had a field, of how many, leaving out those of the
// latest runs that read a few, none of which had it.
func (u usual) since(field string) (before, total int) {
	return u.filled[field], u.read - u.without[field]
}

// without counts the listings that the latest runs read, newest first, up to the first that
// read many or one with the field.
func without(field string, runs []stackhound.Run) (n int) {
	for _, r := range runs {
		if r.Filled[field] > 0 || r.Read > enoughRead {
			break
		}
		n += r.Read
	}
	return n
}

// rarer tells whether filled of read is less than half of what before of total leads to
// expect, and less likely than chance allows, by the beta-binomial distribution: the
// binomial one when the true part is not known but was estimated from a sample.
func rarer(filled, read, before, total int) bool {
	part := float64(before) / float64(total)
	if float64(2*filled) > part*float64(read) || read == 0 {
		return false
	}
	weight := weightSometimes
	if part >= always {
		weight = weightAlways
	}
	known := float64(min(total, weight))
	a, b := part*known+0.5, (1-part)*known+0.5
	tail := 0.0
	for k := 0; k <= filled && tail < chance; k++ {
		tail += math.Exp(choose(read, k) + beta(a+float64(k), b+float64(read-k)) - beta(a, b))
	}
	return tail < chance
}

// choose is the logarithm of n over k, beta that of the beta function.
func choose(n, k int) float64 {
	return -math.Log(float64(n+1)) - beta(float64(n-k)+1, float64(k)+1)
}

func beta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}

// The bounds on how long a list may be, in terms of the lists before it. Lists of fewer
// than smallList items come and go as they like.
const (
	smallList  = 10
	spreads    = 2 // in how many times the usual spread a length must leave the usual one, besides
	fewerTimes = 2
	moreTimes  = 3
)

// length returns how many items the list usually has, and whether items is far from it.
func (u usual) length(items int) (was int, strange bool) {
	if len(u.items) == 0 {
		return 0, false
	}
	was = median(u.items)
	apart := make([]int, len(u.items))
	for i, n := range u.items {
		apart[i] = max(n-was, was-n)
	}
	room := spreads * median(apart) * 3 / 2 // 1.48 times the median distance is a standard deviation
	switch {
	case was >= smallList && items*fewerTimes < was:
		return was, items < was-room
	case items > was*moreTimes+2*smallList:
		return was, items > was+room
	}
	return was, false
}

// repeats is how many runs before must have come to the same until it is believed.
const repeats = 2

// repeated tells whether the runs just before this one, newest first, found a list that
// was as far from usual to the same side.
func (u usual) repeated(items int, earlier []stackhound.Run) bool {
	if len(earlier) < repeats {
		return false
	}
	was, _ := u.length(items)
	return !slices.ContainsFunc(earlier[:repeats], func(r stackhound.Run) bool {
		_, strange := u.length(r.Items)
		return r.Items == 0 || !r.Whole || !strange || (r.Items > was) != (items > was) || items < was && !alike(items, r.Items)
	})
}

func median(of []int) int {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
