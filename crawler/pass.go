package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

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

	tailored Format // for the pages of jobs; nil before the first

	run     stackhound.Run
	earlier []stackhound.Run // finished ones, newest first
	sampled
	known map[string]stackhound.KnownListing
	seen  map[string]met    // rows dealt with, by the listing's id
	vars  map[string]string // for templates: base, start, page …
	memory
	census
	budget stackhound.Budget
	sights sights

	puts         []stackhound.Listing
	holds        []stackhound.Held
	bodies       bodies
	touches      []string
	waitingPages []found              // of listings that wait without a doubt
	carried      []stackhound.Listing // that lost something, with what they lost
	goneShown    int                  // listings that the list shows and whose pages are gone
	closing      int                  // listings that the run would close
	replay       bool                 // it reads what is kept, for the run it is in the place of
	believed     bool                 // the list is strange, but the third of its kind in a row
	details      int                  // pages of jobs asked for
	skip         int                  // listings still to be put off before the first page of a job is asked for
	waiting      int                  // listings put off to the next run by detail.max
	rows         int                  // rows met, broken ones included
	lastBad      error                // why the last broken one was
	missed       int                  // errors of pages whose turn it was; they say nothing of the list
	turn         []sighted            // listings seen whose own pages may be asked for in turn
	ids          []string             // rows of the page of the list being read
	loose        bool                 // something on that page could not be dealt with: it has to be read again
	barren       int                  // pages of the list in a row that showed nothing new
	listed       int                  // rows of the list being read
	total        int                  // rows it says it has, 0 if it does not
	queue        []string             // sitemaps still to be read
	cut          error                // why not everything was asked for that is no part of the list
	step         stackhound.FaultStep
	part         bool // the list may show but a part of what is open: absence from it says nothing
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

// answer is a page that could be read, or one that is as it was and so is not read.
type answer struct {
	Document
	url   string          // after redirects
	links []string        // its headers Link
	page  stackhound.Page // what is known of it now
	body  []byte          // of a success, where the question wants it
	same  bool
}

// statusError is the status of an answer that is no success.
type statusError int

func (s statusError) Error() string {
	return fmt.Sprintf("answered %d %s", int(s), http.StatusText(int(s)))
}

// open gets a page and reads it, unless it is as it was.
func (p *pass) open(ctx context.Context, q question) (a answer, err error) {
	kind := stackhound.FaultUnreadable
	defer func() { err = p.blame(ctx, err, kind, q.url) }()
	defer survive(&err, q.url)
	sent := q.validators(p.Clock.Now())
	res, err := p.get(ctx, q, sent)
	if err != nil {
		return answer{}, err
	}
	a.url, a.links = res.URL, res.Links
	a.page, a.same = q.after(res, p.Clock.Now()), q.same(sent, res)
	if p.replay {
		a.page, a.same = q.keptPage(res), false
	}
	a.page.Board = p.board.Name
	p.vars["now"] = p.had(res).UTC().Format(time.RFC3339)
	if a.same {
		p.run.NotModified++
		return a, nil
	}
	p.keepBody(q.url, res)
	if res.Status < 200 || res.Status > 299 {
		kind = stackhound.FaultStatus
		return a, &stackhound.Error{
			Code:    stackhound.CodeUnavailable,
			Message: fmt.Sprintf("board %s: %s %v", p.board.Name, q.url, statusError(res.Status)),
			Err:     statusError(res.Status),
		}
	}
	if q.body {
		a.body = res.Body
	}
	if a.Document, err = q.format.Open(res.Body, res.URL); err != nil {
		return a, p.invalid("%s answered %s that cannot be read: %w", q.url, typeName(res), err)
	}
	return a, nil
}

// had is when an answer was had.
func (p *pass) had(res Response) time.Time {
	if !res.Had.IsZero() {
		return res.Had
	}
	return p.Clock.Now()
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

// get asks for a page with the board's headers and counts what it took.
func (p *pass) get(ctx context.Context, q question, known Validators) (Response, error) {
	if err := p.spent(); err != nil {
		p.cut = err
		return Response{}, err
	}
	r := Request{URL: q.url, Header: p.headers(), Secrets: p.secrets(q.url), Known: known, Body: q.send, Type: q.kind, Step: p.step}
	if q.send != nil && !p.replay { // answers are kept with the mark
		r.URL, _, _ = strings.Cut(q.url, "#")
	}
	res, err := p.fetcher.Fetch(ctx, r)
	p.run.Requests += res.Requests
	p.run.Bytes += res.Bytes
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return res, err
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
