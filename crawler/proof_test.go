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
	// proofMemory is what the process that crawls, and is the hostile site too, may take at
	// its peak, in KiB.
	proofMemory = 150 << 10
)

// TestProofFaults runs the faults in a process of their own and measures it.
func TestProofFaults(t *testing.T) {
	if !provingFaults() {
		t.Skip("the measured run over the faults takes a minute: make proof-faults makes it; TestFaults holds the same with shorter limits")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), program, "-test.run=^(TestFaults|TestBadHostsHoldUpNoOther)$", "-test.v", "-test.parallel=1")
	out, err := child.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if row := strings.TrimSpace(line); strings.HasPrefix(row, "|") || strings.Contains(row, "ratio") || err != nil {
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
	fmt.Printf("peak memory %d MiB of %d allowed\n", usage.Maxrss>>10, proofMemory>>10)
	if usage.Maxrss > proofMemory {
		t.Error("that is too much")
	}
}
