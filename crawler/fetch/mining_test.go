package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

func TestReservedByFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		yes, no    string // paths
	}{
		{"none", "", "/ /jobs", ""},
		{"all", `[{"location":"/","tdm-reservation":1}]`, "", "/ /jobs"},
		{"a part", `[{"location":"/jobs*","tdm-reservation":1,"tdm-policy":"https://example.com/policy"}]`, "/ /about", "/jobs /jobs/1"},
		{"all but a part", `[{"location":"/","tdm-reservation":1},{"location":"/jobs","tdm-reservation":0}]`, "/jobs/1", "/ /about"},
		{"as text", `[{"location":"/jobs$","tdm-reservation":"1"}]`, "/jobs/1", "/jobs"},
		{"a page", `<html>`, "/jobs", ""},
		{"another shape", `{"location":"/"}`, "/jobs", ""},
		{"nowhere", `[{"tdm-reservation":1}]`, "/jobs", ""},
	} {
		r := parseMining([]byte(tt.file))
		for path := range strings.FieldsSeq(tt.yes) {
			if !r.allow(mustParse(t, "https://example.com"+path)) {
				t.Errorf("%s: %s is reserved", tt.name, path)
			}
		}
		for path := range strings.FieldsSeq(tt.no) {
			if r.allow(mustParse(t, "https://example.com"+path)) {
				t.Errorf("%s: %s is not reserved", tt.name, path)
			}
		}
	}
}

