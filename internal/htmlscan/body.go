package htmlscan

// bodyStart deals with a start tag in the body of a page (13.2.6.4.7).
func (r *reader) bodyStart(n name, end int) int {
	k := kinds[n.tag]
	if k.is&odd != 0 || k.rule == ruleRefused {
		return r.giveUp()
	}
	switch k.rule {
	case ruleParagraph:
		r.closeParagraph()
	case ruleHeading:
		r.closeParagraph()
		if kinds[r.top().tag].is&heading != 0 {
			r.pop()
		}
	case ruleForm:
		if r.form {
			return end
		}
		r.closeParagraph()
		r.form = true
	case ruleItem:
		r.closeItem(tagLi, tagLi)
	case ruleTerm:
		r.closeItem(tagDt, tagDd)
	case ruleOnce:
		if r.open[n.tag] > 0 {
			return r.giveUp()
		}
	default:
		return r.bodyRare(n, end)
	}
	if r.odd {
		return end
	}
	return r.content(n, end)
}

// bodyRare deals with start tags that have rules of their own and are met less often.
func (r *reader) bodyRare(n name, end int) int {
	switch kinds[n.tag].rule {
	case ruleTable:
		if r.scope(inButton, tagP) > 0 {
			return r.giveUp() // whether it ends the paragraph depends on the doctype
		}
	case ruleSelect, ruleField, ruleLine:
		if r.open[tagSelect] > 0 {
			return r.giveUp()
		}
		if kinds[n.tag].rule == ruleLine {
			r.closeParagraph()
		}
	case ruleOption:
		if r.scope(inAny, tagSelect) > 0 {
			r.popImplied(tagOptgroup)
		} else if r.top().tag == tagOption {
			r.pop()
		}
	case ruleOptgroup:
		if r.scope(inAny, tagSelect) > 0 {
			r.popImplied(0)
		} else if r.top().tag == tagOption {
			r.pop()
		}
	case ruleForeign:
		if r.capture.html.on > 0 {
			return r.giveUp() // its attributes are rendered under other names
		}
		r.push(n, true)
		if closesItself(r.page, end, r.attrs) {
			r.pop()
		}
		return end
	}
	if r.odd {
		return end
	}
	return r.content(n, end)
}

// content opens an element and, where it can have no elements in it, closes it as well.
func (r *reader) content(n name, end int) int {
	r.push(n, false)
	switch k := kinds[n.tag]; {
	case k.is&void != 0:
		r.pop()
	case k.is&raw != 0:
		return r.rawText(end)
	}
	return end
}

// closeParagraph closes an open paragraph, which nearly all that stands on lines of its
// own ends.
func (r *reader) closeParagraph() {
	if r.open[tagP] == 0 {
		return
	}
	if i := r.scope(inButton, tagP); i > 0 {
		r.popTo(i)
	}
}

// closeItem closes an open item of a list that the next one ends.
func (r *reader) closeItem(one, other tag) {
	if r.open[one]+r.open[other] > 0 {
		for i := len(r.stack) - 1; i > 0; i-- {
			t := r.stack[i].tag
			if t == one || t == other {
				r.popTo(i)
				break
			}
			if kinds[t].is&special != 0 && t != tagAddress && t != tagDiv && t != tagP {
				break
			}
		}
	}
	r.closeParagraph()
}

// bodyEnd deals with an end tag in the body of a page.
func (r *reader) bodyEnd(n name) {
	k := kinds[n.tag]
	switch {
	case n.tag == tagBody || n.tag == tagHTML:
		if r.capture.any() {
			r.giveUp() // comments behind it stand elsewhere
		}
	case n.tag == tagBr || k.is&odd != 0:
		r.giveUp()
	case n.tag == tagP:
		if r.open[tagP] == 0 || r.scope(inButton, tagP) < 0 {
			r.openImplied(tagP)
		}
		r.popTo(r.scope(inButton, tagP))
	case n.tag == tagLi:
		r.popTo(r.scope(inList, tagLi))
	case n.tag == tagForm:
		r.endForm()
	case k.is&formatting != 0:
		r.endFormatting(n)
	case k.is&heading != 0:
		r.endHeading()
	case k.is&endsScoped != 0 || n.tag == tagDt || n.tag == tagDd:
		r.popTo(r.scope(inAny, n.tag))
	default:
		r.endOther(n)
	}
}

// endForm closes the form, which must be what is open last but for tags left out: else
// it alone would be taken from among the open elements.
func (r *reader) endForm() {
	if !r.form {
		return
	}
	r.form = false
	i := r.scope(inAny, tagForm)
	r.popImplied(0)
	if i < 0 || i != len(r.stack)-1 {
		r.giveUp()
		return
	}
	r.pop()
}

// endFormatting closes an element such as b. One that crosses another is moved about
// among what it holds (13.2.6.4.7, the adoption agency algorithm).
func (r *reader) endFormatting(n name) {
	for i := len(r.stack) - 1; i > 0; i-- {
		t := r.stack[i].tag
		if t == n.tag {
			r.popTo(i)
			return
		}
		if kinds[t].is&special != 0 {
			break
		}
	}
	if r.open[n.tag] > 0 {
		r.giveUp()
	}
}

func (r *reader) endHeading() {
	for i := len(r.stack) - 1; i > 0; i-- {
		is := kinds[r.stack[i].tag].is
		if is&heading != 0 {
			r.popTo(i)
			return
		}
		if is&bounds != 0 {
			return
		}
	}
}

// endOther closes an element without rules of its own.
func (r *reader) endOther(n name) {
	for i := len(r.stack) - 1; i > 0; i-- {
		e := &r.stack[i]
		if e.tag == n.tag && (n.tag != 0 || string(e.text) == string(n.text)) {
			r.popTo(i)
			return
		}
		if kinds[e.tag].is&special != 0 {
			return
		}
	}
}

// reach is how far up an end tag looks for what it ends (13.2.4.2).
type reach uint8

const (
	inAny reach = iota
	inList
	inButton
)

// scope returns where an element of the tag is open in scope, -1 if it is not.
func (r *reader) scope(in reach, t tag) int {
	if r.open[t] == 0 {
		return -1
	}
	for i := len(r.stack) - 1; i > 0; i-- {
		at := r.stack[i].tag
		switch {
		case at == t:
			return i
		case kinds[at].is&bounds != 0,
			in == inList && (at == tagOl || at == tagUl),
			in == inButton && at == tagButton:
			return -1
		}
	}
	return -1
}

// popTo closes the element at i and all that is open in it; nothing if i is none. What is
// closed so and would be opened again, or is remembered apart, is for a tree.
func (r *reader) popTo(i int) {
	if i < 0 {
		return
	}
	for len(r.stack) > i+1 {
		if t := r.top().tag; kinds[t].is&formatting != 0 || t == tagForm {
			r.giveUp()
			return
		}
		r.pop()
	}
	if r.top().tag == tagForm {
		r.giveUp()
		return
	}
	r.pop()
}

// popImplied closes those open last whose end tags may be left out, but none of a tag.
func (r *reader) popImplied(but tag) {
	for t := r.top().tag; t != 0 && kinds[t].is&implied != 0 && t != but; t = r.top().tag {
		r.pop()
	}
}
