package htmlscan

// mode is which part of a table an element stands in, if any.
type mode uint8

const (
	modeBody mode = iota
	modeTable
	modeGroup
	modeRow
	modeCell
)

// modeOf returns the mode of what stands in an element.
func modeOf(t tag, outer mode) mode {
	switch is := kinds[t].is; {
	case t == tagTable:
		return modeTable
	case is&group != 0:
		return modeGroup
	case t == tagTr:
		return modeRow
	case is&cell != 0:
		return modeCell
	}
	return outer
}

// tableStart deals with a start tag in a table (13.2.6.4.9 to 15). Whatever has no place
// there would be moved before the table.
func (r *reader) tableStart(n name, end int) int {
	is := kinds[n.tag].is
	if r.top().mode == modeCell {
		if is&(cell|group) == 0 && n.tag != tagTr {
			return r.bodyStart(n, end)
		}
		r.popTo(r.cellAt())
	} else if n.tag == tagScript || n.tag == tagStyle {
		return r.content(n, end)
	}
	for !r.odd {
		switch m := r.top().mode; {
		case m == modeTable && is&group != 0, m == modeGroup && n.tag == tagTr, m == modeRow && is&cell != 0:
			return r.content(n, end)
		case is&(cell|group) == 0 && n.tag != tagTr:
			return r.giveUp()
		case m == modeTable:
			r.openImplied(tagTbody)
		case m == modeGroup && is&cell != 0:
			r.openImplied(tagTr)
		case m == modeGroup || m == modeRow:
			r.pop()
		default:
			return r.giveUp()
		}
	}
	return end
}

// tableEnd deals with an end tag in a table.
func (r *reader) tableEnd(n name) {
	is := kinds[n.tag].is
	part := n.tag == tagTable || n.tag == tagTr || is&group != 0
	if r.top().mode == modeCell {
		switch {
		case is&cell != 0:
			if i := r.cellAt(); i > 0 && r.stack[i].tag == n.tag {
				r.popTo(i)
			}
			return
		case !part:
			r.cellEnd(n)
			return
		case !r.inTable(n.tag):
			return
		}
		r.popTo(r.cellAt())
	}
	switch {
	case n.tag == tagBody || n.tag == tagHTML || is&cell != 0:
		return
	case !part:
		r.giveUp()
		return
	case !r.inTable(n.tag):
		return
	}
	for !r.odd && r.top().tag != n.tag {
		r.pop()
	}
	if !r.odd {
		r.pop()
	}
}

// cellEnd deals with an end tag in a cell that ends no part of the table.
func (r *reader) cellEnd(n name) {
	if n.tag != tagBody && n.tag != tagHTML {
		r.bodyEnd(n)
	}
}

// cellAt returns where the cell is open that the page is in.
func (r *reader) cellAt() int {
	i := len(r.stack) - 1
	for kinds[r.stack[i].tag].is&cell == 0 {
		i--
	}
	return i
}

// inTable tells whether a part of the innermost table is open.
func (r *reader) inTable(t tag) bool {
	for i := len(r.stack) - 1; i > 0; i-- {
		if r.stack[i].tag == t {
			return true
		}
		if r.stack[i].tag == tagTable {
			return false
		}
	}
	return false
}