func TestTheWordOnMiningIsAskedForOnceADay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Named["faulty"] = false
	d.Policy.AllowHosts = []string{strings.TrimPrefix(d.URL, "http://")}
	d.mining = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }
	f := d.fetcher()
	step := func(advance time.Duration, asked int, kind stackhound.FaultKind) {
		t.Helper()
		d.clock.Advance(advance)
		_, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/jobs"})
		if fault := stackhound.FaultOf(err); (fault != nil) != (kind != "") || fault != nil && (fault.Kind != kind || stackhound.CodeOf(err) != stackhound.CodeRefused) {
			t.Errorf("%v, want %q", err, kind)
		}
		if n := d.count(miningPath); n != asked {
			t.Errorf("asked for it %d times, want %d", n, asked)
		}
	}
	step(0, 1, "")
	step(time.Minute, 1, "")
	d.setMining(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[{"location":"/jobs","tdm-reservation":1}]`)
	})
	step(robotsFailed, 2, stackhound.FaultReserved)
	step(23*time.Hour, 2, stackhound.FaultReserved)
	d.setMining(nil)
	step(time.Hour, 3, "")
	if n := d.count("/jobs"); n != 3 {
		t.Errorf("the page was asked for %d times, want 3: not while it was reserved", n)
	}
}

func TestReservedByHeader(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for value, want := range map[string]stackhound.FaultKind{"1": stackhound.FaultReserved, "0": ""} {
		res, err := d.get("/reserved/" + value)
		if fault := stackhound.FaultOf(err); (fault != nil) != (want != "") {
			t.Errorf("%s: %v", value, err)
		}
		if (len(res.Body) == 0) != (want != "") {
			t.Errorf("%s: the page is handed out: %q", value, res.Body)
		}
	}
}

// TestReservedByMeta holds which pages count as reserved by their head, and that what only
// talks of such an element does not.
func TestReservedByMeta(t *testing.T) {
	t.Parallel()
	const meta = `<meta name="tdm-reservation" content="1">`
	body := "<body><p>Engineer</p>"
	for _, tt := range []struct {
		name, page string
		want       bool
	}{
		{"plain", "<!doctype html><html><head>" + meta + "</head>" + body, true},
		{"single quotes", "<head><meta name='tdm-reservation' content='1'></head>" + body, true},
		{"no quotes", "<head><meta name=tdm-reservation content=1></head>" + body, true},
		{"self-closing", `<head><meta name="tdm-reservation" content="1"/></head>` + body, true},
		{"upper case", `<HEAD><META NAME="TDM-Reservation" CONTENT="1"></HEAD>` + body, true},
		{"other order", `<head><meta content="1" id="a" name="tdm-reservation"></head>` + body, true},
		{"white space", "<head><meta\n\tname = \" tdm-reservation \"\r\n content=\" 1 \" ></head>" + body, true},
		{"entities", `<head><meta name="tdm&#45;reservation" content="&#49;"></head>` + body, true},
		{"no head tag", "<title>Jobs</title>" + meta + "<h1>Jobs</h1>", true},
		{"behind a byte order mark", "\ufeff<head>" + meta, true},
		{"behind scripts and styles", `<head><script>if (1 < 2) { x = "<p>" }</script><style>p > a {}</style><noscript><link href="a.css"></noscript>` + meta, true},
		{"behind a long style", "<head><style>" + strings.Repeat("a{b:c}", 20_000) + "</style>" + meta, true},
		{"behind a comment", "<head><!-- <p> -->" + meta, true},
		{"behind a template", "<head><template><p>Hello</p></template>" + meta, true},
		{"after the head, before the body", "<head></head>" + meta + body, true},
		{"one of two", `<head><meta name="tdm-reservation" content="0">` + meta, true},
		{"an ampersand nobody wrote out", `<head><link href="/a?b=1&c=2">` + meta, true},

		{"none", "<head><title>Jobs</title></head>" + body, false},
		{"not reserved", `<head><meta name="tdm-reservation" content="0"></head>` + body, false},
		{"another number", `<head><meta name="tdm-reservation" content="11"></head>` + body, false},
		{"no content", `<head><meta name="tdm-reservation"></head>` + body, false},
		{"only a policy", `<head><meta name="tdm-policy" content="https://example.com/policy"></head>` + body, false},
		{"another name", `<head><meta name="tdm-reservation-1" content="1"></head>` + body, false},
		{"a property", `<head><meta property="tdm-reservation" content="1"></head>` + body, false},
		{"the first name counts", `<head><meta name="a" name="tdm-reservation" content="1"></head>` + body, false},
		{"in a comment", "<head><!-- " + meta + " --></head>" + body, false},
		{"in a comment without an end", "<head><!-- " + meta + "</head>" + body, false},
		{"in a script", "<head><script>var s = '" + meta + "'</script></head>" + body, false},
		{"in a style", "<head><style>/* " + meta + " */</style></head>" + body, false},
		{"in the title", "<head><title>How to write " + meta + "</title></head>" + body, false},
		{"in an attribute", `<head><meta name="description" content='` + meta + `'></head>` + body, false},
		{"in a template", "<head><template>" + meta + "</template></head>" + body, false},
		{"in a template in one", "<head><template><template></template>" + meta + "</template></head>" + body, false},
		{"in the body", "<head></head><body>" + meta + "<p>Engineer</p>", false},
		{"behind the first element of a body", "<title>Jobs</title><p>Engineer</p>" + meta, false},
		{"in running text", "<head></head><body><p>Write &lt;meta name=\"tdm-reservation\" content=\"1\"&gt; into it</p>", false},
		{"in an ad's markup", "<body><pre>" + meta + "</pre>", false},
		{"cut off", `<head><meta name="tdm-reservation" content="1`, false},
		{"beyond the first part", "<head><style>" + strings.Repeat("a{b:c}", 50_000) + "</style>" + meta, false},
	} {
		if got, _ := metaReserves([]byte(tt.page), "text/html; charset=utf-8"); got != tt.want {
			t.Errorf("%s: reserved %v, want %v", tt.name, got, tt.want)
		}
	}
	for kind, want := range map[string]bool{"": true, "text/html": true, "Application/XHTML+XML": true, "application/json": false, "application/rss+xml": false, "text/plain": false} {
		if got, _ := metaReserves([]byte("<!doctype html><head>"+meta), kind); got != want {
			t.Errorf("%q: reserved %v, want %v", kind, got, want)
		}
	}
}

// TestReservedByMetaIsToldLikeTheOthers holds the consequence, in whatever charset the page
// comes, and that the policy is named if it is an address.
func TestReservedByMetaIsToldLikeTheOthers(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/reservedpage/https://example.com/policy": "its head says tdm-reservation: 1, under the policy at https://example.com/policy",
		"/reservedpage/none":                       "its head says tdm-reservation: 1",
		"/reservedutf16":                           "its head says tdm-reservation: 1",
	} {
		d := newDesk(t)
		res, err := d.get(path)
		if fault := stackhound.FaultOf(err); fault == nil || fault.Kind != stackhound.FaultReserved || stackhound.CodeOf(err) != stackhound.CodeRefused {
			t.Errorf("%s: %v, want it reserved", path, err)
		}
		if err != nil && !strings.HasSuffix(err.Error(), "mining: "+want+" (ask the host for its permission, or set enabled: false in the board file)") || len(res.Body) > 0 {
			t.Errorf("%s: %v with %d bytes, want %q and none", path, err, len(res.Body), want)
		}
	}
	if _, err := newDesk(t).get("/reservedgone/"); err != nil {
		t.Errorf("a page that is not there: %v, want its status", err)
	}
}
