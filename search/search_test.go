package search_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/search"
	"stackhound/search/embedded"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func general(string) bool { return false }

// postings are a store of postings in memory, handed out as a feed in order.
type postings struct {
	changes []stackhound.Change[stackhound.Posting]
}

func (p *postings) put(deleted bool, value stackhound.Posting) {
	position := stackhound.Position(strings.Repeat("x", len(p.changes)+1))
	p.changes = append(p.changes, stackhound.Change[stackhound.Posting]{Position: position, Deleted: deleted, Value: value})
}

func (p *postings) After(_ context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error) {
	rest := p.changes[len(cur.Position):]
	return rest[:min(limit, len(rest))], nil
}

func (p *postings) Wait(ctx context.Context, _ stackhound.Position) error {
	<-ctx.Done()
	return ctx.Err()
}

func (p *postings) Lag(_ context.Context, pos stackhound.Position) (int, error) {
	return len(p.changes) - len(pos), nil
}

func (p *postings) get(_ context.Context, ids []string) ([]stackhound.Posting, error) {
	var out []stackhound.Posting
	for _, id := range ids {
		i := slices.IndexFunc(p.changes, func(c stackhound.Change[stackhound.Posting]) bool { return c.Value.ID == id })
		out = append(out, p.changes[i].Value)
	}
	return out, nil
}

func TestIndexerAndService(t *testing.T) {
	t.Parallel()
	store := &postings{}
	store.put(false, stackhound.Posting{ID: "a", Title: "Go Engineer", FirstSeen: now})
	store.put(false, stackhound.Posting{ID: "b", Title: "Rust Engineer", FirstSeen: now.Add(time.Hour)})
	engine := embedded.New()
	indexer := search.NewIndexer(engine, store, general, clock.NewFake(now), slog.New(slog.DiscardHandler))
	if lag, _ := indexer.Lag(t.Context()); lag != 2 {
		t.Errorf("lag %d before indexing", lag)
	}
	if n, err := indexer.CatchUp(t.Context()); n != 2 || err != nil {
		t.Fatalf("caught up %d, %v", n, err)
	}
	service := search.New(engine, store.get, func() time.Time { return now })
	result, err := service.Search(t.Context(), stackhound.SearchRequest{Facets: []string{"state"}})
	if err != nil || result.Total != 2 || result.Hits[0].ID != "b" || result.Facets["state"][0].Count != 2 {
		t.Errorf("found %+v, %v", result, err)
	}
	store.put(true, stackhound.Posting{ID: "b"})
	n, _ := indexer.CatchUp(t.Context())
	if have, err := indexer.Count(t.Context()); n != 1 || have != 1 || err != nil {
		t.Errorf("caught up %d, %d indexed, %v", n, have, err)
	}
	if lag, _ := indexer.Lag(t.Context()); lag != 0 {
		t.Errorf("lag %d after indexing", lag)
	}
}

// busy is an engine that somebody else fills too: once, just before a batch gets there.
type busy struct {
	search.Engine
	before func()
}

func (b *busy) Update(ctx context.Context, batch search.Batch) error {
	if before := b.before; before != nil {
		b.before = nil
		before()
	}
	return b.Engine.Update(ctx, batch)
}

// TestIndexerGoesOnFromWhereOthersCameTo holds that a batch somebody else was quicker with
// is not indexed again, nor counted.
func TestIndexerGoesOnFromWhereOthersCameTo(t *testing.T) {
	t.Parallel()
	store := &postings{}
	store.put(false, stackhound.Posting{ID: "a", Title: "Go Engineer", FirstSeen: now})
	store.put(false, stackhound.Posting{ID: "b", Title: "Rust Engineer", FirstSeen: now})
	engine := embedded.New()
	quicker := func() {
		if err := engine.Update(t.Context(), search.Batch{Put: []search.Document{search.NewDocument(store.changes[0].Value, general)}, Position: "x"}); err != nil {
			t.Error(err)
		}
	}
	indexer := search.NewIndexer(&busy{engine, quicker}, store, general, clock.NewFake(now), slog.New(slog.DiscardHandler))
	n, err := indexer.CatchUp(t.Context())
	if have, _ := indexer.Count(t.Context()); n != 1 || have != 2 || err != nil {
		t.Errorf("indexed %d, %d in all, %v; want 1 of 2", n, have, err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	indexer := search.NewIndexer(embedded.New(), &postings{}, general, clock.NewFake(now), slog.New(slog.DiscardHandler))
	ended := make(chan error)
	go func() { ended <- indexer.Run(ctx) }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestServiceRefuses(t *testing.T) {
	t.Parallel()
	service := search.New(embedded.New(), (&postings{}).get, time.Now)
	for want, r := range map[string]stackhound.SearchRequest{
		"limit":    {Limit: stackhound.MaxLimit + 1},
		"offset":   {Offset: stackhound.MaxOffset + 1},
		"order":    {Sort: "old"},
		"no field": {Facets: []string{"stak"}},
		"filters":  {Query: stackhound.Query{Filter: &stackhound.Filter{Op: stackhound.OpIs, Field: "stack", Values: make([]string, stackhound.MaxFilterLeaves+1)}}},
	} {
		if _, err := service.Search(t.Context(), r); stackhound.CodeOf(err) != stackhound.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// TestDocument holds what a posting is found under.
func TestDocument(t *testing.T) {
	t.Parallel()
	pay := 120000.0
	p := stackhound.Posting{
		ID: "a", Title: "T", Company: "Confidential", FirstSeen: now, Text: "text",
		Ad: stackhound.Ad{
			Stack: stackhound.Stack{Required: []string{"spring-boot"}, Nice: []string{"go"}}, Salary: &stackhound.Pay{Max: &pay, Currency: "EUR", Period: "year"},
			Locations: []stackhound.Location{{City: "Bern", Country: "CH"}, {City: "Basel", Country: "CH"}},
		},
		Sources: []stackhound.Source{{Board: "x"}, {Board: "x"}},
	}
	d := search.NewDocument(p, func(board string) bool { return board == "x" })
	for field, want := range map[string]string{
		"stack": "spring-boot go java spring", "company": "", "country": "CH", "board": "x", "niche": "yes", "state": "open", "workplace": "unspecified", "currency": "EUR",
	} {
		if got := strings.Join(d.Facets[field], " "); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if _, stated := d.Numbers["years"]; stated || d.Numbers["salary"] != pay || !d.Posted.Equal(now) {
		t.Errorf("numbers %v, posted %v", d.Numbers, d.Posted)
	}
	if words := strings.Join(d.Words[search.TierNames], " "); strings.Contains(words, "java") {
		t.Errorf("an implied technology is no word of the ad: %s", words)
	}
}
