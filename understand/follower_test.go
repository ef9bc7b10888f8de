package understand_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/understand"
)

var day = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// world is a store with a follower on it.
type world struct {
	t        *testing.T
	st       *store.Store
	clock    *clock.Fake
	follower *understand.Follower
	seen     stackhound.Position // of the postings' feed
}

func newWorld(t *testing.T) *world {
	t.Helper()
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := &world{t: t, st: st, clock: clock.NewFake(day)}
	w.follower = understand.New(w.options())
	return w
}

func (w *world) options() understand.Options {
	return understand.Options{
		Listings: w.st.Listings, Postings: w.st.Postings, Positions: w.st.Positions, Clock: w.clock, Log: slog.New(slog.DiscardHandler),
		Parts: whole(func(l stackhound.Listing) stackhound.Ad {
			if l.Title == "broken" {
				panic("odd listing")
			}
			return stackhound.Ad{IsJob: true, Topics: l.Tags}
		}),
	}
}

// whole reads every listing as one role.
func whole(ad func(stackhound.Listing) stackhound.Ad) func(stackhound.Listing) []stackhound.Part {
	return func(l stackhound.Listing) []stackhound.Part {
		return []stackhound.Part{{Title: l.Title, Text: l.Description, Ad: ad(l)}}
	}
}

