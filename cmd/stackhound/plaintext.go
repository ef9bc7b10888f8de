package main

import (
	"io"
	"strings"
	"unicode"
)

// plainText passes text on to a terminal without the characters that could move its
// cursor, change its title or turn its text around: what boards write is printed too.
type plainText struct{ w io.Writer }

// Write drops control characters but line feeds and tabs, and the formatting characters
// of Unicode (bidirectional overrides, zero-width marks) but the joiner of emoji.
func (p plainText) Write(text []byte) (int, error) {
	clean := strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d') {
			return -1
		}
		return r
	}, string(text))
	if _, err := io.WriteString(p.w, clean); err != nil {
		return 0, err
	}
	return len(text), nil
}
