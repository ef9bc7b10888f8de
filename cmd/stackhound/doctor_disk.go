package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// How much room there must be where the data is kept.
const (
	bytesWarn  = 1 << 30
	bytesFail  = 100 << 20
	inodesWarn = 10_000
	inodesFail = 100
)

// room is what is free on a disk for this user.
type room struct {
	bytes  int64
	inodes int64 // free ones
	most   int64 // inodes in all; 0 where the file system does not count them
}

// lookAtDisk looks at the room where the data directory is or would be.
func (d *doctor) lookAtDisk(_ context.Context, r *report) {
	dir, err := existing(d.dataDir)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	free, ok, err := roomAt(dir)
	switch {
	case err != nil:
		r.fail("choose another folder with --data", "the disk of %s cannot be looked at: %s", dir, plain(err))
	case !ok:
		r.note("%s; how much is free cannot be told on this system", dir)
	default:
		judgeRoom(dir, free, r)
	}
}

// existing is the nearest folder above a path that exists, or the path itself.
func existing(path string) (string, error) {
	for {
		_, err := os.Stat(path)
		if !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
			return path, err
		}
		path = filepath.Dir(path)
	}
}

func judgeRoom(dir string, free room, r *report) {
	const do = "free space there, move the data with --data, or lower crawler.raw_bytes"
	switch says := "%s free where %s is"; {
	case free.bytes < bytesFail:
		r.fail(do, says, size(free.bytes), dir)
	case free.bytes < bytesWarn:
		r.warn(do, says, size(free.bytes), dir)
	default:
		r.note(says, size(free.bytes), dir)
	}
	const files = "remove files there, or move the data with --data"
	switch {
	case free.most == 0:
	case free.inodes < inodesFail:
		r.fail(files, "room for %s", count(int(free.inodes), "more file"))
	case free.inodes < inodesWarn:
		r.warn(files, "room for %s", count(int(free.inodes), "more file"))
	default:
		r.note("%d inodes free", free.inodes)
	}
}
