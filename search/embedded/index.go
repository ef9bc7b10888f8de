// Package embedded is the search engine inside the program: an inverted index over the
// words and fields of postings, held in memory as compressed bitmaps. It keeps nothing
// on disk; the Indexer fills it again from the store at every start.
package embedded

import (
	"cmp"
	"context"
	"encoding/binary"
	"iter"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/search"
)

// Index is a search.Engine. The zero value is not usable; see New.
type Index struct {
	gate chan struct{} // a search holds one place: more at once only wait for each other

	mu      sync.RWMutex
	docs    []doc             // by number; a free number has an empty id
	posted  []int64           // by document number, Unix milliseconds
	salary  []float64         // by document number, EUR a year
	free    []uint32          // numbers that can be given again
	numbers map[string]uint32 // document id → number
	all     *roaring.Bitmap
	at      stackhound.Position // of the last batch

	words  []*word            // by number, counted from 1; nil where forgotten
	byText map[string]*word   // text → word
	begins map[string][]*word // first characters → words that begin so
	fields map[string]map[string]*value
}

var _ search.Engine = (*Index)(nil)

// doc is what is kept of a document. text is the numbers of its words in order, as
// varints; 0 parts passages, and starts says where each tier begins.
type doc struct {
	id      string
	numbers [4]float64 // in the order of NumberFields, NaN where silent
	text    []byte
	starts  [search.Tiers]int
	keys    []*value
}

// word is a word of the vocabulary and the documents that hold it, by tier.
type word struct {
	text   string
	number uint32
	docs   [search.Tiers]*roaring.Bitmap
}

// value is a value of a facet field and the documents that have it.
type value struct {
	field, key string
	label      string // as first written
	docs       *roaring.Bitmap
	size       int // how many documents
}

// prefixLength is by how many characters words are found that begin alike.
const prefixLength = 3

// New returns an empty index.
func New() *Index {
	ix := &Index{
		gate: make(chan struct{}, runtime.GOMAXPROCS(0)), numbers: map[string]uint32{}, all: roaring.New(),
		words: []*word{nil}, byText: map[string]*word{}, begins: map[string][]*word{}, fields: map[string]map[string]*value{},
	}
	for _, f := range stackhound.FacetFields {
		ix.fields[f] = map[string]*value{}
	}
	return ix
}

// Position returns the position of the last batch, "" after a start.
func (ix *Index) Position(context.Context) (stackhound.Position, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.at, nil
}

