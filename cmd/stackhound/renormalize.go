package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stackhound/understand"
)

func (a *app) renormalizeCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "renormalize", Short: "Read every listing again by the rules of this version, say what that changes; alerts nobody", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			done, err := a.renormalize(cmd.Context(), dry)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(done)
			}
			return a.printRenormalized(done)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would change")
	return cmd
}

// renormalized is what reading every listing again came to.
type renormalized struct {
	DryRun   bool `json:"dry_run"`
	Listings int  `json:"listings"` // read again
	Open     int  `json:"open"`     // postings, as they are now
	Postings int  `json:"postings"` // the same, with closed ones
	differences
}

func (a *app) renormalize(ctx context.Context, dry bool) (done renormalized, err error) {
	open := a.openOwner
	if dry {
		open = a.openReader
	}
	e, err := open(ctx)
	if err != nil {
		return done, err
	}
	defer e.close()
	done.DryRun = dry
	found := newComparison(e.store.Postings)
	if dry {
		done.Listings, err = e.rehearse(ctx, found)
	} else {
		done.Listings, err = e.readAgain(ctx, found)
	}
	if err != nil {
		return done, err
	}
	done.differences = found.differences()
	done.Open, done.Postings, err = e.store.Postings.Count(ctx)
	return done, err
}

// readAgain understands every listing anew.
func (e *engine) readAgain(ctx context.Context, found *comparison) (int, error) {
	if err := e.catchUp(ctx); err != nil {
		return 0, err // news must be told as news before it is read as old
	}
	if err := e.store.Positions.Rewind(ctx, understand.Name); err != nil {
		return 0, err
	}
	f := e.understander()
	f.Postings = comparedPostings{e.store.Postings, found, true}
	read, err := f.CatchUp(ctx)
	if err != nil {
		return read, err
	}
	return read, e.catchUp(ctx)
}

// rehearse understands every listing that was understood before, and stores nothing.
// Beside a program that runs, what that writes meanwhile is seen as it was or as it is.
func (e *engine) rehearse(ctx context.Context, found *comparison) (int, error) {
	stood, err := e.store.Positions.Load(ctx, understand.Name)
	if err != nil {
		return 0, err
	}
	at := &rehearsal{end: stood.Position}
	f := e.understander()
	f.Positions, f.Listings, f.Postings = at, knownListings{e.store.Listings, at}, rehearsedPostings{comparedPostings{e.store.Postings, found, false}, at}
	return f.CatchUp(ctx)
}

// printRenormalized prints the table of what changed, with examples below it.
func (a *app) printRenormalized(r renormalized) error {
	verb := "read again"
	if r.DryRun {
		verb = "would be read again; nothing was written"
	}
	a.printf("%s %s: %d open postings of %d\n", count(r.Listings, "listing"), verb, r.Open, r.Postings)
	if r.Changed+r.New+r.Merged == 0 {
		a.printf("no posting changed\n")
		return nil
	}
	a.printf("%s changed, %d new, %d merged into others; nobody is alerted\n\n", count(r.Changed, "posting"), r.New, r.Merged)
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "FIELD\tPOSTINGS\tFOR EXAMPLE")
	for _, f := range r.Fields {
		for i, x := range f.Examples {
			field, n := f.Field, fmt.Sprint(f.Postings)
			if i > 0 {
				field, n = "", ""
			}
			fmt.Fprintf(w, "%s\t%s\t%s → %s  (%s)\n", field, n, x.Old, x.New, x.Title)
		}
	}
	return w.Flush()
}
