//go:build !linux

package servertest

import "os/exec"

// dieWithParent does nothing: only Linux can end a process with its parent. A test binary
// that is killed leaves its servers behind here.
func dieWithParent(*exec.Cmd) {}

// unprivileged does nothing: on a developer's machine the tests do not run as root.
func unprivileged(*exec.Cmd, ...string) error { return nil }
