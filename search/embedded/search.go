package embedded

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"stackhound"
	"stackhound/search"
)

// Search finds one page of documents. At most GOMAXPROCS searches run at once, others
// wait for their turn or for ctx.
func (ix *Index) Search(ctx context.Context, r stackhound.SearchRequest, now time.Time) (search.Found, error) {
	select {
	case ix.gate <- struct{}{}:
		defer func() { <-ix.gate }()
	case <-ctx.Done():
		return search.Found{}, ctx.Err()
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	hits := ix.filter(search.Scoped(r.Query), now)
	buckets := ix.terms(r.Query, hits)
	if r.Sort != "" {
		buckets = []*roaring.Bitmap{hits}
	}
	return search.Found{IDs: ix.page(buckets, r), Total: int(hits.GetCardinality()), Facets: ix.facets(r.Facets, hits)}, nil
}

// filter returns the documents that meet a filter. The result is the caller's own.
func (ix *Index) filter(f stackhound.Filter, now time.Time) *roaring.Bitmap {
	switch f.Op {
	case stackhound.OpAnd:
		docs := ix.all.Clone()
		for _, kid := range f.Kids {
			docs.And(ix.filter(kid, now))
		}
		return docs
	case stackhound.OpOr:
		docs := roaring.New()
		for _, kid := range f.Kids {
			docs.Or(ix.filter(kid, now))
		}
		return docs
	case stackhound.OpNot:
		docs := ix.all.Clone()
		for _, kid := range f.Kids {
			docs.AndNot(ix.filter(kid, now))
		}
		return docs
	case stackhound.OpRange:
		return ix.within(f, now)
	}
	docs := roaring.New()
	for _, v := range f.Values {
		if val := ix.fields[f.Field][search.Key(f.Field, v)]; val != nil {
			docs.Or(val.docs)
		}
	}
	return docs
}

// within returns the documents whose number lies in a range.
func (ix *Index) within(f stackhound.Filter, now time.Time) *roaring.Bitmap {
	field := slices.Index(stackhound.NumberFields, f.Field)
	low, high := search.Bounds(f, now)
	docs := roaring.New()
	for n := range ix.docs {
		if d := &ix.docs[n]; d.id != "" && field >= 0 && low <= d.numbers[field] && d.numbers[field] <= high {
			docs.Add(uint32(n))
		}
	}
	return docs
}

// terms narrows hits to the documents that meet every term, and parts them by how good
// the places are where the terms stand: a bucket for each sum of tiers, best first.
func (ix *Index) terms(q stackhound.Query, hits *roaring.Bitmap) []*roaring.Bitmap {
	buckets := []*roaring.Bitmap{nil}
	var found [][search.Tiers]*roaring.Bitmap
	for i, t := range q.Terms {
		tiers := ix.term(search.Compile(q, i), hits)
		any := roaring.FastOr(tiers[:]...)
		if t.Not {
			hits.AndNot(any)
			continue
		}
		hits.And(any)
		found = append(found, tiers)
	}
	buckets[0] = hits
	for _, tiers := range found {
		buckets = deal(buckets, tiers)
	}
	return buckets
}

// deal parts each bucket by the best tier in which a term stands.
func deal(buckets []*roaring.Bitmap, tiers [search.Tiers]*roaring.Bitmap) []*roaring.Bitmap {
	out := make([]*roaring.Bitmap, len(buckets)+int(search.Tiers)-1)
	for i := range out {
		out[i] = roaring.New()
	}
	for i, docs := range buckets {
		rest := docs.Clone()
		for tier, there := range tiers {
			out[i+tier].Or(roaring.And(rest, there))
			rest.AndNot(there)
		}
	}
	return out
}

// term returns, by tier, the documents in which a term or its other name stands.
func (ix *Index) term(t search.Term, candidates *roaring.Bitmap) [search.Tiers]*roaring.Bitmap {
	tiers := ix.written(t, candidates)
	for tier := t.Tiers; tier < search.Tiers; tier++ {
		tiers[tier] = roaring.New()
	}
	if t.Also != nil {
		for tier, docs := range ix.term(*t.Also, candidates) {
			tiers[tier].Or(docs)
		}
	}
	return tiers
}

// written returns, by tier, the documents in which a term's tokens stand. A phrase is
// looked for in candidates only.
func (ix *Index) written(t search.Term, candidates *roaring.Bitmap) (tiers [search.Tiers]*roaring.Bitmap) {
	words := ix.lookup(t)
	if !t.Prefix && len(t.Tokens) > 1 {
		return ix.phrase(words, candidates)
	}
	for tier := range tiers {
		tiers[tier] = roaring.New()
		for _, w := range words {
			if w != nil {
				tiers[tier].Or(w.docs[tier])
			}
		}
	}
	return tiers
}

// lookup returns the words of a term's tokens (nil for one that is in no document), or
// all words that begin as a prefix does.
func (ix *Index) lookup(t search.Term) []*word {
	var words []*word
	if t.Prefix {
		for _, w := range ix.begins[beginning(t.Tokens[0])] {
			if strings.HasPrefix(w.text, t.Tokens[0]) {
				words = append(words, w)
			}
		}
		return words
	}
	for _, token := range t.Tokens {
		words = append(words, ix.byText[token])
	}
	return words
}

// phrase returns, by tier, the candidates in which words stand in a row.
func (ix *Index) phrase(words []*word, candidates *roaring.Bitmap) (tiers [search.Tiers]*roaring.Bitmap) {
	for tier := range search.Tiers {
		tiers[tier] = roaring.New()
		if slices.Contains(words, nil) {
			continue
		}
		there := candidates.Clone()
		for _, w := range words {
			there.And(w.docs[tier])
		}
		for n := range roaring.Values(there) {
			if ix.docs[n].row(tier, words) {
				tiers[tier].Add(n)
			}
		}
	}
	return tiers
}

// row tells whether words stand in a row in a tier of the document. It looks for their
// bytes: a varint ends with the only byte below 0x80, so a find is true if it begins
// where another number ended.
func (d *doc) row(tier search.Tier, words []*word) bool {
	var row []byte
	for _, w := range words {
		row = binary.AppendUvarint(row, uint64(w.number))
	}
	text := d.bytes(tier)
	for from := 0; ; from++ {
		at := bytes.Index(text[from:], row)
		if at < 0 {
			return false
		}
		if from += at; from == 0 || text[from-1] < 0x80 {
			return true
		}
	}
}

// page returns the ids of one page: bucket by bucket, each in the order asked for.
func (ix *Index) page(buckets []*roaring.Bitmap, r stackhound.SearchRequest) []string {
	want := r.Offset + r.Limit
	var numbers []uint32
	for _, docs := range buckets {
		if len(numbers) == want {
			break
		}
		numbers = append(numbers, ix.best(docs, want-len(numbers), r.Sort)...)
	}
	var ids []string
	for _, n := range numbers[min(r.Offset, len(numbers)):] {
		ids = append(ids, ix.docs[n].id)
	}
	return ids
}

// best returns the first n documents of a set in an order.
func (ix *Index) best(docs *roaring.Bitmap, n int, order string) []uint32 {
	first := top[uint32]{n: n, compare: func(a, b uint32) int {
		if order == "salary" && ix.salary[a] != ix.salary[b] {
			return cmp.Compare(ix.salary[b], ix.salary[a])
		}
		if ix.posted[a] != ix.posted[b] {
			return cmp.Compare(ix.posted[b], ix.posted[a])
		}
		return strings.Compare(ix.docs[a].id, ix.docs[b].id)
	}}
	for number := range roaring.Values(docs) {
		first.offer(number)
	}
	return first.list()
}

// facets counts the values of fields among the hits. Where the hits are fewer than a
// field's values, it looks at each hit's values instead of at each value's documents.
func (ix *Index) facets(fields []string, hits *roaring.Bitmap) map[string][]stackhound.FacetCount {
	counts := map[string][]stackhound.FacetCount{}
	var tally map[*value]int
	for _, field := range fields {
		values := ix.fields[field]
		if hits.GetCardinality() >= uint64(len(values)) {
			counts[field] = most(maps.Values(values), func(v *value) int { return int(v.docs.AndCardinality(hits)) })
			continue
		}
		if tally == nil {
			tally = ix.tally(hits)
		}
		counts[field] = most(maps.Keys(tally), func(v *value) int {
			if v.field != field {
				return 0
			}
			return tally[v]
		})
	}
	return counts
}

// tally counts every value that the hits have.
func (ix *Index) tally(hits *roaring.Bitmap) map[*value]int {
	counts := map[*value]int{}
	for n := range roaring.Values(hits) {
		for _, v := range ix.docs[n].keys {
			counts[v]++
		}
	}
	return counts
}

// most returns the most frequent values. One that fewer documents have than the last of
// the list so far is not counted.
func most(values iter.Seq[*value], count func(*value) int) []stackhound.FacetCount {
	list := top[stackhound.FacetCount]{n: search.MaxFacetValues, compare: func(a, b stackhound.FacetCount) int {
		if a.Count != b.Count {
			return cmp.Compare(b.Count, a.Count)
		}
		return strings.Compare(a.Value, b.Value)
	}}
	for v := range values {
		if last, full := list.last(); full && v.size < last.Count {
			continue
		}
		if n := count(v); n > 0 {
			list.offer(stackhound.FacetCount{Value: v.label, Count: n})
		}
	}
	return list.list()
}
