package normalize

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"stackhound"
)

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ html, description, want string }{
		"blocks":             {"<p>One&nbsp;two</p><ul><li>a</li><li><p>b</p></li></ul><p>End</p>", "", "One two\n- a\n- b\n\nEnd"},
		"breaks":             {"one<br>two<br/>three", "", "one\ntwo\nthree"},
		"escaped twice":      {"&amp;lt;p&amp;gt;C&amp;amp;C++&amp;lt;/p&amp;gt;", "", "C&C++"},
		"scripts":            {"<script>alert(1)</script><style>p{}</style>text<iframe>x</iframe>", "", "text"},
		"plain":              {"", "a < b and c > d\n\n• point\n* star", "a < b and c > d\n- point\n- star"},
		"markup in plain":    {"", "Fish &amp; chips<p>next", "Fish & chips\n\nnext"},
		"HTML wins":          {"<b>html</b>", "plain", "html"},
		"unclosed":           {"<p>kept<ul><li>too", "", "kept\n- too"},
		"escaped five times": {"&amp;amp;amp;amp;lt;b&amp;amp;amp;amp;gt;R&amp;amp;amp;amp;amp;D&amp;amp;amp;amp;lt;/b&amp;amp;amp;amp;gt; &amp;amp;#8211; go", "", "R&D – go"},
		"escaped often":      {"a &" + strings.Repeat("amp;", 40) + "lt;b&" + strings.Repeat("#38;", 40) + "gt;b", "", "a b"},
		"ampersands":         {"<p>AT&T, R&amp;D, ?a=1&section=2&amp;copy=3 &unknown; &amp;amp; &#38;#8364;</p>", "", "AT&T, R&D, ?a=1&section=2&copy=3 &unknown; & €"},
		"headings":           {"<h2>Who</h2>You<h3>What</h3><div>It</div>end", "", "Who\n\nYou\n\nWhat\n\nIt\nend"},
		"list in list":       {"<ul><li>a<ul><li>b</li></ul></li><li>\n c</li></ul>", "", "- a\n- b\n- c"},
		"a table":            {"<table><tr>\n <th>Place</th>\n <td>Graz <b>or</b> Linz</td></tr><tr><td><p>Pay</p></td><td></td><td>much</td></tr></table>", "", "Place | Graz or Linz\n\nPay\n\nmuch"},
		"hidden":             {"a<p hidden>b<b>c</b></p><div style='color:red; display: none'>d<div>e</div></div>f<svg><title>g</title><text>h</text></svg><span style=display:block>i</span>", "", "afi"},
		"hidden, unclosed":   {"a<div hidden>b<br>c", "", "a\nb\nc"},
		"noscript":           {"a<noscript>b</noscript><template>c</template><object>d</object><!-- e -->f", "", "af"},
		"wrapped":            {"<p>We build\n  payment systems,\nand more.\nYou: Go\n- Kafka\njobs.example/go\nnow</p>", "", "We build payment systems, and more.\nYou: Go\n- Kafka\njobs.example/go now"},
		"types":              {"", "Vec<T>, Map<String, int>, mail <name>", "Vec<T>, Map<String, int>, mail <name>"},
		"unseen signs":       {"so\u00adft\u200b\ufeffhy\u2060phen\x00\u00a0end\u2028\u3000next", "", "softhyphen end\nnext"},
		"joiners":            {"\u200dGo\u200c dev\u200deloper \U0001F469\u200d\U0001F4BB می\u200cخواهم", "", "Go developer \U0001F469\u200d\U0001F4BB می\u200cخواهم"},
		"misread":            {"<p>fÃ¼r unsere BÃ¼ros &acirc;&euro;&ldquo; weâ€™re", "", "für unsere Büros – we’re"},
		"letters":            {"eﬃcient 𝗥𝘂𝘀𝘁", "", "efficient Rust"},
		"bullets":            {"", "•Go\n✅ Rust\n  ▪ • C\n✔️ D\n-5 °C\n>= 5 years\n–\nE\n•", "- Go\n- Rust\n- C\n- D\n-5 °C\n>= 5 years\n- E"},
		"invalid bytes":      {"a\xffb", "", "a\uFFFDb"},
		"a tag cut up":       {"<sc\u200bript>alert(1)</scr\x00ipt>&lt;sc&#8203;ript&gt;x&lt;/script&gt;text", "", "text"},
	} {
		if got := Text(stackhound.Listing{HTML: c.html, Description: c.description}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"<p>word</p>", "word ", "é", "a\xff", "&nGt;", "<li>"} {
		got := Text(stackhound.Listing{HTML: strings.Repeat(unit, 300_000)})
		if len(got) > maxText {
			t.Errorf("%q: %d bytes, want at most %d", unit, len(got), maxText)
		}
		if last := got[strings.LastIndexAny(got, " \n")+1:]; strings.Contains(unit, "word") && last != "word" {
			t.Errorf("%q: cut to %q", unit, last)
		}
	}
}

// TestTextIsLinear gives input that is slow to read where anything is looked for again and
// again: a body of the longest that is read takes a few milliseconds each.
func TestTextIsLinear(t *testing.T) {
	for _, unit := range []string{"<", "&", "<p ", "<p>", "</p", "<!--", "&amp;", "amp;", "&amp;lt;", "<script>", "<td>a", "<td> ", "<b hidden>", "<svg>", "- ", "• ", "Â", "Ã¢", "â€", "ＧＯ", "\u200d", "\n", "&#38;", "<a href='", "&lt;b&gt;", "&am&#112;;"} {
		start := time.Now()
		Text(stackhound.Listing{HTML: "&amp;" + strings.Repeat(unit, maxText/len(unit))})
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q took %v", unit, took)
		}
	}
}

// FuzzText holds that a text is text, with nothing left to open, and its own text.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"<p>a &amp;amp; b<li>c</p>&#x2F;", "<td>a<td>b<ul hidden><li>- • c", "fÃ¼r &Acirc;&nbsp;\u00ad\u200d", "&am&#112;lt;b>", "<scr<script>ipt>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		text := Text(stackhound.Listing{HTML: markup})
		if hasMarkup(text) || strings.Contains(text, "\n\n\n") || !utf8.ValidString(text) {
			t.Fatalf("%q gave %q", markup, text)
		}
		if again := Text(stackhound.Listing{Description: text}); again != text {
			t.Fatalf("%q gave %q, and that %q", markup, text, again)
		}
	})
}
