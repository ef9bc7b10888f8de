package bigsite

import (
	"fmt"
	"net/http"
	"time"

	"stackhound"
)

// kind is a way of boards to show what they have and what changed.
type kind struct {
	list     string // sitemap, html, json
	etag     bool   // pages and lists carry an ETag
	modified bool   // the pages of jobs carry a Last-Modified
	tells    bool   // the list shows that a job was edited
}

var (
	mapped = kind{list: "sitemap", etag: true, modified: true, tells: true} // by lastmod
	tagged = kind{list: "html", etag: true}
	dated  = kind{list: "html", modified: true}
	listed = kind{list: "json", etag: true, tells: true} // by what it pays
	bare   = kind{list: "html"}
)

// kinds take turns among the boards: one in ten helps in no way.
var kinds = [Kinds]kind{mapped, tagged, dated, listed, mapped, tagged, dated, listed, tagged, bare}

// Kinds is how many boards have all kinds among them.
const Kinds = 10

func (k kind) board(name, base string) stackhound.Board {
	sel := func(s string) stackhound.Field { return stackhound.Field{{Select: s}} }
	b := stackhound.Board{
		Version: 1, Name: name, Title: name, Base: base, Home: base, Enabled: true, Complete: true,
		Detail: &stackhound.Detail{Format: "html", Fields: stackhound.Fields{"title": sel("h1"), "description": sel(".text"), "company": sel(".company")}},
	}
	next := stackhound.Pages{Max: 100}
	b.Request = stackhound.Request{URL: "{base}/" + name + "/jobs?page=1", Pages: &next}
	switch k.list {
	case "sitemap":
		b.Format, b.Fields = "sitemap", stackhound.Fields{"url": sel("loc")}
		b.Request = stackhound.Request{URL: "{base}/" + name + "/sitemap.xml"}
	case "json":
		b.Format, b.Items.Select = "json", "jobs"
		b.Fields = stackhound.Fields{"url": sel("url"), "title": sel("title"), "salary": sel("pay")}
		b.Request.URL = "{base}/" + name + "/api?page=1"
		next.Next = sel("next")
	default:
		b.Format, b.Items.Select = "html", "li.job"
		b.Fields = stackhound.Fields{"url": {{Select: "a", Attr: "href"}}, "title": sel("a")}
		next.Next = stackhound.Field{{Select: "a.next", Attr: "href"}}
	}
	return b
}

// unchanged sends the validators that boards of the kind have and answers 304 to a request
// that has them already. A zero time is none.
func (k kind) unchanged(w http.ResponseWriter, r *http.Request, etag string, changed time.Time) bool {
	date := changed.UTC().Format(http.TimeFormat)
	same := false
	if k.etag {
		w.Header().Set("ETag", etag)
		same = r.Header.Get("If-None-Match") == etag
	}
	if k.modified && !changed.IsZero() {
		w.Header().Set("Last-Modified", date)
		same = same || !k.etag && r.Header.Get("If-Modified-Since") == date
	}
	if same {
		w.WriteHeader(http.StatusNotModified)
	}
	return same
}

func (j *job) etag() string        { return fmt.Sprintf(`"%d-%d"`, j.id, j.rev) }
func (j *job) title() string       { return fmt.Sprintf("Engineer %d", j.id) }
func (j *job) pay() string         { return fmt.Sprintf("€%d,000", 50+j.rev) }
func (j *job) description() string { return fmt.Sprintf("Job %d, revision %d", j.id, j.rev) }
