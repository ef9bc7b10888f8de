package htmlscan

import "bytes"

// reader goes through one page.
type reader struct {
	plan    *Plan
	page    []byte
	odd     bool // the page's tree is not plainly the order of its tags
	phase   phase
	form    bool        // a form is open
	stack   []element   // open elements, below them one for the document
	open    [256]uint16 // of each tag
	attrs   []attr      // of the start tag at hand
	values  [][]string
	capture captures
}

// element is one that is open.
type element struct {
	name
	foreign bool
	kids    bool // it has content
	mode    mode
	count   int    // elements in it so far
	reached uint64 // states
	within  uint64 // states of it and of all it stands in
	last    uint64 // states of the last element in it
	all     uint64 // states of all elements directly in it
}

// name is the name of an element, in lower case.
type name struct {
	tag  tag
	text []byte
}

// phase is how far a page has come.
type phase uint8

const (
	beforeHTML phase = iota
	beforeHead
	inTheHead
	afterHead
	inBody
)

// maxDepth is how many elements may be open; the parser of trees refuses more than 512.
const maxDepth = 500

func newReader(p *Plan) *reader { return &reader{plan: p} }

// Read returns the values of each want, or false for a page that only a tree can tell.
func (p *Plan) Read(page []byte) (values [][]string, ok bool) {
	if bytes.IndexByte(page, 0) >= 0 {
		return nil, false
	}
	r := p.pool.Get().(*reader)
	defer p.pool.Put(r)
	r.reset(page)
	r.run()
	values, ok = r.values, !r.odd
	r.page, r.values = nil, nil
	return values, ok
}

func (r *reader) reset(page []byte) {
	r.page, r.odd, r.phase, r.form = page, false, beforeHTML, false
	r.values = make([][]string, len(r.plan.wants))
	r.stack = append(r.stack[:0], element{})
	clear(r.open[:])
	r.attrs = r.attrs[:0]
	r.capture.reset()
}

// giveUp leaves the page to a tree. It returns where reading goes on: nowhere.
func (r *reader) giveUp() int {
	r.odd = true
	return len(r.page)
}

func (r *reader) top() *element { return &r.stack[len(r.stack)-1] }

// run reads the page tag by tag; what stands between them is text.
func (r *reader) run() {
	from, at := 0, 0
	for !r.odd {
		next := bytes.IndexByte(r.page[at:], '<')
		if next < 0 || at+next+1 == len(r.page) {
			r.chars(r.page[from:])
			break
		}
		next += at
		c := r.page[next+1]
		if !isLetter(c) && c != '/' && c != '!' && c != '?' {
			at = next + 1
			continue
		}
		r.chars(r.page[from:next])
		switch c {
		case '/':
			from = r.endTag(next)
		case '!', '?':
			from = r.declaration(next)
		default:
			from = r.startTag(next + 1)
		}
		at = from
	}
	r.finish()
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// finish closes what is open at the end of the page.
func (r *reader) finish() {
	for !r.odd && r.phase != inBody {
		r.advance()
	}
	for !r.odd && len(r.stack) > 1 {
		r.pop()
	}
}

// declaration passes over a comment or what is taken for one.
func (r *reader) declaration(at int) int {
	rest := r.page[at+2:]
	if bytes.HasPrefix(r.page[at:], []byte("<!--")) {
		end, size := comment(r.page[at+4:])
		if size < 0 {
			return r.giveUp()
		}
		r.comment(r.page[at+4:at+4+end], false)
		return at + 4 + size
	}
	end := bytes.IndexByte(rest, '>')
	if end < 0 || r.top().foreign && bytes.HasPrefix(rest, []byte("[CDATA[")) {
		return r.giveUp()
	}
	if r.page[at+1] != '!' || !isDoctype(rest) {
		r.comment(nil, true)
	}
	return at + 2 + end + 1
}

// comment finds where the comment ends that text is behind the beginning of: its own end
// and that of its mark, -1 if there is none.
func comment(text []byte) (end, size int) {
	for at := 0; ; at++ {
		next := bytes.IndexByte(text[at:], '>')
		if next < 0 {
			return 0, -1
		}
		at += next
		data := text[:at]
		switch {
		case len(data) == 0, string(data) == "-":
			return 0, at + 1
		case bytes.HasSuffix(data, []byte("--")):
			return at - 2, at + 1
		case bytes.HasSuffix(data, []byte("--!")):
			return at - 3, at + 1
		}
	}
}

// startTag reads the tag whose name begins at i.
func (r *reader) startTag(i int) int {
	n, i, ok := readName(r.page, i)
	if !ok {
		return r.giveUp()
	}
	r.attrs = r.attrs[:0]
	end := 0
	if len(r.plan.byTag[n.tag]) > 0 || r.plan.markup || n.tag == tagSVG || r.top().foreign {
		r.attrs, end, ok = attributes(r.attrs, r.page, i)
	} else {
		end, ok = endOfTag(r.page, i)
	}
	if !ok {
		return r.giveUp()
	}
	return r.start(n, end)
}

// start deals with a start tag that ends at end, by where it stands, and returns where
// reading goes on.
func (r *reader) start(n name, end int) int {
	for r.phase != inBody {
		if next, done := r.outerStart(n, end); done || r.odd {
			return next
		}
	}
	switch top := r.top(); {
	case top.foreign:
		return r.foreignStart(n, end)
	case top.mode == modeBody:
		return r.bodyStart(n, end)
	}
	return r.tableStart(n, end)
}

// endTag reads the end tag that begins at i.
func (r *reader) endTag(i int) int {
	i += len("</")
	if i == len(r.page) {
		return r.giveUp()
	}
	if !isLetter(r.page[i]) {
		end := bytes.IndexByte(r.page[i:], '>')
		if end < 0 {
			return r.giveUp()
		}
		r.comment(nil, true)
		return i + end + 1
	}
	n, i, ok := readName(r.page, i)
	if !ok {
		return r.giveUp()
	}
	end, ok := endOfTag(r.page, i)
	if !ok {
		return r.giveUp()
	}
	r.end(n)
	return end
}

// end deals with an end tag.
func (r *reader) end(n name) {
	switch top := r.top(); {
	case r.phase != inBody:
		r.outerEnd(n)
	case top.foreign:
		r.foreignEnd(n)
	case top.mode == modeBody:
		r.bodyEnd(n)
	default:
		r.tableEnd(n)
	}
}

// readName reads the name of a tag, and returns where it ends.
func readName(page []byte, i int) (n name, end int, ok bool) {
	from, upper := i, false
	for ; i < len(page); i++ {
		c := page[i]
		if c == '>' || c == '/' || isSpace(c) {
			n.text = page[from:i]
			if upper {
				n.text = []byte(lower(string(n.text)))
			}
			n.tag = tagOf(n.text)
			return n, i, true
		}
		upper = upper || 'A' <= c && c <= 'Z'
	}
	return n, i, false
}

// rawText reads the content of the element just opened up to its end tag, which is all
// that ends it.
func (r *reader) rawText(i int) int {
	top := r.top()
	content, end := rawContent(r.page[i:], top.name)
	if end < 0 {
		return r.giveUp()
	}
	if top.tag == tagTextarea || top.tag == tagTitle {
		r.bodyText(unescaped(content))
	} else {
		r.bodyText(newlines(content))
	}
	next, ok := endOfTag(r.page, i+end)
	if !ok || r.odd {
		return r.giveUp()
	}
	r.pop()
	return next
}

func isDoctype(text []byte) bool {
	size := len("doctype")
	return len(text) >= size && lower(string(text[:size])) == "doctype"
}
