package normalize

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"stackhound"
)

func TestSafeHTML(t *testing.T) {
	t.Parallel()
	const link = `" rel="nofollow noopener noreferrer">`
	for name, c := range map[string]struct{ html, description, want string }{
		"none":               {"", "We build pumps & valves.\n- Go\n- a < b", ""},
		"only entities":      {"", "Research &amp; development", ""},
		"only placeholders":  {"", "Vec<T> for <name>", ""},
		"nothing in it":      {"<p> </p><ul><li></li></ul><b></b><br>", "", ""},
		"HTML wins":          {"<p>one</p>", "<p>two</p>", "<p>one</p>"},
		"in the description": {"", "Fish &amp; chips<p>next", "<p>Fish &amp; chips</p><p>next</p>"},
		"a rich editor": {
			`<div class="body" id=x style="color:red"><h1>Who we are</h1><div>We run <b>ferries</b>.</div><div><br></div><h5 dir=rtl>What you do</h5><ul class=a><li><span>Keep</span>&nbsp;boats&nbsp;going</li><li><p>Write <i>Go</i></p></li></ul></div>`, "",
			"<h3>Who we are</h3><p>We run <strong>ferries</strong>.</p><h4>What you do</h4><ul><li>Keep boats going</li><li>Write <em>Go</em></li></ul>",
		},
		"bold lines and breaks": {
			"<strong>What we need<br><br></strong>A cook<br>A baker<br/><br/><b>What you get<br></b>Bread", "",
			"<p><strong>What we need</strong></p><p>A cook<br>A baker</p><p><strong>What you get</strong><br>Bread</p>",
		},
		"lines of text with little markup": {"", "We mend <b>clocks</b>.\n\nYou:\nknow Rust\r\n", "<p>We mend <strong>clocks</strong>.</p><p>You:<br>know Rust</p>"},
		"escaped once":                     {"&lt;p&gt;Tea\n&amp;amp; cake&lt;/p&gt;&lt;ul&gt;&lt;li&gt;milk&lt;/li&gt;&lt;/ul&gt;", "", "<p>Tea &amp; cake</p><ul><li>milk</li></ul>"},
		"escaped thrice":                   {"&amp;amp;lt;h2&amp;amp;gt;C&amp;amp;amp;D&amp;amp;lt;/h2&amp;amp;gt;", "", "<h3>C&amp;D</h3>"},
		"escaped in markup":                {"<div>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</div>", "", "<p>one</p><p>two</p>"},
		"misread":                          {"<p>fÃ¼r unsere BÃ¼ros &acirc;&euro;&ldquo; so\u00adft\u200b", "", "<p>für unsere Büros – soft</p>"},
		"types":                            {"<p>Vec&lt;T&gt; &amp; 1 < 2", "", "<p>Vec&lt;T&gt; &amp; 1 &lt; 2</p>"},
		"a table":                          {"<table><tr>\n <th>Place</th>\n <td>Graz <b>or</b> Linz</td></tr><tr><td>Pay</td><td></td><td>much</td></tr></table>", "", "<p>Place | Graz <strong>or</strong> Linz</p><p>Pay | much</p>"},
		"a table for the layout":           {"<table><td><h2>You</h2><table><td><p>bake</p><td><ul><li>bread</ul></table></table>", "", "<h3>You</h3><p>bake</p><ul><li>bread</li></ul>"},
		"code":                             {"<pre>\na\n  b</pre>with <tt>go  vet</tt>", "", "<pre>a\n  b</pre><p>with <code>go vet</code></p>"},
		"a quotation":                      {"<blockquote>so<p>say they", "", "<blockquote><p>so</p><p>say they</p></blockquote>"},
		"lists in lists":                   {"<ol><li>a<ul><li>b</ul>c<li>d</ol>", "", "<ol><li>a<ul><li>b</li></ul>c</li><li>d</li></ol>"},
		"a list beside its items":          {"<ul><li>a</li><ul><li>b</li></ul>c</ul>", "", "<ul><li>a</li><li>b</li><li>c</li></ul>"},
		"paragraphs in an item":            {"<li><p>a</p><p>b</p><h4>c</h4>d</li>", "", "<ul><li>a<br>b<br>c<br>d</li></ul>"},
		"emphasis over blocks":             {"<b>a<p>b</p><i>c</b>d</i>", "", "<p><strong>a</strong></p><p><strong>b</strong></p><p><strong><em>c</em></strong><em>d</em></p>"},
		"emphasis twice":                   {"<b>a<strong>b</b>c</strong>d", "", "<p><strong>abc</strong>d</p>"},
		"unclosed":                         {"<h2>One<p>two<ul><li>three<b>four", "", "<h3>One</h3><p>two</p><ul><li>three<strong>four</strong></li></ul>"},
		"never opened":                     {"one</b></ul></p>two</div></li>", "", "<p>one</p><p>two</p>"},
		"hidden":                           {"a<p hidden>b<b>c</p><div style='display: none'><ul><li>d</ul></div><svg><text>e</text></svg><i>f</i>", "", "<p>a<em>f</em></p>"},
		"a link": {
			`<a href="https://Tarnwick.example/jobs?id=7&amp;utm_source=x&amp;b=1#top" onclick=x() target=_blank class=a>apply</a>`, "",
			`<p><a href="https://Tarnwick.example/jobs?id=7&amp;b=1#top` + link + `apply</a></p>`,
		},
		"a link to write to": {"<a href='mailto:jobs@tarnwick.example'>write</a>", "", `<p><a href="mailto:jobs@tarnwick.example` + link + `write</a></p>`},
		"a link in a link":   {"<a href=https://a.example>a<a href=https://b.example>b</a>c</a>", "", `<p><a href="https://a.example` + link + `a</a><a href="https://b.example` + link + `b</a>c</p>`},
		"links nowhere":      {"<a>a</a><a href=/jobs>b</a><a href=//evil.example>c</a><a href='https:///x'>d</a><a href=https://me:pw@evil.example>e</a><a href=mailto:>f</a><a href=tel:1>g</a>", "", "<p>abcdefg</p>"},
	} {
		if got := SafeHTML(stackhound.Listing{HTML: c.html, Description: c.description}); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

// hostileMarkup is what no page may show.
var hostileMarkup = []string{
	"<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script>alert(1)", "<script/x>alert(1)</script>", "<<script>alert(1)//<</script>", "<scr<script>ipt>alert(1)</script>",
	"&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;", "&am&#112;;lt;script>alert(1)</script>", "&lt;<i></i>script&gt;alert(1)&lt;/script&gt;",
	"<sc\u200bript>alert(1)</sc\u200bript>", "<scr\x00ipt>alert(1)</scr\x00ipt>", "＜script＞alert(1)", "</title><script>alert(1)</script>", "<noscript><p title='</noscript><script>alert(1)</script>'>",
	"<textarea><script>alert(1)</script></textarea>", "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)</script>", "<template><script>alert(1)</script></template>",
	"<!--><script>alert(1)</script>-->", "<!--[if IE]><script>alert(1)</script><![endif]-->", "<![CDATA[<script>alert(1)</script>]]>", "<?xml <script>alert(1)</script>?>",
	"<svg onload=alert(1)><script>alert(1)</script></svg>", "<svg><style><img src=x onerror=alert(1)></style>", "<svg><a xlink:href='javascript:alert(1)'>x</a>", "<svg/onload=alert(1)>",
	"<math><mtext><table><mglyph><style><img src onerror=alert(1)>", "<math href='javascript:alert(1)'>x</math>",
	"<img src=x onerror=alert(1)>", "<p onclick='alert(1)'>x</p>", "<b/onmouseover=alert(1)>x</b>", "<h2 ONCLICK\n=\nalert(1)>x</h2>", "<ul style='background:url(javascript:alert(1))'><li onfocus=alert(1) tabindex=1>x",
	`<a href="https://ok.example/&quot; onclick=&quot;alert(1)">x</a>`, `<a href='https://ok.example/" onclick="alert(1)'>x</a>`, "<a href=`https://ok.example` onclick=alert(1)>x</a>",
	"<a href=javascript:alert(1)>x</a>", "<a href='JaVaScRiPt:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>", "<a href='java&#10;script:alert(1)'>x</a>", "<a href=' &#1;javascript:alert(1)'>x</a>",
	"<a href='javascript&colon;alert(1)'>x</a>", "<a href='javascript&amp;colon;alert(1)'>x</a>", "<a href='&#0000106avascript:alert(1)'>x</a>", "<a href='ｊavascript:alert(1)'>x</a>", "<a href='java\u00adscript:alert(1)'>x</a>",
	"<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href='vbscript:msgbox(1)'>x</a>", "<a href='view-source:javascript:alert(1)'>x</a>", "<a href='blob:https://ok.example/1'>x</a>",
	"<style>*{display:none}</style>", "<style><script>alert(1)</script></style>", "<link rel=stylesheet href=//evil.example>", "<base href=https://evil.example/>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
	"<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<iframe src=javascript:alert(1)>", "<frameset onload=alert(1)>", "<object data=javascript:alert(1)><p>x</p></object>", "<embed src=javascript:alert(1)>",
	"<form action=https://evil.example><input name=q autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button></form>", "<isindex action=javascript:alert(1)>",
	"<video><source onerror=alert(1)></video>", "<audio src onloadstart=alert(1)>", "<details open ontoggle=alert(1)><summary>x</summary></details>", "<marquee onstart=alert(1)>x</marquee>",
	"<custom-element onclick=alert(1)>x</custom-element>", "<p id=location class=job name=x data-x=1>x</p>", "<img src='https://evil.example/count.gif'>", "<a href=https://ok.example ping=https://evil.example>x</a>",
	"</p></div></main></body></html><script>alert(1)</script>", "<p title='>'><script>alert(1)</script>", "<a href='https://ok.example' <script>alert(1)</script>",
}

// inert is all that safe HTML may be made of.
var inert = regexp.MustCompile(`^(?:[^<>"']|</?(?:p|h3|h4|ul|ol|li|blockquote|pre|strong|em|code)>|<br>|</a>|<a href="(?:https?://|mailto:)[^"<>']+" rel="nofollow noopener noreferrer">)*$`)

// checkSafe holds that markup is made of nothing else, well-formed and settled.
func checkSafe(t *testing.T, from, safe string) {
	t.Helper()
	if !inert.MatchString(safe) || !utf8.ValidString(safe) || len(safe) > maxText {
		t.Fatalf("%.200q gave %.400q", from, safe)
	}
	if again := SafeHTML(stackhound.Listing{HTML: safe}); again != safe {
		t.Fatalf("%.200q gave %.400q, and that %.400q", from, safe, again)
	}
	var open []string
	for tags := html.NewTokenizer(strings.NewReader(safe)); ; {
		switch kind := tags.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%.200q gave %.400q, which leaves %v open", from, safe, open)
			}
			return
		case html.StartTagToken, html.EndTagToken:
			name := tags.Token().Data
			switch {
			case name == "br":
			case kind == html.StartTagToken:
				open = append(open, name)
			case len(open) == 0 || open[len(open)-1] != name:
				t.Fatalf("%.200q gave %.400q, which closes %s where %v are open", from, safe, name, open)
			default:
				open = open[:len(open)-1]
			}
		}
	}
}

