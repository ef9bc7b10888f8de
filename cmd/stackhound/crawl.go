package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/crawler/fetch"
	"stackhound/lexicon/spelling"
)

func (a *app) crawlCommand() *cobra.Command {
	var opts crawlOptions
	cmd := &cobra.Command{
		Use:   "crawl [BOARD…]",
		Short: "Read boards: one pass with --once, else on their schedules until stopped",
		Long: "Reads the boards named, those given with --set, or all enabled ones, understands what they list and matches it to the profiles.\n" +
			"With --set BOARD.base=URL a board is read at another address, which is then allowed for it even on this machine.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.names = args
			return a.crawl(cmd.Context(), opts)
		},
	}
	a.boardsFlag(cmd.Flags())
	cmd.Flags().StringArrayVar(&opts.sets, "set", nil, "`BOARD.base=URL`: read that board at another address")
	cmd.Flags().BoolVar(&opts.once, "once", false, "one pass, then exit")
	cmd.Flags().BoolVar(&opts.force, "force", false, "read a board again inside its min_interval")
	return cmd
}

type crawlOptions struct {
	names, sets []string
	once, force bool
}

func (a *app) crawl(ctx context.Context, opts crawlOptions) error {
	e, err := a.openOwner(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	if err := e.setBases(opts.sets); err != nil {
		return err
	}
	boards, err := e.choose(opts.names)
	if err != nil {
		return err
	}
	if some, left := e.readable(boards); len(opts.names) == 0 && len(some) > 0 && left > 0 {
		fmt.Fprintf(a.stderr, "%d boards beyond this machine are not read: crawler.contact is not set\n", left)
		boards = some
	}
	if err := e.mayCrawl(boards); err != nil {
		return err
	}
	if !opts.once {
		return e.crawlOnSchedule(ctx, boards)
	}
	return e.crawlOnce(ctx, boards, opts.force)
}

// setBases points boards at other addresses. Giving one is the operator's own word: the
// host and port are allowed for that board in this run, wherever they are, and a board
// that is not enabled is read.
func (e *engine) setBases(sets []string) error {
	for _, s := range sets {
		key, value, ok := strings.Cut(s, "=")
		name, isBase := strings.CutSuffix(key, ".base")
		if !ok || !isBase {
			return stackhound.Errorf(stackhound.CodeInvalid, "--set %q is not of the form BOARD.base=URL", s)
		}
		i := slices.IndexFunc(e.boards, func(b stackhound.Board) bool { return b.Name == name })
		if i < 0 {
			return e.noBoard(name)
		}
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return stackhound.Errorf(stackhound.CodeInvalid, "--set %s: %q is not an http address", key, value)
		}
		e.boards[i].Base = strings.TrimSuffix(value, "/")
		e.boards[i].Enabled = true
		e.named[name] = true
	}
	return nil
}

// choose returns the boards to read: those named, else those given with --set, else all
// that are enabled.
func (e *engine) choose(names []string) ([]stackhound.Board, error) {
	var boards []stackhound.Board
	if len(names) == 0 {
		for _, b := range e.boards {
			if e.named[b.Name] || len(e.named) == 0 && b.Enabled {
				boards = append(boards, b)
			}
		}
		return boards, nil
	}
	for _, name := range names {
		b, ok := e.board(name)
		if !ok {
			return nil, e.noBoard(name)
		}
		if !b.Enabled {
			return nil, stackhound.Errorf(stackhound.CodeRefused, "board %s is not enabled: %s", name, b.Reason)
		}
		boards = append(boards, b)
	}
	return boards, nil
}

func (e *engine) noBoard(name string) error {
	var names []string
	for _, b := range e.boards {
		names = append(names, b.Name)
	}
	err := stackhound.Errorf(stackhound.CodeNotFound, "there is no board %q", name)
	if near := spelling.Nearest(name, names); near != "" {
		return err.WithHint("did you mean %s?", near)
	}
	return err.WithHint("see stackhound board list")
}

// crawlOnce makes one pass over each board, then understands what was found and matches it
// to the profiles.
func (e *engine) crawlOnce(ctx context.Context, boards []stackhound.Board, force bool) error {
	boards, err := e.dueNow(ctx, boards, force)
	if err != nil {
		return err
	}
	table := e.newRunTable()
	crawlErr := e.crawlAll(ctx, boards, e.cfg.Crawler.Concurrency, table.add)
	after := context.WithoutCancel(ctx) // what was read before a stop is not lost
	if err := errors.Join(e.catchUp(after), e.keepHouse(after)); err != nil {
		return err
	}
	if err := table.flush(); err != nil {
		return err
	}
	return errors.Join(crawlErr, table.failed())
}

