package crawler_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

// TestReplayedBoards passes over recordings of two real boards, filled with invented
// jobs, by the board files the program ships with.
func TestReplayedBoards(t *testing.T) {
	t.Parallel()
	for name, recording := range map[string]string{"pythondotorg": "python-org", "wp-job-manager": "wp-job-manager"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := replayed(t, name, recording)
			run := w.run()
			if run.Verdict != stackhound.VerdictOK || run.Errors > 0 {
				t.Errorf("run %+v", run)
			}
			open := w.open()
			compare(t, open, truth(t, name))
			t.Logf("%d open listings, %d requests, %d bytes", len(open), run.Requests, run.Bytes)
			if again := w.run(); again.Unchanged != run.Items || again.New+again.Changed+again.Missing+again.Closed > 0 {
				t.Errorf("the run after %+v", again)
			}
		})
	}
}

// replayed returns a world whose board of a name is a recording.
func replayed(t *testing.T, name, recording string) *world {
	t.Helper()
	pages := replay(t, recording+".jsonl.gz")
	w := newWorld(t, nil)
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		p, ok := pages[r.URL.RequestURI()]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		rw.WriteHeader(p.Status)
		_, _ = rw.Write([]byte(strings.NewReplacer(
			replayBase, "http://"+r.Host, strings.ReplaceAll(replayBase, "/", `\/`), strings.ReplaceAll("http://"+r.Host, "/", `\/`),
		).Replace(p.Body)))
	}))
	t.Cleanup(srv.Close)
	w.board = board(t, name)
	w.board.Base = srv.URL
	w.web.Named[name] = true
	w.clock.Advance(11 * time.Hour) // to the day of the recording
	return w
}

// open returns the board's open listings by their path.
func (w *world) open() map[string]stackhound.Listing {
	w.t.Helper()
	changes, err := w.store.Listings.After(w.t.Context(), stackhound.Cursor{}, crawler.MaxItems)
	if err != nil {
		w.t.Fatal(err)
	}
	open := map[string]stackhound.Listing{}
	for _, c := range changes {
		if c.Value.State == stackhound.ListingOpen {
			open[strings.TrimPrefix(c.Value.URL, w.board.Base)] = c.Value
		}
	}
	return open
}
