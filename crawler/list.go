package crawler

import (
	"context"
	"errors"
	"net/http"

	"stackhound"
)

// readList goes through the list, of one tenant if there are any. Its error says what
// ended it early.
func (p *pass) readList(ctx context.Context) error {
	p.listed, p.total, p.queue, p.barren = 0, 0, nil, 0
	if err := p.start(ctx); err != nil {
		return err
	}
	next, err := p.counted(0)
	if err != nil {
		return err
	}
	asked := map[string]bool{}
	for n := 0; ; n++ {
		asked[next.address] = true
		following, err := p.page(ctx, next, n)
		if err != nil || following.address == "" || asked[following.address] {
			return err
		}
		if n+1 >= p.mostPages() || p.rows >= maxRows {
			p.part = true
			return nil
		}
		next = following
	}
}

// page reads page n of the list, counted from 0, and returns the request for the next one,
// without an address after the last.
func (p *pass) page(ctx context.Context, c call, n int) (next call, err error) {
	defer survive(&err, c.address)
	if n > 0 && p.replay && p.lists[c.address].Asked.Before(p.run.Started) {
		return call{}, nil // the last run had no such page any more
	}
	doc, err := p.open(ctx, question{url: c.address, send: c.body, kind: c.kind, format: within(p.board.Request.Inside, p.format), known: p.lists[c.address], rules: p.listRules})
	if n > 0 && p.pastTheEnd(err) {
		return call{}, nil
	}
	if n == 0 {
		err = p.left(c.address, doc.url, err)
	}
	if err != nil {
		return call{}, err
	}
	before, mark := p.run.Items, ""
	if doc.same {
		mark, err = p.unchangedPage(ctx, doc)
	} else {
		mark, err = p.newPage(ctx, doc)
	}
	if err != nil || mark == "" {
		return call{}, err
	}
	if next, err = p.follow(mark, n); err != nil {
		return call{}, err
	}
	next.address, err = p.onward(next.address, p.run.Items > before)
	return next, err
}

// newPage reads a page of the list that is new or changed, and returns the mark by which
// the next is asked for.
func (p *pass) newPage(ctx context.Context, doc answer) (mark string, err error) {
	if below := p.sitemaps(doc); len(below) > 0 {
		p.learn(doc.page, shown{Below: below})
		p.queue = below
		return p.pop(), nil
	}
	p.ids, p.loose = nil, false
	rows, broken := p.rowsOf(doc)
	p.listed += len(rows)
	noMore := broken == nil && p.isLast(doc, len(rows))
	var astray error
	if broken == nil && !noMore {
		mark, astray = p.leads(doc)
	}
	doc.Document = nil // a tree is large, and the jobs' pages take long
	fresh, err := p.takeRows(ctx, rows, doc.url)
	if err != nil {
		return "", err
	}
	if broken != nil {
		return "", errors.Join(p.flush(), p.invalid("%s: %w", doc.page.URL, broken))
	}
	if err := p.flush(); err != nil {
		return "", err
	}
	if p.loose || astray != nil {
		doc.page.Hash = "" // what it showed before does not count any more
	}
	p.learn(doc.page, shown{IDs: p.ids, Next: mark})
	if p.noneNew(len(rows), fresh) {
		return "", nil
	}
	return mark, astray
}

// rowsOf reads the rows of a page of the list. Its error is one that ends the list.
func (p *pass) rowsOf(doc answer) ([]rowRead, error) {
	nodes, broken := Rows(doc.Document, p.board.Items, p.vars)
	rows := make([]rowRead, len(nodes))
	for i, n := range nodes {
		r := &rows[i]
		id, values, err := p.identify(n, doc.url)
		r.id, r.values, r.err = id, pack(values), err
	}
	p.tellApart(rows)
	return rows, p.lose(broken, doc.url)
}

// takeRows deals with rows one after the other and counts those that are new to this run.
func (p *pass) takeRows(ctx context.Context, rows []rowRead, page string) (fresh int, err error) {
	for i := range rows {
		isNew, err := p.row(ctx, rows[i], page)
		if err != nil {
			return fresh, err
		}
		if isNew {
			fresh++
		}
		rows[i] = rowRead{}
	}
	return fresh, nil
}

// lose counts the rows of an answer that were too broken to be handed out, and returns an
// error that is anything else.
func (p *pass) lose(broken error, page string) error {
	var lost Lost
	if !errors.As(broken, &lost) {
		return broken
	}
	p.part, p.loose = true, true // whichever listings they are will seem absent
	for range int(lost) {
		p.rows++
		p.bad(page, stackhound.Errorf(stackhound.CodeInvalid, "%s: %w", page, broken))
	}
	return nil
}

// unchangedPage has what a page of the list showed last time count as seen again.
func (p *pass) unchangedPage(ctx context.Context, doc answer) (mark string, err error) {
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
	p.listed += len(was.IDs)
	p.learn(doc.page, was)
	if err := p.flush(); err != nil {
		return "", err
	}
	if len(was.Below) > 0 {
		p.queue = was.Below
	}
	if p.board.Request.Index != "" {
		return p.pop(), nil
	}
	if was.Next == "" || p.noneNew(len(was.IDs), fresh) {
		return "", nil
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
	return p.board.Request.Pages != nil && p.board.Request.Pages.Counted() && errors.As(err, &status) &&
		(status == http.StatusBadRequest || status == http.StatusNotFound)
}

// noneNew tells that a list ends with a page that has rows, but none that no page before it
// had. A sitemap says nothing of those that stand beside it.
func (p *pass) noneNew(rows, fresh int) bool {
	return p.board.Request.Index == "" && (p.board.Request.Pages == nil || rows > 0 && fresh == 0)
}