// dueNow leaves out boards whose last run is younger than their min_interval, and says
// so. A run that reached nothing may be tried again.
func (e *engine) dueNow(ctx context.Context, boards []stackhound.Board, force bool) ([]stackhound.Board, error) {
	started, err := e.store.Runs.Started(ctx)
	if err != nil || force {
		return boards, err
	}
	latest, err := e.store.Runs.Latest(ctx)
	if err != nil {
		return nil, err
	}
	var due []stackhound.Board
	for _, b := range boards {
		last, ran := started[b.Name]
		age := e.clock.Now().Sub(last)
		failed := latest[b.Name].Verdict == stackhound.VerdictFailed && latest[b.Name].Started.Equal(last)
		if ran && !failed && !e.named[b.Name] && age < b.MinInterval {
			fmt.Fprintf(e.stderr, "%s was read %s ago and asks for %s between two runs: left out (use --force to read it all the same)\n", b.Name, age.Round(1e9), b.MinInterval)
			continue
		}
		due = append(due, b)
	}
	return due, nil
}

// crawlOnSchedule reads the boards when they are due, until it is stopped.
func (e *engine) crawlOnSchedule(ctx context.Context, boards []stackhound.Board) error {
	parts, err := e.parts([]string{roleCrawler, roleUnderstand, roleMatcher}, boards)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	e.followAll(ctx, &wg, parts)
	wg.Wait()
	return nil
}

// mayCrawl refuses boards beyond this machine while nobody is named whom they could
// turn to. The fetcher refuses each on its own; this says it once.
func (e *engine) mayCrawl(boards []stackhound.Board) error {
	for _, b := range boards {
		if !e.mayRead(b) {
			return stackhound.Errorf(stackhound.CodeRefused, "crawler.contact is not set, so %s and other boards beyond this machine are not read", b.Name).
				WithHint("export STACKHOUND_CRAWLER_CONTACT=you@example.com, or set it in the configuration: an address where a board can reach you")
		}
	}
	return nil
}

// mayRead reports whether a board may be read with the contact there is: without one, only
// those on this machine and those the operator named.
func (e *engine) mayRead(b stackhound.Board) bool {
	return e.cfg.Crawler.Contact != "" || e.named[b.Name] || onThisMachine(b.Base)
}

func onThisMachine(base string) bool {
	u, err := url.Parse(base)
	return err == nil && fetch.IsLoopback(u.Hostname())
}

// runTable prints what runs found, as a table at the end or as JSON lines at once.
type runTable struct {
	app  *app
	rows []stackhound.Run
}

func (e *engine) newRunTable() *runTable { return &runTable{app: e.app} }

func (t *runTable) add(run stackhound.Run, _ error) {
	if run.Board != "" {
		t.rows = append(t.rows, run)
	}
}

// failed returns the boards that gave nothing as an error; the notes of the others are
// told. A note says what happened, where, and names its board.
func (t *runTable) failed() error {
	var errs []error
	for _, r := range t.rows {
		if r.Verdict == stackhound.VerdictFailed || r.Verdict == stackhound.VerdictEmpty {
			errs = append(errs, stackhound.Errorf(stackhound.CodeUnavailable, "%s", noteOf(r)))
		} else if r.Note != "" {
			fmt.Fprintln(t.app.stderr, noteOf(r))
		}
		if w := waitingNote(r); w != "" {
			fmt.Fprintln(t.app.stderr, w)
		}
	}
	return errors.Join(errs...)
}

func (t *runTable) flush() error {
	slices.SortFunc(t.rows, func(a, b stackhound.Run) int { return strings.Compare(a.Board, b.Board) })
	if t.app.json {
		return printLines(t.app, t.rows)
	}
	w := tabwriter.NewWriter(t.app.text, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "board\trequests\tKB\titems\tnew\tchanged\tunchanged\tnot_modified\tskipped\treopened\tmissing\tclosed\terrors\tverdict\t")
	for _, r := range t.rows {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t\n",
			r.Board, r.Requests, r.Bytes/1024, r.Items, r.New, r.Changed, r.Unchanged, r.NotModified, r.Skipped, r.Reopened, r.Missing, r.Closed, r.Errors, r.Verdict)
	}
	return w.Flush()
}
