package configs

import (
	_ "embed"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"stackhound"
	"stackhound/internal/secret"
)

// Config is everything that can be set. The comments on each key, with units, ranges and
// defaults, are in default.yaml.
type Config struct {
	Data    Data      `yaml:"data"`
	Boards  BoardsDir `yaml:"boards"`
	Skills  []string  `yaml:"skills"` // files of the operator's own (docs/skills.md)
	Rates   string    `yaml:"rates"`  // a table of the operator's own (docs/pay.md)
	Store   Store     `yaml:"store"`
	Search  Search    `yaml:"search"`
	Queue   Queue     `yaml:"queue"`
	Crawler Crawler   `yaml:"crawler"`
	Web     Web       `yaml:"web"`
	Email   Email     `yaml:"email"`
	Webhook Webhook   `yaml:"webhook"`
	Log     Log       `yaml:"log"`
}

// Data says where everything is kept.
type Data struct {
	Dir string `yaml:"dir"`
}

// BoardsDir names a directory of board files beside the shipped ones, and one of the
// secrets that board files name: each in a file of its name.
type BoardsDir struct {
	Dir        string `yaml:"dir"`
	SecretsDir string `yaml:"secrets_dir"`

	held map[string]secret.Text // filled from SecretsDir by ReadSecrets
}

// Store is the database; an empty URL is a SQLite file in the data directory.
type Store struct {
	URL          string      `yaml:"url"`
	Password     secret.Text `yaml:"password"` // Load fills it from PasswordFile, as for all secrets
	PasswordFile string      `yaml:"password_file"`
	Connections  int         `yaml:"connections"`
}

// Search is the search server; an empty URL is the index inside the program.
type Search struct {
	URL          string      `yaml:"url"`
	Index        string      `yaml:"index"`
	Key          secret.Text `yaml:"key"`
	KeyFile      string      `yaml:"key_file"`
	WriteKey     secret.Text `yaml:"write_key"`
	WriteKeyFile string      `yaml:"write_key_file"`
}

// Queue is the server of the queue; an empty URL is a queue inside the program.
type Queue struct {
	URL          string      `yaml:"url"`
	Username     string      `yaml:"username"`
	Password     secret.Text `yaml:"password"`
	PasswordFile string      `yaml:"password_file"`
	Prefix       string      `yaml:"prefix"`
}

// Crawler bounds and names the crawler.
type Crawler struct {
	Contact      string         `yaml:"contact"`
	Product      string         `yaml:"user_agent_product"`
	Concurrency  int            `yaml:"concurrency"`
	Timeout      time.Duration  `yaml:"timeout"`
	MaxBodyBytes int64          `yaml:"max_body_bytes"`
	Allow        []netip.Prefix `yaml:"allow"`
	RawDays      int            `yaml:"raw_days"`
	RawBytes     int64          `yaml:"raw_bytes"`
}

// Web says where the pages are served.
type Web struct {
	Addr   string `yaml:"addr"`
	Behind string `yaml:"behind"` // "" or BehindLoopbackPublish
}

// BehindLoopbackPublish is the operator's word that the port of a container is published
// on loopback only, so that inside it the pages may be served on all addresses.
const BehindLoopbackPublish = "loopback-publish"

// Email says how messages leave.
type Email struct {
	From   string `yaml:"from"`
	EMLDir string `yaml:"eml_dir"`
	SMTP   SMTP   `yaml:"smtp"`
}

// SMTP is the server that takes messages; an empty Host is none.
type SMTP struct {
	Host         string      `yaml:"host"`
	Port         int         `yaml:"port"`
	Username     string      `yaml:"username"`
	Password     secret.Text `yaml:"password"` // Load fills it from PasswordFile
	PasswordFile string      `yaml:"password_file"`
	TLS          string      `yaml:"tls"` // required, opportunistic, none
}

// Webhook bounds deliveries to webhooks.
type Webhook struct {
	Timeout   time.Duration  `yaml:"timeout"`
	Allow     []netip.Prefix `yaml:"allow"`
	AllowHTTP bool           `yaml:"allow_http"`
}

// Log says how much is logged.
type Log struct {
	Level slog.Level `yaml:"level"`
}

//go:embed default.yaml
var defaults []byte

// Default returns the settings of default.yaml.
func Default() Config {
	var c Config
	if _, err := parse("default.yaml", defaults, &c); err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return c
}

// Load reads a configuration file over the defaults, then the environment over both, then
// the files that hold secrets. With an empty path there is no file. The error names every
// place that is wrong.
func Load(path string) (Config, error) {
	return load(path, os.Environ())
}

