package stackhound

import (
	"cmp"
	"slices"
	"time"
)

// Board is one place that lists jobs, described as data: how often and how gently it is
// read, under which terms, and where in its answers each field stands. It is the content
// of a file in configs/boards.
//
// A pass reads: start (optional) → request, page by page → items of each page → fields
// of each item → the item's own page (detail, optional) for the fields that stand there.
// With tenants it does so for each of them.
type Board struct {
	Version  int    `yaml:"version"` // of this format: 1
	Name     string `yaml:"name"`    // lower-case letters, digits and dashes; the file's name
	Title    string `yaml:"title"`   // as the board calls itself
	Home     string `yaml:"home"`    // the page a person would open
	Base     string `yaml:"base"`    // scheme and host that {base} stands for; may hold {tenant}
	Family   string `yaml:"family"`  // the file of configs/families this one begins from; "" for none
	Evidence string `yaml:"evidence"`
	Niche    string `yaml:"niche"`   // the one language, field or way of working it is for; "" for a general board
	Enabled  bool   `yaml:"enabled"` // false: never crawled by itself
	Reason   string `yaml:"reason"`  // why not, when enabled is false
	Terms    Terms  `yaml:"terms"`

	Schedule     string        `yaml:"schedule"`      // cron spec of five fields (in UTC), or "@every 6h"
	MinInterval  time.Duration `yaml:"min_interval"`  // shortest time between two runs
	DelayBetween time.Duration `yaml:"delay_between"` // gap between requests; 0: robots.txt's Crawl-delay, else 1 s
	// DailyRequests is the most requests in 24 hours, robots.txt and further tries included;
	// 0: as many as the schedule comes to.
	DailyRequests int `yaml:"daily_requests"`
	// InsecureTLS, where it is set, has certificates of the board's own hosts taken as they
	// come, and says why that must be. "" verifies them, as those of all other hosts are.
	InsecureTLS string `yaml:"insecure_tls"`

	Complete bool   `yaml:"complete"` // true: one complete run without a listing closes it
	Newest   bool   `yaml:"newest"`   // true: the list shows only the newest, so absence says nothing
	Budget   Budget `yaml:"budget"`

	Group   string   `yaml:"group"`   // boards of one group are read one after the other; "" stands for the host
	Tenants []Tenant `yaml:"tenants"` // employers, each read by itself with {tenant}

	Format string `yaml:"format"` // html, embedded, json, feed, sitemap, jsonld, thread
	// Namespaces are the prefixes that selectors of XML may use, by the addresses that name
	// the namespaces. A prefix that is not among them is matched as the feed writes it.
	Namespaces map[string]string `yaml:"namespaces"`
	Start      *Start            `yaml:"start"`
	Request    Request           `yaml:"request"`
	Items      Items             `yaml:"items"`
	Fields     Fields            `yaml:"fields"`
	Detail     *Detail           `yaml:"detail"`
	Defaults   Defaults          `yaml:"defaults"`
}

// Budget is the most that one run may take of a board. A run that comes to a bound ends
// there, as a partial one, and the next goes on. 0 stands for the default.
type Budget struct {
	Pages int           `yaml:"pages"` // requests, with retries, redirects and robots.txt: 1 to 50000; default 5000
	Bytes int64         `yaml:"bytes"` // of answers as received: 64 KiB to 10 GiB; default 512 MiB
	Time  time.Duration `yaml:"time"`  // 1m to 24h; default 2h
}

// OrDefault returns the budget with the defaults where nothing is set: what a board of
// 5,000 jobs takes at one request a second, and some room.
func (b Budget) OrDefault() Budget {
	return Budget{cmp.Or(b.Pages, 5_000), cmp.Or(b.Bytes, 512<<20), cmp.Or(b.Time, 2*time.Hour)}
}

// Terms are what a board asks of those who show its listings.
type Terms struct {
	Attribution  Attribution   `yaml:"attribution"`
	Delay        time.Duration `yaml:"delay"`        // listings may be shown to others only this long after posting
	Redistribute bool          `yaml:"redistribute"` // may be passed on to third parties
	SignUpWall   bool          `yaml:"sign_up_wall"` // true: showing them behind a sign-up is allowed
	Note         string        `yaml:"note"`         // the terms in a sentence, and where they stand
}

// Attribution is how the source is named wherever its listings are shown.
type Attribution struct {
	Name   string `yaml:"name"`
	URL    string `yaml:"url"`
	Follow bool   `yaml:"follow"` // true: the link must not carry rel=nofollow
}

// Outlet is a way a listing can leave the program.
type Outlet string

// The outlets. An export is the operator's own copy; mail, webhook and page go to the
// person a profile belongs to; feed and API serve third parties.
const (
	OutletPage    Outlet = "page"
	OutletMail    Outlet = "mail"
	OutletWebhook Outlet = "webhook"
	OutletExport  Outlet = "export"
	OutletFeed    Outlet = "feed"
	OutletAPI     Outlet = "api"
)

