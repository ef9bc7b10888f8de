//go:build !linux

package postgres

import "syscall"

// limitUnanswered does nothing where the system has no such limit: keep-alives and the
// limit of each call have to do.
func limitUnanswered(string, string, syscall.RawConn) error { return nil }
