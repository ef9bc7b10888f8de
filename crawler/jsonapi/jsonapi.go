// Package jsonapi reads answers that are one JSON value, as the interfaces of job boards
// give them. Selectors are the paths of package jsontree.
package jsonapi

import (
	"fmt"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/jsontree"
)

// Format is the format called json in board files.
type Format struct{}

// Open reads the whole body as one JSON value.
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	root, err := jsontree.Parse(body)
	if err != nil {
		return nil, err
	}
	return document{root}, nil
}

// Trim keeps the first elements of every array.
func (Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	return jsontree.Shorten(body, spec.Skip+keep)
}

type document struct{ jsontree.Node }

// Items returns the elements of the list at spec.Select. A path that leads nowhere is an
// error: an answer of another shape must not pass for a list without rows.
func (d document) Items(spec stackhound.Items) ([]crawler.Node, error) {
	lists := d.Find(spec.Select)
	if len(lists) == 0 {
		return nil, fmt.Errorf("there is no list at %q", spec.Select)
	}
	var rows []jsontree.Node
	for _, list := range lists {
		rows = append(rows, list.Elements()...)
	}
	return crawler.Capped(rows)
}
