package configs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

func TestDefault(t *testing.T) {
	t.Parallel()
	c := Default()
	if c.Crawler.MaxBodyBytes != 10<<20 || c.Crawler.RawDays != 14 || c.Web.Addr != "127.0.0.1:8080" || c.Email.SMTP.TLS != "required" || c.Log.Level != slog.LevelInfo {
		t.Errorf("defaults %+v", c)
	}
	if _, err := load("", nil); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
}

// TestDefaultFileNamesEverySetting decodes the file without its types: every setting
// must stand in it, for it is their documentation.
func TestDefaultFileNamesEverySetting(t *testing.T) {
	t.Parallel()
	written := string(defaults)
	var plain map[string]any
	if err := yaml.Unmarshal([]byte(written), &plain); err != nil {
		t.Fatal(err)
	}
	whole, err := yaml.Marshal(Default())
	if err != nil {
		t.Fatal(err)
	}
	var settings map[string]any
	if err := yaml.Unmarshal(whole, &settings); err != nil {
		t.Fatal(err)
	}
	for section, value := range settings {
		if _, ok := plain[section]; !ok {
			t.Errorf("%s is not in default.yaml", section)
		}
		keys, _ := value.(map[string]any) // a setting of its own has none
		inFile, _ := plain[section].(map[string]any)
		for key := range keys {
			if _, ok := inFile[key]; !ok {
				t.Errorf("%s.%s is not in default.yaml", section, key)
			}
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stackhound.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadOrder(t *testing.T) {
	t.Parallel()
	path := write(t, "crawler: {contact: ops@example.com, timeout: 5s}\nlog: {level: debug}\n")
	c, err := load(path, []string{"STACKHOUND_CRAWLER_TIMEOUT=9s", "STACKHOUND_CRAWLER_ALLOW=10.1.0.0/16, 192.168.7.0/24", "STACKHOUND_EMAIL_SMTP_PORT=2525",
		"STACKHOUND_WEBHOOK_ALLOW_HTTP=true", "STACKHOUND_DATA=/elsewhere", "STACKHOUND_DATA_DIR=/var/lib/hound", "HOME=/x"})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintln(c.Crawler.Contact, c.Crawler.Timeout, c.Crawler.Concurrency, c.Crawler.Allow, c.Email.SMTP.Port, c.Webhook.AllowHTTP, c.Data.Dir, c.Log.Level)
	if got != "ops@example.com 9s 16 [10.1.0.0/16 192.168.7.0/24] 2525 true /var/lib/hound DEBUG\n" {
		t.Errorf("got %s", got)
	}
	if c.Crawler.Timeout != 9*time.Second {
		t.Errorf("timeout %s", c.Crawler.Timeout)
	}
}

func TestConfigMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text    string
		environ string
		want    string
	}{
		{"crawler: {contcat: x}", "", `stackhound.yaml:1:11: unknown key "contcat"; did you mean "contact"?`},
		{"crawler: {concurrency: 0}", "", `stackhound.yaml:1:24: crawler.concurrency must be from 1 to 64`},
		{"crawler: {timeout: 30}", "", `stackhound.yaml:1:20: 30 is no time span`},
		{"crawler: {allow: [10.0.0.0/99]}", "", `stackhound.yaml:1:19: "10.0.0.0/99" is not a network such as 10.0.0.0/8`},
		{"crawler: {contact: me}", "", `crawler.contact must be a mail address or the http address of a page`},
		{"web: {addr: localhost}", "", `stackhound.yaml:1:13: web.addr must be host and port such as 127.0.0.1:8080`},
		{"log: {level: loud}", "", `stackhound.yaml:1:14: "loud" is not debug, info, warn or error`},
		{"email: {smtp: {host: mx.example.com}}", "", `email.from is needed to send mail`},
		{"email: {from: a@example.com, smtp: {host: h, username: u, tls: none}}", "", `the password would be readable on its way`},
		{"email: {smtp: {password: a, password_file: b}}", "", `email.smtp.password_file and password cannot both be set`},
		{"email: {smtp: {password_file: /nowhere/at/all}}", "", `email.smtp.password_file cannot be read`},
		{"email: {smtp: {password_file: /dev/null}}", "", `email.smtp.password_file is empty`},
		{"store: {url: \"mysql://db/jobs\"}", "", `stackhound.yaml:1:14: store.url must begin with postgres:// or postgresql:// and name a host`},
		{"store: {url: \"postgres://hound:hunter2@db/jobs\"}", "", `store.url holds a password: put it into store.password_file or store.password`},
		{"store: {url: \"postgres://db/jobs?password=hunter2\"}", "", `store.url holds a password`},
		{"", "STACKHOUND_STORE_URL=postgres://hound:hunter2@db/jobs", `store.url holds a password`},
		{"store: {connections: 5}", "", `store.connections must be from 6 to 200`},
		{"search: {url: \"localhost:7700\"}", "", `search.url must begin with http:// or https://`},
		{"search: {url: \"http://localhost:7700\"}", "", `search.key_file is needed with search.url`},
		{"search: {index: \"a b\"}", "", `search.index must be letters`},
		{"search: {key: a, key_file: b}", "", `search.key_file and key cannot both be set`},
		{"queue: {url: \"http://cache\"}", "", `queue.url must begin with redis:// or rediss://`},
		{"queue: {url: \"redis://:hunter2@cache/0\"}", "", `queue.url holds a password: put it into queue.password_file`},
		{"queue: {prefix: \"*\"}", "", `queue.prefix must be letters`},
		{"web: {behind: nginx}", "", `stackhound.yaml:1:15: web.behind must be empty or loopback-publish`},
		{"crawler: {user_agent_product: hound2}", "", `stackhound.yaml:1:31: crawler.user_agent_product must be one word of letters, - and _`},
		{"crawler: {user_agent_product: my hound}", "", `crawler.user_agent_product must be one word`},
		{"crawler: !!null {bogus: 1}", "", `stackhound.yaml:1:10: the tag !!null cannot be used here`},
		{"!!null {bogus: 1}", "", `stackhound.yaml:1:1: the tag !!null cannot be used here`},
		{"!!str crawler: {concurrency: 0}", "", `stackhound.yaml:1:1: the tag !!str cannot be used here`},
		{"", "STACKHOUND_CRAWLER_CONTCAT=x", `unknown setting STACKHOUND_CRAWLER_CONTCAT in the environment; did you mean "STACKHOUND_CRAWLER_CONTACT"?`},
		{"", "STACKHOUND_CRAWLER_CONCURRENCY=many", `STACKHOUND_CRAWLER_CONCURRENCY: the value is not a whole number`},
		{"", "STACKHOUND_CRAWLER_CONCURRENCY=1000", `crawler.concurrency must be from 1 to 64`},
	}
	for _, tt := range tests {
		path := ""
		if tt.text != "" {
			path = write(t, tt.text)
		}
		if _, err := load(path, []string{tt.environ}); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s %s:\n got %v\nwant %s", tt.text, tt.environ, err, tt.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a file that is not there gave no error")
	}
}

