//go:build unix

package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"stackhound"
)

// Lock makes this process the sole owner of a data folder until release is called or
// the process ends, however it ends. A second owner is refused with the first one's
// process id. The file owner.lock stays behind: removing it would let two processes
// lock two files of that name.
func Lock(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explainFile(dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "owner.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explainFile(dir, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		return nil, lockError(dir, f, err)
	}
	if err := writePID(f); err != nil {
		return nil, errors.Join(explainFile(dir, err), f.Close())
	}
	return func() { f.Close() }, nil
}

// lockError names the owner, where it is one that stands in the way.
func lockError(dir string, f *os.File, err error) error {
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return stackhound.Errorf(stackhound.CodeUnavailable, "cannot lock %s: %w", f.Name(), err)
	}
	const longestPID = 20
	owner, _ := io.ReadAll(io.LimitReader(f, longestPID)) // empty while the owner is writing it
	pid := cmp.Or(strings.TrimSpace(string(owner)), "(just starting)")
	return stackhound.Errorf(stackhound.CodeRefused, "%s is in use by process %s", dir, pid).
		WithHint("stop that process, or give another folder with --data")
}

func writePID(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(f, "%d\n", os.Getpid())
	return err
}
