package sqlite

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"stackhound"
)

// provoke opens a database as params say, runs a statement and returns its error.
func provoke(t *testing.T, path, params, statement string) error {
	t.Helper()
	db, err := openPool(path, params, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), statement)
	return err
}

// TestExplain holds that what a person can do something about says what, where and what
// to do, and is no fault of how the program was called.
func TestExplain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jobs.db")
	if err := provoke(t, path, "", "CREATE TABLE notes (x)"); err != nil {
		t.Fatal(err)
	}
	const large = "INSERT INTO notes VALUES (randomblob(1000000))"
	for _, c := range []struct {
		name string
		err  error
		code stackhound.Code
		says string
	}{
		{"full", provoke(t, path, "_pragma=max_page_count(4)", large), stackhound.CodeUnavailable, "is full (free space and start again)"},
		{"no space for a file", &fs.PathError{Op: "open", Path: path, Err: syscall.ENOSPC}, stackhound.CodeUnavailable, "is full (free space"},
		{"read-only", provoke(t, path, "mode=ro", large), stackhound.CodeRefused, "permission denied"},
		{"not to be opened", provoke(t, filepath.Join(path, "none.db"), "mode=ro", large), stackhound.CodeRefused, "permission denied"},
		{"not permitted", &fs.PathError{Op: "open", Path: path, Err: syscall.EACCES}, stackhound.CodeRefused, "permission denied"},
		{"a file in place of a folder", &fs.PathError{Op: "mkdir", Path: path, Err: syscall.ENOTDIR}, stackhound.CodeInvalid, "not a directory"},
		{"another error", provoke(t, path, "", "INSERT INTO nowhere VALUES (1)"), "", "nowhere"},
		{"no error of a database", errors.New("odd"), "", "odd"},
	} {
		told := explain(path, c.err)
		if told == nil || stackhound.CodeOf(told) != c.code || !strings.Contains(told.Error(), c.says) {
			t.Errorf("%s: %v became %v of code %q, want %q saying %q", c.name, c.err, told, stackhound.CodeOf(told), c.code, c.says)
		}
		if c.code != "" && !strings.Contains(told.Error(), path) {
			t.Errorf("%s: %v does not say where", c.name, told)
		}
	}
}
