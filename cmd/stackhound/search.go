package main

import (
	"strings"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/search"
)

func (a *app) searchCommand() *cobra.Command {
	var req stackhound.SearchRequest
	var facets string
	cmd := &cobra.Command{
		Use:     "search [QUERY]",
		Short:   "Search the postings",
		Example: "  stackhound search 'go workplace:remote salary:>90k -php' --facets stack,country --sort new",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := search.Parse(strings.Join(args, " "))
			if err != nil {
				return err
			}
			req.Query = q
			if req.Limit < 1 {
				return stackhound.Errorf(stackhound.CodeInvalid, "--limit is from 1 to %d", stackhound.MaxLimit)
			}
			if facets != "" {
				req.Facets = strings.Split(facets, ",")
			}
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			if err := e.fillIndex(cmd.Context()); err != nil {
				return err
			}
			res, err := e.index.Search(cmd.Context(), req)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(res)
			}
			if have, err := e.indexer.Count(cmd.Context()); err != nil || have == 0 {
				a.printf("nothing has been found on any board yet: read them with stackhound crawl, see how that went with stackhound board health\n")
				return err
			}
			a.printResult(req, res)
			return nil
		},
	}
	cmd.Flags().StringVar(&facets, "facets", "", "count the values of these `FIELDS`: "+strings.Join(stackhound.FacetFields, ","))
	cmd.Flags().StringVar(&req.Sort, "sort", "", "new or salary (default: relevance)")
	cmd.Flags().IntVar(&req.Limit, "limit", 20, "how many to show, at most 100")
	cmd.Flags().IntVar(&req.Offset, "offset", 0, "how many to leave out at the start")
	return cmd
}

func (a *app) printResult(req stackhound.SearchRequest, res stackhound.SearchResult) {
	a.printf("%s", count(res.Total, "posting"))
	switch last := req.Offset + len(res.Hits); {
	case res.Total == 0:
		a.printf(": use fewer words, or a filter such as stack:go")
	case last < res.Total:
		a.printf(", %d to %d; more with --offset %d", req.Offset+1, last, last)
	}
	a.printf("\n")
	for _, p := range res.Hits {
		a.printf("\n%s — %s\n  %s\n", p.Title, dash(p.Company), strings.Join(summary(p), " · "))
		for _, s := range p.Sources {
			a.printf("  %s  %s\n", s.Board, s.URL)
		}
	}
	for _, field := range stackhound.FacetFields {
		if counts := res.Facets[field]; len(counts) > 0 {
			a.printf("\n%s:", field)
			for _, c := range counts[:min(len(counts), 12)] {
				a.printf(" %s (%d)", c.Value, c.Count)
			}
		}
	}
	a.printf("\n")
}

// summary is the one line under a posting's title.
func summary(p stackhound.Posting) []string {
	var parts []string
	if p.Workplace != 0 {
		parts = append(parts, p.Workplace.String())
	}
	for _, l := range p.Locations {
		parts = append(parts, l.String())
	}
	if p.Salary != nil {
		parts = append(parts, p.Salary.String())
	}
	if stack := p.Stack.All(); len(stack) > 0 {
		parts = append(parts, strings.Join(stack[:min(len(stack), 8)], " "))
	}
	return parts
}
