package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) boardOriginalityCommand() *cobra.Command {
	return &cobra.Command{
		Use: "originality [BOARD…]", Short: "Show what each board is worth besides the others: what it has alone, what it has first",
		Long: `Shows of each board how many postings it ever showed, which part of them no other board did, and of those shared with others how often it was
first and by how long (the median). What a board showed when it was first read to its end it had before, nobody knows since when: there its own date
counts, and postings with a listing that has none are not compared.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			rows, err := e.originality(cmd.Context())
			if err != nil {
				return err
			}
			for _, name := range args {
				known := slices.ContainsFunc(rows, func(o stackhound.Originality) bool { return o.Board == name })
				if _, ok := e.board(name); !ok && !known {
					return e.noBoard(name)
				}
			}
			if len(args) > 0 {
				rows = slices.DeleteFunc(rows, func(o stackhound.Originality) bool { return !slices.Contains(args, o.Board) })
			}
			return a.printOriginality(rows)
		},
	}
}

// originality tells what the boards are worth besides each other.
func (e *engine) originality(ctx context.Context) ([]stackhound.Originality, error) {
	began, err := e.store.Runs.Began(ctx)
	if err != nil {
		return nil, err
	}
	return e.store.Postings.Originality(ctx, began)
}

func (a *app) printOriginality(rows []stackhound.Originality) error {
	if a.json {
		return printLines(a, rows)
	}
	if len(rows) == 0 {
		a.printf("no posting was seen there yet: see stackhound crawl --help\n")
		return nil
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "BOARD\tPOSTINGS\tONLY HERE\tFIRST HERE\tMEDIAN LEAD")
	for _, o := range rows {
		first, lead := "–", "–"
		if o.Compared > 0 {
			first = fmt.Sprintf("%d of %d", o.First, o.Compared)
		}
		if o.First > 0 {
			lead = stackhound.Spell(o.Lead)
		}
		fmt.Fprintf(w, "%s\t%d\t%d %%\t%s\t%s\n", o.Board, o.Postings, o.Only*100/o.Postings, first, lead)
	}
	return w.Flush()
}

// worthFor is how long the pages show what the boards are worth before it is counted anew:
// at a million postings that takes seconds.
const worthFor = 10 * time.Minute

// worth tells what the boards are worth, counted every now and then.
func (e *engine) worth() func(context.Context) ([]stackhound.Originality, error) {
	var mu sync.Mutex
	var counted time.Time
	var rows []stackhound.Originality
	return func(ctx context.Context) ([]stackhound.Originality, error) {
		mu.Lock()
		defer mu.Unlock()
		if now := e.clock.Now(); counted.IsZero() || now.Sub(counted) >= worthFor {
			fresh, err := e.originality(ctx)
			if err != nil {
				return nil, err
			}
			rows, counted = fresh, now
		}
		return rows, nil
	}
}
