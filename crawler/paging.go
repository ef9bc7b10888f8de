package crawler

import (
	"strconv"
	"strings"
)

// maxSitemaps is the most sitemaps of an index that are read in a run.
const maxSitemaps = 500

// Index is a document that lists no items but the documents that do, as an index of
// sitemaps does.
type Index interface {
	// Below returns their addresses, none if it is no index.
	Below() []string
}

// mostPages is the most pages of a list that are read in a run.
func (p *pass) mostPages() int {
	if p.board.Request.Pages == nil {
		return maxSitemaps + 1
	}
	return p.board.Request.Pages.Max
}

// isLast tells by how many rows a page has that none follows. Rows that were left out by
// rule count as rows: a page of nothing but filled jobs is not the end.
func (p *pass) isLast(doc answer, rows int) bool {
	pages := p.board.Request.Pages
	if pages == nil {
		return p.board.Request.Index == ""
	}
	if p.allListed(doc) {
		return true
	}
	if rows > 0 && rows >= pages.Size {
		return false
	}
	all, _ := doc.Items(p.board.Items)
	return len(all) == 0 || len(all) < pages.Size
}

// allListed tells whether as many rows were seen as the list says it has. Some lists tell
// only at their beginning.
func (p *pass) allListed(doc answer) bool {
	said := first(ReadField(doc.Document, p.board.Request.Pages.Total, p.vars))
	if n, err := strconv.Atoi(strings.ReplaceAll(said, ",", "")); err == nil {
		p.total = max(p.total, n)
	}
	return p.total > 0 && p.listed >= p.total
}

// another is the mark of a page that is asked for by its number.
const another = "counted"

// leads returns what leads from a page to the next: a link, a cursor, or another where pages
// are counted. It is "" after the last.
func (p *pass) leads(doc answer) (string, error) {
	pages := p.board.Request.Pages
	switch {
	case pages == nil:
		return p.pop(), nil
	case len(pages.Cursor) > 0:
		return first(ReadField(doc.Document, pages.Cursor, p.vars)), nil
	case pages.Link:
		return p.linked(doc, nextLink(doc.links))
	case len(pages.Next) > 0:
		return p.linked(doc, first(ReadField(doc.Document, pages.Next, p.vars)))
	}
	return another, nil
}

// linked makes the link to the next page an address, which is to be on the board's host.
func (p *pass) linked(doc answer, link string) (string, error) {
	if link == "" {
		return "", nil
	}
	next, err := resolve(doc.url, link)
	if err != nil {
		return "", p.invalid("the link to the next page on %s: %w", doc.url, err)
	}
	if !p.ownHost(next, doc.url) {
		return "", p.invalid("the link to the next page on %s leads to another host: %.200s", doc.url, next)
	}
	return next, nil
}

// follow returns the request for the page after page n that a mark leads to.
func (p *pass) follow(mark string, n int) (call, error) {
	pages := p.board.Request.Pages
	switch {
	case pages != nil && pages.Counted():
		return p.counted(n + 1)
	case pages != nil && len(pages.Cursor) > 0:
		p.vars["cursor"] = mark
		return p.call(p.board.Request.URL, p.board.Request.Body)
	}
	return call{address: mark}, nil
}

// counted returns the request for page n, by its number where pages are counted.
func (p *pass) counted(n int) (call, error) {
	delete(p.vars, "cursor")
	if pages := p.board.Request.Pages; pages != nil && pages.Counted() {
		p.vars["page"] = strconv.Itoa(pages.From + n*max(pages.Step, 1))
		p.vars["offset"] = p.vars["page"]
	}
	return p.call(p.board.Request.URL, p.board.Request.Body)
}

// nextLink returns the target of rel=next in the values of the header Link (RFC 8288,
// section 3), "" when there is none.
func nextLink(headers []string) string {
	for _, header := range headers {
		for header != "" {
			_, rest, found := strings.Cut(header, "<")
			target, params, closed := strings.Cut(rest, ">")
			if !found || !closed {
				break
			}
			params, header = parameters(params)
			if isNext(params) {
				return target
			}
		}
	}
	return ""
}

// parameters cuts off the parameters of one link, which end at a comma outside quotes.
func parameters(s string) (params, rest string) {
	quoted := false
	for i, c := range s {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func isNext(params string) bool {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for rel := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(rel, "next") {
				return true
			}
		}
	}
	return false
}

// sitemaps returns the sitemaps of an index that the board file asks for.
func (p *pass) sitemaps(doc answer) (below []string) {
	index, ok := doc.Document.(Index)
	if !ok || p.board.Request.Index == "" {
		return nil
	}
	for _, ref := range index.Below() {
		address, err := resolve(doc.url, ref)
		if err == nil && p.ownHost(address, doc.url) && expression(p.board.Request.Index).MatchString(address) && len(below) < maxSitemaps {
			below = append(below, address)
		}
	}
	return below
}

// pop returns the next of the sitemaps that are still to be read, "" when there is none.
func (p *pass) pop() string {
	if len(p.queue) == 0 {
		return ""
	}
	next := p.queue[0]
	p.queue = p.queue[1:]
	return next
}
