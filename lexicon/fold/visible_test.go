package fold

import "testing"

func TestVisible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                       "",
		"Zürich €\tok\nnext":                     "Zürich €\tok\nnext",
		"\x1b]0;title\x07\x1b[31mred\x1b[0m":     "]0;title[31mred[0m",
		"C1 \u009b31m, bidi \u202egnp.exe\u200b": "C1 31m, bidi gnp.exe",
		"two\r\nlines,\rone return":              "two\nlines, one return",
		"soft\u00adhyphen":                       "softhyphen",
		"\U0001F469\u200d\U0001F4BB می\u200cخواهم": "\U0001F469\u200d\U0001F4BB می\u200cخواهم",
		"bad \xff byte": "bad \uFFFD byte",
	} {
		if got := Visible(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": true, "Go, C++ & ~\tSQL\n": true, "Zürich": false, "a\u00a0b": false, "a\rb": false, "a\x00b": false, "a\x7fb": false, "a\xffb": false} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) = %v", text, got)
		}
	}
}
