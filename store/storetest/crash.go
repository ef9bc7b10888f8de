package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/store"
)

// Asleep is a clock on which nobody ever wakes by themselves.
type Asleep struct{ clock.Clock }

// Sleep ends with its context only.
func (Asleep) Sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

// Put stores listings of the sample board in a new run, for tests of a whole store.
func Put(ctx context.Context, st *store.Store, ids ...string) error {
	run, err := st.Runs.Start(ctx, board, noon)
	if err != nil {
		return err
	}
	var batch []stackhound.Listing
	for _, id := range ids {
		batch = append(batch, ad(id))
	}
	_, err = st.Listings.Put(ctx, run, batch, noon)
	return err
}

// PutUntilKilled stores batches of three listings and writes a line for each that is
// stored. It is what the program of Kill does, and returns only with an error.
func PutUntilKilled(ctx context.Context, st *store.Store) error {
	for i := 0; ; i++ {
		id := fmt.Sprint(os.Getpid(), "-", i)
		if err := Put(ctx, st, id+"a", id+"b", id+"c"); err != nil {
			return err
		}
		fmt.Println(id)
	}
}

// Kill tests that a process killed while it stores loses nothing it had acknowledged and
// leaves no batch half stored. The test binary, run with the variable set ("NAME=value"),
// must open the store under test and call PutUntilKilled; open opens it once all are dead.
func Kill(t *testing.T, variable string, open func() *store.Store) {
	var acknowledged []string
	for kill := range 4 {
		acknowledged = append(acknowledged, killAfter(t, variable, 20+10*kill)...)
	}
	st := open()
	if err := Put(t.Context(), st, "last a", "last b", "last c"); err != nil { // waits for what a killed process held
		t.Fatal(err)
	}
	known, err := st.Listings.Known(t.Context(), board)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		for _, part := range []string{"a", "b", "c"} {
			if _, ok := known[id+part]; !ok {
				t.Errorf("listing %s was acknowledged and is lost", id+part)
			}
		}
	}
	if len(known)%3 != 0 {
		t.Errorf("%d listings: a batch is half stored", len(known))
	}
	lag, err := st.Listings.Lag(t.Context(), "")
	if err != nil || lag != len(known) {
		t.Errorf("the feed has %d changes of %d listings, %v", lag, len(known), err)
	}
}

// killAfter starts the program, kills it once it has acknowledged n batches, and
// returns all it acknowledged.
func killAfter(t *testing.T, variable string, n int) []string {
	t.Helper()
	program := exec.Command(os.Args[0])
	program.Env = append(slices.Clone(os.Environ()), variable)
	program.Stderr = os.Stderr
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == n {
			program.Process.Kill() // what it managed to say until then is still read
		}
	}
	if err := program.Wait(); len(acknowledged) < n {
		t.Fatalf("the program ended after %d batches: %v", len(acknowledged), err)
	}
	return acknowledged
}

// cancelled holds that a call whose context has ended changes nothing.
func cancelled(b *bench) {
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if err := Put(ctx, b.Store, "a"); !errors.Is(err, context.Canceled) {
		b.Errorf("got %v, want a cancelled call", err)
	}
	b.same("listings", len(must(b.Listings.Known(b.ctx, board))(b)), 0)
}

// BenchmarkPut measures storing listings as long as common ads, 50 in a transaction.
func BenchmarkPut(b *testing.B, st *store.Store) {
	run, err := st.Runs.Start(b.Context(), board, noon)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("We keep ledgers and move money. ", 150) // 4.8 kB
	for i := 0; b.Loop(); i++ {
		var batch []stackhound.Listing
		for j := range 50 {
			l := ad(fmt.Sprint(i, "-", j))
			l.HTML = text
			batch = append(batch, l)
		}
		if _, err := st.Listings.Put(b.Context(), run, batch, noon); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*50)/b.Elapsed().Seconds(), "listings/s")
}

// BenchmarkRescore scores a profile anew against 20,000 postings.
func BenchmarkRescore(b *testing.B, st *store.Store) {
	sp, _, err := st.Profiles.Put(b.Context(), ada(), noon)
	if err != nil {
		b.Fatal(err)
	}
	anew := stackhound.Rescoring{Follower: "matcher", Profile: sp.ID, Revision: sp.Revision, Created: sp.Created}
	for i := range 20_000 {
		anew.Scores = append(anew.Scores, stackhound.Scored{Posting: fmt.Sprintf("posting-%020d", i), Score: i % 100})
	}
	for b.Loop() {
		if err := st.Matches.Rescore(b.Context(), anew); err != nil {
			b.Fatal(err)
		}
	}
}
