package htmlpage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

// asked are selectors that the pages below have something for, each way of asking.
var asked = []string{
	"div", "p", "li", "a", "b", "td", "tr", "tbody", "table", "h1", "dd", "dt", "span", "body", "html", "head", "title", "script", "svg", "path", "option", "pre", "x-y",
	".a", ".b.c", "div.a", "#i", "#i.a", "[href]", "[class=a]", `[class~="b"]`, "[class^=a]", "[class$=c]", "[class*=b]", "[lang|=en]", "a[href]", "[data-x='1 2']",
	"div p", "div > p", "ul > li", "ul li a", "dl > dd", "body > div", ".a .b", ".a > .b > .c", "p + p", "li ~ li", "dt + dd", "h1 + p", "tr > td", "table td",
	"div, p", ".a, li > a, #i", "li:first-child", "td:nth-child(2)", "p:not(.a)", "*:not([class])", "dt:contains(\"ab\") + dd", "dt:containsOwn(b) ~ dd",
	"b:matchesOwn(^a) + a", "strong + *", "svg [class]", "use[href]", "*", "div *",
}

// ways are the fields that ask for a selector in each way.
func ways(selectors ...string) []stackhound.Field {
	var out []stackhound.Field
	for _, s := range selectors {
		out = append(out, stackhound.Field{{Select: s}}, stackhound.Field{{Select: s, Own: true}}, stackhound.Field{{Select: s, HTML: true}},
			stackhound.Field{{Select: s, Attr: "class"}}, stackhound.Field{{Select: s, Attr: "href"}})
	}
	return out
}

// differ reads a page with and without a tree and fails where they differ. It tells
// whether the page was read without one.
func differ(t testing.TB, page string, fields []stackhound.Field) bool {
	t.Helper()
	tree, treeErr := Format{}.Open([]byte(page), "")
	doc, err := Format{}.For(fields...).Open([]byte(page), "")
	if fmt.Sprint(err) != fmt.Sprint(treeErr) {
		t.Fatalf("%q: %v, with a tree %v", page, err, treeErr)
	}
	if err != nil {
		return false
	}
	for _, f := range fields {
		if got, want := doc.Values(f[0]), tree.Values(f[0]); !slices.Equal(got, want) {
			t.Fatalf("%q\n%+v\ngives %q\nwant  %q", page, f[0], got, want)
		}
	}
	_, scanned := doc.(*scanned)
	return scanned
}

// alone asks for each selector by itself, so that one that gives up hides no other.
func alone(t testing.TB, page string, selectors []string) (scanned int) {
	t.Helper()
	for _, f := range ways(selectors...) {
		if differ(t, page, []stackhound.Field{f}) {
			scanned++
		}
	}
	return scanned
}

// TestSubset holds which selectors are read without a tree.
func TestSubset(t *testing.T) {
	t.Parallel()
	for _, s := range asked {
		if _, ok := (Format{}).For(stackhound.Field{{Select: s}}).(scanner); !ok {
			t.Errorf("%q needs a tree", s)
		}
	}
	for _, s := range []string{"", "a[[", "li:has(a)", "p:last-child", "dt:contains(a)", "dt:contains(a) dd", "[a!=b]", `a[href="\""]`, "a /* b */ c", "> a", "a:hover", "a[b=c i]", "p:nth-child(2n+1)", "foreignObject", "é\\", "::before", "a,", "*|*"} {
		if _, ok := (Format{}).For(stackhound.Field{{Select: s}}).(scanner); ok {
			t.Errorf("%q needs none", s)
		}
	}
	tree := stackhound.Extract{Select: "li:has(a)"}
	if _, ok := (Format{}).For(stackhound.Field{{Select: "a"}, tree}).(scanner); !ok {
		t.Error("a second alternative that needs a tree makes all need one")
	}
	doc, err := Format{}.For(stackhound.Field{{Select: "a"}, tree}).Open([]byte("<li><a>x</a>"), "")
	if err != nil || len(doc.Values(tree)) != 1 {
		t.Errorf("what was not foreseen is not found: %v", err)
	}
	if rows, err := doc.Items(stackhound.Items{Select: "a"}); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestGenerated compares the two on pages made from seeds.
func TestGenerated(t *testing.T) {
	t.Parallel()
	const pages = 4000
	var scanned [2]int
	for seed := range uint64(pages) {
		if differ(t, generate(seed), ways(pick(seed)...)) {
			scanned[seed%2]++
		}
	}
	t.Logf("%d of %d tame pages and %d of as many wild ones were read without a tree", scanned[0], pages/2, scanned[1])
	if scanned[0]*3 < pages/2 {
		t.Error("the comparison says little")
	}
}

// pick returns a few selectors for a seed, some of them made up.
func pick(seed uint64) []string {
	rng := rand.New(rand.NewPCG(seed, 7))
	var out []string
	for range 3 {
		out = append(out, asked[rng.IntN(len(asked))])
	}
	parts := []string{"div", "p", "li", "a", ".a", ".b", ".c", "#i", "[href]", "td", "span", "b", "*"}
	made := parts[rng.IntN(len(parts))]
	for range rng.IntN(3) {
		made += []string{" ", " > ", " + ", " ~ "}[rng.IntN(4)] + parts[rng.IntN(len(parts))]
	}
	return append(out, made)
}

// generate makes a page: even seeds mostly well-formed ones, odd seeds a soup of tags.
func generate(seed uint64) string {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 1))}
	if g.chance(2) {
		g.put("<!DOCTYPE html>", "\n<html", g.attrs(), "><head><title>a &amp; b</title><script>if (a<b) '</p>'</script></head>", "<body", g.attrs(), ">")
	}
	if seed%2 == 0 {
		g.tame(0)
	} else {
		for range 5 + g.rng.IntN(40) {
			g.wild()
		}
	}
	return g.String()
}

