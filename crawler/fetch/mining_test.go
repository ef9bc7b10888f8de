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
