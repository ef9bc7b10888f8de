package bigsite_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"stackhound/internal/bigsite"
	"stackhound/internal/servertest"
)

// The processor time of a process is known to the system as a whole. So each that is to be
// measured, and the site they all read from, is this test program started again with its
// role in the environment. The most memory it had it says itself: what the system keeps of
// that begins with what this process had when it started the other.
const (
	roleVariable    = "STACKHOUND_TEST_ROLE"
	profileVariable = "STACKHOUND_TEST_PROFILE" // a file to write what takes the processor's time to
)

// part is what a process with a role is told on its command line.
type part struct {
	row *bigsite.Row
	out string // file or folder to write to
}

var roles = map[string]func(part) error{"ours": extractAll, "colly": runColly, "pass": passAll}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := play(role, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// play does what a role is for. Its arguments are the boards, the jobs on each, and for
// all but the site its port and where to write to.
func play(role string, args []string) error {
	number := func(i int) int { n, _ := strconv.Atoi(args[i]); return n }
	if role == "site" {
		return bigsite.ServeRow(number(0), number(1), func(port int) { fmt.Println(port) }, os.Stdin)
	}
	stop, err := servertest.Profile(os.Getenv(profileVariable))
	if err != nil {
		return err
	}
	err = roles[role](part{row: bigsite.NewRow(number(0), number(1), number(2)), out: args[3]})
	err = errors.Join(err, stop())
	status, _ := os.ReadFile("/proc/self/status") // elsewhere than on Linux nothing is said of memory
	os.Stdout.Write(status)
	return err
}

// item is what a crawler read of a page.
type item struct {
	URL         string   `json:"url"`
	Title       string   `json:"title"`
	Company     string   `json:"company"`
	Location    string   `json:"location"`
	Salary      string   `json:"salary"`
	Posted      string   `json:"posted"`
	Tags        []string `json:"tags"`
	Description string   `json:"description"`
	ApplyURL    string   `json:"apply_url"`
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// is tells whether all eight fields are those of the ad.
func (i item) is(a bigsite.Ad) bool {
	return i.Title == a.Title && i.Company == a.Company && i.Location == a.Location && i.Salary == a.Salary && i.Posted == a.Posted &&
		strings.Join(i.Tags, "|") == strings.Join(a.Tags, "|") && i.Description == a.Description && i.ApplyURL == a.ApplyURL
}

// items is a file that items are written to, one a line.
type items struct {
	mu   sync.Mutex
	file *os.File
	into *bufio.Writer
	json *json.Encoder
	err  error
}

func newItems(path string) (*items, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	into := bufio.NewWriter(file)
	return &items{file: file, into: into, json: json.NewEncoder(into)}, nil
}

func (w *items) write(i item, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		err = w.json.Encode(i)
	}
	if w.err == nil {
		w.err = err
	}
}

func (w *items) close() error {
	if err := w.into.Flush(); w.err == nil {
		w.err = err
	}
	if err := w.file.Close(); w.err == nil {
		w.err = err
	}
	return w.err
}

// right counts the items of a file that are as they should be, each address once.
func right(path string, truth map[string]bigsite.Ad) (n int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	seen := map[string]bool{}
	for d := json.NewDecoder(bufio.NewReader(file)); ; {
		var i item
		if err := d.Decode(&i); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
		if a, ok := truth[i.URL]; ok && i.is(a) && !seen[i.URL] {
			n++
		}
		seen[i.URL] = true
	}
}