// Allows tells whether a listing posted at the given time may leave through an outlet
// now. It is the one place that decides this.
func (t Terms) Allows(o Outlet, posted, now time.Time) bool {
	if o != OutletFeed && o != OutletAPI {
		return true
	}
	return t.Redistribute && !now.Before(posted.Add(t.Delay))
}

// Items says where the rows of an answer are and which of them are no listings.
type Items struct {
	Select string   `yaml:"select"` // CSS selector, JSON path, or element name; "" for the format's own
	Skip   int      `yaml:"skip"`   // rows to leave out at the start
	DropIf []DropIf `yaml:"drop_if"`
}

// DropIf leaves a row out. With neither Is nor IsNot, any value drops it; Empty drops
// it for want of one.
type DropIf struct {
	Field Field    `yaml:"field"`
	Is    []string `yaml:"is"`
	IsNot []string `yaml:"is_not"`
	Empty bool     `yaml:"empty"`
}

// Detail is how a listing's own page is read.
type Detail struct {
	URL    string `yaml:"url"`    // template of its address, with {base}, {tenant} and the row's fields; "": the item's url
	Format string `yaml:"format"` // html, embedded, json, jsonld, thread
	Max    int    `yaml:"max"`    // most pages in one run; 0 means 500
	Fields Fields `yaml:"fields"` // those set here win over the list's
	Closed Field  `yaml:"closed"` // a value here means the page says the job is gone
	// NoneIsOver has a page without a JobPosting count as one whose job is gone: jsonld only.
	NoneIsOver bool `yaml:"none_is_over"`
}

// Fields maps the names in FieldNames to where they are read.
type Fields map[string]Field

// FieldNames is the closed list of what can be read of a listing. url and title are
// required; id defaults to url.
var FieldNames = []string{
	"id", "url", "apply_url", "title", "company", "location", "salary", "tags", "description", "html", "posted", "expires",
	"workplace", "employment", "level", "regions", "category", "pay_min", "pay_max", "currency", "period",
}

// Defaults are what is true of every listing of a board that does not say otherwise.
type Defaults struct {
	Company    string   `yaml:"company"`
	Language   string   `yaml:"language"` // ISO 639-1; the answers are asked for in it
	Workplace  []string `yaml:"workplace"`
	Regions    []string `yaml:"regions"`
	Employment []string `yaml:"employment"`
	Currency   string   `yaml:"currency"`
	Period     string   `yaml:"period"`
}

// Field says where a value is read: the first of its alternatives that yields one wins.
// In YAML it is a selector, one mapping, or a list of those.
type Field []Extract

// Extract reads one value (or, for the fields that are lists, several) from an item.
// Its parts apply in the order they stand here.
type Extract struct {
	Select   string   `yaml:"select"`   // CSS selector, JSON path (a.b.0.c, * for each), XML path (a/b, with prefixes)
	Also     []string `yaml:"also"`     // further selectors, whose values follow those of Select
	Attr     string   `yaml:"attr"`     // HTML or XML: this attribute instead of the text
	Own      bool     `yaml:"own"`      // HTML: only the element's own text, not its children's
	HTML     bool     `yaml:"html"`     // HTML: the inner markup instead of the text
	Template string   `yaml:"template"` // instead of Select: text with {base} and {field} of the fields read before
	Decode   int      `yaml:"decode"`   // how many times entities are decoded beyond what the format does: 0 to 3
	Regex    string   `yaml:"regex"`    // RE2; the first group, else the whole match; no match: no value
	Split    *Split   `yaml:"split"`
	Not      string   `yaml:"not"` // RE2; a value that matches is none
	Is       string   `yaml:"is"`  // RE2; a value that matches yields Then, any other yields no value
	Then     string   `yaml:"then"`
	Unit     string   `yaml:"unit"`     // of a time: s, ms (since 1970), relative ("3 days ago"); "" for any written date
	Join     string   `yaml:"join"`     // makes one value of all, with this between them
	Required bool     `yaml:"required"` // an item without a value for the field is left out and counted
}

// Split cuts a value at a separator and takes one part, counted from 0, or from the end
// with -1. Last cuts at the last separator only. Each keeps all parts as a list.
type Split struct {
	By   string `yaml:"by"`
	Take int    `yaml:"take"`
	Last bool   `yaml:"last"`
	Each bool   `yaml:"each"`
}

// Required tells whether an item without this field is no listing.
func (f Field) Required() bool {
	return slices.ContainsFunc(f, func(x Extract) bool { return x.Required })
}

// UnmarshalYAML accepts a selector, a mapping or a list of both.
func (f *Field) UnmarshalYAML(unmarshal func(any) error) error {
	*f = nil
	var one Extract
	if unmarshal(&one.Select) == nil {
		*f = Field{one}
		return nil
	}
	var many []fieldAlternative
	if unmarshal(&many) == nil {
		for _, alt := range many {
			*f = append(*f, Extract(alt))
		}
		return nil
	}
	if err := unmarshal(&one); err != nil {
		return err
	}
	*f = Field{one}
	return nil
}

// fieldAlternative is an Extract that may be written as a bare selector.
type fieldAlternative Extract

func (a *fieldAlternative) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&a.Select) == nil {
		return nil
	}
	return unmarshal((*Extract)(a))
}
