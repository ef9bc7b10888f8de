// Package jsontree reads JSON of unknown shape and finds values in it by path.
//
// A path is names and array indexes joined by dots: a.b.0.c. A "*" stands for each
// element of an array; a single object, where an array may stand, counts as its own only
// element, and a name asked of an array is asked of each element. So one path reads
// {"place": {"city": "Graz"}} and {"place": [{"city": "Graz"}]} alike.
//
// Two parts of a path choose: a|b is a, then b, of the same object, and name=value keeps
// the objects whose name is that text. A key that is written so wins over both.
package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"stackhound"
)

// Node is a JSON value: a map, a slice, a string, a json.Number, a bool or nil.
type Node struct{ value any }

// maxValues bounds the values of a text, since in memory each takes far more room than
// its two bytes in the text may show. The largest answers met have some 50,000.
const maxValues = 500_000

// Parse reads one JSON value that makes up the whole text. Numbers keep their digits.
// The error says at which byte the text stops being JSON, or that there is too much in it.
func Parse(text []byte) (Node, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if n := countValues(text); n > maxValues {
		return Node{}, fmt.Errorf("the JSON holds %d values, more than the %d allowed", n, maxValues)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return Node{}, describe(err, d.InputOffset(), len(text))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Node{}, fmt.Errorf("more text follows the JSON value at byte %d", d.InputOffset())
	}
	return Node{v}, nil
}

// countValues returns how many values there are in a JSON text, give or take its empty
// arrays and objects: one, and another after each comma and opening bracket.
func countValues(text []byte) int {
	n, inString := 1, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			i++
		case !inString && (c == ',' || c == '{' || c == '['):
			n++
		}
	}
	return n
}

func describe(err error, at int64, size int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the JSON breaks off at byte %d", size)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = syntax.Offset
	}
	return fmt.Errorf("not JSON at byte %d: %w", at, err)
}

// Find returns what stands at the path; nulls and missing values are left out. The empty
// path is the node itself.
func (n Node) Find(path string) []Node {
	found := []any{n.value}
	if path != "" {
		for name := range strings.SplitSeq(path, ".") {
			var next []any
			for _, v := range found {
				next = step(next, v, name)
			}
			found = next
		}
	}
	var out []Node
	for _, v := range found {
		if v != nil {
			out = append(out, Node{v})
		}
	}
	return out
}

// step appends what one part of a path leads to.
func step(out []any, v any, name string) []any {
	switch v := v.(type) {
	case map[string]any:
		return member(out, v, name)
	case []any:
		if name == "*" {
			return append(out, v...)
		}
		if i, err := strconv.Atoi(name); err == nil {
			if i >= 0 && i < len(v) {
				out = append(out, v[i])
			}
			return out
		}
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = member(out, m, name)
			}
		}
	}
	return out
}

// member appends what one part of a path leads to in an object.
func member(out []any, m map[string]any, name string) []any {
	if v, ok := m[name]; ok {
		return append(out, v)
	}
	if name == "*" {
		return append(out, m)
	}
	if key, value, ok := strings.Cut(name, "="); ok {
		if slices.Contains(Node{m[key]}.texts(nil), value) {
			out = append(out, m)
		}
		return out
	}
	if !strings.Contains(name, "|") {
		return out
	}
	for one := range strings.SplitSeq(name, "|") {
		out = append(out, m[one])
	}
	return out
}

// Elements returns the elements of an array without its nulls, and the node itself if it
// is an object.
func (n Node) Elements() []Node {
	var out []Node
	switch v := n.value.(type) {
	case map[string]any:
		out = append(out, n)
	case []any:
		for _, e := range v {
			if e != nil {
				out = append(out, Node{e})
			}
		}
	}
	return out
}

// Values returns the texts at x.Select: strings as they are, numbers with their own
// digits, true and false. Of an array it returns each element; objects have no text.
func (n Node) Values(x stackhound.Extract) []string {
	var out []string
	for _, found := range n.Find(x.Select) {
		out = found.texts(out)
	}
	return out
}

func (n Node) texts(out []string) []string {
	switch v := n.value.(type) {
	case string:
		return append(out, v)
	case json.Number:
		return append(out, v.String())
	case bool:
		return append(out, strconv.FormatBool(v))
	case []any:
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				out = Node{e}.texts(out)
			}
		}
	}
	return out
}

// Object returns the members of an object, which may be changed in place.
func (n Node) Object() (map[string]any, bool) {
	m, ok := n.value.(map[string]any)
	return m, ok
}

// Objects returns every object within the node for which keep holds, outermost first. It
// does not look inside those it returns.
func (n Node) Objects(keep func(Node) bool) []Node {
	return n.objects(nil, keep)
}

func (n Node) objects(out []Node, keep func(Node) bool) []Node {
	switch v := n.value.(type) {
	case map[string]any:
		if keep(n) {
			return append(out, n)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = Node{v[name]}.objects(out, keep)
		}
	case []any:
		for _, e := range v {
			out = Node{e}.objects(out, keep)
		}
	}
	return out
}
