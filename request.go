package stackhound

import (
	"maps"
	"slices"
	"strings"
)

// Start is a request made first; the value it yields stands for {start} in Request.
type Start struct {
	URL   string   `yaml:"url"`
	Body  *Payload `yaml:"body"`
	Field Field    `yaml:"field"` // read from the whole answer
	Pick  *Pick    `yaml:"pick"`  // nil: the first value is taken
}

// Pick chooses among the values of Start.Field by what their own answers say: the first
// whose answer yields a value is taken.
type Pick struct {
	URL   string `yaml:"url"`   // asked for with each value as {start}
	Field Field  `yaml:"field"` // read from that answer; a value takes it
	Max   int    `yaml:"max"`   // most values tried: 1 to 20; 0 means 6
}

// Request is how the board's list is asked for. URL may hold {base}, {start}, {tenant} and
// what Pages counts or carries on: {page}, {offset}, {cursor}.
type Request struct {
	URL     string            `yaml:"url"`
	Headers map[string]Header `yaml:"headers"`
	// Query are parameters of the query that hold secrets. They go along with every request
	// to the board's own origin, and are no part of its address.
	Query  map[string]Parameter `yaml:"query"`
	Body   *Payload             `yaml:"body"`   // nil: a GET
	Index  string               `yaml:"index"`  // sitemap: RE2; of an index, the sitemaps whose addresses match are read
	Inside string               `yaml:"inside"` // JSON path, where the answer is JSON around a text that holds the list; "": it is the list itself
	Pages  *Pages               `yaml:"pages"`  // nil: a single answer
}

// Header is the value of a header. In YAML it is a text, or a mapping that names a secret.
type Header struct {
	Value  string `yaml:"value"`  // with a secret: text around {secret}; "" for the secret alone
	Secret string `yaml:"secret"` // the name of a secret of the configuration, filled by the tenant; "" for none
}

// Parameter is a parameter of the query that holds a secret.
type Parameter struct {
	Value  string `yaml:"value"`  // text around {secret}; "" for the secret alone
	Secret string `yaml:"secret"` // required: as of a Header
}

// UnmarshalYAML accepts a text or a mapping.
func (h *Header) UnmarshalYAML(unmarshal func(any) error) error {
	type mapping Header
	*h = Header{}
	if unmarshal(&h.Value) == nil {
		return nil
	}
	return unmarshal((*mapping)(h))
}

// Payload is what a POST sends, in one of three ways. Texts in it may hold what
// Request.URL may; a text that is nothing but {page} or {offset} becomes a number. What
// holds {cursor} is left out of the first request.
type Payload struct {
	JSON    JSON              `yaml:"json"`
	Form    map[string]string `yaml:"form"`
	GraphQL *GraphQL          `yaml:"graphql"`
}

// JSON is a JSON object as a board file writes it down.
type JSON map[string]any

// GraphQL is a query with its variables. The query is sent as it stands.
type GraphQL struct {
	Query     string `yaml:"query"`
	Variables JSON   `yaml:"variables"`
}

// Pages is how a list continues, in one of four ways: by counting ({page} or {offset} run
// From, From+Step, …), by a value of each answer that the next request carries (Cursor,
// for {cursor}), by a link found on each page (Next), or by the header Link with rel=next
// (Link). Reading stops at a page without items or without new ones, at one with fewer
// than Size rows, when Total rows were seen, when a page was asked for before, at an
// answer 400 or 404 past the first page where they are counted, and after Max pages.
type Pages struct {
	From   int   `yaml:"from"`   // first value of {page} or {offset}
	Step   int   `yaml:"step"`   // 0 means 1
	Max    int   `yaml:"max"`    // required: 1 to 1000
	Size   int   `yaml:"size"`   // rows of a full page, if known: a shorter page is the last
	Next   Field `yaml:"next"`   // read from the whole page; empty value: last page
	Cursor Field `yaml:"cursor"` // read from the whole page; empty value: last page
	Link   bool  `yaml:"link"`
	Total  Field `yaml:"total"` // how many rows the list has; read from the whole page
}

// Counted tells whether pages are counted, so that each can be asked for without the one
// before it.
func (p *Pages) Counted() bool { return len(p.Next) == 0 && len(p.Cursor) == 0 && !p.Link }

// Tenant is one of many employers whose jobs a system for applicants lists under a name of
// their own. In YAML it is the slug, or a mapping.
type Tenant struct {
	Slug  string `yaml:"slug"`            // stands for {tenant}
	Title string `yaml:"title,omitempty"` // the company, where the answers name none; "" stands for Slug
	Base  string `yaml:"base,omitempty"`  // its own domain, in place of the board's base
	// Vars are further names and what stands for them in the addresses of this tenant; all
	// tenants of a file have the same names.
	Vars map[string]string `yaml:"vars,omitempty"`
}

// UnmarshalYAML accepts a slug or a mapping.
func (t *Tenant) UnmarshalYAML(unmarshal func(any) error) error {
	type mapping Tenant
	*t = Tenant{}
	if unmarshal(&t.Slug) == nil {
		return nil
	}
	return unmarshal((*mapping)(t))
}

// Fill returns a text with what stands for {tenant} and the tenant's vars.
func (t Tenant) Fill(text string) string {
	text = strings.ReplaceAll(text, "{tenant}", t.Slug)
	for name, value := range t.Vars {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// Secrets returns the names of the secrets that the board's requests are sent with, for
// all of its tenants, each once.
func (b Board) Secrets() []string {
	var written []string
	for _, h := range b.Request.Headers {
		written = append(written, h.Secret)
	}
	for _, q := range b.Request.Query {
		written = append(written, q.Secret)
	}
	names := map[string]bool{}
	for _, name := range written {
		for _, t := range b.Tenants {
			names[t.Fill(name)] = true
		}
		if len(b.Tenants) == 0 {
			names[name] = true
		}
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}
