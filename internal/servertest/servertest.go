// Package servertest starts the real servers that tests run against (PostgreSQL, Redis),
// each on a port and in a folder of its own, and ends them by their process id. It also
// holds what a test says that cannot have one.
package servertest

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Required names the variable that lists, separated by commas, the parts whose absence
// fails a test instead of skipping it: redis, postgres, meilisearch, chromium, data.
const Required = "STACKHOUND_REQUIRE"

// Missing ends a test that needs a part this machine does not have: skipped, or failed
// where the part is required. how says what is missing and how to get it.
func Missing(t testing.TB, part, how string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv(Required), ","), part) {
		t.Fatalf("%s is required here (%s) and missing: %s", part, Required, how)
	}
	t.Skipf("skipped, %s is missing: %s", part, how)
}

// Run starts a server by a command of the test's own and returns its process id once it
// writes a line that holds ready. It ends with the test.
func Run(t testing.TB, command *exec.Cmd, ready string) (pid int) {
	t.Helper()
	dir, err := os.MkdirTemp("", "stackhound-server-")
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(command, dir, ready)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.kill()
		s.stop()
	})
	return s.process.Pid
}
