package meili_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
	"stackhound/search/meili"
	"stackhound/search/searchtest"
)

// everywhere runs a test against the stand-in and, where there is one, the real server.
func everywhere(t *testing.T, test func(t *testing.T, s server)) {
	t.Run("stand-in", func(t *testing.T) { _, s := standIn(t); test(t, s) })
	if os.Getenv("STACKHOUND_TEST_MEILI_URL") != "" {
		t.Run("real", func(t *testing.T) { test(t, real(t)) })
	}
}

// send sends a request and returns the status and the code of the answer; a task it
// begins is done then.
func (s server) send(t testing.TB, key, method, path, body string) (status int, code string) {
	t.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := client(t, s.url).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Code    string
		TaskUID *int
	}
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&said); err != nil && len(text) > 0 && text[0] == '{' {
		t.Fatal(err)
	}
	if said.TaskUID != nil {
		s.done(t, *said.TaskUID)
	}
	return res.StatusCode, said.Code
}

// done waits until a task is done.
func (s server) done(t testing.TB, uid int) {
	t.Helper()
	m := meilisearch.New(s.url, meilisearch.WithAPIKey(s.master), meilisearch.WithCustomClient(client(t, s.url)))
	for {
		task, err := m.GetTask(int64(uid))
		if err != nil {
			t.Fatal(err)
		}
		if task.Status != meilisearch.TaskStatusEnqueued && task.Status != meilisearch.TaskStatusProcessing {
			return
		}
		if err := s.clock.Sleep(context.Background(), 10*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
}

func doc(id, title string) search.Document {
	return search.NewDocument(stackhound.Posting{ID: id, Title: title, FirstSeen: searchtest.Now}, searchtest.Niche)
}

// update puts documents named by their ids, in a batch read where the engine stands.
func update(t *testing.T, e *meili.Engine, pos stackhound.Position, last bool, ids ...string) error {
	t.Helper()
	from, err := e.Position(t.Context())
	must(t, err)
	return updateFrom(t, e, from, pos, last, ids...)
}

func updateFrom(t *testing.T, e *meili.Engine, from, pos stackhound.Position, last bool, ids ...string) error {
	t.Helper()
	b := search.Batch{From: from, Position: pos, Last: last}
	for _, id := range ids {
		b.Put = append(b.Put, doc(id, "Job"))
	}
	return e.Update(t.Context(), b)
}

// state holds where an engine stands and what it finds.
func state(t *testing.T, when string, e *meili.Engine, pos stackhound.Position, ids ...string) {
	t.Helper()
	got, err := e.Position(t.Context())
	if err != nil || got != pos {
		t.Errorf("%s: position %q, want %q (%v)", when, got, pos, err)
	}
	found, err := e.Search(t.Context(), stackhound.SearchRequest{Limit: 10, Facets: []string{"state"}}, searchtest.Now)
	if err != nil || !slices.Equal(found.IDs, ids) {
		t.Errorf("%s: found %v, want %v (%v)", when, found.IDs, ids, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestBuiltAnew holds that an index of another store goes on answering until the next
// one is whole, wherever the process ends meanwhile.
func TestBuiltAnew(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		must(t, update(t, meili.New(o), "2", true, "a", "b"))
		state(t, "filled in place", meili.New(o), "2", "a", "b")

		o.Store = "s2"
		state(t, "another store", meili.New(o), "", "a", "b")
		must(t, update(t, meili.New(o), "1", false, "c"))
		state(t, "half built", meili.New(o), "1", "a", "b")
		if err := meili.New(o).Ready(t.Context()); err == nil || !strings.Contains(err.Error(), "another store") {
			t.Errorf("ready while it is half built: %v", err)
		}
		must(t, update(t, meili.New(o), "2", true, "d"))
		state(t, "built", meili.New(o), "2", "c", "d")
		must(t, meili.New(o).Ready(t.Context()))
		if status, _ := s.send(t, s.master, "GET", "/indexes/"+o.Index+"_next", ""); status != http.StatusNotFound {
			t.Errorf("the old index is still there: %d", status)
		}
		state(t, "still built", meili.New(o), "2", "c", "d")
	})
}

// TestAnotherVersion holds that an index whose marker names other settings is built
// anew, and one restored from an older copy only catches up.
func TestAnotherVersion(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		e := meili.New(o)
		must(t, update(t, e, "2", true, "a"))
		must(t, e.Update(t.Context(), search.Batch{From: "2", Position: "1"})) // as a restored copy has it
		state(t, "restored", e, "1", "a")

		s.send(t, s.master, "POST", "/indexes/"+o.Index+"/documents", `[{"id":"_marker","marker":"old","store":"s1","position":"7"}]`)
		must(t, update(t, e, "1", false, "b"))
		state(t, "another version", e, "1", "a")
		must(t, e.Ready(t.Context()))
		rebuilding(t, "another version", e, true)
		must(t, update(t, e, "", true))
		state(t, "the end of the feed", e, "1", "b")
		rebuilding(t, "the end of the feed", e, false)
	})
}

// rebuilding holds whether an engine says that the index is being built anew.
func rebuilding(t *testing.T, when string, e *meili.Engine, want bool) {
	t.Helper()
	if got, err := e.Rebuilding(t.Context()); got != want || err != nil {
		t.Errorf("%s: rebuilding is %v, want %v (%v)", when, got, want, err)
	}
}

// TestDeletedWhileHalfBuilt holds that losing the index that is searched, while the next
// one is half built, means indexing all over again and not only from there.
func TestDeletedWhileHalfBuilt(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		must(t, update(t, meili.New(o), "9", true, "old"))
		o.Store = "s2"
		must(t, update(t, meili.New(o), "2", false, "a", "c"))
		s.send(t, s.master, "DELETE", "/indexes/"+o.Index, "")
		if err := updateFrom(t, meili.New(o), "2", "4", true, "d"); stackhound.CodeOf(err) != stackhound.CodeConflict {
			t.Errorf("the batch under way is taken: %v", err)
		}
		must(t, follow(t, meili.New(o)))
		state(t, "indexed again", meili.New(o), "4", "c", "d")
		if status, _ := s.send(t, s.master, "GET", "/indexes/"+o.Index+"_next", ""); status != http.StatusNotFound {
			t.Errorf("the half built index is still there: %d", status)
		}
	})
}

