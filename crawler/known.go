package crawler

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"stackhound"
)

const (
	// maxUnsent is how many answers 304 in a row are believed: a server that gives them
	// wrongly must not freeze a board, so every 7th time a page is asked for in full.
	maxUnsent = 6
	// maxBelief is how long after a page of the list was sent in full the same holds.
	maxBelief = 7 * 24 * time.Hour
	// reading counts the ways this program has read pages. It goes up with a change that
	// finds something else on the same page, so that all pages are read again.
	reading = 2
)

// memory is what earlier runs learned of a board's pages. What this one learns goes to the
// store: no listing is dealt with twice, and there may be thousands.
type memory struct {
	lists     map[string]stackhound.Page // pages of the list, by address, those of this run too
	own       map[string]stackhound.Page // pages of listings, by the listing's id
	listRules string                     // hash of what pages of the list are read by
	ownRules  string                     // hash of what the pages of listings are read by
	learned   []stackhound.Page          // to be stored with the listings they showed
}

func remembered(b stackhound.Board, pages []stackhound.Page) memory {
	m := memory{
		lists: map[string]stackhound.Page{}, own: map[string]stackhound.Page{},
		listRules: hashOf(reading, b.Format, b.Base, b.Start, b.Request, b.Items, b.Fields, b.Namespaces, b.Detail == nil),
	}
	if d := b.Detail; d != nil {
		m.ownRules = hashOf(reading, d.URL, d.Format, d.Fields, d.Closed)
	}
	for _, p := range pages {
		if p.Listing == "" {
			m.lists[p.URL] = p
		} else if own, ok := m.own[p.Listing]; !ok || p.Asked.After(own.Asked) { // it may have moved
			m.own[p.Listing] = p
		}
	}
	return m
}

// learn keeps what is known of a page now, until it is stored, and returns it.
func (m *memory) learn(page stackhound.Page, s shown) stackhound.Page {
	page.Shown = s.encoded()
	m.learned = append(m.learned, page)
	if page.Listing == "" {
		m.lists[page.URL] = page
	}
	return page
}

// shown is what a page showed, as far as it is needed when it did not change.
type shown struct {
	IDs   []string            `json:"ids,omitempty"`   // of a page of the list: its rows, in order
	Next  string              `json:"next,omitempty"`  // of a page of the list: what leads to the one after it
	Below []string            `json:"below,omitempty"` // of an index: the pages of the list it leads to
	Start string              `json:"start,omitempty"` // of the first request: the value it yields
	Row   map[string][]string `json:"row,omitempty"`   // of a listing's own page: what the list says of it
	From  string              `json:"from,omitempty"`  // and where
}

func (s shown) encoded() []byte {
	data, _ := json.Marshal(s) // strings always encode
	return data
}

func shownOn(page stackhound.Page) (s shown) {
	if json.Unmarshal(page.Shown, &s) != nil {
		return shown{}
	}
	return s
}

// question is one page to be asked for.
type question struct {
	url    string // with the mark of its body behind a #, if it has one
	send   []byte // the body of a POST; nil: a GET
	kind   string // its Content-Type
	format Format
	known  stackhound.Page // of earlier runs; zero when it was never asked for
	rules  string          // hash of what it is read by
	read   bool            // it is to be read even if it is as it was
	body   bool            // its bytes are wanted too; those of a long list would be kept while its jobs are asked for
}

// comparable tells whether it is enough to know that the page is as it was.
func (q question) comparable() bool {
	return !q.read && q.known.Hash != "" && q.known.Rules == q.rules
}

// validators are sent along unless the page has to come in full.
func (q question) validators(now time.Time) Validators {
	k := q.known
	if !q.comparable() || q.send != nil || k.Unsent >= maxUnsent || k.Listing == "" && now.Sub(k.Whole) >= maxBelief {
		return Validators{}
	}
	return Validators{URL: k.Final, ETag: k.ETag, Modified: k.Modified}
}

// same tells whether an answer means that the page is as it was: the server says so of
// what it was asked with, or its bytes are the same.
func (q question) same(sent Validators, res Response) bool {
	switch res.Status {
	case http.StatusNotModified:
		return sent.URL != "" && sent.URL == res.URL
	case http.StatusOK:
		return q.comparable() && hashBytes(res.Raw) == q.known.Hash
	}
	return false
}

// after is what is known of the page after an answer. Of one that is no success only that
// it was asked for: the next time it is to come in full.
func (q question) after(res Response, now time.Time) stackhound.Page {
	page := q.known
	page.URL, page.Asked = q.url, now
	if res.Status == http.StatusNotModified {
		page.Unsent++
		return page
	}
	page.Final, page.Status, page.Rules, page.Whole, page.Unsent = res.URL, res.Status, q.rules, now, 0
	page.ETag, page.Modified, page.Hash = "", "", ""
	if res.Status == http.StatusOK {
		page.ETag, page.Modified, page.Hash = res.Valid.ETag, res.Valid.Modified, hashBytes(res.Raw)
	}
	return page
}

// hashOf sums up parts of a board file.
func hashOf(parts ...any) string {
	data, _ := json.Marshal(parts) // plain data always encodes
	return hashBytes(data)
}

func hashBytes(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}
