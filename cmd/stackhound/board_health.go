package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/crawler"
)

const (
	healthRuns = 20  // of a board are listed
	stateRuns  = 200 // of a board are looked at for how it is doing
	timeFormat = "2006-01-02 15:04"
)

func (a *app) boardHealthCommand() *cobra.Command {
	return &cobra.Command{
		Use: "health [BOARD]", Short: "Show how the boards are doing, or the last runs of one",
		Long: "Shows for each board that was read how it is doing by its own runs: ok, empty, suspect (what it shows is not\n" +
			"what it usually shows, and waits), broken (three runs in a row failed), parked, never-had-items.\n" +
			"With BOARD: its last runs, and which part of the listings read had each field.",
		Args: func(cmd *cobra.Command, args []string) error { return wantArgs(cmd, args, 0, 1) },
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			if len(args) == 1 {
				return e.boardRuns(cmd.Context(), args[0])
			}
			rows, err := e.health(cmd.Context())
			if err != nil {
				return err
			}
			return a.printHealth(rows)
		},
	}
}

// healthRow is a board's state and last run, and until when its host is left alone.
type healthRow struct {
	crawler.Health
	stackhound.Run
	Parked *stackhound.Parking `json:"parked,omitempty"`

	holds stackhound.Run // the latest run of which something waits
}

// holding returns the latest of a board's runs of which something waits.
func holding(runs []stackhound.Run) stackhound.Run {
	for _, r := range runs {
		if r.Held > 0 {
			return r
		}
		if r.Whole && !r.Finished.IsZero() {
			break // what waited before it, it read anew
		}
	}
	return stackhound.Run{}
}

// health judges the boards that were read, by name.
func (e *engine) health(ctx context.Context) ([]healthRow, error) {
	latest, err := e.store.Runs.Latest(ctx)
	if err != nil {
		return nil, err
	}
	hosts, err := e.parked(ctx)
	if err != nil {
		return nil, err
	}
	runs, parked := map[string][]stackhound.Run{}, map[string]bool{}
	var rows []healthRow
	for _, board := range slices.Sorted(maps.Keys(latest)) {
		if runs[board], err = e.store.Runs.Last(ctx, board, stateRuns); err != nil {
			return nil, err
		}
		b, _ := e.board(board)
		at := parkedAt(hosts, b)
		parked[board] = at != nil
		rows = append(rows, healthRow{Run: latest[board], Parked: at, holds: holding(runs[board])})
	}
	states := crawler.HealthOf(runs, parked)
	for i, r := range rows {
		rows[i].Health = states[r.Board]
	}
	return rows, nil
}

func (r healthRow) why() string {
	why := []string{noteOf(stackhound.Run{Note: r.Why, Faults: r.Faults}), waitingNote(r.holds)}
	if r.Parked != nil {
		why = append(why, parkedNote(*r.Parked))
	}
	why = slices.DeleteFunc(why, func(s string) bool { return s == "" })
	return dash(strings.Join(why, "; "))
}

// waitingNote says what waits of a run and what can be done about it.
func waitingNote(r stackhound.Run) string {
	if r.Held == 0 {
		return ""
	}
	return fmt.Sprintf("%s of run %d waiting: see stackhound board held %d, then board release %d or board drop %d", count(r.Held, "listing"), r.ID, r.ID, r.ID, r.ID)
}

func (a *app) printHealth(rows []healthRow) error {
	if a.json {
		return printLines(a, rows)
	}
	if len(rows) == 0 {
		a.printf("no board has been read yet: see stackhound crawl --help\n")
		return nil
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "BOARD\tSTATE\tLAST RUN\tVERDICT\tITEMS\tWHY")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", r.Board, r.State, r.Started.Format(timeFormat), r.Verdict, r.Items, r.why())
	}
	return w.Flush()
}

// boardRuns lists the last runs of a board.
func (e *engine) boardRuns(ctx context.Context, board string) error {
	runs, err := e.store.Runs.Last(ctx, board, healthRuns)
	if err != nil {
		return err
	}
	if _, ok := e.board(board); !ok && len(runs) == 0 {
		return e.noBoard(board)
	}
	if e.json {
		return printLines(e.app, runs)
	}
	if len(runs) == 0 {
		e.printf("%s has not been read yet: stackhound crawl %s --once reads it\n", board, board)
		return nil
	}
	w := tabwriter.NewWriter(e.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tSTARTED\tTOOK\tREQUESTS\tKB\tITEMS\tREAD\tNEW\tCLOSED\tHELD\tVERDICT\tFIELDS OF THOSE READ")
	for _, r := range runs {
		verdict, took := string(r.Verdict), "–"
		if r.Finished.IsZero() {
			verdict = "unfinished"
		} else {
			took = r.Finished.Sub(r.Started).Round(time.Second).String()
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", r.ID, r.Started.Format(timeFormat), took, r.Requests, r.Bytes/1024,
			r.Items, r.Read, r.New, r.Closed, r.Held, verdict, fieldsOf(r))
	}
	return w.Flush()
}

// fieldsOf writes which part of the listings read had each field, all of them first.
func fieldsOf(r stackhound.Run) string {
	names := slices.SortedFunc(maps.Keys(r.Filled), func(a, b string) int {
		if r.Filled[a] != r.Filled[b] {
			return r.Filled[b] - r.Filled[a]
		}
		return strings.Compare(a, b)
	})
	var all, some []string
	for _, name := range names {
		if r.Filled[name] == r.Read {
			all = append(all, name)
		} else {
			some = append(some, fmt.Sprintf("%s %d %%", name, r.Filled[name]*100/r.Read))
		}
	}
	if len(all) > 0 {
		some = slices.Insert(some, 0, "all: "+strings.Join(all, " "))
	}
	return dash(strings.Join(some, ", "))
}
