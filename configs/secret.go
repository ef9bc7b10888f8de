package configs

import (
	"os"
	"strings"

	"stackhound"
	"stackhound/internal/secret"
)

// given is a secret that can stand in the configuration, or in a file of its own that
// the configuration names.
type given struct {
	path  string // of the setting that holds it; that of the file ends with _file
	value *secret.Text
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
		if hidden := s.value.Reveal(); len(hidden) >= shortest {
			text = strings.ReplaceAll(text, hidden, s.value.String())
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
		*s.value = secret.Text(strings.TrimRight(string(data), "\r\n"))
		if *s.value == "" {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s_file is empty: %s", s.path, *s.file)
		}
	}
	return nil
}
