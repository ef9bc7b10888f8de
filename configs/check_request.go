package configs

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"stackhound"
)

// vars returns the names that stand for something, with those of tenants.
func (c *boardCheck) vars(names ...string) []string {
	if len(c.board.Tenants) > 0 {
		own := slices.Sorted(maps.Keys(c.board.Tenants[0].Vars))
		names = slices.Concat(names, []string{"tenant"}, own)
	}
	return names
}

func (c *boardCheck) requests() {
	b := c.board
	c.demand(slices.Contains(listFormats, b.Format), "format", "format %q is not one of %s%s", b.Format, strings.Join(listFormats, ", "), didYouMean(b.Format, listFormats))
	allowed := c.vars("base")
	if b.Start != nil {
		c.start(*b.Start, allowed)
		allowed = append(allowed, "start")
	}
	allowed = append(allowed, c.pages(allowed)...)
	c.address("request.url", b.Request.URL, allowed)
	c.payload("request.body", b.Request.Body, allowed)
	c.expression("request.index", b.Request.Index)
	c.demand(b.Request.Index == "" || b.Format == "sitemap" && b.Request.Pages == nil, "request.index", "index is for sitemaps, and takes the place of pages")
	c.selector("request.inside", b.Request.Inside, "json")
	c.demand(b.Request.Inside == "" || b.Format != "sitemap", "request.inside", "a sitemap stands inside nothing")
	for _, name := range slices.Sorted(maps.Keys(b.Request.Headers)) {
		c.header("request.headers."+name, http.CanonicalHeaderKey(name), b.Request.Headers[name])
	}
	for _, name := range slices.Sorted(maps.Keys(b.Request.Query)) {
		c.parameter("request.query."+name, name, b.Request.Query[name])
	}
	c.secretBases()
}

// requestTexts returns all that the requests of the list are made of, where placeholders
// may stand.
func (c *boardCheck) requestTexts() string {
	r := c.board.Request
	return r.URL + "\n" + strings.Join(payloadTexts(r.Body), "\n")
}

func (c *boardCheck) start(s stackhound.Start, allowed []string) {
	c.address("start.url", s.URL, allowed)
	c.payload("start.body", s.Body, allowed)
	c.demand(len(s.Field) > 0, "start.field", "start.field is missing: which value of the answer stands for {start}?")
	c.extracts("start.field", s.Field, c.board.Format, allowed)
	c.demand(strings.Contains(c.requestTexts(), "{start}"), "request.url", "the value read by start is not used; put {start} into the address")
	if p := s.Pick; p != nil {
		c.address("start.pick.url", p.URL, append(slices.Clone(allowed), "start"))
		c.demand(len(p.Field) > 0, "start.pick", "start.pick.field is missing: what shows that a value is the one meant?")
		c.extracts("start.pick.field", p.Field, c.board.Format, allowed)
		c.demand(p.Max >= 0 && p.Max <= 20, "start.pick.max", "max is from 1 to 20; leave it out for 6")
	}
}

// pages checks how a list continues and returns the placeholders that come of it.
func (c *boardCheck) pages(allowed []string) []string {
	p := c.board.Request.Pages
	if p == nil {
		return nil
	}
	c.demand(p.Max >= 1 && p.Max <= 1000, "request.pages.max", "max must be from 1 to 1000")
	c.demand(p.From >= 0 && p.Step >= 0 && p.Size >= 0, "request.pages", "from, step and size cannot be below 0")
	for path, f := range map[string]stackhound.Field{"next": p.Next, "cursor": p.Cursor, "total": p.Total} {
		c.extracts("request.pages."+path, f, c.board.Format, allowed)
	}
	c.demand(btoi(len(p.Next) > 0)+btoi(len(p.Cursor) > 0)+btoi(p.Link) <= 1, "request.pages", "pages go on in one way: next, cursor or link")
	if !p.Counted() {
		c.demand(p.From == 0 && p.Step == 0, "request.pages", "pages go on by next, cursor or link, or by counting, not both")
	}
	switch texts := c.requestTexts(); {
	case p.Counted():
		offset := strings.Contains(texts, "{offset}")
		c.demand(offset || strings.Contains(texts, "{page}"), "request.url", "pages are counted, but there is no {page} in the address")
		c.demand(!offset || p.Step > 0, "request.pages", "{offset} counts rows: step must say by how many it grows, the rows of a page")
		return []string{"page", "offset"}
	case len(p.Cursor) > 0:
		before, _, _ := strings.Cut(c.board.Request.URL, "?")
		c.demand(strings.Contains(texts, "{cursor}"), "request.pages.cursor", "the cursor is not used: put {cursor} into the query of request.url or into its body")
		c.demand(!strings.Contains(before, "{cursor}"), "request.url", "{cursor} stands in the query, behind the ?: the first request has none")
		return []string{"cursor"}
	}
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// payload checks what a POST sends: one of its three kinds, with known placeholders.
func (c *boardCheck) payload(path string, p *stackhound.Payload, allowed []string) {
	if p == nil {
		return
	}
	c.demand(btoi(p.JSON != nil)+btoi(p.Form != nil)+btoi(p.GraphQL != nil) == 1, path, "a body is one of json, form and graphql")
	if g := p.GraphQL; g != nil {
		c.demand(strings.TrimSpace(g.Query) != "", path+".graphql", "graphql.query is missing: what is asked for?")
	}
	for _, text := range payloadTexts(p) {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			c.demand(slices.Contains(allowed, m[1]), path, "{%s} stands for nothing here; known are {%s}", m[1], strings.Join(allowed, "}, {"))
		}
	}
}

