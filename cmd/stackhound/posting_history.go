package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) postingHistoryCommand() *cobra.Command {
	return &cobra.Command{
		Use: "history ID", Short: "Show what happened to a posting since it was first seen", Args: oneArg,
		Long: `Shows what happened to a posting, oldest first: which board showed it when, when it closed and came back, what its boards changed of it. ID is
named as for posting explain.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.tellOfPosting(cmd.Context(), args[0], func(ctx context.Context, e *engine, p stackhound.Posting) (any, func() error, error) {
				told, err := e.toldHistory(ctx, p)
				return told, func() error { a.printHistory(told); return nil }, err
			})
		},
	}
}

// toldHistory is what happened to a posting, with what it comes to.
type toldHistory struct {
	ID      string             `json:"id"`
	Title   string             `json:"title"`
	Company string             `json:"company"`
	Times   int                `json:"times_posted"`
	First   *stackhound.Lead   `json:"first,omitempty"` // which board had it first, where that can be told
	Stale   bool               `json:"stale"`
	Hints   []string           `json:"hints"`
	Events  []stackhound.Event `json:"events"`
}

func (e *engine) toldHistory(ctx context.Context, p stackhound.Posting) (toldHistory, error) {
	now := e.clock.Now()
	told := toldHistory{
		ID: p.ID, Title: p.Title, Company: p.Company, Stale: p.Stale(now),
		Hints: append([]string{}, p.Hints(now)...), Events: append([]stackhound.Event{}, p.History...),
	}
	told.Times, _, _ = p.TimesPosted()
	began, err := e.store.Runs.Began(ctx)
	if lead, ok := p.First(began); ok {
		told.First = &lead
	}
	return told, err
}

func (a *app) printHistory(told toldHistory) {
	a.printf("%s — %s\n%s\n", told.Title, dash(told.Company), told.ID)
	if line := strings.Join(told.lines(), " · "); line != "" {
		a.printf("%s\n", line)
	}
	a.printf("\n")
	for _, e := range told.Events {
		a.printf("%s  %s\n", day(e.At), e.Words(asNamed))
	}
	if len(told.Events) == 0 {
		a.printf("nothing is remembered: stackhound renormalize tells it from the listings\n")
	}
}

// lines are what a history comes to, in words.
func (t toldHistory) lines() []string {
	var lines []string
	if t.First != nil && t.First.Ahead > 0 {
		lines = append(lines, fmt.Sprintf("first on %s, %s before the next", t.First.Board, stackhound.Spell(t.First.Ahead)))
	}
	return append(lines, t.Hints...)
}

// asNamed calls a board by its name, as commands do.
func asNamed(board string) string { return board }
