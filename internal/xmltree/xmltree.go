// Package xmltree reads XML as it is found on the web into a small tree: names keep
// their prefix as written, end tags may be missing or stray, HTML's entities are known,
// and a text that breaks off yields what stood before the break. Entities that a
// document defines for itself are refused.
package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Bounds on a document; a deeper or larger one is read up to there.
const (
	maxDepth    = 200
	maxElements = 400_000
	maxSpaces   = 200 // prefixes declared at once that are looked through
)

// Node is an element.
type Node struct {
	Name   string // as written, with its prefix: content:encoded
	Closed bool   // its end was reached; false where the document broke off inside it

	attrs  []xml.Attr
	kids   []*Node
	text   strings.Builder
	local  string
	space  string   // address of its namespace, "" for none
	spaces *binding // prefixes as they hold inside it, the innermost first
}

// binding is a prefix and the address of its namespace.
type binding struct {
	prefix, uri string
	outer       *binding
}

// find returns the address that a prefix stands for, "" for none.
func (b *binding) find(prefix string) string {
	for range maxSpaces {
		if b == nil {
			break
		}
		if b.prefix == prefix {
			return b.uri
		}
		b = b.outer
	}
	return ""
}

// Parse reads a document and returns its outermost element. An error beside a node says
// where the document broke off; without one, that it is no XML at all.
func Parse(body []byte) (*Node, error) {
	p := parser{dec: xml.NewDecoder(bytes.NewReader(clean(body)))}
	p.dec.Strict = false
	p.dec.Entity = xml.HTMLEntity
	p.dec.CharsetReader = reader(body)
	err := p.run()
	switch {
	case p.root == nil && err == nil:
		return nil, errors.New("there is no element in it")
	case err == nil && !p.root.Closed:
		err = fmt.Errorf("the document ends inside %.200s", p.stack[len(p.stack)-1].Name)
	}
	return p.root, err
}

// clean drops what no XML may hold but feeds do: control characters and a byte order mark.
func clean(body []byte) []byte {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	control := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
	}
	if !utf8.Valid(body) || bytes.IndexFunc(body, control) < 0 {
		return body
	}
	return bytes.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, body)
}

// reader converts from the charset a document declares, unless it is UTF-8 already: the
// answer may have been converted on its way, the declaration is never changed.
func reader(body []byte) func(string, io.Reader) (io.Reader, error) {
	valid := utf8.Valid(body)
	return func(label string, in io.Reader) (io.Reader, error) {
		if valid {
			return in, nil
		}
		return charset.NewReaderLabel(label, in)
	}
}

type parser struct {
	dec   *xml.Decoder
	root  *Node
	stack []*Node
	count int
}

func (p *parser) run() error {
	for p.root == nil || !p.root.Closed {
		tok, err := p.dec.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("at byte %d: %w", p.dec.InputOffset(), err)
		}
		if err := p.take(tok); err != nil {
			return fmt.Errorf("at byte %d: %w", p.dec.InputOffset(), err)
		}
	}
	return nil
}

func (p *parser) take(tok xml.Token) error {
	switch tok := tok.(type) {
	case xml.StartElement:
		return p.open(tok)
	case xml.EndElement:
		p.close(full(tok.Name))
	case xml.CharData:
		if len(p.stack) > 0 {
			p.stack[len(p.stack)-1].text.Write(tok)
		}
	case xml.Directive:
		if bytes.Contains(bytes.ToUpper(tok), []byte("<!ENTITY")) {
			return errors.New("it defines entities of its own, which is refused")
		}
	}
	return nil
}

func (p *parser) open(tok xml.StartElement) error {
	if len(p.stack) >= maxDepth {
		return fmt.Errorf("elements are nested more than %d deep", maxDepth)
	}
	if p.count++; p.count > maxElements {
		return fmt.Errorf("it has more than %d elements", maxElements)
	}
	n := &Node{Name: full(tok.Name), local: tok.Name.Local, attrs: tok.Copy().Attr}
	if len(p.stack) > 0 {
		above := p.stack[len(p.stack)-1]
		above.kids = append(above.kids, n)
		n.spaces = above.spaces
	} else {
		p.root = n
	}
	n.declare()
	n.space = n.spaces.find(tok.Name.Space)
	p.stack = append(p.stack, n)
	return nil
}

// close ends the nearest open element of that name and those left open inside it. An end
// tag that nothing opened is ignored.
func (p *parser) close(name string) {
	for i := len(p.stack) - 1; i >= 0; i-- {
		if p.stack[i].Name != name {
			continue
		}
		for _, n := range p.stack[i:] {
			n.Closed = true
		}
		p.stack = p.stack[:i]
		return
	}
}

func full(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// declare adds the prefixes that the element's own attributes declare.
func (n *Node) declare() {
	for _, a := range n.attrs {
		switch {
		case a.Name.Space == "xmlns":
			n.spaces = &binding{a.Name.Local, a.Value, n.spaces}
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			n.spaces = &binding{"", a.Value, n.spaces}
		}
	}
}

// Spaces are the prefixes a path may use, by the addresses that name the namespaces. A
// prefix that is not among them is matched as the document writes it.
type Spaces map[string]string

// is tells whether an element has one of the names, which are joined by "|".
func (s Spaces) is(n *Node, names string) bool {
	for name := range strings.SplitSeq(names, "|") {
		prefix, local, found := strings.Cut(name, ":")
		if uri, declared := s[prefix]; found && declared {
			if n.local == local && n.space == uri {
				return true
			}
		} else if n.Name == name {
			return true
		}
	}
	return false
}

// Find returns the elements at a path of names joined by slashes, counted from n's
// children; a|b stands for elements of either name, in the order of the document. The
// empty path is n itself.
func (n *Node) Find(path string) []*Node { return Spaces(nil).Find(n, path) }

// Find is as Node.Find, with prefixes by namespace.
func (s Spaces) Find(n *Node, path string) []*Node {
	found := []*Node{n}
	if path == "" {
		return found
	}
	for name := range strings.SplitSeq(path, "/") {
		var next []*Node
		for _, f := range found {
			for _, kid := range f.kids {
				if s.is(kid, name) {
					next = append(next, kid)
				}
			}
		}
		found = next
	}
	return found
}

// All returns the outermost elements of one of the names anywhere below n.
func (n *Node) All(names ...string) []*Node { return Spaces(nil).All(n, names...) }

// All is as Node.All, with prefixes by namespace.
func (s Spaces) All(n *Node, names ...string) []*Node {
	return s.all(nil, n, strings.Join(names, "|"))
}

func (s Spaces) all(out []*Node, n *Node, names string) []*Node {
	for _, kid := range n.kids {
		if s.is(kid, names) {
			out = append(out, kid)
		} else {
			out = s.all(out, kid, names)
		}
	}
	return out
}

// Size returns how many elements there are in n, itself included.
func (n *Node) Size() int {
	size := 1
	for _, kid := range n.kids {
		size += kid.Size()
	}
	return size
}

// Text returns the characters inside the element, its own before those of its children.
func (n *Node) Text() string {
	if len(n.kids) == 0 {
		return n.text.String()
	}
	var b strings.Builder
	b.WriteString(n.text.String())
	for _, kid := range n.kids {
		b.WriteByte(' ')
		b.WriteString(kid.Text())
	}
	return b.String()
}

// Attr returns the value of an attribute by its name as written.
func (n *Node) Attr(name string) (string, bool) {
	for _, a := range n.attrs {
		if full(a.Name) == name {
			return a.Value, true
		}
	}
	return "", false
}
