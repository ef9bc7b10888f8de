package configs

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"github.com/robfig/cron/v3"
	"golang.org/x/text/language"

	"stackhound"
)

// problem is something wrong with a board: path says where in its file, as in
// "fields.title[1].regex".
type problem struct {
	path    string
	message string
}

// checkBoard returns everything about a board that cannot work or may not be, in no
// particular order. hasSecret tells which secrets are configured; with nil that is not
// checked. That Name is the file's name is checked by LoadBoard, the regions of the
// defaults too.
func checkBoard(b stackhound.Board, hasSecret func(string) bool) []problem {
	c := boardCheck{board: b, hasSecret: hasSecret}
	c.head()
	c.terms()
	c.times()
	c.tenants()
	c.namespaces()
	c.requests()
	c.items()
	c.fields("fields", b.Fields, b.Format)
	c.detail()
	c.required()
	c.defaults()
	return c.problems
}

type boardCheck struct {
	board     stackhound.Board
	hasSecret func(string) bool
	problems  []problem
}

func (c *boardCheck) add(path, format string, args ...any) {
	c.problems = append(c.problems, problem{path, fmt.Sprintf(format, args...)})
}

// demand notes a problem unless ok.
func (c *boardCheck) demand(ok bool, path, format string, args ...any) {
	if !ok {
		c.add(path, format, args...)
	}
}

func (c *boardCheck) head() {
	b := c.board
	c.demand(b.Version == 1, "version", "version must be 1")
	c.demand(stackhound.ValidName(b.Name), "name", "a name is lower-case letters, digits and single dashes, at most 40")
	c.demand(b.Title != "", "title", "title is missing: how does the board call itself?")
	c.demand(isPage(b.Home), "home", "home must be the http address of the page a person would open")
	c.base("base", b.Base)
	c.insecureTLS()
	c.demand(b.Evidence != "", "evidence", "evidence is missing: where is the board's shape known from?")
	c.demand(b.Enabled || b.Reason != "", "enabled", "a board that is not enabled needs a reason")
}

// base checks a scheme and host, in whose name {tenant} may stand.
func (c *boardCheck) base(path, base string) {
	plain := placeholder.ReplaceAllString(base, "tenant")
	for _, m := range placeholder.FindAllStringSubmatch(base, -1) {
		c.demand(slices.Contains(c.vars("tenant"), m[1]), path, "{%s} stands for nothing here; known are {%s}", m[1], strings.Join(c.vars(), "}, {"))
	}
	c.demand(isPage(plain), path, "%s must be an http address such as https://example.com", last(path))
	if u, err := url.Parse(plain); err == nil {
		c.demand(u.Path == "" && u.RawQuery == "", path, "%s is scheme and host only; put %q into request.url", last(path), u.RequestURI())
	}
}

// insecureTLS checks that a board whose certificate is not verified says why, and has one.
func (c *boardCheck) insecureTLS() {
	why := c.board.InsecureTLS
	if why == "" {
		return
	}
	u, err := url.Parse(placeholder.ReplaceAllString(c.board.Base, "tenant"))
	c.demand(err == nil && u.Scheme == "https", "insecure_tls", "base is not an https address, so there is no certificate to excuse; leave insecure_tls out")
	c.demand(len(c.board.Tenants) == 0, "insecure_tls", "insecure_tls is for a board with one host of its own, not for tenants")
	c.demand(len(strings.Fields(why)) > 1, "insecure_tls", `insecure_tls says in words why the certificate is not verified, such as "it ran out in August 2026, they were told"`)
}

func (c *boardCheck) terms() {
	t := c.board.Terms
	c.demand(t.Attribution.Name != "", "terms.attribution.name", "terms.attribution.name is missing: how must the source be named?")
	c.demand(isPage(t.Attribution.URL), "terms.attribution.url", "terms.attribution.url must be an http address")
	c.demand(t.Delay >= 0 && t.Delay <= 30*24*time.Hour, "terms.delay", "a delay is from 0 to 720h")
}

func (c *boardCheck) times() {
	b := c.board
	if err := checkSchedule(b.Schedule); err != nil {
		c.add("schedule", "%s", err)
	}
	c.demand(b.MinInterval >= 0 && b.MinInterval <= 30*24*time.Hour, "min_interval", "min_interval is from 0 to 720h")
	c.demand(!b.Newest || !b.Complete, "newest", "a list cannot be both newest and complete: one that shows only the newest does not say what is gone")
	c.budget()
	c.demand(b.DailyRequests == 0 || b.DailyRequests >= minDaily && b.DailyRequests <= maxDaily, "daily_requests", "daily_requests is from %d to %d; leave it out for no bound", minDaily, maxDaily)
	c.demand(b.DelayBetween >= 0 && b.DelayBetween <= 5*time.Minute, "delay_between", "delay_between is from 0 to 5m")
}

