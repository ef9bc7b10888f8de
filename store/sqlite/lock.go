//go:build unix

package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

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
	if err := lock(f); err != nil {
		defer f.Close()
		return nil, lockError(dir, f, err)
	}
	if err := writePID(f); err != nil {
		return nil, errors.Join(explainFile(dir, err), f.Close())
	}
	return func() { f.Close() }, nil
}

// lock takes the lock, at a second try when Owner just looked.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		time.Sleep(lookTime)
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	return err
}

// lookTime is far longer than Owner holds the lock.
const lookTime = 20 * time.Millisecond

// Owner returns the process id of the owner of a data folder, "" when there is none. It
// changes nothing.
func Owner(dir string) (pid string, err error) {
	f, err := os.Open(filepath.Join(dir, "owner.lock"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", explainFile(dir, err)
	}
	defer f.Close() // gives the lock back
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ownerOf(f), nil
	}
	return "", err
}

// ownerOf reads the process id in a lock file.
func ownerOf(f *os.File) string {
	const longestPID = 20
	owner, _ := io.ReadAll(io.LimitReader(f, longestPID)) // empty while the owner is writing it
	return cmp.Or(strings.TrimSpace(string(owner)), "(just starting)")
}

// lockError names the owner, where it is one that stands in the way.
func lockError(dir string, f *os.File, err error) error {
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return stackhound.Errorf(stackhound.CodeUnavailable, "cannot lock %s: %w", f.Name(), err)
	}
	return stackhound.Errorf(stackhound.CodeRefused, "%s is in use by process %s", dir, ownerOf(f)).
		WithHint("stop that process, or give another folder with --data")
}

func writePID(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(f, "%d\n", os.Getpid())
	return err
}
