package crawler

import (
	"cmp"
	"context"

	"stackhound"
)

// defaultPicks is how many values of the first request are tried when the board file does
// not say.
const defaultPicks = 6

// start makes the board's first request, if it has one, and keeps the value it yields.
func (p *pass) start(ctx context.Context) (err error) {
	s := p.board.Start
	if s == nil {
		return nil
	}
	defer survive(&err, s.URL)
	delete(p.vars, "start")
	c, err := p.call(s.URL, s.Body)
	if err != nil {
		return err
	}
	q := question{url: c.address, send: c.body, kind: c.kind, format: p.format, known: p.lists[c.address], rules: p.listRules}
	q.read = shownOn(q.known).Start == ""
	doc, err := p.open(ctx, q)
	if err = p.left(c.address, doc.url, err); err != nil {
		return err
	}
	value := shownOn(doc.page).Start
	if !doc.same {
		if value, err = p.pick(ctx, s, ReadField(doc.Document, s.Field, p.vars)); err != nil {
			return err
		}
	}
	if value == "" {
		return p.invalid("%s has no value for start.field", c.address)
	}
	p.vars["start"] = value
	p.learn(doc.page, shown{Start: value})
	return nil
}

// pick chooses among the values of the first request by what their own answers say.
func (p *pass) pick(ctx context.Context, s *stackhound.Start, values []string) (string, error) {
	if s.Pick == nil {
		return first(values), nil
	}
	defer delete(p.vars, "start")
	for _, v := range values[:min(len(values), cmp.Or(s.Pick.Max, defaultPicks))] {
		p.vars["start"] = v
		address, err := p.expand(s.Pick.URL)
		if err != nil {
			return "", err
		}
		doc, err := p.open(ctx, question{url: address, format: p.format, rules: p.listRules, read: true})
		if err != nil {
			return "", err
		}
		if len(ReadField(doc.Document, s.Pick.Field, p.vars)) > 0 {
			return v, nil
		}
	}
	return "", p.invalid("%s: none of the newest values is the one that start.pick describes", s.URL)
}
