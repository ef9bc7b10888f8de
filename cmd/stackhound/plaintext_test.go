package main

import (
	"strings"
	"testing"
)

func TestPlainText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Zürich €\tok\n": "Zürich €\tok\n", "\x1b]0;title\x07\x1b[31mred\x1b[0m": "]0;title[31mred[0m",
	} {
		var b strings.Builder
		n, err := plainText{&b}.Write([]byte(text))
		if err != nil || n != len(text) || b.String() != want {
			t.Errorf("%q came out as %q, %d bytes, %v", text, b.String(), n, err)
		}
	}
}

func TestNeutralCells(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "Go Developer": "Go Developer", "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "+49 30": "'+49 30", "-1": "'-1", "@x": "'@x", "＝1": "'＝1", "\tx": "'\tx",
	} {
		if got := neutral(cell); got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
	}
}
