package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"stackhound"
)

// modelled is the life of one listing as the contract tells it, without a database.
type modelled struct {
	title    string
	state    stackhound.ListingState
	why      stackhound.ClosedWhy
	expires  time.Time
	absences int
	seen     int64
	causes   []stackhound.Cause
}

// lifecycleModel does random things to a handful of listings and compares the store
// with the model after each.
func lifecycleModel(b *bench) {
	const seed = 1
	random := rand.New(rand.NewPCG(seed, seed))
	m := model{bench: b, listings: map[string]*modelled{}, random: random}
	b.settle()
	m.run = b.run()
	for step := range 200 {
		done := m.step()
		m.compare(fmt.Sprintf("seed %d, step %d: %s", seed, step, done))
		if b.Failed() {
			return
		}
	}
}

type model struct {
	*bench
	listings map[string]*modelled
	random   *rand.Rand
	run      stackhound.Run
}

func (m *model) step() string {
	m.later(time.Minute)
	ids := m.someIDs()
	switch m.random.IntN(7) {
	case 0:
		m.run = m.bench.run()
		return "new run"
	case 1:
		return m.touch(ids)
	case 2:
		return m.absent(ids)
	case 3:
		return m.close(ids)
	case 4:
		return m.expire()
	}
	return m.put(ids)
}

func (m *model) someIDs() []string {
	all := []string{"a", "b", "c", "d", "e", "f"}
	m.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:1+m.random.IntN(3)]
}

func (m *model) put(ids []string) string {
	var batch []stackhound.Listing
	for _, id := range ids {
		l := ad(id)
		l.Title = fmt.Sprint("title ", m.random.IntN(2))
		if m.random.IntN(4) == 0 {
			l.Expires = m.now.Add(time.Duration(m.random.IntN(20)) * time.Minute)
		}
		if m.random.IntN(5) == 0 {
			l.State, l.ClosedWhy = stackhound.ListingClosed, stackhound.ClosedStated
		}
		batch = append(batch, l)
		m.putOne(l)
	}
	must(m.Listings.Put(m.ctx, m.run, batch, m.now))(m.bench)
	return fmt.Sprint("put ", ids)
}

func (m *model) putOne(l stackhound.Listing) {
	known, ok := m.listings[l.ID]
	if !ok {
		known = &modelled{}
		m.listings[l.ID] = known
	}
	edited, redated := known.title != l.Title, !known.expires.Equal(l.Expires)
	was, closed := known.state, l.State == stackhound.ListingClosed
	known.title, known.expires, known.seen, known.absences = l.Title, l.Expires, m.run.ID, 0
	switch {
	case closed && was != stackhound.ListingClosed:
		known.become(stackhound.ListingClosed, l.ClosedWhy, stackhound.CauseClosed)
	case !closed && !ok:
		known.become(stackhound.ListingOpen, "", stackhound.CauseNew)
	case !closed && was == stackhound.ListingClosed:
		known.become(stackhound.ListingOpen, "", stackhound.CauseReopened)
	case edited:
		known.become(known.found(), known.why, stackhound.CauseEdit)
	case redated:
		known.become(known.found(), known.why, stackhound.CauseRederived)
	default:
		known.state = known.found()
	}
}

// become changes the state for a cause.
func (k *modelled) become(s stackhound.ListingState, why stackhound.ClosedWhy, cause stackhound.Cause) {
	k.state, k.why = s, why
	k.causes = append(k.causes, cause)
}

// found is the state of a listing that was just seen: no longer missing.
func (k *modelled) found() stackhound.ListingState {
	if k.state == stackhound.ListingMissing {
		return stackhound.ListingOpen
	}
	return k.state
}

func (m *model) touch(ids []string) string {
	m.ok(m.Listings.Touch(m.ctx, m.run, ids, m.now))
	for _, k := range m.known(ids) {
		k.seen, k.absences = m.run.ID, 0
		past := k.why == stackhound.ClosedExpired && !m.now.Before(k.expires)
		if k.state == stackhound.ListingClosed && !past && k.why != stackhound.ClosedStated {
			k.become(stackhound.ListingOpen, "", stackhound.CauseReopened)
		}
		k.state = k.found()
	}
	return fmt.Sprint("touch ", ids)
}

func (m *model) absent(ids []string) string {
	absent(m.bench, m.run, ids, 2)
	for _, k := range m.known(ids) {
		if k.state == stackhound.ListingClosed || k.seen == m.run.ID {
			continue
		}
		k.absences++
		k.state = stackhound.ListingMissing
		if k.absences == 2 {
			k.become(stackhound.ListingClosed, stackhound.ClosedAbsent, stackhound.CauseClosed)
		}
	}
	return fmt.Sprint("absent ", ids)
}

func (m *model) close(ids []string) string {
	var keys []stackhound.ListingKey
	for _, id := range ids {
		keys = append(keys, key(id))
	}
	m.ok(m.Listings.Close(m.ctx, keys, stackhound.ClosedGone, m.now))
	for _, k := range m.known(ids) {
		if k.state != stackhound.ListingClosed {
			k.become(stackhound.ListingClosed, stackhound.ClosedGone, stackhound.CauseClosed)
		}
	}
	return fmt.Sprint("close ", ids)
}

func (m *model) expire() string {
	must(m.Listings.Expire(m.ctx, m.now))(m.bench)
	for _, k := range m.listings {
		if k.state != stackhound.ListingClosed && !k.expires.IsZero() && !m.now.Before(k.expires) {
			k.become(stackhound.ListingClosed, stackhound.ClosedExpired, stackhound.CauseClosed)
		}
	}
	return "expire"
}

func (m *model) known(ids []string) []*modelled {
	var found []*modelled
	for _, id := range ids {
		if k, ok := m.listings[id]; ok {
			found = append(found, k)
		}
	}
	return found
}

// compare checks every listing's state and the causes the feed gives for it.
func (m *model) compare(after string) {
	m.Helper()
	changes := must(m.Listings.After(m.ctx, stackhound.Cursor{}, 0))(m.bench)
	m.same(after+": listings in the feed", len(changes), len(m.listings))
	for _, c := range changes {
		l, k := c.Value, m.listings[c.Value.ID]
		m.same(after+": "+l.ID, []any{l.Title, l.State, l.ClosedWhy, l.ClosedAt.IsZero()}, []any{k.title, k.state, k.why, k.state != stackhound.ListingClosed})
		m.same(after+": causes of "+l.ID, c.Causes, latest(k.causes))
		m.same(after+": revision of "+l.ID, c.Revision, int64(len(k.causes)))
	}
}

// latest keeps the last of each cause, in order.
func latest(causes []stackhound.Cause) []stackhound.Cause {
	var kept []stackhound.Cause
	for i, c := range causes {
		if !slices.Contains(causes[i+1:], c) {
			kept = append(kept, c)
		}
	}
	return kept
}