// Update adds, replaces and removes documents; searches see all of it or nothing.
func (ix *Index) Update(ctx context.Context, b search.Batch) error {
	texts := make([][search.Tiers][][]string, len(b.Put))
	for i, d := range b.Put {
		texts[i] = tokenize(d)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if b.From != ix.at {
		return search.Moved(ix.at, b.From)
	}
	for _, id := range b.Del {
		ix.remove(id)
	}
	for i, d := range b.Put {
		ix.remove(d.ID)
		ix.add(d, texts[i])
	}
	ix.at = cmp.Or(b.Position, ix.at)
	return nil
}

// tokenize cuts a document's passages into words, outside the lock.
func tokenize(d search.Document) (text [search.Tiers][][]string) {
	for tier, passages := range d.Words {
		for _, p := range passages {
			text[tier] = append(text[tier], fold.Tokens(p))
		}
	}
	return text
}

func (ix *Index) add(d search.Document, text [search.Tiers][][]string) {
	n := ix.number(d.ID)
	ix.posted[n], ix.salary[n] = d.Posted.UnixMilli(), d.Salary
	dc := doc{id: d.ID}
	for i, field := range stackhound.NumberFields {
		dc.numbers[i] = math.NaN()
		if v, ok := d.Numbers[field]; ok {
			dc.numbers[i] = v
		}
	}
	for tier, passages := range text {
		dc.starts[tier] = len(dc.text)
		for _, tokens := range passages {
			for _, t := range tokens {
				w := ix.word(t)
				w.docs[tier].Add(n)
				dc.text = binary.AppendUvarint(dc.text, uint64(w.number))
			}
			dc.text = append(dc.text, 0)
		}
	}
	dc.text = slices.Clip(dc.text)
	for field, values := range d.Facets {
		for _, v := range values {
			if val := ix.value(field, v); val != nil && val.docs.CheckedAdd(n) {
				val.size++
				dc.keys = append(dc.keys, val)
			}
		}
	}
	ix.docs[n] = dc
	ix.all.Add(n)
}

// remove forgets a document and the words and values only it had.
func (ix *Index) remove(id string) {
	n, ok := ix.numbers[id]
	if !ok {
		return
	}
	dc := &ix.docs[n]
	for tier := range search.Tiers {
		for number := range dc.tier(tier) {
			if number != 0 && ix.words[number] != nil {
				ix.forget(ix.words[number], tier, n)
			}
		}
	}
	for _, v := range dc.keys {
		v.docs.Remove(n)
		if v.size--; v.size == 0 {
			delete(ix.fields[v.field], v.key)
		}
	}
	ix.all.Remove(n)
	delete(ix.numbers, id)
	ix.docs[n] = doc{}
	ix.free = append(ix.free, n)
}

// bytes returns a tier's words as varints.
func (d *doc) bytes(t search.Tier) []byte {
	if t+1 < search.Tiers {
		return d.text[d.starts[t]:d.starts[t+1]]
	}
	return d.text[d.starts[t]:]
}

// tier yields the numbers of a tier's words in order, 0 after each passage.
func (d *doc) tier(t search.Tier) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for rest := d.bytes(t); len(rest) > 0; {
			number, size := binary.Uvarint(rest)
			rest = rest[size:]
			if !yield(uint32(number)) {
				return
			}
		}
	}
}

// number gives a document a number of its own.
func (ix *Index) number(id string) uint32 {
	n := uint32(len(ix.docs))
	if last := len(ix.free) - 1; last >= 0 {
		n, ix.free = ix.free[last], ix.free[:last]
	} else {
		ix.docs = append(ix.docs, doc{})
		ix.posted, ix.salary = append(ix.posted, 0), append(ix.salary, 0)
	}
	ix.numbers[id] = n
	return n
}

// word returns the vocabulary's word for a text, new if need be.
func (ix *Index) word(text string) *word {
	if w := ix.byText[text]; w != nil {
		return w
	}
	w := &word{text: strings.Clone(text), number: uint32(len(ix.words))}
	for tier := range w.docs {
		w.docs[tier] = roaring.New()
	}
	ix.words = append(ix.words, w)
	ix.byText[w.text] = w
	if b := beginning(w.text); b != "" {
		ix.begins[b] = append(ix.begins[b], w)
	}
	return w
}

// forget takes a document from a word; a word without documents leaves the vocabulary.
func (ix *Index) forget(w *word, tier search.Tier, n uint32) {
	w.docs[tier].Remove(n)
	for _, docs := range w.docs {
		if !docs.IsEmpty() {
			return
		}
	}
	ix.words[w.number] = nil
	delete(ix.byText, w.text)
	if b := beginning(w.text); b != "" {
		ix.begins[b] = slices.DeleteFunc(ix.begins[b], func(o *word) bool { return o == w })
		if len(ix.begins[b]) == 0 {
			delete(ix.begins, b)
		}
	}
}

// beginning returns the first prefixLength characters of a word, "" of a shorter one.
func beginning(text string) string {
	n := 0
	for i := range text {
		if n == prefixLength {
			return text[:i]
		}
		n++
	}
	if n < prefixLength {
		return ""
	}
	return text
}

// value returns a field's entry for a value, new if need be; nil when the value is none
// or the field cannot be filtered.
func (ix *Index) value(field, label string) *value {
	values, key := ix.fields[field], search.Key(field, label)
	if values == nil || key == "" {
		return nil
	}
	v := values[key]
	if v == nil {
		v = &value{field: field, key: key, label: strings.Clone(label), docs: roaring.New()}
		values[key] = v
	}
	return v
}
