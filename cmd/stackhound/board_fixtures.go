package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler/fixture"
)

func (a *app) boardTestCommand() *cobra.Command {
	return &cobra.Command{
		Use: "test [DIR|FILE…]", Short: "Read the fixtures beside board files, and say what is read otherwise than they want; asks nobody", Args: cobra.ArbitraryArgs,
		Long: "Reads the fixture NAME.txtar beside each board file NAME.yaml as a first run would, with no request and nothing stored, and\n" +
			"holds what is read against the listings the fixture wants. Of a directory with folders boards and families, those are meant.\n" +
			"Without arguments: the board directory of the configuration, else the boards and families that ship with the program.",
		RunE: func(cmd *cobra.Command, args []string) error {
			cases, err := a.fixtureCases(args)
			if err != nil {
				return err
			}
			results := checkAll(cmd.Context(), cases)
			if a.json {
				err = printLines(a, results)
			} else {
				a.printFixtures(results)
			}
			return errors.Join(err, differing(results))
		},
	}
}

// fixtureCase is a board file and the fixture beside it, on whatever file system.
type fixtureCase struct {
	fsys   fs.FS
	file   string // of the board, in fsys
	shown  string // as people know it
	family bool
}

// fixtureCases finds the board files that are meant by the arguments.
func (a *app) fixtureCases(args []string) ([]fixtureCase, error) {
	if len(args) == 0 {
		if dir := cmp.Or(a.boardsDir, a.cfg.Boards.Dir); dir != "" {
			args = []string{dir}
		} else {
			return shippedCases()
		}
	}
	var cases []fixtureCase
	for _, name := range args {
		more, err := casesAt(name)
		if err != nil {
			return nil, err
		}
		cases = append(cases, more...)
	}
	return cases, nil
}

// shippedCases are the boards and families of the program itself.
func shippedCases() ([]fixtureCase, error) {
	boards, err := casesIn(configs.Boards(), "configs/boards", false)
	if err != nil {
		return nil, err
	}
	families, err := casesIn(configs.FamilyFiles(), "configs/families", true)
	return append(boards, families...), err
}

// casesAt finds the board files a person named: one, those of a directory, or those of its
// folders boards and families.
func casesAt(name string) ([]fixtureCase, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s cannot be read: %s", name, plain(err))}
	}
	dir := filepath.Dir(name)
	if !info.IsDir() {
		return []fixtureCase{{os.DirFS(dir), filepath.Base(name), name, isFamilies(dir)}}, nil
	}
	var cases []fixtureCase
	for _, sub := range []string{"boards", "families"} {
		if below, err := os.Stat(filepath.Join(name, sub)); err == nil && below.IsDir() {
			more, err := casesIn(os.DirFS(filepath.Join(name, sub)), filepath.Join(name, sub), sub == "families")
			if err != nil {
				return nil, err
			}
			cases = append(cases, more...)
		}
	}
	if len(cases) > 0 {
		return cases, nil
	}
	return casesIn(os.DirFS(name), name, isFamilies(name))
}

// isFamilies tells whether a directory holds families, by its name: their files are those
// of boards without a name of their own.
func isFamilies(dir string) bool {
	full, err := filepath.Abs(dir)
	return err == nil && filepath.Base(full) == "families"
}

func casesIn(fsys fs.FS, shown string, family bool) ([]fixtureCase, error) {
	files, err := configs.BoardFiles(fsys, ".")
	var cases []fixtureCase
	for _, file := range files {
		cases = append(cases, fixtureCase{fsys, file, filepath.Join(shown, file), family})
	}
	return cases, err
}

// read reads the board file and its fixture, which has the board's tenants be those it
// names. found is false where there is no fixture.
func (c fixtureCase) read() (b stackhound.Board, f fixture.Fixture, found bool, err error) {
	load := configs.LoadBoard
	if c.family {
		load = configs.LoadFamily
	}
	data, err := fs.ReadFile(c.fsys, c.file)
	if err != nil {
		return b, f, false, stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be read: %s", c.shown, plain(err))
	}
	if b, err = load(c.shown, data); err != nil {
		return b, f, false, err
	}
	name := fixture.Beside(c.file)
	data, err = fs.ReadFile(c.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return b, f, false, nil
	}
	if err != nil {
		return b, f, false, stackhound.Errorf(stackhound.CodeInvalid, "%s cannot be read: %s", fixture.Beside(c.shown), plain(err))
	}
	if f, err = fixture.Parse(fixture.Beside(c.shown), data); err == nil && f.Tenants != nil {
		b.Tenants, err = configs.LoadTenants(f.Name+": tenants", f.Tenants)
	}
	return b, f, true, err
}

