package sqlite

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
func migrate(ctx context.Context, db *sql.DB) error {
	return migrations.Run(func(m store.Migration) error { return migrateTo(ctx, db, m) })
}

// migrateTo runs the script that makes a version, unless the database has it. The check
// stands inside the transaction: another process may be migrating too.
func migrateTo(ctx context.Context, db *sql.DB, m store.Migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect once committed
	var has int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&has); err != nil {
		return err
	}
	if has >= m.Version {
		return nil
	}
	header := fmt.Sprintf("; PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, m.Version)
	if _, err := tx.ExecContext(ctx, m.Script+header); err != nil {
		return err
	}
	return tx.Commit()
}
