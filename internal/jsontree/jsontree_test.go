package jsontree

import (
	"slices"
	"strings"
	"testing"

	"stackhound"
)

func TestValues(t *testing.T) {
	t.Parallel()
	root, err := Parse([]byte(`{"id": 12345678901234567890, "rate": 1.50, "open": true, "none": null, "tags": ["go", null, 3],
		"place": {"city": "Graz"}, "places": [{"city": "Linz"}, {"city": "Wels"}, {}], "deep": [[1], [2]],
		"parts": [{"kind": "head", "h": "A", "t": "a"}, {"kind": "foot", "t": "b", "h": "B"}], "odd|key": "x", "o=k": "y"}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"id":            "12345678901234567890",
		"rate":          "1.50",
		"open":          "true",
		"none":          "",
		"missing":       "",
		"id.deeper":     "",
		"tags":          "go,3",
		"tags.0":        "go",
		"tags.9":        "",
		"tags.*":        "go,3",
		"place":         "",
		"place.city":    "Graz",
		"place.*.city":  "Graz",
		"places.*.city": "Linz,Wels",
		"places.city":   "Linz,Wels",
		"places.1.city": "Wels",
		"deep.*":        "1,2",

		"parts.*.h|t":          "A,a,B,b",
		"parts.h|none|t":       "A,a,B,b",
		"parts.*.kind=foot.t":  "b",
		"parts.kind=foot.h":    "B",
		"parts.kind=none.h":    "",
		"place.city=Graz.city": "Graz",
		"odd|key":              "x",
		"o=k":                  "y",
	} {
		if got := root.Values(stackhound.Extract{Select: path}); strings.Join(got, ",") != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestParseNamesThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                 "the JSON breaks off at byte 0",
		`{"a": [1, 2`:      "the JSON breaks off at byte 11",
		"<html>":           "not JSON at byte 1:",
		`{"a": 1} {}`:      "more text follows the JSON value at byte",
		`{"a": 1,}`:        "not JSON at byte 9:",
		"\ufeff{\"a\": 1}": "",
	} {
		_, err := Parse([]byte(text))
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	root, err := Parse([]byte(`{"b": {"k": 1, "inner": {"k": 2}}, "a": [{"k": 3}, {"x": {"k": 4}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range root.Objects(func(n Node) bool { return len(n.Find("k")) > 0 }) {
		got = append(got, n.Values(stackhound.Extract{Select: "k"})...)
	}
	if !slices.Equal(got, []string{"3", "4", "1"}) {
		t.Errorf("found %q", got)
	}
}

func TestParseBoundsWhatItHolds(t *testing.T) {
	t.Parallel()
	object := `{"a": "x,{[\",\\", "b": 1},` // three values
	many := func(n int) []byte { return []byte("[" + strings.Repeat(object, n) + `null]`) }
	if _, err := Parse(many(maxValues/3 - 1)); err != nil {
		t.Error(err)
	}
	if _, err := Parse(many(maxValues/3 + 1)); err == nil || !strings.Contains(err.Error(), "more than the 500000 allowed") {
		t.Errorf("too many values: %v", err)
	}
}

// TestObjectsOfADeepText has objects below thousands of levels: what is found must not be
// copied at each.
func TestObjectsOfADeepText(t *testing.T) {
	const depth, wide = 5000, 20_000
	text := strings.Repeat("[", depth) + strings.Repeat(`{"k": 1},`, wide) + "0" + strings.Repeat("]", depth)
	root, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	keep := func(Node) bool { return true }
	if n := len(root.Objects(keep)); n != wide {
		t.Errorf("%d objects, want %d", n, wide)
	}
	if n := testing.AllocsPerRun(1, func() { root.Objects(keep) }); n > 100 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"a": [{"b": 1}]}`), "a.*.b")
	f.Add([]byte(`[`), "0")
	f.Fuzz(func(t *testing.T, text []byte, path string) {
		root, err := Parse(text)
		if err == nil {
			root.Values(stackhound.Extract{Select: path})
			root.Elements()
		}
	})
}
