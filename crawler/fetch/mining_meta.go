package fetch

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stackhound/internal/htmlscan"
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
var inHead = map[string]bool{
	"html": true, "head": true, "title": true, "base": true, "basefont": true, "bgsound": true, "link": true, "meta": true, "style": true, "script": true,
	"noscript": true, "noframes": true, "template": true,
}

// headMetas returns the contents of the meta elements in a page's head by their names, in
// lower case. It builds no tree: comments, scripts and styles are passed over whole, as
// is what stands in a template, and the body is not looked at. A template that seems to
// close itself does not: only elements of SVG and MathML can.
func headMetas(page []byte) map[string][]string {
	metas := map[string][]string{}
	templates := 0
	for tags := htmlscan.NewTokens(page); ; {
		switch kind := tags.Next(); {
		case kind == htmlscan.Done:
			return metas
		case kind == htmlscan.Text:
		case kind == htmlscan.Close:
			if tags.Name() == "template" {
				templates = max(templates-1, 0)
			}
		case tags.Name() == "template":
			templates++
		case templates > 0:
		case !inHead[tags.Name()]:
			return metas
		case tags.Name() == "meta":
			name := strings.ToLower(strings.TrimSpace(tags.Attr("name")))
			metas[name] = append(metas[name], strings.TrimSpace(tags.Attr("content")))
		}
	}
}
