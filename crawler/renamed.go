package crawler

import (
	"fmt"
	"hash/maphash"
	"strings"

	"stackhound"
)

// Some boards give all their jobs other ids: a new site, a new database. What such a run
// finds new are the jobs that seem to be gone, so nothing is lost, and neither the strange
// ids nor the many closings need wait for a person.

// renaming is what a run notes of the listings it finds new.
type renaming struct {
	unfamiliar map[string]int // how many ids of the list are of no known listing, by shape
	fresh      []uint64       // what the new listings say
	looked     int            // of them, how many were looked for in former
	former     map[uint64]int // what the known listings say that were not seen when this was asked for; nil before
	renamed    int            // new listings that say what one of those says
}

// saying sums up by what a person would know a job again.
func saying(l stackhound.Listing) uint64 {
	return maphash.String(hashSeed, strings.ToLower(strings.Join([]string{l.Title, l.Company, l.Location}, "\x00")))
}

// countStrange notes an id on the list that is of no known listing.
func (p *pass) countStrange(id, shape string) {
	if _, ok := p.known[id]; ok {
		return
	}
	if p.unfamiliar == nil {
		p.unfamiliar = map[string]int{}
	}
	p.unfamiliar[shape]++
}

// countRenamed returns how many of the listings found new say what one says that was not
// seen.
func (p *pass) countRenamed() (int, error) {
	if len(p.fresh) == 0 {
		return 0, nil
	}
	if p.former == nil {
		unseen, err := p.Listings.Unseen(p.keep, p.run)
		if err != nil {
			return 0, storeError{err}
		}
		p.former = make(map[uint64]int, len(unseen))
		for _, l := range unseen {
			p.former[saying(l)]++
		}
	}
	for ; p.looked < len(p.fresh); p.looked++ {
		if said := p.fresh[p.looked]; p.former[said] > 0 {
			p.former[said]--
			p.renamed++
		}
	}
	return p.renamed, nil
}

// otherIDs tells of a list whose ids look like none that were seen before, unless they
// are other ids of jobs that are known.
func (p *pass) otherIDs() string {
	seen, other := 0, 0
	for shape, n := range p.run.Shapes {
		seen += n
		if !p.usual.shapes[shape] {
			other += p.unfamiliar[shape]
		}
	}
	if p.usual.shaped < smallList || seen < smallList || other*2 < seen {
		return ""
	}
	if n, err := p.countRenamed(); err == nil && n > 0 && n*2 >= len(p.fresh) { // the store tells of its failure again when it is written to
		return ""
	}
	return fmt.Sprintf("%d of %d ids look like none before", other, seen)
}
