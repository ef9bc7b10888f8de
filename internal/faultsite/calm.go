package faultsite

import (
	"fmt"
	"strings"
)

// Jobs is how many jobs a host lists.
const Jobs = 3

// calm is the board that each host is until its fault is turned on: a list at /jobs, a
// feed at /feed.xml and /feed.xml.gz, an API at /api.
func calm(c *call) {
	switch path := c.r.URL.Path; {
	case strings.HasPrefix(path, "/feed.xml"):
		c.kind("application/rss+xml")
		c.text("<rss><channel>" + feedItems("Engineer") + "</channel></rss>")
	case path == "/api":
		c.kind("application/json")
		c.text(`{"jobs":[` + strings.Join(apiItems("Engineer"), ",") + `]}`)
	case path == "/jobs" && c.r.URL.RawQuery == "":
		c.kind("text/html; charset=utf-8")
		c.text(List("Engineer"))
	default:
		c.status(404)
	}
}

// List is the page of a list whose jobs have a title each.
func List(title string) string {
	var b strings.Builder
	b.WriteString("<!doctype html><html><body><ul>")
	for n := range Jobs {
		fmt.Fprintf(&b, `<li><a href="/jobs/%d">%s</a> at <b>Quillfern</b></li>`, n+1, title)
	}
	b.WriteString("</ul></body></html>")
	return b.String()
}

func feedItems(title string) string {
	var b strings.Builder
	for n := range Jobs {
		fmt.Fprintf(&b, "<item><title>%s</title><link>/jobs/%d</link></item>", title, n+1)
	}
	return b.String()
}

func apiItems(title string) []string {
	var items []string
	for n := range Jobs {
		items = append(items, fmt.Sprintf(`{"title":%q,"url":"/jobs/%d"}`, title, n+1))
	}
	return items
}
