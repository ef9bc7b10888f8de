package store

import (
	"context"
	"time"

	"stackhound"
)

// Deliveries holds every message decided on, from plan to end: planned → pending (its
// bytes frozen) → sent or dead. A queue between the store and the workers carries ids
// only; losing it loses nothing, as Due names them again.
type Deliveries struct{ db *database }

const deliveryColumns = `id, profile, alert, channel, kind, slot, recipient, items, body, state, created, next_at,
	attempts, crashes, status, error, reason, sent_at`

// Plan stores a delivery in state planned and remembers each of its items as told. Items
// that were told meanwhile under the same alert and class are left out. It returns false,
// and changes nothing, when that leaves none, or when the id exists already.
func (ds *Deliveries) Plan(ctx context.Context, d stackhound.Delivery) (created bool, err error) {
	err = ds.db.writing(ctx, postingsPart, "plan delivery "+d.ID, func(t *tx) error {
		created, err = t.planUntold(d)
		return err
	})
	return created && err == nil, err
}

func (t *tx) plan(d stackhound.Delivery) (bool, error) {
	items, err := encode("the items of delivery "+d.ID, d.Items)
	if err != nil {
		return false, err
	}
	n, err := t.exec(`INSERT INTO deliveries (id, profile, alert, channel, kind, slot, recipient, items, state, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?) ON CONFLICT (id) DO NOTHING`,
		d.ID, d.Profile, d.Alert, d.Channel, d.Kind, d.Slot, d.To, items, micros(d.Created))
	if err != nil || n == 0 {
		return false, err
	}
	for _, item := range d.Items {
		if err := t.tell(d, item); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Uncomposed returns the deliveries whose bytes are not written yet, oldest first, at
// most limit and never more than 1,000.
func (ds *Deliveries) Uncomposed(ctx context.Context, limit int) ([]stackhound.Delivery, error) {
	found, err := collect(ds.db.reading(ctx), scanDelivery,
		"SELECT "+deliveryColumns+" FROM deliveries WHERE state = 'planned' ORDER BY created, id LIMIT ?", page(limit))
	return found, failed("list planned deliveries", err)
}

// Freeze writes the bytes every attempt will send and makes the delivery pending, due
// at nextAt. Bytes are written once: a delivery that is no longer planned stays as it
// is. CodeNotFound when there is none.
func (ds *Deliveries) Freeze(ctx context.Context, id string, body []byte, nextAt time.Time) error {
	if len(body) == 0 {
		return stackhound.Errorf(stackhound.CodeInvalid, "delivery %s: there is nothing to send", id)
	}
	return ds.db.writing(ctx, rowsPart, "freeze delivery "+id, func(t *tx) error {
		n, err := t.exec("UPDATE deliveries SET body = ?, next_at = ?, state = 'pending' WHERE id = ? AND state = 'planned'", body, micros(nextAt), id)
		if err == nil && n == 0 {
			_, err = t.delivery(id)
		}
		return err
	})
}

// Get returns a delivery; CodeNotFound when there is none.
func (ds *Deliveries) Get(ctx context.Context, id string) (stackhound.Delivery, error) {
	d, err := ds.db.reading(ctx).delivery(id)
	return d, failed("get delivery "+id, err)
}

func (s session) delivery(id string) (stackhound.Delivery, error) {
	d, ok, err := first(s, scanDelivery, "SELECT "+deliveryColumns+" FROM deliveries WHERE id = ?", id)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "there is no delivery %q", id)
	}
	return d, err
}

// List returns the deliveries in a state, "" for all, newest first, at most limit and
// never more than 1,000.
func (ds *Deliveries) List(ctx context.Context, state stackhound.DeliveryState, limit int) ([]stackhound.Delivery, error) {
	found, err := collect(ds.db.reading(ctx), scanDelivery,
		"SELECT "+deliveryColumns+" FROM deliveries WHERE state = ? OR ? = '' ORDER BY created DESC, id LIMIT ?", state, state, page(limit))
	return found, failed("list deliveries", err)
}

// Counts returns how many deliveries are in each state; states without any are absent.
func (ds *Deliveries) Counts(ctx context.Context) (map[stackhound.DeliveryState]int, error) {
	counts := map[stackhound.DeliveryState]int{}
	_, err := collect(ds.db.reading(ctx), func(r row) (n int, err error) {
		var state stackhound.DeliveryState
		err = r.Scan(&state, &n)
		counts[state] = n
		return n, err
	}, "SELECT state, count(*) FROM deliveries GROUP BY state")
	return counts, failed("count deliveries", err)
}

// Backlog returns, by channel and state, the deliveries that did not go out: planned,
// pending and dead ones.
func (ds *Deliveries) Backlog(ctx context.Context) ([]stackhound.Backlog, error) {
	found, err := collect(ds.db.reading(ctx), func(r row) (b stackhound.Backlog, err error) {
		var oldest int64
		err = r.Scan(&b.Channel, &b.State, &b.Count, &oldest)
		b.Oldest = fromMicros(oldest)
		return b, err
	}, `SELECT channel, state, count(*), min(CASE WHEN state = 'pending' THEN next_at ELSE created END) FROM deliveries
		WHERE state IN ('planned', 'pending', 'dead') GROUP BY channel, state ORDER BY channel, state`)
	return found, failed("count what did not go out", err)
}

// Replay makes a dead or sent delivery pending again, due now: the same id and bytes,
// a new series of attempts. One in any other state is refused.
func (ds *Deliveries) Replay(ctx context.Context, id string, now time.Time) error {
	return ds.db.writing(ctx, rowsPart, "replay delivery "+id, func(t *tx) error {
		n, err := t.exec(`UPDATE deliveries SET state = 'pending', next_at = ?, attempts = 0, crashes = 0, crashed_at = 0, status = 0, error = '', reason = '',
			sent_at = 0, published_at = 0, lease_owner = '', lease_until = 0 WHERE id = ? AND state IN ('dead', 'sent')`, micros(now), id)
		if err != nil || n > 0 {
			return err
		}
		return t.refuse(id, "replayed", "only a dead or sent one can be")
	})
}

// Drop gives a delivery up for good; one that is sent is refused. A worker that is just
// sending it may still get it out.
func (ds *Deliveries) Drop(ctx context.Context, id string) error {
	return ds.db.writing(ctx, rowsPart, "drop delivery "+id, func(t *tx) error {
		n, err := t.exec("UPDATE deliveries SET state = 'dropped', lease_owner = '', lease_until = 0 WHERE id = ? AND state <> 'sent'", id)
		if err != nil || n > 0 {
			return err
		}
		return t.refuse(id, "dropped", "it cannot be called back")
	})
}

// refuse says why nothing can be done to a delivery in its state.
func (s session) refuse(id, what, why string) error {
	d, err := s.delivery(id)
	if err != nil {
		return err
	}
	return stackhound.Errorf(stackhound.CodeRefused, "delivery %s is %s and cannot be %s", id, d.State, what).WithHint("%s", why)
}

func scanDelivery(r row) (d stackhound.Delivery, err error) {
	var items []byte
	var created, next, sent int64
	if err := r.Scan(&d.ID, &d.Profile, &d.Alert, &d.Channel, &d.Kind, &d.Slot, &d.To, &items, &d.Body, &d.State, &created, &next,
		&d.Attempts, &d.Crashes, &d.Status, &d.Error, &d.Reason, &sent); err != nil {
		return d, err
	}
	d.Created, d.NextAt, d.SentAt = fromMicros(created), fromMicros(next), fromMicros(sent)
	return d, decode("the items of delivery "+d.ID, items, &d.Items)
}
