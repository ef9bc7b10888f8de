package store

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"stackhound"
)

// postingOf returns the posting that a role of a listing is linked to, or of a role that
// is new the one that the ad as a whole was: who was told of that was told of its roles.
func (s session) postingOf(k stackhound.ListingKey, part string) (string, bool, error) {
	return first(s, value[string], "SELECT posting FROM links WHERE board = ? AND listing = ? AND part IN (?, '') ORDER BY part DESC LIMIT 1", k.Board, k.ID, part)
}

// Apply stores what understanding a batch came to, with the follower's position, in one
// transaction. A posting equal to the stored one gets no change. An alias leaves a
// tombstone with the cause merged, a deleted id one with the cause closed; one that ended
// is closed as it stands. An id given as a posting again loses its alias. What was told of a posting counts as told of
// every posting its listings go to. CodeConflict, and nothing is stored, when the
// follower no longer stands at d.From.
func (ps *Postings) Apply(ctx context.Context, d stackhound.Derivation) error {
	return ps.db.writing(ctx, postingsPart, "apply what was understood", func(t *tx) error {
		// First, as what was derived from elsewhere may make no sense here.
		if err := t.savePosition(d.Follower, d.From, d.Position); err != nil {
			return err
		}
		for _, step := range []func(stackhound.Derivation) error{t.tellMoved, t.applyAliases, t.applyDeleted, t.applyEnded, t.applyPostings, t.applyLinks} {
			if err := step(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellMoved copies what was told of a posting to those its listings move to. It covers
// merges and splits alike: both sides go on counting as told.
func (t *tx) tellMoved(d stackhound.Derivation) error {
	for _, l := range d.Links {
		from, ok, err := t.postingOf(l.Listing.ListingKey, l.Part)
		if err != nil {
			return err
		}
		if !ok || l.Posting == "" || l.Posting == from {
			continue
		}
		if err := t.copyTold(from, l.Posting); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) copyTold(from, to string) error {
	_, err := t.exec(`INSERT INTO told (profile, alert, posting, class, delivery)
		SELECT profile, alert, ?, class, delivery FROM told WHERE posting = ? ON CONFLICT DO NOTHING`, to, from)
	return err
}

// applyAliases points every merged id at the one that stands for it in the end, so that
// following an alias is a single step.
func (t *tx) applyAliases(d stackhound.Derivation) error {
	for _, alias := range slices.Sorted(maps.Keys(d.Aliases)) {
		to, err := t.living(d.Aliases[alias])
		if err != nil {
			return err
		}
		if to == alias {
			return fmt.Errorf("posting %s cannot be an alias of itself", alias)
		}
		if _, err := t.exec("UPDATE aliases SET posting = ? WHERE posting = ?", to, alias); err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO aliases (alias, posting) VALUES (?, ?) ON CONFLICT (alias) DO UPDATE SET posting = excluded.posting", alias, to); err != nil {
			return err
		}
		if err := t.copyTold(alias, to); err != nil {
			return err
		}
		if err := t.bury(alias, stackhound.CauseMerged); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) applyDeleted(d stackhound.Derivation) error {
	for _, id := range d.Deleted {
		if err := t.bury(id, stackhound.CauseClosed); err != nil {
			return err
		}
	}
	return nil
}

// applyEnded closes postings that no listing offers any more; one that is closed stays as
// it is.
func (t *tx) applyEnded(d stackhound.Derivation) error {
	for _, e := range d.Ended {
		r, ok, err := t.posting(e.Posting)
		if err != nil {
			return err
		}
		if !ok || r.deleted || !r.open {
			continue
		}
		var p stackhound.Posting
		if err := decode("posting "+e.Posting, r.content, &p); err != nil {
			return err
		}
		p.ClosedAt, p.ClosedWhy = e.At, stackhound.ClosedDropped
		p.Remember(stackhound.Event{At: e.At, Kind: stackhound.EventClosed, Now: string(stackhound.ClosedDropped)})
		for i := range p.Sources {
			p.Sources[i].State = stackhound.ListingClosed
		}
		if r.content, err = encode("posting "+e.Posting, p); err != nil {
			return err
		}
		r.open = false
		if err := t.savePosting(r, stackhound.CauseClosed); err != nil {
			return err
		}
	}
	return nil
}

// bury leaves a tombstone in place of a posting, if there is one.
func (t *tx) bury(id string, cause stackhound.Cause) error {
	r, ok, err := t.posting(id)
	if err != nil || !ok || r.deleted {
		return err
	}
	r.content, r.deleted, r.open = []byte("{}"), true, false
	return t.savePosting(r, cause)
}

// applyPostings stores the postings that differ from what is stored.
func (t *tx) applyPostings(d stackhound.Derivation) error {
	for _, w := range d.Postings {
		content, err := encode("posting "+w.Posting.ID, w.Posting)
		if err != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM aliases WHERE alias = ?", w.Posting.ID); err != nil {
			return err
		}
		r, _, err := t.posting(w.Posting.ID)
		if err != nil {
			return err
		}
		if bytes.Equal(r.content, content) { // never so for a new one or a tombstone
			continue
		}
		r.id, r.content, r.deleted = w.Posting.ID, content, false
		r.open, r.firstSeen = w.Posting.Open(), micros(w.Posting.FirstSeen)
		if err := t.savePosting(r, w.Cause); err != nil {
			return err
		}
	}
	return nil
}

// applyLinks replaces the links and identity keys of listings, with whether each was
// closed when it was understood.
func (t *tx) applyLinks(d stackhound.Derivation) error {
	cleared := map[stackhound.ListingKey]bool{}
	for _, l := range d.Links {
		k := l.Listing.ListingKey
		if !cleared[k] {
			cleared[k] = true
			if err := t.unlink(k); err != nil {
				return err
			}
		}
		if err := t.link(l); err != nil {
			return err
		}
	}
	return nil
}

// unlink forgets the links and keys of a listing.
func (t *tx) unlink(k stackhound.ListingKey) error {
	if _, err := t.exec("DELETE FROM links WHERE board = ? AND listing = ?", k.Board, k.ID); err != nil {
		return err
	}
	_, err := t.exec("DELETE FROM identity_keys WHERE board = ? AND listing = ?", k.Board, k.ID)
	return err
}

func (t *tx) link(l stackhound.Linked) error {
	k := l.Listing.ListingKey
	if l.Posting != "" {
		if _, err := t.exec("INSERT INTO links (board, listing, part, posting, founder, gone, seen, posted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			k.Board, k.ID, l.Part, l.Posting, l.Founder, micros(l.Gone), micros(l.Listing.FirstSeen), micros(l.Listing.Posted)); err != nil {
			return err
		}
	}
	for _, key := range l.Keys {
		if _, err := t.exec("INSERT INTO identity_keys (key, board, listing, closed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			key, k.Board, k.ID, l.Listing.State == stackhound.ListingClosed); err != nil {
			return err
		}
	}
	return nil
}

// postingRow is a posting as it is stored.
type postingRow struct {
	id        string
	content   []byte
	open      bool
	firstSeen int64
	deleted   bool
	revision  int64
	causes    causes
}

// posting reads the row of an id; ok is false when that id was never a posting.
func (t *tx) posting(id string) (postingRow, bool, error) {
	return first(t.session, func(r row) (p postingRow, err error) {
		p.id = id
		err = r.Scan(&p.content, &p.open, &p.firstSeen, &p.deleted, &p.revision, &p.causes)
		return p, err
	}, "SELECT content, open, first_seen, deleted, revision, causes FROM postings WHERE id = ?", id)
}

// savePosting stores a row at the feed's end.
func (t *tx) savePosting(p postingRow, cause stackhound.Cause) error {
	position, err := t.next("postings")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO postings (id, content, open, first_seen, deleted, revision, position, causes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET content = excluded.content, open = excluded.open, first_seen = excluded.first_seen,
			deleted = excluded.deleted, revision = excluded.revision, position = excluded.position, causes = excluded.causes`,
		p.id, p.content, p.open, p.firstSeen, p.deleted, p.revision+1, position, p.causes.with(position, cause).encoded())
	return err
}

func scanPosting(r row) (p stackhound.Posting, err error) {
	var id string
	var content []byte
	if err := r.Scan(&id, &content); err != nil {
		return p, err
	}
	err = decode("posting "+id, content, &p)
	p.ID = id // all a tombstone holds
	return p, err
}
