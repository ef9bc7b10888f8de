package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strconv"

	"stackhound"
)

// batchSize is how many listings are stored in one transaction.
const batchSize = 50

// maxID bounds the id of a listing, in bytes: what servers commonly take as an address.
const maxID = 8 << 10

// row deals with one row of the list and tells whether it may be the first of its id in
// this run: of a row that cannot be read there is no telling. Such a row is counted and
// costs only itself; an error ends the list.
func (p *pass) row(ctx context.Context, r rowRead, page string) (isNew bool, err error) {
	p.rows++
	if r.err != nil {
		p.part, p.loose = true, true // whichever listing it is will seem absent
		p.bad(page, r.err)
		return true, nil
	}
	id, values := r.id, r.values.unpack()
	p.ids = append(p.ids, id)
	if _, again := p.seen[id]; again {
		return false, nil
	}
	p.seen[id] = meet(r)
	p.run.Items++
	p.countID(id)
	if err := errors.Join(checkSizes(page, values), lacks(p.board.Fields, values, page)); err != nil {
		p.bad(page, err)
		p.loose = true
		return true, p.stillThere(id)
	}
	return true, p.take(ctx, id, page, values)
}

// sameRow deals with a row of a page of the list that is as it was. Of a listing with a
// page of its own it is known what the row says.
func (p *pass) sameRow(ctx context.Context, id string) (isNew bool, err error) {
	p.rows++
	if _, again := p.seen[id]; again {
		return false, nil
	}
	p.seen[id] = met{}
	p.run.Items++
	p.countID(id)
	if was := shownOn(p.own[id]); p.board.Detail != nil && was.Row != nil {
		return true, p.take(ctx, id, was.From, was.Row)
	}
	if _, ok := p.known[id]; ok {
		return true, p.touch(id)
	}
	return true, nil
}

// sighted is a listing as a row shows it.
type sighted struct {
	id     string
	page   string // of the list, after redirects
	values map[string][]string
	hash   string // of values
	alike  bool   // it is known with the same values
}

// take deals with a listing seen for the first time in this run.
func (p *pass) take(ctx context.Context, id, page string, values map[string][]string) error {
	s := sighted{id: id, page: page, values: values, hash: rowHash(values)}
	known, ok := p.known[id]
	s.alike = ok && known.RowHash == s.hash
	// A closed listing that is still shown is asked for: only its page tells whether it is
	// open again or just left standing.
	if s.alike && known.State != stackhound.ListingClosed && !p.outdated(s) && !p.replay {
		p.wait(s)
		return p.touch(id)
	}
	r, err := p.listing(ctx, s)
	switch {
	case errors.Is(err, errSame):
		return p.touch(id)
	case errors.Is(err, errGone):
		return p.gone(id)
	case errors.Is(err, ErrNotKept):
		p.run.Skipped++
		return nil
	case errors.Is(err, errWait):
		p.waiting++
		p.loose = true
		return p.stillThere(id)
	case softOf(err) != nil:
		return p.leaveAsIs(s, softOf(err))
	case ends(ctx, err):
		return err
	case err != nil:
		p.bad(page, err)
		p.loose = true
		return p.stillThere(id)
	}
	return p.store(r, s)
}

// store has a listing stored with the next batch, unless it has to wait. Only then is what
// is known of its page remembered.
func (p *pass) store(r found, s sighted) error {
	l := r.listing
	l.ID, l.RowHash = s.id, s.hash
	has := filled(l)
	p.countRead(l, has)
	why, err := p.inspect(l, has)
	if err != nil {
		return err
	}
	if why != "" {
		return p.hold(r, l, why)
	}
	p.remember(r)
	p.puts = append(p.puts, l)
	return p.flushFull()
}

// ends tells whether an error concerns more than one row.
func ends(ctx context.Context, err error) bool {
	var later *Later
	var broken storeError
	return ctx.Err() != nil && err != nil || errors.As(err, &later) || errors.As(err, &broken) || isOver(err)
}

// rowRead is a row of the list as it was read: its id and values, or why it could not be.
type rowRead struct {
	id     string
	values packed
	err    error
}

// packed are values by their fields. A list has thousands of rows, which wait for the
// pages of those before them; as a map each would take five times the room.
type packed []fieldRead

type fieldRead struct {
	name   string
	values []string
}

// of returns the values of a field.
func (p packed) of(name string) []string {
	for _, f := range p {
		if f.name == name {
			return f.values
		}
	}
	return nil
}

func pack(values map[string][]string) packed {
	fields := make(packed, 0, len(values))
	for name, v := range values {
		fields = append(fields, fieldRead{name, v})
	}
	return fields
}

func (p packed) unpack() map[string][]string {
	values := make(map[string][]string, len(p))
	for _, f := range p {
		values[f.name] = f.values
	}
	return values
}

