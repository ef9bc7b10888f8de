package store_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"stackhound/store"
)

func folder(names ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range names {
		files["m/"+name] = &fstest.MapFile{Data: []byte("-- " + name)}
	}
	return files
}

func TestMigrations(t *testing.T) {
	t.Parallel()
	ms := store.ReadMigrations(folder("0001_init.sql", "0002_meta.sql", "0010_later.sql"), "m")
	if ms.Newest() != 10 {
		t.Errorf("the newest version is %d", ms.Newest())
	}
	var ran []string
	broken := errors.New("no space")
	err := ms.Run(func(m store.Migration) error {
		if m.Version == 10 {
			return broken
		}
		ran = append(ran, m.Script)
		return nil
	})
	if got := strings.Join(ran, ", "); got != "-- 0001_init.sql, -- 0002_meta.sql" || !errors.Is(err, broken) || !strings.Contains(err.Error(), "10") {
		t.Errorf("ran %s, then %v", got, err)
	}
}

// Two branches of work that number alike, or a file without a number, are found when the
// program starts and in every test.
func TestMigrationsOutOfOrder(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{"0001_a.sql", "0001_b.sql"}, {"init.sql"}, {"0002_a.sql", "10_b.sql", "9_c.sql"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v are taken", names)
				}
			}()
			store.ReadMigrations(folder(names...), "m")
		}()
	}
}
