package meili_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stackhound/internal/clock"
	"stackhound/internal/safehttp"
	"stackhound/internal/servertest"
	"stackhound/search"
	"stackhound/search/meili"
	"stackhound/search/meili/meilitest"
	"stackhound/search/searchtest"
)

// server is a Meilisearch, real or not, with its master key.
type server struct {
	url, master string
	clock       clock.Clock
}

// real returns the server that the environment names.
func real(t testing.TB) server {
	t.Helper()
	s := server{os.Getenv("STACKHOUND_TEST_MEILI_URL"), os.Getenv("STACKHOUND_TEST_MEILI_KEY"), clock.System()}
	if s.url == "" || s.master == "" {
		servertest.Missing(t, "meilisearch", "start Meilisearch 1.50 with a master key, and set STACKHOUND_TEST_MEILI_URL and STACKHOUND_TEST_MEILI_KEY")
	}
	return s
}

var indexes atomic.Int64

// fresh returns the name of an index that nobody has used.
func fresh() string { return fmt.Sprintf("t%d_%d", os.Getpid(), indexes.Add(1)) }

// options returns those of an engine with both keys for a fresh index.
func (s server) options(t testing.TB) meili.Options {
	t.Helper()
	return s.optionsFor(t, fresh())
}

func (s server) optionsFor(t testing.TB, index string) meili.Options {
	t.Helper()
	search, write, err := meili.MakeKeys(context.Background(), s.url, s.master, index)
	if err != nil {
		t.Fatal(err)
	}
	return meili.Options{
		URL: s.url, Index: index, SearchKey: search, WriteKey: write, Store: "s1", Client: client(t, s.url), Clock: s.clock, Log: slog.New(slog.DiscardHandler),
	}
}

func client(t testing.TB, url string) *http.Client {
	t.Helper()
	c, err := safehttp.Operator(url, 2*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// open returns an engine for a fresh index, which is deleted afterwards.
func (s server) open(t *testing.T) search.Engine {
	t.Helper()
	o := s.options(t)
	t.Cleanup(func() { s.remove(t, o.Index) })
	return meili.New(o)
}

// remove deletes an index and what stands beside it.
func (s server) remove(t testing.TB, index string) {
	for _, uid := range []string{index, index + "_next"} {
		req, err := http.NewRequest(http.MethodDelete, s.url+"/indexes/"+uid, strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.master)
		res, err := client(t, s.url).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
}

func TestRealEngine(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, searchtest.Brief, real(t).open)
}

// standIn starts a stand-in. Its clock does not wait.
func standIn(t testing.TB) (*meilitest.Server, server) {
	t.Helper()
	s := meilitest.Start(t)
	return s, server{s.URL, s.MasterKey, clock.NewFake(searchtest.Now)}
}

func TestEngine(t *testing.T) {
	t.Parallel()
	_, s := standIn(t)
	effort := searchtest.Full
	effort.Strings = 300 // the stand-in looks at every document
	searchtest.Run(t, effort, s.open)
}

// sleeper is a clock that tells when it sleeps.
type sleeper struct {
	clock.Clock
	told func()
}

func (s sleeper) Sleep(ctx context.Context, d time.Duration) error {
	s.told()
	return s.Clock.Sleep(ctx, d)
}
