package crawler_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// wanted returns what the listings are to be, by part; a part that lacks speaks of and that
// has no place is wanted empty.
func (c capture) wanted(t *testing.T, body []byte) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for part, at := range map[string]string{"title": c.title, "company": c.company, "place": c.place, "link": c.link, "day": c.day} {
		if at == "" {
			if part != "title" && part != "link" {
				out[part] = make([]string, c.jobs)
			}
			continue
		}
		values := c.values(t, body, at)
		if len(values) != c.jobs {
			t.Fatalf("%s: the reader of the test found %d values, want %d: %q", part, len(values), c.jobs, values)
		}
		for i, v := range values {
			if part == "day" {
				values[i] = dayOf(t, v)
			}
		}
		out[part] = values
	}
	return out
}

// values finds what stands at a place of each job.
func (c capture) values(t *testing.T, body []byte, at string) []string {
	t.Helper()
	if list, ok := strings.CutPrefix(at, "="); ok {
		return strings.Split(list, "|")
	}
	if before, rest, ok := strings.Cut(at, "{"); ok && strings.HasPrefix(at, "https://") {
		values := c.values(t, body, strings.TrimSuffix(rest, "}"))
		for i, v := range values {
			values[i] = before + html.UnescapeString(v)
		}
		return values
	}
	if strings.HasPrefix(at, "/") {
		return matches(body, at)
	}
	var whole any
	if err := json.Unmarshal(body, &whole); err != nil {
		t.Fatal(err)
	}
	jobs := []any{whole}
	if c.rows != "page" {
		jobs = walk(whole, c.rows)
	}
	var out []string
	for _, job := range jobs {
		if joined(job, c.title) != "" { // one board's first row is its terms
			out = append(out, joined(job, at))
		}
	}
	return out
}

// matches returns what expressions find, those of one row joined by a comma.
func matches(body []byte, at string) (out []string) {
	for n, expr := range strings.Split(strings.Trim(at, "/"), "/+/") {
		for i, m := range regexp.MustCompile(expr).FindAllSubmatch(body, -1) {
			text := strings.Trim(string(bytes.Join(m[1:], []byte("; "))), "; ")
			if n == 0 {
				out = append(out, text)
			} else {
				out[i] += ", " + text
			}
		}
	}
	return out
}

// joined returns the texts at a place of one job.
func joined(job any, at string) string {
	var lists []string
	for list := range strings.SplitSeq(at, "&") {
		var parts []string
		for path := range strings.SplitSeq(list, "+") {
			for _, v := range walk(job, path) {
				if f, ok := v.(float64); ok {
					v = fmt.Sprintf("%.0f", f)
				}
				if s := fold(fmt.Sprint(v)); s != "" && !strings.Contains(at, "+") && slices.Contains(lists, s) {
					continue
				} else if s != "" {
					parts = append(parts, s)
				}
			}
		}
		if strings.Contains(list, "+") {
			parts = []string{strings.Join(parts, ", ")}
		}
		lists = append(lists, parts...)
	}
	return strings.Join(slices.Compact(lists), "; ")
}

// walk is a reader of JSON paths of the test's own: names, "*" for each element, nulls left
// out, lists at the end taken apart.
func walk(v any, path string) []any {
	if list, ok := v.([]any); ok && path != "0" && !strings.HasPrefix(path, "0.") {
		var out []any
		for _, e := range list {
			out = append(out, walk(e, strings.TrimPrefix(strings.TrimPrefix(path, "*"), "."))...)
		}
		return out
	}
	if path == "" {
		if v == nil {
			return nil
		}
		return []any{v}
	}
	name, rest, _ := strings.Cut(path, ".")
	switch v := v.(type) {
	case []any:
		return walk(v[0], rest)
	case map[string]any:
		return walk(v[name], rest)
	}
	return nil
}

// dayOf is the day, in UTC, of a time as the captures write it.
func dayOf(t *testing.T, s string) string {
	t.Helper()
	if regexp.MustCompile(`^\d+$`).MatchString(s) {
		n, _ := json.Number(s).Int64()
		if n > 1e11 {
			n /= 1000
		}
		return time.Unix(n, 0).UTC().Format(time.DateOnly)
	}
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123, "01/02/2006"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC().Format(time.DateOnly)
		}
	}
	return s[:len(time.DateOnly)]
}
