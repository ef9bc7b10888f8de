package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/clock"
	"stackhound/internal/sample"
	"stackhound/internal/secret"
	"stackhound/internal/servertest"
	"stackhound/search"
	"stackhound/search/meili"
)

// The variables that name a real search server and its master key for tests.
const (
	meiliURL = "STACKHOUND_TEST_MEILI_URL"
	meiliKey = "STACKHOUND_TEST_MEILI_KEY"
)

// TestSizes takes the sample boards the whole way in every size: in one process over
// SQLite, an index and a queue in memory, and over PostgreSQL, Redis and, where one is
// given, Meilisearch. What comes out must be the same to the last id.
func TestSizes(t *testing.T) {
	t.Run("PostgreSQL and Redis", func(t *testing.T) { compareSizes(t, servedConfig(t)) })
	t.Run("PostgreSQL, Redis and Meilisearch", func(t *testing.T) {
		cfg := servedConfig(t)
		cfg.Search = meiliConfig(t)
		compareSizes(t, cfg)
	})
}

// servedConfig names a database and a queue of the test's own.
func servedConfig(t *testing.T) configs.Config {
	t.Helper()
	cfg := configs.Default()
	cfg.Store.URL, cfg.Store.Password = apart(t, servertest.Postgres(t))
	cfg.Queue.URL = servertest.StartRedis(t).URL
	return cfg
}

// apart splits an address into what is shown and its password.
func apart(t *testing.T, address string) (string, secret.Text) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	u.User = url.User(u.User.Username())
	return u.String(), secret.Text(password)
}

// meiliConfig names an index of the test's own on the server that is given.
func meiliConfig(t *testing.T) configs.Search {
	t.Helper()
	address, master := os.Getenv(meiliURL), os.Getenv(meiliKey)
	if address == "" || master == "" {
		servertest.Missing(t, "meilisearch", "name a Meilisearch 1.50 in "+meiliURL+" and its master key in "+meiliKey)
	}
	index := fmt.Sprintf("sizes_%d", time.Now().UnixNano())
	searching, writing, err := meili.MakeKeys(t.Context(), address, master, index)
	if err != nil {
		t.Fatal(err)
	}
	return configs.Search{URL: address, Index: index, Key: searching, WriteKey: writing}
}

// still is a clock on which no time passes but for those who sleep.
type still struct{ clock.Clock }

func (still) Now() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }

// outcome is what a walk came to: everything that must not depend on the engines.
type outcome struct {
	Postings   []stackhound.Posting
	Matches    map[string][]stackhound.Scored
	Found      map[string]stackhound.SearchResult
	Deliveries []stackhound.Delivery
}

func compareSizes(t *testing.T, served configs.Config) {
	site, err := sample.Start(t.Context(), sample.Options{Seed: demoSeed, Now: still{}.Now()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	walks := []*demo{startWalk(t, site, configs.Default()), startWalk(t, site, served)}
	step := func(what string, do func(*demo) error) {
		t.Helper()
		for _, d := range walks {
			if err := do(d); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
	}
	ctx := t.Context()
	step("first pass", func(d *demo) error { return passInOrder(ctx, d) })
	step("digest", func(d *demo) error { return d.digest(ctx) })
	site.Publish(3)
	step("second pass", func(d *demo) error { return passInOrder(ctx, d) })
	step("sending", func(d *demo) error { return d.sendDue(ctx) })
	alone, together := outcomeOf(t, walks[0]), outcomeOf(t, walks[1])
	if len(alone.Postings) < 270 || len(alone.Deliveries) < 2 || len(alone.Found) != len(sizeQueries) {
		t.Fatalf("%d postings, %d deliveries: nothing is compared", len(alone.Postings), len(alone.Deliveries))
	}
	same(t, "postings", alone.Postings, together.Postings)
	same(t, "matches", alone.Matches, together.Matches)
	same(t, "deliveries", alone.Deliveries, together.Deliveries)
	same(t, "found", alone.Found, together.Found)
}

// passInOrder is a pass over one board after the other: which of several listings of a job
// comes first, and so gives it its id, is then no matter of chance.
func passInOrder(ctx context.Context, d *demo) error {
	for i := range d.boards {
		if err := d.crawlAll(ctx, d.boards[i:i+1], 1, func(stackhound.Run, error) {}); err != nil {
			return err
		}
	}
	if err := d.catchUp(ctx); err != nil {
		return err
	}
	_, err := d.indexer.CatchUp(ctx)
	return err
}

// same shows the first line in which two values differ.
func same(t *testing.T, what string, alone, together any) {
	t.Helper()
	var lines [2][]string
	for i, v := range []any{alone, together} {
		text, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = strings.Split(string(text), "\n")
	}
	for i, line := range lines[0] {
		if i >= len(lines[1]) || lines[1][i] != line {
			from := max(0, i-8)
			t.Errorf("%s differ in line %d:\nalone\n%s\ntogether\n%s", what, i,
				strings.Join(lines[0][from:i+1], "\n"), strings.Join(lines[1][from:min(i+1, len(lines[1]))], "\n"))
			return
		}
	}
	if len(lines[1]) > len(lines[0]) {
		t.Errorf("%s: there is more together, from line %d on", what, len(lines[0]))
	}
}

// startWalk wires a demo over the engines of a configuration.
func startWalk(t *testing.T, site *sample.Site, cfg configs.Config) *demo {
	t.Helper()
	a := &app{stdout: io.Discard, stderr: io.Discard, text: io.Discard, progress: newProgress(io.Discard), dataDir: t.TempDir(), cfg: cfg,
		clock: still{clock.System()}, log: slog.New(slog.DiscardHandler)}
	d, err := a.newDemoOn(t.Context(), site)
	t.Cleanup(d.shutdown)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sizeQueries are asked in every size.
var sizeQueries = []string{
	"", "go", "engineer", "senior engineer", "kube", `"machine learning"`, "stack:go workplace:remote", "salary:>60k -php", "-stack:java level:senior", "state:open,closed", "region:europe OR country:DE",
}

func outcomeOf(t *testing.T, d *demo) outcome {
	t.Helper()
	ctx := context.Background()
	o := outcome{Matches: map[string][]stackhound.Scored{}, Found: map[string]stackhound.SearchResult{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.store.Postings.Each(ctx, true, func(p stackhound.Posting) error {
		o.Postings = append(o.Postings, p)
		return nil
	}))
	people, err := d.store.Profiles.List(ctx)
	must(err)
	for _, p := range people {
		o.Matches[p.ID], err = d.store.Matches.Unsent(ctx, p.ID, "an alert nobody has", 0, mostDeliveries)
		must(err)
	}
	for _, text := range sizeQueries {
		q, err := search.Parse(text)
		must(err)
		o.Found[text], err = d.index.Search(ctx, stackhound.SearchRequest{Query: q, Facets: stackhound.FacetFields, Limit: stackhound.MaxLimit})
		must(err)
	}
	o.Deliveries, err = d.store.Deliveries.List(ctx, "", mostDeliveries)
	must(err)
	slices.SortFunc(o.Deliveries, func(a, b stackhound.Delivery) int { return strings.Compare(a.ID, b.ID) })
	for i := range o.Deliveries {
		o.Deliveries[i].To, o.Deliveries[i].Body = "", nil // each walk has sinks of its own
	}
	return o
}