// LoadWithoutSecrets does so without the files that hold secrets, for what must work while
// one is missing; ReadSecrets reads them.
func LoadWithoutSecrets(path string) (Config, error) {
	return loadWithoutSecrets(path, os.Environ())
}

func load(path string, environ []string) (Config, error) {
	c, err := loadWithoutSecrets(path, environ)
	if err != nil {
		return Config{}, err
	}
	return c, c.ReadSecrets()
}

func loadWithoutSecrets(path string, environ []string) (Config, error) {
	c := Default()
	f := &file{name: "configuration"}
	if path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return Config{}, stackhound.Errorf(stackhound.CodeInvalid, "the configuration file cannot be read: %w", err)
		}
		if f, err = parse(path, data, &c); err != nil {
			return Config{}, err
		}
	}
	if err := fromEnvironment(&c, environ); err != nil {
		return Config{}, err
	}
	if err := c.check(f); err != nil {
		return Config{}, err
	}
	return c, nil
}

// Path returns the directory everything is kept in: Dir, or stackhound in the user's data
// directory ($XDG_DATA_HOME, else ~/.local/share).
func (d Data) Path() (string, error) {
	if d.Dir != "" {
		return d.Dir, nil
	}
	if xdg := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "stackhound"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "there is no home directory to keep data in").WithHint("set data.dir or give --data")
	}
	return filepath.Join(home, ".local", "share", "stackhound"), nil
}

// product is the name a robots.txt addresses a crawler by: letters, - and _ (RFC 9309,
// section 2.2.1).
var product = regexp.MustCompile(`^[A-Za-z_-]{1,32}$`)

// demand notes that a setting is wrong, unless ok.
type demand func(ok bool, path, format string, args ...any)

// check compares every setting with its range.
func (c Config) check(f *file) error {
	demand := func(ok bool, path, format string, args ...any) {
		switch {
		case ok:
		case f.places[path] != nil:
			f.errorFor(path, path+" "+format, args...)
		default: // it comes from the environment
			f.findings = append(f.findings, finding{message: path + " " + fmt.Sprintf(format, args...)})
		}
	}
	w := c.Crawler
	demand(w.Contact == "" || isContact(w.Contact), "crawler.contact", "must be a mail address or the http address of a page")
	demand(product.MatchString(w.Product), "crawler.user_agent_product", "must be one word of letters, - and _: it is the name robots.txt knows the crawler by")
	demand(w.Concurrency >= 1 && w.Concurrency <= 64, "crawler.concurrency", "must be from 1 to 64")
	demand(w.Timeout >= time.Second && w.Timeout <= 5*time.Minute, "crawler.timeout", "must be from 1s to 5m")
	demand(w.MaxBodyBytes >= 1<<16 && w.MaxBodyBytes <= 100<<20, "crawler.max_body_bytes", "must be from 65536 to 104857600")
	demand(w.RawDays >= 0 && w.RawDays <= 365, "crawler.raw_days", "must be from 0 to 365")
	demand(w.RawBytes >= 0, "crawler.raw_bytes", "cannot be below 0")
	c.checkServers(demand)
	_, port, err := net.SplitHostPort(c.Web.Addr)
	demand(err == nil && isPort(port, 0), "web.addr", "must be host and port such as 127.0.0.1:8080")
	demand(c.Web.Behind == "" || c.Web.Behind == BehindLoopbackPublish, "web.behind", "must be empty or "+BehindLoopbackPublish)
	c.Email.check(demand)
	demand(c.Webhook.Timeout >= time.Second && c.Webhook.Timeout <= time.Minute, "webhook.timeout", "must be from 1s to 60s")
	for _, s := range c.secrets() {
		demand(*s.value == "" || *s.file == "", s.path+"_file", "and %s cannot both be set", s.path[strings.LastIndex(s.path, ".")+1:])
	}
	return f.err()
}

func (e Email) check(demand demand) {
	s := e.SMTP
	if e.From != "" {
		_, err := mail.ParseAddress(e.From)
		demand(err == nil, "email.from", "must be a mail address")
	}
	demand(e.From != "" || s.Host == "", "email.from", "is needed to send mail")
	demand(isPort(strconv.Itoa(s.Port), 1), "email.smtp.port", "must be from 1 to 65535")
	demand(slices.Contains([]string{"required", "opportunistic", "none"}, s.TLS), "email.smtp.tls", "must be required, opportunistic or none")
	demand(s.Username == "" || s.TLS != "none", "email.smtp.tls", "must not be none with a username: the password would be readable on its way")
}

func isPort(s string, least int) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= least && n <= 65535
}

func isContact(s string) bool {
	if _, err := mail.ParseAddress(s); err == nil {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto") && len(s) <= 200 && !strings.ContainsAny(s, "\r\n")
}
