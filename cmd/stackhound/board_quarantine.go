package main

import (
	"context"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) boardHeldCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use: "held RUN", Short: "List what waits of a run, and why", Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			run, err := e.runOf(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			held, err := e.store.Quarantine.Held(cmd.Context(), run.ID, "", limit)
			if err != nil {
				return err
			}
			return a.printHeld(run, held)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "list at most `N`, up to 1000")
	return cmd
}

func (a *app) printHeld(run stackhound.Run, held []stackhound.Held) error {
	if a.json {
		return printLines(a, held)
	}
	if len(held) == 0 {
		a.printf("nothing of run %d of %s waits\n", run.ID, run.Board)
		return nil
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "WHY\tTITLE\tCOMPANY\tLISTING")
	for _, h := range held {
		fmt.Fprintf(w, "%s\t%.60s\t%.30s\t%s\n", h.Why, dash(h.Listing.Title), dash(h.Listing.Company), h.Listing.ID)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	a.printf("%s\n", run.Note)
	if run.Held > len(held) {
		a.printf("%d more wait: --limit lists them\n", run.Held-len(held))
	}
	return nil
}

// runOf reads the run a person named.
func (e *engine) runOf(ctx context.Context, arg string) (stackhound.Run, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return stackhound.Run{}, usageError{fmt.Errorf("%q is no run: give its number, as in stackhound board health BOARD", arg)}
	}
	run, err := e.store.Runs.Get(ctx, id)
	if stackhound.CodeOf(err) == stackhound.CodeNotFound {
		return run, stackhound.Errorf(stackhound.CodeNotFound, "there is no run %d", id).WithHint("stackhound board health lists the last run of each board")
	}
	return run, err
}

func (a *app) boardReleaseCommand() *cobra.Command {
	return &cobra.Command{
		Use: "release RUN", Short: "Publish what waits of a run, and take it for what the board usually shows from now on", Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.settleRun(cmd.Context(), args[0], (*engine).releaseRun)
		},
	}
}

func (a *app) boardDropCommand() *cobra.Command {
	return &cobra.Command{
		Use: "drop RUN", Short: "Forget what waits of a run: its listings stay as they were", Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.settleRun(cmd.Context(), args[0], (*engine).dropRun)
		},
	}
}

// settleRun does with what waits of a run what an operator decided.
func (a *app) settleRun(ctx context.Context, arg string, do func(*engine, context.Context, stackhound.Run) error) error {
	e, err := a.openOwner(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	run, err := e.runOf(ctx, arg)
	if err != nil {
		return err
	}
	held, err := e.store.Quarantine.Held(ctx, run.ID, "", 1)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return stackhound.Errorf(stackhound.CodeNotFound, "nothing of run %d of %s waits", run.ID, run.Board).
			WithHint("a later run saw all of it again, or it was released or dropped already: see stackhound board health %s", run.Board)
	}
	return do(e, ctx, run)
}

func (e *engine) releaseRun(ctx context.Context, run stackhound.Run) error {
	counts, err := e.store.Quarantine.Release(ctx, run, stackhound.CauseReleased)
	if err != nil {
		return err
	}
	run.Held, run.HeldClosed, run.Released = 0, 0, e.clock.Now()
	run.Complete = run.Whole
	run.Add(counts)
	if err := e.store.Runs.Finish(ctx, run); err != nil {
		return err
	}
	if err := e.catchUp(ctx); err != nil {
		return err
	}
	if e.json {
		return e.printJSON(map[string]any{"run": run.ID, "board": run.Board, "new": counts.New, "changed": counts.Changed, "closed": counts.Closed})
	}
	e.printf("run %d of %s: %d new, %d changed, %d closed\n", run.ID, run.Board, counts.New, counts.Changed, counts.Closed)
	return nil
}

func (e *engine) dropRun(ctx context.Context, run stackhound.Run) error {
	n, err := e.store.Quarantine.Drop(ctx, run.ID)
	if err != nil {
		return err
	}
	run.Held, run.HeldClosed = 0, 0
	if err := e.store.Runs.Finish(ctx, run); err != nil {
		return err
	}
	if e.json {
		return e.printJSON(map[string]any{"run": run.ID, "board": run.Board, "dropped": n})
	}
	e.printf("run %d of %s: %s dropped; the next run reads them again\n", run.ID, run.Board, count(n, "listing"))
	return nil
}
