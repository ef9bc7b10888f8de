package crawler

import (
	"context"
	"errors"
	"net/http"
	"strconv"
)

// page reads page n of the list, counted from 0, and returns the address of the next
// one, "" after the last.
func (p *pass) page(ctx context.Context, address string, n int) (next string, err error) {
	defer survive(&err, address)
	doc, err := p.open(ctx, question{url: address, format: p.format, known: p.lists[address], rules: p.listRules})
	if n > 0 && p.pastTheEnd(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	before := p.run.Items
	if doc.same {
		next, err = p.unchangedPage(ctx, doc, n)
	} else {
		next, err = p.newPage(ctx, doc, n)
	}
	if err != nil {
		return "", err
	}
	return p.onward(next, p.run.Items > before)
}

// newPage reads a page of the list that is new or changed.
func (p *pass) newPage(ctx context.Context, doc answer, n int) (next string, err error) {
	p.ids, p.loose = nil, false
	rows, broken := Rows(doc.Document, p.board.Items, p.vars)
	fresh := 0
	for _, row := range rows {
		isNew, err := p.row(ctx, row, doc.url)
		if err != nil {
			return "", err
		}
		if isNew {
			fresh++
		}
	}
	if err := p.flush(); err != nil {
		return "", err
	}
	if broken != nil {
		return "", p.invalid("%s: %w", doc.page.URL, broken)
	}
	if !p.isLast(doc, len(rows)) {
		next, err = p.next(doc, n)
	}
	if p.loose || err != nil {
		doc.page.Hash = "" // what it showed before does not count any more
	}
	p.learn(doc.page, shown{IDs: p.ids, Next: next})
	if p.noneNew(len(rows), fresh) {
		return "", nil
	}
	return next, err
}

// unchangedPage has what a page of the list showed last time count as seen again.
func (p *pass) unchangedPage(ctx context.Context, doc answer, n int) (next string, err error) {
	was := shownOn(doc.page)
	fresh := 0
	for _, id := range was.IDs {
		isNew, err := p.sameRow(ctx, id)
		if err != nil {
			return "", err
		}
		if isNew {
			fresh++
		}
	}
	p.learn(doc.page, was)
	if err := p.flush(); err != nil {
		return "", err
	}
	if was.Next == "" || p.noneNew(len(was.IDs), fresh) {
		return "", nil
	}
	if len(p.board.Request.Pages.Next) == 0 {
		return p.address(n + 1)
	}
	return was.Next, nil
}

// pastTheEnd tells whether an answer means that the list has no such page. A page that
// the one before links to should be there.
func (p *pass) pastTheEnd(err error) bool {
	if p.replay && errors.Is(err, ErrNotKept) {
		return true // only answers that hold something are kept
	}
	var status statusError
	return len(p.board.Request.Pages.Next) == 0 && errors.As(err, &status) &&
		(status == http.StatusBadRequest || status == http.StatusNotFound)
}

// noneNew tells that a list ends with a page that has rows, but none that no page before it
// had.
func (p *pass) noneNew(rows, fresh int) bool {
	return p.board.Request.Pages == nil || rows > 0 && fresh == 0
}

// isLast tells by how many rows a page has that none follows. Rows that were left out by
// rule count as rows: a page of nothing but filled jobs is not the end.
func (p *pass) isLast(doc answer, rows int) bool {
	pages := p.board.Request.Pages
	if pages == nil {
		return true
	}
	if rows > 0 && rows >= pages.Size {
		return false
	}
	all, _ := doc.Items(p.board.Items)
	return len(all) == 0 || len(all) < pages.Size
}

// next returns the address of the page after page n.
func (p *pass) next(doc answer, n int) (string, error) {
	pages := p.board.Request.Pages
	if len(pages.Next) == 0 {
		return p.address(n + 1)
	}
	link := ReadField(doc.Document, pages.Next, p.vars)
	if len(link) == 0 {
		return "", nil
	}
	next, err := resolve(doc.url, link[0])
	if err != nil {
		return "", p.invalid("the link to the next page on %s: %w", doc.url, err)
	}
	if !p.ownHost(next, doc.url) {
		return "", p.invalid("the link to the next page on %s leads to another host: %.200s", doc.url, next)
	}
	return next, nil
}

// address returns the address of page n of a list that counts its pages.
func (p *pass) address(n int) (string, error) {
	if pages := p.board.Request.Pages; pages != nil {
		p.vars["page"] = strconv.Itoa(pages.From + n*max(pages.Step, 1))
	}
	return p.expand(p.board.Request.URL)
}
