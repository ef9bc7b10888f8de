package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"modernc.org/sqlite"
	"stackhound/internal/servertest"
)

// runMain makes the test binary behave as the program itself, for tests that kill it.
// Its value is when it kills itself: "deliveries 2" is before the second database commit
// that changes the table deliveries, "never" is not at all.
const runMain = "STACKHOUND_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if when := os.Getenv(runMain); when != "" {
		var table string
		var n int64
		if _, err := fmt.Sscan(when, &table, &n); err == nil {
			dieBeforeCommit(table, n)
		}
		main()
		return
	}
	testscript.Main(withServers{m}, map[string]func(){"stackhound": main})
}

// withServers ends the servers that tests started when they are done.
type withServers struct{ *testing.M }

// Run runs the tests.
func (w withServers) Run() int { return servertest.Main(w.M) }

// dieBeforeCommit makes this process kill itself as its nth transaction that changes a
// table is about to be committed: all before it is kept, it and all after it are lost.
func dieBeforeCommit(table string, n int64) {
	var commits atomic.Int64
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		changed := false // one connection writes, one transaction at a time
		hooks := conn.(sqlite.HookRegisterer)
		hooks.RegisterPreUpdateHook(func(d sqlite.SQLitePreUpdateData) { changed = changed || d.TableName == table })
		hooks.RegisterRollbackHook(func() { changed = false })
		hooks.RegisterCommitHook(func() int32 {
			if changed && commits.Add(1) == n {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // nothing may happen between the signal and the end
			}
			changed = false
			return 0
		})
		return nil
	})
}

// TestScripts runs the command lines in testdata: each file is a story anyone can add.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Setup: func(env *testscript.Env) error {
		env.Setenv("HOME", env.WorkDir)
		return nil
	}})
}

// cli runs one command line in this process and returns its exit status and streams.
func cli(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

// mustCLI runs a command line that has to succeed and returns its standard output.
func mustCLI(t *testing.T, args ...string) string {
	t.Helper()
	status, out, errs := cli(t, args...)
	if status != exitOK {
		t.Fatalf("stackhound %s: exit %d\n%s%s", strings.Join(args, " "), status, out, errs)
	}
	return out
}
