package configs

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

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

// shortest is how many bytes a secret has at least that is looked for in texts.
const shortest = 6

// Hide returns a text of others, such as an error of a server, without the secrets that
// are set, should it hold any. One of under six characters stands in too many words: to
// take it out of them would show it.
func (c Config) Hide(text string) string {
	hidden := slices.Collect(maps.Values(c.Boards.held))
	for _, s := range c.secrets() {
		hidden = append(hidden, *s.value)
	}
	for _, s := range hidden {
		if len(s) >= shortest {
			text = strings.ReplaceAll(text, s.Reveal(), s.String())
		}
	}
	return text
}

// BoardSecret returns a secret that a board file names, if there is one.
func (c Config) BoardSecret(name string) (secret.Text, bool) {
	s, ok := c.Boards.held[name]
	return s, ok
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
	return c.Boards.readSecrets()
}

// maxSecret bounds a secret of a board, in bytes: it is the value of a header or a
// parameter. One of fewer than shortest could not be taken out of an answer that repeats it.
const maxSecret = 4 << 10

// readSecrets reads the files of SecretsDir whose names a board file could give.
func (b *BoardsDir) readSecrets() error {
	if b.SecretsDir == "" {
		return nil
	}
	entries, err := os.ReadDir(b.SecretsDir)
	if err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "boards.secrets_dir cannot be read: %w", err)
	}
	b.held = map[string]secret.Text{}
	for _, e := range entries {
		if !stackhound.ValidName(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(b.SecretsDir, e.Name()))
		if err != nil {
			return stackhound.Errorf(stackhound.CodeInvalid, "a secret of boards.secrets_dir cannot be read: %w", err)
		}
		value := strings.TrimRight(string(data), "\r\n")
		if len(value) < shortest || len(value) > maxSecret || !utf8.ValidString(value) || strings.ContainsAny(value, "\r\n\x00") {
			return stackhound.Errorf(stackhound.CodeInvalid, "the secret %s of boards.secrets_dir is no single line of %d to %d bytes", e.Name(), shortest, maxSecret)
		}
		b.held[e.Name()] = secret.Text(value)
	}
	return nil
}
