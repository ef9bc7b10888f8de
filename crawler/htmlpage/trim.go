package htmlpage

import (
	"bytes"

	"golang.org/x/net/html"

	"stackhound"
)

// unread are the elements of a page that no field is read from.
const unread = "script:not([type*=json]), style, svg, noscript, iframe, link, template"

// Trim keeps the first rows, and leaves out scripts, styles, drawings and comments.
func (f Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	opened, err := f.Open(body, "")
	if err != nil {
		return body
	}
	page := opened.(document)
	page.find(unread).Remove()
	if spec.Select != "" {
		rows := page.find(spec.Select)
		rows.BeforeHtml("\n") // a line for each
		if most := spec.Skip + keep; rows.Length() > most {
			rows.Slice(most, rows.Length()).Remove()
		}
	}
	var out bytes.Buffer
	for _, n := range page.Nodes {
		uncomment(n)
		if html.Render(&out, n) != nil {
			return body
		}
	}
	return squeeze(out.Bytes())
}

// uncomment removes the comments below a node.
func uncomment(n *html.Node) {
	for kid := n.FirstChild; kid != nil; {
		next := kid.NextSibling
		if kid.Type == html.CommentNode {
			n.RemoveChild(kid)
		} else {
			uncomment(kid)
		}
		kid = next
	}
}

// squeeze leaves out lines that hold nothing, as removed elements leave many.
func squeeze(page []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(page) {
		if len(bytes.TrimSpace(line)) > 0 {
			out.Write(line)
		}
	}
	return out.Bytes()
}
