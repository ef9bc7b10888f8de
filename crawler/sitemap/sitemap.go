// Package sitemap reads sitemaps (sitemaps.org protocol 0.9): each url entry is an item
// with the fields loc and lastmod.
package sitemap

import (
	"fmt"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/xmltree"
)

// Format is the format called sitemap in board files.
type Format struct{}

// Open reads a sitemap or an index of sitemaps.
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	root, err := xmltree.Parse(body)
	if root == nil {
		return nil, fmt.Errorf("not a sitemap: %w", err)
	}
	if root.Name != "urlset" && root.Name != "sitemapindex" {
		return nil, fmt.Errorf("not a sitemap: its outermost element is %.200s", root.Name)
	}
	return document{entry{root}, err}, nil
}

// Trim keeps the first urls, and of an index the first sitemap.
func (Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	return xmltree.Shorten(xmltree.Shorten(body, spec.Skip+keep, "url"), 1, "sitemap")
}

type document struct {
	entry
	broken error // where the XML breaks off; nil when it is whole
}

// Below returns the addresses of the sitemaps of an index, none for a sitemap.
func (d document) Below() (addresses []string) {
	if d.node.Name != "sitemapindex" {
		return nil
	}
	for _, loc := range d.node.Find("sitemap/loc") {
		addresses = append(addresses, strings.TrimSpace(loc.Text()))
	}
	return addresses
}

// maxNamed is how many sitemaps of an index are named in an error.
const maxNamed = 5

// Items returns the url entries. An index has none: the error names the sitemaps it
// leads to, one of which the board file should ask for.
func (d document) Items(stackhound.Items) ([]crawler.Node, error) {
	if below := d.Below(); d.node.Name == "sitemapindex" {
		var named []string
		for _, address := range below[:min(len(below), maxNamed)] {
			named = append(named, fmt.Sprintf("%.200s", address))
		}
		return nil, fmt.Errorf("it is an index of %d sitemaps; put the one of the jobs into request.url, or set request.index to an expression that fits those of the jobs: %s", len(below), strings.Join(named, ", "))
	}
	var found []entry
	for _, n := range d.node.Find("url") {
		if n.Closed {
			found = append(found, entry{n})
		}
	}
	rows, err := crawler.Capped(found)
	if d.broken != nil {
		err = fmt.Errorf("%w: %w", crawler.ErrCut, d.broken)
	}
	return rows, err
}

// entry is one url of a sitemap.
type entry struct{ node *xmltree.Node }

// Values returns the texts of the elements at x.Select.
func (e entry) Values(x stackhound.Extract) []string {
	var out []string
	for _, n := range e.node.Find(x.Select) {
		out = append(out, n.Text())
	}
	return out
}

// Modified returns the url's lastmod.
func (e entry) Modified() string {
	for _, n := range e.node.Find("lastmod") {
		return strings.TrimSpace(n.Text())
	}
	return ""
}
