package notify_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"stackhound"
	"stackhound/notify"
)

// memory is a store in memory: what the planner and the sender need of one, and no more.
type memory struct {
	mu         sync.Mutex
	people     []stackhound.StoredProfile
	postings   map[string]stackhound.Posting
	scores     map[string][]stackhound.Scored // by profile
	told       map[[3]string]bool             // profile, alert, posting
	deliveries map[string]*stored
	disabled   []string

	finishFails int // how often Finish fails before it works again
}

type stored struct {
	stackhound.Delivery
	token     int64
	owner     string
	until     time.Time
	published time.Time
}

var (
	_ notify.Profiles   = (*memory)(nil)
	_ notify.Deliveries = outbox{}
)

func newMemory() *memory {
	return &memory{postings: map[string]stackhound.Posting{}, scores: map[string][]stackhound.Scored{}, told: map[[3]string]bool{}, deliveries: map[string]*stored{}}
}

func (m *memory) List(context.Context) ([]stackhound.StoredProfile, error) {
	return slices.Clone(m.people), nil
}

func (m *memory) Get(_ context.Context, id string) (stackhound.StoredProfile, error) {
	for _, p := range m.people {
		if p.ID == id {
			return p, nil
		}
	}
	return stackhound.StoredProfile{}, stackhound.Errorf(stackhound.CodeNotFound, "no profile %s", id)
}

func (m *memory) Disable(_ context.Context, profile, alert, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.disabled = append(m.disabled, profile+"/"+alert)
	return nil
}

func (m *memory) Unsent(_ context.Context, profile, alert string, minScore, limit int) ([]stackhound.Scored, error) {
	var found []stackhound.Scored
	for _, s := range m.scores[profile] {
		if s.Score >= minScore && !m.told[[3]string{profile, alert, s.Posting}] {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b stackhound.Scored) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Posting, b.Posting))
	})
	return found[:min(len(found), limit)], nil
}

func (m *memory) Untold(_ context.Context, profile, alert string, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return m.told[[3]string{profile, alert, id}] }), nil
}

func (m *memory) GetMany(_ context.Context, ids []string) ([]stackhound.Posting, error) {
	var found []stackhound.Posting
	for _, id := range ids {
		if p, ok := m.postings[id]; ok {
			found = append(found, p)
		}
	}
	return found, nil
}

// outbox is the deliveries of a memory.
type outbox struct{ *memory }

func (o outbox) Plan(_ context.Context, d stackhound.Delivery) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.deliveries[d.ID] != nil {
		return false, nil
	}
	about := len(d.Items)
	d.Items = slices.DeleteFunc(slices.Clone(d.Items), func(it stackhound.Item) bool { return o.told[[3]string{d.Profile, d.Alert, it.Posting}] })
	if about > 0 && len(d.Items) == 0 {
		return false, nil
	}
	for _, it := range d.Items {
		o.told[[3]string{d.Profile, d.Alert, it.Posting}] = true
	}
	o.deliveries[d.ID] = &stored{Delivery: d}
	return true, nil
}

func (o outbox) Get(_ context.Context, id string) (stackhound.Delivery, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if d := o.deliveries[id]; d != nil {
		return d.Delivery, nil
	}
	return stackhound.Delivery{}, stackhound.Errorf(stackhound.CodeNotFound, "no delivery %s", id)
}

func (o outbox) Uncomposed(_ context.Context, limit int) ([]stackhound.Delivery, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []stackhound.Delivery
	for _, d := range o.deliveries {
		if d.State == stackhound.DeliveryPlanned && len(found) < limit {
			found = append(found, d.Delivery)
		}
	}
	return found, nil
}

func (o outbox) Freeze(_ context.Context, id string, body []byte, nextAt time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if d := o.deliveries[id]; d.State == stackhound.DeliveryPlanned && len(body) > 0 {
		d.Body, d.NextAt, d.State = body, nextAt, stackhound.DeliveryPending
	}
	return nil
}

func (o outbox) Drop(_ context.Context, id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.deliveries[id].State = stackhound.DeliveryDropped
	return nil
}

func (o outbox) Due(_ context.Context, now time.Time, republishAfter time.Duration, limit int) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var ids []string
	for id, d := range o.deliveries {
		if d.State == stackhound.DeliveryPending && !d.NextAt.After(now) && !d.until.After(now) && !d.published.After(now.Add(-republishAfter)) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids[:min(len(ids), limit)], nil
}

func (o outbox) Reserve(_ context.Context, ids []string, now time.Time, _ time.Duration) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids { // the tests have one sender: what it found due a moment ago still is
		o.deliveries[id].published = now
	}
	return ids, nil
}

func (o outbox) GiveBack(ctx context.Context, ids []string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		if ctx.Err() == nil {
			o.deliveries[id].published = time.Time{}
		}
	}
	return ctx.Err()
}

func (o outbox) Postpone(_ context.Context, ids []string, now, until time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		if d := o.deliveries[id]; !d.until.After(now) {
			d.until, d.published = until, time.Time{}
		}
	}
	return nil
}

func (o outbox) Claim(_ context.Context, id, owner string, now time.Time, lease time.Duration) (stackhound.Delivery, int64, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d := o.deliveries[id]
	if d == nil || d.State != stackhound.DeliveryPending || d.NextAt.After(now) || d.until.After(now) {
		return stackhound.Delivery{}, 0, false, nil
	}
	if d.owner != "" {
		d.Crashes++
	}
	if d.Crashes > 3 {
		d.State, d.Reason, d.owner = stackhound.DeliveryDead, stackhound.DeadPoison, ""
		return stackhound.Delivery{}, 0, false, nil
	}
	d.token++
	d.owner, d.until = owner, now.Add(lease)
	return d.Delivery, d.token, true, nil
}

func (o outbox) Renew(_ context.Context, id string, token int64, until time.Time) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d := o.deliveries[id]
	if d.token != token || d.owner == "" {
		return false, nil
	}
	d.until = until
	return true, nil
}

func (o outbox) Finish(_ context.Context, id string, token int64, r stackhound.DeliveryResult) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.finishFails > 0 {
		o.finishFails--
		return false, errors.New("the store is away")
	}
	d := o.deliveries[id]
	if d.token != token || d.owner == "" {
		return false, nil
	}
	d.State, d.NextAt, d.Status, d.Error, d.Reason = r.State, r.NextAt, r.Status, r.Error, r.Reason
	d.Attempts++
	d.owner, d.until, d.published = "", time.Time{}, time.Time{}
	return true, nil
}
