package crawler

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"net/http"
	"net/url"

	"stackhound"
)

// defaultDetails is the most pages of jobs asked for in a run when the board file sets
// none; the rest waits for the next run.
const defaultDetails = 500

var (
	errGone = errors.New("the page is gone")
	errSame = errors.New("the page is as it was")
	errWait = errors.New("detail.max is reached")
)

// found is a listing as it was read, and what is to be remembered of its page; no page
// where it was read from the list alone.
type found struct {
	listing stackhound.Listing
	page    stackhound.Page
	shown   shown
}

// listing makes the listing of a row, with the fields of the job's own page where the
// board has those. That page is read in full when the row has news, since what it says is
// laid over the row; else it may be errSame.
func (p *pass) listing(ctx context.Context, s sighted) (r found, err error) {
	defer survive(&err, s.page)
	address := ownPage(s.values)
	r.shown = shown{Row: s.values, From: s.page}
	if p.board.Detail == nil || !p.ownHost(address, s.page) {
		r.listing, err = p.build(s.page, s.values)
		return r, err
	}
	if p.skip > 0 || p.details >= p.maxDetails() {
		p.skip = max(p.skip-1, 0)
		return r, errWait
	}
	doc, err := p.detail(ctx, job{s.id, address, line(s.values["title"])}, !s.alike)
	r.page = doc.page
	r.page.Listing = s.id
	if soft := softOf(err); soft != nil {
		return p.besides(s, soft)
	}
	switch {
	case stackhound.CodeOf(err) == stackhound.CodeRefused:
		p.count(err)
		p.log.Info("the job's page may not be asked for; its list is all there is", "url", address, "error", err)
		r.page = stackhound.Page{Board: p.board.Name, URL: address, Listing: s.id, Asked: p.Clock.Now()}
		r.listing, err = p.build(s.page, s.values)
		return r, err
	case errors.Is(err, errGone), err == nil && doc.same:
		if r.page.Status == http.StatusOK && err != nil {
			r.page.Hash = "" // the same bytes would be no news, and it is not certain yet that the job is closed
		}
		p.learn(r.page, r.shown)
		return r, cmp.Or(err, errSame)
	case err != nil:
		return r, err
	}
	merged := p.merge(doc, s.values)
	if err := lacks(p.board.Detail.Fields, merged, doc.url); err != nil {
		return r, err
	}
	r.listing, err = p.build(p.basis(doc, s.page), merged)
	if err == nil && p.saysClosed(doc) {
		r.listing.State, r.listing.ClosedWhy = stackhound.ListingClosed, stackhound.ClosedStated
	}
	return r, err
}

// detail asks for the page of one job, to be read even if it is as it was where read is
// set; errGone says that it is no more, a soft404 that it answered as if it were.
func (p *pass) detail(ctx context.Context, j job, read bool) (answer, error) {
	format, ok := p.detailFormat()
	if !ok {
		return answer{}, p.invalid("there is no format %q", p.board.Detail.Format)
	}
	known := p.own[j.id]
	if p.replay && known.Status >= http.StatusBadRequest { // only an older answer is kept than the last
		return answer{}, ErrNotKept
	}
	if known.URL != j.url {
		known = stackhound.Page{}
	}
	p.details++
	if p.step == stackhound.StepList {
		defer p.at(stackhound.StepDetail)()
	}
	doc, err := p.open(ctx, question{url: j.url, format: format, known: known, rules: p.ownRules, read: read, body: true})
	var status statusError
	if errors.As(err, &status) && (status == http.StatusNotFound || status == http.StatusGone) || errors.Is(err, ErrOver) ||
		p.board.Detail.NoneIsOver && errors.Is(err, ErrNoJob) {
		return doc, errGone
	}
	if soft := p.soft404(j, doc); soft != nil {
		return doc, soft
	}
	return doc, err
}

// pageKey is what the address of a row's own page is kept under among its values, where
// the board file makes it of a template.
const pageKey = "page"

// ownPage returns the address of a row's own page.
func ownPage(values map[string][]string) string {
	return first(append(values[pageKey], values["url"]...))
}

// pageOf returns the address at which a stored listing's own page was last asked for.
func (p *pass) pageOf(l stackhound.Listing) string {
	if p.board.Detail == nil || p.board.Detail.URL == "" {
		return l.URL
	}
	return p.own[l.ID].URL
}

// basis is the address that those on a job's page are resolved against: its own, unless it
// is an answer that nobody opens.
func (p *pass) basis(doc answer, list string) string {
	if p.board.Detail.URL != "" {
		return list
	}
	return doc.url
}

// detailFormat makes the format for the pages of the board's jobs at the first of them.
func (p *pass) detailFormat() (format Format, ok bool) {
	if p.tailored == nil {
		p.tailored, ok = p.Formats.DetailFormat(*p.board.Detail)
		return p.tailored, ok
	}
	return p.tailored, true
}

// merge lays what the job's page says over what the list says.
func (p *pass) merge(doc answer, values map[string][]string) map[string][]string {
	vars := maps.Clone(p.vars)
	for name, v := range values {
		vars[name] = first(v)
	}
	merged := maps.Clone(values)
	maps.Copy(merged, ReadFields(doc.Document, p.board.Detail.Fields, vars))
	return merged
}

// saysClosed tells whether a job's page says that the job is gone.
func (p *pass) saysClosed(doc answer) bool {
	return len(ReadField(doc.Document, p.board.Detail.Closed, p.vars)) > 0
}

// maxDetails is how many pages of jobs may be asked for. What is kept costs nothing.
func (p *pass) maxDetails() int {
	if p.replay {
		return math.MaxInt
	}
	return cmp.Or(p.board.Detail.Max, defaultDetails)
}

// putOff returns how many of the listings whose pages are wanted are to be passed over at
// first. Where the last run came to detail.max and left some, the asking begins elsewhere
// each time: dead links and closed jobs at the head of a list must not keep the rest
// waiting for ever.
func (p *pass) putOff() int {
	if p.board.Detail == nil || len(p.earlier) == 0 || p.earlier[0].Requests <= p.maxDetails() {
		return 0
	}
	last := p.earlier[0]
	left := last.Items - last.New - last.Changed - last.Unchanged - last.Reopened
	return p.Pick(max(left, 1))
}

// ownHost tells whether an address lies on the board: on the host of the page it was
// found on, of the board's base or of its home page.
func (p *pass) ownHost(address, page string) bool {
	host := hostOf(address)
	return host != "" && (host == hostOf(page) || host == hostOf(p.board.Base) || host == hostOf(p.board.Home))
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
