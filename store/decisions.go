package store

import (
	"context"
	"maps"
	"slices"

	"stackhound"
)

// Decide keeps an operator's decisions on roles of listings, each in place of an earlier
// one on the same two, takes back others, and moves every listing they speak of to the
// feed's end with the cause rederived, so that who follows looks at it again; all in one
// transaction. Listings that are not stored keep their decisions until they are.
func (ls *Listings) Decide(ctx context.Context, made, takenBack []stackhound.Decision) error {
	return ls.db.writing(ctx, listingsPart, "keep a decision on listings", func(t *tx) error {
		concerned := map[stackhound.ListingKey]bool{}
		for _, d := range takenBack {
			d = d.Ordered()
			concerned[d.A.ListingKey], concerned[d.B.ListingKey] = true, true
			if _, err := t.exec("DELETE FROM decisions WHERE board_a = ? AND listing_a = ? AND part_a = ? AND board_b = ? AND listing_b = ? AND part_b = ?",
				d.A.Board, d.A.ID, d.A.Part, d.B.Board, d.B.ID, d.B.Part); err != nil {
				return err
			}
		}
		for _, d := range made {
			d = d.Ordered()
			concerned[d.A.ListingKey], concerned[d.B.ListingKey] = true, true
			if _, err := t.exec(`INSERT INTO decisions (board_a, listing_a, part_a, board_b, listing_b, part_b, same, why, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (board_a, listing_a, part_a, board_b, listing_b, part_b) DO UPDATE SET same = excluded.same, why = excluded.why, at = excluded.at`,
				d.A.Board, d.A.ID, d.A.Part, d.B.Board, d.B.ID, d.B.Part, d.Same, d.Why, micros(d.At)); err != nil {
				return err
			}
		}
		_, err := t.each(slices.SortedFunc(maps.Keys(concerned), stackhound.ListingKey.Compare), func(*listingRow) stackhound.Cause { return stackhound.CauseRederived })
		return err
	})
}

// decisionColumns are what a Decision is read from.
const decisionColumns = "board_a, listing_a, part_a, board_b, listing_b, part_b, same, why, at"

// Decisions returns an operator's decisions, the latest first: those on roles of the given
// listings, or all where none are given.
func (ls *Listings) Decisions(ctx context.Context, of []stackhound.ListingKey) ([]stackhound.Decision, error) {
	s := ls.db.reading(ctx)
	if len(of) > 0 {
		found, err := s.decisionsOn(of)
		return found, failed("list decisions", err)
	}
	all, err := collect(s, scanDecision, "SELECT "+decisionColumns+" FROM decisions ORDER BY at DESC, board_a, listing_a, part_a, board_b, listing_b, part_b")
	return all, failed("list decisions", err)
}

// decisionsOn returns the decisions on roles of listings, each once.
func (s session) decisionsOn(listings []stackhound.ListingKey) (all []stackhound.Decision, err error) {
	from, those := "SELECT "+decisionColumns+" FROM "+s.named()+" AS named CROSS JOIN decisions WHERE ", keyList(listings)
	return collect(s, scanDecision, from+"board_a = named.board AND listing_a = named.listing UNION "+from+"board_b = named.board AND listing_b = named.listing"+
		" ORDER BY at DESC, board_a, listing_a, part_a, board_b, listing_b, part_b", those, those)
}

func scanDecision(r row) (d stackhound.Decision, err error) {
	var at int64
	err = r.Scan(&d.A.Board, &d.A.ID, &d.A.Part, &d.B.Board, &d.B.ID, &d.B.Part, &d.Same, &d.Why, &at)
	d.At = fromMicros(at)
	return d, err
}

// anyDecision tells whether an operator decided anything.
func (s session) anyDecision() (bool, error) {
	_, ok, err := first(s, value[int64], "SELECT at FROM decisions LIMIT 1")
	return ok, err
}