// TestNothingMeansTheDefault holds that a key without a value leaves what is preset.
func TestNothingMeansTheDefault(t *testing.T) {
	t.Parallel()
	c, err := load(write(t, "crawler:\nemail: {smtp: {port: null}, eml_dir: /var/mail/hound}\nlog: {level: ~}\n"), nil)
	if err != nil || c.Crawler.Concurrency != 16 || c.Email.SMTP.Port != 587 || c.Email.EMLDir != "/var/mail/hound" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := load("", []string{"STACKHOUND_EMAIL_SMTP_PASSWORD_FILE=" + secret})
	if err != nil {
		t.Fatal(err)
	}
	if c.Email.SMTP.Password.Reveal() != "hunter2" {
		t.Errorf("read as %q", c.Email.SMTP.Password.Reveal())
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "config", c, "password", c.Email.SMTP.Password)
	for _, printed := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s %q", c, c, c.Email.SMTP.Password, c.Email.SMTP.Password), string(asJSON), string(asYAML), logged.String()} {
		if strings.Contains(printed, "hunter2") {
			t.Errorf("the password stands in %s", printed)
		}
	}
	if got := c.Hide("535 hunter2 is wrong"); got != "535 *** is wrong" {
		t.Errorf("what a server said became %q", got)
	}
}

func TestDataPath(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/data")
	if got, err := (Data{}).Path(); got != "/data/stackhound" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := (Data{Dir: "here"}).Path(); got != "here" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
