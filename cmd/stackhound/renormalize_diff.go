package main

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"stackhound"
	"stackhound/store"
)

// differences is how postings differ from what they were.
type differences struct {
	Changed int               `json:"changed"` // postings that were there before and say something else now
	New     int               `json:"new"`     // ids that stood for no posting before
	Merged  int               `json:"merged"`  // ids that stand for another posting now
	Fields  []fieldDifference `json:"fields"`  // most postings first
}

// fieldDifference is in how many postings a field changed, with a few of them.
type fieldDifference struct {
	Field    string         `json:"field"`
	Postings int            `json:"postings"`
	Examples []fieldExample `json:"examples"`
}

type fieldExample struct {
	Posting string `json:"posting"`
	Title   string `json:"title"`
	Old     string `json:"old"`
	New     string `json:"new"`
}

// The most examples of a field, and the longest value shown of one, in runes.
const (
	mostExamples = 3
	longestValue = 60
)

// comparison collects what becomes of postings. Of one that is written more than once it
// keeps what it was at first and what it came to.
type comparison struct {
	postings *store.Postings
	changed  map[string]map[string]fieldExample // posting → field
	created  map[string]bool
	merged   map[string]bool
}

func newComparison(postings *store.Postings) *comparison {
	return &comparison{postings, map[string]map[string]fieldExample{}, map[string]bool{}, map[string]bool{}}
}

// see compares what a derivation writes with what is stored.
func (c *comparison) see(ctx context.Context, d stackhound.Derivation) error {
	var ids []string
	for _, w := range d.Postings {
		ids = append(ids, w.Posting.ID)
	}
	stored, err := c.postings.GetMany(ctx, ids)
	if err != nil {
		return err
	}
	old := map[string]stackhound.Posting{}
	for _, p := range stored {
		old[p.ID] = p
	}
	for _, w := range d.Postings {
		was, known := old[w.Posting.ID]
		if !known {
			c.created[w.Posting.ID] = true
		}
		if known && !c.created[w.Posting.ID] {
			if err := c.compare(was, w.Posting); err != nil {
				return err
			}
		}
	}
	for id := range d.Aliases {
		c.merged[id] = true
	}
	return nil
}

// compare notes the fields in which a posting differs from what it was.
func (c *comparison) compare(was, is stackhound.Posting) error {
	before, err := storedFields(was)
	if err != nil {
		return err
	}
	after, err := storedFields(is)
	if err != nil {
		return err
	}
	noted := c.changed[is.ID]
	if noted == nil {
		noted = map[string]fieldExample{}
	}
	for _, f := range slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after))) {
		old, again := noted[f]
		if again && old.New == after[f] || before[f] == after[f] {
			continue
		}
		old = fieldExample{Posting: is.ID, Title: is.Title, Old: before[f], New: after[f]}
		if again {
			old.Old = noted[f].Old
		}
		if noted[f] = old; old.Old == old.New {
			delete(noted, f)
		}
	}
	c.changed[is.ID] = noted
	return nil
}

// storedFields returns the fields of a posting as they are stored, without those that say
// nothing, when it was last seen and what happened to it, which is no reading of ads: of
// its links only which listings they lead to.
func storedFields(p stackhound.Posting) (map[string]string, error) {
	data, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	delete(raw, "last_seen")
	delete(raw, "history")
	fields := map[string]string{}
	for name, v := range raw {
		if s := string(v); s != "null" && s != "[]" && s != `""` {
			fields[name] = s
		}
	}
	var listings []string
	for _, s := range p.Sources {
		listings = append(listings, s.Board+" "+s.ListingID)
	}
	fields["sources"] = strings.Join(listings, ", ")
	return fields, nil
}

// differences sums up what was noted.
func (c *comparison) differences() differences {
	d := differences{New: len(c.created), Merged: len(c.merged), Fields: []fieldDifference{}}
	byField := map[string]*fieldDifference{}
	for _, id := range slices.Sorted(maps.Keys(c.changed)) {
		if len(c.changed[id]) > 0 {
			d.Changed++
		}
		for f, x := range c.changed[id] {
			if byField[f] == nil {
				byField[f] = &fieldDifference{Field: f}
			}
			if byField[f].Postings++; len(byField[f].Examples) < mostExamples {
				x.Old, x.New = shortValue(x.Old), shortValue(x.New)
				byField[f].Examples = append(byField[f].Examples, x)
			}
		}
	}
	for _, f := range byField {
		d.Fields = append(d.Fields, *f)
	}
	slices.SortFunc(d.Fields, func(a, b fieldDifference) int {
		return cmp.Or(b.Postings-a.Postings, strings.Compare(a.Field, b.Field))
	})
	return d
}

// shortValue is a stored value as it is shown: "-" for none, cut where it is long.
func shortValue(value string) string {
	value = dash(strings.Trim(value, `"`))
	if r := []rune(value); len(r) > longestValue {
		value = string(r[:longestValue-1]) + "…"
	}
	return value
}

// comparedPostings compares what is derived with what is stored before it stores it.
type comparedPostings struct {
	*store.Postings
	found *comparison
	store bool
}

func (ps comparedPostings) Apply(ctx context.Context, d stackhound.Derivation) error {
	if err := ps.found.see(ctx, d); err != nil || !ps.store {
		return err
	}
	return ps.Postings.Apply(ctx, d)
}

// rehearsal stands where a follower that stores nothing would stand.
type rehearsal struct{ at, end stackhound.Position }

// Load returns where the rehearsal stands; all of it is a replay.
func (r *rehearsal) Load(context.Context, string) (stackhound.Cursor, error) {
	return stackhound.Cursor{Position: r.at, ReplayUntil: r.end}, nil
}

// knownListings are those that were understood before the rehearsal began.
type knownListings struct {
	*store.Listings
	until *rehearsal
}

func (ls knownListings) After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Listing], error) {
	batch, err := ls.Listings.After(ctx, cur, limit)
	for i, c := range batch {
		if known, err := ls.Reached(ls.until.end, c.Position); err != nil || !known {
			return batch[:i], err
		}
	}
	return batch, err
}

// rehearsedPostings moves the rehearsal on instead of storing anything.
type rehearsedPostings struct {
	comparedPostings
	at *rehearsal
}

func (ps rehearsedPostings) Apply(ctx context.Context, d stackhound.Derivation) error {
	ps.at.at = d.Position
	return ps.comparedPostings.Apply(ctx, d)
}
