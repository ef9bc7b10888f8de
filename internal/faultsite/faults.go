package faultsite

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// fault is one way to go wrong. What is nil is as on any other host: pages are those of
// the calm board, the other two are not there.
type fault struct {
	name   string
	secure bool        // TLS, under a certificate nobody vouches for
	page   func(*call) // every page
	robots func(*call) // robots.txt
	mining func(*call) // the word on text and data mining
}

// faults are all there are, those of connections and sizes first, then those of texts,
// then those of robots.txt.
var faults = []fault{
	{name: "drip", page: func(c *call) { c.drip() }},
	{name: "silent", page: func(c *call) { c.hang() }},
	{name: "slow", page: func(c *call) { c.late() }},
	{name: "429-twice", page: func(c *call) { c.unless(c.n > 2, func() { c.rest(429, "2") }) }},
	{name: "429-day", page: func(c *call) { c.rest(429, "86400") }},
	{name: "503-date", page: func(c *call) {
		c.unless(c.n > 1, func() { c.rest(503, c.host.site.now().Add(3*time.Second).UTC().Format(http.TimeFormat)) })
	}},
	{name: "500", page: func(c *call) { c.status(500) }},
	{name: "500-once", page: func(c *call) { c.unless(c.n > 1, func() { c.status(500) }) }},
	{name: "redirect-self", page: func(c *call) { c.redirect(c.r.URL.Path) }},
	{name: "redirect-endless", page: func(c *call) { c.redirect(fmt.Sprintf("/jobs/%d", time.Now().UnixNano())) }},
	{name: "redirect-loopback", page: func(c *call) { c.redirect(c.host.site.secret.URL) }},
	{name: "redirect-link-local", page: func(c *call) { c.redirect("http://169.254.169.254/latest/") }},
	{name: "redirect-private", page: func(c *call) { c.redirect("http://10.0.0.1/") }},
	{name: "redirect-file", page: func(c *call) { c.redirect("file:///etc/passwd") }},
	{name: "gzip-bomb", page: func(c *call) { c.packed(bomb()) }},
	{name: "bomb.xml.gz", page: func(c *call) { c.kind("application/gzip"); _, _ = c.w.Write(bomb()) }},
	{name: "gzip-cut", page: func(c *call) {
		whole := pack(List("Engineer" + strings.Repeat("-", 100)))
		c.packed(whole[:len(whole)-12])
	}},
	{name: "200-MB", page: func(c *call) {
		c.w.Header().Set("Content-Length", strconv.Itoa(200<<20))
		c.pour("<p>text</p>", 200<<20)
	}},
	{name: "endless", page: func(c *call) { c.pour("<p>text</p>", 0) }},
	{name: "short", page: func(c *call) { c.w.Header().Set("Content-Length", "100000"); c.text(List("Engineer")) }},
	{name: "reset", page: func(c *call) { c.reset("") }},
	{name: "reset-mid-body", page: func(c *call) {
		c.reset("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + List("Engineer"))
	}},
	{name: "two-lengths", page: func(c *call) {
		_ = c.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nthe end").Close()
	}},
	{name: "4-MB-headers", page: func(c *call) {
		for n := range 4000 {
			c.w.Header().Set(fmt.Sprintf("X-Filler-%d", n), strings.Repeat("x", 1000))
		}
		c.text(List("Engineer"))
	}},
	{name: "500-KB-cookies", page: func(c *call) {
		for n := range 500 {
			http.SetCookie(c.w, &http.Cookie{Name: fmt.Sprintf("filler%d", n), Value: strings.Repeat("x", 1000)})
		}
		c.text(List("Engineer"))
	}},
	{name: "self-signed", secure: true},
	{name: "self-signed-away", secure: true, page: func(c *call) { c.redirect(c.host.site.stranger.URL) }},

	{name: "empty", page: func(c *call) { c.kind("text/html") }},
	{name: "soft-404", page: func(c *call) {
		c.kind("text/html")
		c.text("<!doctype html><title>Not found</title><h1>This page is no longer here</h1>")
	}},
	{name: "1251-in-meta", page: func(c *call) { c.kind("text/html"); c.text(cyrillic) }},
	{name: "1251-called-utf-8", page: func(c *call) { c.kind("text/html; charset=utf-8"); c.text(cyrillic) }},
	{name: "shift-jis", page: func(c *call) { c.kind("text/html; charset=Shift_JIS"); c.text(List("\x93\x8c\x8b\x9e")) }},
	{name: "200000-divs", page: func(c *call) {
		c.kind("text/html")
		c.text(strings.Repeat("<div>", 200_000) + List("Engineer"))
	}},
	{name: "calendar", page: calendar},
	{name: "broken-rss", page: func(c *call) {
		c.kind("application/rss+xml")
		c.text("<rss><channel><item><title>R & D Engineer</title><link>/jobs/1?a=1&b=2</link></item><item><title>cut o")
	}},
	{name: "entities", page: entities},
	{name: "external-entity", page: func(c *call) {
		c.kind("application/rss+xml")
		c.text(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]><rss><channel>` + feedItems("&file;") + "</channel></rss>")
	}},
	{name: "cut-json", page: func(c *call) {
		c.kind("application/json")
		c.text(`{"jobs":[` + apiItems("Engineer")[0] + `,{"title":`)
	}},
	{name: "page-for-json", page: func(c *call) { c.kind("application/json"); c.text("<html><body>One moment, please</body></html>") }},
	{name: "reserved-by-header", page: func(c *call) { c.w.Header().Set("tdm-reservation", "1"); c.text(List("Reserved")) }},
	{name: "reserved-by-meta", page: func(c *call) {
		c.kind("text/html")
		c.text(`<meta name="tdm-reservation" content="1">` + List("Reserved"))
	}},
	{name: "reserved-by-file", mining: func(c *call) { c.text(`[{"location":"/jobs*","tdm-reservation":1}]`) }, page: func(c *call) { c.text(List("Reserved")) }},

	{name: "robots-500", robots: func(c *call) { c.status(500) }},
	{name: "robots-403", robots: func(c *call) { c.status(403) }},
	{name: "robots-429", robots: func(c *call) { c.rest(429, "2") }},
	{name: "robots-reset", robots: func(c *call) { c.reset("") }},
	{name: "robots-drip", robots: func(c *call) { c.drip() }},
	{name: "robots-130-MB", robots: func(c *call) {
		c.w.Header().Set("Content-Length", strconv.Itoa(130<<20))
		c.pour("User-agent: *\nDisallow: /private\n", 130<<20)
	}},
	{name: "robots-page", robots: func(c *call) { c.kind("text/html"); c.text(List("User-agent: * Disallow: /")) }},
	{name: "robots-loop", robots: func(c *call) { c.redirect(robotsPath) }},
}

// unless answers as the calm board once it is over, and until then with what goes wrong.
func (c *call) unless(over bool, wrong func()) {
	if over {
		calm(c)
		return
	}
	wrong()
}

func (c *call) packed(body []byte) {
	c.kind("text/html")
	c.w.Header().Set("Content-Encoding", "gzip")
	_, _ = c.w.Write(body)
}

// cyrillic is a list in windows-1251 that says so only itself. Its titles read
// "Разработчик".
var cyrillic = `<meta charset="windows-1251">` + List("\xd0\xe0\xe7\xf0\xe0\xe1\xee\xf2\xf7\xe8\xea")

// calendar links from each page to one more, with the same jobs on all of them.
func calendar(c *call) {
	month, _ := strconv.Atoi(c.r.URL.Query().Get("month")) // none: the first
	c.kind("text/html")
	c.text(List("Engineer") + fmt.Sprintf(`<i><a href="/jobs?month=%d">next month</a></i>`, month+1))
}

// entities is a feed whose one title would grow to 3 * 10^9 bytes.
func entities(c *call) {
	c.kind("application/rss+xml")
	c.text(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha ">`)
	for n := range 9 {
		c.text(fmt.Sprintf(`<!ENTITY e%d "%s">`, n+1, strings.Repeat(fmt.Sprintf("&e%d;", n), 10)))
	}
	c.text("]><rss><channel>" + feedItems("&e9;") + "</channel></rss>")
}