func TestHostileMarkupIsInert(t *testing.T) {
	t.Parallel()
	for _, s := range hostileMarkup {
		for _, frame := range []string{"%", "<p>before</p>%<p>after</p>", "<b>%", "<ul><li>%</ul>", "<pre>%</pre>", "<table><td>%", "<a href='https://ok.example'>%</a>", "<h2>%", "<!-- % -->", "<p title='%'>x", "<svg>%</svg>", "<style>%</style><p>x"} {
			markup := strings.ReplaceAll(frame, "%", s)
			for _, l := range []stackhound.Listing{{HTML: markup}, {Description: markup}, {HTML: html.EscapeString(markup)}, {HTML: html.EscapeString(html.EscapeString(markup))}} {
				checkSafe(t, markup, SafeHTML(l))
			}
		}
	}
}

// TestSafeHTMLIsBounded gives input that is long, deep, or slow to read where anything is
// looked for again and again.
func TestSafeHTMLIsBounded(t *testing.T) {
	for _, unit := range []string{
		"<p>word</p>", "word ", "'", "<", "&", "<p ", "<div>", "</p", "</b>", "<!--", "&amp;lt;", "&lt;b&gt;", "<ul>", "<ul><li>", "<ul><ul><li>x", "<li>x", "<b>", "<b>x", "<b><i>x</b>", "<blockquote>", "<pre>x", "<h2>x",
		"<svg>", "<b hidden>x", "<b hidden>x</b>", "<a href=https://ok.example/ü>x", "<a href='https://ok.example/?\"&&'>'", "<td>a", "<br>x", "<script>", "\n", "x\n", "é", "a\xff",
	} {
		markup := "<p>" + strings.Repeat(unit, maxText/len(unit)+100)
		safe := SafeHTML(stackhound.Listing{HTML: markup})
		checkSafe(t, markup, safe)
		if strings.Contains(unit, "x") && !strings.Contains(unit, "hidden") && !strings.Contains(safe, "x") {
			t.Errorf("%q gave nothing", unit)
		}
	}
}

// FuzzSafeHTML holds that whatever a board sends becomes well-formed markup of a closed
// list of elements, without scripts, attributes of its own or other links, and stays it.
func FuzzSafeHTML(f *testing.F) {
	for _, s := range hostileMarkup {
		f.Add(s)
	}
	for _, s := range []string{"<b>a<p>b<ul><li>c<ul><ul>d</b>e", "<h2>a<h3>b<pre>\n c<br>d</pre><li>e<td>f<td>g", "<a href=https://a.example/?utm_source=x>a<blockquote>b<br><br>c", "f&#195;<i></i>&#188;r <b>\u200c\u0338"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, markup string) { checkSafe(t, markup, SafeHTML(stackhound.Listing{HTML: markup})) })
}
