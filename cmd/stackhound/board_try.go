package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
	"stackhound/crawler/fixture"
)

func (a *app) boardTryCommand() *cobra.Command {
	var sets []string
	diff := false
	cmd := &cobra.Command{
		Use: "try FILE", Short: "Read a live board once by a board file, and print what it lists; nothing is stored", Args: oneArg,
		Long: "Makes one pass over the board, as gently as a crawl does, and prints its listings and how many have each field.\n" +
			"Nothing is stored and nobody alerted. With --diff: what is new, changed and missing beside what is stored of the board.",
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := a.look(cmd.Context(), args[0], sets)
			if err != nil {
				return err
			}
			t, err := l.try(cmd.Context())
			if err == nil && diff {
				t.Diff, err = a.compare(cmd.Context(), t)
			}
			if err != nil {
				return err
			}
			return errors.Join(a.printTrial(t), t.failed())
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "`BOARD.base=URL`: read the board at another address")
	cmd.Flags().BoolVar(&diff, "diff", false, "print what differs from what is stored of the board")
	return cmd
}

// look is a board file and what it takes to read the live board by it, storing nothing.
type look struct {
	*app
	board   stackhound.Board
	options crawler.Options
}

// look reads a board file that a person named. A board that is not enabled may be looked
// at: that is how one finds out whether it can be.
func (a *app) look(ctx context.Context, file string, sets []string) (look, error) {
	data, err := readFile(file, maxBoardFile)
	if err != nil {
		return look{}, err
	}
	b, err := configs.LoadBoardWith(file, data, a.hasSecret)
	if err != nil {
		return look{}, err
	}
	e := &engine{app: a, boards: []stackhound.Board{b}, named: map[string]bool{}}
	if err := e.setBases(sets); err != nil {
		return look{}, err
	}
	b = e.boards[0]
	if err := e.mayCrawl(e.boards); err != nil {
		return look{}, err
	}
	if parked := a.parkedBoard(ctx, b); parked != nil {
		return look{}, stackhound.Errorf(stackhound.CodeRefused, "board %s is not asked for anything: %s", b.Name, parkedNote(*parked))
	}
	return look{a, b, a.reading(e.named, nil)}, nil
}

// trial is what a look at a board came to.
type trial struct {
	Board    string               `json:"board"`
	Verdict  stackhound.Verdict   `json:"verdict"`
	Note     string               `json:"note,omitempty"`
	Requests int                  `json:"requests"`
	Fields   []fixture.Count      `json:"fields"`
	Listings []stackhound.Listing `json:"listings"`
	Diff     *fixture.Changes     `json:"diff,omitempty"`

	whole bool // the list was read to its end
}

func (l look) try(ctx context.Context) (trial, error) {
	bar := newProgress(l.stderr)
	l.options.Progress = bar.show
	run, read, err := fixture.Pass(ctx, l.options, l.board)
	bar.end()
	return trial{
		Board: l.board.Name, Verdict: run.Verdict, Note: noteOf(run), Requests: run.Requests,
		Fields: fixture.Fields(l.board, read), Listings: read, whole: run.Complete && !l.board.Newest,
	}, err
}

// compare holds a trial against what is stored of its board.
func (a *app) compare(ctx context.Context, t trial) (*fixture.Changes, error) {
	e, err := a.openReader(ctx)
	if err != nil {
		return nil, err
	}
	defer e.close()
	known, err := e.store.Listings.Known(ctx, t.Board)
	if err != nil {
		return nil, err
	}
	var was []stackhound.Listing
	for id := range known {
		l, err := e.store.Listings.Get(ctx, stackhound.ListingKey{Board: t.Board, ID: id})
		if err != nil {
			return nil, err
		}
		was = append(was, l)
	}
	slices.SortFunc(was, func(a, b stackhound.Listing) int { return a.Compare(b.ListingKey) })
	c := fixture.Compare(was, t.Listings)
	if !t.whole {
		c.Missing = nil // a part of a list says nothing of the rest
	}
	return &c, nil
}

// failed is the error of a board that gave nothing.
func (t trial) failed() error {
	if len(t.Listings) > 0 {
		return nil
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "board %s: no listing could be read: %s", t.Board, t.Note)
}

func (a *app) printTrial(t trial) error {
	if a.json {
		return a.printJSON(t)
	}
	if t.Diff != nil {
		a.printChanges(*t.Diff, t.whole)
	} else if err := a.printListings(t.Listings); err != nil {
		return err
	}
	a.printf("\n%s: %s, %s, %s\n", t.Board, t.Verdict, count(len(t.Listings), "listing"), count(t.Requests, "request"))
	if t.Note != "" {
		a.printf("note: %s\n", t.Note)
	}
	a.printf("fields: %s\n", filledFields(t.Fields))
	if names := unfilled(t.Fields); len(names) > 0 && len(t.Listings) > 0 {
		a.printf("warning: no listing has %s\n", strings.Join(names, ", "))
	}
	return nil
}

func unfilled(counts []fixture.Count) []string { return fixture.Result{Fields: counts}.Unfilled() }

func (a *app) printListings(all []stackhound.Listing) error {
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "TITLE\tCOMPANY\tLOCATION\tPOSTED\tURL")
	for _, l := range all {
		posted := ""
		if !l.Posted.IsZero() {
			posted = l.Posted.Format(time.DateOnly)
		}
		if l.State == stackhound.ListingClosed {
			posted += " closed: " + string(l.ClosedWhy)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", cell(l.Title), cell(dash(l.Company)), cell(dash(l.Location)), dash(strings.TrimSpace(posted)), l.URL)
	}
	return w.Flush()
}

// maxCell is the most characters of a text in a column of the table.
const maxCell = 40

func cell(text string) string {
	if runes := []rune(text); len(runes) > maxCell {
		return string(runes[:maxCell-1]) + "…"
	}
	return text
}

func (a *app) printChanges(c fixture.Changes, whole bool) {
	for _, n := range c.New {
		a.printf("new      %s  %s\n", n.ID, n.Title)
	}
	for _, ch := range c.Changed {
		a.printf("changed  %s  %s\n%s", ch.ID, ch.Title, indented([]string{ch.Diff}))
	}
	for _, m := range c.Missing {
		a.printf("missing  %s  %s\n", m.ID, m.Title)
	}
	missing := count(len(c.Missing), "listing") + " missing"
	if !whole {
		missing = "what is missing cannot be told, since the list was not read whole or shows only the newest"
	}
	a.printf("%d new, %d changed, %d as stored; %s\n", len(c.New), len(c.Changed), c.Same, missing)
}
