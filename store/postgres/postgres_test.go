package postgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/servertest"
	"stackhound/store"
	"stackhound/store/postgres"
	"stackhound/store/storetest"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(crashURL); address != "" {
		fmt.Fprintln(os.Stderr, storeUntilKilled(context.Background(), address))
		os.Exit(1)
	}
	os.Exit(servertest.Main(m))
}

// The contract runs in a schema for each test, all in one database: stores side by side
// must not meet.
func TestContract(t *testing.T) {
	address := servertest.Postgres(t)
	storetest.Run(t, func(t *testing.T) *store.Store {
		return openWith(t, inSchema(t, address, t.Name()), postgres.Options{Clock: asleep{clock.System()}})
	})
}

// inSchema makes a schema and returns the URL that leads to it.
func inSchema(t *testing.T, address, schema string) string {
	t.Helper()
	name := fmt.Sprintf("%q", schema)
	raw(t, address, "CREATE SCHEMA "+name).Close()
	return with(t, address, setting("search_path", name))
}

// with returns an address changed by fn.
func with(t *testing.T, address string, fn func(*url.URL)) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	fn(u)
	return u.String()
}

// setting sets a parameter of an address.
func setting(name, value string) func(*url.URL) {
	return func(u *url.URL) {
		all := u.Query()
		all.Set(name, value)
		u.RawQuery = all.Encode()
	}
}

// asleep is a clock on which nobody ever wakes by themselves.
type asleep struct{ clock.Clock }

func (asleep) Sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

// open opens a database for as long as the test runs.
func open(t *testing.T, address string) *store.Store {
	t.Helper()
	return openWith(t, address, postgres.Options{})
}

func openWith(t *testing.T, address string, o postgres.Options) *store.Store {
	t.Helper()
	st, err := postgres.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// raw opens a database past the store.
func raw(t *testing.T, address string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// ad is a listing of the board "sample".
func ad(id string) stackhound.Listing {
	return stackhound.Listing{ListingKey: stackhound.ListingKey{Board: "sample", ID: id}, URL: "https://jobs.example/" + id, Title: "Go Engineer"}
}

// put stores listings in a new run.
func put(ctx context.Context, st *store.Store, ids ...string) error {
	run, err := st.Runs.Start(ctx, "sample", noon)
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

// BenchmarkPut stores on a server that keeps what is committed through a crash, as a real
// one does.
func BenchmarkPut(b *testing.B) {
	st, err := postgres.Open(b.Context(), servertest.PostgresServer(b), postgres.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	run, err := st.Runs.Start(b.Context(), "sample", noon)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("We keep ledgers and move money. ", 150) // 4.8 kB, as a common ad
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
