package crawler

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"stackhound"
)

// call is one request for a page of the list.
type call struct {
	address string // with a body, what tells it from others of the address stands behind a #
	body    []byte // nil: a GET
	kind    string // Content-Type of the body
}

// told are the names that tell the requests of one address apart.
var told = []string{"tenant", "start", "page", "cursor"}

// call makes a request of a template and a body, with what their names stand for now.
func (p *pass) call(template string, payload *stackhound.Payload) (call, error) {
	address, err := p.expand(withCursor(template, p.vars["cursor"]))
	if err != nil || payload == nil {
		return call{address: address}, err
	}
	body, kind, err := encode(*payload, p.vars)
	if err != nil {
		return call{}, p.invalid("the body for %q: %w", template, err)
	}
	mark := url.Values{}
	for _, name := range told {
		if v := p.vars[name]; v != "" {
			mark.Set(name, v)
		}
	}
	return call{address + "#" + mark.Encode(), body, kind}, nil
}

// withCursor puts the cursor into the query of an address; the first request has none, and
// the parameter is left out of it.
func withCursor(template, cursor string) string {
	before, query, found := strings.Cut(template, "?")
	if !found || !strings.Contains(query, "{cursor}") {
		return template
	}
	if cursor != "" {
		return before + "?" + strings.ReplaceAll(query, "{cursor}", url.QueryEscape(cursor))
	}
	var kept []string
	for param := range strings.SplitSeq(query, "&") {
		if !strings.Contains(param, "{cursor}") {
			kept = append(kept, param)
		}
	}
	if len(kept) == 0 {
		return before
	}
	return before + "?" + strings.Join(kept, "&")
}

// encode writes a body down. Values are escaped as its kind asks for; the query of a
// GraphQL body stands as it is, since braces are its grammar.
func encode(payload stackhound.Payload, vars map[string]string) (body []byte, kind string, err error) {
	if payload.Form != nil {
		form := url.Values{}
		for name, text := range payload.Form {
			for _, v := range expand(text, vars) {
				form.Set(name, v)
			}
		}
		return []byte(form.Encode()), "application/x-www-form-urlencoded", nil
	}
	var whole any
	if g := payload.GraphQL; g != nil {
		variables, _ := fillJSON(map[string]any(g.Variables), vars)
		whole = map[string]any{"query": g.Query, "variables": variables}
	} else {
		whole, _ = fillJSON(map[string]any(payload.JSON), vars)
	}
	body, err = json.Marshal(whole)
	return body, "application/json", err
}

// fillJSON copies a value with its placeholders filled. What names something without a
// value is left out: has is false then.
func fillJSON(v any, vars map[string]string) (filled any, has bool) {
	switch v := v.(type) {
	case string:
		return fillText(v, vars)
	case []any:
		list := []any{}
		for _, e := range v {
			if f, ok := fillJSON(e, vars); ok {
				list = append(list, f)
			}
		}
		return list, true
	case stackhound.JSON:
		return fillJSON(map[string]any(v), vars)
	case map[string]any:
		object := map[string]any{}
		for name, e := range v {
			if f, ok := fillJSON(e, vars); ok {
				object[name] = f
			}
		}
		return object, true
	}
	return v, true
}

// fillText fills a text. One that is nothing but a count becomes a number.
func fillText(text string, vars map[string]string) (filled any, has bool) {
	values := expand(text, vars)
	if len(values) == 0 {
		return nil, false
	}
	if text == "{page}" || text == "{offset}" {
		if n, err := strconv.Atoi(values[0]); err == nil {
			return n, true
		}
	}
	return values[0], true
}