// payloadTexts returns the texts of a body that may hold placeholders.
func payloadTexts(p *stackhound.Payload) (texts []string) {
	if p == nil {
		return nil
	}
	for _, v := range p.Form {
		texts = append(texts, v)
	}
	texts = jsonTexts(texts, map[string]any(p.JSON))
	if p.GraphQL != nil {
		texts = jsonTexts(texts, map[string]any(p.GraphQL.Variables))
	}
	return texts
}

func jsonTexts(out []string, v any) []string {
	switch v := v.(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, e := range v {
			out = jsonTexts(out, e)
		}
	case map[string]any:
		for _, e := range v {
			out = jsonTexts(out, e)
		}
	case stackhound.JSON:
		out = jsonTexts(out, map[string]any(v))
	}
	return out
}

// prefixName is a prefix of an XML namespace.
var prefixName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

func (c *boardCheck) namespaces() {
	c.demand(len(c.board.Namespaces) == 0 || c.board.Format == "feed", "namespaces", "namespaces are for feeds")
	for prefix, uri := range c.board.Namespaces {
		c.demand(prefixName.MatchString(prefix) && uri != "", "namespaces."+prefix, "write prefix: address, as in tt: https://example.com/locations")
	}
}

// slug is what may stand for {tenant}: nothing that could change the rest of an address.
var slug = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// maxTenants bounds a file: each tenant takes at least a request, and they come one after
// the other.
const maxTenants = 2000

func (c *boardCheck) tenants() {
	b := c.board
	uses := strings.Contains(b.Base+c.requestTexts(), "{tenant}") || b.Start != nil && strings.Contains(b.Start.URL, "{tenant}")
	c.demand(uses || len(b.Tenants) == 0, "tenants", "there are tenants, but no {tenant} in base, request.url or request.body")
	c.demand(!uses || len(b.Tenants) > 0, "base", "{tenant} stands for nothing: tenants is missing, as in tenants: [acme, {slug: globex, title: Globex}]")
	c.demand(len(b.Tenants) <= maxTenants, "tenants", "there are more than %d tenants; make it several files of one group", maxTenants)
	c.demand(len(b.Group) <= 100, "group", "a group's name has at most 100 letters")
	seen := map[string]bool{}
	for i, t := range b.Tenants {
		path := fmt.Sprintf("tenants[%d]", i)
		c.demand(slug.MatchString(t.Slug), path, "%q is no slug: letters, digits, dots, - and _, as it stands in the addresses of the employer's jobs", t.Slug)
		c.demand(!seen[strings.ToLower(t.Slug)], path, "the tenant %s stands here twice", t.Slug)
		seen[strings.ToLower(t.Slug)] = true
		if t.Base != "" {
			c.base(path+".base", t.Base)
		}
		c.tenantVars(path, t)
	}
}

// tenantVars checks that a tenant has a value, which could be a slug, for each name that
// the others have.
func (c *boardCheck) tenantVars(path string, t stackhound.Tenant) {
	want := slices.Sorted(maps.Keys(c.board.Tenants[0].Vars))
	c.demand(slices.Equal(want, slices.Sorted(maps.Keys(t.Vars))), path, "all tenants have the same vars; the first has: %s", strings.Join(want, ", "))
	for name, value := range t.Vars {
		taken := slices.Contains([]string{"base", "start", "page", "offset", "cursor", "tenant", "secret"}, name) || slices.Contains(stackhound.FieldNames, name)
		c.demand(varName.MatchString(name) && !taken, path+".vars."+name, "%q cannot be the name of a var: it is small letters, and not one that stands for something else", name)
		c.demand(slug.MatchString(value), path+".vars."+name, "%q can be no part of an address: letters, digits, dots, - and _", value)
	}
}

var varName = regexp.MustCompile(`^[a-z][a-z_]{0,29}$`)
