package store

import (
	"context"
	"time"
)

// Leases holds who may use a key for a while, so that of several processes one at a
// time asks a host or runs a schedule.
type Leases struct{ db *database }

// Acquire takes or extends the lease of a key until now+d. It returns false while
// another owner's lease runs.
func (ls *Leases) Acquire(ctx context.Context, key, owner string, now time.Time, d time.Duration) (bool, error) {
	n := 0
	err := ls.db.writing(ctx, "lease "+key, func(t *tx) (err error) {
		n, err = t.exec(`INSERT INTO leases (key, owner, until) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
			WHERE leases.until <= ? OR leases.owner = excluded.owner`, key, owner, micros(now.Add(d)), micros(now))
		return err
	})
	return n > 0, err
}

// Release gives a key back; one the owner does not hold stays as it is.
func (ls *Leases) Release(ctx context.Context, key, owner string) error {
	return ls.db.writing(ctx, "release "+key, func(t *tx) error {
		_, err := t.exec("DELETE FROM leases WHERE key = ? AND owner = ?", key, owner)
		return err
	})
}
