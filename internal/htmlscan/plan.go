// Package htmlscan reads values out of HTML in one pass over its bytes, without building
// a tree. What it reads is what CSS selectors would find in the tree that a browser makes
// of the page; of a page whose tree is not plainly the order of its tags, such as one with
// tags that cross, it reads nothing and says so. Selectors that cannot be decided while
// reading are refused when they are compiled. Either way a tree can do what this cannot.
package htmlscan

import (
	"slices"
	"strings"
	"sync"
)

// Want is one kind of value to be read: of every element that Select matches, in the order
// of the page, the attribute Attr, else the inner markup (HTML), its own text (Own), or
// all its text with a line break wherever the page would show one.
type Want struct {
	Select string
	Attr   string
	Own    bool
	HTML   bool
}

// Plan is a number of wants that are read together. It may be used by several goroutines
// at the same time.
type Plan struct {
	wants   []want
	states  []state
	tests   []test
	keys    []key             // attributes that tests or wants ask for
	classes map[string]uint64 // tests of a word of class, by that word
	markup  bool              // a want takes markup
	doubles bool              // a test is of one that may stand with a prefix in pictures
	byTag   [256][]int        // states that an element of the tag may reach
	bare    [256][]int        // those of them that ask for no attribute
	lengths uint64            // bits of the lengths of keys
	pool    sync.Pool         // of readers
}

// want is a Want whose selectors are states.
type want struct {
	final uint64 // reached by the elements it is about
	attr  string
	take  takes
}

// takes is what is taken of an element.
type takes uint8

const (
	takeText takes = iota
	takeAttr
	takeOwn
	takeHTML
	takePlain    // for a selector: all text as it is
	takeOwnPlain // for a selector: its own text
)

// state is one compound of a selector: an element reaches it that matches the compound and
// stands as it should to an element that reached the one before. States are bits of a
// number, so that a step of all selectors is a few operations.
type state struct {
	bit        uint64
	before     uint64 // the state of the compound before; 0 for the first
	combinator byte
	tag        tag
	name       string // where the tag is none that is known
	need       uint64 // tests that hold
	none       uint64 // tests that do not
	child      int
	words      []words
}

// key is an attribute that matters.
type key struct {
	name  string
	tests []int
	// foreign tells what to make of the key on an element of a picture, whose parser gives
	// other names to some.
	foreign foreignKey
}

type foreignKey uint8

const (
	keyUnsure foreignKey = iota // the parser may call it otherwise
	keyPlain                    // is what it is
	keyDouble                   // may be written with a prefix as well
)

// maxBits is how many states and tests there may be.
const maxBits = 64

// Compile makes a plan of all wants together, or tells that there is one that only a tree
// can say.
func Compile(wants []Want) (*Plan, bool) {
	p := &Plan{classes: map[string]uint64{}}
	p.pool.New = func() any { return newReader(p) }
	for _, w := range wants {
		if !p.add(w) {
			return nil, false
		}
	}
	if len(p.states) > maxBits || len(p.tests) > maxBits || len(p.keys) > maxBits {
		return nil, false
	}
	p.index()
	return p, true
}

// add compiles one want.
func (p *Plan) add(w Want) bool {
	chains, err := parseSelectors(w.Select)
	if err != nil || w.Attr != lower(w.Attr) || strings.Contains(w.Attr, ":") {
		return false
	}
	out := want{attr: w.Attr, take: takeText}
	switch {
	case w.Attr != "":
		out.take = takeAttr
		p.key(w.Attr)
	case w.HTML:
		out.take = takeHTML
		p.markup = true
	case w.Own:
		out.take = takeOwn
	}
	for _, chain := range chains {
		last, ok := p.chain(chain)
		if !ok {
			return false
		}
		out.final |= last
	}
	p.wants = append(p.wants, out)
	return true
}

// chain adds the states of one selector and returns the last.
func (p *Plan) chain(chain []compound) (last uint64, ok bool) {
	for _, c := range chain {
		if len(p.states) >= maxBits || len(c.words) > 1 || c.name == "foreignobject" {
			return 0, false
		}
		s := state{bit: 1 << len(p.states), before: last, combinator: c.combinator, child: c.child, words: c.words}
		if c.name != "" {
			if s.tag = tagOf([]byte(c.name)); s.tag == 0 {
				s.name = c.name
			}
		}
		for _, t := range c.tests {
			s.need |= p.test(t)
		}
		for _, t := range c.nots {
			s.none |= p.test(t)
		}
		if len(p.tests) > maxBits {
			return 0, false
		}
		p.states = append(p.states, s)
		last = s.bit
	}
	return last, true
}

// test returns the bit of a test.
func (p *Plan) test(t test) uint64 {
	at := slices.Index(p.tests, t)
	if at < 0 {
		at = len(p.tests)
		p.tests = append(p.tests, t)
		k := p.key(t.key)
		if t.op == '.' {
			p.classes[t.value] = 1 << at
		} else {
			p.keys[k].tests = append(p.keys[k].tests, at)
		}
		p.doubles = p.doubles || p.keys[k].foreign == keyDouble
	}
	return 1 << at
}

// key returns the number of a key.
func (p *Plan) key(name string) int {
	at := slices.IndexFunc(p.keys, func(k key) bool { return k.name == name })
	if at < 0 {
		at = len(p.keys)
		p.keys = append(p.keys, key{name: name, foreign: foreignOf(name)})
		p.lengths |= lengthBit(len(name))
	}
	return at
}

// lengthBit is the bit of a length; all that are long share one.
func lengthBit(n int) uint64 { return 1 << min(n, 63) }

// index notes which states an element of each tag may reach.
func (p *Plan) index() {
	for t := range p.byTag {
		for i, s := range p.states {
			if s.tag == 0 && s.name == "" || s.tag == tag(t) && s.name == "" || t == 0 && s.name != "" {
				p.byTag[t] = append(p.byTag[t], i)
				if s.need == 0 {
					p.bare[t] = append(p.bare[t], i)
				}
			}
		}
	}
}

// holds tells whether a value passes the test.
func (t test) holds(value string) bool {
	switch t.op {
	case 0:
		return true
	case '=':
		return value == t.value
	case '~':
		return includes(value, t.value)
	case '|':
		return value == t.value || len(value) > len(t.value) && strings.HasPrefix(value, t.value) && value[len(t.value)] == '-'
	}
	if strings.TrimSpace(value) == "" {
		return false
	}
	switch t.op {
	case '^':
		return strings.HasPrefix(value, t.value)
	case '$':
		return strings.HasSuffix(value, t.value)
	}
	return strings.Contains(value, t.value)
}

// includes tells whether word is one of the words of list.
func includes(list, word string) bool {
	for list != "" {
		end := strings.IndexAny(list, whitespace)
		if end < 0 {
			return list == word
		}
		if list[:end] == word {
			return true
		}
		list = list[end+1:]
	}
	return false
}
