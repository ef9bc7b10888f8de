// Package secret is the type of what must never be shown: passwords and keys.
package secret

import (
	"log/slog"
	"strconv"
)

// Text is a text that never prints: only Reveal returns it.
type Text string

// String returns "***", or nothing for an empty secret.
func (t Text) String() string {
	if t == "" {
		return ""
	}
	return "***"
}

// GoString hides the secret from %#v.
func (t Text) GoString() string { return strconv.Quote(t.String()) }

// LogValue hides the secret from logs.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalText hides the secret from JSON and YAML.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Reveal returns the secret itself.
func (t Text) Reveal() string { return string(t) }
