package sqlite

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
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	for _, file := range files {
		script, err := migrations.ReadFile("migrations/" + file.Name())
		if err != nil {
			return err
		}
		if err := migrateTo(ctx, db, versionOf(file.Name()), string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", file.Name(), err)
		}
	}
	return nil
}

// migrateTo runs the script that makes a version, unless the database has it. The check
// stands inside the transaction: another process may be migrating too.
func migrateTo(ctx context.Context, db *sql.DB, version int, script string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect once committed
	var has int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&has); err != nil {
		return err
	}
	if has >= version {
		return nil
	}
	header := fmt.Sprintf("; PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version)
	if _, err := tx.ExecContext(ctx, script+header); err != nil {
		return err
	}
	return tx.Commit()
}
