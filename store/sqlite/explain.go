package sqlite

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"stackhound"
)

// cannotOpen says in one sentence why a database cannot be used.
func cannotOpen(path string, err error) error {
	if told := explain(path, err); stackhound.CodeOf(told) != "" {
		return told
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "cannot open the database %s: %w", path, err)
}

// explain turns what a person can do something about into words for them, and returns
// any other error as it is.
func explain(path string, err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return explainFile(path, err)
	}
	switch e.Code() & 0xff { // the primary result code; the rest tells which system call
	case sqlite3.SQLITE_NOTADB:
		return stackhound.Errorf(stackhound.CodeRefused, "%s is not a database", path).WithHint("move it away, or give another folder with --data")
	case sqlite3.SQLITE_CORRUPT:
		return stackhound.Errorf(stackhound.CodeRefused, "the database %s is damaged", path).WithHint("put a backup in its place, or move it away to begin anew")
	case sqlite3.SQLITE_FULL:
		return full(path)
	case sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return stackhound.Errorf(stackhound.CodeRefused, "cannot use the database %s or its folder: permission denied", path).
			WithHint("make %s and the files in it writable to this user, or give another folder with --data", filepath.Dir(path))
	case sqlite3.SQLITE_IOERR:
		return stackhound.Errorf(stackhound.CodeUnavailable, "the disk that holds %s failed: %w", path, err).WithHint("check the disk and start again")
	}
	return err
}

// explainFile does the same for failures of the file system. Only a path that cannot
// lead to a file is the fault of who named it.
func explainFile(path string, err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return full(path)
	case !errors.As(err, &at):
		return err
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return stackhound.Errorf(stackhound.CodeRefused, "cannot use %s for data: %s: %w", path, at.Path, at.Err).
			WithHint("make it writable to this user, or give another folder with --data")
	}
	return stackhound.Errorf(stackhound.CodeInvalid, "cannot use %s for data: %s: %w", path, at.Path, at.Err).WithHint("give a folder you may write to with --data")
}

func full(path string) error {
	return stackhound.Errorf(stackhound.CodeUnavailable, "the disk that holds %s is full", path).WithHint("free space and start again")
}
