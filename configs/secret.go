package configs

import (
	"log/slog"
	"os"
	"strconv"
	"strings"

	"stackhound"
)

// Secret is a text that never prints: only Reveal returns it.
type Secret string

// String returns "***", or nothing for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

// given is a secret that can stand in the configuration, or in a file of its own that
// the configuration names.
type given struct {
	path  string // of the setting that holds it; that of the file ends with _file
	value *Secret
	file  *string
}

// secrets is the one list of the secrets.
func (c *Config) secrets() []given {
	return []given{
		{"store.password", &c.Store.Password, &c.Store.PasswordFile},
		{"search.key", &c.Search.Key, &c.Search.KeyFile},
		{"search.write_key", &c.Search.WriteKey, &c.Search.WriteKeyFile},
		{"queue.password", &c.Queue.Password, &c.Queue.PasswordFile},
		{"email.smtp.password", &c.Email.SMTP.Password, &c.Email.SMTP.PasswordFile},
	}
}

// shortest is how long a secret is at least that is looked for in texts.
const shortest = 6

// Hide returns a text of others, such as an error of a server, without the secrets that
// are set, should it hold any. One of under six characters stands in too many words: to
// take it out of them would show it.
func (c Config) Hide(text string) string {
	for _, s := range c.secrets() {
		if secret := s.value.Reveal(); len(secret) >= shortest {
			text = strings.ReplaceAll(text, secret, s.value.String())
		}
	}
	return text
}

// ReadSecrets reads the secrets that stand in files.
func (c *Config) ReadSecrets() error {
	for _, s := range c.secrets() {
		if *s.file == "" {
			continue
		}
		data, err := os.ReadFile(*s.file)
		if err != nil {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s_file cannot be read: %w", s.path, err)
		}
		*s.value = Secret(strings.TrimRight(string(data), "\r\n"))
		if *s.value == "" {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s_file is empty: %s", s.path, *s.file)
		}
	}
	return nil
}
