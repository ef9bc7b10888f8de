package meili

import (
	"context"
	"encoding/json"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
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

// Position returns where the index stands that is being filled. A process that only
// searches is told of the one it searches.
func (e *Engine) Position(ctx context.Context) (stackhound.Position, error) {
	if e.writer == nil {
		m, err := e.marker(ctx, e.index)
		if err != nil || m == nil {
			return "", err
		}
		return m.Position, nil
	}
	f, err := e.filling(ctx)
	return f.position, err
}

// filling is the index that updates go to.
type filling struct {
	uid      string
	position stackhound.Position
}

// next is the index that is built while an older one answers.
func (e *Engine) next() string { return e.index + "_next" }

// filling finds the index that updates go to, and makes it where it is missing: the one
// that is searched or, while that was made by another version or for another store, the
// next one. It asks the server each time, so that whatever happened there since (a
// crash, a restored copy, a deleted index) only means that indexing begins where that
// left it.
func (e *Engine) filling(ctx context.Context) (filling, error) {
	if e.writer == nil {
		return filling{}, stackhound.Errorf(stackhound.CodeRefused, "the index %s cannot be changed without the write key", e.index).WithHint("%s", makeKeysHint)
	}
	if err := e.check(ctx); err != nil {
		return filling{}, err
	}
	live, err := e.marker(ctx, e.index)
	if err != nil || e.current(live) {
		return e.into(ctx, e.index, live, err)
	}
	if live == nil {
		made, err := e.makeLive(ctx)
		return e.into(ctx, e.index, made, err)
	}
	next, err := e.marker(ctx, e.next())
	if err == nil && !e.current(next) {
		e.log.Info("building the index anew", "because", because(live.Version != version()))
		next, err = e.renew(ctx)
	}
	return e.into(ctx, e.next(), next, err)
}

func because(other bool) string {
	if other {
		return "another version made it"
	}
	return "it belongs to another store"
}

func (e *Engine) into(ctx context.Context, uid string, m *marker, err error) (filling, error) {
	if err != nil {
		return filling{}, err
	}
	return filling{uid, m.Position}, nil
}

// makeLive makes the index where there is none. One that we did not write to is left
// alone, unless it is empty: then a crash came between making it and marking it.
func (e *Engine) makeLive(ctx context.Context) (*marker, error) {
	stats, err := e.count(ctx, e.index)
	if err != nil {
		return nil, err
	}
	if stats > 0 {
		return nil, stackhound.Errorf(stackhound.CodeRefused, "the index %s at %s holds documents that are not ours", e.index, e.url).
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
func (e *Engine) renew(ctx context.Context) (*marker, error) {
	if err := e.drop(ctx, e.next()); err != nil {
		return nil, err
	}
	return e.make(ctx, e.next())
}

// make makes an index: created, set up and marked, in this order, so that a marked one
// is whole.
func (e *Engine) make(ctx context.Context, uid string) (*marker, error) {
	info, err := e.writer.CreateIndexWithContext(ctx, &meilisearch.IndexConfig{Uid: uid, PrimaryKey: attrID})
	if err := e.wait(ctx, info, err); err != nil && !e.there(ctx, uid) {
		return nil, err
	}
	info, err = e.writer.Index(uid).UpdateSettingsWithContext(ctx, settings())
	if err := e.wait(ctx, info, err); err != nil {
		return nil, err
	}
	m := e.mark("")
	return &m, e.add(ctx, uid, []json.RawMessage{m.encode()})
}

// there tells whether an index exists.
func (e *Engine) there(ctx context.Context, uid string) bool {
	_, err := e.writer.GetIndexWithContext(ctx, uid)
	return err == nil
}

// drop deletes an index; one that does not exist is no error.
func (e *Engine) drop(ctx context.Context, uid string) error {
	if !e.there(ctx, uid) {
		return nil
	}
	info, err := e.writer.DeleteIndexWithContext(ctx, uid)
	return e.wait(ctx, info, err)
}

// swap puts the next index in place of the one that is searched, and deletes that.
func (e *Engine) swap(ctx context.Context) error {
	info, err := e.writer.SwapIndexesWithContext(ctx, []*meilisearch.SwapIndexesParams{{Indexes: []string{e.index, e.next()}}})
	if err := e.wait(ctx, info, err); err != nil {
		return err
	}
	e.log.Info("the index built anew is in use")
	return e.drop(ctx, e.next())
}
