package htmlscan

import "bytes"

// captures is what is being taken of open elements. Of elements in each other the texts
// are parts of each other: there is one buffer for all of a kind.
type captures struct {
	open              []capture // innermost last
	text, html, plain buffer
	own               int // how many of open take own text
}

// buffer is text that is gathered while on of the open elements want it.
type buffer struct {
	buf []byte
	on  int
}

// capture is what is being taken of one element.
type capture struct {
	depth int
	take  takes
	want  int    // whose value it is
	slot  int    // and which
	state *state // or the state it decides
	from  int    // where it begins in its buffer
	own   []byte
	ended bool // something stands behind the last text of its own
}

func (c *captures) reset() {
	c.open, c.own = c.open[:0], 0
	for _, b := range []*buffer{&c.text, &c.html, &c.plain} {
		b.buf, b.on = b.buf[:0], 0
	}
}

func (c *captures) any() bool { return len(c.open) > 0 }

func (c *captures) buffer(t takes) *buffer {
	switch t {
	case takeHTML:
		return &c.html
	case takePlain:
		return &c.plain
	}
	return &c.text
}

// breakOwn notes that something else stands behind the text so far of the element at a
// depth: what follows is another text.
func (c *captures) breakOwn(depth int) {
	if c.own == 0 {
		return
	}
	for i := range c.open {
		if c.open[i].depth == depth {
			c.open[i].ended = true
		}
	}
}

// begin starts to take what is wanted of the element at a depth.
func (r *reader) begin(depth int, reached, waiting uint64) {
	for i := range r.plan.wants {
		w := &r.plan.wants[i]
		if w.final&reached == 0 {
			continue
		}
		if w.take == takeAttr {
			r.takeAttr(i, w.attr)
			continue
		}
		if w.take == takeHTML && (r.top().foreign || kinds[r.top().tag].is&literal != 0) {
			r.giveUp()
		}
		r.values[i] = append(r.values[i], "")
		r.beginOne(capture{depth: depth, take: w.take, want: i, slot: len(r.values[i]) - 1})
	}
	for i := range r.plan.states {
		s := &r.plan.states[i]
		if s.bit&waiting == 0 {
			continue
		}
		take := takePlain
		if s.words[0].own {
			take = takeOwnPlain
		}
		r.beginOne(capture{depth: depth, take: take, state: s})
	}
}

func (r *reader) beginOne(c capture) {
	if c.take == takeOwn || c.take == takeOwnPlain {
		r.capture.own++
	} else {
		b := r.capture.buffer(c.take)
		b.on++
		c.from = len(b.buf)
	}
	r.capture.open = append(r.capture.open, c)
}

// takeAttr takes an attribute of the tag at hand.
func (r *reader) takeAttr(want int, name string) {
	if r.top().foreign && foreignOf(name) != keyPlain {
		r.giveUp() // the parser may have given it another name
	}
	for _, a := range r.attrs {
		if a.is(name) {
			r.values[want] = append(r.values[want], a.value())
			return
		}
	}
}

// finishCaptures ends those of the element at a depth.
func (r *reader) finishCaptures(depth int) {
	c := &r.capture
	for len(c.open) > 0 && c.open[len(c.open)-1].depth == depth {
		done := c.open[len(c.open)-1]
		c.open = c.open[:len(c.open)-1]
		text := string(c.end(done))
		switch {
		case done.state == nil:
			r.values[done.want][done.slot] = text
		case done.state.words[0].hold(text):
			r.stack[depth-1].last |= done.state.bit
			r.stack[depth-1].all |= done.state.bit
		}
	}
}

// end returns what was taken.
func (c *captures) end(done capture) []byte {
	switch done.take {
	case takeOwn:
		c.own--
		if len(done.own) > 0 {
			return append(done.own, ' ')
		}
		return nil
	case takeOwnPlain:
		c.own--
		return done.own
	}
	b := c.buffer(done.take)
	text := b.buf[done.from:]
	if b.on--; b.on == 0 {
		b.buf = b.buf[:0]
	}
	return text
}

// chars deals with text as it stands in the page.
func (r *reader) chars(text []byte) {
	switch {
	case len(text) == 0:
	case r.phase != inBody:
		r.outerText(unescaped(text))
	case r.capture.any():
		r.bodyText(unescaped(text))
	case isTablePart(r.top().mode) && !isBlank(text):
		r.giveUp()
	default:
		r.top().kids = true
	}
}

func isTablePart(m mode) bool { return m == modeTable || m == modeGroup || m == modeRow }

// bodyText deals with text as it reads.
func (r *reader) bodyText(text []byte) {
	top := r.top()
	if isTablePart(top.mode) && kinds[top.tag].is&raw == 0 && !isBlank(text) {
		r.giveUp() // it would be moved before the table
		return
	}
	switch top.tag {
	case tagPre, tagListing, tagTextarea:
		if !top.kids && len(text) > 0 && text[0] == '\n' && !top.foreign {
			text = text[1:]
		}
		if !top.kids && len(text) > 0 && text[0] == '\n' && r.capture.html.on > 0 {
			r.giveUp() // rendered with one more
		}
	}
	r.emit(text)
}

// emit adds text to the element open last, and so to all that is taken of it.
func (r *reader) emit(text []byte) {
	if len(text) == 0 {
		return
	}
	top := r.top()
	top.kids = true
	c := &r.capture
	if len(c.open) == 0 {
		return
	}
	is := kinds[top.tag].is
	if c.text.on > 0 && is&hidden == 0 {
		c.text.buf = append(c.text.buf, text...)
	}
	if c.plain.on > 0 {
		c.plain.buf = append(c.plain.buf, text...)
	}
	switch {
	case c.html.on == 0:
	case is&literal != 0 && !top.foreign:
		c.html.buf = append(c.html.buf, text...)
	default:
		c.html.buf = escape(c.html.buf, string(text))
	}
	if c.own > 0 {
		c.emitOwn(len(r.stack)-1, text)
	}
}

func (c *captures) emitOwn(depth int, text []byte) {
	for i := range c.open {
		o := &c.open[i]
		if o.depth != depth || o.take != takeOwn && o.take != takeOwnPlain {
			continue
		}
		if o.take == takeOwn && o.ended && len(o.own) > 0 {
			o.own = append(o.own, ' ')
		}
		o.ended = false
		o.own = append(o.own, text...)
	}
}

// comment adds a comment, whose text is not known where vague.
func (r *reader) comment(text []byte, vague bool) {
	depth := len(r.stack) - 1
	if depth == 0 {
		return
	}
	r.stack[depth].kids = true
	r.capture.breakOwn(depth)
	if r.capture.html.on == 0 {
		return
	}
	if vague || bytes.ContainsAny(text, "&>\r") {
		r.giveUp() // rendered otherwise than it stands
		return
	}
	r.capture.html.buf = append(append(append(r.capture.html.buf, "<!--"...), text...), "-->"...)
}