// budget checks what one run may take: enough to read anything, and a bound at all.
func (c *boardCheck) budget() {
	b := c.board.Budget
	c.demand(b.Pages >= 0 && b.Pages <= 50_000, "budget.pages", "budget.pages is from 1 to 50000 requests in a run; leave it out for 5000")
	c.demand(b.Bytes == 0 || b.Bytes >= 64<<10 && b.Bytes <= 10<<30, "budget.bytes", "budget.bytes is from 65536 to 10737418240 in a run; leave it out for 536870912")
	c.demand(b.Time == 0 || b.Time >= time.Minute && b.Time <= 24*time.Hour, "budget.time", "budget.time is from 1m to 24h; leave it out for 2h")
	if p := c.board.Request.Pages; p != nil {
		c.demand(p.Max < b.OrDefault().Pages, "budget.pages", "budget.pages must be more than the %d pages of the list (request.pages.max), or no run comes to its end", p.Max)
	}
}

// Bounds on daily_requests: below the first not even a list and its robots.txt could be
// read with the tries they may take; the second is one a second.
const (
	minDaily = 20
	maxDaily = 24 * 60 * 60
)

// everyMinute is the shortest interval a schedule may have.
const everyMinute = time.Minute

// checkSchedule tells whether a schedule is one the program runs: a cron spec of five
// fields in UTC, a word such as @daily, or "@every 6h" of a minute or more, that comes
// due at all.
func checkSchedule(spec string) (err error) {
	bad := stackhound.Errorf(stackhound.CodeInvalid, "%q is no schedule; write @every 6h or a cron spec of five fields in UTC such as 15 */6 * * *", spec)
	// The parser is known to panic on some zone prefixes without a spec behind them.
	defer func() {
		if recover() != nil {
			err = bad
		}
	}()
	if strings.HasPrefix(spec, "TZ=") || strings.HasPrefix(spec, "CRON_TZ=") {
		return stackhound.Errorf(stackhound.CodeInvalid, "a schedule names no time zone: it is read in UTC; write the spec alone")
	}
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return bad
	}
	if every, ok := strings.CutPrefix(spec, "@every "); ok {
		if d, err := time.ParseDuration(every); err != nil || d < everyMinute {
			return stackhound.Errorf(stackhound.CodeInvalid, "%q is too often; the shortest is @every 1m", spec)
		}
	}
	if s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return stackhound.Errorf(stackhound.CodeInvalid, "%q never comes due", spec)
	}
	return nil
}

// placeholder finds the names in a template.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// address checks the template of an address: on the board's own host, with known names.
func (c *boardCheck) address(path, template string, allowed []string) {
	if template == "" {
		c.add(path, "%s is missing", path)
		return
	}
	c.demand(strings.HasPrefix(template, "{base}") || strings.HasPrefix(template, "{start}"), path, "the address must begin with {base}, the board's own host")
	c.placeholders(path, template, allowed)
}

func (c *boardCheck) placeholders(path, template string, allowed []string) {
	for _, m := range placeholder.FindAllStringSubmatch(template, -1) {
		if m[1] == "secret" {
			c.add(path, "a secret cannot stand in an address, which is stored and shown; name it under request.query, as in token: {secret: NAME}")
			continue
		}
		c.demand(slices.Contains(allowed, m[1]), path, "{%s} stands for nothing here; known are {%s}", m[1], strings.Join(allowed, "}, {"))
	}
	rest := placeholder.ReplaceAllString(template, "")
	c.demand(!strings.ContainsAny(rest, "{}"), path, "a brace has no partner in %q", template)
}

func (c *boardCheck) items() {
	it := c.board.Items
	c.demand(it.Select != "" || c.board.Format != "html" && c.board.Format != "embedded", "items", "items.select is missing: which elements of the page are the listings?")
	c.selector("items.select", it.Select, c.board.Format)
	c.demand(it.Skip >= 0 && it.Skip <= 1000, "items.skip", "skip is from 0 to 1000")
	for i, d := range it.DropIf {
		path := fmt.Sprintf("items.drop_if[%d]", i)
		c.demand(len(d.Field) > 0, path, "a drop_if needs a field to look at")
		c.extracts(path+".field", d.Field, c.board.Format, c.vars("base"))
	}
}

func (c *boardCheck) detail() {
	d := c.board.Detail
	if d == nil {
		return
	}
	c.demand(slices.Contains(detailFormats, d.Format), "detail.format", "detail.format %q is not one of %s%s", d.Format, strings.Join(detailFormats, ", "), didYouMean(d.Format, detailFormats))
	c.demand(d.Max >= 0 && d.Max <= 5000, "detail.max", "max is from 0 to 5000")
	c.demand(len(d.Fields) > 0, "detail", "detail.fields is missing: what is read of the listing's own page?")
	c.demand(!d.NoneIsOver || d.Format == "jsonld", "detail.none_is_over", "none_is_over is for jsonld: closed tells it of other pages")
	c.fields("detail.fields", d.Fields, d.Format)
	c.extracts("detail.closed", d.Closed, d.Format, c.vars("base"))
	if d.URL != "" {
		c.address("detail.url", d.URL, c.vars(slices.Concat([]string{"base", "start"}, slices.Sorted(maps.Keys(c.board.Fields)))...))
	}
}

