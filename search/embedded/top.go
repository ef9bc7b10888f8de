package embedded

import "slices"

// top keeps the first n of what it is offered, in an order. It never holds more than
// twice as many, and sorts only when it holds that many.
type top[T any] struct {
	n       int
	compare func(a, b T) int
	kept    []T
	cut     bool // kept[:n] are the first so far, in order
}

// offer takes an element in, unless n better ones are known.
func (t *top[T]) offer(v T) {
	if last, full := t.last(); full && t.compare(v, last) > 0 {
		return
	}
	if t.kept = append(t.kept, v); len(t.kept) == 2*t.n {
		slices.SortFunc(t.kept, t.compare)
		t.kept, t.cut = t.kept[:t.n], true
	}
}

// last returns an element that n-1 others are not worse than; full is false while any
// element would be kept.
func (t *top[T]) last() (v T, full bool) {
	if !t.cut {
		return v, false
	}
	return t.kept[t.n-1], true
}

// list returns the first n in order; the collection is used up.
func (t *top[T]) list() []T {
	slices.SortFunc(t.kept, t.compare)
	return t.kept[:min(t.n, len(t.kept))]
}
