package sqlite_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/store/storetest"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestOpenKeepsWhatWasStored(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain.db", "what? 100% #1 & more.db", "ümläut/new folder/jobs.db"} {
		path := filepath.Join(t.TempDir(), name)
		for i := range 3 { // each opening runs what migrations are left: none after the first
			st, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := storetest.Put(t.Context(), st, fmt.Sprint(i)); err != nil {
				t.Fatal(err)
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
		}
		known, err := open(t, path).Listings.Known(t.Context(), "sample")
		if err != nil || len(known) != 3 {
			t.Errorf("%s: %d listings, %v", name, len(known), err)
		}
	}
}

func storeID(t *testing.T, st *store.Store) string {
	t.Helper()
	id, err := st.ID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	first := storeID(t, open(t, path))
	if again := storeID(t, open(t, path)); again != first {
		t.Errorf("%s became %s", first, again)
	}
	if other := storeID(t, open(t, filepath.Join(t.TempDir(), "jobs.db"))); other == first {
		t.Errorf("two stores are both %s", first)
	}
}

// A file of the first version keeps what it holds and gets what came since.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	script, err := os.ReadFile("migrations/0001_init.sql")
	if err != nil {
		t.Fatal(err)
	}
	raw(t, path, string(script), "PRAGMA application_id = 0x53744864", "PRAGMA user_version = 1", "INSERT INTO leases VALUES ('host', 'one', 9e15)", storetest.Linked[0], storetest.Linked[1]).Close()
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	refused(t, err, stackhound.CodeRefused, "version 1", fmt.Sprint("version ", storetest.Newest(t, "migrations")))
	st := open(t, path)
	if owner, _, err := st.Leases.Holder(t.Context(), "host", noon); owner != "one" || err != nil {
		t.Errorf("held by %q, %v", owner, err)
	}
	if id := storeID(t, st); len(id) != 32 {
		t.Errorf("its id is %q", id)
	}
	storetest.LinkedBefore(t, st)
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(dir, "jobs.db")
	if err := storetest.Put(t.Context(), open(t, path), "a"); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]os.FileMode{dir: 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", file, info.Mode().Perm(), want)
		}
	}
}

// raw opens a database file past the store.
func raw(t *testing.T, path string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestRefusedFilesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	newer := func(t *testing.T, path string) {
		open(t, path).Close()
		raw(t, path, "PRAGMA user_version = 99", "CREATE TABLE future (x)").Close()
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		code stackhound.Code
		says []string
	}{
		{"of a newer version", newer, stackhound.CodeRefused, []string{"version 99", fmt.Sprint("up to ", storetest.Newest(t, "migrations"))}},
		{"of another program", func(t *testing.T, path string) { raw(t, path, "CREATE TABLE notes (x)").Close() }, stackhound.CodeRefused, []string{"another program"}},
		{"no database", func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("garbage "), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
		}, stackhound.CodeRefused, []string{"not a database"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "jobs.db")
			c.make(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{false, true} {
				_, err = sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: readOnly})
				refused(t, err, c.code, append(c.says, path)...)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// refused fails the test unless err is one sentence of a code that names the parts.
func refused(t *testing.T, err error, code stackhound.Code, parts ...string) {
	t.Helper()
	if err == nil || stackhound.CodeOf(err) != code {
		t.Fatalf("error %v has code %q, want %q", err, stackhound.CodeOf(err), code)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than a sentence", err)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %q", err, part)
		}
	}
}

func TestUnwritableFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), filepath.Join(file, "jobs.db"), sqlite.Options{})
	refused(t, err, stackhound.CodeInvalid, file, "--data")
	_, err = sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	refused(t, err, stackhound.CodeInvalid, "is a directory")
}

// A log that grew because a reader held on to it is cut once it lets go.
func TestJournalIsCut(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	st := open(t, path)
	fill := func(n int) {
		for range n {
			body := stackhound.Body{Board: "sample", URL: "https://jobs.example/", Data: make([]byte, 1<<20), Fetched: noon}
			rand.NewChaCha8([32]byte{}).Read(body.Data) // random: does not compress
			if err := st.Bodies.Put(t.Context(), body); err != nil {
				t.Fatal(err)
			}
		}
	}
	size := func() int64 {
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	reader, err := raw(t, path).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Exec("SELECT * FROM runs"); err != nil {
		t.Fatal(err)
	}
	const limit = 16 << 20
	fill(20)
	if size() < limit {
		t.Fatalf("the log has only %d bytes: nothing is tested", size())
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	fill(3)
	if size() > limit {
		t.Errorf("the log still has %d bytes", size())
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	_, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	refused(t, err, stackhound.CodeNotFound, path)

	raw(t, path, "VACUUM").Close()
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	refused(t, err, stackhound.CodeRefused, "version 0")

	owner := open(t, path)
	if err := storetest.Put(t.Context(), owner, "a"); err != nil {
		t.Fatal(err)
	}
	reader, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if known, err := reader.Listings.Known(t.Context(), "sample"); err != nil || len(known) != 1 {
		t.Errorf("read %d listings beside the owner, %v", len(known), err)
	}
	refused(t, storetest.Put(t.Context(), reader, "b"), stackhound.CodeRefused, "reading only")
}

// A change of another process rings no bell here: it is found by looking.
func TestWaitSeesOtherProcesses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	writer := open(t, path)
	follower, err := sqlite.Open(t.Context(), path, sqlite.Options{Clock: clock.NewFake(noon)})
	if err != nil {
		t.Fatal(err)
	}
	defer follower.Close()
	woken := make(chan error)
	go func() { woken <- follower.Listings.Wait(t.Context(), "") }()
	if err := storetest.Put(t.Context(), writer, "a"); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; err != nil {
		t.Error(err)
	}
}

// Two processes that both write wait for each other instead of failing.
func TestTwoWriters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	var group sync.WaitGroup
	for w := range 2 {
		st := open(t, path)
		group.Go(func() {
			for i := range 100 {
				if err := storetest.Put(t.Context(), st, fmt.Sprint(w, "-", i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if lag, err := open(t, path).Listings.Lag(t.Context(), ""); err != nil || lag != 200 {
		t.Errorf("%d changes of 200, %v", lag, err)
	}
}

func BenchmarkPut(b *testing.B) {
	st, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "jobs.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	storetest.BenchmarkPut(b, st)
}

func BenchmarkRescore(b *testing.B) {
	st, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "jobs.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	storetest.BenchmarkRescore(b, st)
}
