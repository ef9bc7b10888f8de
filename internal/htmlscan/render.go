package htmlscan

import (
	"cmp"
	"slices"
)

// renderStart adds a start tag to the markup being taken, as html.Render writes it.
func (r *reader) renderStart(n name) {
	b := append(append(r.capture.html.buf, '<'), n.text...)
	for _, a := range r.renderedAttrs(n.tag) {
		b = append(append(append(b, ' '), a.key...), '=', '"')
		b = append(escape(b, a.value), '"')
	}
	if kinds[n.tag].is&unclosed != 0 {
		b = append(b, '/')
	}
	r.capture.html.buf = append(b, '>')
}

type rendered struct{ key, value string }

// renderedAttrs returns the attributes at hand without repetitions. The parser sorts
// those of formatting elements.
func (r *reader) renderedAttrs(t tag) []rendered {
	var out []rendered
	for _, a := range r.attrs {
		key := lower(string(a.key))
		if !slices.ContainsFunc(out, func(o rendered) bool { return o.key == key }) {
			out = append(out, rendered{key, a.value()})
		}
	}
	if kinds[t].is&formatting != 0 {
		slices.SortFunc(out, func(a, b rendered) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value)) })
	}
	return out
}
