package xmltree

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, path, want, err string }{
		{"plain", `<a><b>x</b><b>y</b></a>`, "b", "x|y", ""},
		{"path", `<a><b><c>x</c></b><c>no</c></a>`, "b/c", "x", ""},
		{"prefix as written", `<a xmlns:p="urn:x"><p:b>x</p:b><b>no</b></a>`, "p:b", "x", ""},
		{"prefix nobody declared", `<a><job:b>x</job:b></a>`, "job:b", "x", ""},
		{"html entities", `<a><b>caf&eacute; &amp; &unknown; bar</b></a>`, "b", "café & &unknown; bar", ""},
		{"bare ampersand", `<a><b>R&D</b></a>`, "b", "R&D", ""},
		{"cdata", `<a><b><![CDATA[<p>1 < 2</p>]]></b></a>`, "b", "<p>1 < 2</p>", ""},
		{"control characters", "<a><b>x\x0b\x00y</b></a>", "b", "xy", ""},
		{"byte order mark", "\ufeff<a><b>x</b></a>", "b", "x", ""},
		{"space before the prolog", "\n <?xml version=\"1.0\"?><a><b>x</b></a>", "b", "x", ""},
		{"doctype without entities", `<!DOCTYPE rss><a><b>x</b></a>`, "b", "x", ""},
		{"latin 1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><b>caf\xe9</b></a>", "b", "café", ""},
		{"declared latin 1, is utf-8", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><b>café</b></a>", "b", "café", ""},
		{"stray end tag", `<a><b>x</i></b></a>`, "b", "x", ""},
		{"missing end tag", `<a><b>x<i>y</b><b>z</b></a>`, "b", "x y|z", ""},
		{"attribute without quotes", `<a><b c=d>x</b></a>`, "b", "x", ""},
		{"text after the end", `<a><b>x</b></a><!-- made in 3 ms`, "b", "x", ""},
		{"cut inside an element", `<a><b>x</b><b>y`, "b", "x|y", "the document ends inside b"},
		{"cut inside a tag", `<a><b>x</b><b`, "b", "x", "at byte"},
		{"not XML", `hello`, "", "", "there is no element in it"},
		{"empty", ``, "", "", "there is no element in it"},
		{"entities of its own", `<!DOCTYPE a [<!ENTITY x "y">]><a><b>&x;</b></a>`, "", "", "which is refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root, err := Parse([]byte(tt.text))
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Fatalf("error %v, want %q", err, tt.err)
			}
			if root == nil {
				return
			}
			var texts []string
			for _, n := range root.Find(tt.path) {
				texts = append(texts, n.Text())
			}
			if got := strings.Join(texts, "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	if _, err := Parse([]byte(strings.Repeat("<a>", maxDepth+1))); err == nil || !strings.Contains(err.Error(), "nested more than") {
		t.Errorf("too deep: %v", err)
	}
	root, err := Parse([]byte("<r>" + strings.Repeat("<a/>", maxElements) + "</r>"))
	if err == nil || !strings.Contains(err.Error(), "elements") || len(root.Find("a")) != maxElements-1 {
		t.Errorf("too many: %v", err)
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	root, _ := Parse([]byte(`<a><b>whole</b><b>half`))
	if b := root.Find("b"); root.Closed || !b[0].Closed || b[1].Closed {
		t.Error("only the element whose end was read is closed")
	}
}

func TestAll(t *testing.T) {
	t.Parallel()
	root, err := Parse([]byte(`<r><x><item n="1"><item n="2"/></item></x><entry n="3"/></r>`))
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, n := range root.All("item", "entry") {
		v, _ := n.Attr("n")
		got += v
	}
	if got != "13" {
		t.Errorf("found %s, want the outermost 13", got)
	}
}

func TestSpaces(t *testing.T) {
	t.Parallel()
	root, err := Parse([]byte(`<r xmlns:x="urn:places" xmlns="urn:feed"><x:city>Graz</x:city><loc:city xmlns:loc="urn:places">Linz</loc:city>` +
		`<city xmlns="urn:places">Wels</city><x:city xmlns:x="urn:other">no</x:city><y:city>no</y:city><city>no</city></r>`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"tt:city": "Graz|Linz|Wels", "x:city": "Graz|no", "y:city": "no", "tt:city|y:city": "Graz|Linz|Wels|no"} {
		var got []string
		for _, n := range (Spaces{"tt": "urn:places"}).Find(root, path) {
			got = append(got, n.Text())
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	if n := len((Spaces{"f": "urn:feed"}).All(root, "f:city")); n != 1 {
		t.Errorf("%d elements of the namespace that has no prefix, want 1", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><rss><channel><item><title>x</title></item></channel></rss>`))
	f.Add([]byte(`<a><b c=d>&eacute;<![CDATA[x]]></a>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY x "y">]><a/>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		root, err := Parse(body)
		if root == nil && err == nil {
			t.Error("neither a tree nor an error")
		}
		if root != nil {
			root.Text()
			root.All("item")
		}
	})
}