// fixtureResult is what test says of one board.
type fixtureResult struct {
	Board    string          `json:"board"`
	File     string          `json:"file"`
	State    string          `json:"state"` // ok, differs, broken (it cannot be read), none (no fixture)
	Listings int             `json:"listings"`
	Fields   []fixture.Count `json:"fields,omitempty"`
	Unfilled []string        `json:"unfilled,omitempty"` // fields that the file reads and no listing has
	Troubles []string        `json:"troubles,omitempty"`
	Note     string          `json:"note,omitempty"`
	Diff     string          `json:"diff,omitempty"`
}

// The states of a fixture.
const (
	fixtureOK      = "ok"
	fixtureDiffers = "differs"
	fixtureBroken  = "broken"
	fixtureNone    = "none"
)

// checkAll reads all fixtures, as many at a time as the machine has processors.
func checkAll(ctx context.Context, cases []fixtureCase) []fixtureResult {
	results := make([]fixtureResult, len(cases))
	turns := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range turns {
				results[i] = cases[i].check(ctx)
			}
		})
	}
	for i := range cases {
		turns <- i
	}
	close(turns)
	wg.Wait()
	return results
}

func (c fixtureCase) check(ctx context.Context) fixtureResult {
	name := strings.TrimSuffix(path.Base(c.file), path.Ext(c.file))
	out := fixtureResult{Board: name, File: fixture.Beside(c.shown), State: fixtureBroken}
	b, f, found, err := c.read()
	if err == nil && !found {
		out.State = fixtureNone
		return out
	}
	if err != nil {
		out.Note = err.Error()
		return out
	}
	r, err := fixture.Check(ctx, formats(), b, f)
	if err != nil {
		out.Note = err.Error()
		return out
	}
	out.State, out.Listings, out.Fields, out.Unfilled = fixtureDiffers, len(r.Listings), r.Fields, r.Unfilled()
	out.Troubles, out.Note, out.Diff = r.Troubles, r.Note, r.Diff
	if r.OK() {
		out.State = fixtureOK
	}
	return out
}

// printFixtures writes one line a board, and below it what differs.
func (a *app) printFixtures(results []fixtureResult) {
	states := map[string]int{}
	for _, r := range results {
		states[r.State]++
		switch r.State {
		case fixtureNone:
			a.printf("%-8s %s: there is no %s\n", "none", r.Board, r.File)
			continue
		case fixtureBroken:
			a.printf("%-8s %s: %s\n", r.State, r.Board, r.Note)
			continue
		}
		a.printf("%-8s %s: %s; fields: %s\n", r.State, r.Board, count(r.Listings, "listing"), filledFields(r.Fields))
		if len(r.Unfilled) > 0 {
			a.printf("%-8s no listing has %s: show one in the fixture, or the file reads the wrong place\n", "  warning", strings.Join(r.Unfilled, ", "))
		}
		if r.State == fixtureDiffers {
			a.printf("%s", indented(append(append([]string{r.Note}, r.Troubles...), r.Diff)))
		}
	}
	a.printf("%d of %s read as wanted; %d without a fixture\n", states[fixtureOK], count(len(results), "board file"), states[fixtureNone])
}

// filledFields writes how many listings have each field: "title 3/3, salary 1/3".
func filledFields(counts []fixture.Count) string {
	var out []string
	for _, c := range counts {
		out = append(out, fmt.Sprintf("%s %d/%d", c.Field, c.Filled, c.Of))
	}
	return strings.Join(out, ", ")
}

func indented(texts []string) string {
	var out strings.Builder
	for _, text := range texts {
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				out.WriteString("  " + line + "\n")
			}
		}
	}
	return out.String()
}

// differing is the error of fixtures that are not read as they want. The command did its
// work: exit 1, not wrong usage.
func differing(results []fixtureResult) error {
	var names []string
	for _, r := range results {
		if r.State == fixtureDiffers || r.State == fixtureBroken {
			names = append(names, r.Board)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return faults{fmt.Errorf("%s not read as the fixture wants: %s", count(len(names), "board file"), strings.Join(names, ", "))}
}
