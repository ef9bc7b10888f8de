package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"stackhound/store"
	"stackhound/store/sqlite"
	"stackhound/store/storetest"
)

// crashDir, when set, makes the test binary a program that stores listings until it is
// killed: see TestKill.
const crashDir = "STACKHOUND_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, storeUntilKilled(context.Background(), dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// storeUntilKilled owns the folder and stores.
func storeUntilKilled(ctx context.Context, dir string) error {
	if _, err := sqlite.Lock(dir); err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, filepath.Join(dir, "jobs.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	return storetest.PutUntilKilled(ctx, st)
}

// A killed process also hands its lock on, and leaves a sound file.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "jobs.db")
	storetest.Kill(t, crashDir+"="+dir, func() *store.Store {
		release, err := sqlite.Lock(dir)
		if err != nil {
			t.Fatalf("the lock of a killed process stands: %v", err)
		}
		t.Cleanup(release)
		return open(t, path)
	})
	var verdict string
	if err := raw(t, path).QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
}