// TestLateBatch holds that a batch is refused where the index no longer stands at the
// position that the batch was read at, whatever happened to it meanwhile.
func TestLateBatch(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		e := meili.New(o)
		late := func(when string, from stackhound.Position) {
			t.Helper()
			if err := updateFrom(t, e, from, "9", true, "late"); stackhound.CodeOf(err) != stackhound.CodeConflict {
				t.Errorf("%s, a batch from %q: %v", when, from, err)
			}
		}
		late("before there is an index", "2")
		must(t, update(t, e, "1", false, "a"))
		must(t, update(t, meili.New(o), "2", true, "b"))
		late("filled by another process", "1")
		late("filled by another process", "")
		state(t, "filled by another process", e, "2", "a", "b")
		s.send(t, s.master, "DELETE", "/indexes/"+o.Index, "")
		late("deleted", "2")
		must(t, follow(t, e))
		state(t, "indexed again", e, "4", "c", "d")
	})
}

// TestCrashes has the process die, or the server fail, at each write in turn: beginning
// again from the position that is told then always ends with the same index.
func TestCrashes(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		fake, s := standIn(t)
		o := s.options(t)
		must(t, update(t, meili.New(o), "9", true, "old"))
		o.Store = "s2"
		tasks := 0
		fake.Fail = func(string) string {
			if tasks++; tasks == at {
				return "internal"
			}
			return ""
		}
		failed := false
		for range 4 { // each time a new process
			failed = follow(t, meili.New(o)) != nil || failed
		}
		state(t, "after a crash", meili.New(o), "4", "c", "d")
		if fake.Indexes()[o.Index+"_next"] {
			t.Errorf("a crash at write %d leaves an index behind", at)
		}
		if !failed {
			break
		}
		if at > 20 {
			t.Fatal("it fails every time")
		}
	}
}

