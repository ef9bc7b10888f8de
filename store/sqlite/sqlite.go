// Package sqlite opens the store in a single SQLite file: no server, one writer, as
// many readers as like. It holds only what is SQLite's own: connections, migrations
// and the lock that keeps two owners apart.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/store"
)

// applicationID marks a file as this program's, in the header field SQLite keeps for
// that: "StHd".
const applicationID = 0x53744864

// readers is how many reads run at the same time.
const readers = 4

// readerCache is how much of the database each keeps in memory: a quarter of what SQLite
// would, as the system keeps the file in memory besides.
const readerCache = "_pragma=cache_size(-256)" // KiB

// pageSize is SQLite's own, in bytes.
const pageSize = 4096

// writerCache is how much of the database what writes keeps in memory: what understanding
// 200 listings changes, some 1,100 pages, and what leads there. With less, pages are written
// several times within a transaction, and read again to sum up the log.
const writerCache = 5000 // KiB

// maxJournal is at how many bytes what is in the write-ahead log is put into its place, and to
// how many it is cut once readers let go of it; while they hold it, it may be larger.
const maxJournal = 16 << 20

// Options say how to open a database.
type Options struct {
	ReadOnly bool        // never write; the file must exist and be of this version
	Clock    clock.Clock // paces looking for other processes' changes; nil means the machine's
}

// Open opens the database at path and brings it to this program's version; with
// ReadOnly it leaves it as it is. A missing file and its folder are made, for the owner
// alone. A file of a newer version, or of another program, is refused unchanged.
func Open(ctx context.Context, path string, o Options) (*store.Store, error) {
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	if err := makeFile(path, o.ReadOnly); err != nil {
		return nil, err
	}
	version, err := inspect(ctx, path)
	if err != nil {
		return nil, err
	}
	if o.ReadOnly {
		return openReadOnly(path, version, o.Clock)
	}
	write, err := openWriter(ctx, path)
	if err != nil {
		return nil, err
	}
	read, err := openPool(path, "_pragma=query_only(ON)&"+readerCache, readers)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return store.New(write, read, dialect(path), o.Clock), nil
}

// dialect is SQLite's own SQL, and what it has to say of the database at path.
func dialect(path string) store.Dialect {
	return store.Dialect{
		Name:      "SQLite",
		About:     "SELECT sqlite_version(), CAST(unixepoch('subsec') * 1000000 AS INTEGER), page_count * page_size FROM pragma_page_count(), pragma_page_size()",
		Integrity: "PRAGMA quick_check(1)",
		Elements:  "SELECT value FROM json_each(?)",
		Pairs:     "SELECT value ->> 0 AS name, value ->> 1 AS number FROM json_each(?)",
		Listings:  "SELECT value ->> 0 AS board, value ->> 1 AS listing FROM json_each(?)",
		Unwatched: true,
		Explain:   func(err error) error { return explain(path, err) },
	}
}

func openReadOnly(path string, version int, c clock.Clock) (*store.Store, error) {
	if version < migrations.Newest() {
		return nil, stackhound.Errorf(stackhound.CodeRefused, "%s is of version %d and this program reads version %d", path, version, migrations.Newest()).
			WithHint("start the program once in the ordinary way: it brings the file up to date")
	}
	read, err := openPool(path, "mode=ro&"+readerCache, readers)
	if err != nil {
		return nil, err
	}
	return store.New(nil, read, dialect(path), c), nil
}

// openWriter opens the one connection that writes and migrates through it. FULL makes a
// commit survive the loss of power; immediate transactions take the write lock at once,
// so that none fails half way for want of it.
func openWriter(ctx context.Context, path string) (*sql.DB, error) {
	db, err := openPool(path, fmt.Sprintf("_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(%d)&_pragma=wal_autocheckpoint(%d)&_pragma=cache_size(-%d)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)",
		maxJournal, maxJournal/pageSize, writerCache), 1)
	if err != nil {
		return nil, err
	}
	err = migrate(ctx, db)
	if err == nil {
		// What a statement of several rows would need to be undone alone: in files, that was
		// half of all that understanding wrote. Migrations change too much at once for that.
		_, err = db.ExecContext(ctx, "PRAGMA temp_store = MEMORY")
	}
	if err != nil {
		return nil, errors.Join(cannotOpen(path, err), db.Close())
	}
	return db, nil
}

// openPool opens connections that live as long as the store. Locks of other processes
// are waited for ten seconds.
func openPool(path, params string, connections int) (*sql.DB, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "_pragma=busy_timeout(10000)&" + params}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// makeFile makes sure there is a file to open.
func makeFile(path string, readOnly bool) error {
	if readOnly {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return stackhound.Errorf(stackhound.CodeNotFound, "there is no database %s", path).WithHint("nothing was crawled into this folder yet; give another with --data")
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return cannotOpen(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return cannotOpen(path, err)
	}
	return f.Close()
}

// inspect reads what a file is without changing it, and returns its version, 0 for an
// empty one.
func inspect(ctx context.Context, path string) (int, error) {
	db, err := openPool(path, "mode=ro", 1)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var application, version, tables int
	for query, into := range map[string]*int{
		"PRAGMA application_id": &application, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if err := db.QueryRowContext(ctx, query).Scan(into); err != nil {
			return 0, cannotOpen(path, err)
		}
	}
	switch {
	case application != applicationID && tables > 0:
		return 0, stackhound.Errorf(stackhound.CodeRefused, "%s is the database of another program", path).WithHint("give another folder with --data")
	case version > migrations.Newest():
		return 0, stackhound.Errorf(stackhound.CodeRefused, "%s is of version %d and this program knows versions up to %d", path, version, migrations.Newest()).
			WithHint("use the newer program that wrote it; nothing was changed")
	}
	return version, nil
}