// show lets a board's run show listings, written "id company/title"; first makes it the
// first run of the board's life.
func (w *world) show(board string, first bool, listings ...string) {
	w.t.Helper()
	run, err := w.st.Runs.Start(w.t.Context(), board, w.clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	run.First = first
	var batch []stackhound.Listing
	for _, text := range listings {
		id, what, _ := strings.Cut(text, " ")
		company, title, _ := strings.Cut(what, "/")
		batch = append(batch, stackhound.Listing{
			ListingKey: stackhound.ListingKey{Board: board, ID: id}, URL: "https://" + board + ".example/" + id, Company: company, Title: title, Location: "Oslo",
		})
	}
	if _, err := w.st.Listings.Put(w.t.Context(), run, batch, w.clock.Now()); err != nil {
		w.t.Fatal(err)
	}
	w.clock.Advance(time.Hour)
}

// told catches up and returns what changed in the postings: "title[boards] causes".
func (w *world) told() string {
	w.t.Helper()
	if _, err := w.follower.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	changes, err := w.st.Postings.After(w.t.Context(), stackhound.Cursor{Position: w.seen}, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, c := range changes {
		w.seen = c.Position
		var boards []string
		for _, s := range c.Value.Sources {
			boards = append(boards, s.Board)
		}
		if c.Deleted {
			out = append(out, "gone")
			continue
		}
		out = append(out, fmt.Sprintf("%s%v %v", c.Value.Title, boards, c.Causes))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func (w *world) expect(want string) {
	w.t.Helper()
	if got := w.told(); got != want {
		w.t.Errorf("told %s, want %s", got, want)
	}
}

func TestFollower(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", true, "1 acme/go", "2 acme/rust")
	w.expect("go[alpha] [backfill]; rust[alpha] [backfill]")
	w.show("beta", false, "x ACME Ltd/Golang (m/w/d)")
	w.expect("go[alpha beta] [merged]")
	w.show("beta", false, "y acme/java")
	w.expect("java[beta] [source_new]")
	w.show("alpha", false, "2 acme/rust engineer")
	w.expect("rust engineer[alpha] [source_edit]")
	w.show("alpha", false, "2 acme/go")
	w.expect("go[alpha alpha beta] [source_edit]; gone")
	w.expect("")
	w.show("alpha", false, "2 acme/rust")
	w.expect("go[alpha beta] [split]; rust[alpha] [split]")
	key := stackhound.ListingKey{Board: "beta", ID: "y"}
	shut := func() {
		if err := w.st.Listings.Close(t.Context(), []stackhound.ListingKey{key}, stackhound.ClosedGone, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	shut()
	w.expect("java[beta] [closed]")
	w.show("beta", false, "y acme/java")
	w.expect("java[beta] [reopened]")
	shut()
	w.expect("java[beta] [closed]")
	w.show("beta", false, "y acme/java")
	shut()
	w.show("beta", false, "y acme/java")
	w.expect("java[beta] [reopened]")
}

// TestCausesBeyondTheBatch holds that no cause is lost when the listings of a posting
// change further apart than one batch reaches: what is read of a listing in an earlier
// batch is told for what changed it.
func TestCausesBeyondTheBatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", true, "1 acme/go")
	w.show("beta", true, "x acme/go")
	w.expect("go[alpha beta] [backfill]")
	shut := stackhound.ListingKey{Board: "alpha", ID: "1"}
	if err := w.st.Listings.Close(t.Context(), []stackhound.ListingKey{shut}, stackhound.ClosedGone, w.clock.Now()); err != nil {
		t.Fatal(err)
	}
	var others []string
	for i := range 150 { // more than a batch
		others = append(others, fmt.Sprintf("%d other%d/java", i, i))
	}
	w.show("gamma", true, others...)
	w.show("beta", false, "x ACME/go")
	got := w.told()
	if n := strings.Count(got, "go["); n != 1 || !strings.Contains(got, "go[beta alpha] [source_edit]") {
		t.Errorf("told %s", got)
	}
}

// TestReplay holds that reading everything again changes nothing, and that newer rules
// change postings without news.
func TestReplay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", false, "1 acme/go", "2 acme/rust")
	w.expect("go[alpha] [source_new]; rust[alpha] [source_new]")
	replay := func() {
		if err := w.st.Positions.Rewind(t.Context(), understand.Name); err != nil {
			t.Fatal(err)
		}
	}
	replay()
	w.expect("")
	o := w.options()
	o.Parts = whole(func(l stackhound.Listing) stackhound.Ad { return stackhound.Ad{IsJob: true, Topics: []string{l.Title}} })
	w.follower = understand.New(o)
	replay()
	w.expect("go[alpha] [rederived]; rust[alpha] [rederived]")
}

// breaking panics when a certain listing is looked at.
type breaking struct {
	understand.Postings
	id string
}

func (b breaking) Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func([]stackhound.Listing) [][]string, most int) (stackhound.Component, error) {
	if slices.ContainsFunc(touched, func(k stackhound.ListingKey) bool { return k.ID == b.id }) {
		panic("odd listing")
	}
	return b.Postings.Component(ctx, touched, since, keys, most)
}

// TestOddListing holds that a listing which something breaks on holds nobody up, stays
// in its raw words where it can, and is named in the log.
func TestOddListing(t *testing.T) {
	t.Parallel()
	const both = "broken[alpha] [source_new]; go[alpha] [source_new]; rust[alpha] [source_new]"
	for name, c := range map[string]struct {
		breaks func(o *understand.Options)
		want   string
	}{
		"reading":          {func(*understand.Options) {}, both},
		"what it comes to": {func(o *understand.Options) { o.Parts = whole(unstorable) }, both},
		"resolving":        {func(o *understand.Options) { o.Postings = breaking{o.Postings, "2"} }, "go[alpha] [source_new]; rust[alpha] [source_new]"},
	} {
		w := newWorld(t)
		o := w.options()
		var log bytes.Buffer
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.breaks(&o)
		w.follower = understand.New(o)
		w.show("alpha", false, "1 acme/go", "2 acme/broken", "3 acme/rust")
		if got := w.told(); got != c.want {
			t.Errorf("%s: told %s, want %s", name, got, c.want)
		}
		if !strings.Contains(log.String(), "alpha/2") {
			t.Errorf("%s: the log names no listing: %s", name, &log)
		}
	}
}

// unstorable makes of the broken listing an ad with a number that cannot be written.
func unstorable(l stackhound.Listing) stackhound.Ad {
	years := 3.0
	if l.Title == "broken" {
		years = math.Inf(1)
	}
	return stackhound.Ad{IsJob: true, YearsMin: &years}
}

// flaky fails a few times before it works.
type flaky struct {
	understand.Positions
	failures int
}

func (f *flaky) Load(ctx context.Context, follower string) (stackhound.Cursor, error) {
	if f.failures--; f.failures >= 0 {
		return stackhound.Cursor{}, errors.New("not now")
	}
	return f.Positions.Load(ctx, follower)
}

// TestRun holds that a follower goes on after failures, wakes up for what comes, and
// ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.options()
	o.Positions = &flaky{w.st.Positions, 3}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- understand.New(o).Run(ctx) }()
	var pos stackhound.Position
	for i := range 3 {
		w.show("alpha", false, fmt.Sprintf("%d acme/job %d", i, i))
		if err := w.st.Postings.Wait(t.Context(), pos); err != nil {
			t.Fatal(err)
		}
		changes, err := w.st.Postings.After(t.Context(), stackhound.Cursor{Position: pos}, 10)
		if err != nil || len(changes) != 1 {
			t.Fatalf("%d changes, %v", len(changes), err)
		}
		pos = changes[0].Position
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

// TestBatchesDoNotMatter holds that listings seen one by one come to the same postings
// as all at once.
func TestBatchesDoNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		single, whole := newWorld(t), newWorld(t)
		var texts []string
		for i := range 25 {
			texts = append(texts, fmt.Sprintf("%02d %s/%s", i, []string{"acme", "nordwind", "confidential"}[rnd.IntN(3)], []string{"go", "rust", "java"}[rnd.IntN(3)]))
		}
		for _, text := range texts {
			single.show("alpha", false, text)
			single.told()
		}
		whole.show("alpha", false, texts...)
		whole.told()
		if a, b := single.groups(), whole.groups(); a != b {
			t.Errorf("seed %d:\n%s\n%s", seed, a, b)
		}
	}
}

// groups writes down which listings are one posting, with its id.
func (w *world) groups() string {
	w.t.Helper()
	var out []string
	err := w.st.Postings.Each(w.t.Context(), true, func(p stackhound.Posting) error {
		var ids []string
		for _, s := range p.Sources {
			ids = append(ids, s.ListingID)
		}
		out = append(out, p.ID+fmt.Sprint(ids))
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// overtaken lets another follower work off everything just before its first batch is
// applied.
type overtaken struct {
	understand.Postings
	by   *understand.Follower
	lost []error // what applying came to, where it failed
	done bool
}

func (o *overtaken) Apply(ctx context.Context, d stackhound.Derivation) error {
	if !o.done {
		o.done = true
		if _, err := o.by.CatchUp(ctx); err != nil {
			return err
		}
	}
	err := o.Postings.Apply(ctx, d)
	if err != nil {
		o.lost = append(o.lost, err)
	}
	return err
}

// Two processes that follow one store do each listing's work once: what the slower one
// made of it is not stored, and it goes on from where the other came to.
func TestTwoFollowers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("one", false, "1 Acme/Go Engineer", "2 Brill/Baker")
	o := w.options()
	slow := &overtaken{Postings: o.Postings, by: w.follower}
	o.Postings = slow
	w.follower = understand.New(o)
	w.expect("Baker[one] [source_new]; Go Engineer[one] [source_new]")
	if len(slow.lost) != 1 || stackhound.CodeOf(slow.lost[0]) != stackhound.CodeConflict {
		t.Errorf("the slower one lost %v", slow.lost)
	}
	w.show("one", false, "3 Crumb/Cook")
	w.expect("Cook[one] [source_new]")
}
