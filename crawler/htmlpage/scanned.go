package htmlpage

import (
	"bytes"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/htmlscan"
)

// For returns a format that reads only some fields, and so can read most pages without
// building a tree of them. It finds what Format finds.
func (f Format) For(fields ...stackhound.Field) crawler.Format {
	s := scanner{at: map[htmlscan.Want]int{}}
	var wants []htmlscan.Want
	for _, field := range fields {
		for n, x := range field {
			for _, w := range allWants(x) {
				if _, ok := htmlscan.Compile([]htmlscan.Want{w}); !ok {
					if n == 0 {
						return f // each page would need its tree all the same
					}
					continue
				}
				if _, ok := s.at[w]; !ok {
					s.at[w] = len(wants)
					wants = append(wants, w)
				}
			}
		}
	}
	plan, ok := htmlscan.Compile(wants)
	if !ok || len(wants) == 0 {
		return f
	}
	s.plan = plan
	return s
}

// allWants are the parts of an Extract that are read from the page, those of its further
// selectors included.
func allWants(x stackhound.Extract) []htmlscan.Want {
	if x.Template != "" {
		return nil
	}
	wants := []htmlscan.Want{want(x)}
	for _, also := range x.Also {
		x.Select = also
		wants = append(wants, want(x))
	}
	return wants
}

// want is the part of an Extract that is read from the page.
func want(x stackhound.Extract) htmlscan.Want {
	switch {
	case x.Attr != "":
		return htmlscan.Want{Select: x.Select, Attr: x.Attr}
	case x.HTML:
		return htmlscan.Want{Select: x.Select, HTML: true}
	}
	return htmlscan.Want{Select: x.Select, Own: x.Own}
}

// scanner is a Format for known fields.
type scanner struct {
	plan *htmlscan.Plan
	at   map[htmlscan.Want]int
}

// Open reads the fields at once. A page that only a tree can tell gets one.
func (s scanner) Open(body []byte, url string) (crawler.Document, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, errEmpty
	}
	values, ok := s.plan.Read(body)
	if !ok {
		return Format{}.Open(body, url)
	}
	return &scanned{scanner: s, body: body, values: values}, nil
}

// scanned is a page whose fields have been read.
type scanned struct {
	scanner
	body   []byte
	values [][]string
	tree   crawler.Document // for what else is asked; nil: not needed so far
}

func (s *scanned) Values(x stackhound.Extract) []string {
	if i, ok := s.at[want(x)]; ok {
		return s.values[i]
	}
	if doc := s.grown(); doc != nil {
		return doc.Values(x)
	}
	return nil
}

func (s *scanned) Items(spec stackhound.Items) ([]crawler.Node, error) {
	if doc := s.grown(); doc != nil {
		return doc.Items(spec)
	}
	return nil, nil
}

// grown returns the page's tree, nil if it can have none.
func (s *scanned) grown() crawler.Document {
	if s.tree == nil {
		s.tree, _ = Format{}.Open(s.body, "")
	}
	return s.tree
}