// identify reads a row and returns the listing's id with the values. Addresses are
// resolved against the page, since the job's own page may stand elsewhere.
func (p *pass) identify(n Node, page string) (id string, values map[string][]string, err error) {
	defer survive(&err, page)
	values = ReadFields(n, p.board.Fields, p.vars)
	address, err := resolve(page, first(values["url"]))
	if err != nil {
		return "", nil, stackhound.Errorf(stackhound.CodeInvalid, "an item on %s: url: %w", page, err)
	}
	values["url"] = []string{address}
	if d, ok := n.(Dated); ok && d.Modified() != "" {
		values[lastmod] = []string{d.Modified()}
	}
	if apply := applyAddress(page, first(values["apply_url"])); apply != "" {
		values["apply_url"] = []string{apply}
	}
	p.complete(values)
	if id = line(values["id"]); id == "" {
		id = address
	}
	id = p.tenantID(id)
	if len(id) > maxID {
		return "", nil, stackhound.Errorf(stackhound.CodeInvalid, "an item on %s has an id of %d bytes, %d are allowed: %.200q", page, len(id), maxID, id)
	}
	return id, values, nil
}

// rowHash sums up what the list says of a listing.
func rowHash(values map[string][]string) string {
	h := sha256.New()
	for _, name := range stackhound.FieldNames {
		if len(values[name]) == 0 {
			continue
		}
		_, _ = io.WriteString(h, name+"\x00"+strconv.Itoa(len(values[name]))+"\x00")
		for _, v := range values[name] {
			_, _ = io.WriteString(h, v+"\x00")
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// build makes the listing of the values read and says whether it is still open.
func (p *pass) build(page string, values map[string][]string) (stackhound.Listing, error) {
	l, err := BuildListing(p.board, page, values)
	if err != nil {
		return l, err
	}
	l.State = stackhound.ListingOpen
	if !l.Expires.IsZero() && l.Expires.Before(p.Clock.Now()) {
		l.State, l.ClosedWhy = stackhound.ListingClosed, stackhound.ClosedExpired
	}
	return l, nil
}

// bad counts an item that could not be read.
func (p *pass) bad(page string, err error) {
	p.run.Errors++
	p.lastBad = err
	f := stackhound.FaultOf(err)
	if f == nil {
		f = &stackhound.Fault{Kind: stackhound.FaultUnreadable, Board: p.board.Name, Step: p.step, Host: hostOf(page), URL: page, Err: err}
	}
	if f.Kind == stackhound.FaultUnreadable {
		p.run.Unreadable++
		p.look()
	}
	p.count(f)
	p.log.Warn("an item could not be read", "page", page, "error", err)
}

// stillThere keeps a known listing as it is when its news could not be read: it stands
// on the list, and its old row hash has the next run try again.
func (p *pass) stillThere(id string) error {
	if p.living(id) && !p.replay {
		return p.touch(id)
	}
	return nil
}

// living tells whether a listing is known and was not closed when the run began.
func (p *pass) living(id string) bool {
	known, ok := p.known[id]
	return ok && known.State != stackhound.ListingClosed
}

// gone closes a known listing whose own page is no more, although the list shows it.
func (p *pass) gone(id string) error {
	if !p.living(id) {
		return nil
	}
	p.goneShown++
	p.holdEnd(id, stackhound.ClosedGone)
	p.touches = append(p.touches, id) // it was seen, and is over
	return p.flushFull()
}

func (p *pass) touch(id string) error {
	p.touches = append(p.touches, id)
	p.run.Unchanged++
	return p.flushFull()
}

func (p *pass) flushFull() error {
	if len(p.puts) < batchSize && len(p.touches) < batchSize && len(p.holds) < batchSize && len(p.learned) < 2*batchSize {
		return nil
	}
	return p.flush()
}

// flush stores what was gathered.
func (p *pass) flush() error {
	p.flushBodies()
	puts, touches := p.puts, p.touches
	p.puts, p.touches = nil, nil
	if len(touches) > 0 {
		if err := p.Listings.Touch(p.keep, p.run, touches, p.Clock.Now()); err != nil {
			return storeError{err}
		}
	}
	if err := p.put(puts); err != nil {
		return err
	}
	if err := p.flushHeld(); err != nil {
		return err
	}
	// What is known of pages comes after what they showed: told that a page did not change,
	// a later run must have all of it.
	learned := p.learned
	p.learned = nil
	if len(learned) > 0 {
		if err := p.Pages.Put(p.keep, learned); err != nil {
			return storeError{err}
		}
	}
	p.Progress(p.run)
	return nil
}

// put stores listings. Those the store refuses are counted, and stay as they are if they
// are known; the others are stored.
func (p *pass) put(batch []stackhound.Listing) error {
	if len(batch) == 0 {
		return nil
	}
	counts, err := p.Listings.Put(p.keep, p.run, batch, p.Clock.Now())
	if err != nil && stackhound.CodeOf(err) != stackhound.CodeInvalid {
		return storeError{err}
	}
	for _, refused := range parts(err) {
		p.bad(p.board.Name, refused)
	}
	if err != nil {
		p.learned, p.loose = nil, true
		if err := p.sight(batch); err != nil {
			return err
		}
	}
	p.run.Add(counts)
	return nil
}

// remember keeps what is known of the page a listing was read from, if it has one.
func (p *pass) remember(r found) {
	if r.page.Listing != "" {
		p.learn(r.page, r.shown)
	}
}

// sight marks the known listings of a batch as seen, which changes nothing for those
// that were stored.
func (p *pass) sight(batch []stackhound.Listing) error {
	var ids []string
	for _, l := range batch {
		if p.living(l.ID) {
			ids = append(ids, l.ID)
		}
	}
	if err := p.Listings.Touch(p.keep, p.run, ids, p.Clock.Now()); err != nil {
		return storeError{err}
	}
	return nil
}

// parts returns the errors that errors.Join put together.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
