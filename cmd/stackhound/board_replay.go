package main

import (
	"context"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/crawler/fetch"
)

func (a *app) boardReplayCommand() *cobra.Command {
	var sets []string
	cmd := &cobra.Command{
		Use: "replay BOARD", Short: "Read what was kept of a board again, by its file as it is now; asks and alerts nobody", Args: oneArg,
		Long: "Reads the answers kept of a board (crawler.raw_days and raw_bytes say how many) by its file as it is now.\n" +
			"What comes of it is published in place of what waits of the board's last run, unless it still is not what the board\n" +
			"usually shows. Listings whose pages are not kept stay as they are.",
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.openOwner(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			if err := e.setBases(sets); err != nil {
				return err
			}
			b, ok := e.board(args[0])
			if !ok {
				return e.noBoard(args[0])
			}
			return e.replay(cmd.Context(), b)
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "`BOARD.base=URL`, where the board was read with that")
	return cmd
}

func (e *engine) replay(ctx context.Context, b stackhound.Board) error {
	bar := newProgress(e.stderr)
	run, err := e.crawler(bar.show).Replay(ctx, b, fetch.Kept{Board: b.Name, Bodies: e.store.Bodies})
	bar.end()
	if err != nil {
		return err
	}
	if err := e.catchUp(ctx); err != nil {
		return err
	}
	table := e.newRunTable()
	table.add(run, nil)
	if err := table.flush(); err != nil {
		return err
	}
	if run.Verdict == stackhound.VerdictSuspect {
		return stackhound.Errorf(stackhound.CodeUnavailable, "%s", noteOf(run)).WithHint("%s", waitingNote(run))
	}
	return table.failed()
}
