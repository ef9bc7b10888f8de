package postgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

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
		return openWith(t, inSchema(t, address, t.Name()), postgres.Options{Clock: storetest.Asleep{Clock: clock.System()}})
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

// BenchmarkPut stores on a server that keeps what is committed through a crash, as a real
// one does.
func BenchmarkPut(b *testing.B) {
	st, err := postgres.Open(b.Context(), servertest.PostgresServer(b), postgres.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	storetest.BenchmarkPut(b, st)
}

func BenchmarkRescore(b *testing.B) {
	st, err := postgres.Open(b.Context(), servertest.PostgresServer(b), postgres.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	storetest.BenchmarkRescore(b, st)
}
