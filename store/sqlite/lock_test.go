package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"stackhound"
	"stackhound/store/sqlite"
)

func TestLock(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	release, err := sqlite.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Lock(dir)
	refused(t, err, stackhound.CodeRefused, fmt.Sprintf("process %d", os.Getpid()), "stop that process")
	release()
	again, err := sqlite.Lock(dir)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again()
}

// Whoever asks for the owner keeps nobody from becoming it.
func TestOwner(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	owner := func(want string) {
		t.Helper()
		if pid, err := sqlite.Owner(dir); pid != want || err != nil {
			t.Errorf("owned by %q, %v; want %q", pid, err, want)
		}
	}
	owner("")
	release, err := sqlite.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	owner(fmt.Sprint(os.Getpid()))
	release()
	owner("")
	again, err := sqlite.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestLockNeedsAFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Lock(file)
	refused(t, err, stackhound.CodeInvalid, file)
}
