package embedded

import (
	"strings"
	"testing"

	"stackhound"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, path, want string }{
		{"by id", `<script id="__NEXT_DATA__" type="application/json">{"props": {"jobs": [{"t": "Go &amp; SQL"}]}}</script>`, "__NEXT_DATA__.props.jobs.*.t", "Go &amp; SQL"},
		{"window", `<script>window.__STATE__ = {"a": "};", "b": [1]}; run({"a": 2})</script>`, "__STATE__.a", "};"},
		{"by brackets", `<script>window["state"]={"a": "x"}</script>`, "state.a", "x"},
		{"var", `<script>"use strict"; var jobs = [{"t": "x"}, {"t": "y"}], n = 3;</script>`, "jobs.t", "x|y"},
		{"the first counts", `<script>let a = {"t": "x"}; a = {"t": "y"}; const a = {"t": "z"}</script>`, "a.t", "x"},
		{"parsed", `<script>window.S = JSON.parse("{\"a\": \"b \\\"c\\\"\"}");</script>`, "S.a", `b "c"`},
		{"parsed, single quotes", `<script>window.S = JSON.parse('{"a": "it\'s"}');</script>`, "S.a", "it's"},
		{"attribute", `<div id="app" data-page="{&quot;props&quot;: {&quot;t&quot;: &quot;R&amp;amp;D&quot;}}"></div>`, "data-page.props.t", "R&amp;D"},
		{"without a name", `<script type="application/json">{"a": 1}</script><script type="application/ld+json">{"a": 2}</script>`, "json.*.a", "1|2"},
		{"a broken one beside it", `<script>window.bad = {a: 1}; window.good = {"a": 1}</script>`, "good.a", "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Format{}.Open([]byte("<html><body>"+tt.page+"</body></html>"), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(doc.Values(stackhound.Extract{Select: tt.path}), "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(`<script>var jobs = [{"t": "x"}, null, {"t": "y"}]</script>`), "")
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := doc.Items(stackhound.Items{Select: "jobs"}); err != nil || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if _, err := doc.Items(stackhound.Items{Select: "posts"}); err == nil {
		t.Error("a path that leads nowhere passes for an empty list")
	}
}

func TestNoJSON(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"", "<html></html>", `<script>run()</script>`, `<script>var a = {b: 1}</script>`, `<script type="application/json">{</script>`} {
		if _, err := (Format{}).Open([]byte(page), ""); err == nil {
			t.Errorf("%q was opened", page)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`<script id="x" type="application/json">{"a": [1]}</script><script>window.S = JSON.parse('{"a": "\'"}')</script>`))
	f.Add([]byte(`<p data-x='{"a": 1}'><script>var a = {"b": "c"}, d = ["e"]`))
	f.Fuzz(func(t *testing.T, page []byte) {
		if doc, err := (Format{}).Open(page, ""); err == nil {
			doc.Values(stackhound.Extract{Select: "json.*.a"})
		}
	})
}
