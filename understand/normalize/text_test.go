package normalize

import (
	"strings"
	"testing"

	"stackhound"
)

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ html, description, want string }{
		"blocks":          {"<p>One&nbsp;two</p><ul><li>a</li><li><p>b</p></li></ul><p>End</p>", "", "One two\n- a\n- b\n\nEnd"},
		"breaks":          {"one<br>two<br/>three", "", "one\ntwo\nthree"},
		"escaped twice":   {"&amp;lt;p&amp;gt;C&amp;amp;C++&amp;lt;/p&amp;gt;", "", "C&C++"},
		"scripts":         {"<script>alert(1)</script><style>p{}</style>text<iframe>x</iframe>", "", "text"},
		"plain":           {"", "a < b and c > d\n\n• point\n* star", "a < b and c > d\n- point\n- star"},
		"markup in plain": {"", "Fish &amp; chips<p>next", "Fish & chips\n\nnext"},
		"HTML wins":       {"<b>html</b>", "plain", "html"},
		"unclosed":        {"<p>kept<ul><li>too", "", "kept\n- too"},
		"a tag cut up":  {"<sc\u200bript>alert(1)</scr\x00ipt>&lt;sc&#8203;ript&gt;x&lt;/script&gt;text", "", "text"},
		"invalid bytes":   {"a\xffb", "", "a\uFFFDb"},
	} {
		if got := Text(stackhound.Listing{HTML: c.html, Description: c.description}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	if got := Text(stackhound.Listing{HTML: strings.Repeat("<p>word</p>", 1<<17)}); len(got) > maxText {
		t.Errorf("%d bytes, want at most %d", len(got), maxText)
	}
}

func FuzzText(f *testing.F) {
	f.Add("<p>a &amp;amp; b<li>c</p>&#x2F;")
	f.Fuzz(func(t *testing.T, markup string) {
		text := Text(stackhound.Listing{HTML: markup})
		if strings.Contains(strings.ToLower(text), "<script>") || strings.Contains(text, "\n\n\n") {
			t.Fatalf("%q gave %q", markup, text)
		}
	})
}
