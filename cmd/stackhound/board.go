package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"stackhound"
	"stackhound/configs"
)

// maxBoardFile bounds a board file; real ones take a few KB.
const maxBoardFile = 256 << 10

func (a *app) boardCommand() *cobra.Command {
	cmd := group("board", "Look at boards and what was read of them", a.boardListCommand(), a.boardShowCommand(), a.boardCheckCommand(),
		a.boardHealthCommand(), a.boardOriginalityCommand(), a.boardHeldCommand(), a.boardReleaseCommand(), a.boardDropCommand(), a.boardReplayCommand(), a.boardTestCommand(),
		a.boardTryCommand(), a.boardRecordCommand())
	a.boardsFlag(cmd.PersistentFlags())
	return cmd
}

// boardsFlag lets a command look at more board files than those of the configuration.
func (a *app) boardsFlag(flags *pflag.FlagSet) {
	flags.StringVar(&a.boardsDir, "boards", "", "more board files in `DIR` (default from the configuration)")
}

// loadBoards reads the boards that ship with the program and those in the directory the
// configuration names; a file there replaces a shipped board of the same name. Broken
// files come back as a joined error beside the good boards.
func (a *app) loadBoards() ([]stackhound.Board, error) {
	boards, err := configs.LoadBoardsWith(configs.Boards(), ".", a.hasSecret)
	errs := []error{err}
	if dir := cmp.Or(a.boardsDir, a.cfg.Boards.Dir); dir != "" {
		if _, statErr := os.Stat(dir); statErr != nil {
			return nil, errors.Join(err, stackhound.Errorf(stackhound.CodeInvalid, "board directory %s cannot be read: %s", dir, plain(statErr)))
		}
		more, err := configs.LoadBoardsWith(os.DirFS(dir), ".", a.hasSecret)
		errs = append(errs, err)
		boards = configs.Merge(boards, more)
	}
	return boards, errors.Join(errs...)
}

// hasSecret tells whether the configuration has a secret that a board file names.
func (a *app) hasSecret(name string) bool {
	_, ok := a.cfg.BoardSecret(name)
	return ok
}

// boardRow is one board as list prints it.
type boardRow struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Enabled  bool   `json:"enabled"`
	Reason   string `json:"reason,omitempty"`
	Format   string `json:"format"`
	Niche    string `json:"niche,omitempty"`
	Schedule string `json:"schedule"`
	Home     string `json:"home"`
}

func newBoardRow(b stackhound.Board) boardRow {
	return boardRow{b.Name, b.Title, b.Enabled, b.Reason, b.Format, b.Niche, b.Schedule, b.Home}
}

func (a *app) boardListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the boards", Args: noArgs, RunE: func(*cobra.Command, []string) error {
		boards, broken := a.loadBoards()
		if a.json {
			var rows []boardRow
			for _, b := range boards {
				rows = append(rows, newBoardRow(b))
			}
			return errors.Join(printLines(a, rows), broken)
		}
		w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "BOARD\tFORMAT\tSCHEDULE\tNICHE\tSTATE")
		for _, b := range boards {
			state := "enabled"
			if !b.Enabled {
				state = "off: " + b.Reason
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", b.Name, b.Format, b.Schedule, dash(b.Niche), state)
		}
		return errors.Join(w.Flush(), broken)
	}}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (a *app) boardShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show BOARD", Short: "Show what is read of a board, when, and under which terms", Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
		boards, _ := a.loadBoards()
		e := &engine{app: a, boards: boards}
		b, ok := e.board(args[0])
		if !ok {
			return e.noBoard(args[0])
		}
		d := newBoardDetails(b)
		d.Parked = a.parkedBoard(cmd.Context(), b)
		if a.json {
			return a.printJSON(d)
		}
		a.printBoard(b, d.Parked)
		return nil
	}}
}

// boardDetails is one board as show prints it.
type boardDetails struct {
	boardRow
	Evidence    string `json:"evidence"`
	URL         string `json:"url"`
	MinInterval string `json:"min_interval"`
	Delay       string `json:"delay_between,omitempty"`
	Daily       int    `json:"daily_requests,omitempty"`
	InsecureTLS string `json:"insecure_tls,omitempty"`
	Complete    bool   `json:"complete"`
	Newest      bool   `json:"newest"`
	Terms       struct {
		Attribution  string `json:"attribution"`
		URL          string `json:"url"`
		Redistribute bool   `json:"redistribute"`
		Delay        string `json:"delay,omitempty"`
		Note         string `json:"note"`
	} `json:"terms"`
	Parked *stackhound.Parking `json:"parked,omitempty"`
}

