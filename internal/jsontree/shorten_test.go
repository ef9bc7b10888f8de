package jsontree

import "testing"

func TestShorten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"the order of members, numbers and markup stay", `{"b": 1.50, "a": "<&>", "n": null}`, "{\n \"b\": 1.50,\n \"a\": \"<&>\",\n \"n\": null\n}"},
		{"every array is cut", `[[1,2,3],{"a":[4,5,6]},7]`, "[\n [\n  1,\n  2\n ],\n {\n  \"a\": [\n   4,\n   5\n  ]\n }\n]"},
		{"nothing in it", `[]`, `[]`},
		{"no JSON", `{"a": [1,`, `{"a": [1,`},
	} {
		if got := string(Shorten([]byte(tt.text), 2)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}
