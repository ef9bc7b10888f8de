package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/spf13/cobra"

	"stackhound"
	"stackhound/understand/identity"
	"stackhound/understand/normalize"
)

// maxLine bounds one line of input: an ad with its HTML.
const maxLine = 4 << 20

// rawLine is one ad as the plumbing commands read it.
type rawLine struct {
	ID  string `json:"id"`
	Raw struct {
		Board       string          `json:"board"`
		Title       string          `json:"title"`
		Company     string          `json:"company"`
		Location    string          `json:"location"`
		Salary      string          `json:"salary"`
		Tags        json.RawMessage `json:"tags"`
		Description string          `json:"description"`
		HTML        json.RawMessage `json:"html"` // the markup, or true where the description is markup
	} `json:"raw"`
	ApplyURL string `json:"apply_url"`
	Created  string `json:"created"`
}

// listing returns the ad as a listing of its board.
func (r rawLine) listing() stackhound.Listing {
	l := stackhound.Listing{
		ListingKey: stackhound.ListingKey{Board: r.Raw.Board, ID: r.ID}, ApplyURL: r.ApplyURL, Title: r.Raw.Title, Company: r.Raw.Company,
		Location: r.Raw.Location, Salary: r.Raw.Salary, Tags: texts(r.Raw.Tags), Description: r.Raw.Description,
	}
	if markup := texts(r.Raw.HTML); len(markup) > 0 {
		l.HTML = markup[0]
	} else if string(r.Raw.HTML) == "true" {
		l.Description, l.HTML = "", l.Description
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, r.Created); err == nil {
			l.Posted, l.FirstSeen = t, t
			break
		}
	}
	return l
}

// texts accepts a list of texts or one text; anything else is none.
func texts(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one string
	if json.Unmarshal(raw, &one) == nil && one != "" {
		return []string{one}
	}
	return nil
}

// eachLine decodes JSON lines, at most maxLine bytes each, and names the line that fails.
func eachLine(r io.Reader, name string, visit func(rawLine) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var line rawLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s, line %d: %w", name, n, err).WithHint(`each line is {"id", "raw": {"board", "title", …}}`)
		}
		if err := visit(line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "%s, line %d: %w", name, n+1, err)
	}
	return nil
}

// defaultsOf returns what the boards say of all their listings, by board name.
func (a *app) defaultsOf() (map[string]stackhound.Defaults, error) {
	boards, err := a.loadBoards()
	defaults := map[string]stackhound.Defaults{}
	for _, b := range boards {
		defaults[b.Name] = b.Defaults
	}
	return defaults, err
}

func (a *app) normalizeCommand() *cobra.Command {
	var merge bool
	cmd := &cobra.Command{
		Use: "normalize", Long: `Reads lines {"id", "raw": {"board", "title", "company", "location", "salary", "tags", "description", "html"}} and prints lines
{"id", "posting": {…}}; html is the markup, or true where the description is markup. Other keys are left aside.`, Short: "Plumbing: read ads as JSON lines, print what they say (or, with --merge, which are one job)", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if merge {
				return a.merge()
			}
			defaults, err := a.defaultsOf()
			if err != nil {
				return err
			}
			return eachLine(a.stdin, "standard input", func(line rawLine) error {
				l := line.listing()
				return a.printJSON(map[string]any{"id": line.ID, "posting": normalize.Read(l, defaults[l.Board])})
			})
		},
	}
	cmd.Flags().BoolVar(&merge, "merge", false, `print {"id", "posting": key}: ads of one job share the key`)
	return cmd
}

// merge groups the ads of standard input into jobs. The key of a job is its posting's id.
func (a *app) merge() error {
	var linked []stackhound.Linked
	err := eachLine(a.stdin, "standard input", func(line rawLine) error {
		linked = append(linked, stackhound.Linked{Listing: line.listing()})
		return nil
	})
	if err != nil {
		return err
	}
	read := identity.Reader{Parts: func(l stackhound.Listing) []stackhound.Part {
		return []stackhound.Part{{Title: l.Title, Text: normalize.Text(l), Ad: normalize.Read(l, stackhound.Defaults{})}} // the ad as a whole: a line has one key
	}}
	for _, link := range identity.Resolve(linked, nil, read).Links {
		if err := a.printJSON(map[string]string{"id": link.Listing.ID, "posting": link.Posting}); err != nil {
			return err
		}
	}
	return nil
}
