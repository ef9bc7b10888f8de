package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"
)

// migrations are run in the order of their names, each once and in a transaction of its
// own with the version it makes, which is the number its name begins with. A file that was
// released is never edited; a change of the schema is a new file with a higher number.
//
//go:embed migrations/*.sql
var migrations embed.FS

// newest is the version this program's migrations lead to.
func newest() int {
	files, _ := migrations.ReadDir("migrations") // embedded: always there
	return versionOf(files[len(files)-1].Name())
}

// versionOf is the version a migration makes, by its name; a test reads all names.
func versionOf(name string) int {
	number, _, _ := strings.Cut(name, "_")
	n, _ := strconv.Atoi(number)
	return n
}

// migrate brings a database to the newest version. Stopped half way it goes on from
// there the next time.
func migrate(ctx context.Context, db *sql.DB, where string) error {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	for _, file := range files {
		script, err := migrations.ReadFile("migrations/" + file.Name())
		if err != nil {
			return err
		}
		if err := migrateTo(ctx, db, where, versionOf(file.Name()), string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", file.Name(), err)
		}
	}
	return nil
}

// alone makes a migration wait for one that another process runs, and takes the limits of
// time off it: it may have to rewrite a large table.
const alone = `SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;
	SELECT pg_advisory_xact_lock(` + lockClass + `, oid::int4) FROM pg_namespace WHERE nspname = current_schema()`

// migrateTo runs the script that makes a version, unless the database has it. The check
// stands behind the lock: another process may be migrating too, and be newer.
func migrateTo(ctx context.Context, db *sql.DB, where string, to int, script string) error {
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
	case has > newest():
		return tooNew(where, has)
	case has >= to:
		return nil
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("%s; UPDATE stackhound_schema SET version = %d", script, to)); err != nil {
		return err
	}
	return tx.Commit()
}
