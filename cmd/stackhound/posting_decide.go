package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/understand"
)

func (a *app) postingMergeCommand() *cobra.Command {
	var why string
	cmd := &cobra.Command{
		Use: "merge ID ID…", Short: "Make one job of several postings, for good; alerts nobody", Args: severalArgs,
		Long: `Makes one job of postings that are not recognised as one. The eldest posting's id stays, the others lead to it. What is decided is kept for
the listings and counts more than what they say; posting split takes it back.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd.Context(), args[0], func(ctx context.Context, e *engine, o understand.Operator) error {
				ids, err := e.idsNamed(ctx, args)
				if err != nil {
					return err
				}
				return o.Merge(ctx, ids, why)
			})
		},
	}
	cmd.Flags().StringVar(&why, "because", "an operator's decision", "why, as it is shown beside the listings")
	return cmd
}

func (a *app) postingSplitCommand() *cobra.Command {
	var why string
	cmd := &cobra.Command{
		Use: "split ID BOARD/LISTING…", Short: "Take listings out of a posting, to be one of their own, for good; alerts nobody", Args: severalArgs,
		Long: `Takes listings out of a posting that are another job. They become one posting of their own; who was told of the old one counts as told of
both. What is decided is kept for the listings and counts more than what they say; posting merge takes it back.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd.Context(), args[0], func(ctx context.Context, e *engine, o understand.Operator) error {
				ids, err := e.idsNamed(ctx, args[:1])
				if err != nil {
					return err
				}
				return o.Split(ctx, ids[0], args[1:], why)
			})
		},
	}
	cmd.Flags().StringVar(&why, "because", "an operator's decision", "why, as it is kept with the decision")
	return cmd
}

// idsNamed returns the ids of the postings that a person named.
func (e *engine) idsNamed(ctx context.Context, args []string) ([]string, error) {
	var ids []string
	for _, arg := range args {
		p, err := e.postingNamed(ctx, arg)
		if err != nil {
			return nil, err
		}
		ids = append(ids, p.ID)
	}
	return ids, nil
}

// decide does what an operator decided, lets it take effect, and shows what became of the
// posting that was named first.
func (a *app) decide(ctx context.Context, name string, do func(context.Context, *engine, understand.Operator) error) error {
	e, err := a.openOwner(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	if err := e.catchUp(ctx); err != nil {
		return err // what is decided is decided of postings as they are
	}
	was, err := e.postingNamed(ctx, name)
	if err != nil {
		return err
	}
	if err := do(ctx, e, understand.Operator{Postings: e.store.Postings, Decisions: e.store.Listings, Now: e.clock.Now}); err != nil {
		return err
	}
	if err := e.catchUp(ctx); err != nil {
		return err
	}
	return e.printParted(ctx, was)
}

// printParted shows where the listings of a posting are now.
func (e *engine) printParted(ctx context.Context, was stackhound.Posting) error {
	ids, err := e.store.Postings.OfListings(ctx, sourceKeys(was))
	if err != nil {
		return err
	}
	now, err := e.store.Postings.GetMany(ctx, ids)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(map[string]any{"postings": now})
	}
	for _, p := range now {
		e.printf("%s %s — %s\n", p.ID, p.Title, dash(p.Company))
		for _, s := range p.Sources {
			e.printf("%s\n", strings.TrimRight(fmt.Sprintf("  %s  %s", s.Role(), s.Why), " "))
		}
	}
	return nil
}

func sourceKeys(p stackhound.Posting) []stackhound.ListingKey {
	var keys []stackhound.ListingKey
	for _, s := range p.Sources {
		keys = append(keys, s.Role().ListingKey)
	}
	return keys
}

func (a *app) postingDecisionsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "decisions", Short: "List what was decided of listings by posting merge and posting split, the latest first", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			all, err := e.store.Listings.Decisions(cmd.Context(), nil)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(append([]stackhound.Decision{}, all...))
			}
			if len(all) == 0 {
				a.printf("nothing was decided: stackhound posting merge and stackhound posting split do\n")
				return nil
			}
			table := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
			fmt.Fprintln(table, "WHEN\tDECISION\tLISTING\tLISTING\tBECAUSE")
			for _, d := range all {
				fmt.Fprintln(table, strings.Join([]string{d.At.Format(time.DateOnly), decisionWord(d), d.A.String(), d.B.String(), d.Why}, "\t"))
			}
			return table.Flush()
		},
	}
}

func decisionWord(d stackhound.Decision) string {
	if d.Same {
		return "one job"
	}
	return "two jobs"
}
