package understand_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/matcher"
	"stackhound/search"
	"stackhound/search/embedded"
	"stackhound/understand"
)

// life is a store with all that follows it, and things that happen to it.
type life struct {
	*world
	rnd     *rand.Rand
	matcher *matcher.Follower
	index   *embedded.Index
	indexer *search.Indexer

	ids  map[string]bool                // every id that was ever a posting's
	told map[stackhound.ListingKey]bool // listings that someone was alerted of as new
	seen map[string]bool                // deliveries
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{world: newWorld(t), rnd: rand.New(rand.NewPCG(seed, 7)), index: embedded.New(), ids: map[string]bool{}, told: map[stackhound.ListingKey]bool{}, seen: map[string]bool{}}
	o := l.options()
	o.Parts = whole(func(stackhound.Listing) stackhound.Ad {
		return stackhound.Ad{IsJob: true, NRoles: 1, Stack: stackhound.Stack{Required: []string{"go"}}}
	})
	l.follower = understand.New(o)
	log := slog.New(slog.DiscardHandler)
	l.indexer = search.NewIndexer(l.index, l.st.Postings, func(string) bool { return false }, l.clock, log)
	l.matcher = matcher.New(matcher.Options{
		Feed: l.st.Postings, Profiles: l.st.Profiles, Matches: l.st.Matches, Positions: l.st.Positions, Clock: l.clock, Log: log,
		Holds: func(string, stackhound.Posting) (bool, error) { return true, nil },
	})
	p := stackhound.Profile{ID: "ada", Timezone: "UTC", Stack: stackhound.Declared{Core: []string{"go"}}, Alerts: []stackhound.Alert{
		{Name: "hook", Channel: stackhound.ChannelWebhook, URL: "https://example.com/hook", When: "instant", MinScore: 1},
	}}
	if _, _, err := l.st.Profiles.Put(t.Context(), p, l.clock.Now()); err != nil {
		t.Fatal(err)
	}
	return l
}

// ad is one of few enough that many are one job, or look like it.
func (l *life) ad(key stackhound.ListingKey) stackhound.Listing {
	pick := func(words ...string) string { return words[l.rnd.IntN(len(words))] }
	ad := stackhound.Listing{
		ListingKey: key, URL: "https://" + key.Board + ".example/" + key.ID, Company: pick("Acme", "Acme GmbH", "Nordwind", "Lantern", "Confidential"),
		Title: pick("Go Engineer", "Senior Go Engineer", "Go Engineer (Remote)", "Rust Engineer"), Location: pick("Oslo", "Bergen, Norway", "Remote", ""),
	}
	if l.rnd.IntN(3) == 0 {
		ad.ApplyURL = fmt.Sprintf("https://jobs.lever.co/acme/%d", l.rnd.IntN(9))
	}
	if l.rnd.IntN(2) == 0 {
		ad.Description = strings.Repeat(pick("we write the ledgers of small firms and keep them right ", "our trains run on time and so do our queues and their readers "), 5)
	}
	return ad
}

func (l *life) key() stackhound.ListingKey {
	return stackhound.ListingKey{Board: []string{"alpha", "beta", "gamma"}[l.rnd.IntN(3)], ID: fmt.Sprint(l.rnd.IntN(12))}
}

// happen does one random thing.
func (l *life) happen() error {
	ctx, key := l.t.Context(), l.key()
	l.clock.Advance(time.Minute)
	switch n := l.rnd.IntN(10); {
	case n < 5:
		_, err := l.st.Listings.Put(ctx, stackhound.Run{ID: 1, Board: key.Board}, []stackhound.Listing{l.ad(key)}, l.clock.Now())
		return err
	case n < 7:
		return l.st.Listings.Close(ctx, []stackhound.ListingKey{key}, stackhound.ClosedGone, l.clock.Now())
	case n < 8:
		return l.splitAny()
	case l.rnd.IntN(4) > 0:
		return nil
	}
	return l.mergeAny()
}

// mergeAny lets an operator merge two postings; one with a closed listing will do.
func (l *life) mergeAny() error {
	ids, err := l.st.Postings.OfListings(l.t.Context(), []stackhound.ListingKey{l.key(), l.key(), l.key()})
	if err != nil || len(ids) < 2 {
		return err
	}
	return l.operator().Merge(l.t.Context(), ids[:2], "at random")
}

