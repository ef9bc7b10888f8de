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
		"place": {"city": "Graz"}, "places": [{"city": "Linz"}, {"city": "Wels"}, {}], "deep": [[1], [2]]}`))
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
