package postgres

import (
	"context"
	"database/sql"

	"stackhound"
)

// oldest is the oldest server this program runs on, as the server counts versions:
// before it, the schema public is open to everyone.
const oldest = 150000

// facts are what must be known of a database before it is touched.
type facts struct {
	server   int    // version, as PostgreSQL counts: 150004 for 15.4
	release  string // the same for people
	encoding string
	schema   string // where the tables stand or will stand; "" when there is none
	standby  bool   // follows another server and takes no writes
	foreign  int    // tables in the schema, those of extensions not counted
	ours     bool   // the schema is this program's
	version  int    // of the tables, 0 before the first migration
}

const factsQuery = `SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('server_encoding'),
	coalesce(current_schema(), ''), pg_is_in_recovery(),
	(SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
		AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))`

// querier runs one query, in a transaction or outside.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// inspect reads what a database is without changing it.
func inspect(ctx context.Context, q querier) (f facts, err error) {
	err = q.QueryRowContext(ctx, factsQuery).Scan(&f.server, &f.release, &f.encoding, &f.schema, &f.standby, &f.foreign)
	if err != nil {
		return f, err
	}
	f.ours, f.version, err = version(ctx, q)
	return f, err
}

// version reads which version the tables are of; ours is false where there are none.
func version(ctx context.Context, q querier) (ours bool, version int, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'stackhound_schema')`).Scan(&ours)
	if err != nil || !ours {
		return ours, 0, err
	}
	return ours, version, q.QueryRowContext(ctx, "SELECT version FROM stackhound_schema").Scan(&version)
}

// check says why a database cannot be used, nil when it can.
func (f facts) check(where string) error {
	switch {
	case f.server < oldest:
		return stackhound.Errorf(stackhound.CodeRefused, "%s is on PostgreSQL %s and this program needs %d or newer", where, f.release, oldest/10000).
			WithHint("upgrade the server, or leave store.url empty to keep everything in a file")
	case f.encoding != "UTF8":
		return stackhound.Errorf(stackhound.CodeRefused, "%s keeps texts as %s and this program needs UTF8", where, f.encoding).
			WithHint("make another with: createdb -E UTF8 -T template0")
	case f.schema == "":
		return stackhound.Errorf(stackhound.CodeRefused, "%s has no schema of its search_path", where).WithHint("make it with CREATE SCHEMA, or correct search_path in store.url")
	case !f.ours && f.foreign > 0:
		return stackhound.Errorf(stackhound.CodeRefused, "%s has tables of another program in its schema %s", where, f.schema).
			WithHint("give this program a database of its own")
	case f.version > migrations.Newest():
		return tooNew(where, f.version)
	}
	return nil
}

func tooNew(where string, version int) error {
	return stackhound.Errorf(stackhound.CodeRefused, "%s is of version %d and this program knows versions up to %d", where, version, migrations.Newest()).
		WithHint("use the newer program that wrote it; nothing was changed")
}

// checkReadable says why a database cannot be read as it is.
func checkReadable(ctx context.Context, db *sql.DB, where string) error {
	f, err := inspect(ctx, db)
	if err != nil {
		return cannotOpen(where, err)
	}
	if err := f.check(where); err != nil {
		return err
	}
	if !f.ours {
		return stackhound.Errorf(stackhound.CodeNotFound, "%s has no tables of this program yet", where).
			WithHint("nothing was crawled into it yet; stackhound serve and crawl make them")
	}
	if f.version < migrations.Newest() {
		return stackhound.Errorf(stackhound.CodeRefused, "%s is of version %d and this program reads version %d", where, f.version, migrations.Newest()).
			WithHint("start the program once in the ordinary way: it brings the database up to date")
	}
	return nil
}

// prepare brings a database to this program's version, or says why it cannot be used.
func prepare(ctx context.Context, db *sql.DB, where string) error {
	f, err := inspect(ctx, db)
	if err != nil {
		return cannotOpen(where, err)
	}
	if err := f.check(where); err != nil {
		return err
	}
	if f.standby {
		return readOnlyServer(where)
	}
	if err := migrate(ctx, db, where); err != nil {
		return cannotOpen(where, err)
	}
	return nil
}