type generator struct {
	strings.Builder
	rng *rand.Rand
}

func (g *generator) put(parts ...string) {
	for _, p := range parts {
		g.WriteString(p)
	}
}

func (g *generator) chance(n int) bool { return g.rng.IntN(n) == 0 }

func (g *generator) one(of ...string) string { return of[g.rng.IntN(len(of))] }

func (g *generator) attrs() string {
	out := ""
	for g.chance(2) {
		out += " " + g.one(`class=a`, `class="b c"`, `CLASS='a b'`, `id=i`, `href="/x?a=1&amp;b=2&copy=3"`, `href='&lt;"'`, `lang=en-GB`, `data-x="1 2"`, `class="&#97;"`, `disabled`, `a=b/`,
			`/`, `=x`, `class = c`, `xlink:href=#u`, `viewBox="0 0"`, `title="a>b"`)
	}
	return out
}

func (g *generator) text() string {
	return g.one("a", "ab", " b ", "a &amp; b", "&lt;x&gt;", "&notit; &copy", "\n", "a\r\nb", " ", "1 < 2", "é", "&#128;", "&nbsp;")
}

var nested = map[string][]string{
	"":       {"div", "p", "ul", "dl", "table", "h1", "section", "pre", "form", "select", "span", "b", "a", "svg"},
	"div":    {"div", "p", "ul", "dl", "table", "h1", "span", "b", "a", "pre", "svg", "select", "form", "x-y"},
	"p":      {"b", "a", "span", "strong"},
	"ul":     {"li"},
	"li":     {"p", "a", "b", "ul", "div"},
	"dl":     {"dt", "dd"},
	"dd":     {"p", "a", "span"},
	"table":  {"tr", "tbody"},
	"tbody":  {"tr"},
	"tr":     {"td", "th"},
	"td":     {"p", "a", "b", "table", "div"},
	"select": {"option"},
	"svg":    {"path", "g", "use"},
}

// tame writes well-formed content, but for end tags that may be left out.
func (g *generator) tame(depth int, in ...string) {
	inside := ""
	if len(in) > 0 {
		inside = in[0]
	}
	kids := nested[inside]
	for range 1 + g.rng.IntN(5) {
		if inside != "ul" && inside != "dl" && inside != "table" && inside != "tbody" && inside != "tr" && inside != "select" && inside != "svg" {
			g.put(g.text())
		}
		if g.chance(9) {
			g.put(g.one("<!-- c -->", "<br>", "<img class=a>", "<script>x</script>", "<!---->", "<hr/>", "</x>", "<input>"))
		}
		if depth > 5 || len(kids) == 0 {
			continue
		}
		name := kids[g.rng.IntN(len(kids))]
		g.put("<", name, g.attrs(), ">")
		g.tame(depth+1, name)
		if !strings.Contains(" p li dt dd tr td th tbody option ", " "+name+" ") || g.chance(2) {
			g.put("</", name, ">")
		}
	}
}

// wild writes anything.
func (g *generator) wild() {
	tags := []string{"div", "p", "li", "ul", "a", "b", "i", "td", "tr", "table", "tbody", "th", "h1", "h2", "dd", "dt", "dl", "span", "body", "html", "head", "title", "script", "style",
		"svg", "path", "use", "option", "optgroup", "select", "pre", "textarea", "form", "button", "input", "br", "hr", "img", "x-y", "template", "noscript", "iframe", "math", "caption",
		"nobr", "font", "meta", "link", "ruby", "rt", "center", "address", "foreignObject", "desc", "DIV", "frameset", "object", "plaintext", "xmp", "image", "main", "label"}
	switch g.rng.IntN(8) {
	case 0, 1, 2:
		g.put("<", g.one(tags...), g.attrs(), g.one(">", ">", ">", "/>", " >"))
	case 3, 4:
		g.put("</", g.one(tags...), g.one(">", ">", " x='>'>"))
	case 5:
		g.put(g.one("<!-- a -->", "<!-->", "<!--->", "<!--a--!>", "<!x>", "<?php ?>", "</>", "</ x>", "<![CDATA[x]]>", "<!doctype html>", "<", "<3", "<!--a", "<a", "</a", "<!--<script>-->"))
	default:
		g.put(g.text())
	}
}

// FuzzDiffer compares the two on any page and selector.
func FuzzDiffer(f *testing.F) {
	for n, page := range nasty {
		f.Add(page, asked[n%len(asked)])
	}
	for seed := range uint64(60) {
		f.Add(generate(seed), pick(seed)[3])
	}
	f.Fuzz(func(t *testing.T, page, selector string) {
		if len(page) > 1<<14 {
			return
		}
		differ(t, page, ways(selector))
		differ(t, page, ways("*", ".a"))
		alone(t, page, []string{selector, "li", "div > p"})
	})
}

// TestNasty compares the two on pages that others got wrong, each selector by itself.
func TestNasty(t *testing.T) {
	t.Parallel()
	scanned := 0
	for _, page := range nasty {
		scanned += alone(t, page, asked)
	}
	t.Logf("%d of %d were read without a tree", scanned, len(nasty)*len(ways(asked...)))
}

var _ crawler.Document = (*scanned)(nil)
