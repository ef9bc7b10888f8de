// Package thread reads "who is hiring" threads: a discussion as the Algolia API of Hacker
// News gives it (items/{id}: a tree of comments), where each comment below the top is one
// employer's ad and opens with a line such as
//
//	Company | Role | Place | REMOTE | Full-time | $120k | https://example.com
//
// Only the company's place, the first, is customary; the rest come in any order. It also
// reads the search that finds the newest such thread, and the site's own interface (Firebase:
// v0/user, v0/item), in which each comment is an answer of its own.
package thread

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/jsontree"
)

// Format is the format called thread in board files. Beside the comment's own JSON
// fields (id, text, author, created_at_i …) an item has what its first line says: title,
// company, location, workplace, employment, salary and url, the first address it names.
// Of an answer to a search, newest_hiring is the id of the newest "Who is hiring?" thread.
type Format struct{}

// Open reads the item that heads a discussion, an answer to a search, a user with what he
// submitted, or a single comment. One that is deleted or killed is crawler.ErrOver.
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	root, err := jsontree.Parse(body)
	if err != nil {
		return nil, err
	}
	if over(root) {
		return nil, crawler.ErrOver
	}
	if text := value(root, "text"); value(root, "type") == "comment" && text != "" {
		return single{comment{root, readHeader(text)}}, nil
	}
	for _, name := range []string{"children", "hits", "kids", "submitted"} {
		if len(root.Find(name)) > 0 {
			return document{root}, nil
		}
	}
	return nil, errors.New("not a discussion: there are neither children nor hits, kids or submitted in it")
}

// Trim keeps the first elements of every array.
func (Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	return jsontree.Shorten(body, spec.Skip+keep)
}

// over tells whether an item is no more. The site's own interface gives null for one that
// never was.
func over(n jsontree.Node) bool {
	return len(n.Find("")) == 0 || value(n, "deleted") == "true" || value(n, "dead") == "true"
}

// single is one comment, as an answer of its own.
type single struct{ comment }

// Items returns the comment itself.
func (s single) Items(stackhound.Items) ([]crawler.Node, error) {
	return []crawler.Node{s.comment}, nil
}

type document struct{ jsontree.Node }

// Items returns the comments below the top that were neither deleted nor killed, or their
// ids where there are no more. A thread
// in which people offer themselves is refused: its comments are no ads.
func (d document) Items(stackhound.Items) ([]crawler.Node, error) {
	if title := value(d.Node, "title"); seeking.MatchString(title) {
		return nil, fmt.Errorf("not a thread of employers: it is called %.200q", title)
	}
	var found []comment
	for _, kid := range d.Find("children.*") {
		if text := value(kid, "text"); text != "" && !over(kid) {
			found = append(found, comment{kid, readHeader(text)})
		}
	}
	if kids := d.Find("kids.*"); len(found) == 0 && len(kids) > 0 {
		return crawler.Capped(kids)
	}
	return crawler.Capped(found)
}

// Values returns what stands at the JSON path, and for newest_hiring what the search found.
func (d document) Values(x stackhound.Extract) []string {
	if x.Select != "newest_hiring" {
		return d.Node.Values(x)
	}
	newest, id := int64(-1), ""
	for _, hit := range d.Find("hits.*") {
		created, _ := strconv.ParseInt(value(hit, "created_at_i"), 10, 64)
		if hiring.MatchString(value(hit, "title")) && created > newest {
			newest, id = created, value(hit, "objectID")
		}
	}
	return some(id)
}

// How the monthly threads of the same author are called: those of employers, and those of
// people who seek work.
var (
	hiring  = regexp.MustCompile(`(?i)\bwho is hiring\b`)
	seeking = regexp.MustCompile(`(?i)\bwants to be hired\b|\bseeking freelancer\b`)
)

func value(n jsontree.Node, path string) string {
	return strings.Join(n.Values(stackhound.Extract{Select: path}), "")
}

// comment is one ad.
type comment struct {
	json   jsontree.Node
	header header
}

// Values returns what the first line says for the names it knows, else what stands at
// the JSON path.
func (c comment) Values(x stackhound.Extract) []string {
	h := c.header
	switch x.Select {
	case "title":
		return some(h.title)
	case "company":
		return some(h.company)
	case "location":
		return some(strings.Join(h.places, "; "))
	case "workplace":
		return h.workplace
	case "employment":
		return h.employment
	case "salary":
		return some(h.salary)
	case "url":
		return some(h.url)
	}
	return c.json.Values(x)
}

func some(s string) []string {
	return slices.DeleteFunc([]string{s}, func(s string) bool { return s == "" })
}
