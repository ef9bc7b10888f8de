// Package embedded reads the JSON that HTML pages carry for their own scripts. Everything
// found on a page is one object, in which each piece stands under its name:
//
//	<script id="__NEXT_DATA__" type="application/json">…</script>   __NEXT_DATA__
//	<script>window.__STATE__ = {…};</script>                        __STATE__
//	<script>var jobs = JSON.parse("…")</script>                     jobs
//	<div data-page="{…}">                                           data-page
//	<script type="application/json">…</script>                      json, a list of those without an id
//
// Selectors are JSON paths that begin with such a name: __NEXT_DATA__.props.pageProps.jobs.
package embedded

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/htmlscan"
	"stackhound/internal/jsontree"
)

// Format is the format called embedded in board files.
type Format struct{}

// Bounds on what is looked at: pages have a few pieces, of some hundred KB.
const (
	maxPieces      = 200
	maxAssignments = 500 // looked at in one script
)

// Open finds the JSON of a page. A page without any is no page of the kind.
func (Format) Open(body []byte, _ string) (crawler.Document, error) {
	f := finder{named: map[string]json.RawMessage{}}
	f.page(body)
	if len(f.named) == 0 && len(f.unnamed) == 0 {
		return nil, errors.New("the page carries no JSON")
	}
	if _, taken := f.named["json"]; !taken && len(f.unnamed) > 0 {
		list, _ := json.Marshal(f.unnamed) // each was found to be JSON
		f.named["json"] = list
	}
	whole, err := json.Marshal(f.named)
	if err != nil {
		return nil, err
	}
	root, err := jsontree.Parse(whole)
	if err != nil {
		return nil, err
	}
	return document{root}, nil
}

// finder gathers the pieces of a page. Of two with one name the first counts.
type finder struct {
	named   map[string]json.RawMessage
	unnamed []json.RawMessage
}

func (f *finder) page(body []byte) {
	script, id, kind := false, "", ""
	for tags := htmlscan.NewTokens(body); ; {
		switch tags.Next() {
		case htmlscan.Done:
			return
		case htmlscan.Open:
			f.attributes(tags)
			if script = tags.Name() == "script"; script {
				id, kind = tags.Attr("id"), strings.ToLower(tags.Attr("type"))
			}
		case htmlscan.Text:
			if script {
				f.script(id, kind, tags.Raw())
			}
		case htmlscan.Close:
			script = false
		}
	}
}

// attributes takes the JSON out of attributes that are made to hold it.
func (f *finder) attributes(tag *htmlscan.Tokens) {
	for key, value := range tag.Attrs {
		if strings.HasPrefix(key, "data-") && (strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[")) {
			f.add(key, []byte(value))
		}
	}
}

func (f *finder) script(id, kind string, text []byte) {
	if strings.Contains(kind, "json") {
		f.add(id, text)
		return
	}
	f.assignments(text)
}

func (f *finder) add(name string, text []byte) {
	text = bytes.TrimSpace(text)
	if len(f.named)+len(f.unnamed) >= maxPieces || !json.Valid(text) {
		return
	}
	if name == "" {
		f.unnamed = append(f.unnamed, text)
	} else if _, there := f.named[name]; !there {
		f.named[name] = text
	}
}

// assignment finds the names that scripts assign something to which may be JSON.
var assignment = regexp.MustCompile(`(?:^|[;,{}\s])(?:(?:window|self|globalThis)\.|(?:window|self)\[["']|var\s+|let\s+|const\s+)([\w$]+)(?:["']\])?\s*=\s*(JSON\.parse\(\s*)?([{\["'])`)

// assignments takes the values that a script assigns to names, where they are written as
// JSON: what is to be run is not.
func (f *finder) assignments(text []byte) {
	for range maxAssignments {
		at := assignment.FindSubmatchIndex(text)
		if at == nil {
			return
		}
		name, parsed, value := string(text[at[2]:at[3]]), at[4] >= 0, text[at[6]:]
		size := 1
		if raw, n := decode(value, parsed); n > 0 {
			f.add(name, raw)
			size = n
		}
		text = value[size:]
	}
}

// decode reads the JSON value that a text begins with, or the text of one where a string
// is parsed at run time, and returns it with its length; 0 if there is none.
func decode(text []byte, parsed bool) (raw []byte, size int) {
	if parsed && text[0] == '\'' {
		return single(text)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	var value json.RawMessage
	if text[0] == '\'' || parsed != (text[0] == '"') || d.Decode(&value) != nil {
		return nil, 0
	}
	size = int(d.InputOffset())
	if !parsed {
		return value, size
	}
	var inner string
	if json.Unmarshal(value, &inner) != nil {
		return nil, 0
	}
	return []byte(inner), size
}

// single reads a string in single quotes, whose escapes are those of JSON besides \'.
func single(text []byte) (raw []byte, size int) {
	end := 1
	for end < len(text) && text[end] != '\'' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(text) {
		return nil, 0
	}
	quoted := bytes.ReplaceAll(text[1:end], []byte(`\'`), []byte(`'`))
	var b bytes.Buffer
	b.WriteByte('"')
	for i, c := range quoted {
		if c == '"' && (i == 0 || quoted[i-1] != '\\') {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	b.WriteByte('"')
	var inner string
	if json.Unmarshal(b.Bytes(), &inner) != nil {
		return nil, 0
	}
	return []byte(inner), end + 1
}

type document struct{ jsontree.Node }

// Items returns the elements of the list at spec.Select.
func (d document) Items(spec stackhound.Items) ([]crawler.Node, error) {
	lists := d.Find(spec.Select)
	if len(lists) == 0 {
		return nil, errors.New("the page's JSON has no list at " + spec.Select)
	}
	var rows []jsontree.Node
	for _, list := range lists {
		rows = append(rows, list.Elements()...)
	}
	return crawler.Capped(rows)
}
