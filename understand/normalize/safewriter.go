package normalize

import (
	"html"
	"slices"
	"strings"
)

// The most that stands in one another, and the bytes kept free for tags that begin with
// the next word and for those that end what is open.
const (
	maxNesting = 32
	tagRoom    = 16 << 10
)

// adWriter writes the markup of an ad. Whatever it is told, what it writes is well-formed:
// a tag is written only when words follow in it, every word stands in a paragraph, a
// heading, an item or preformatted text, and emphasis that spans several of them is written
// anew in each.
type adWriter struct {
	out       []byte
	keepLines bool    // the lines of the text are lines
	full      bool    // no more fits
	blocks    []block // open ones, the outermost first
	written   int     // how many of them stand in out
	marks     []mark  // open emphasis and links, the outermost first
	marked    int     // how many of them stand in out

	// What stands between the last word and the next one.
	fresh bool // nothing: that one is the first of its block
	lines int  // line breaks
	cell  bool // the end of a cell
	space bool
}

// block is an open element that stands on lines of its own. A ghost is not written: a list
// that stands in another list outside its items.
type block struct {
	name  string
	ghost bool
}

// mark is emphasis or a link.
type mark struct {
	name  string
	href  string
	inner bool // stands in one of its name, and is not written
	depth int  // how many blocks were open; it ends with the last of them
}

// copy returns the writer as it is, to go back to: what is written later stands behind.
func (w *adWriter) copy() adWriter {
	c := *w
	c.blocks, c.marks = slices.Clone(c.blocks), slices.Clone(c.marks)
	return c
}

// top is the name of the innermost block, "" for none.
func (w *adWriter) top() string {
	for _, b := range slices.Backward(w.blocks) {
		if !b.ghost {
			return b.name
		}
	}
	return ""
}

func isList(name string) bool    { return name == "ul" || name == "ol" }
func isHeading(name string) bool { return name == "h3" || name == "h4" }

// blank tells whether the innermost block has no words since it or the last one in it.
func (w *adWriter) blank() bool { return w.fresh || w.written < len(w.blocks) }

func (w *adWriter) push(name string, ghost bool) { w.blocks = append(w.blocks, block{name, ghost}) }

// pop ends all blocks but the first n, with the marks that began in them.
func (w *adWriter) pop(n int) {
	if w.written > n {
		w.endMarks(0)
		for w.written > n {
			w.written--
			if b := w.blocks[w.written]; !b.ghost {
				w.out = append(w.out, "</"+b.name+">"...)
			}
		}
		w.begin()
	}
	w.blocks = w.blocks[:n]
	w.marks = slices.DeleteFunc(w.marks, func(m mark) bool { return m.depth > n })
}

// begin forgets what stood before the next word.
func (w *adWriter) begin() { w.fresh, w.lines, w.cell, w.space = true, 0, false, false }

// close ends the innermost block of a name, if there is one.
func (w *adWriter) close(name string) {
	for i, b := range slices.Backward(w.blocks) {
		if b.name == name {
			w.pop(i)
			return
		}
	}
	w.boundary(false)
}

// boundary is the start or the end of an element on lines of its own that is not written.
func (w *adWriter) boundary(opens bool) {
	w.cell = false
	switch top := w.top(); {
	case top == "p" || isHeading(top) && opens && !w.blank():
		w.pop(len(w.blocks) - 1)
	case isHeading(top):
		w.space = true
	case top == "li" || top == "pre":
		w.lines = max(w.lines, 1)
	}
}

// endHolder ends a paragraph, a heading or preformatted text.
func (w *adWriter) endHolder() {
	if top := w.top(); top == "p" || top == "pre" || isHeading(top) {
		w.pop(len(w.blocks) - 1)
	}
}

// container opens a list or a quotation.
func (w *adWriter) container(name string) {
	w.boundary(true)
	w.endHolder()
	if len(w.blocks) < maxNesting {
		w.push(name, isList(w.top()))
	}
}

// holder opens a heading or preformatted text; inside a list it is a line of its item.
func (w *adWriter) holder(name string) {
	w.boundary(true)
	if top := w.top(); top == "li" || isList(top) {
		return
	}
	w.endHolder()
	if len(w.blocks) < maxNesting {
		w.push(name, false)
	}
}

