package postgres_test

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/servertest"
	"stackhound/store"
	"stackhound/store/postgres"
	"stackhound/store/storetest"
)

func storeID(t *testing.T, st *store.Store) string {
	t.Helper()
	id, err := st.ID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOpenKeepsWhatWasStored(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	first := open(t, address)
	id := storeID(t, first)
	if err := storetest.Put(t.Context(), first, "a"); err != nil {
		t.Fatal(err)
	}
	again := open(t, address)
	if known, err := again.Listings.Known(t.Context(), "sample"); err != nil || len(known) != 1 {
		t.Errorf("%d listings, %v", len(known), err)
	}
	if got := storeID(t, again); got != id {
		t.Errorf("the store %s became %s", id, got)
	}
	if other := storeID(t, open(t, servertest.Postgres(t))); other == id {
		t.Errorf("two stores are both %s", id)
	}
}

// A database of an older version keeps what it holds and gets what came since.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	older := []string{"0001_init.sql", "0002_hosts.sql", "0003_pages.sql", "0004_held.sql", "0005_final.sql"}
	for _, name := range older {
		script, err := os.ReadFile(filepath.Join("migrations", name))
		if err != nil {
			t.Fatal(err)
		}
		raw(t, address, string(script))
	}
	raw(t, address, fmt.Sprintf("UPDATE stackhound_schema SET version = %d", len(older)), storetest.Linked[0], storetest.Linked[1])
	storetest.LinkedBefore(t, open(t, address))
}

// Processes that start at the same moment make one store.
func TestManyMigrateAtOnce(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	ids := make([]string, 4)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			st, err := postgres.Open(t.Context(), address, postgres.Options{Connections: 6})
			if err != nil {
				t.Error(err)
				return
			}
			defer st.Close()
			if ids[i], err = st.ID(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("the store has the ids %q", ids)
		}
	}
}

// refused fails the test unless err is one sentence of a code that names the parts, and
// does not give the server's password away.
func refused(t *testing.T, err error, code stackhound.Code, parts ...string) {
	t.Helper()
	if err == nil || stackhound.CodeOf(err) != code {
		t.Fatalf("error %v has code %q, want %q", err, stackhound.CodeOf(err), code)
	}
	if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "open-sesame") {
		t.Errorf("%q is more than a sentence, or tells a secret", err)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %q", err, part)
		}
	}
}

