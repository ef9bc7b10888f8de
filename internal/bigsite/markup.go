package bigsite

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"stackhound"
)

// Markups is in how many ways the boards of a Row mark up what they say: as JSON-LD beside
// classes, by classes, by data-testid among classes that mean nothing, and as a list of
// labels. Boards take turns.
const Markups = 4

// frame is what the pages of a board have around a job.
type frame struct {
	head, nav, foot string
	cards           []string // other jobs
}

func newFrame(board int) frame {
	rng := rand.New(rand.NewPCG(uint64(board), 0))
	var f frame
	repeat := func(n int, write func(b *strings.Builder, i int)) string {
		var b strings.Builder
		for i := range n {
			write(&b, i)
		}
		return b.String()
	}
	f.head = "<style>" + repeat(80, func(b *strings.Builder, i int) {
		fmt.Fprintf(b, ".s%d-%x>a{padding:%dpx;color:#%06x;margin:0 %dpx}", i, rng.IntN(1<<16), rng.IntN(40), rng.IntN(1<<24), rng.IntN(20))
	}) + "</style>\n<script>var q=[];" + repeat(60, func(b *strings.Builder, i int) {
		fmt.Fprintf(b, `function g%d(x,y){if(x<y&&y>%d){q.push({n:"%s",v:x-y});return "<b>"+x}return q.length<%d}`, i, rng.IntN(900), one(rng, plain), rng.IntN(90))
	}) + "</script>\n"
	f.nav = "<nav class=\"top\"><ul>\n" + repeat(50, func(b *strings.Builder, i int) {
		fmt.Fprintf(b, "<li class=\"item\"><a class=\"link\" href=\"/t/%s?n=%d&amp;s=1\">%s %s</a></li>\n", one(rng, plain), i, one(rng, plain), one(rng, plain))
	}) + "</ul></nav>\n"
	f.foot = "<footer><ul>\n" + repeat(70, func(b *strings.Builder, i int) {
		fmt.Fprintf(b, "<li><a href=\"/p/%d\" title=\"%s\">%s</a></li>\n", i, one(rng, plain), one(rng, plain))
	}) + "</ul><p>&copy; 2026 &mdash; all of it invented</p></footer>\n<script>window.state={" + repeat(80, func(b *strings.Builder, i int) {
		fmt.Fprintf(b, `"k%d":{"n":%d,"t":"%s %s"},`, i, rng.IntN(1e6), one(rng, plain), one(rng, plain))
	}) + "};</script>\n"
	for i := range 60 {
		other := newAd(board, 1_000_000+i)
		f.cards = append(f.cards, fmt.Sprintf("<div class=\"card\" data-n=\"%d\"><h3 class=\"card-title\"><a href=\"/jobs/%d?from=card\">%s</a></h3><div class=\"card-facts\"><span class=\"who\">%s</span>"+
			"<span class=\"where\">%s</span><svg width=\"12\" height=\"12\" viewBox=\"0 0 24 24\"><path d=\"M%d %dL%d %dz\"/></svg></div><ul class=\"card-tags\"><li>%s</li><li>%s</li></ul></div>\n",
			i, rng.IntN(1000), other.Title, html.EscapeString(other.Company), other.Location, rng.IntN(24), rng.IntN(24), rng.IntN(24), rng.IntN(24), html.EscapeString(other.Tags[0]), html.EscapeString(other.Tags[1])))
	}
	return f
}

// page makes the page of a job.
func (f frame) page(a Ad, board int) string {
	rng := rand.New(rand.NewPCG(uint64(board), uint64(len(a.Description))))
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s at %s</title>\n<link rel=\"canonical\" href=\"%s\">\n%s",
		html.EscapeString(a.Title), html.EscapeString(a.Company), a.Path, f.head)
	write := []func(*strings.Builder, Ad, *rand.Rand){marked, classes, testIDs, labels}[board%Markups]
	if board%Markups == 0 {
		b.WriteString(data(a))
	}
	b.WriteString("</head><body>\n" + f.nav)
	write(&b, a, rng)
	b.WriteString("<section class=\"more\">\n")
	for _, at := range rng.Perm(len(f.cards))[:41] {
		b.WriteString(f.cards[at])
	}
	b.WriteString("</section>\n" + f.foot + "</body></html>\n")
	return b.String()
}

// data is a job as JSON-LD, behind another block of it.
func data(a Ad) string {
	posting := map[string]any{
		"@context": "https://schema.org", "@type": "JobPosting", "title": a.Title, "description": a.markup, "datePosted": a.Posted,
		"hiringOrganization": map[string]any{"@type": "Organization", "name": a.Company}, "jobLocation": map[string]any{"@type": "Place", "address": a.Location},
		"skills": a.Tags, "url": a.ApplyURL,
	}
	if a.Salary != "" {
		posting["estimatedSalary"] = a.Salary
	}
	text, _ := json.Marshal(posting) // plain data always encodes
	return `<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite","name":"A board"}</script>` + "\n" +
		`<script type="application/ld+json">` + string(text) + "</script>\n"
}

func marked(b *strings.Builder, a Ad, rng *rand.Rand) { classes(b, a, rng) }

