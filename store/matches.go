package store

import (
	"context"
	"slices"

	"stackhound"
)

// Matches holds which postings each profile was scored against, and what each alert
// has told about which posting. What was told of a posting is also told of the one it
// was merged into, and of each part after a split.
type Matches struct{ db *database }

// classNew is the event class under which a digest tells of a posting.
var classNew = stackhound.Effects[stackhound.CauseNew].Class

// Apply stores what matching a batch came to, with the follower's position, in one
// transaction, and returns how many deliveries it planned. A delivery whose id exists,
// or whose items were all told already under the same alert and class, is left out.
// CodeConflict, and nothing is stored, when the follower no longer stands at u.From.
func (ms *Matches) Apply(ctx context.Context, u stackhound.MatchUpdate) (planned int, err error) {
	err = ms.db.writing(ctx, postingsPart, "apply matches", func(t *tx) error {
		planned = 0
		if err := t.savePosition(u.Follower, u.From, u.Position); err != nil {
			return err
		}
		for _, b := range u.Blocks {
			if err := t.replaceBlock(b); err != nil {
				return err
			}
		}
		for _, d := range u.Deliveries {
			created, err := t.planUntold(d)
			if err != nil {
				return err
			}
			if created {
				planned++
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return planned, nil
}

func (t *tx) replaceBlock(b stackhound.Block) error {
	if _, err := t.exec("DELETE FROM matches WHERE posting = ?", b.Posting); err != nil {
		return err
	}
	scores := make([]pair, len(b.Entries))
	for i, e := range b.Entries {
		scores[i] = pair{e.Profile, e.Score}
	}
	return t.putMatches("posting", b.Posting, "profile", scores)
}

// maxPairs is how many scores one statement inserts.
const maxPairs = 5000

// putMatches stores scores that have their posting, or their profile, in common; each is
// beside its value in the other column.
func (t *tx) putMatches(common, id, other string, scores []pair) error {
	for some := range slices.Chunk(scores, maxPairs) {
		if _, err := t.exec("INSERT INTO matches ("+common+", "+other+", score) SELECT CAST(? AS text), name, number FROM ("+t.dialect.Pairs+") AS pairs",
			id, pairs(some)); err != nil {
			return err
		}
	}
	return nil
}

// planUntold plans a delivery about those of its items that were not told yet. One that
// was about nothing from the beginning is planned as it is.
func (t *tx) planUntold(d stackhound.Delivery) (bool, error) {
	var items []stackhound.Item
	for _, item := range d.Items {
		told, err := t.told(d.Profile, d.Alert, item.Posting, item.Class)
		if err != nil {
			return false, err
		}
		if !told {
			items = append(items, item)
		}
	}
	if len(items) == 0 && len(d.Items) > 0 {
		return false, nil
	}
	d.Items = items
	return t.plan(d)
}

// told tells whether an alert has told of a posting under an event class, "" for any.
func (s session) told(profile, alert, posting, class string) (bool, error) {
	living, err := s.living(posting)
	if err != nil {
		return false, err
	}
	_, found, err := first(s, value[int], "SELECT 1 FROM told WHERE profile = ? AND alert = ? AND posting = ? AND (class = ? OR ? = '') LIMIT 1",
		profile, alert, living, class, class)
	return found, err
}

// tell remembers that a delivery tells of a posting, under the id that stands for it
// now.
func (t *tx) tell(d stackhound.Delivery, item stackhound.Item) error {
	living, err := t.living(item.Posting)
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO told (profile, alert, posting, class, delivery) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		d.Profile, d.Alert, living, item.Class, d.ID)
	return err
}

// Rescore replaces all matches of a profile and notes that it was matched as of a
// revision. CodeConflict, and nothing is stored, when the follower no longer stands at
// r.From, or the profile that was scored is no more.
func (ms *Matches) Rescore(ctx context.Context, r stackhound.Rescoring) error {
	return ms.db.writing(ctx, postingsPart, "rescore "+r.Profile, func(t *tx) error {
		if err := t.savePosition(r.Follower, r.From, r.From.Position); err != nil {
			return err
		}
		if err := t.setMatched(r); err != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM matches WHERE profile = ?", r.Profile); err != nil {
			return err
		}
		scores := make([]pair, len(r.Scores))
		for i, s := range r.Scores {
			scores[i] = pair{s.Posting, s.Score}
		}
		return t.putMatches("profile", r.Profile, "posting", scores)
	})
}

// setMatched notes as of which revision a profile was scored, if it is still that profile.
func (t *tx) setMatched(r stackhound.Rescoring) error {
	gone := stackhound.Errorf(stackhound.CodeConflict, "profile %q is not the one that was scored: it was removed meanwhile", r.Profile).
		WithHint("nothing was stored; go on with the profiles as they are now")
	return t.found(gone, "UPDATE profiles SET matched = ? WHERE id = ? AND created = ? AND revision >= ?", r.Revision, r.Profile, micros(r.Created), r.Revision)
}

// Unsent returns the open postings scored minScore or more for a profile that the alert
// has not told of as new, best first: by score, then newest first, then id. It returns
// at most limit and never more than 1,000.
func (ms *Matches) Unsent(ctx context.Context, profile, alert string, minScore, limit int) ([]stackhound.Scored, error) {
	found, err := collect(ms.db.reading(ctx), func(r row) (s stackhound.Scored, err error) {
		err = r.Scan(&s.Posting, &s.Score)
		return s, err
	}, `SELECT m.posting, m.score FROM matches m JOIN postings p ON p.id = m.posting
		WHERE m.profile = ? AND m.score >= ? AND p.open AND NOT p.deleted AND NOT EXISTS (
			SELECT 1 FROM told t WHERE t.profile = m.profile AND t.alert = ? AND t.posting = m.posting AND t.class = ?)
		ORDER BY m.score DESC, p.first_seen DESC, m.posting LIMIT ?`, profile, minScore, alert, classNew, page(limit))
	return found, failed("list what "+profile+" was not told", err)
}

// Untold returns those of ids, in their order, that the alert has not told of under any
// class.
func (ms *Matches) Untold(ctx context.Context, profile, alert string, ids []string) ([]string, error) {
	s := ms.db.reading(ctx)
	var untold []string
	for _, id := range ids {
		told, err := s.told(profile, alert, id, "")
		if err != nil {
			return nil, failed("list what "+profile+" was not told", err)
		}
		if !told {
			untold = append(untold, id)
		}
	}
	return untold, nil
}

// Count returns the number of pairs of a profile and a posting.
func (ms *Matches) Count(ctx context.Context) (int, error) {
	n, _, err := first(ms.db.reading(ctx), value[int], "SELECT count(*) FROM matches")
	return n, failed("count matches", err)
}
