package store

import (
	"context"

	"stackhound"
)

// Positions holds how far each follower of a feed has come. A follower's position is
// saved by the call that commits its work (Postings.Apply, Matches.Apply).
type Positions struct{ db *database }

// Load returns where a follower stands; the beginning when it was never heard of.
func (ps *Positions) Load(ctx context.Context, follower string) (stackhound.Cursor, error) {
	cur, _, err := first(ps.db.reading(ctx), func(r row) (c stackhound.Cursor, err error) {
		var position, replay int64
		err = r.Scan(&position, &replay)
		c.Position = formatPosition(position)
		if position < replay {
			c.ReplayUntil = formatPosition(replay)
		}
		return c, err
	}, "SELECT position, replay_until FROM positions WHERE follower = ?", follower)
	return cur, failed("load the position of "+follower, err)
}

// Rewind moves a follower back to the beginning of a feed (listings or postings). All
// that stands in the feed by now comes with the cause rederived.
func (ps *Positions) Rewind(ctx context.Context, follower, feed string) error {
	return ps.db.writing(ctx, "rewind "+follower, func(t *tx) error {
		end, err := t.end(feed)
		if err != nil {
			return err
		}
		_, err = t.exec(`INSERT INTO positions (follower, position, replay_until) VALUES (?, 0, ?)
			ON CONFLICT (follower) DO UPDATE SET position = 0, replay_until = excluded.replay_until`, follower, end)
		return err
	})
}

// savePosition notes how far a follower has come.
func (t *tx) savePosition(follower string, pos stackhound.Position) error {
	n, err := parsePosition(pos)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO positions (follower, position, replay_until) VALUES (?, ?, 0)
		ON CONFLICT (follower) DO UPDATE SET position = excluded.position`, follower, n)
	return err
}
