package crawler_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// provingFaults tells whether the faults are met with the limits the program ships with,
// one after the other.
func provingFaults() bool { return os.Getenv(proofSet) != "" }

const (
	proofSet = "STACKHOUND_TEST_PROOF"
	// pendingMemory is the same of the process in which URLs wait, most of it for the lists
	// they stand on.
	pendingMemory = 450 << 10
	// proofMemory is what the process that crawls, and is the hostile site too, may take at
	// its peak, in KiB.
	proofMemory = 150 << 10
)

// TestProofFaults runs the faults in a process of their own and measures it.
func TestProofFaults(t *testing.T) {
	if !provingFaults() {
		t.Skip("the measured run over the faults takes a minute: make proof-faults makes it; TestFaults holds the same with shorter limits")
	}
	proveIn(t, "^(TestFaults|TestBadHostsHoldUpNoOther)$", proofMemory)
}

// TestProofPending has a hundred thousand URLs wait in a process of their own, of each kind
// of list, and measures it.
func TestProofPending(t *testing.T) {
	if !provingFaults() {
		t.Skip("the measured run with a hundred thousand URLs is made by make proof-faults; TestPendingURLs does the same with few")
	}
	for _, kind := range []string{"html", "sitemap"} {
		proveIn(t, "^TestPendingURLs$/^"+kind+"$", pendingMemory)
	}
}

// proveIn runs tests in a process of their own, prints their figures, and holds the process
// to the memory it may take, in KiB.
func proveIn(t *testing.T, tests string, memory int64) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), program, "-test.run="+tests, "-test.v", "-test.parallel=1")
	out, err := child.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if row := strings.TrimSpace(line); strings.HasPrefix(row, "|") || strings.Contains(row, "ratio") || strings.Contains(row, "pending: ") || err != nil {
			fmt.Println(row)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	usage, ok := child.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("this system does not tell what a process took")
	}
	fmt.Printf("peak memory %d MiB of %d allowed\n", usage.Maxrss>>10, memory>>10)
	if usage.Maxrss > memory {
		t.Error("that is too much")
	}
}
