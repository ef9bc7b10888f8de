package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
)

func (a *app) postingCommand() *cobra.Command {
	return group("posting", "Look at one posting, and say which are one job", a.postingExplainCommand(), a.postingHistoryCommand(), a.postingMergeCommand(), a.postingSplitCommand(), a.postingDecisionsCommand())
}

func (a *app) postingExplainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain ID", Short: "Show where each thing a posting says was read, in which words", Args: oneArg,
		Long: `Shows what a posting says, field by field, and for each of its listings the words that was read from. ID is a posting's id, one that was
merged into it, the beginning of either where no other begins so, one of its listings as BOARD/LISTING, or the address of its page.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.tellOfPosting(cmd.Context(), args[0], func(ctx context.Context, e *engine, p stackhound.Posting) (any, func() error, error) {
				x, err := e.explain(ctx, p)
				return x, func() error { return a.printExplanation(x) }, err
			})
		},
	}
}

// tellOfPosting prints what there is to tell of the posting a person named, as JSON or as
// print writes it.
func (a *app) tellOfPosting(ctx context.Context, name string, tell func(context.Context, *engine, stackhound.Posting) (told any, print func() error, err error)) error {
	e, err := a.openReader(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	p, err := e.postingNamed(ctx, name)
	if err != nil {
		return err
	}
	told, print, err := tell(ctx, e, p)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(told)
	}
	return print()
}

// shownMatches is how many postings are named where the beginning of an id is not enough.
const shownMatches = 5

// postingNamed returns the posting that a person named.
func (e *engine) postingNamed(ctx context.Context, arg string) (stackhound.Posting, error) {
	name := strings.TrimSpace(arg)
	if _, id, ok := strings.Cut(name, "/postings/"); ok {
		name = id
	}
	p, err := e.store.Postings.Get(ctx, name)
	if stackhound.CodeOf(err) != stackhound.CodeNotFound {
		return p, err
	}
	var ids []string
	if board, listing, ok := strings.Cut(name, "/"); ok {
		ids, err = e.store.Postings.OfListings(ctx, []stackhound.ListingKey{{Board: board, ID: listing}})
	} else {
		ids, err = e.store.Postings.Named(ctx, name, shownMatches+1)
	}
	switch {
	case err != nil:
		return p, err
	case len(ids) == 1:
		return e.store.Postings.Get(ctx, ids[0])
	case len(ids) > 1:
		shown := ids[:min(len(ids), shownMatches)]
		return p, stackhound.Errorf(stackhound.CodeInvalid, "%q is said of more than one posting", name).WithHint("give one of their ids, as of %s", strings.Join(shown, ", "))
	}
	return p, stackhound.Errorf(stackhound.CodeNotFound, "there is no posting %q", arg).
		WithHint("stackhound search WORDS --json shows the id of each posting it finds; the address of a posting's page ends in it")
}

// explanation is a posting with what each of its listings says for it.
type explanation struct {
	Posting  stackhound.Posting `json:"posting"`
	Listings []explainedListing `json:"listings"`
	Silent   []string           `json:"silent"` // fields that no listing says anything of
	History  toldHistory        `json:"history"`
}

// explainedListing is one listing of a posting, read again.
type explainedListing struct {
	stackhound.Source
	Gone     bool          `json:"gone,omitempty"` // the listing is no longer stored, or no longer offers the role
	Evidence []explainedAs `json:"evidence"`
}

// explainedAs is one value with where it was read. Overruled: another part of the same
// listing counts more. Taken: the posting says so too.
type explainedAs struct {
	stackhound.Evidence
	Taken bool `json:"taken"`
}

// explain reads the listings of a posting again.
func (e *engine) explain(ctx context.Context, p stackhound.Posting) (explanation, error) {
	x := explanation{Posting: p, Silent: []string{}}
	var err error
	if x.History, err = e.toldHistory(ctx, p); err != nil {
		return x, err
	}
	said := map[string]bool{}
	for _, s := range p.Sources {
		l := explainedListing{Source: s, Evidence: []explainedAs{}}
		ad, err := e.adOf(ctx, s)
		if l.Gone = stackhound.CodeOf(err) == stackhound.CodeNotFound; err != nil && !l.Gone {
			return x, err
		}
		for _, v := range ad.EvidenceList {
			_, taken := p.Evidence(v.Field, v.Value)
			said[v.Field] = said[v.Field] || !v.Overruled
			l.Evidence = append(l.Evidence, explainedAs{v, taken && !v.Overruled})
		}
		slices.SortStableFunc(l.Evidence, func(a, b explainedAs) int { return fieldOrder(a.Field) - fieldOrder(b.Field) })
		x.Listings = append(x.Listings, l)
	}
	for _, f := range explainedFields[:mainFields] {
		if !said[f] {
			x.Silent = append(x.Silent, f)
		}
	}
	return x, nil
}

// adOf reads the listing behind a link, as the role it offers there.
func (e *engine) adOf(ctx context.Context, s stackhound.Source) (stackhound.Ad, error) {
	l, err := e.store.Listings.Get(ctx, stackhound.ListingKey{Board: s.Board, ID: s.ListingID})
	if err != nil {
		return stackhound.Ad{}, err
	}
	for _, p := range e.offered(l) {
		if p.Key == s.Part {
			return p.Ad, nil
		}
	}
	return stackhound.Ad{}, stackhound.Errorf(stackhound.CodeNotFound, "%s no longer offers %q", l.ListingKey, s.Part)
}

// explainedFields is the order fields are shown in, those no list names last. Of the first
// mainFields it is said when nobody says anything of them.
var explainedFields = []string{"roles", "seniority", "years", "stack", "workplace", "locations", "regions", "salary", "employment", "degree", "visa", "contracts", "topics"}

const mainFields = 11

func fieldOrder(field string) int {
	if i := slices.Index(explainedFields, field); i >= 0 {
		return i
	}
	return len(explainedFields)
}

// sourceNames are the parts of a listing in words.
var sourceNames = map[string]string{"stated": "board's own field", "salary": "pay field", "location": "location field", "board": "board default"}

func sourceName(source string) string {
	if name, ok := sourceNames[source]; ok {
		return name
	}
	return source
}

func (a *app) printExplanation(x explanation) error {
	p := x.Posting
	a.printf("%s — %s\n%s\n%s\n", p.Title, dash(p.Company), p.ID, standing(p))
	if line := strings.Join(summary(p), " · "); line != "" {
		a.printf("%s\n", line)
	}
	if line := strings.Join(x.History.lines(), " · "); line != "" {
		a.printf("%s\n", line)
	}
	for _, l := range x.Listings {
		if err := a.printListing(x, l); err != nil {
			return err
		}
	}
	a.printDoubts(p)
	if len(x.Silent) > 0 {
		a.printf("nobody says anything of: %s\n", strings.Join(x.Silent, ", "))
	}
	return nil
}

// printDoubts prints where boards contradict each other, and which postings may be the
// same job.
func (a *app) printDoubts(p stackhound.Posting) {
	for _, e := range p.EvidenceList {
		if e.Overruled && e.Board != "" {
			a.printf("\n%s says otherwise: %s %s, %q", e.Board, e.Field, e.Value, e.Quote)
		}
	}
	for _, o := range p.Alike {
		a.printf("\nmay be the same job: %s  %s — %s (%s)", o.Posting, o.Title, dash(o.Company), o.Why)
	}
	a.printf("\n")
}

// standing says in a line whether a job is open and since when it is known.
func standing(p stackhound.Posting) string {
	if p.Open() {
		return fmt.Sprintf("open, first seen %s, last seen %s", day(p.FirstSeen), day(p.LastSeen))
	}
	return fmt.Sprintf("closed %s (%s), first seen %s", day(p.ClosedAt), p.ClosedWhy, day(p.FirstSeen))
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func (a *app) printListing(x explanation, l explainedListing) error {
	a.printf("\n%s %s: %s, seen %s to %s\n  %q\n  %s\n", l.Board, l.ListingID, l.State, day(l.FirstSeen), day(l.LastSeen), l.Title, l.URL)
	if l.Why != "" {
		a.printf("  the same job: %s\n", l.Why)
	}
	if l.Part != "" {
		a.printf("  one of several roles of this listing\n")
	}
	if l.ApplyURL != "" && l.ApplyURL != l.URL {
		a.printf("  apply: %s\n", l.ApplyURL)
	}
	if l.Gone {
		a.printf("  the listing no longer offers this role as it was read then\n")
		return nil
	}
	w := tabwriter.NewWriter(a.text, 0, 8, 2, ' ', 0)
	for _, v := range l.Evidence {
		note := ""
		switch {
		case v.Overruled:
			note = "  overruled by another part of this listing"
		case !v.Taken:
			note = "  not taken, another listing's word counts"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%q%s\n", v.Field, wanted(x.Posting, v), sourceName(v.Source), v.Quote, note)
	}
	return w.Flush()
}

// wanted is a value as it is shown: of a technology with how much it is wanted.
func wanted(p stackhound.Posting, v explainedAs) string {
	switch {
	case v.Field != "stack" || !v.Taken:
	case slices.Contains(p.Stack.Required, v.Value):
		return v.Value + " (required)"
	case slices.Contains(p.Stack.Nice, v.Value):
		return v.Value + " (nice to have)"
	case slices.Contains(p.Stack.Mentioned, v.Value):
		return v.Value + " (mentioned)"
	}
	return v.Value
}
