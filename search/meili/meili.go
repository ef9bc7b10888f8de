// Package meili is the search engine at a Meilisearch server, for installations of many
// processes. It finds what search.Holds says, as the embedded engine does.
//
// Each posting is a document whose words are spelled by us (word.go), so that the server
// looks them up and does nothing else to them; a query becomes quoted words (question.go)
// and a filter whose values are literals (filter.go). What the server would find only
// roughly is looked at again here (sift.go). Where the feed stands, the store and the
// version of settings and documents are a document of the same index (filling.go).
//
// Only the order of two postings may differ from the embedded engine's: of a row of
// words the server takes the place of the first word for the place of the row.
//
// Last run against a real server: Meilisearch 1.50.0 on 2026-11-28.
package meili

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/secret"
	"stackhound/search"
)

// DefaultIndex is the index used when none is named.
const DefaultIndex = "stackhound"

// Options say which server and index an Engine uses.
type Options struct {
	URL       string       // scheme, host and port
	Index     string       // uid; "" is DefaultIndex
	SearchKey secret.Text  // may search and nothing more, see MakeKeys
	WriteKey  secret.Text  // "" for a process that only searches
	Store     string       // id of the store whose postings these are
	Client    *http.Client // of safehttp.Operator
	Clock     clock.Clock  // paces the waiting for the server
	Log       *slog.Logger
}

// Engine is a search.Engine. It is safe for concurrent use; one process at a time may
// update an index.
type Engine struct {
	index, store string
	url          string
	client       *http.Client
	reader       meilisearch.ServiceManager
	writer       meilisearch.ServiceManager // nil in a process that only searches
	searchKey    secret.Text
	writeKey     secret.Text
	clock        clock.Clock
	log          *slog.Logger

	mu      sync.Mutex
	checked bool              // server and keys are what they should be
	refused error             // what the server refused of the last update, nil if nothing
	shown   map[string]string // company as counted → as an ad writes it

	update sync.Mutex // held by what may change an index
	tidied bool       // no old index is left, see tidy
}

var _ search.Engine = (*Engine)(nil)

// New returns an engine. It asks the server nothing yet; the first use does, and fails
// when the server is too old or a key may do more than it should.
func New(o Options) *Engine {
	e := &Engine{
		index: cmp.Or(o.Index, DefaultIndex), store: o.Store, url: strings.TrimRight(o.URL, "/"), client: o.Client,
		searchKey: o.SearchKey, writeKey: o.WriteKey, clock: o.Clock, log: o.Log.With("index", cmp.Or(o.Index, DefaultIndex)),
		shown: map[string]string{},
	}
	e.reader = manager(e.url, o.SearchKey, o.Client)
	if o.WriteKey != "" {
		e.writer = manager(e.url, o.WriteKey, o.Client)
	}
	return e
}

// manager returns the library's client. It asks for no compression (the client given
// asks for none either): the server sends what it compressed in pieces, each of which
// waits for an acknowledgement, which made a search five times slower. It does not try
// again either; who follows a feed does.
func manager(url string, key secret.Text, client *http.Client) meilisearch.ServiceManager {
	return meilisearch.New(url, meilisearch.WithAPIKey(key.Reveal()), meilisearch.WithCustomClient(client), meilisearch.DisableRetries(), meilisearch.WithCustomJsonUnmarshaler(unmarshal))
}

// unmarshal reads JSON. What is asked for raw is handed on unread: reading a long answer
// twice is a good part of what the library costs.
func unmarshal(text []byte, into any) error {
	if raw, ok := into.(*json.RawMessage); ok {
		*raw = text
		return nil
	}
	return json.Unmarshal(text, into)
}

// String names the engine without its keys.
func (e *Engine) String() string { return "index " + e.index + " at " + e.url }

// GoString keeps %#v from looking inside.
func (e *Engine) GoString() string { return e.String() }

// Ready tells whether searches can be answered: nil, or what is missing and what to do.
func (e *Engine) Ready(ctx context.Context) error {
	_, err := e.Rebuilding(ctx)
	return err
}

// Rebuilding tells whether searches are answered from an index that another version
// made, while the next one is built; Position is that of the next one. The error is
// Ready's: the index of another store answers, too, but with that one's postings.
func (e *Engine) Rebuilding(ctx context.Context) (bool, error) {
	if err := e.check(ctx); err != nil {
		return false, err
	}
	m, err := e.marker(ctx, e.index)
	switch {
	case err != nil:
		return false, err
	case m == nil:
		return false, e.notMade()
	case m.Store != e.store:
		return false, stackhound.Errorf(stackhound.CodeUnavailable, "the index %s holds the postings of another store", e.index).
			WithHint("a process with the write key builds it anew; if two installations share the server, give each an index name of its own")
	}
	return m.Version != version(), nil
}

// notMade says why there is no index: because the server refuses to make it as it must
// be, or because nobody has yet.
func (e *Engine) notMade() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refused != nil {
		return e.refused
	}
	return e.missing()
}

func (e *Engine) missing() error {
	return stackhound.Errorf(stackhound.CodeUnavailable, "the index %s does not exist yet", e.index).
		WithHint("it is made by the process that follows the postings: start one with the write key, or see in its log why it was not")
}

// searchDeadline is how long a search may take in all. The server stops ranking after
// cutoff.
const searchDeadline = 2 * cutoff * time.Millisecond
