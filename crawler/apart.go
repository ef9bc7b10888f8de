package crawler

import "hash/maphash"

// Boards give one id to several jobs: a template that fills in the employer's, or no
// number at all. Such an id tells none of them apart, so each goes by its address. One
// job that stands on the list twice under its id, perhaps at two addresses, stays one.

// met is what is remembered of a row that the run dealt with, by the listing's id; zero
// where that is not known.
type met struct{ address, words uint32 }

var hashSeed = maphash.MakeSeed()

// meet sums up a row.
func meet(r rowRead) met {
	words := ""
	for _, name := range []string{"title", "company", "location"} {
		words += line(r.values.of(name)) + "\x00"
	}
	return met{uint32(maphash.String(hashSeed, first(r.values.of("url")))) | 1, uint32(maphash.String(hashSeed, words)) | 1}
}

// other tells whether two rows of one id are two jobs: both the address and the words
// differ.
func (m met) other(o met) bool {
	return m.address != 0 && o.address != 0 && m.address != o.address && m.words != o.words
}

// tellApart has the rows of a page whose id is that of other jobs as well go by their
// addresses.
func (p *pass) tellApart(rows []rowRead) {
	sights, shared := map[string]met{}, map[string]bool{}
	for _, r := range rows {
		sight := meet(r)
		shared[r.id] = shared[r.id] || sights[r.id].other(sight)
		sights[r.id] = sight
	}
	for i, r := range rows {
		if r.err == nil && (shared[r.id] || p.taken(r)) {
			rows[i].id = p.tenantID(first(r.values.of("url")))
		}
	}
}

// taken tells whether a row's id is another job's: one that an earlier page showed, or one
// that is known beside this one since an earlier run.
func (p *pass) taken(r rowRead) bool {
	address := first(r.values.of("url"))
	if was, ok := p.known[r.id]; ok && was.URL != address {
		if _, alone := p.known[p.tenantID(address)]; alone {
			return true
		}
	}
	return p.seen[r.id].other(meet(r))
}
