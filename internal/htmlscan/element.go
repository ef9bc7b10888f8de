package htmlscan

import "bytes"

// openImplied opens an element whose start tag is left out.
func (r *reader) openImplied(t tag) {
	attrs := r.attrs
	r.attrs = nil
	r.push(name{t, []byte(kinds[t].name)}, false)
	r.attrs = attrs
}

// push opens the element of the tag at hand and begins to take what is wanted of it.
func (r *reader) push(n name, foreign bool) {
	if len(r.stack) > maxDepth {
		r.giveUp()
		return
	}
	depth := len(r.stack)
	parent := r.top()
	e := element{name: n, foreign: foreign, mode: modeOf(n.tag, parent.mode)}
	waiting := r.match(&e, parent)
	e.within = parent.within | e.reached
	parent.kids, parent.last = true, e.reached
	parent.all |= e.reached
	parent.count++
	r.capture.breakOwn(depth - 1)
	if r.capture.html.on > 0 {
		r.renderStart(n)
	}
	r.stack = append(r.stack, e)
	r.open[n.tag]++
	if e.reached|waiting != 0 {
		r.begin(depth, e.reached, waiting)
	}
	if r.capture.text.on > 0 && kinds[n.tag].is&lines != 0 {
		r.capture.text.buf = append(r.capture.text.buf, '\n')
	}
}

// pop closes the element that was opened last.
func (r *reader) pop() {
	depth := len(r.stack) - 1
	e := &r.stack[depth]
	if r.capture.text.on > 0 && kinds[e.tag].is&lines != 0 && e.tag != tagBr {
		r.capture.text.buf = append(r.capture.text.buf, '\n')
	}
	r.finishCaptures(depth)
	if r.capture.html.on > 0 && kinds[e.tag].is&unclosed == 0 {
		r.capture.html.buf = append(append(append(r.capture.html.buf, '<', '/'), e.text...), '>')
	}
	r.open[e.tag]--
	r.stack = r.stack[:depth]
}

// match finds the states that an element reaches, and those it would if its text, which
// is still to come, is as it should be.
func (r *reader) match(e, parent *element) (waiting uint64) {
	states := r.plan.byTag[e.tag]
	if len(states) == 0 {
		return 0
	}
	have := r.test(e.foreign)
	if have == 0 {
		states = r.plan.bare[e.tag]
	}
	for _, i := range states {
		s := &r.plan.states[i]
		if s.before != 0 && s.before&parent.related(s.combinator) == 0 ||
			have&s.need != s.need || have&s.none != 0 || s.child != 0 && s.child != parent.count+1 {
			continue
		}
		if s.name != "" {
			if s.name != string(e.text) {
				continue
			}
			if e.foreign {
				r.giveUp() // the parser may call it otherwise
			}
		}
		if len(s.words) > 0 {
			waiting |= s.bit
		} else {
			e.reached |= s.bit
		}
	}
	return waiting
}

// related returns the states of those that a combinator relates an element in e to.
func (e *element) related(combinator byte) uint64 {
	switch combinator {
	case '>':
		return e.reached
	case '+':
		return e.last
	case '~':
		return e.all
	}
	return e.within
}

// test returns which tests the attributes at hand pass. Of two with the same name the
// first counts.
func (r *reader) test(foreign bool) (have uint64) {
	var seen uint64
	for _, a := range r.attrs {
		if foreign && r.plan.doubles && bytes.IndexByte(a.key, ':') > 0 {
			r.giveUp()
		}
		if r.plan.lengths&lengthBit(len(a.key)) == 0 {
			continue
		}
		for i := range r.plan.keys {
			k := &r.plan.keys[i]
			if seen&(1<<i) != 0 || !a.is(k.name) {
				continue
			}
			seen |= 1 << i
			if foreign && k.foreign == keyUnsure && len(k.tests) > 0 {
				r.giveUp()
			}
			have |= r.plan.testKey(k, a)
			break
		}
	}
	return have
}

// testKey returns the tests of one attribute that it passes.
func (p *Plan) testKey(k *key, a attr) (have uint64) {
	if k.name == "class" && len(p.classes) > 0 {
		have = p.testClasses(a)
	}
	if len(k.tests) == 0 {
		return have
	}
	value := a.value()
	for _, t := range k.tests {
		if p.tests[t].holds(value) {
			have |= 1 << t
		}
	}
	return have
}

func (p *Plan) testClasses(a attr) (have uint64) {
	list := a.val
	if bytes.IndexByte(list, '&') >= 0 {
		list = []byte(a.value())
	}
	for i := 0; i < len(list); {
		i = skipSpace(list, i)
		from := i
		for i < len(list) && !isSpace(list[i]) {
			i++
		}
		have |= p.classes[string(list[from:i])]
	}
	return have
}
