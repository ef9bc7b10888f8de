package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"stackhound"
)

// maxRows ends a list that seems to have no end.
const maxRows = 50_000

// pass is one run over one board while it goes on.
type pass struct {
	*Crawler
	board   stackhound.Board
	format  Format
	fetcher Fetcher
	log     *slog.Logger
	keep    context.Context // of writes: they are done even when the run is told to stop

	run     stackhound.Run
	earlier []stackhound.Run // finished ones, newest first
	known   map[string]stackhound.KnownListing
	seen    map[string]bool
	vars    map[string]string // for templates: base, start, page

	puts    []stackhound.Listing
	touches []string
	details int   // pages of jobs asked for
	skip    int   // listings still to be put off before the first page of a job is asked for
	waiting int   // listings put off to the next run by detail.max
	rows    int   // rows met, broken ones included
	lastBad error // why the last broken one was
	step    stackhound.FaultStep
	part    bool // the list may show but a part of what is open: absence from it says nothing
}

// storeError marks a failure of the store, which no later request can mend.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }

// failure returns err if it is the store's.
func (p *pass) failure(err error) error {
	var broken storeError
	if errors.As(err, &broken) {
		return broken.error
	}
	return nil
}

// read goes through the list. Its error says what ended the list early.
func (p *pass) read(ctx context.Context) error {
	if err := p.start(ctx); err != nil {
		return err
	}
	address, err := p.address(0)
	if err != nil {
		return err
	}
	asked := map[string]bool{}
	for n := 0; ; n++ {
		asked[address] = true
		next, err := p.page(ctx, address, n)
		if err != nil || next == "" || asked[next] {
			return err
		}
		if n+1 >= p.board.Request.Pages.Max || p.rows >= maxRows {
			p.part = true
			return nil
		}
		address = next
	}
}

// start makes the board's first request, if it has one, and keeps the value it yields.
func (p *pass) start(ctx context.Context) (err error) {
	s := p.board.Start
	if s == nil {
		return nil
	}
	defer survive(&err, s.URL)
	address, err := p.expand(s.URL)
	if err != nil {
		return err
	}
	doc, err := p.open(ctx, p.format, address)
	if err != nil {
		return err
	}
	values := ReadField(doc.Document, s.Field, p.vars)
	if len(values) == 0 {
		return p.invalid("%s has no value for start.field", address)
	}
	p.vars["start"] = values[0]
	return nil
}

// page reads page n of the list, counted from 0, and returns the address of the next
// one, "" after the last.
func (p *pass) page(ctx context.Context, address string, n int) (next string, err error) {
	defer survive(&err, address)
	doc, err := p.open(ctx, p.format, address)
	if n > 0 && p.pastTheEnd(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
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
		return "", p.invalid("%s: %w", address, broken)
	}
	if p.isLast(doc, len(rows), fresh) {
		return "", nil
	}
	return p.next(doc, n)
}

// pastTheEnd tells whether an answer means that the list has no such page. A page that
// the one before links to should be there.
func (p *pass) pastTheEnd(err error) bool {
	var status statusError
	return len(p.board.Request.Pages.Next) == 0 && errors.As(err, &status) &&
		(status == http.StatusBadRequest || status == http.StatusNotFound)
}

// isLast tells by a page's rows that none follows. Rows that were left out by rule count
// as rows: a page of nothing but filled jobs is not the end.
func (p *pass) isLast(doc answer, rows, fresh int) bool {
	pages := p.board.Request.Pages
	if pages == nil || rows > 0 && fresh == 0 {
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

// expand fills a template of the board file and makes it an absolute address.
func (p *pass) expand(template string) (string, error) {
	filled := expand(template, p.vars)
	if len(filled) == 0 {
		return "", p.invalid("%q names something that has no value", template)
	}
	address, err := resolve(p.board.Base, filled[0])
	if err != nil {
		return "", p.invalid("%q: %w", template, err)
	}
	return address, nil
}

// answer is a page that could be read.
type answer struct {
	Document
	url string // after redirects
}

// statusError is the status of an answer that is no success.
type statusError int

func (s statusError) Error() string {
	return fmt.Sprintf("answered %d %s", int(s), http.StatusText(int(s)))
}

// open gets a page and reads it in a format.
func (p *pass) open(ctx context.Context, format Format, address string) (a answer, err error) {
	kind := stackhound.FaultUnreadable
	defer func() { err = p.blame(ctx, err, kind, address) }()
	defer survive(&err, address)
	res, err := p.get(ctx, address)
	if err != nil {
		return answer{}, err
	}
	if res.Status < 200 || res.Status > 299 {
		kind = stackhound.FaultStatus
		return answer{}, &stackhound.Error{
			Code:    stackhound.CodeUnavailable,
			Message: fmt.Sprintf("board %s: %s %v", p.board.Name, address, statusError(res.Status)),
			Err:     statusError(res.Status),
		}
	}
	doc, err := format.Open(res.Body, res.URL)
	if err != nil {
		return answer{}, p.invalid("%s answered %s that cannot be read: %w", address, typeName(res), err)
	}
	return answer{doc, res.URL}, nil
}

func typeName(res Response) string {
	if len(res.Body) == 0 {
		return "an empty page"
	}
	if res.Type == "" {
		return "a page without a content type"
	}
	return res.Type
}

// get asks for a page with the board's headers, counts what it took and keeps the answer.
func (p *pass) get(ctx context.Context, address string) (Response, error) {
	header := http.Header{}
	for k, v := range p.board.Request.Headers {
		header.Set(k, v)
	}
	res, err := p.fetcher.Fetch(ctx, Request{URL: address, Header: header})
	p.run.Requests += res.Requests
	p.run.Bytes += res.Bytes
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return res, err
	}
	if res.Status == http.StatusOK && len(res.Raw) > 0 {
		body := stackhound.Body{
			Run: p.run.ID, Board: p.board.Name, URL: address, Status: res.Status, Type: res.Type, Data: res.Raw, Fetched: p.Clock.Now(),
		}
		if err := p.Bodies.Put(p.keep, body); err != nil {
			p.log.Warn("an answer could not be kept", "url", address, "error", err)
		}
	}
	return res, nil
}

// invalid makes an error about what the board sent or its file says.
func (p *pass) invalid(format string, args ...any) error {
	return stackhound.Errorf(stackhound.CodeInvalid, "board "+p.board.Name+": "+format, args...)
}

// survive makes an error of a panic over input that some parser was not made for: it is
// to cost the page or item, not the program. To be deferred.
func survive(err *error, address string) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("reading %s broke off: %v", address, p)
	}
}
