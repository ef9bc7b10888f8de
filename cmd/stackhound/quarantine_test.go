package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"stackhound"
)

// listOf returns the file of a board that lists its jobs at {base}/jobs, with the company of
// each where a selector says.
func listOf(name, company string) string {
	return fmt.Sprintf(`version: 1
name: %[1]s
title: The %[1]s jobs
home: https://jobs.example/
base: https://jobs.example
evidence: written for a test
enabled: false
reason: read at another address
terms:
  attribution: {name: The %[1]s jobs, url: "https://jobs.example"}
schedule: "@every 6h"
min_interval: 1h
format: html
request: {url: "{base}/jobs"}
items: {select: li}
fields:
  url: {select: a, attr: href}
  title: a
  company: %[2]s
`, name, company)
}

// driftingBoard serves twenty jobs, and two more once it has renamed what names the
// company.
func driftingBoard(t *testing.T, drifted *atomic.Bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/jobs" {
			http.NotFound(w, r)
			return
		}
		jobs, class := 20, "company"
		if drifted.Load() {
			jobs, class = 22, "v2-company"
		}
		for n := 1; n <= jobs; n++ {
			fmt.Fprintf(w, `<li><a href="/jobs/%d">Go Engineer %d</a> <b class="%s">Firm %d</b></li>`, n, n, class, n)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestOperatorMendsABoard is what an operator sees when a board changes its pages: the run
// waits, nothing is lost, and mending the file publishes what waits without a request.
func TestOperatorMendsABoard(t *testing.T) {
	t.Parallel()
	var drifted atomic.Bool
	boards, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	base := driftingBoard(t, &drifted)
	file := func(company string) {
		text := listOf("drifting", company)
		if err := os.WriteFile(filepath.Join(boards, "drifting.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	crawl := func() (string, string) {
		_, out, errs := cli(t, "crawl", "--once", "--boards", boards, "--data", data, "--set", "drifting.base="+base)
		return out, errs
	}
	file(".company")
	if out, errs := crawl(); !strings.Contains(out, "ok") {
		t.Fatal(out, errs)
	}
	drifted.Store(true)
	_, errs := crawl()
	said := regexp.MustCompile(`(?m)^(\d+) listings of run (\d+) waiting: see stackhound board held \d+, then board release \d+ or board drop \d+$`).FindStringSubmatch(errs)
	if said == nil || !strings.Contains(errs, "company 0 of 22, usually 100 %") {
		t.Fatalf("said %s", errs)
	}
	run := said[2]
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"board", "health"}, `(?m)^drifting +suspect .*company 0 of 22.* waiting: see`},
		{[]string{"board", "health", "drifting"}, `(?m)^` + run + ` .* suspect +all: title`},
		{[]string{"board", "health", "--json"}, `"state":"suspect","why":"board drifting: company`},
		{[]string{"board", "held", run}, `(?m)^incomplete +Go Engineer 21 +– `},
		{[]string{"board", "held", run, "--limit", "3"}, `(?m)^19 more wait: --limit lists them$`},
		{[]string{"board", "held", run, "--json"}, `"why":"blanked"`},
	} {
		if out := mustCLI(t, append(tt.args, "--boards", boards, "--data", data)...); !regexp.MustCompile(tt.want).MatchString(out) {
			t.Errorf("%v prints\n%s", tt.args, out)
		}
	}
	if n := exported(t, data); n != 20 {
		t.Errorf("%d postings with a company, want 20", n)
	}
	if status, _, errs := cli(t, "board", "replay", "drifting", "--boards", boards, "--data", data, "--set", "drifting.base="+base); status != exitFailed || !strings.Contains(errs, "board held "+run) {
		t.Errorf("read again by the same file: exit %d, %s", status, errs)
	}
	file("[.v2-company, .company]")
	if out := mustCLI(t, "board", "replay", "drifting", "--boards", boards, "--data", data, "--set", "drifting.base="+base); !strings.Contains(out, "ok") {
		t.Error(out)
	}
	if n := exported(t, data); n != 22 {
		t.Errorf("%d postings with a company, want 22", n)
	}
	for _, args := range [][]string{{"board", "release", run}, {"board", "drop", run}} {
		if status, _, errs := cli(t, append(args, "--data", data)...); status != exitFailed || !strings.Contains(errs, "nothing of run "+run) {
			t.Errorf("%v: exit %d, %s", args, status, errs)
		}
	}
	if status, _, errs := cli(t, "board", "release", "x", "--data", data); status != exitUsage || !strings.Contains(errs, "give its number") {
		t.Errorf("exit %d, %s", status, errs)
	}
	if status, _, errs := cli(t, "board", "held", "99", "--data", data); status != exitFailed || !strings.Contains(errs, "there is no run 99") {
		t.Errorf("exit %d, %s", status, errs)
	}
}

// TestOperatorReleasesOrDrops lets what waits through, or forgets it.
func TestOperatorReleasesOrDrops(t *testing.T) {
	t.Parallel()
	for verb, want := range map[string]string{"release": "2 new, 20 changed", "drop": "22 listings dropped"} {
		var drifted atomic.Bool
		boards, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
		base := driftingBoard(t, &drifted)
		if err := os.WriteFile(filepath.Join(boards, "drifting.yaml"), []byte(listOf("drifting", ".company")), 0o600); err != nil {
			t.Fatal(err)
		}
		crawl := func() string {
			_, _, errs := cli(t, "crawl", "--once", "--boards", boards, "--data", data, "--set", "drifting.base="+base)
			return errs
		}
		crawl()
		drifted.Store(true)
		run := regexp.MustCompile(`of run (\d+) waiting`).FindStringSubmatch(crawl())
		if run == nil {
			t.Fatal("nothing waits")
		}
		if out := mustCLI(t, "board", verb, run[1], "--data", data); !strings.Contains(out, want) {
			t.Errorf("%s prints %s", verb, out)
		}
		errs := crawl()
		if released := verb == "release"; strings.Contains(errs, "waiting") == released {
			t.Errorf("after %s a crawl says %s", verb, errs)
		}
	}
}

// exported counts the open postings that have a company.
func exported(t *testing.T, data string) (n int) {
	t.Helper()
	for line := range strings.Lines(mustCLI(t, "export", "--data", data)) {
		var p stackhound.Posting
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if p.Company != "" {
			n++
		}
	}
	return n
}