// follow follows a feed of four changes as the Indexer does, two at a time.
func follow(t *testing.T, e *meili.Engine) error {
	t.Helper()
	for range 10 {
		pos, err := e.Position(t.Context())
		if err != nil {
			return err
		}
		switch pos {
		case "":
			err = e.Update(t.Context(), search.Batch{Put: []search.Document{doc("a", "Job"), doc("c", "Job")}, From: pos, Position: "2"})
		case "2":
			err = e.Update(t.Context(), search.Batch{Put: []search.Document{doc("d", "Job")}, Del: []string{"a"}, From: pos, Position: "4", Last: true})
		default:
			return e.Update(t.Context(), search.Batch{From: pos, Last: true})
		}
		if err != nil {
			return err
		}
	}
	t.Fatal("the position does not move")
	return nil
}

// TestUnfinishedSwap has a process end with its swap in the server's queue, which is done
// only while the next process waits for something: what that one indexes must not go to
// the old index.
func TestUnfinishedSwap(t *testing.T) {
	t.Parallel()
	fake, s := standIn(t)
	o := s.options(t)
	must(t, update(t, meili.New(o), "9", true, "old"))
	o.Store = "s2"
	must(t, update(t, meili.New(o), "1", false, "a"))
	fake.HoldAt("indexSwap")
	asked := false
	fake.Refuse = func(r *http.Request) (int, string) {
		if asked { // and then nothing gets through any more
			return http.StatusRequestTimeout, ""
		}
		asked = r.URL.Path == "/swap-indexes" && r.Header.Get("Content-Type") == "application/json"
		return 0, ""
	}
	if err := update(t, meili.New(o), "2", true, "b"); err == nil {
		t.Fatal("it ends well with the swap in the queue")
	}
	fake.Refuse = nil
	o.Clock = sleeper{s.clock, fake.Release}
	must(t, updateFrom(t, meili.New(o), "2", "3", true, "c"))
	state(t, "after the swap", meili.New(o), "3", "a", "b", "c")
	if fake.Indexes()[o.Index+"_next"] {
		t.Error("the old index is still there")
	}
}

// TestOneTaskOneEffect holds that the position goes in with the documents.
func TestOneTaskOneEffect(t *testing.T) {
	t.Parallel()
	fake, s := standIn(t)
	e := meili.New(s.options(t))
	must(t, update(t, e, "1", true, "a"))
	var kinds []string
	fake.Fail = func(kind string) string { kinds = append(kinds, kind); return "" }
	must(t, e.Update(t.Context(), search.Batch{Put: []search.Document{doc("b", "Job")}, Del: []string{"a"}, From: "1", Position: "2", Last: true}))
	if want := []string{"documentDeletion", "documentAdditionOrUpdate"}; !slices.Equal(kinds, want) {
		t.Errorf("an update is %v, want %v", kinds, want)
	}
}

// TestForeignIndex holds that an index nobody marked is left alone.
func TestForeignIndex(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		s.send(t, s.master, "POST", "/indexes/"+o.Index+"/documents", `[{"id":"film"}]`)
		if err := update(t, meili.New(o), "1", true, "a"); stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "not ours") {
			t.Errorf("it is taken over: %v", err)
		}
	})
}

// TestWaitingEnds holds that waiting for a task ends with its context.
func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	fake, s := standIn(t)
	o := s.options(t)
	must(t, update(t, meili.New(o), "1", true, "a"))
	fake.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	looks := 0
	o.Clock = sleeper{s.clock, func() {
		if looks++; looks == 3 {
			cancel()
		}
	}}
	e := meili.New(o)
	if err := e.Update(ctx, search.Batch{Put: []search.Document{doc("b", "Job")}, From: "1", Position: "2"}); err == nil || looks != 3 {
		t.Errorf("after %d looks: %v", looks, err)
	}
	state(t, "meanwhile", e, "1", "a")
	fake.Release()
	state(t, "afterwards", e, "2", "a", "b")
}
