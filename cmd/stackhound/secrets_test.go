package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

const (
	tokenOne, tokenTwo = "sesame-one/+&=", "sesame-two/+&="
	telling            = `version: 1
name: telling
title: Telling
home: https://telling.example
base: https://telling.example
evidence: written for a test
enabled: true
terms:
  attribution: {name: Telling, url: "https://telling.example"}
schedule: "@every 6h"
delay_between: 1ms
min_interval: 1h
format: json
tenants: [{slug: one, vars: {key: sesame-one}}, {slug: two, vars: {key: sesame-two}}]
request:
  url: "{base}/{tenant}/jobs?all=true"
  headers: {X-Key: {secret: "{key}", value: "Key {secret}"}}
  query: {token: {secret: "{key}"}}
  pages: {next: next, max: 5}
items: {select: jobs}
fields:
  id: id
  url: page
  apply_url: apply
  title: title
detail: {format: json, fields: {description: text}}
`
)

// tellingBoard repeats what it is sent in whatever it answers, as careers pages do that
// write their token into every link.
type tellingBoard struct {
	*httptest.Server
	mu      sync.Mutex
	asked   int
	strange []string // requests without the secrets they should have
}

func (b *tellingBoard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" || strings.HasPrefix(r.URL.Path, "/.well-known/") {
		http.NotFound(w, r)
		return
	}
	tenant, rest, _ := strings.Cut(r.URL.Path[1:], "/")
	token := map[string]string{"one": tokenOne, "two": tokenTwo}[tenant]
	b.mu.Lock()
	b.asked++
	if given := r.URL.Query()["token"]; len(given) != 1 || given[0] != token || r.Header.Get("X-Key") != "Key "+token {
		b.strange = append(b.strange, r.URL.RequestURI()+" "+r.Header.Get("X-Key"))
	}
	b.mu.Unlock()
	query := r.URL.Query().Encode()
	w.Header().Set("ETag", `"`+token+`"`)
	switch {
	case rest == "jobs" && r.URL.Query().Get("page") == "":
		http.Redirect(w, r, "/"+tenant+"/jobs?page=1&"+query, http.StatusFound)
	case rest == "jobs":
		next := "null"
		if r.URL.Query().Get("page") == "1" {
			next = fmt.Sprintf("%q", "/"+tenant+"/jobs?"+strings.Replace(query, "page=1", "page=2", 1))
		}
		page := r.URL.Query().Get("page")
		fmt.Fprintf(w, `{"next": %s, "jobs": [{"id": "%s", "title": "Engineer %[2]s of %[3]s", "page": "/%[4]s/job%[2]s?x=1&%[5]s", "apply": "/%[4]s/apply%[2]s?%[5]s"}]}`,
			next, page, strings.ReplaceAll(token, "+", `\u002b`), tenant, query)
	case rest == "job2" && tenant == "two":
		fmt.Fprintf(w, `{"text": %s`, token) // which no parser takes
	default:
		fmt.Fprintf(w, `{"text": "we were asked for %s with %s"}`, r.URL.RequestURI(), r.Header.Get("X-Key"))
	}
}

// leak finds the tokens, but not the names of the secrets, which may be shown.
var leak = regexp.MustCompile(`sesame-(one|two)[/%\\&+]`)

// TestSecretsStaySecret crawls, looks at and records a board whose requests need secrets,
// and looks for them in all that is left: the database with what is packed in it, the log,
// what is printed, the fixture.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	board := &tellingBoard{}
	board.Server = httptest.NewServer(board)
	t.Cleanup(board.Close)
	dir := tellingDir(t)
	file, base := filepath.Join(dir, "boards/telling.yaml"), "telling.base="+board.URL
	shown := map[string]string{}
	say := func(args ...string) {
		_, out, errs := cli(t, append(args, "--config", filepath.Join(dir, "config.yaml"))...)
		shown[strings.Join(args[:2], " ")] = out + errs
	}
	say("crawl", "telling", "--once", "--set", base)
	say("crawl", "telling", "--once", "--set", base, "--json")
	say("board", "try", file, "--set", base, "--json")
	say("board", "record", file, "--set", base)
	say("board", "show", "telling")
	say("board", "health", "telling")
	say("board", "test", file)
	say("doctor", "--json")
	recorded, err := os.ReadFile(filepath.Join(dir, "boards/telling.txtar"))
	if err != nil {
		t.Fatalf("%v: %v", err, shown)
	}
	shown["the fixture"] = string(recorded)
	dumped := dump(t, filepath.Join(dir, "data"))
	shown["the database"] = dumped
	if !strings.Contains(dumped, "/one/jobs?all=true") || !strings.Contains(dumped, `"title": "Engineer 2 of`) || !strings.Contains(string(recorded), "GET /one/jobs?page=1&all=true") {
		t.Errorf("what should be kept is not: %s\n%s", recorded, dumped)
	}
	for where, text := range shown {
		if leak.MatchString(text) {
			t.Errorf("a secret stands in %s:\n%s", where, text)
		}
	}
	if board.asked < 10 || len(board.strange) > 0 {
		t.Errorf("%d requests, without their secrets %q", board.asked, board.strange)
	}
}

// tellingDir is a directory with a configuration, the board's file and its secrets.
func tellingDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"secrets/sesame-one": tokenOne + "\n", "secrets/sesame-two": tokenTwo + "\n", "boards/telling.yaml": telling,
		"config.yaml": fmt.Sprintf("log: {level: debug}\ndata: {dir: %q}\nboards: {dir: %q, secrets_dir: %q}\n", dir+"/data", dir+"/boards", dir+"/secrets"),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// dump returns all that a directory holds, files as they are and the rows of its database,
// unpacked.
func dump(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // a directory
		}
		out.Write(data)
		if strings.HasSuffix(file, ".db") {
			dumpRows(t, &out, file)
		}
	}
	return out.String()
}

func dumpRows(t *testing.T, out *strings.Builder, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables []string
	for _, row := range query(t, db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		tables = append(tables, fmt.Sprint(row...))
	}
	for _, table := range tables {
		for _, row := range query(t, db, `SELECT * FROM "`+table+`"`) {
			for _, v := range row {
				data, packed := v.([]byte)
				if z, err := gzip.NewReader(bytes.NewReader(data)); packed && err == nil {
					data, _ = io.ReadAll(z)
				}
				fmt.Fprintf(out, "%s %v %s\n", table, v, data)
			}
		}
	}
}

// query returns the rows of a query as they stand.
func query(t *testing.T, db *sql.DB, statement string) (all [][]any) {
	t.Helper()
	rows, err := db.Query(statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row := make([]any, len(columns))
		at := make([]any, len(columns))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
