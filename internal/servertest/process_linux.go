package servertest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// dieWithParent has the kernel end the process when the test binary ends, however that
// happens.
func dieWithParent(command *exec.Cmd) {
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Pdeathsig = syscall.SIGQUIT
}

// unprivileged has a command run as an ordinary user when the tests run as root, and
// gives the paths to that user: some servers refuse to run as root.
func unprivileged(command *exec.Cmd, paths ...string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := ordinary("postgres", "nobody")
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := os.Chown(path, uid, gid); err != nil {
			return err
		}
	}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return nil
}

// ordinary returns the ids of the first of some users that there is.
func ordinary(names ...string) (uid, gid int, err error) {
	for _, name := range names {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		if uid, err = strconv.Atoi(u.Uid); err != nil {
			return 0, 0, err
		}
		gid, err = strconv.Atoi(u.Gid)
		return uid, gid, err
	}
	return 0, 0, fmt.Errorf("the tests run as root and there is none of the users %q to run the server as", names)
}
