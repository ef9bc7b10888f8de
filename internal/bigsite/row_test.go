package bigsite_test

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stackhound/internal/bigsite"
)

// What reading pages for the first time may take, in processor time.
const (
	ofColly      = 1.0 / 3 // to fetch and read them, of what bare colly takes
	ofScrapy     = 1.0 / 9 // and of what Scrapy takes
	wholeOfColly = 1.1     // with all that follows, of what bare colly takes to fetch and read
	maxMemory    = 100     // MB
)

const (
	rowBoards = 20
	rowJobs   = 1000
	rounds    = 3
	// pythonVariable names a Python that has Scrapy. Without it one is made, if that can be.
	pythonVariable = "STACKHOUND_TEST_SCRAPY_PYTHON"
)

// street is a row being served, with what its pages say.
type street struct {
	testing.TB
	boards, jobs, port int
	truth              map[string]bigsite.Ad
}

func serve(t testing.TB, boards, jobs int) *street {
	t.Helper()
	site := again("site", boards, jobs)
	site.Stderr = os.Stderr
	in, err := site.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := site.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = site.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return &street{t, boards, jobs, port, bigsite.NewRow(boards, jobs, port).Truth()}
}

// again is this program in a role.
func again(role string, args ...any) *exec.Cmd {
	var list []string
	for _, a := range args {
		list = append(list, fmt.Sprint(a))
	}
	c := exec.Command(os.Args[0], list...)
	c.Env = append(os.Environ(), roleVariable+"="+role)
	return c
}

// cost is what reading the street once took.
type cost struct {
	cpu    float64 // seconds for 1,000 pages
	memory int     // MB at most
	right  int     // pages of which all was right
}

// ran runs a command to its end and measures it.
func (s *street) ran(c *exec.Cmd) cost {
	s.Helper()
	c.Stderr = os.Stderr
	said, err := c.Output()
	if err != nil {
		s.Fatalf("%s: %v", c, err)
	}
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return cost{cpu: cpu.Seconds() * 1000 / float64(s.boards*s.jobs), memory: peak(said)}
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s*(\d+) kB`)

// peak returns the MB that a process says it had at most.
func peak(status []byte) int {
	found := peakLine.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(found[1]))
	return kb >> 10
}

// read has a crawler write items and holds them against the truth.
func (s *street) read(command func(out string) *exec.Cmd) cost {
	s.Helper()
	out := filepath.Join(s.TempDir(), "items")
	c := s.ran(command(out))
	var err error
	if c.right, err = right(out, s.truth); err != nil {
		s.Fatal(err)
	}
	return c
}

func (s *street) role(name string) cost {
	return s.read(func(out string) *exec.Cmd { return again(name, s.boards, s.jobs, s.port, out) })
}

func (s *street) scrapy(python string) cost {
	script := filepath.Join("testdata", "scrapy_row.py")
	return s.read(func(out string) *exec.Cmd {
		return exec.Command(python, script, fmt.Sprint(s.port), fmt.Sprint(s.boards), fmt.Sprint(s.jobs), out)
	})
}

// pass has the program crawl, store and understand the street.
func (s *street) pass() cost {
	s.Helper()
	dir := s.TempDir()
	c := s.ran(again("pass", s.boards, s.jobs, s.port, dir))
	var err error
	if c.right, err = rightStored(dir, s.truth); err != nil {
		s.Fatal(err)
	}
	return c
}

// scrapyPython returns a Python that has Scrapy, "" and why if there is none to be had.
func scrapyPython(t testing.TB) (python, why string) {
	if python = os.Getenv(pythonVariable); python != "" {
		return python, ""
	}
	dir, err := os.MkdirTemp("", "stackhound-scrapy-")
	if err != nil {
		return "", err.Error()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	python = filepath.Join(dir, "bin", "python")
	for _, c := range []*exec.Cmd{exec.Command("python3", "-m", "venv", dir), exec.Command(python, "-m", "pip", "install", "-q", "scrapy")} {
		if said, err := c.CombinedOutput(); err != nil {
			return "", fmt.Sprintf("%s: %v %.200s", c, err, said)
		}
	}
	return python, ""
}

// BenchmarkRow reads 20,000 pages of jobs, in turns with bare colly and with Scrapy, and
// prints what each took and got right. Its last line says whether that is enough.
func BenchmarkRow(b *testing.B) {
	for b.Loop() {
		s := serve(b, rowBoards, rowJobs)
		python, why := scrapyPython(b)
		readers := []struct {
			name string
			run  func() cost
		}{{"ours", func() cost { return s.role("ours") }}, {"colly", func() cost { return s.role("colly") }}, {"whole", s.pass},
			{"scrapy", func() cost { return s.scrapy(python) }}}
		if python == "" {
			fmt.Println("Scrapy is missing, so nothing is said of it:", why)
			readers = readers[:3]
		}
		fmt.Printf("%-8s %6s %20s %8s %16s\n", "", "round", "CPU s / 1,000 pages", "MB", "pages all right")
		costs := map[string][]cost{}
		for round := range rounds {
			for _, r := range readers {
				c := r.run()
				fmt.Printf("%-8s %6d %20.3f %8d %16d\n", r.name, round+1, c.cpu, c.memory, c.right)
				costs[r.name] = append(costs[r.name], c)
			}
		}
		verdict(costs, s.boards*s.jobs)
	}
}

// middle returns the middle of the rounds of the shares that one reader takes of another.
func middle(costs map[string][]cost, one, other string) float64 {
	var shares []float64
	for i := range costs[other] {
		shares = append(shares, costs[one][i].cpu/costs[other][i].cpu)
	}
	if len(shares) == 0 {
		return 0
	}
	slices.Sort(shares)
	return shares[len(shares)/2]
}

// verdict prints the last line.
func verdict(costs map[string][]cost, pages int) {
	worst := func(name string) (memory, right int) {
		most := slices.MaxFunc(costs[name], func(a, b cost) int { return cmp.Compare(a.memory, b.memory) })
		least := slices.MinFunc(costs[name], func(a, b cost) int { return cmp.Compare(a.right, b.right) })
		return most.memory, least.right
	}
	colly, scrapy, whole := middle(costs, "ours", "colly"), middle(costs, "ours", "scrapy"), middle(costs, "whole", "colly")
	memory, read := worst("ours")
	wholeMemory, stored := worst("whole")
	said := "ok"
	if colly > ofColly || scrapy > ofScrapy || whole > wholeOfColly || max(memory, wholeMemory) > maxMemory || min(read, stored) < pages {
		said = "FALLS SHORT"
	}
	peer := fmt.Sprintf("%.3f of Scrapy's (%.3f)", scrapy, ofScrapy)
	if len(costs["scrapy"]) == 0 {
		peer = "Scrapy is missing"
	}
	fmt.Printf("%s: to fetch and read takes %.3f of bare colly's processor time (%.3f is allowed), %s; with understanding and commits %.2f of bare colly's (%.1f); "+
		"at most %d MB, %d for the whole (%d); all eight fields right of %d and %d of %d\n",
		said, colly, ofColly, peer, whole, wholeOfColly, memory, wholeMemory, maxMemory, read, stored, pages)
}

// TestRow reads a short row in each way but Scrapy's: what it says must be found.
func TestRow(t *testing.T) {
	t.Parallel()
	s := serve(t, bigsite.Markups, 15)
	for name, c := range map[string]cost{"ours": s.role("ours"), "colly": s.role("colly"), "whole": s.pass()} {
		if c.right != s.boards*s.jobs {
			t.Errorf("%s: %d of %d pages are right", name, c.right, s.boards*s.jobs)
		}
	}
}
