package configs

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"stackhound"
)

// good is the smallest board file; the tests below break it in one place at a time.
const good = `version: 1
name: acme
title: Acme Jobs
home: https://jobs.example/
base: https://jobs.example
evidence: written for a test
enabled: true
terms:
  attribution: {name: Acme Jobs, url: "https://jobs.example"}
schedule: "@every 6h"
min_interval: 1h
format: html
request:
  url: "{base}/jobs?page={page}"
  pages: {from: 1, max: 5}
items:
  select: li.job
fields:
  url: {select: a, attr: href}
  title: a
  posted: {select: time, attr: datetime}
`

func TestLoadBoard(t *testing.T) {
	t.Parallel()
	b, err := LoadBoard("boards/acme.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if b.MinInterval != time.Hour || b.Fields["url"][0].Attr != "href" || b.Fields["title"][0].Select != "a" || b.Request.Pages.Max != 5 {
		t.Errorf("read as %+v", b)
	}
}

// TestBoardMistakes replaces one part of the good file; each mistake is named with its
// place and what would be right.
func TestBoardMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ old, new, want string }{
		{"title: Acme Jobs\nhome", "tilte: Acme Jobs\nhome", `acme.yaml:3:1: unknown key "tilte"; did you mean "title"?`},
		{"  title: a\n", "  title: a\n  compnay: b\n", `acme.yaml:21:3: unknown key "compnay"; did you mean "company"?`},
		{"attr: href", "atr: href", `acme.yaml:19:20: unknown key "atr"; did you mean "attr"?`},
		{"  title: a\n", "  title: [a, {selct: b}]\n", `acme.yaml:20:15: unknown key "selct"; did you mean "select"?`},
		{"version: 1", "version: one", `acme.yaml:1:10: "one" is not a whole number`},
		{"version: 1", "version: 2", `acme.yaml:1:10: version must be 1`},
		{"enabled: true", "enabled: maybe", `acme.yaml:7:10: "maybe" is not true or false`},
		{"enabled: true", "enabled: false", `acme.yaml:7:10: a board that is not enabled needs a reason`},
		{"min_interval: 1h", "min_interval: 60", `acme.yaml:11:15: 60 is no time span; write a number with its unit, such as 90s, 30m or 6h`},
		{"min_interval: 1h", "min_interval: soon", `acme.yaml:11:15: "soon" is not a time span such as 90s, 30m or 6h`},
		{"min_interval: 1h", "min_interval: [1h]", `acme.yaml:11:15: here must be a time span such as 90s, 30m or 6h, not a list`},
		{"min_interval: 1h", "min_interval: 1h\ndaily_requests: 5", `acme.yaml:12:17: daily_requests is from 20 to 86400; leave it out for no bound`},
		{"min_interval: 1h", "min_interval: 1h\ninsecure_tls: true", `acme.yaml:12:15: insecure_tls says in words why the certificate is not verified, such as`},
		{"base: https://jobs.example", "base: \"https://{tenant}.example\"\ntenants: [a]\ninsecure_tls: it ran out", `acme.yaml:7:15: insecure_tls is for a board with one host of its own, not for tenants`},
		{"base: https://jobs.example", "base: http://jobs.example\ninsecure_tls: it ran out", `acme.yaml:6:15: base is not an https address, so there is no certificate to excuse; leave insecure_tls out`},
		{"name: acme", "name: acme\nname: acme", `acme.yaml:3:1: the key "name" stands here twice`},
		{"name: acme", "name: other", `acme.yaml:2:7: the name must be "acme", as the file is called`},
		{"name: acme", "name: Acme!", `acme.yaml:2:7: a name is lower-case letters, digits and single dashes, at most 40`},
		{"request:\n", "request: here\nx:\n", `acme.yaml:13:10: request must be keys with values, not a single value`},
		{"items:\n", "defaults: {workplace: remote}\nitems:\n", `acme.yaml:16:23: workplace must be a list, such as [a, b]`},
		{"items:\n", "defaults: {workplace: [remoet]}\nitems:\n", `acme.yaml:16:24: "remoet" is not one of remote, hybrid, onsite; did you mean "remote"?`},
		{"items:\n", "defaults: {currency: euro, period: yearly}\nitems:\n", `acme.yaml:16:22: a currency is three capital letters such as EUR`},
		{"base: https://jobs.example", "base: jobs.example", `acme.yaml:5:7: base must be an http address such as https://example.com`},
		{"base: https://jobs.example", "base: https://jobs.example/board", `acme.yaml:5:7: base is scheme and host only; put "/board" into request.url`},
		{`, url: "https://jobs.example"`, "", `acme.yaml:9:16: terms.attribution.url must be an http address`},
		{"format: html", "format: htlm", `acme.yaml:12:9: format "htlm" is not one of html, embedded, json, feed, sitemap, jsonld, thread; did you mean "html"?`},
		{"{base}/jobs", "https://elsewhere.example/jobs", `acme.yaml:14:8: the address must begin with {base}, the board's own host`},
		{"page={page}", "page={pge}", `acme.yaml:14:8: {pge} stands for nothing here; known are {base}, {page}, {offset}`},
		{"page={page}", "page=1", `acme.yaml:14:8: pages are counted, but there is no {page} in the address`},
		{"max: 5", "max: 0", `acme.yaml:15:25: max must be from 1 to 1000`},
		{"max: 5", "next: a", `acme.yaml:15:10: max must be from 1 to 1000`},
		{"select: li.job", "skip: 1", `acme.yaml:17:3: items.select is missing: which elements of the page are the listings?`},
		{"select: li.job", "select: 'li['", `acme.yaml:17:11: "li[" is no CSS selector`},
		{"  title: a\n", "", `acme.yaml:19:3: the field title is missing`},
		{"  url: {select: a, attr: href}\n", "", `acme.yaml:19:3: the field url is missing`},
		{"title: a", "title: {select: a, regex: '('}", `acme.yaml:20:29: "(" is no regular expression`},
		{"title: a", "title: {select: a, is: x}", `acme.yaml:20:10: is and then belong together`},
		{"title: a", "title: {select: a, unit: s}", `acme.yaml:20:10: unit is for times, and title is none`},
		{"title: a", "title: {template: '{bse}/x'}", `acme.yaml:20:21: {bse} stands for nothing here`},
		{"title: a", "title: {select: a, decode: 4}", `acme.yaml:20:30: decode is from 0 to 3`},
		{"title: a", "title: {select: a, split: {take: 1}}", `acme.yaml:20:29: split needs by: what to cut at`},
		{"title: a", "title: []", `acme.yaml:20:10: title says nothing about where it is read`},
		{"items:\n", "detail: {format: jsnold, fields: {html: x}}\nitems:\n", `acme.yaml:16:18: detail.format "jsnold" is not one of html, embedded, json, jsonld, thread; did you mean "jsonld"?`},
		{"items:\n", "detail: {format: jsonld}\nitems:\n", `acme.yaml:16:9: detail.fields is missing`},
		{"request:\n", "request:\n  headers: {Cookie: a=b}\n", `acme.yaml:14:21: the header Cookie cannot be set by a board file`},
		{"request:\n", "start: {url: '{base}/new', field: a}\nrequest:\n", `acme.yaml:15:8: the value read by start is not used; put {start} into the address`},
		{"title: Acme Jobs", "title: &x Acme Jobs", `acme.yaml:3:8: anchors and aliases cannot be used here`},
		{"title: Acme Jobs", "title: !!str Acme Jobs", `acme.yaml:3:8: the tag !!str cannot be used here; write the value alone`},
		{"request:\n", "request: !!null\n", `acme.yaml:13:10: the tag !!null cannot be used here`},
		{"  title: a\n", "  title: [&x a]\n", `acme.yaml:20:11: anchors and aliases cannot be used here`},
		{"items:\n", "defaults: {regions: [EU, germany]}\nitems:\n", `acme.yaml:16:26: unknown region "germany"; did you mean DE (Germany)?`},
		{"items:\n", "defaults: {employment: [full-time]}\nitems:\n", `acme.yaml:16:25: "full-time" is not one of full_time, `},
		{"items:\n", "budget: {pages: 60000}\nitems:\n", `acme.yaml:16:17: budget.pages is from 1 to 50000 requests in a run`},
		{"items:\n", "budget: {pages: 4}\nitems:\n", `acme.yaml:16:17: budget.pages must be more than the 5 pages of the list`},
		{"items:\n", "budget: {bytes: 1000}\nitems:\n", `acme.yaml:16:17: budget.bytes is from 65536 to 10737418240 in a run`},
		{"items:\n", "budget: {time: 30s}\nitems:\n", `acme.yaml:16:16: budget.time is from 1m to 24h`},
		{"items:\n", "complete: true\nnewest: true\nitems:\n", `acme.yaml:17:9: a list cannot be both newest and complete`},
		{`"@every 6h"`, `TZ=UTC 0 8 * * *`, `acme.yaml:10:11: a schedule names no time zone: it is read in UTC`},
		{`"@every 6h"`, `hourly`, `a cron spec of five fields in UTC such as`},
		{"@every 6h", "@every 10s", `acme.yaml:10:11: "@every 10s" is too often; the shortest is @every 1m`},
		{"title: Acme Jobs", "title: Acme: Jobs", `acme.yaml:3: this is not valid YAML: mapping values are not allowed in this context (a value that holds ": "`},
	}
	for _, tt := range tests {
		broken := strings.Replace(good, tt.old, tt.new, 1)
		if broken == good {
			t.Errorf("%q does not stand in the good file", tt.old)
		}
		_, err := LoadBoard("acme.yaml", []byte(broken))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.new, err, tt.want)
		}
		if err != nil && stackhound.CodeOf(err) != stackhound.CodeInvalid {
			t.Errorf("%q: code %q", tt.new, stackhound.CodeOf(err))
		}
	}
}

