package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// runMain makes the test binary behave as the program itself, for tests that kill it.
const runMain = "STACKHOUND_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"stackhound": main})
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
