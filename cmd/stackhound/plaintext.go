package main

import (
	"io"

	"stackhound/lexicon/fold"
)

// plainText passes text on to a terminal without the characters that could move its
// cursor, change its title or turn its text around: what boards write is printed too.
type plainText struct{ w io.Writer }

// Write writes what is visible of the text.
func (p plainText) Write(text []byte) (int, error) {
	if _, err := io.WriteString(p.w, fold.Visible(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}
