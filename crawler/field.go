package crawler

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"stackhound"
)

// expressions keeps compiled expressions: there are as many as the board files hold.
var expressions sync.Map

// expression compiles an expression of a board file, which was checked when it was loaded;
// an expression that does not compile matches nothing.
func expression(expr string) *regexp.Regexp {
	if r, ok := expressions.Load(expr); ok {
		return r.(*regexp.Regexp)
	}
	r, err := regexp.Compile(expr)
	if err != nil {
		r = regexp.MustCompile(`[^\s\S]`)
	}
	expressions.Store(expr, r)
	return r
}

// ReadFields reads every field of a node that yields a value. vars holds what templates
// may name beside the fields read before: base, start, and for a detail page the values
// of the list. Fields made by templates are read last, in the order of FieldNames.
func ReadFields(n Node, fields stackhound.Fields, vars map[string]string) map[string][]string {
	out := map[string][]string{}
	known := map[string]string{}
	maps.Copy(known, vars)
	for _, late := range []bool{false, true} {
		for _, name := range stackhound.FieldNames {
			field, ok := fields[name]
			if !ok || hasTemplate(field) != late {
				continue
			}
			if values := ReadField(n, field, known); len(values) > 0 {
				out[name] = values
				known[name] = values[0]
			}
		}
	}
	return out
}

func hasTemplate(f stackhound.Field) bool {
	return slices.ContainsFunc(f, func(x stackhound.Extract) bool { return x.Template != "" })
}

// ReadField returns the values of the first alternative that yields any, trimmed and
// without empty ones. A time with a unit comes back in RFC 3339.
func ReadField(n Node, f stackhound.Field, vars map[string]string) []string {
	for _, x := range f {
		if values := read(n, x, vars); len(values) > 0 {
			return values
		}
	}
	return nil
}

// read applies all parts of one alternative.
func read(n Node, x stackhound.Extract, vars map[string]string) []string {
	var out []string
	for _, v := range raw(n, x, vars) {
		for _, part := range refine(x, v, vars["now"]) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	if x.Join != "" && len(out) > 1 {
		return []string{strings.Join(out, x.Join)}
	}
	return out
}

// raw returns the values as they stand in the answer.
func raw(n Node, x stackhound.Extract, vars map[string]string) []string {
	if x.Template != "" {
		return expand(x.Template, vars)
	}
	out := n.Values(x)
	for _, also := range x.Also {
		x.Select = also
		out = append(out, n.Values(x)...)
	}
	return out
}

// refine takes one raw value through decode, regex, split, not, is/then and unit. now is
// when the answer was had, in RFC 3339.
func refine(x stackhound.Extract, v, now string) []string {
	for range x.Decode {
		v = html.UnescapeString(v)
	}
	if x.Regex != "" {
		groups := expression(x.Regex).FindStringSubmatch(v)
		switch {
		case groups == nil:
			return nil
		case len(groups) > 1:
			v = groups[1]
		default:
			v = groups[0]
		}
	}
	parts := split(x.Split, v)
	if x.Not != "" {
		not := expression(x.Not)
		parts = slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return not.MatchString(strings.TrimSpace(p)) })
	}
	if x.Is != "" {
		parts = translate(parts, x)
	}
	if x.Unit != "" {
		return times(parts, x.Unit, now)
	}
	return parts
}

// times writes times down in RFC 3339. What is no time stays as it is, and one that is told
// by its distance from now but cannot be reckoned is no value.
func times(parts []string, unit, now string) (out []string) {
	for _, p := range parts {
		t, err := ParseTime(p, unit)
		if err != nil && unit == relative {
			if t, err = relativeTime(p, now); err != nil {
				continue
			}
		}
		if err == nil {
			p = t.Format(time.RFC3339)
		}
		out = append(out, p)
	}
	return out
}

// split cuts a value as the rule says; a part that does not exist is no value.
func split(s *stackhound.Split, v string) []string {
	if s == nil || s.By == "" {
		return []string{v}
	}
	parts := strings.Split(v, s.By)
	if i := strings.LastIndex(v, s.By); s.Last && i >= 0 {
		parts = []string{v[:i], v[i+len(s.By):]}
	}
	if s.Each {
		return parts
	}
	at := s.Take
	if at < 0 {
		at += len(parts)
	}
	if at < 0 || at >= len(parts) {
		return nil
	}
	return parts[at : at+1]
}

// translate keeps Then for each value that matches Is.
func translate(parts []string, x stackhound.Extract) []string {
	is := expression(x.Is)
	var out []string
	for _, p := range parts {
		if is.MatchString(strings.TrimSpace(p)) {
			out = append(out, x.Then)
		}
	}
	return out
}

// expand fills a template; a name without a value makes the whole template void, so
// that no half address is ever built.
func expand(template string, vars map[string]string) []string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return []string{b.String()}
		}
		name, after, closed := strings.Cut(rest, "}")
		value := vars[name]
		if !closed || value == "" {
			return nil
		}
		b.WriteString(value)
		template = after
	}
}
