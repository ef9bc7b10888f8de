package htmlscan

import "bytes"

// advance opens the element that a page may leave out, and with it the next phase.
func (r *reader) advance() {
	switch r.phase {
	case beforeHTML:
		r.openImplied(tagHTML)
	case beforeHead:
		r.openImplied(tagHead)
	case inTheHead:
		r.pop()
	case afterHead:
		r.openImplied(tagBody)
	}
	r.phase++
}

// begins is the tag that begins the phase after each.
var begins = [...]tag{beforeHTML: tagHTML, beforeHead: tagHead, inTheHead: 0, afterHead: tagBody}

// outerStart deals with a start tag outside the body; done is false where the tag is to be
// looked at again in a later phase.
func (r *reader) outerStart(n name, end int) (next int, done bool) {
	if kinds[n.tag].is&odd != 0 || n.tag == tagHTML && r.phase != beforeHTML {
		return r.giveUp(), true
	}
	own := begins[r.phase]
	switch {
	case own != 0 && n.tag == own:
		r.push(n, false)
		r.phase++
		return end, true
	case r.phase == inTheHead && kinds[n.tag].is&inHead != 0:
		return r.content(n, end), true
	case r.phase == inTheHead && n.tag == tagHead:
		return end, true
	case r.phase == afterHead && (n.tag == tagHead || kinds[n.tag].is&inHead != 0):
		return r.giveUp(), true
	}
	r.advance()
	return end, false
}

// outerEnd deals with an end tag outside the body: that of the head ends it, most others
// say nothing.
func (r *reader) outerEnd(n name) {
	switch n.tag {
	case tagHead:
		if r.phase < inTheHead {
			r.giveUp()
		} else if r.phase == inTheHead {
			r.advance()
		}
	case tagHTML, tagBody, tagBr:
		r.giveUp()
	}
}

// outerText deals with text outside the body: where it is not blank the body begins.
func (r *reader) outerText(text []byte) {
	for r.phase != inBody {
		rest := bytes.TrimLeft(text, whitespace)
		if r.phase >= inTheHead && len(rest) < len(text) {
			r.emit(text[:len(text)-len(rest)])
		}
		if text = rest; len(text) == 0 {
			return
		}
		r.advance()
	}
	r.bodyText(text)
}
