package email

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"stackhound"
)

// page is the HTML part. Mail programs differ in what they understand: it uses tables
// and inline styles in pixels only, no style sheet, no picture, nothing fetched. Every
// text names its colour and its ground; a program that shows dark pages may turn both.
var page = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="color-scheme" content="light dark"><title>{{.Heading}}</title></head>
<body style="margin:0;padding:0;background-color:#f3f1ec">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f3f1ec"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#23211d">
<tr><td style="padding:0 0 16px 0;font-size:22px;line-height:28px;font-weight:bold">{{.Heading}}</td></tr>
{{range .Full}}<tr><td style="padding:16px;background-color:#ffffff;border:1px solid #dcd8cf">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td style="font-size:17px;line-height:23px;font-weight:bold;color:#23211d">{{.Title}}</td>
<td align="right" valign="top" width="72" style="font-size:17px;line-height:23px;font-weight:bold;color:#1d6b4f">{{.Score}}/100</td></tr></table>
{{with .Company}}<div style="font-size:15px;line-height:22px">{{.}}</div>{{end}}
{{with .Facts}}<div style="font-size:13px;line-height:19px;color:#625d53">{{.}}</div>{{end}}
{{range .Reasons}}<div style="padding:6px 0 0 0;font-size:13px;line-height:19px"><b style="color:{{if lt .Points 0}}#a3402a{{else}}#1d6b4f{{end}}">{{printf "%+d" .Points}}</b> {{.Text}}{{with .Quote}} <span style="color:#625d53">“{{.}}”</span>{{end}}</div>
{{end}}{{with .More}}<div style="padding:6px 0 0 0;font-size:13px;line-height:19px;color:#625d53">{{.}}</div>
{{end}}{{range .Remarks}}<div style="padding:6px 0 0 0;font-size:13px;line-height:19px">{{.Text}}{{with .Quote}} <span style="color:#625d53">“{{.}}”</span>{{end}}</div>
{{end}}<div style="padding:10px 0 0 0;font-size:14px;line-height:20px">{{range $i, $l := .Links}}{{if $i}} &#183; {{end}}<a href="{{$l.URL}}" style="color:#1a4f8b">{{$l.Name}}</a>{{end}}</div>
</td></tr><tr><td style="padding:0;font-size:12px;line-height:12px">&nbsp;</td></tr>
{{end}}{{if .Short}}<tr><td style="padding:4px 0 8px 0;font-weight:bold">And in short</td></tr>
{{range .Short}}<tr><td style="padding:3px 0;font-size:14px;line-height:20px">{{.Score}}/100 {{.Title}}{{with .Company}}, {{.}}{{end}}{{range .Links}} <a href="{{.URL}}" style="color:#1a4f8b">{{.Name}}</a>{{end}}</td></tr>
{{end}}{{end}}<tr><td style="padding:16px 0 0 0;font-size:12px;line-height:18px;color:#625d53">{{.Why}}</td></tr>
</table></td></tr></table></body></html>
`))

func writeHTML(v view) ([]byte, error) {
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("write the HTML part: %w", err)
	}
	return b.Bytes(), nil
}

// Text returns a delivery as the plain part of its message tells it.
func (c *Channel) Text(d stackhound.Delivery) string { return writeText(c.newView(d)) }

func writeText(v view) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", v.Heading)
	for _, it := range v.Full {
		fmt.Fprintf(&b, "\n%d/100  %s\n", it.Score, titleLine(it))
		if it.Facts != "" {
			fmt.Fprintf(&b, "    %s\n", it.Facts)
		}
		for _, r := range it.Reasons {
			fmt.Fprintf(&b, "    %+4d %s\n", r.Points, withQuote(r))
		}
		if it.More != "" {
			fmt.Fprintf(&b, "         %s\n", it.More)
		}
		for _, r := range it.Remarks {
			fmt.Fprintf(&b, "         %s\n", withQuote(r))
		}
		for _, l := range it.Links {
			fmt.Fprintf(&b, "    %s: %s\n", l.Name, l.URL)
		}
	}
	if len(v.Short) > 0 {
		b.WriteString("\nAnd in short\n")
	}
	for _, it := range v.Short {
		fmt.Fprintf(&b, "%d/100  %s", it.Score, titleLine(it))
		for _, l := range it.Links {
			fmt.Fprintf(&b, " %s", l.URL)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n-- \n%s\n", v.Why)
	return b.String()
}

func titleLine(it viewItem) string {
	if it.Company == "" {
		return it.Title
	}
	return it.Title + ", " + it.Company
}

func withQuote(r stackhound.Reason) string {
	if r.Quote == "" {
		return r.Text
	}
	return r.Text + " “" + r.Quote + "”"
}
