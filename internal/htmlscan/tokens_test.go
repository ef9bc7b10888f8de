package htmlscan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// scanned and tokenized return the tokens of a page, texts beside one another as one: by
// Tokens and by the tokenizer it is held to.
func scanned(page []byte) []string {
	var out tokens
	for t := NewTokens(page); ; {
		switch t.Next() {
		case Done:
			return out.list
		case Text:
			out.text(string(t.Text()))
		case Open:
			tag, had := t.Name(), map[string]bool{}
			for key, value := range t.Attrs {
				if !had[key] {
					tag += fmt.Sprintf(" %s=%q", key, value)
				}
				had[key] = true
			}
			out.tag("<" + tag)
		case Close:
			out.tag("/" + t.Name())
		}
	}
}

func tokenized(page []byte) []string {
	var out tokens
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out.list
		case html.TextToken:
			out.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			for _, a := range t.Attr {
				t.Data += fmt.Sprintf(" %s=%q", a.Key, a.Val)
			}
			out.tag("<" + t.Data)
		case html.EndTagToken:
			out.tag("/" + z.Token().Data)
		}
	}
}

type tokens struct {
	list []string
	more bool // the last is text
}

func (t *tokens) text(s string) {
	if t.more {
		t.list[len(t.list)-1] += s
	} else {
		t.list = append(t.list, s)
	}
	t.more = true
}

func (t *tokens) tag(s string) { t.list, t.more = append(t.list, s), false }

var tokenPages = []string{
	"", "a", "<", "</", "<!", "<p", "<p ", "<p a", "<p a=", "<p a='", "</p", "<p>a</p>b", "a<b", "a < b & c &lt; d", "</>a", "</ x>a<p>", "<?x?>a", "<!doctype html><p>",
	"<!-- <p> -->a", "<!-->a", "<!--->a", "<!-- --!>a", "<!-- a", "<!a<b>c", "<P CLASS=X Data-Y='1' class=z>", "<a href=/x/>b", "<br/><br / >", "<x-y>&amp;</x-y>",
	"<script>a<b</script>c", "<script><!--<script></script>a</script>b", "<script><!-- </script> --></script>", "<script><!--<script><b></script ></script>", "<script><!--><script></script>b",
	"<script><!--<script></script>--></script>b", "<script><!-- < </script>b", "<script><!-- << <!-- <script></script>b", "<script><!--<scripts></script>b", "<SCRIPT>a</Script/x>b", "<script>a", "<script/>a</script>",
	"<title>a&amp;b<p></title>", "<textarea>\r\na</textarea>", "<style>a&amp;b</style>", "<noscript><p></noscript>", "<xmp><p></xmp>", "<plaintext></plaintext>", "<title></title>", "<iframe><p></iframe>",
	"<p a=&copy=1 b=&copy c='&notit;' d=&#65;>&notit; &#x41;\r\n\r", "<p a=1 =b>c", "<p/a>", "<p a = b >", "<p a\n=\t'b'c>", "a\r<b>",
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, page := range tokenPages {
		if got, want := scanned([]byte(page)), tokenized([]byte(page)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", page, got, want)
		}
	}
}

func TestTokenAttr(t *testing.T) {
	t.Parallel()
	z := NewTokens([]byte("<p CLASS=a class=b id='c&amp;d'><br>"))
	z.Next()
	if got := []string{z.Name(), z.Attr("class"), z.Attr("id"), z.Attr("x")}; !slices.Equal(got, []string{"p", "a", "c&d", ""}) {
		t.Errorf("%q", got)
	}
	if z.Next(); z.Attr("class") != "" || z.Next() != Done {
		t.Error("the second tag has attributes of the first, or is not the last")
	}
}

func TestTokenHidden(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]bool{
		"<p>": false, "<p hidden>": true, "<p HIDDEN=''>": true, "<p style='color:red; display : none'>": true, "<p style=visibility:hidden>": true,
		"<p style='overflow:hidden'>": false, "<p style='border:none'>": false, "<p data-hidden=1 class=hidden>": false,
	} {
		z := NewTokens([]byte(page))
		if z.Next(); z.Hidden() != want {
			t.Errorf("%s: hidden is %v", page, !want)
		}
	}
}

// FuzzTokens holds the reader to the tokenizer.
func FuzzTokens(f *testing.F) {
	for _, page := range tokenPages {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if bytes.IndexByte(page, 0) >= 0 {
			return // the tokenizer replaces zero bytes, but not everywhere
		}
		if got, want := scanned(page), tokenized(page); !slices.Equal(got, want) {
			t.Fatalf("%q: %s\nwant %s", page, strings.Join(got, "¦"), strings.Join(want, "¦"))
		}
	})
}
