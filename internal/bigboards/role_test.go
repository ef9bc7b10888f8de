//go:build unix

package bigboards_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"stackhound/internal/bigboards"
	"stackhound/internal/servertest"
)

// What is to be measured is done by this test program started again with its role in the
// environment, so that the memory is that of nothing else.
const (
	roleVariable    = "STACKHOUND_TEST_ROLE"
	profileVariable = "STACKHOUND_TEST_PROFILE" // a file to write what takes the processor's time to
)

func TestMain(m *testing.M) {
	if os.Getenv(roleVariable) == "" {
		os.Exit(m.Run())
	}
	listings, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = play(os.Getenv(roleVariable), os.Args[1], listings)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// roles write listings of a world to a database and tell of each step what it took.
var roles = map[string]func(ctx context.Context, path string, w *bigboards.World, step measured) error{
	"ours": grow, "plain": insert,
}

func play(role, dir string, listings int) error {
	path := ""
	if role == "ours" {
		path = os.Getenv(profileVariable)
	}
	stop, err := servertest.Profile(path)
	if err != nil {
		return err
	}
	tell := json.NewEncoder(os.Stdout)
	m := meter{listings: listings, report: func(a at) { _ = tell.Encode(a) }}
	err = roles[role](context.Background(), filepath.Join(dir, role+".db"), bigboards.New(seed, listings, begin), m.step)
	return errors.Join(err, stop())
}

// marks are after which share of all listings it is told how things stand, in percent.
var marks = []int{1, 10, 25, 50, 75, 100}

// at is how things stand when some of the listings are in.
type at struct {
	Percent     int
	Median, P95 time.Duration // for a listing, in the last hundredth of all
	CPU         time.Duration // processor time for a listing there, which does not depend on what else the machine does
	Memory      int           // MB in use
	Peak        int           // MB at most, by then
}

// meter measures steps.
type meter struct {
	listings int
	report   func(at)
	recent   took
	cpu      time.Duration // of the recent steps
	since    int           // the listings that were done before them
	done     int
}

// step notes what the step took after which so many listings were done.
func (m *meter) step(done int, wall, cpu time.Duration) {
	m.recent = append(m.recent, wall/time.Duration(done-m.done))
	m.cpu += cpu
	last := m.done * 100 / m.listings
	m.done = done
	now := done * 100 / m.listings
	if now == last {
		return
	}
	for _, mark := range marks {
		if last < mark && mark <= now {
			status, _ := os.ReadFile("/proc/self/status") // elsewhere than on Linux nothing is said of memory
			m.report(at{mark, m.recent.share(0.5), m.recent.share(0.95), m.cpu / time.Duration(done-m.since), megabytes(residentLine, status), megabytes(peakLine, status)})
		}
	}
	m.recent, m.cpu, m.since = m.recent[:0], 0, done
}

// spent returns the processor time that this process took so far.
func spent() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

var (
	residentLine = regexp.MustCompile(`(?m)^VmRSS:\s*(\d+) kB`)
	peakLine     = regexp.MustCompile(`(?m)^VmHWM:\s*(\d+) kB`)
)

func megabytes(line *regexp.Regexp, status []byte) int {
	found := line.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(found[1]))
	return kb >> 10
}

// measure runs a role in a process of its own and tells how it stood at each mark.
func measure(t testing.TB, role, dir string, listings int, told func(at)) (all []at) {
	t.Helper()
	c := exec.Command(os.Args[0], dir, strconv.Itoa(listings))
	c.Env, c.Stderr = append(os.Environ(), roleVariable+"="+role), os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(bufio.NewReader(out)); ; {
		var a at
		if err := d.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		told(a)
		all = append(all, a)
	}
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	return all
}
