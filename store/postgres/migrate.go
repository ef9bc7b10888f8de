package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"stackhound/store"
)

//go:embed migrations/*.sql
var files embed.FS

// migrations lead to the version this program works with.
var migrations = store.ReadMigrations(files, "migrations")

// migrate brings a database to the newest version.
func migrate(ctx context.Context, db *sql.DB, where string) error {
	return migrations.Run(func(m store.Migration) error { return migrateTo(ctx, db, where, m) })
}

// alone makes a migration wait for one that another process runs, and takes the limits of
// time off it: it may have to rewrite a large table.
const alone = `SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;
	SELECT pg_advisory_xact_lock(` + lockClass + `, oid::int4) FROM pg_namespace WHERE nspname = current_schema()`

// migrateTo runs the script that makes a version, unless the database has it. The check
// stands behind the lock: another process may be migrating too, and be newer.
func migrateTo(ctx context.Context, db *sql.DB, where string, m store.Migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect once committed
	if _, err := tx.ExecContext(ctx, alone); err != nil {
		return err
	}
	_, has, err := version(ctx, tx)
	switch {
	case err != nil:
		return err
	case has > migrations.Newest():
		return tooNew(where, has)
	case has >= m.Version:
		return nil
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("%s; UPDATE stackhound_schema SET version = %d", m.Script, m.Version)); err != nil {
		return err
	}
	return tx.Commit()
}
