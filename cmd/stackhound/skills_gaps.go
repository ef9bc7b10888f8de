package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/lexicon/skills"
)

func (a *app) skillsGapsCommand() *cobra.Command {
	var least, most int
	cmd := &cobra.Command{
		Use: "gaps", Short: "List names that open postings give beside skills and that are not known", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if least < 1 || most < 1 {
				return usageError{fmt.Errorf("--least and --most must be 1 or more")}
			}
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			return e.printGaps(cmd, least, most)
		},
	}
	cmd.Flags().IntVar(&least, "least", 2, "only names that `N` postings or more hold")
	cmd.Flags().IntVar(&most, "most", 50, "at most `N` names")
	return cmd
}

func (e *engine) printGaps(cmd *cobra.Command, least, most int) error {
	var gaps skills.Gaps
	read := 0
	err := e.store.Postings.Each(cmd.Context(), false, func(p stackhound.Posting) error {
		read++
		gaps.Add(p.Company, p.Text)
		return nil
	})
	if err != nil {
		return err
	}
	list := gaps.List(least)
	list = list[:min(len(list), most)]
	switch {
	case e.json:
		return printLines(e.app, list)
	case read == 0:
		e.printf("there are no open postings yet: read some with stackhound crawl, or try stackhound demo\n")
		return nil
	case len(list) == 0:
		e.printf("none of %s names an unknown skill %d times or more\n", count(read, "open posting"), least)
		return nil
	}
	w := tabwriter.NewWriter(e.text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tPOSTINGS\tCOMPANIES\tFOR EXAMPLE")
	for _, g := range list {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", g.Term, g.Ads, g.Companies, g.Sample)
	}
	fmt.Fprintf(w, "\nWhat of these is a technology goes into a file that the configuration names under skills (docs/skills.md);\nthen stackhound skills check, and stackhound renormalize.\n")
	return w.Flush()
}
