package store

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"stackhound"
)

// postingOf returns the posting that a role of a listing was linked to, or of a role that
// is new the one that the ad as a whole was: who was told of that was told of its roles.
// It is "" where there is neither.
func (b before) postingOf(k stackhound.ListingKey, part string) (posting string) {
	for _, l := range b.links[k] {
		if l.part == "" || l.part == part {
			posting = l.posting // those of parts come after that of the whole
		}
	}
	return posting
}

// listingsOf lists the listings that a derivation links.
func listingsOf(d stackhound.Derivation) []stackhound.ListingKey {
	keys := make([]stackhound.ListingKey, len(d.Links))
	for i, l := range d.Links {
		keys[i] = l.Listing.ListingKey
	}
	return keys
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
		was, err := t.before(listingsOf(d))
		if err != nil {
			return err
		}
		if err := t.tellMoved(d, was); err != nil {
			return err
		}
		for _, step := range []func(stackhound.Derivation) error{t.applyAliases, t.applyDeleted, t.applyEnded, t.applyPostings} {
			if err := step(d); err != nil {
				return err
			}
		}
		return t.applyLinks(d, was)
	})
}

// tellMoved copies what was told of a posting to those its listings move to. It covers
// merges and splits alike: both sides go on counting as told.
func (t *tx) tellMoved(d stackhound.Derivation, was before) error {
	for _, l := range d.Links {
		from := was.postingOf(l.Listing.ListingKey, storable(l.Part))
		if from == "" || l.Posting == "" || l.Posting == from {
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
	ids := make([]string, len(d.Postings))
	for i, w := range d.Postings {
		ids[i] = w.Posting.ID
	}
	if _, err := t.exec("DELETE FROM aliases WHERE alias IN "+t.elements(), list(ids)); err != nil {
		return err
	}
	stored, err := t.postings(ids)
	if err != nil {
		return err
	}
	var changed []changedPosting
	for _, w := range d.Postings {
		content, err := encode("posting "+w.Posting.ID, w.Posting)
		if err != nil {
			return err
		}
		r := stored[w.Posting.ID]
		if bytes.Equal(r.content, content) { // never so for a new one or a tombstone
			continue
		}
		r.id, r.content, r.deleted = w.Posting.ID, content, false
		r.open, r.firstSeen = w.Posting.Open(), micros(w.Posting.FirstSeen)
		changed = append(changed, changedPosting{r, w.Cause})
	}
	return t.savePostings(changed)
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
	found, err := t.postings([]string{id})
	r, ok := found[id]
	return r, ok, err
}

// postings reads the rows of ids, by id; ids that were never postings are left out.
func (t *tx) postings(ids []string) (map[string]postingRow, error) {
	found := map[string]postingRow{}
	_, err := collect(t.session, func(r row) (p postingRow, err error) {
		err = r.Scan(&p.id, &p.content, &p.open, &p.firstSeen, &p.deleted, &p.revision, &p.causes)
		found[p.id] = p
		return p, err
	}, "SELECT id, content, open, first_seen, deleted, revision, causes FROM postings WHERE id IN "+t.elements(), list(ids))
	return found, err
}

// savePosting stores a row at the feed's end.
func (t *tx) savePosting(p postingRow, cause stackhound.Cause) error {
	return t.savePostings([]changedPosting{{p, cause}})
}

// changedPosting is a row as it now is, and why.
type changedPosting struct {
	postingRow
	cause stackhound.Cause
}

// savePostings stores rows at the feed's end.
func (t *tx) savePostings(changed []changedPosting) error {
	if len(changed) == 0 {
		return nil
	}
	last, err := t.nextOf("postings", len(changed))
	if err != nil {
		return err
	}
	rows := make([][]any, len(changed))
	for i, p := range changed {
		position := last - int64(len(changed)-1-i)
		rows[i] = []any{p.id, p.content, p.open, p.firstSeen, p.deleted, p.revision + 1, position, p.causes.with(position, p.cause).encoded()}
	}
	return t.insert("INTO postings (id, content, open, first_seen, deleted, revision, position, causes)", `ON CONFLICT (id) DO UPDATE SET content = excluded.content,
		open = excluded.open, first_seen = excluded.first_seen, deleted = excluded.deleted, revision = excluded.revision, position = excluded.position, causes = excluded.causes`, rows)
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
