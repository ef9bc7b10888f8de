package htmlscan

import (
	"slices"
	"strings"
	"testing"
)

// What is read is held to what a tree says where there is one, in crawler/htmlpage. Here
// is what the reader promises by itself.

func TestRead(t *testing.T) {
	t.Parallel()
	const page = `<html><body><h1>A &amp; B</h1><dl><dt>Pay<dd>50<dt>Place<dd>Graz</dl><p class="x y">one<br>two<!-- --> three</p>` +
		`<a href="/a?b=1&amp;copy=2">go</a><script>"<p class=x>"</script></body></html>`
	for _, tt := range []struct {
		name string
		want Want
		out  string
	}{
		{"text", Want{Select: "h1"}, "\nA & B\n"},
		{"lines", Want{Select: ".x"}, "\none\ntwo three\n"},
		{"own text", Want{Select: "p.y", Own: true}, "one two  three "},
		{"markup", Want{Select: "p", HTML: true}, "one<br/>two<!-- --> three"},
		{"attribute", Want{Select: "[href^='/']", Attr: "href"}, "/a?b=1&copy=2"},
		{"a label's value", Want{Select: `dt:contains("place") + dd`}, "\nGraz\n"},
		{"all in order", Want{Select: "dd, dt"}, "\nPay\n|\n50\n|\nPlace\n|\nGraz\n"},
		{"nothing", Want{Select: "h2"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plan, ok := Compile([]Want{tt.want})
			if !ok {
				t.Fatal("the selector is refused")
			}
			values, ok := plan.Read([]byte(page))
			if got := strings.Join(values[0], "|"); !ok || got != tt.out {
				t.Errorf("%q, %t, want %q", got, ok, tt.out)
			}
		})
	}
}

// TestGivesUp is pages whose trees are not the order of their tags.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	plan, _ := Compile([]Want{{Select: "p"}})
	for _, page := range []string{
		"<b><p>x</b>y", "<table>x<tr><td>y</table>", "<svg><p>x", "<template><p>x</template>", "<a><a>", "a\x00b", "<p title='x", strings.Repeat("<div>", 600), "<script>", "<math>",
	} {
		if _, ok := plan.Read([]byte(page)); ok {
			t.Errorf("%.40q was read", page)
		}
	}
}

// TestTooMany is plans with more than there are bits for.
func TestTooMany(t *testing.T) {
	t.Parallel()
	many := func(part string) []Want { return []Want{{Select: "p" + strings.Repeat(part, 70)}} }
	if _, ok := Compile(many(" > p")); ok {
		t.Error("70 states were taken")
	}
	var selectors []string
	for i := range 70 {
		selectors = append(selectors, ".c"+strings.Repeat("x", i))
	}
	if _, ok := Compile([]Want{{Select: strings.Join(selectors, "")}}); ok {
		t.Error("70 tests were taken")
	}
	if _, ok := Compile(many(".a")); !ok {
		t.Error("the same test 70 times is one")
	}
}

// TestAgain holds that a reader leaves nothing to the page after it.
func TestAgain(t *testing.T) {
	t.Parallel()
	plan, _ := Compile([]Want{{Select: "p"}, {Select: "p", HTML: true}, {Select: "p", Own: true}})
	for _, page := range []string{"<p>a<b>c", "<p>a<a>b<a>c", "<p>d</p>"} {
		plan.Read([]byte(page))
	}
	values, ok := plan.Read([]byte("<p>e</p>"))
	if want := [][]string{{"\ne\n"}, {"e"}, {"e "}}; !ok || !slices.EqualFunc(values, want, slices.Equal) {
		t.Errorf("%q, %t", values, ok)
	}
}
