package store

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Migration is a script that brings a database to a version.
type Migration struct {
	Version int
	Script  string
}

// Migrations are run in order, each once and in a transaction of its own with the version
// it makes. A file that was released is never edited; a change of the schema is a new file
// with a higher number.
type Migrations []Migration

// ReadMigrations reads the files of a folder that a program embeds. The number a name
// begins with is the version that its script makes; a folder that is not in order is a
// mistake of the program, and a panic.
func ReadMigrations(files fs.FS, folder string) Migrations {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		panic(err)
	}
	var all Migrations
	for _, entry := range entries {
		script, err := fs.ReadFile(files, folder+"/"+entry.Name())
		if err != nil {
			panic(err)
		}
		number, _, _ := strings.Cut(entry.Name(), "_")
		version, err := strconv.Atoi(number)
		if err != nil || len(all) > 0 && version <= all.Newest() {
			panic(fmt.Sprintf("migration %s is out of order", entry.Name()))
		}
		all = append(all, Migration{version, string(script)})
	}
	return all
}

// Newest is the version that all migrations lead to.
func (ms Migrations) Newest() int { return ms[len(ms)-1].Version }

// Run lets each migration be run by run, which does nothing where the database has its
// version already. Stopped half way it goes on from there the next time.
func (ms Migrations) Run(run func(Migration) error) error {
	for _, m := range ms {
		if err := run(m); err != nil {
			return fmt.Errorf("migration %d: %w", m.Version, err)
		}
	}
	return nil
}
