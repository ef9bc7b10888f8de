// Package htmlpage reads HTML pages. Selectors are CSS, matched below the item.
package htmlpage

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/htmlscan"
)

// Format is the format called html in board files.
type Format struct{}

var errEmpty = errors.New("the page is empty")

// A page needs one start tag of html and one of body. Of any further one the parser adds
// the attributes to the first, in time that grows with all those that are there.
const (
	maxOutermost      = 50       // such tags on a page
	maxOutermostBytes = 64 << 10 // of all of them together
)

// checkOutermost refuses a page whose tags of html and body would keep the parser busy.
func checkOutermost(body []byte) error {
	found, size := 0, 0
	for at := outermost(body, 0); at >= 0; at = outermost(body, at+1) {
		if found++; found > maxOutermost {
			return fmt.Errorf("the page has more than %d tags of html and body", maxOutermost)
		}
		rest := body[at:min(len(body), at+maxOutermostBytes+1)]
		z := html.NewTokenizer(bytes.NewReader(rest))
		if z.Next() == html.ErrorToken {
			size += len(rest) // it does not end there
		} else {
			size += len(z.Raw())
		}
	}
	if size > maxOutermostBytes {
		return fmt.Errorf("the page's tags of html and body have more than %d bytes", maxOutermostBytes)
	}
	return nil
}

// outermost returns where the next start tag of html or body with attributes stands, -1 if
// there is none.
func outermost(body []byte, from int) int {
	const size = len("<html")
	for at := from; ; at++ {
		next := bytes.IndexByte(body[min(at, len(body)):], '<')
		if next < 0 || at+next+size >= len(body) {
			return -1
		}
		at += next
		name := body[at+1 : at+size]
		if !bytes.EqualFold(name, []byte("html")) && !bytes.EqualFold(name, []byte("body")) {
			continue
		}
		if bytes.IndexByte([]byte(" \t\n\r\f/"), body[at+size]) >= 0 {
			return at
		}
	}
}

// Open parses the page. It fails on an empty body and on one nested too deeply to be a
// page people read (the parser's own bound of 512 open elements).
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, errEmpty
	}
	if err := checkOutermost(body); err != nil {
		return nil, err
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("the page cannot be parsed: %w", err)
	}
	return document{selection{doc.Selection}}, nil
}

type document struct{ selection }

// Items returns the elements that spec.Select matches.
func (d document) Items(spec stackhound.Items) ([]crawler.Node, error) {
	var found []selection
	for _, sel := range d.find(spec.Select).EachIter() {
		found = append(found, selection{sel})
	}
	return crawler.Capped(found)
}

// selection is an element as a source of values.
type selection struct{ *goquery.Selection }

// selectors keeps compiled selectors: there are as many as the board files hold.
var selectors sync.Map

// find returns the elements below s that match; "" is s itself. Selectors were checked
// when the board file was loaded; one that does not compile matches nothing.
func (s selection) find(selector string) *goquery.Selection {
	if selector == "" {
		return s.Selection
	}
	if m, ok := selectors.Load(selector); ok {
		return s.FindMatcher(m.(goquery.Matcher))
	}
	var m goquery.Matcher = cascadia.Selector(func(*html.Node) bool { return false })
	if compiled, err := cascadia.Compile(selector); err == nil {
		m = compiled
	}
	selectors.Store(selector, m)
	return s.FindMatcher(m)
}

// Values returns of each element that x.Select matches the attribute x.Attr, the inner
// markup (x.HTML), its own text (x.Own) or all its text with a line break wherever the
// page would show one.
func (s selection) Values(x stackhound.Extract) []string {
	var out []string
	for _, sel := range s.find(x.Select).EachIter() {
		switch {
		case x.Attr != "":
			if v, ok := sel.Attr(x.Attr); ok {
				out = append(out, v)
			}
		case x.HTML:
			if v, err := sel.Html(); err == nil {
				out = append(out, v)
			}
		case x.Own:
			out = append(out, own(sel))
		default:
			var b strings.Builder
			text(&b, sel.Get(0))
			out = append(out, b.String())
		}
	}
	return out
}

// own joins the text nodes that are children of the element itself.
func own(sel *goquery.Selection) string {
	var b strings.Builder
	for n := sel.Get(0).FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// blocks are the elements that stand on lines of their own.
var blocks = func() map[atom.Atom]bool {
	set := map[atom.Atom]bool{}
	for _, name := range htmlscan.Lines {
		set[atom.Lookup([]byte(name))] = true
	}
	return set
}()

// text writes what a reader sees of n; the parser bounds the depth.
func text(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Template:
		return
	}
	if blocks[n.DataAtom] {
		b.WriteByte('\n')
	}
	for kid := n.FirstChild; kid != nil; kid = kid.NextSibling {
		text(b, kid)
	}
	if blocks[n.DataAtom] && n.DataAtom != atom.Br {
		b.WriteByte('\n')
	}
}
