package meili

import (
	"context"
	"encoding/json"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// markerID is the id of the document that says what an index holds.
const markerID = "_marker"

var markerAttrs = []string{attrMarker, "store", "position"}

// marker says what an index was made by and for, and up to where the feed is in it.
type marker struct {
	Version  string              `json:"marker"`
	Store    string              `json:"store"`
	Position stackhound.Position `json:"position"`
}

func (e *Engine) mark(pos stackhound.Position) marker { return marker{version(), e.store, pos} }

// encode returns the marker as the document it is. No search finds it, see postings.
func (m marker) encode() json.RawMessage {
	text, err := json.Marshal(map[string]any{attrID: markerID, attrMarker: m.Version, "store": m.Store, "position": m.Position})
	if err != nil {
		panic("meili: a marker that is no JSON: " + err.Error())
	}
	return text
}

// marker reads what an index holds; nil when there is no index or none that we wrote to.
func (e *Engine) marker(ctx context.Context, uid string) (*marker, error) {
	var found struct{ Hits []marker }
	err := e.ask(ctx, uid, &meilisearch.SearchRequest{Filter: nothing, Limit: 1, AttributesToRetrieve: markerAttrs}, &found)
	if code := codeOf(err); code == codeNoIndex || code == codeBadFilter {
		return nil, nil
	}
	if err != nil || len(found.Hits) == 0 {
		return nil, e.explain(err)
	}
	return &found.Hits[0], nil
}

func (e *Engine) current(m *marker) bool {
	return m != nil && m.Version == version() && m.Store == e.store
}

// Position returns where the index stands that is being filled, "" where there is none
// yet.
func (e *Engine) Position(ctx context.Context) (stackhound.Position, error) {
	if err := e.check(ctx); err != nil {
		return "", err
	}
	p, err := e.find(ctx)
	return p.at, err
}

// place is the index that updates go to.
type place struct {
	uid  string
	made bool                // it is whole, only not filled up
	at   stackhound.Position // up to where it is filled
	old  *marker             // of the index that answers meanwhile, nil where that is the same
}

// find finds where updates go: to the index that is searched or, while that was made by
// another version or for another store, to the next one. Without an index that is
// searched a half built next one counts for nothing, since it cannot take its place.
func (e *Engine) find(ctx context.Context) (place, error) {
	live, err := e.marker(ctx, e.index)
	if err != nil || live == nil {
		return place{uid: e.index}, err
	}
	if e.current(live) {
		return place{e.index, true, live.Position, nil}, nil
	}
	next, err := e.marker(ctx, e.next())
	if err != nil || !e.current(next) {
		return place{uid: e.next(), old: live}, err
	}
	return place{e.next(), true, next.Position, live}, nil
}

// next is the index that is built while an older one answers.
func (e *Engine) next() string { return e.index + "_next" }

// filling finds the index that updates go to, and makes it where it is missing. It asks
// the server each time, so that whatever happened there since (a crash, a restored copy,
// a deleted index) only means that indexing begins where that left it; a batch that was
// read at another position is refused.
func (e *Engine) filling(ctx context.Context, from stackhound.Position) (uid string, err error) {
	if e.writer == nil {
		return "", stackhound.Errorf(stackhound.CodeRefused, "the index %s cannot be changed without the write key", e.index).WithHint("%s", makeKeysHint)
	}
	if err := e.check(ctx); err != nil {
		return "", err
	}
	p, err := e.find(ctx)
	if err == nil && p.made && p.old != nil {
		p, err = e.settled(ctx)
	}
	if err != nil {
		return "", err
	}
	if p.at != from {
		return "", search.Moved(p.at, from)
	}
	return p.uid, e.prepare(ctx, p)
}

// settled finds where updates go once the server has done all that it was asked before.
// A process that ended may have left a swap in its queue: what is then sent to the next
// index would go to the old one, and a second swap would bring that back. Whose the swap
// is nobody can tell, so all wait, at every batch: two tasks of some 20 ms each.
func (e *Engine) settled(ctx context.Context) (place, error) {
	if err := e.settle(ctx); err != nil {
		return place{}, err
	}
	return e.find(ctx)
}

// settle waits until the server has done all that it was asked before to do with both
// indexes: tasks are done in turn, so it sends one to each that changes nothing.
func (e *Engine) settle(ctx context.Context) error {
	for _, uid := range []string{e.index, e.next()} {
		info, err := e.writer.Index(uid).UpdateSettingsWithContext(ctx, &meilisearch.Settings{})
		if err := e.wait(ctx, info, err); err != nil {
			return err
		}
	}
	return nil
}

// prepare makes the index that is to be filled, and deletes one left over beside it.
func (e *Engine) prepare(ctx context.Context, p place) error {
	switch {
	case p.made && p.old == nil:
		return e.tidy(ctx)
	case p.made:
		return nil
	case p.old == nil:
		return e.makeLive(ctx)
	}
	e.log.Info("building the index anew", "because", because(p.old.Version != version()))
	return e.renew(ctx)
}

// tidy deletes, once, an old index that a crash after the swap has left.
func (e *Engine) tidy(ctx context.Context) error {
	if e.tidied {
		return nil
	}
	err := e.drop(ctx, e.next())
	e.tidied = err == nil
	return err
}

func because(other bool) string {
	if other {
		return "another version made it"
	}
	return "it belongs to another store"
}

// makeLive makes the index where there is none. One that we did not write to is left
// alone, unless it is empty: then a crash came between making it and marking it.
func (e *Engine) makeLive(ctx context.Context) error {
	n, err := e.count(ctx, e.index)
	if err != nil {
		return err
	}
	if n > 0 {
		return stackhound.Errorf(stackhound.CodeRefused, "the index %s at %s holds documents that are not ours", e.index, e.url).
			WithHint("give search.index another name, or delete that index if nobody needs it")
	}
	return e.make(ctx, e.index)
}

// count returns how many documents an index has, 0 when there is no index.
func (e *Engine) count(ctx context.Context, uid string) (int, error) {
	var found struct{ EstimatedTotalHits int }
	err := e.ask(ctx, uid, &meilisearch.SearchRequest{Limit: 1, AttributesToRetrieve: []string{attrID}}, &found)
	if codeOf(err) == codeNoIndex {
		return 0, nil
	}
	return found.EstimatedTotalHits, e.explain(err)
}

// renew throws away what there is of the next index and makes it.
func (e *Engine) renew(ctx context.Context) error {
	if err := e.drop(ctx, e.next()); err != nil {
		return err
	}
	return e.make(ctx, e.next())
}

// make makes an index: created, set up and marked, in this order, so that a marked one
// is whole.
func (e *Engine) make(ctx context.Context, uid string) error {
	info, err := e.writer.CreateIndexWithContext(ctx, &meilisearch.IndexConfig{Uid: uid, PrimaryKey: attrID})
	if err := e.wait(ctx, info, err); err != nil {
		if there, _ := e.there(ctx, uid); !there {
			return err
		}
	}
	info, err = e.writer.Index(uid).UpdateSettingsWithContext(ctx, settings())
	if err := e.wait(ctx, info, err); err != nil {
		return err
	}
	return e.add(ctx, uid, []json.RawMessage{e.mark("").encode()})
}

// there tells whether an index exists.
func (e *Engine) there(ctx context.Context, uid string) (bool, error) {
	_, err := e.writer.GetIndexWithContext(ctx, uid)
	if codeOf(err) == codeNoIndex {
		return false, nil
	}
	return err == nil, e.explain(err)
}

// drop deletes an index; one that does not exist is no error.
func (e *Engine) drop(ctx context.Context, uid string) error {
	if there, err := e.there(ctx, uid); err != nil || !there {
		return err
	}
	info, err := e.writer.DeleteIndexWithContext(ctx, uid)
	return e.wait(ctx, info, err)
}

// swap puts the next index in place of the one that is searched, and deletes that. The
// server tells a key for certain indexes nothing of a swap; once all is settled one can
// see whether it was done.
func (e *Engine) swap(ctx context.Context) error {
	_, err := e.writer.SwapIndexesWithContext(ctx, []*meilisearch.SwapIndexesParams{{Indexes: []string{e.index, e.next()}}})
	if err != nil {
		return e.explain(err)
	}
	if err := e.settle(ctx); err != nil {
		return err
	}
	live, err := e.marker(ctx, e.index)
	if err != nil {
		return err
	}
	if !e.current(live) {
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s did not put the new index in place of %s", e.url, e.index).
			WithHint("its task list says why to the master key; it is tried again")
	}
	e.log.Info("the index built anew is in use")
	e.tidied = false
	return e.tidy(ctx)
}
