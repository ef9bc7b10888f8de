package fetch

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxHead is how much of a page is looked through for what its head declares, in bytes:
// heads with whole style sheets in them stay below.
const maxHead = 256 << 10

// metaReserves tells whether a page's head reserves the rights to it, by
// <meta name="tdm-reservation" content="1">, and names the policy it points to, "" for none.
func metaReserves(text []byte, contentType string) (yes bool, policy string) {
	if !isHTML(text, contentType) {
		return false, ""
	}
	metas := headMetas(text[:min(len(text), maxHead)])
	if !slices.Contains(metas["tdm-reservation"], "1") {
		return false, ""
	}
	return true, firstPage(metas["tdm-policy"])
}

// isHTML tells whether an answer is a page, by its first bytes where it names no type.
func isHTML(text []byte, contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	if kind == "" {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(text))
	}
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// maxPolicy is how long the address of a policy may be, in bytes, to be shown.
const maxPolicy = 200

func firstPage(addresses []string) string {
	for _, a := range addresses {
		if u, err := url.Parse(a); err == nil && u.Host != "" && len(a) <= maxPolicy {
			return u.Redacted()
		}
	}
	return ""
}

// inHead are the elements that leave a parser in the head of a page (HTML, 13.2.6.4.4);
// any other begins the body.
var inHead = map[atom.Atom]bool{
	atom.Html: true, atom.Head: true, atom.Title: true, atom.Base: true, atom.Basefont: true, atom.Bgsound: true, atom.Link: true,
	atom.Meta: true, atom.Style: true, atom.Script: true, atom.Noscript: true, atom.Noframes: true, atom.Template: true,
}

// headMetas returns the contents of the meta elements in a page's head by their names, in
// lower case. It builds no tree: comments, scripts and styles are passed over whole, as
// is what stands in a template, and the body is not looked at.
func headMetas(page []byte) map[string][]string {
	metas := map[string][]string{}
	templates := 0
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return metas
		}
		if kind == html.TextToken || kind == html.CommentToken || kind == html.DoctypeToken {
			continue
		}
		switch tag := z.Token(); {
		case tag.DataAtom == atom.Template:
			templates = max(templates+step(kind), 0)
		case templates > 0 || kind == html.EndTagToken:
		case !inHead[tag.DataAtom]:
			return metas
		case tag.DataAtom == atom.Meta:
			name := strings.ToLower(attribute(tag, "name"))
			metas[name] = append(metas[name], attribute(tag, "content"))
		}
	}
}

// step is by how many templates a tag leads deeper. One that seems to close itself does
// not: only elements of SVG and MathML can.
func step(kind html.TokenType) int {
	if kind == html.EndTagToken {
		return -1
	}
	return 1
}

// attribute returns the first value of an attribute, as a browser would take it.
func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
