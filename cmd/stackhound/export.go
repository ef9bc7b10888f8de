package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/search"
)

// exportRow is one posting as export prints it.
type exportRow struct {
	ID        string                `json:"id"`
	Title     string                `json:"title"`
	Company   string                `json:"company"`
	Sources   []exportSource        `json:"sources"`
	Workplace stackhound.Workplace  `json:"workplace"`
	Locations []stackhound.Location `json:"locations"`
	Salary    *stackhound.Pay       `json:"salary"`
	Stack     stackhound.Stack      `json:"stack"`
	Seniority []string              `json:"seniority"`
	FirstSeen time.Time             `json:"first_seen"`
	LastSeen  time.Time             `json:"last_seen"`
	ClosedAt  *time.Time            `json:"closed_at"`
}

type exportSource struct {
	Board       string    `json:"board"`
	URL         string    `json:"url"`
	Title       string    `json:"title"`
	Company     string    `json:"company"`
	FirstSeen   time.Time `json:"first_seen"`
	Attribution string    `json:"attribution,omitempty"`
}

func (a *app) exportCommand() *cobra.Command {
	var format, query string
	var all bool
	cmd := &cobra.Command{
		Use: "export", Short: "Write the open postings, one a line", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, flush, err := a.exportWriter(format)
			if err != nil {
				return err
			}
			e, err := a.openReader(cmd.Context())
			if err != nil {
				return err
			}
			defer e.close()
			if err := e.eachExported(cmd.Context(), query, all, write); err != nil {
				return err
			}
			return flush()
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or csv")
	cmd.Flags().StringVar(&query, "query", "", "only postings that match this `QUERY`")
	cmd.Flags().BoolVar(&all, "all", false, "closed postings too")
	return cmd
}

func (a *app) exportWriter(format string) (write func(exportRow) error, flush func() error, err error) {
	switch format {
	case "jsonl":
		return func(r exportRow) error { return a.printJSON(r) }, func() error { return nil }, nil
	case "csv":
		w := csv.NewWriter(a.text)
		err := w.Write([]string{"id", "title", "company", "workplace", "locations", "salary", "stack", "seniority", "first_seen", "last_seen", "closed_at", "url", "sources"})
		flush := func() error { w.Flush(); return w.Error() }
		return func(r exportRow) error { return w.Write(r.csv()) }, flush, err
	}
	return nil, nil, stackhound.Errorf(stackhound.CodeInvalid, "--format %q is not known", format).WithHint("use jsonl or csv")
}

// eachExported hands out the rows of the postings that answer a query ("" for all).
func (e *engine) eachExported(ctx context.Context, query string, all bool, write func(exportRow) error) error {
	if _, err := search.Parse(query); err != nil {
		return err
	}
	return e.store.Postings.Each(ctx, all, func(p stackhound.Posting) error {
		if query != "" {
			if found, err := e.holds(query, p); err != nil || !found {
				return err
			}
		}
		return write(e.newExportRow(p))
	})
}

// newExportRow shows a posting as an export does, each source named as its terms ask.
func (e *engine) newExportRow(p stackhound.Posting) exportRow {
	row := exportRow{
		ID: p.ID, Title: p.Title, Company: p.Company, Workplace: p.Workplace, Locations: p.Locations, Salary: p.Salary,
		Stack: p.Stack, Seniority: p.Seniority, FirstSeen: p.FirstSeen, LastSeen: p.LastSeen,
	}
	if !p.Open() {
		row.ClosedAt = &p.ClosedAt
	}
	for _, s := range p.Sources {
		terms := e.terms(s.Board)
		if !terms.Allows(stackhound.OutletExport, s.FirstSeen, e.clock.Now()) || p.Open() && s.State == stackhound.ListingClosed {
			continue // a link of an open posting leads to the job
		}
		row.Sources = append(row.Sources, exportSource{s.Board, s.URL, s.Title, s.Company, s.FirstSeen, cmp.Or(terms.Attribution.Name, s.Board)})
	}
	return row
}

func (r exportRow) csv() []string {
	var places, urls []string
	for _, l := range r.Locations {
		places = append(places, l.String())
	}
	for _, s := range r.Sources {
		urls = append(urls, s.URL)
	}
	pay, closed, first := "", "", ""
	if r.Salary != nil {
		pay = r.Salary.String()
	}
	if r.ClosedAt != nil {
		closed = r.ClosedAt.Format(time.RFC3339)
	}
	if len(urls) > 0 {
		first = urls[0]
	}
	cells := []string{
		r.ID, r.Title, r.Company, r.Workplace.String(), strings.Join(places, "; "), pay, strings.Join(r.Stack.All(), " "),
		strings.Join(r.Seniority, " "), r.FirstSeen.Format(time.RFC3339), r.LastSeen.Format(time.RFC3339), closed, first, strings.Join(urls, " "),
	}
	for i, c := range cells {
		cells[i] = neutral(c)
	}
	return cells
}

// neutral keeps a spreadsheet from reading a cell as a formula (OWASP ASVS 5.0, 1.2.10).
func neutral(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
