package store

import (
	"context"
	"time"

	"stackhound"
)

// Hosts holds which hosts are to be left alone, so that neither another process nor one
// that starts again asks them too early. A host is named by scheme and address.
type Hosts struct{ db *database }

// Park has a host left alone until a time. One that is parked for longer already stays so.
func (hs *Hosts) Park(ctx context.Context, host string, until time.Time, why string) error {
	return hs.db.writing(ctx, rowsPart, "park "+host, func(t *tx) error {
		_, err := t.exec(`INSERT INTO hosts (host, until, why) VALUES (?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET until = excluded.until, why = excluded.why
			WHERE hosts.until < excluded.until`, host, micros(until), why)
		return err
	})
}

// Parked returns until when and why a host is left alone, and the zero value for one that
// is not, or no longer.
func (hs *Hosts) Parked(ctx context.Context, host string, now time.Time) (stackhound.Parking, error) {
	p, _, err := first(hs.db.reading(ctx), scanParking, "SELECT host, until, why FROM hosts WHERE host = ? AND until > ?", host, micros(now))
	return p, failed("look whether "+host+" is parked", err)
}

// List returns the hosts that are left alone, by name.
func (hs *Hosts) List(ctx context.Context, now time.Time) ([]stackhound.Parking, error) {
	parked, err := collect(hs.db.reading(ctx), scanParking, "SELECT host, until, why FROM hosts WHERE until > ? ORDER BY host", micros(now))
	return parked, failed("list parked hosts", err)
}

// Forget drops what is no longer so, and returns how many hosts that were.
func (hs *Hosts) Forget(ctx context.Context, now time.Time) (n int, err error) {
	err = hs.db.writing(ctx, rowsPart, "forget parked hosts", func(t *tx) (err error) {
		n, err = t.exec("DELETE FROM hosts WHERE until <= ?", micros(now))
		return err
	})
	return n, err
}

func scanParking(r row) (p stackhound.Parking, err error) {
	var until int64
	err = r.Scan(&p.Host, &until, &p.Why)
	p.Until = fromMicros(until)
	return p, err
}
