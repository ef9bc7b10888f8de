// Package jsonld reads the job postings that pages carry as structured data: schema.org
// JobPosting objects in script elements of type application/ld+json. Selectors are JSON
// paths within the posting (hiringOrganization.name, baseSalary.value.minValue).
package jsonld

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/htmlscan"
	"stackhound/internal/jsontree"
)

// Format is the format called jsonld in board files.
type Format struct{}

// Open finds the postings of a page, in arrays, in @graph and inside other objects. It
// fails with crawler.ErrNoJob when there is none. A block that is no JSON even after mending is passed over.
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	var postings []jsontree.Node
	for _, block := range scripts(body) {
		if !mayHold(block) {
			continue
		}
		root, err := jsontree.Parse(block)
		if err != nil {
			root, err = jsontree.Parse(mend(block))
		}
		if err == nil {
			postings = append(postings, root.Objects(isPosting)...)
		}
	}
	if len(postings) == 0 {
		return nil, fmt.Errorf("%w: there is no JobPosting in it", crawler.ErrNoJob)
	}
	for _, p := range postings {
		if object, ok := p.Object(); ok {
			repair(object)
		}
	}
	return document{postings[0], postings}, nil
}

func isPosting(n jsontree.Node) bool {
	return slices.ContainsFunc(n.Values(stackhound.Extract{Select: "@type"}), func(t string) bool {
		return t == "JobPosting" || strings.HasSuffix(t, "schema.org/JobPosting")
	})
}

// mayHold tells whether a block may hold a posting: many pages describe themselves, their
// site and the way to them in blocks of their own.
func mayHold(block []byte) bool {
	return bytes.Contains(block, []byte("JobPosting")) || bytes.Contains(block, []byte(`\u`))
}

// scripts returns the contents of the page's blocks of structured data.
func scripts(page []byte) (blocks [][]byte) {
	inside := false
	for tags := htmlscan.NewTokens(page); ; {
		switch tags.Next() {
		case htmlscan.Done:
			return blocks
		case htmlscan.Open:
			inside = tags.Name() == "script" && isData(tags.Attr("type"))
		case htmlscan.Text:
			if inside {
				blocks = append(blocks, tags.Raw())
			}
		case htmlscan.Close:
			inside = false
		}
	}
}

// isData tells whether a script of a type is structured data.
func isData(kind string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "application/ld+json")
}

// mend repairs what templates commonly break: bare control characters inside strings,
// commas before a closing bracket, and comment or CDATA marks around the whole.
func mend(block []byte) []byte {
	for _, mark := range []string{"<!--", "-->", "//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/"} {
		block = bytes.TrimPrefix(bytes.TrimSuffix(bytes.TrimSpace(block), []byte(mark)), []byte(mark))
	}
	var out []byte
	inString, escaped := false, false
	for _, c := range block {
		switch {
		case inString && c == '\n':
			out = append(out, `\n`...)
			escaped = false
			continue
		case inString && c < ' ':
			c, escaped = ' ', false
		case inString:
			inString = c != '"' || escaped
			escaped = c == '\\' && !escaped
		case c == '"':
			inString = true
		case c == '}' || c == ']':
			out = bytes.TrimSuffix(bytes.TrimRight(out, " \t\r\n"), []byte(","))
		}
		out = append(out, c)
	}
	return out
}

type document struct {
	jsontree.Node // the page's first posting: what a detail page is about
	postings      []jsontree.Node
}

// Items returns every posting of the page.
func (d document) Items(stackhound.Items) ([]crawler.Node, error) {
	return crawler.Capped(d.postings)
}