func classes(b *strings.Builder, a Ad, _ *rand.Rand) {
	e := html.EscapeString
	fmt.Fprintf(b, "<main class=\"job\"><h1 class=\"job-title\">%s</h1>\n<a class=\"job-company\" href=\"/c\">%s</a>\n<span class=\"job-place\">%s</span>\n", e(a.Title), e(a.Company), e(a.Location))
	if a.Salary != "" {
		fmt.Fprintf(b, "<span class=\"job-pay\">%s</span>\n", e(a.Salary))
	}
	fmt.Fprintf(b, "<time class=\"job-date\" datetime=\"%s\">some days ago</time>\n<ul class=\"job-tags\">", a.Posted)
	for _, t := range a.Tags {
		fmt.Fprintf(b, "<li>%s</li>", e(t))
	}
	fmt.Fprintf(b, "</ul>\n<div class=\"job-text\">%s</div>\n<a class=\"job-apply\" href=\"%s\">Apply</a></main>\n", a.markup, e(a.ApplyURL))
}

func testIDs(b *strings.Builder, a Ad, rng *rand.Rand) {
	e := html.EscapeString
	css := func() string { return fmt.Sprintf("css-%x sc-%x", rng.IntN(1<<24), rng.IntN(1<<24)) }
	line := func(tag, id, text string) {
		fmt.Fprintf(b, "<div class=\"%s\"><%s data-testid=\"%s\" class=\"%s\">%s</%s></div>\n", css(), tag, id, css(), text, tag)
	}
	b.WriteString("<main class=\"" + css() + "\">")
	line("h1", "title", e(a.Title))
	line("span", "company", e(a.Company))
	line("span", "place", e(a.Location))
	if a.Salary != "" {
		line("span", "pay", e(a.Salary))
	}
	line("span", "date", a.Posted)
	fmt.Fprintf(b, "<div data-testid=\"tags\" class=\"%s\">", css())
	for _, t := range a.Tags {
		fmt.Fprintf(b, "<span class=\"%s\">%s</span>", css(), e(t))
	}
	fmt.Fprintf(b, "</div>\n<section data-testid=\"text\">%s</section>\n<a class=\"%s\" data-testid=\"apply\" href=\"%s\">Apply</a></main>\n", a.markup, css(), e(a.ApplyURL))
}

func labels(b *strings.Builder, a Ad, _ *rand.Rand) {
	e := html.EscapeString
	fmt.Fprintf(b, "<div id=\"content\"><h2>%s</h2>\n<dl class=\"facts\"><dt>Employer</dt><dd>%s</dd>\n<dt>Place</dt><dd>%s</dd>\n", e(a.Title), e(a.Company), e(a.Location))
	if a.Salary != "" {
		fmt.Fprintf(b, "<dt>Pay</dt><dd>%s</dd>\n", e(a.Salary))
	}
	fmt.Fprintf(b, "<dt>Since</dt><dd>%s</dd>\n<dt>Stack</dt><dd>%s</dd></dl>\n<div class=\"text\">%s</div>\n<p class=\"how\"><a href=\"%s\">Apply</a></p></div>\n",
		a.Posted, e(strings.Join(a.Tags, ", ")), a.markup, e(a.ApplyURL))
}

// detail describes the pages of a board as its file would.
func detail(board, jobs int) *stackhound.Detail {
	sel := func(s string) stackhound.Field { return stackhound.Field{{Select: s}} }
	attr := func(s, name string) stackhound.Field { return stackhound.Field{{Select: s, Attr: name}} }
	d := &stackhound.Detail{Format: "html", Max: jobs}
	switch board % Markups {
	case 0:
		d.Format = "jsonld"
		d.Fields = stackhound.Fields{
			"title": sel("title"), "company": sel("hiringOrganization.name"), "location": sel("jobLocation.*.address.addressLocality"), "salary": sel("estimatedSalary"),
			"posted": sel("datePosted"), "tags": sel("skills"), "html": sel("description"), "apply_url": sel("url"),
		}
	case 1:
		d.Fields = stackhound.Fields{
			"title": sel("h1.job-title"), "company": sel(".job-company"), "location": sel(".job-place"), "salary": sel(".job-pay"),
			"posted": attr(".job-date", "datetime"), "tags": sel(".job-tags li"), "description": sel(".job-text"), "apply_url": attr("a.job-apply", "href"),
		}
	case 2:
		id := func(name string) string { return `[data-testid="` + name + `"]` }
		d.Fields = stackhound.Fields{
			"title": sel(id("title")), "company": sel(id("company")), "location": sel(id("place")), "salary": sel(id("pay")),
			"posted": sel(id("date")), "tags": sel(id("tags") + " > span"), "description": sel(id("text")), "apply_url": attr(id("apply"), "href"),
		}
	default:
		label := func(name string) string { return `dl.facts > dt:contains("` + name + `") + dd` }
		tags := stackhound.Field{{Select: label("Stack"), Split: &stackhound.Split{By: ", ", Each: true}}}
		d.Fields = stackhound.Fields{
			"title": sel("#content > h2"), "company": sel(label("Employer")), "location": sel(label("Place")), "salary": sel(label("Pay")),
			"posted": sel(label("Since")), "tags": tags, "description": sel("#content > .text"), "apply_url": attr("p.how > a", "href"),
		}
	}
	return d
}
