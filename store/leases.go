package store

import (
	"context"
	"time"

	"stackhound"
)

// Leases holds who may use a key for a while, so that of several processes one at a
// time asks a host or runs a schedule.
type Leases struct{ db *database }

// Acquire takes or extends the lease of a key until now+d. It returns false while
// another owner's lease runs.
func (ls *Leases) Acquire(ctx context.Context, key, owner string, now time.Time, d time.Duration) (bool, error) {
	n := 0
	err := ls.db.writing(ctx, rowsPart, "lease "+key, func(t *tx) (err error) {
		n, err = t.exec(`INSERT INTO leases (key, owner, until) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
			WHERE leases.until <= ? OR leases.owner = excluded.owner`, key, owner, micros(now.Add(d)), micros(now))
		return err
	})
	return n > 0, err
}

// Release gives a key back; one the owner does not hold stays as it is.
func (ls *Leases) Release(ctx context.Context, key, owner string) error {
	return ls.db.writing(ctx, rowsPart, "release "+key, func(t *tx) error {
		_, err := t.exec("DELETE FROM leases WHERE key = ? AND owner = ?", key, owner)
		return err
	})
}

// Holder returns who holds a key and until when; "" when it is free.
func (ls *Leases) Holder(ctx context.Context, key string, now time.Time) (owner string, until time.Time, err error) {
	lease, _, err := first(ls.db.reading(ctx), scanLease, "SELECT key, owner, until FROM leases WHERE key = ? AND until > ?", key, micros(now))
	return lease.Owner, lease.Until, failed("look who holds "+key, err)
}

// List returns the leases that run, by key.
func (ls *Leases) List(ctx context.Context, now time.Time) ([]stackhound.Lease, error) {
	running, err := collect(ls.db.reading(ctx), scanLease, "SELECT key, owner, until FROM leases WHERE until > ? ORDER BY key", micros(now))
	return running, failed("list leases", err)
}

func scanLease(r row) (l stackhound.Lease, err error) {
	var until int64
	err = r.Scan(&l.Key, &l.Owner, &until)
	l.Until = fromMicros(until)
	return l, err
}