// required checks that a listing can come of it: url from the list, title from anywhere.
func (c *boardCheck) required() {
	_, title := c.board.Fields["title"]
	if d := c.board.Detail; d != nil && !title {
		_, title = d.Fields["title"]
	}
	c.demand(title, "fields", "the field title is missing")
	_, hasURL := c.board.Fields["url"]
	c.demand(hasURL, "fields", "the field url is missing")
}

func (c *boardCheck) defaults() {
	d := c.board.Defaults
	c.among("defaults.workplace", d.Workplace, workplaces)
	c.among("defaults.employment", d.Employment, stackhound.Employments)
	if d.Period != "" {
		c.among("defaults.period", []string{d.Period}, stackhound.Periods)
	}
	c.demand(d.Language == "" || isLanguage(d.Language), "defaults.language", "a language is two small letters such as en or de (ISO 639-1)")
	c.demand(d.Currency == "" || currency.MatchString(d.Currency), "defaults.currency", "a currency is three capital letters such as EUR")
}

func isLanguage(code string) bool {
	tag, err := language.ParseBase(code)
	return err == nil && len(code) == 2 && tag.String() == code
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

func (c *boardCheck) among(path string, values, list []string) {
	for i, v := range values {
		c.demand(slices.Contains(list, v), fmt.Sprintf("%s[%d]", path, i), "%q is not one of %s%s", v, strings.Join(list, ", "), didYouMean(v, list))
	}
}

func (c *boardCheck) fields(path string, fields stackhound.Fields, format string) {
	// A template may name what was read before it: of the list, and of the page itself.
	known := slices.Concat(c.vars("base", "start", "id", "url"), slices.Sorted(maps.Keys(c.board.Fields)), slices.Sorted(maps.Keys(fields)))
	slices.Sort(known)
	known = slices.Compact(known)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := path + "." + name
		if !slices.Contains(stackhound.FieldNames, name) {
			c.add(at, "unknown field %q%s", name, didYouMean(name, stackhound.FieldNames))
			continue
		}
		c.demand(len(fields[name]) > 0, at, "%s says nothing about where it is read", name)
		c.extracts(at, fields[name], format, known)
		for _, x := range fields[name] {
			c.demand(x.Unit == "" || name == "posted" || name == "expires", at, "unit is for times, and %s is none", name)
		}
	}
}

func (c *boardCheck) extracts(path string, f stackhound.Field, format string, names []string) {
	for i, x := range f {
		at := path
		if len(f) > 1 {
			at = fmt.Sprintf("%s[%d]", path, i)
		}
		c.extract(at, x, format, names)
	}
}

func (c *boardCheck) extract(path string, x stackhound.Extract, format string, names []string) {
	if x.Template != "" {
		c.demand(x.Select == "" && x.Attr == "" && !x.Own && !x.HTML, path, "a template stands instead of select, attr, own and html")
		c.placeholders(path+".template", x.Template, names)
	} else {
		c.demand(x.Select != "" || x.Attr != "" || x.Own || x.HTML || x.Regex != "" || format == "html", path, "there is neither a select nor a template")
		c.selector(path+".select", x.Select, format)
	}
	c.demand(x.Attr == "" || format == "html" || format == "feed", path+".attr", "attr is for html and feed")
	c.demand(!x.Own && !x.HTML || format == "html", path, "own and html are for html pages")
	c.demand(x.Decode >= 0 && x.Decode <= 3, path+".decode", "decode is from 0 to 3")
	for i, also := range x.Also {
		c.selector(fmt.Sprintf("%s.also[%d]", path, i), also, format)
	}
	c.demand(len(x.Also) == 0 || x.Select != "", path+".also", "also stands beside a select")
	c.expression(path+".regex", x.Regex)
	c.expression(path+".not", x.Not)
	c.expression(path+".is", x.Is)
	c.demand((x.Is == "") == (x.Then == ""), path, "is and then belong together")
	c.demand(x.Split == nil || x.Split.By != "", path+".split", "split needs by: what to cut at")
	c.demand(x.Unit == "" || slices.Contains(timeUnits, x.Unit), path+".unit", "unit is s or ms, the count since 1970, mdy or dmy, the order of 7/8/2026, or relative, as in 3 days ago; leave it out for written dates")
}

// maxExpression bounds an expression, in bytes. RE2 runs in time linear to its text.
const maxExpression = 500

func (c *boardCheck) expression(path, expr string) {
	if _, err := regexp.Compile(expr); err != nil || len(expr) > maxExpression {
		c.add(path, "%q is no regular expression of at most %d bytes", expr, maxExpression)
	}
}

func (c *boardCheck) selector(path, selector, format string) {
	switch {
	case selector == "":
	case format == "html":
		if _, err := cascadia.Compile(selector); err != nil {
			c.add(path, "%q is no CSS selector: %v", selector, err)
		}
	case format == "feed" || format == "sitemap":
		c.demand(!slices.Contains(strings.Split(selector, "/"), ""), path, "%q is no path of element names", selector)
	default:
		c.demand(!slices.Contains(strings.Split(selector, "."), ""), path, "%q is no JSON path such as jobs.*.title", selector)
	}
}

func isPage(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}