func newBoardDetails(b stackhound.Board) boardDetails {
	d := boardDetails{
		boardRow: newBoardRow(b), Evidence: b.Evidence, URL: strings.ReplaceAll(b.Request.URL, "{base}", b.Base),
		MinInterval: b.MinInterval.String(), Daily: b.DailyRequests, InsecureTLS: b.InsecureTLS, Complete: b.Complete, Newest: b.Newest,
	}
	if b.DelayBetween > 0 {
		d.Delay = b.DelayBetween.String()
	}
	d.Terms.Attribution, d.Terms.URL = b.Terms.Attribution.Name, b.Terms.Attribution.URL
	d.Terms.Redistribute, d.Terms.Note = b.Terms.Redistribute, strings.TrimSpace(b.Terms.Note)
	if b.Terms.Delay > 0 {
		d.Terms.Delay = b.Terms.Delay.String()
	}
	return d
}

func (a *app) printBoard(b stackhound.Board, parked *stackhound.Parking) {
	a.printf("%s — %s\n%s\n\n", b.Name, b.Title, b.Home)
	if !b.Enabled {
		a.printf("not enabled   %s\n", b.Reason)
	}
	gap := "robots.txt's Crawl-delay, else 1s"
	if b.DelayBetween > 0 {
		gap = b.DelayBetween.String()
	}
	a.printf("read          %s as %s%s\n", strings.ReplaceAll(b.Request.URL, "{base}", b.Base), b.Format, detailNote(b))
	a.printf("when          %s, at least %s between runs, gap between requests: %s\n", b.Schedule, b.MinInterval, gap)
	if b.DailyRequests > 0 {
		a.printf("at most       %d requests in 24 hours\n", b.DailyRequests)
	}
	if b.InsecureTLS != "" {
		a.printf("not verified  the certificate of %s: %s\n", b.Base, b.InsecureTLS)
	}
	if parked != nil {
		a.printf("now           %s\n", parkedNote(*parked))
	}
	a.printf("niche         %s\n", dash(b.Niche))
	a.printf("attribution   %s, %s\n", b.Terms.Attribution.Name, b.Terms.Attribution.URL)
	a.printf("terms         redistribute: %v, delay: %s. %s\n", b.Terms.Redistribute, b.Terms.Delay, strings.TrimSpace(b.Terms.Note))
	a.printf("evidence      %s\n", strings.TrimSpace(b.Evidence))
}

func detailNote(b stackhound.Board) string {
	if b.Detail == nil {
		return ""
	}
	return ", then each job's own page as " + b.Detail.Format
}

func (a *app) boardCheckCommand() *cobra.Command {
	schema := false
	cmd := &cobra.Command{
		Use: "check [FILE|DIR…]", Short: "Check board files; without one, all that would be loaded", Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if schema {
				return a.printJSON(configs.BoardSchema())
			}
			checked, findings := 0, []error{}
			if len(args) == 0 {
				boards, err := a.loadBoards()
				checked, findings = len(boards), append(findings, err)
			}
			for _, name := range args {
				n, err := a.checkPath(name)
				checked += n
				findings = append(findings, err)
			}
			if err := errors.Join(findings...); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"checked": checked, "ok": true})
			}
			a.printf("ok: %s\n", count(checked, "board file"))
			return nil
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print a JSON Schema of board files, for editors")
	return cmd
}

// faults hides the code of what a check found: the command was used rightly.
type faults struct{ error }

// checkPath checks a file or all board files of a directory. Faults found are the
// result of a check that did its work: exit 1, not wrong usage.
func (a *app) checkPath(name string) (int, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, usageError{fmt.Errorf("%s cannot be read: %s", name, plain(err))}
	}
	files := []string{name}
	if info.IsDir() {
		if files, err = configs.BoardFiles(os.DirFS(name), "."); err != nil {
			return 0, err
		}
		for i, f := range files {
			files[i] = filepath.Join(name, f)
		}
	}
	var errs []error
	for _, f := range files {
		data, err := readFile(f, maxBoardFile)
		if err != nil {
			return 0, err
		}
		if _, err := configs.LoadBoardWith(f, data, a.hasSecret); err != nil {
			errs = append(errs, faults{err})
		}
	}
	return len(files), errors.Join(errs...)
}
