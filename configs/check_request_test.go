package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRequestMistakes breaks the good file in how the list is asked for.
func TestRequestMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ old, new, want string }{
		{"pages: {from: 1, max: 5}", "pages: {cursor: a}", `acme.yaml:15:10: max must be from 1 to 1000`},
		{"pages: {from: 1, max: 5}", "pages: {cursor: a, max: 5}", `acme.yaml:15:19: the cursor is not used: put {cursor} into the query`},
		{"pages: {from: 1, max: 5}", "pages: {next: a, cursor: b, max: 5}", `acme.yaml:15:10: pages go on in one way: next, cursor or link`},
		{"pages: {from: 1, max: 5}", "pages: {from: 1, link: true, max: 5}", `acme.yaml:15:10: pages go on by next, cursor or link, or by counting, not both`},
		{"?page={page}", "/{cursor}?x=1", `acme.yaml:14:8: {cursor} stands for nothing here; known are {base}, {page}, {offset}`},
		{"?page={page}", "?skip={offset}", `acme.yaml:15:10: {offset} counts rows: step must say by how many it grows`},
		{"pages: {from: 1, max: 5}", "body: {}", `acme.yaml:15:9: a body is one of json, form and graphql`},
		{"pages: {from: 1, max: 5}", "body: {json: {a: 1}, form: {a: b}}", `acme.yaml:15:9: a body is one of json, form and graphql`},
		{"pages: {from: 1, max: 5}", "body: {graphql: {variables: {a: 1}}}", `acme.yaml:15:19: graphql.query is missing`},
		{"pages: {from: 1, max: 5}", "body: {json: {a: ['{cursr}']}}", `acme.yaml:15:9: {cursr} stands for nothing here`},
		{"pages: {from: 1, max: 5}", "body: {json: {a: 2026-11-28}}", `acme.yaml:15:20: 2026-11-28 needs quotes here`},
		{"pages: {from: 1, max: 5}", "body: {json: {a: 1, a: 2}}", `acme.yaml:15:23: the key "a" stands here twice`},
		{"pages: {from: 1, max: 5}", "index: jobs", `acme.yaml:15:10: index is for sitemaps`},
		{"pages: {from: 1, max: 5}", "inside: data..html\n  pages: {from: 1, max: 5}", `acme.yaml:15:11: "data..html" is no JSON path`},
		{"items:\n", "detail: {format: html, none_is_over: true, fields: {html: p}}\nitems:\n", `acme.yaml:16:38: none_is_over is for jsonld`},
		{"pages: {from: 1, max: 5}", "headers: {Authorization: 'Bearer x'}", `acme.yaml:15:28: the header Authorization cannot be set by a board file`},
		{"pages: {from: 1, max: 5}", "headers: {Authorization: {secret: Token!}}", `acme.yaml:15:37: a secret's name is lower-case letters`},
		{"pages: {from: 1, max: 5}", "headers: {Authorization: {secrte: x}}", `acme.yaml:15:29: unknown key "secrte"; did you mean "secret"?`},
		{"pages: {from: 1, max: 5}", "headers: {Authorization: {secret: token, value: Bearer}}", `acme.yaml:15:51: the secret is not used; put {secret} into the value`},
		{"pages: {from: 1, max: 5}", "headers: {Authorization: {secret: '{tenant}'}}", `acme.yaml:15:37: {tenant} stands for nothing: there are no tenants`},
		{"pages: {from: 1, max: 5}", "query: {token: {secret: Token!}}", `acme.yaml:15:27: a secret's name is lower-case letters, digits and single dashes, at most 40; "Token!" is none`},
		{"pages: {from: 1, max: 5}", "query: {token: {secrte: x}}", `acme.yaml:15:19: unknown key "secrte"; did you mean "secret"?`},
		{"pages: {from: 1, max: 5}", "query: {token: {secret: token, value: abc}}", `acme.yaml:15:41: the secret is not used; put {secret} into the value`},
		{"pages: {from: 1, max: 5}", "query: {token: abc}", `acme.yaml:15:18: query is for secrets, as in token: {secret: NAME}; anything else stands in request.url, behind the ?`},
		{"pages: {from: 1, max: 5}", "query: {token: {value: abc}}", `acme.yaml:15:18: query is for secrets, as in token: {secret: NAME}`},
		{"pages: {from: 1, max: 5}", "query: {page: {secret: token}}", `acme.yaml:15:17: page stands in request.url as well; take it out there`},
		{"pages: {from: 1, max: 5}", "query: {'to ken': {secret: token}}", `acme.yaml:15:21: "to ken" is no parameter of an address`},
		{"pages: {from: 1, max: 5}", "qurey: {token: {secret: token}}", `acme.yaml:15:3: unknown key "qurey"; did you mean "query"?`},
		{"?page={page}", "?page={page}&token={secret}", `acme.yaml:14:8: a secret cannot stand in an address, which is stored and shown; name it under request.query, as in token: {secret: NAME}`},
		{"request:\n", "namespaces: {tt: 'urn:x'}\nrequest:\n", `acme.yaml:13:13: namespaces are for feeds`},
		{"request:\n", "start: {url: '{base}/new', field: a, pick: {url: '{base}/{start}'}}\nrequest:\n", `acme.yaml:13:44: start.pick.field is missing`},
		{"title: a", "title: {select: a, also: ['b[']}", `acme.yaml:20:29: "b[" is no CSS selector`},
		{"title: a", "title: {also: [b]}", `acme.yaml:20:17: also stands beside a select`},
		{"title: a", "title: {select: a, not: '('}", `acme.yaml:20:27: "(" is no regular expression`},
		{"title: a", "title: {select: a, required: yes please}", `acme.yaml:20:32: "yes please" is not true or false`},
		{"attr: datetime", "attr: datetime, unit: days", `acme.yaml:21:48: unit is s or ms, the count since 1970, mdy or dmy, the order of 7/8/2026, or relative`},
		{"items:\n", "detail: {url: 'https://other.example/{id}', format: json, fields: {html: x}}\nitems:\n", `acme.yaml:16:15: the address must begin with {base}`},
		{"items:\n", "detail: {url: '{base}/{title}/{x}', format: json, fields: {html: x}}\nitems:\n", `acme.yaml:16:15: {x} stands for nothing here`},
		{"items:\n", "defaults: {language: german}\nitems:\n", `acme.yaml:16:22: a language is two small letters such as en or de`},
		{"base: https://jobs.example", "base: https://{tenant}.jobs.example", `acme.yaml:5:7: {tenant} stands for nothing: tenants is missing`},
	}
	for _, tt := range tests {
		broken := strings.Replace(good, tt.old, tt.new, 1)
		if broken == good {
			t.Errorf("%q does not stand in the good file", tt.old)
		}
		if _, err := LoadBoard("acme.yaml", []byte(broken)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.new, err, tt.want)
		}
	}
}