// tables lists what stands in a database, with the version of the tables.
func tables(t *testing.T, address string) string {
	t.Helper()
	var all string
	query := `SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
	if err := raw(t, address).QueryRow(query).Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRefusedDatabasesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		make func(t *testing.T, address string)
		says []string
	}{
		{"of a newer version", func(t *testing.T, address string) {
			open(t, address)
			raw(t, address, "UPDATE stackhound_schema SET version = 99", "CREATE TABLE future (x int)")
		}, []string{"version 99", fmt.Sprint("up to ", storetest.Newest(t, "migrations")), "nothing was changed"}},
		{"of another program", func(t *testing.T, address string) { raw(t, address, "CREATE TABLE notes (x int)") }, []string{"another program"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			address := servertest.Postgres(t)
			c.make(t, address)
			before := tables(t, address)
			for _, readOnly := range []bool{false, true} {
				_, err := postgres.Open(t.Context(), address, postgres.Options{ReadOnly: readOnly})
				refused(t, err, stackhound.CodeRefused, c.says...)
			}
			if after := tables(t, address); after != before {
				t.Errorf("%s became %s", before, after)
			}
		})
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	_, err := postgres.Open(t.Context(), address, postgres.Options{ReadOnly: true})
	refused(t, err, stackhound.CodeNotFound, "no tables", "crawl")
	if err := storetest.Put(t.Context(), open(t, address), "a"); err != nil {
		t.Fatal(err)
	}
	reader := openWith(t, address, postgres.Options{ReadOnly: true})
	if known, err := reader.Listings.Known(t.Context(), "sample"); err != nil || len(known) != 1 {
		t.Errorf("read %d listings beside the writer, %v", len(known), err)
	}
	refused(t, storetest.Put(t.Context(), reader, "b"), stackhound.CodeRefused, "reading only")
}

// nobody is an address of this machine that nothing listens on.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestCannotOpen holds that whoever cannot open a database is told why and what to do.
func TestCannotOpen(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	admin := raw(t, address, "CREATE ROLE guest LOGIN PASSWORD 'open-sesame'")
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP ROLE guest"); err != nil {
			t.Error(err)
		}
	})
	closed := nobody(t)
	for _, c := range []struct {
		name    string
		address string
		options postgres.Options
		code    stackhound.Code
		says    []string
	}{
		{"wrong password", address, postgres.Options{Password: "guessed"}, stackhound.CodeRefused, []string{"user and password", "store.url", "127.0.0.1:"}},
		{"unreachable", with(t, address, func(u *url.URL) { u.Host = closed }), postgres.Options{}, stackhound.CodeUnavailable, []string{"cannot be reached: connection refused", closed}},
		{"no such host", with(t, address, func(u *url.URL) { u.Host = "db.invalid" }), postgres.Options{}, stackhound.CodeUnavailable, []string{"cannot be reached", "db.invalid"}},
		{"no such database", with(t, address, func(u *url.URL) { u.Path = "/nowhere" }), postgres.Options{}, stackhound.CodeNotFound, []string{"database nowhere", "createdb"}},
		{"no such schema", with(t, address, setting("search_path", "nowhere")), postgres.Options{}, stackhound.CodeRefused, []string{"search_path"}},
		{"not allowed", with(t, address, func(u *url.URL) { u.User = url.UserPassword("guest", "open-sesame") }), postgres.Options{}, stackhound.CodeRefused, []string{"does not allow", "grant"}},
		{"another scheme", "mysql://ada:open-sesame@db/jobs", postgres.Options{}, stackhound.CodeInvalid, []string{"postgres://USER"}},
		{"a password not written out", "postgres://ada:open-sesame/?#@db/jobs", postgres.Options{}, stackhound.CodeInvalid, []string{"%XX"}},
		{"a wrong port", "postgres://ada:open-sesame@db:open-sesame/jobs", postgres.Options{}, stackhound.CodeInvalid, []string{"postgres://USER"}},
		{"a wrong setting", with(t, address, setting("sslmode", "open-sesame")), postgres.Options{}, stackhound.CodeInvalid, []string{"postgres://USER"}},
		{"a setting nobody knows", with(t, address, setting("nonsense", "1")), postgres.Options{}, stackhound.CodeUnavailable, []string{"nonsense", "correct store.url"}},
		{"a missing file", with(t, address, setting("sslrootcert", "/nowhere/root.pem")), postgres.Options{}, stackhound.CodeInvalid, []string{"/nowhere/root.pem"}},
	} {
		_, err := postgres.Open(t.Context(), c.address, c.options)
		t.Run(c.name, func(t *testing.T) { refused(t, err, c.code, c.says...) })
	}
}

// The password may come from elsewhere than the URL.
func TestPassword(t *testing.T) {
	t.Parallel()
	bare := with(t, servertest.Postgres(t), func(u *url.URL) { u.User = url.User(u.User.Username()) })
	openWith(t, bare, postgres.Options{Password: "open-sesame"})
}

// A change of another process rings no bell here: it is found by looking.
func TestWaitSeesOtherProcesses(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	writer, c := open(t, address), clock.NewFake(noon)
	follower := openWith(t, address, postgres.Options{Clock: c})
	woken := make(chan error)
	go func() { woken <- follower.Listings.Wait(t.Context(), "") }()
	if err := storetest.Put(t.Context(), writer, "a"); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; err != nil {
		t.Error(err)
	}
}

// Every text sorts and compares by its bytes, as in the other database and in Go.
func TestTextsCompareByBytes(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	open(t, address)
	var others int
	err := raw(t, address).QueryRow(`SELECT count(*) FROM information_schema.columns
		WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`).Scan(&others)
	if err != nil || others != 0 {
		t.Errorf("%d columns compare otherwise, %v", others, err)
	}
}
