//go:build linux || darwin

package main

import "syscall"

// roomAt asks the file system of a folder; ok is false where it cannot be asked.
func roomAt(dir string) (free room, ok bool, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return room{}, false, err
	}
	return room{bytes: int64(s.Bavail) * int64(s.Bsize), inodes: int64(s.Ffree), most: int64(s.Files)}, true, nil
}
