package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
	"stackhound/store/postgres"
)

// crashURL, when set, makes the test binary a program that stores listings until it is
// killed: see TestKill.
const crashURL = "STACKHOUND_TEST_CRASH_URL"

// storeUntilKilled writes a line for each batch that is stored.
func storeUntilKilled(ctx context.Context, address string) error {
	st, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		return err
	}
	run, err := st.Runs.Start(ctx, "sample", noon)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		id := fmt.Sprint(run.ID, "-", i)
		batch := []stackhound.Listing{ad(id + "a"), ad(id + "b"), ad(id + "c")}
		if _, err := st.Listings.Put(ctx, run, batch, noon); err != nil {
			return err
		}
		fmt.Println(id)
	}
}

// A process killed while it stores loses nothing it had acknowledged, leaves no batch
// half stored, and no lock behind.
func TestKill(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	var acknowledged []string
	for kill := range 4 {
		acknowledged = append(acknowledged, killAfter(t, address, 20+10*kill)...)
	}
	st := open(t, address)
	if err := put(t.Context(), st, "last a", "last b", "last c"); err != nil { // waits for what a killed process held
		t.Fatal(err)
	}
	known, err := st.Listings.Known(t.Context(), "sample")
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
func killAfter(t *testing.T, address string, n int) []string {
	t.Helper()
	program := exec.Command(os.Args[0])
	program.Env = append(slices.Clone(os.Environ()), crashURL+"="+address)
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
