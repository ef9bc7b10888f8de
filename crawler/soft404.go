package crawler

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"stackhound"
	"stackhound/lexicon/fold"
)

// soft404 is the error of a job's own page that answers 200 and yet is not the job's: it
// is empty, leads away, says that there is no such page or that the job is over, or is
// what the addresses of other jobs lead to as well. Such a page is no news of its listing
// and no item that cannot be read. Taking a job's page for one costs a job, so each sign
// has to be plain, and a page that names the job in its headline only counts when it says
// in so many words that the job is over.
type soft404 struct {
	how      string
	stated   bool   // the page says that its job is filled or over
	repeated bool   // there is no sign but that other jobs' pages are the same
	twin     string // the id of the job that had the page first, if repeated
}

func (s *soft404) Error() string { return "it answered 200, but " + s.how }

// softOf returns the soft404 in err's chain, nil if there is none.
func softOf(err error) *soft404 {
	var s *soft404
	if errors.As(err, &s) {
		return s
	}
	return nil
}

// job is whose page is asked for.
type job struct{ id, url, title string }

// sights are the pages of jobs that a run met, by what would make two of them one.
type sights struct {
	first map[string]job  // by where they came from, or by what they show
	twins map[string]bool // ids of those that another one was the same as later
	aside []*soft404      // those left aside although the list shows their jobs
}

// soft404 tells whether an answer for a job is none, as an error that says by which sign.
// The board file's own sign for a job that is over goes before.
func (p *pass) soft404(j job, doc answer) error {
	if doc.same || doc.page.Status != 200 || p.board.Detail.Format == "json" || p.board.Detail.Format == "thread" || doc.Document != nil && p.saysClosed(doc) {
		return nil
	}
	if len(bytes.TrimSpace(doc.body)) == 0 {
		return &soft404{how: "it is empty"}
	}
	words := wordsOf(doc.body)
	if s := words.says(j.title); s != nil {
		return s
	}
	if words.headlineNames(j.title) {
		return nil
	}
	if how := p.leadsAway(j.url, doc.url); how != "" {
		return &soft404{how: how}
	}
	if s := p.repeats(j, doc, words); s != nil {
		return s
	}
	return nil
}

// repeats tells whether a page was met before as that of another job: jobs with different
// titles lead to one address, or nothing was read of the page and its text is the same
// and names neither. A wall before all pages (a login, a challenge) says nothing of one.
func (p *pass) repeats(j job, doc answer, words pageWords) *soft404 {
	if j.title == "" || words.isWall() {
		return nil
	}
	if addressKey(j.url) != addressKey(doc.url) {
		if other := p.sights.met("at "+addressKey(doc.url), j); other.id != "" && !slices.Equal(fold.Words(other.title), fold.Words(j.title)) {
			return p.sights.twin(other, "it leads to "+doc.url+" as that of another job does")
		}
	}
	if p.yields(doc) {
		return nil
	}
	text := textOf(doc.body)
	if hold([]string{text}, j.title) {
		return nil
	}
	if other := p.sights.met("shows "+hashBytes([]byte(text)), j); other.id != "" {
		return p.sights.twin(other, "it says the same as that of another job, and names neither")
	}
	return nil
}

// yields tells whether anything is read of a job's page, templates apart, which need none.
func (p *pass) yields(doc answer) bool {
	if doc.Document == nil {
		return false
	}
	for _, f := range p.board.Detail.Fields {
		if !hasTemplate(f) && len(ReadField(doc.Document, f, p.vars)) > 0 {
			return true
		}
	}
	return false
}

// met notes a job under a key, and returns the other one that was there before it.
func (s *sights) met(key string, j job) (other job) {
	if s.first == nil {
		s.first, s.twins = map[string]job{}, map[string]bool{}
	}
	first, ok := s.first[key]
	if !ok {
		s.first[key] = j
	}
	if !ok || first.id == j.id {
		return job{}
	}
	return first
}

func (s *sights) twin(other job, how string) *soft404 {
	s.twins[other.id] = true
	return &soft404{how: how, repeated: true, twin: other.id}
}

// besides makes a listing without its own page, which is a soft 404. Where the only sign is
// that another job's page is the same, a new one is what the list says of it: boards that
// are drawn by scripts send one page for all. Else the error says what was found.
func (p *pass) besides(s sighted, soft *soft404) (r found, err error) {
	if err := p.withdraw(soft.twin); err != nil {
		return r, err
	}
	if _, known := p.known[s.id]; known || !soft.repeated {
		return r, soft
	}
	r.listing, err = p.build(s.page, s.values)
	return r, err
}

// leaveAsIs deals with a listing that the list shows and whose own page is a soft 404: it
// stays what it is, and the next run looks again. Of a new one it is only known that its
// address is dead.
func (p *pass) leaveAsIs(s sighted, soft *soft404) error {
	p.log.Info("a job's page is left aside; the list still shows the job", "url", first(s.values["url"]), "why", soft.Error())
	p.sights.aside = append(p.sights.aside, soft)
	p.loose = true
	return p.stillThere(s.id)
}

// manyAside is how many pages must be left aside for that to be told. Fewer are the dead
// links of any list.
const manyAside = 5

// noteSoft404s says of a run that most of the jobs' pages it asked for were left aside: the
// board is in trouble, or a sign stands on all of its pages.
func (p *pass) noteSoft404s() {
	n := len(p.sights.aside)
	if n < manyAside || 2*n <= p.details || p.run.Verdict != stackhound.VerdictOK {
		return
	}
	p.run.Verdict = stackhound.VerdictPartial
	p.run.Note = p.note(fmt.Sprintf("of %d jobs' pages asked for %d say that they are none, although the list shows the jobs; the last: %s", p.details, n, p.sights.aside[n-1].how))
}

// withdraw takes back what is not stored yet of a known listing's page, since it turned
// out to be no page of its own.
func (p *pass) withdraw(id string) error {
	puts, holds := len(p.puts), len(p.holds)
	if _, known := p.known[id]; !known {
		return nil
	}
	p.puts = slices.DeleteFunc(p.puts, func(l stackhound.Listing) bool { return l.ID == id })
	p.holds = slices.DeleteFunc(p.holds, func(h stackhound.Held) bool { return h.Listing.ID == id })
	if len(p.puts) == puts && len(p.holds) == holds {
		return nil
	}
	p.learned = slices.DeleteFunc(p.learned, func(page stackhound.Page) bool { return page.Listing == id })
	p.waitingPages = slices.DeleteFunc(p.waitingPages, func(r found) bool { return r.page.Listing == id })
	p.loose = true
	return p.stillThere(id)
}

// twinIsOver tells of a missing listing that its page turned out later to be that of another
// as well, and that it was missing before.
func (p *pass) twinIsOver(l stackhound.Listing) bool {
	return l.State == stackhound.ListingMissing && p.sights.twins[l.ID]
}