func TestEveryMistakeIsNamed(t *testing.T) {
	t.Parallel()
	_, err := LoadBoard("acme.yaml", []byte("nmae: acme\nversion: x\nitems: []\n"))
	want := "acme.yaml:1:1: unknown key \"nmae\"; did you mean \"name\"?\nacme.yaml:2:10: \"x\" is not a whole number\nacme.yaml:3:8: items must be keys with values, not a list"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	for name, data := range map[string]string{"empty": "", "only a comment": "# nothing\n", "two documents": good + "---\n" + good, "a list": "- a\n", "too large": strings.Repeat(" ", maxFile+1)} {
		if _, err := LoadBoard("acme.yaml", []byte(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestSyntaxMistakes holds that the line is told where the YAML package leaves it out or
// counts it from 0.
func TestSyntaxMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"x: [":                     "acme.yaml:1: this is not valid YAML: did not find expected node content",
		"]":                        "acme.yaml:1: this is not valid YAML: did not find expected node content",
		"a: 1\nb: ]\n":             "acme.yaml:2: this is not valid YAML: did not find expected node content",
		"a: 1\nb: [1,\nc: 2\n":     "acme.yaml:2: this is not valid YAML: did not find expected ',' or ']'",
		"- a\nb: c\n":              "acme.yaml:2: this is not valid YAML: did not find expected '-' indicator",
		"a: b: c\n":                "acme.yaml:1: this is not valid YAML: mapping values are not allowed",
		"a: 1\nb: @every 6h\n":     "acme.yaml:2: this is not valid YAML: found character that cannot start any token",
		"a: 1\nb: */6 * * * *\n":   "acme.yaml:2: this is not valid YAML: did not find expected alphabetic or numeric character",
		"a: 1\nb: \xff":            "acme.yaml: this is not valid YAML: invalid leading UTF-8 octet",
		"a: 1\nb: *x\n":            "acme.yaml: this is not valid YAML: unknown anchor 'x' referenced",
		"version: 1\n---\na: b: c": "acme.yaml:3: this is not valid YAML: mapping values are not allowed",
	} {
		if _, err := LoadBoard("acme.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestCheckSchedule(t *testing.T) {
	t.Parallel()
	for spec, ok := range map[string]bool{
		"@every 6h": true, "@daily": true, "15 */6 * * *": true, "0 8 * * MON-FRI": true, "@every 1m": true,
		"": false, "hourly": false, "@every 59s": false, "@every": false, "@every -1h": false, "@reboot": false, "* * * *": false, "0 0 30 2 *": false,
		"TZ=UTC 0 8 * * *": false, "CRON_TZ=UTC 0 8 * * *": false, "TZ=": false, "TZ=UTC": false, "CRON_TZ=": false, "0 0 8 * * *": false, " TZ=UTC": false,
	} {
		if err := checkSchedule(spec); (err == nil) != ok {
			t.Errorf("%q: %v", spec, err)
		}
	}
}

func TestShippedBoards(t *testing.T) {
	t.Parallel()
	boards, err := LoadBoards(Boards(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range boards {
		if b.MinInterval < time.Hour {
			t.Errorf("%s may be read every %s", b.Name, b.MinInterval)
		}
		if b.Terms.Note == "" {
			t.Errorf("%s does not say what its terms are", b.Name)
		}
		if b.Terms.Redistribute {
			t.Errorf("%s may be passed on, says its file; no such board is known", b.Name)
		}
	}
	newest := map[string]bool{"remoteok": true, "himalayas": true, "jobicy": true, "weworkremotely": true, "hn-who-is-hiring": false, "pythondotorg": false, "wp-job-manager": false}
	for _, b := range boards {
		if want, ok := newest[b.Name]; ok && b.Newest != want {
			t.Errorf("%s shows only the newest: %v, want %v", b.Name, b.Newest, want)
		}
	}
	if len(boards) < 15 {
		t.Errorf("only %d boards", len(boards))
	}
}

func TestOneBrokenFileKeepsNoOtherBack(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"b/acme.yaml":   {Data: []byte(good)},
		"b/broken.yaml": {Data: []byte("x: [")},
		"b/wrong.yaml":  {Data: []byte(good)},
		"b/second.yml":  {Data: []byte(strings.Replace(good, "name: acme", "name: second", 1))},
		"b/notes.txt":   {Data: []byte("no board")},
	}
	boards, err := LoadBoards(fsys, "b")
	if len(boards) != 2 || boards[0].Name != "acme" || boards[1].Name != "second" {
		t.Errorf("boards %+v", boards)
	}
	if err == nil || !strings.Contains(err.Error(), "b/broken.yaml:") || !strings.Contains(err.Error(), "b/wrong.yaml:2:7:") {
		t.Errorf("error %v", err)
	}
	if files, err := BoardFiles(fsys, "b"); err != nil || !slices.Equal(files, []string{"b/acme.yaml", "b/broken.yaml", "b/second.yml", "b/wrong.yaml"}) {
		t.Errorf("files %v, %v", files, err)
	}
	if _, err := LoadBoards(fsys, "nowhere"); err == nil {
		t.Error("a directory that is not there gave no error")
	}
	for dir, fsys := range map[string]fstest.MapFS{"empty": {"empty/notes.txt": {}}, ".": {"old.yaml/acme.yaml": {Data: []byte(good)}}} {
		if _, err := LoadBoards(fsys, dir); err == nil || !strings.HasPrefix(err.Error(), "no board files in ") {
			t.Errorf("a directory without board files: %v", err)
		}
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	got := Merge([]stackhound.Board{{Name: "b"}, {Name: "a"}}, []stackhound.Board{{Name: "b", Title: "mine"}, {Name: "c"}})
	if len(got) != 3 || got[0].Name != "a" || got[1].Title != "mine" || got[2].Name != "c" {
		t.Errorf("got %+v", got)
	}
}

func FuzzLoadBoard(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("schedule: 'TZ='\nfields: {title: [a, {regex: '('}]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := LoadBoard("acme.yaml", data)
		if err == nil && len(checkBoard(b, nil)) > 0 {
			t.Error("a board with problems was loaded")
		}
	})
}