// splitAny lets an operator take one listing out of a posting that has several.
func (l *life) splitAny() error {
	ids, err := l.st.Postings.OfListings(l.t.Context(), []stackhound.ListingKey{l.key()})
	if err != nil || len(ids) == 0 {
		return err
	}
	p, err := l.st.Postings.Get(l.t.Context(), ids[0])
	if err != nil || len(p.Sources) < 2 {
		return err
	}
	return l.operator().Split(l.t.Context(), p.ID, []string{p.Sources[l.rnd.IntN(len(p.Sources))].Role().String()}, "at random")
}

// follow lets everything catch up.
func (l *life) follow() {
	l.t.Helper()
	for _, catchUp := range []func() (int, error){
		func() (int, error) { return l.follower.CatchUp(l.t.Context()) },
		func() (int, error) { return l.matcher.CatchUp(l.t.Context()) },
		func() (int, error) { return l.indexer.CatchUp(l.t.Context()) },
	} {
		if _, err := catchUp(); err != nil {
			l.t.Fatal(err)
		}
	}
}

// check holds what must always be true.
func (l *life) check(step int) {
	l.t.Helper()
	open := map[string]bool{}
	listings := map[stackhound.RoleKey]string{}
	if err := l.st.Postings.Each(l.t.Context(), true, func(p stackhound.Posting) error {
		l.ids[p.ID] = true
		if p.Open() {
			open[p.ID] = true
		}
		for _, s := range p.Sources {
			if other := listings[s.Role()]; other != "" {
				l.t.Fatalf("step %d: %s is in %s and %s", step, s.Role(), other, p.ID)
			}
			listings[s.Role()] = p.ID
		}
		return nil
	}); err != nil {
		l.t.Fatal(err)
	}
	for id := range l.ids {
		if _, err := l.st.Postings.Get(l.t.Context(), id); err != nil {
			l.t.Fatalf("step %d: posting %s leads nowhere: %v", step, id, err)
		}
	}
	l.checkIndex(step, open)
}

// checkIndex holds that a search finds what is open, and nothing else.
func (l *life) checkIndex(step int, open map[string]bool) {
	l.t.Helper()
	found, err := l.index.Search(l.t.Context(), stackhound.SearchRequest{Query: stackhound.Query{}, Limit: stackhound.MaxLimit}, l.clock.Now())
	if err != nil {
		l.t.Fatal(err)
	}
	if len(open) > stackhound.MaxLimit || found.Total != len(open) {
		l.t.Fatalf("step %d: the index holds %d open postings, the store %d", step, found.Total, len(open))
	}
	for _, id := range found.IDs {
		if !open[id] {
			l.t.Fatalf("step %d: the index holds %s, which is not open", step, id)
		}
	}
}

// checkAlerts holds that nobody is alerted of a listing as new who was before, in
// whatever posting.
func (l *life) checkAlerts(step int) {
	l.t.Helper()
	planned, err := l.st.Deliveries.List(l.t.Context(), stackhound.DeliveryPlanned, 0)
	if err != nil {
		l.t.Fatal(err)
	}
	planned = slices.DeleteFunc(planned, func(d stackhound.Delivery) bool { return l.seen[d.ID] })
	for _, d := range planned {
		l.seen[d.ID] = true
		for _, item := range d.Items {
			l.tell(step, item)
		}
	}
}

func (l *life) tell(step int, item stackhound.Item) {
	l.t.Helper()
	if item.Class != stackhound.ClassNew {
		return
	}
	for _, s := range item.Snapshot.Sources {
		if k := s.Role().ListingKey; l.told[k] {
			l.t.Fatalf("step %d: %s was told again, now in %s", step, k, item.Posting)
		}
	}
	for _, s := range item.Snapshot.Sources {
		l.told[s.Role().ListingKey] = true
	}
}

// TestMergesAtRandom lets listings come, change and go and an operator merge and split
// them, at random: every id that was ever issued leads to a posting, a listing is in one
// posting, the index holds what the store does, and nobody is alerted twice.
func TestMergesAtRandom(t *testing.T) {
	t.Parallel()
	steps := 10_000
	if raced {
		steps = 1_000 // the database is ten times as slow under the race detector
	}
	l := newLife(t, 1)
	for step := range steps {
		if err := l.happen(); err != nil && stackhound.CodeOf(err) != stackhound.CodeInvalid {
			t.Fatalf("step %d: %v", step, err)
		}
		if l.rnd.IntN(10) > 0 {
			continue // several things happen before anybody looks
		}
		l.follow()
		l.checkAlerts(step)
		if step%20 == 0 || step > steps-50 {
			l.check(step)
		}
	}
	l.follow()
	l.check(steps)
	if len(l.told) < 15 || len(l.ids) < 15 {
		t.Errorf("only %d listings were told and %d postings issued: too little happened", len(l.told), len(l.ids))
	}
}
