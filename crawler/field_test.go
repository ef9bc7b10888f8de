package crawler_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

// texts is a node whose values are written down by the test.
type texts map[string][]string

func (n texts) Values(x stackhound.Extract) []string { return n[x.Select] }

func TestReadField(t *testing.T) {
	t.Parallel()
	node := texts{
		"title": {"  Go Engineer at Brightmoor at Sea \n"}, "empty": {" ", ""}, "tags": {"go, sql ,,redis"}, "yes": {"true"}, "no": {"false"},
		"twice": {"R&amp;amp;D"}, "seconds": {"1732060800"}, "millis": {"1732060800000"}, "many": {"a", "b"}, "slug": {"/at/brightmoor/12"},
	}
	vars := map[string]string{"base": "https://jobs.example", "id": "12"}
	tests := []struct {
		name  string
		field stackhound.Field
		want  string
	}{
		{"trimmed", stackhound.Field{{Select: "title"}}, "Go Engineer at Brightmoor at Sea"},
		{"missing", stackhound.Field{{Select: "nowhere"}}, ""},
		{"only space is no value", stackhound.Field{{Select: "empty"}}, ""},
		{"first alternative with a value", stackhound.Field{{Select: "nowhere"}, {Select: "empty"}, {Select: "many"}, {Select: "title"}}, "a|b"},
		{"template", stackhound.Field{{Template: "{base}/job/{id}?x=1"}}, "https://jobs.example/job/12?x=1"},
		{"template lacking a value", stackhound.Field{{Template: "{base}/job/{slug}"}, {Select: "slug"}}, "/at/brightmoor/12"},
		{"decode once", stackhound.Field{{Select: "twice", Decode: 1}}, "R&amp;D"},
		{"decode twice", stackhound.Field{{Select: "twice", Decode: 2}}, "R&D"},
		{"regex with a group", stackhound.Field{{Select: "slug", Regex: "/at/([^/]+)/"}}, "brightmoor"},
		{"regex without a group", stackhound.Field{{Select: "slug", Regex: `\d+`}}, "12"},
		{"regex without a match", stackhound.Field{{Select: "slug", Regex: "xyz"}}, ""},
		{"split, first", stackhound.Field{{Select: "title", Split: &stackhound.Split{By: " at "}}}, "Go Engineer"},
		{"split, from the end", stackhound.Field{{Select: "title", Split: &stackhound.Split{By: " at ", Take: -1}}}, "Sea"},
		{"split at the last", stackhound.Field{{Select: "title", Split: &stackhound.Split{By: " at ", Last: true}}}, "Go Engineer at Brightmoor"},
		{"split, no such part", stackhound.Field{{Select: "title", Split: &stackhound.Split{By: " // ", Take: 1}}}, ""},
		{"split into each", stackhound.Field{{Select: "tags", Split: &stackhound.Split{By: ",", Each: true}}}, "go|sql|redis"},
		{"is", stackhound.Field{{Select: "yes", Is: "^true$", Then: "remote"}}, "remote"},
		{"is not", stackhound.Field{{Select: "no", Is: "^true$", Then: "remote"}}, ""},
		{"seconds", stackhound.Field{{Select: "seconds", Unit: "s"}}, "2024-11-20T00:00:00Z"},
		{"milliseconds", stackhound.Field{{Select: "millis", Unit: "ms"}}, "2024-11-20T00:00:00Z"},
		{"parts in order", stackhound.Field{{Select: "twice", Decode: 2, Regex: "R(.*)", Is: "^&D$", Then: "research"}}, "research"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(crawler.ReadField(node, tt.field, vars), "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadFieldsFillsTemplatesLast(t *testing.T) {
	t.Parallel()
	fields := stackhound.Fields{
		"id":      {{Template: "{title}-{company}"}},
		"url":     {{Template: "{base}/{id}"}},
		"title":   {{Select: "t"}},
		"company": {{Select: "nowhere"}},
	}
	vars := map[string]string{"base": "https://jobs.example", "company": "from-the-list"}
	got := crawler.ReadFields(texts{"t": {"go"}}, fields, vars)
	if got["url"][0] != "https://jobs.example/go-from-the-list" || len(got) != 3 {
		t.Errorf("got %q", got)
	}
	if len(vars) != 2 {
		t.Error("the caller's variables were changed")
	}
}

// givenRows is a document of given rows.
type givenRows struct {
	texts
	rows []crawler.Node
	err  error
}

func (l givenRows) Items(stackhound.Items) ([]crawler.Node, error) {
	return slices.Clone(l.rows), l.err
}

func TestRows(t *testing.T) {
	t.Parallel()
	doc := givenRows{rows: []crawler.Node{
		texts{"n": {"terms"}}, texts{"n": {"1"}, "state": {"ACTIVE"}}, texts{"n": {"2"}, "state": {"CLOSED"}}, texts{"n": {"3"}}, texts{"n": {"4"}, "state": {"ACTIVE"}, "ad": {"x"}},
	}}
	state, ad := stackhound.Field{{Select: "state"}}, stackhound.Field{{Select: "ad"}}
	tests := []struct {
		name  string
		items stackhound.Items
		want  string
	}{
		{"all", stackhound.Items{}, "terms 1 2 3 4"},
		{"skip", stackhound.Items{Skip: 1}, "1 2 3 4"},
		{"skip more than there are", stackhound.Items{Skip: 9}, ""},
		{"drop if is", stackhound.Items{Skip: 1, DropIf: []stackhound.DropIf{{Field: state, Is: []string{"CLOSED"}}}}, "1 3 4"},
		{"drop if is not", stackhound.Items{Skip: 1, DropIf: []stackhound.DropIf{{Field: state, IsNot: []string{"ACTIVE"}}}}, "1 3 4"},
		{"drop if any value", stackhound.Items{Skip: 1, DropIf: []stackhound.DropIf{{Field: ad}}}, "1 2 3"},
		{"drop if empty", stackhound.Items{Skip: 1, DropIf: []stackhound.DropIf{{Field: state, Empty: true}}}, "1 2 4"},
		{"any rule drops", stackhound.Items{DropIf: []stackhound.DropIf{{Field: state, Empty: true}, {Field: ad}}}, "1 2"},
		{"empty or not active", stackhound.Items{DropIf: []stackhound.DropIf{{Field: state, Empty: true, IsNot: []string{"ACTIVE"}}}}, "1 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rows, err := crawler.Rows(doc, tt.items, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, r.Values(stackhound.Extract{Select: "n"})...)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	cut := givenRows{rows: doc.rows, err: fmt.Errorf("%w: at byte 7", crawler.ErrCut)}
	if rows, err := crawler.Rows(cut, stackhound.Items{}, nil); len(rows) != 5 || !errors.Is(err, crawler.ErrCut) {
		t.Errorf("a cut list gave %d rows and %v", len(rows), err)
	}
}

func TestBuildListing(t *testing.T) {
	t.Parallel()
	b := stackhound.Board{Name: "acme"}
	l, err := crawler.BuildListing(b, "https://jobs.example/list?page=2", map[string][]string{
		"title": {" Go \n Engineer "}, "url": {"/job/7#apply"}, "apply_url": {"mailto:jobs@brightmoor.example"}, "company": {"Bright\tmoor"},
		"location": {"Graz", " Linz "}, "tags": {"go", "go", " sql "}, "posted": {"20 November 2026"}, "expires": {"never"},
		"pay_min": {"52,000"}, "pay_max": {"0"}, "currency": {"EUR"}, "html": {"<p>one</p>", "<p>two</p>"}, "workplace": {"Remote"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s %q %q %q %q %q %q %s %v %v %v %q %q", l.ListingKey, l.URL, l.ApplyURL, l.Title, l.Company, l.Location, l.Tags,
		l.Posted.Format("2006-01-02"), l.Expires.IsZero(), l.Stated.PayMin, l.Stated.PayMax, l.HTML, l.Stated.Workplace)
	want := `acme/https://jobs.example/job/7#apply "https://jobs.example/job/7#apply" "mailto:jobs@brightmoor.example" "Go Engineer" "Bright moor" "Graz; Linz" ["go" "sql"] ` +
		`2026-11-20 true 52000 0 "<p>one</p>\n<p>two</p>" ["Remote"]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBuildListingDropsWhatShowsNothing(t *testing.T) {
	t.Parallel()
	values := map[string][]string{
		"url": {"/1"}, "id": {"a\x00\u200b1"}, "title": {"\u202eGo\u202c Engi\u00adneer\x07 \u2066x\u2069"}, "company": {"Acorn\vLtd\ufeff"},
		"tags": {"\u200b", "go\u200d", "s\u200bql"}, "description": {"one\r\ntwo\tthree\x1b[31m\n\u200ffour\u0085five"}, "html": {"<p>\u202aone</p>"},
	}
	l, err := crawler.BuildListing(stackhound.Board{}, "https://jobs.example/", values)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%q %q %q %q %q %q", l.ID, l.Title, l.Company, l.Tags, l.Description, l.HTML)
	if want := `"a1" "Go Engineer x" "Acorn Ltd" ["go\u200d" "sql"] "one\ntwo\tthree[31m\nfour five" "<p>one</p>"`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBuildListingRefusesWhatIsTooLong(t *testing.T) {
	t.Parallel()
	half := strings.Repeat("x", 1<<19)
	for _, name := range []string{"title", "html", "tags", "url"} {
		values := map[string][]string{"url": {"/1"}, "title": {"x"}}
		values[name] = []string{half, half}
		_, err := crawler.BuildListing(stackhound.Board{}, "https://jobs.example/", values)
		if stackhound.CodeOf(err) != stackhound.CodeInvalid || !strings.Contains(err.Error(), name+" has 1048578 bytes") {
			t.Errorf("%s: %.300v", name, err)
		}
	}
	_, err := crawler.BuildListing(stackhound.Board{}, "https://jobs.example/", map[string][]string{"title": {half}, "url": {"ftp:" + half}})
	if err == nil || len(err.Error()) > 600 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
}

func TestBuildListingAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct{ url, apply, wantApply, wantErr string }{
		{"https://a.example/1", "jobs@a.example", "mailto:jobs@a.example", ""},
		{"https://a.example/1", "/apply?x=1&y=2", "https://jobs.example/apply?x=1&y=2", ""},
		{"https://a.example/1", "javascript:alert(1)", "", ""},
		{"https://me:secret@a.example/1", "", "", ""},
		{"", "", "", "url: there is none"},
		{"javascript:alert(1)", "", "", "is not an http address"},
		{"http://[::1", "", "", "is no address"},
	}
	for _, tt := range tests {
		l, err := crawler.BuildListing(stackhound.Board{Name: "acme"}, "https://jobs.example/", map[string][]string{"title": {"x"}, "url": {tt.url}, "apply_url": {tt.apply}})
		if (err == nil) != (tt.wantErr == "") || err != nil && !strings.Contains(err.Error(), tt.wantErr) {
			t.Errorf("%q: error %v, want %q", tt.url, err, tt.wantErr)
		}
		if l.ApplyURL != tt.wantApply || strings.Contains(l.URL, "secret") {
			t.Errorf("%q: apply at %q, want %q", tt.apply, l.ApplyURL, tt.wantApply)
		}
	}
	_, err := crawler.BuildListing(stackhound.Board{}, "https://jobs.example/", map[string][]string{"url": {"/1"}})
	if err == nil || !strings.Contains(err.Error(), "no title") {
		t.Errorf("without a title: %v", err)
	}
}
