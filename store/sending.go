package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// maxCrashes is how often a delivery may take its worker down with it within
// crashWindow before it is given up as poison. An innocent one that was merely under way
// when the program died is not given up for deaths that lie days apart.
const (
	maxCrashes  = 3
	crashWindow = 72 * time.Hour
)

// maxError bounds the text kept of a failed attempt, in bytes.
const maxError = 2 << 10

// Due returns the ids of deliveries that a worker could send now, those due longest
// first, at most limit and never more than 1,000. One that was published is named again
// after republishAfter, should the queue have lost it.
func (ds *Deliveries) Due(ctx context.Context, now time.Time, republishAfter time.Duration, limit int) ([]string, error) {
	ids, err := collect(ds.db.reading(ctx), value[string], `SELECT id FROM deliveries
		WHERE state = 'pending' AND next_at <= ? AND lease_until <= ? AND published_at <= ? ORDER BY next_at, id LIMIT ?`,
		micros(now), micros(now), micros(now.Add(-republishAfter)), page(limit))
	return ids, failed("list due deliveries", err)
}

// Reserve notes of those deliveries that are due, as Due says, that they are handed to the
// queue, and returns their ids in the order given. Of several processes that reserve the
// same at the same time one gets each.
func (ds *Deliveries) Reserve(ctx context.Context, ids []string, now time.Time, republishAfter time.Duration) (reserved []string, err error) {
	err = ds.db.writing(ctx, rowsPart, "reserve deliveries", func(t *tx) error {
		got, err := collect(t.session, value[string], `UPDATE deliveries SET published_at = ? WHERE id IN (SELECT id FROM deliveries WHERE id IN `+t.elements()+`
			AND state = 'pending' AND next_at <= ? AND lease_until <= ? AND published_at <= ? ORDER BY id`+t.dialect.SkipLocked+`) RETURNING id`,
			micros(now), list(ids), micros(now), micros(now), micros(now.Add(-republishAfter)))
		reserved = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(got, id) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return reserved, nil
}

// GiveBack notes that deliveries that were reserved did not get into the queue after all:
// they are due again.
func (ds *Deliveries) GiveBack(ctx context.Context, ids []string) error {
	return ds.db.writing(ctx, rowsPart, "give back deliveries", func(t *tx) error {
		_, err := t.exec("UPDATE deliveries SET published_at = 0 WHERE id IN "+t.elements(), list(ids))
		return err
	})
}

// Postpone keeps deliveries from being due, and from being claimed, before a time. It is no
// attempt, and they keep their place among what is due. Those that a worker has at now are
// left alone. A lease without an owner is what holds them: it ends by itself, and what
// ran out is no crash.
func (ds *Deliveries) Postpone(ctx context.Context, ids []string, now, until time.Time) error {
	return ds.db.writing(ctx, rowsPart, "postpone deliveries", func(t *tx) error {
		_, err := t.exec(`UPDATE deliveries SET lease_until = ?, published_at = 0 WHERE id IN (SELECT id FROM deliveries WHERE id IN `+t.elements()+`
			AND state = 'pending' AND lease_until <= ? ORDER BY id`+t.dialect.SkipLocked+`)`, micros(until), list(ids), micros(now))
		return err
	})
}

// Claim leases a due delivery to one worker and returns it with the token its result
// must carry. ok is false when it is not due, postponed, leased, done, unknown or
// being changed by another at this moment: whoever asked has nothing to do. A lease that
// ran out is taken over and counted as a crash; at the fourth within 72 hours the delivery
// is dead, for the reason poison: it is returned as it then stands, with ok false.
func (ds *Deliveries) Claim(ctx context.Context, id, owner string, now time.Time, lease time.Duration) (d stackhound.Delivery, token int64, ok bool, err error) {
	err = ds.db.writing(ctx, rowsPart, "claim delivery "+id, func(t *tx) error {
		ok = false
		n, err := t.lease(id, owner, now, now.Add(lease))
		if err != nil || n == 0 {
			return err
		}
		if d, err = t.delivery(id); err != nil {
			return err
		}
		if d.Crashes > maxCrashes {
			d.State, d.Reason = stackhound.DeliveryDead, stackhound.DeadPoison
			_, err = t.exec("UPDATE deliveries SET state = ?, reason = ?, lease_owner = '', lease_until = 0 WHERE id = ?", d.State, d.Reason, id)
			return err
		}
		ok = true
		token, _, err = first(t.session, value[int64], "SELECT token FROM deliveries WHERE id = ?", id)
		return err
	})
	if err != nil {
		return stackhound.Delivery{}, 0, false, err
	}
	return d, token, ok, nil
}

// lease gives a due delivery to an owner and counts a crash of the one before, if it
// never gave it back: the owner stays set until a result is in. The first crash after
// crashWindow begins a new count. It returns 0 when the delivery cannot be had.
func (t *tx) lease(id, owner string, now, until time.Time) (int, error) {
	const crashed, aged = "lease_owner <> ''", "crashed_at <= ?"
	return t.exec(`UPDATE deliveries SET
			crashes = CASE WHEN `+crashed+` THEN CASE WHEN `+aged+` THEN 1 ELSE crashes + 1 END ELSE crashes END,
			crashed_at = CASE WHEN `+crashed+` AND `+aged+` THEN ? ELSE crashed_at END,
			token = token + 1, lease_owner = ?, lease_until = ?
		WHERE id = (SELECT id FROM deliveries WHERE id = ? AND state = 'pending' AND next_at <= ? AND lease_until <= ?`+t.dialect.SkipLocked+`)`,
		micros(now.Add(-crashWindow)), micros(now.Add(-crashWindow)), micros(now), owner, micros(until), id, micros(now), micros(now))
}

// Renew extends a lease; false when it was lost to another worker or ended otherwise.
func (ds *Deliveries) Renew(ctx context.Context, id string, token int64, until time.Time) (bool, error) {
	n := 0
	err := ds.db.writing(ctx, rowsPart, "renew the lease of delivery "+id, func(t *tx) (err error) {
		n, err = t.exec("UPDATE deliveries SET lease_until = ? WHERE id = ? AND token = ? AND lease_owner <> '' AND state = 'pending'", micros(until), id, token)
		return err
	})
	return n > 0, err
}

// Finish notes how an attempt ended and gives the lease back. The result's state is
// sent, dead, or pending for another attempt at its NextAt. It returns false, and
// changes nothing, when the lease was lost: the attempt then belongs to another worker.
func (ds *Deliveries) Finish(ctx context.Context, id string, token int64, r stackhound.DeliveryResult) (bool, error) {
	var sentAt int64
	switch r.State {
	case stackhound.DeliverySent:
		sentAt = micros(r.At)
	case stackhound.DeliveryPending, stackhound.DeliveryDead:
	default:
		return false, stackhound.Errorf(stackhound.CodeInvalid, "an attempt cannot leave delivery %s %q", id, r.State)
	}
	n := 0
	err := ds.db.writing(ctx, rowsPart, "finish delivery "+id, func(t *tx) (err error) {
		n, err = t.exec(`UPDATE deliveries SET state = ?, next_at = ?, attempts = attempts + 1, status = ?, error = ?, reason = ?, sent_at = ?,
			published_at = 0, lease_owner = '', lease_until = 0 WHERE id = ? AND token = ? AND lease_owner <> '' AND state = 'pending'`,
			r.State, micros(r.NextAt), r.Status, cut(r.Error), r.Reason, sentAt, id, token)
		return err
	})
	return n > 0, err
}

// cut shortens the text of an error to what is kept of it. It may quote what a receiver
// answered, whatever bytes those are.
func cut(text string) string {
	text = storable(text)
	if len(text) <= maxError {
		return text
	}
	return strings.ToValidUTF8(text[:maxError], "")
}

// FreeLeases ends what the process before held, and must be called by a sole owner
// only, before it starts work. Deliveries it was sending can be claimed at once and
// count a crash, as that may have been what ended it; what it had queued is due again;
// keys it held (Leases) are free. It returns how many deliveries it freed.
func (ds *Deliveries) FreeLeases(ctx context.Context, now time.Time) (int, error) {
	freed := 0
	err := ds.db.writing(ctx, rowsPart, "free leases", func(t *tx) (err error) {
		freed, err = t.exec("UPDATE deliveries SET lease_until = ? WHERE state = 'pending' AND lease_owner <> ''", micros(now))
		if err != nil {
			return err
		}
		if _, err = t.exec("UPDATE deliveries SET published_at = 0 WHERE state = 'pending'"); err != nil {
			return err
		}
		_, err = t.exec("DELETE FROM leases")
		return err
	})
	return freed, err
}