// TestSecretsOfTenants holds that each tenant has a secret that can be there, is there, and
// goes out by https.
func TestSecretsOfTenants(t *testing.T) {
	t.Parallel()
	file := strings.Replace(good, "?page={page}", "/{tenant}", 1)
	file = strings.Replace(file, "pages: {from: 1, max: 5}", `query: {token: {secret: "{key}"}}`, 1)
	file += "tenants:\n  - {slug: a, vars: {key: key-of-a}}\n  - {slug: b, vars: {key: key-of-b}, base: https://b.example}\n"
	has := func(name string) bool { return strings.HasPrefix(name, "key-of") }
	for _, tt := range []struct{ old, new, want string }{
		{"", "", ""},
		{"key: key-of-b", "key: other", `acme.yaml:24:5: there is no secret "other": put it into a file of that name`},
		{"key: key-of-b", "key: Key", `acme.yaml:24:5: a secret's name is lower-case letters, digits and single dashes, at most 40; "Key" is none`},
		{"{key}", "{kye}", `acme.yaml:15:27: {kye} stands for nothing here: give each tenant the name of its secret, as in vars: {kye: NAME}`},
		{"base: https://b.example", "base: http://b.example", `acme.yaml:24:44: a secret goes out only by https, and this base is not`},
		{"base: https://jobs.example", "base: http://jobs.example", `acme.yaml:15:27: a secret goes out only by https, and base is not`},
	} {
		_, err := LoadBoardWith("acme.yaml", []byte(strings.Replace(file, tt.old, tt.new, 1)), has)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s:\n got %v\nwant %s", tt.new, err, tt.want)
		}
	}
}

// TestBoardSecrets holds that a board which needs a secret is refused while there is none,
// unless it is not enabled, and that secrets come from their directory and never show.
func TestBoardSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{"findwork": "hunter2-hunter2\n", "NOT-A-NAME": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := load("", []string{"STACKHOUND_BOARDS_SECRETS_DIR=" + dir})
	if err != nil {
		t.Fatal(err)
	}
	has := func(name string) bool { _, ok := c.BoardSecret(name); return ok }
	if s, _ := c.BoardSecret("findwork"); s.Reveal() != "hunter2-hunter2" || has("NOT-A-NAME") || has("other") {
		t.Error("the directory was not read as it should be")
	}
	if got := c.Hide("the host said hunter2-hunter2"); strings.Contains(got, "hunter2") {
		t.Errorf("it shows: %s", got)
	}
	board := strings.Replace(good, "pages: {from: 1, max: 5}", "headers: {Authorization: {secret: NAME, value: 'Token {secret}'}}", 1)
	board = strings.Replace(board, "?page={page}", "", 1)
	if _, err := LoadBoardWith("acme.yaml", []byte(strings.Replace(board, "NAME", "findwork", 1)), has); err != nil {
		t.Error(err)
	}
	missing := strings.Replace(board, "NAME", "other", 1)
	want := `acme.yaml:15:37: there is no secret "other": put it into a file of that name in the directory that boards.secrets_dir names`
	if _, err := LoadBoardWith("acme.yaml", []byte(missing), has); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	off := strings.Replace(missing, "enabled: true", "enabled: false\nreason: no key", 1)
	if _, err := LoadBoardWith("acme.yaml", []byte(off), has); err != nil {
		t.Errorf("a board that is not enabled: %v", err)
	}
	for name, content := range map[string]string{"empty": "", "two-lines": "abcdef\nb", "short": "abcde", "no-text": "abcdef\xff"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := load("", []string{"STACKHOUND_BOARDS_SECRETS_DIR=" + dir}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		os.Remove(filepath.Join(dir, name))
	}
}