// item opens an item of the innermost list, or of a new one.
func (w *adWriter) item() {
	for i, b := range slices.Backward(w.blocks) {
		if isList(b.name) || b.ghost {
			w.pop(i + 1)
			w.push("li", false)
			return
		}
	}
	w.endHolder()
	w.push("ul", false)
	w.push("li", false)
}

func (w *adWriter) breakLine() {
	if !w.blank() {
		w.lines++
	}
}

// mark opens emphasis, or a link to href.
func (w *adWriter) mark(name, href string) {
	if len(w.marks) < maxNesting {
		inner := slices.ContainsFunc(w.marks, func(m mark) bool { return m.name == name })
		w.marks = append(w.marks, mark{name, href, inner, len(w.blocks)})
	}
}

// unmark ends the innermost mark of a name. Others that began in it go on.
func (w *adWriter) unmark(name string) {
	for i, m := range slices.Backward(w.marks) {
		if m.name == name {
			w.endMarks(i)
			w.marks = slices.Delete(w.marks, i, i+1)
			return
		}
	}
}

// endMarks writes the end tags of all marks but the first n.
func (w *adWriter) endMarks(n int) {
	for w.marked > n {
		w.marked--
		if m := w.marks[w.marked]; !m.inner {
			w.out = append(w.out, "</"+m.name+">"...)
		}
	}
}

// text writes text that has no markup in it.
func (w *adWriter) text(text string) {
	if w.top() == "pre" {
		w.preformatted(strings.ReplaceAll(text, "\r", ""))
		return
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(squeeze(line))
		w.space = w.space || line[0] <= ' '
		for i, word := range words {
			w.space = w.space || i > 0
			w.write(word)
		}
		w.space = w.space || line[len(line)-1] <= ' '
		if w.keepLines && strings.HasSuffix(line, "\n") {
			w.breakLine()
		}
	}
}

// preformatted writes text with its white space. What comes first begins with its words.
func (w *adWriter) preformatted(text string) {
	if w.blank() {
		text = strings.TrimLeft(text, "\n")
		if strings.TrimSpace(text) == "" {
			return
		}
	}
	w.write(text)
}

// write writes a word, with all that must stand before it.
func (w *adWriter) write(word string) {
	if w.lines > 1 && w.top() == "p" && !w.blank() {
		w.endParagraph()
	}
	switch top := w.top(); {
	case isList(top):
		w.push("li", false)
	case top == "" || top == "blockquote":
		w.push("p", false)
	}
	word = html.EscapeString(word)
	if w.full = w.full || len(w.out)+len(word) > maxText-tagRoom; w.full {
		return
	}
	w.startBlocks()
	w.gap()
	w.startMarks()
	w.out, w.fresh = append(w.out, word...), false
}

// endParagraph ends a paragraph at an empty line, where emphasis goes on.
func (w *adWriter) endParagraph() {
	n := len(w.blocks) - 1
	for i := range w.marks {
		w.marks[i].depth = min(w.marks[i].depth, n)
	}
	w.pop(n)
}

func (w *adWriter) startBlocks() {
	if w.written == len(w.blocks) {
		return
	}
	w.endMarks(0)
	for _, b := range w.blocks[w.written:] {
		if !b.ghost {
			w.out = append(w.out, "<"+b.name+">"...)
		}
	}
	w.written = len(w.blocks)
	w.begin()
}

// gap writes what stands between two words of a block.
func (w *adWriter) gap() {
	top, gap := w.top(), ""
	switch {
	case w.fresh:
	case w.lines > 0 && top == "pre":
		gap = "\n"
	case w.lines > 0 && !isHeading(top):
		gap = "<br>"
	case w.cell:
		gap = " | "
	case w.space || w.lines > 0:
		gap = " "
	}
	w.out = append(w.out, gap...)
	w.begin()
}

func (w *adWriter) startMarks() {
	for _, m := range w.marks[w.marked:] {
		switch {
		case m.inner:
		case m.href != "":
			w.out = append(w.out, `<a href="`+html.EscapeString(m.href)+`" rel="`+rel+`">`...)
		default:
			w.out = append(w.out, "<"+m.name+">"...)
		}
	}
	w.marked = len(w.marks)
}
