package store

import (
	"context"

	"stackhound"
)

// Positions holds how far each follower of a feed has come. A follower's position is
// saved by the call that commits its work (Postings.Apply, Matches.Apply), and only if it
// still stands where that work began: of two that follow under one name, or of a batch
// and a Rewind, one wins.
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

// Rewind moves a follower back to the beginning of its feed. All that it has seen comes
// with the cause rederived; what was stored since is news.
func (ps *Positions) Rewind(ctx context.Context, follower string) error {
	return ps.db.writing(ctx, postingsPart, "rewind "+follower, func(t *tx) error {
		_, err := t.exec(`UPDATE positions SET position = 0,
			replay_until = CASE WHEN replay_until > position THEN replay_until ELSE position END WHERE follower = ?`, follower)
		return err
	})
}

// savePosition moves a follower on from where it stood; CodeConflict when it no longer
// stands there.
func (t *tx) savePosition(follower string, from stackhound.Cursor, to stackhound.Position) error {
	was, replay, err := parseCursor(from)
	if err != nil {
		return err
	}
	n, err := parsePosition(to)
	if err != nil {
		return err
	}
	moved, err := t.move(follower, was, replay, n)
	if err == nil && moved == 0 {
		err = stackhound.Errorf(stackhound.CodeConflict, "%s no longer stands where this batch began: another process follows the feed now, or it was moved back", follower).
			WithHint("nothing of the batch was stored; go on from the position as it is now")
	}
	return err
}

// move sets a follower's position if it is at was and replays as told, and returns 0 when
// it does not. One that was never heard of stands at the beginning.
func (t *tx) move(follower string, was, replay, to int64) (int, error) {
	n, err := t.exec(`UPDATE positions SET position = ? WHERE follower = ? AND position = ?
		AND CASE WHEN replay_until > position THEN replay_until ELSE 0 END = ?`, to, follower, was, replay)
	if err != nil || n > 0 || was > 0 || replay > 0 {
		return n, err
	}
	return t.exec("INSERT INTO positions (follower, position, replay_until) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", follower, to)
}
