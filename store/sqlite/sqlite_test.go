package sqlite_test

import (
	"path/filepath"
	"testing"

	"stackhound/internal/clock"
	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		return openWith(t, filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Clock: storetest.Asleep{Clock: clock.System()}})
	})
}

// open opens a database for as long as the test runs.
func open(t *testing.T, path string) *store.Store {
	t.Helper()
	return openWith(t, path, sqlite.Options{})
}

func openWith(t *testing.T, path string, o sqlite.Options) *store.Store {
	t.Helper()
	st, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}
