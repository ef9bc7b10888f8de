package sample

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"text/template"
	"time"
)

// rss is the feed of sample-feed: the ads stand in CDATA and, every second one, as
// escaped markup, since both are met with.
var rss = template.Must(template.New("rss").Funcs(template.FuncMap{"xml": escapeXML}).Parse(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:job="https://gazette.example/ns/job">
<channel>
<title>The Sample Gazette</title>
<link>{{xml .Base}}/sample-feed/</link>
<description>Invented jobs for trying things out</description>
{{range .Items}}<item>
<title>{{xml .Title}}</title>
<link>{{xml .Link}}</link>
<guid isPermaLink="false">gazette-{{.Number}}</guid>
<pubDate>{{.Date}}</pubDate>
<job:company>{{xml .Company}}</job:company>
<job:place>{{xml .Place}}</job:place>
{{range .Ways}}<job:way>{{xml .}}</job:way>
{{end}}<job:type>{{.Employment}}</job:type>
{{with .Pay}}<job:pay>{{xml .}}</job:pay>
{{end}}<job:apply>{{xml .Apply}}</job:apply>
{{range .Tags}}<category>{{xml .}}</category>
{{end}}<content:encoded>{{if .CDATA}}<![CDATA[{{.Body}}]]>{{else}}{{xml .Body}}{{end}}</content:encoded>
</item>
{{end}}</channel>
</rss>
`))

// feed is the whole of sample-feed in one answer.
func (s *Site) feed(w http.ResponseWriter, _ *http.Request) {
	type item struct {
		view
		Link, Date, Body string
		CDATA            bool
	}
	var items []item
	for _, l := range s.shown("sample-feed") {
		items = append(items, item{l.view(), s.base + l.path, l.Posted.Format(time.RFC1123Z), asHTML(l.body()), l.number%2 == 0})
	}
	var b bytes.Buffer
	if err := rss.Execute(&b, map[string]any{"Base": s.base, "Items": items}); err != nil {
		http.Error(w, "the feed could not be written", http.StatusInternalServerError)
		return
	}
	answer(w, "application/rss+xml; charset=utf-8", b.Bytes())
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
