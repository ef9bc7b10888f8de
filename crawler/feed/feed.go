// Package feed reads RSS, RDF and Atom feeds, other XML lists of jobs, and JSON Feed.
//
// In XML a selector is an element's name with its prefix as the feed writes it
// (content:encoded, job_listing:company), or a path of names joined by slashes
// (author/name). In JSON Feed it is a JSON path.
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/jsontree"
	"stackhound/internal/xmltree"
)

// Format is the format called feed in board files.
type Format struct {
	spaces xmltree.Spaces
}

// WithSpaces returns the format with prefixes that stand for namespaces, however a feed
// writes them.
func (Format) WithSpaces(spaces map[string]string) crawler.Format { return Format{spaces} }

// Open tells the kind of feed by its first character. A document that breaks off is
// opened all the same: its Items say so.
func (f Format) Open(body []byte, _ string) (crawler.Document, error) {
	if bytes.HasPrefix(bytes.TrimLeft(body, "\ufeff \t\r\n"), []byte("{")) {
		root, err := jsontree.Parse(body)
		if err != nil {
			return nil, err
		}
		return jsonFeed{root}, nil
	}
	root, err := xmltree.Parse(body)
	if root == nil {
		return nil, fmt.Errorf("not a feed: %w", err)
	}
	if strings.EqualFold(root.Name, "html") {
		return nil, errors.New("not a feed: it is an HTML page")
	}
	d := document{element: element{root, f.spaces}, broken: err}
	if err != nil {
		d.saved, d.lost, d.whole = f.salvage(body, root)
	}
	return d, nil
}

// Trim keeps the first items.
func (f Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	if bytes.HasPrefix(bytes.TrimLeft(body, "\ufeff \t\r\n"), []byte("{")) {
		return jsontree.Shorten(body, spec.Skip+keep)
	}
	names := []string{"item", "entry"}
	if spec.Select != "" {
		names = strings.Split(spec.Select, "|")
	}
	return xmltree.Shorten(body, spec.Skip+keep, names...)
}

type document struct {
	element
	broken error // where the XML breaks off; nil when it is whole

	saved []element // of a broken feed: its items that can be read by themselves
	lost  int       // and how many cannot
	whole bool      // its end is there all the same
}

// Items returns the elements called spec.Select, or item and entry when that is empty. Of
// a feed that is broken within it returns all that can be read, with Lost; of one that
// breaks off, those with ErrCut.
func (d document) Items(spec stackhound.Items) ([]crawler.Node, error) {
	names := []string{"item", "entry"}
	if spec.Select != "" {
		names = []string{spec.Select}
	}
	if spec.Select == "" && len(d.saved) > 0 {
		return d.rest()
	}
	var found []element
	for _, n := range d.spaces.All(d.node, names...) {
		if n.Closed {
			found = append(found, element{n, d.spaces})
		}
	}
	if len(found) == 0 && spec.Select == "" && !isFeed(d.node.Name) {
		return nil, fmt.Errorf("not a feed: its outermost element is %.200s", d.node.Name)
	}
	rows, err := crawler.Capped(found)
	if d.broken != nil {
		err = fmt.Errorf("%w: %w", crawler.ErrCut, d.broken)
	}
	return rows, err
}

// rest hands out what could be saved of a broken feed.
func (d document) rest() ([]crawler.Node, error) {
	rows, err := crawler.Capped(d.saved)
	switch {
	case err != nil:
	case !d.whole:
		err = fmt.Errorf("%w: %w", crawler.ErrCut, d.broken)
	case d.lost > 0:
		err = fmt.Errorf("%w: %w", crawler.Lost(d.lost), d.broken)
	}
	return rows, err
}

func isFeed(root string) bool {
	return root == "rss" || root == "feed" || strings.HasSuffix(root, "RDF")
}

// element is an XML element as a source of values.
type element struct {
	node   *xmltree.Node
	spaces xmltree.Spaces
}

// Values returns the text, or the attribute, of the elements at x.Select. Atom writes
// the address of a link into an attribute; it is read as its text.
func (e element) Values(x stackhound.Extract) []string {
	var out []string
	for _, n := range e.spaces.Find(e.node, x.Select) {
		v, ok := n.Text(), true
		switch {
		case x.Attr != "":
			v, ok = n.Attr(x.Attr)
		case strings.HasSuffix(n.Name, "link") && strings.TrimSpace(v) == "":
			v, ok = atomLink(n)
		}
		if ok {
			out = append(out, v)
		}
	}
	return out
}

// atomLink returns where a link of the entry itself leads (RFC 4287, 4.2.7.2: a link
// without rel is an alternate).
func atomLink(n *xmltree.Node) (string, bool) {
	if rel, ok := n.Attr("rel"); ok && rel != "alternate" {
		return "", false
	}
	return n.Attr("href")
}

type jsonFeed struct{ jsontree.Node }

// Items returns the elements of the list at spec.Select, or of "items" when that is empty.
func (d jsonFeed) Items(spec stackhound.Items) ([]crawler.Node, error) {
	path := spec.Select
	if path == "" {
		path = "items"
	}
	lists := d.Find(path)
	if len(lists) == 0 {
		return nil, fmt.Errorf("not a JSON feed: there is no list at %q", path)
	}
	return crawler.Capped(lists[0].Elements())
}
