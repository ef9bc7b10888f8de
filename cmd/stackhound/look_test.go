package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// liveBoard is a board on this machine: nine jobs on three pages and a page for each.
type liveBoard struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	rows  func(page int) string
}

const liveFile = `version: 1
name: live
title: Live
home: http://127.0.0.1/
base: http://127.0.0.1
evidence: written for a test
enabled: false
reason: it is not known yet whether it can be read
terms:
  attribution: {name: Live, url: "https://live.example"}
schedule: "@every 6h"
delay_between: 1ms
min_interval: 1h
format: html
request:
  url: "{base}/jobs?page={page}"
  pages: {from: 1, max: 9}
items: {select: li}
fields:
  id: {select: a, attr: id}
  url: {select: a, attr: href}
  title: a
  salary: .pay
detail:
  format: html
  fields: {html: {select: .text, html: true}, level: .level}
`

func newLiveBoard(t *testing.T) *liveBoard {
	b := &liveBoard{rows: func(page int) string {
		var out strings.Builder
		for n := 3*page - 2; n <= 3*page && page <= 3; n++ {
			fmt.Fprintf(&out, `<li><a id="%d" href="/jobs/%d?token=abcdef%d">Engineer %d</a><i class="pay">%d EUR</i></li>`, n, n, n, n, 1000*n)
		}
		return out.String()
	}}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func (b *liveBoard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, r.URL.RequestURI())
	page := 0
	switch _, err := fmt.Sscanf(r.URL.RequestURI(), "/jobs?page=%d", &page); {
	case err == nil:
		fmt.Fprintf(w, `<html><script>var key = "secret"</script><ul>%s</ul><!-- a comment --></html>`, b.rows(page))
	case strings.HasPrefix(r.URL.Path, "/jobs/"):
		fmt.Fprintf(w, "<p class=text>Write to jobs@live.example about %s.\n-- not a part --\n</p>", r.URL.Path)
	default:
		http.NotFound(w, r)
	}
}

// file writes the board's file into a directory, with one part replaced.
func (b *liveBoard) file(t *testing.T, old, new string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "live.yaml")
	if err := os.WriteFile(path, []byte(strings.Replace(liveFile, old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestTry reads a live board by its file and finds nothing stored afterwards.
func TestTry(t *testing.T) {
	t.Parallel()
	live, data := newLiveBoard(t), filepath.Join(t.TempDir(), "data")
	out := mustCLI(t, "board", "try", live.file(t, "", ""), "--set", "live.base="+live.URL, "--data", data)
	for _, want := range []string{"TITLE", "Engineer 9", "live: ok, 9 listings", "fields: id 9/9, url 9/9, title 9/9, salary 9/9, html 9/9, level 0/9", "warning: no listing has level"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("something was stored")
	}
}

// TestTryDiff holds a board against what an earlier crawl stored of it.
func TestTryDiff(t *testing.T) {
	t.Parallel()
	live, data := newLiveBoard(t), filepath.Join(t.TempDir(), "data")
	file, set := live.file(t, "", ""), "live.base="+live.URL
	mustCLI(t, "crawl", "live", "--once", "--boards", filepath.Dir(file), "--set", set, "--data", data)
	if out := mustCLI(t, "board", "try", file, "--diff", "--set", set, "--data", data); !strings.Contains(out, "0 new, 0 changed, 9 as stored; 0 listings missing") {
		t.Errorf("nothing changed, and it says\n%s", out)
	}
	before := live.rows
	live.mu.Lock()
	live.rows = func(page int) string {
		return strings.NewReplacer(">Engineer 1<", ">Captain 1<", `id="2"`, `id="20"`, "3000 EUR", "").Replace(before(page))
	}
	live.mu.Unlock()
	out := mustCLI(t, "board", "try", file, "--diff", "--set", set, "--data", data)
	for _, want := range []string{
		"new      20  Engineer 2", "changed  1  Captain 1", "-title: Engineer 1", "+title: Captain 1", "-salary: 3000 EUR", "missing  2  Engineer 2",
		"1 new, 2 changed, 6 as stored; 1 listing missing",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

// TestRecord records a live board gently, scrubs what is nobody's business, and reads the
// fixture again without the board.
func TestRecord(t *testing.T) {
	t.Parallel()
	live := newLiveBoard(t)
	file := live.file(t, "", "")
	set := "live.base=" + live.URL
	out := mustCLI(t, "board", "record", file, "--set", set, "--data", t.TempDir())
	if !strings.Contains(out, "6 listings") || !strings.Contains(out, "keep it in your own directory") {
		t.Errorf("it says\n%s", out)
	}
	live.mu.Lock()
	if n := len(live.asked); n > 12 {
		t.Errorf("%d requests were made: %v", n, live.asked)
	}
	live.mu.Unlock()
	fixtureFile := strings.TrimSuffix(file, ".yaml") + ".txtar"
	data, err := os.ReadFile(fixtureFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, leak := range []string{"jobs@live", "abcdef", "<script", "a comment", live.URL} {
		if strings.Contains(string(data), leak) {
			t.Errorf("%q was written down:\n%s", leak, data)
		}
	}
	if out := mustCLI(t, "board", "test", file); !strings.Contains(out, "ok       live: 6 listings") {
		t.Errorf("read again: %s", out)
	}
	live.Close() // nothing below may ask
	if status, _, errs := cli(t, "board", "record", file, "--set", set); status != exitRefused || !strings.Contains(errs, "--force") {
		t.Errorf("exit %d, %s", status, errs)
	}
}

// TestLooksAskNobody holds that a board beyond this machine is asked for nothing without a
// contact, and that a board which gives nothing leaves no fixture.
func TestLooksAskNobody(t *testing.T) {
	t.Parallel()
	live := newLiveBoard(t)
	beyond := live.file(t, "base: http://127.0.0.1", "base: https://live.example")
	for _, command := range []string{"try", "record"} {
		if status, _, errs := cli(t, "board", command, beyond, "--data", t.TempDir()); status != exitRefused || !strings.Contains(errs, "crawler.contact") {
			t.Errorf("%s: exit %d, %s", command, status, errs)
		}
	}
	live.rows = func(int) string { return "" }
	file := live.file(t, "", "")
	if status, _, errs := cli(t, "board", "record", file, "--set", "live.base="+live.URL, "--data", t.TempDir()); status != exitFailed || !strings.Contains(errs, "nothing to record") {
		t.Errorf("exit %d, %s", status, errs)
	}
	if _, err := os.Stat(strings.TrimSuffix(file, ".yaml") + ".txtar"); err == nil {
		t.Error("a fixture was written all the same")
	}
}
