package fold_test

import (
	"slices"
	"strings"
	"testing"

	"stackhound/lexicon/fold"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"Senior C++ Engineer", "senior|c++|engineer"},
		{"C#/.NET, F#; C++17", "c#|.net|f#|c++|17"},
		{"Node.js and CI/CD.", "node|js|and|ci|cd"},
		{"We ship. Often...really", "we|ship|often|really"},
		{"asp.net core", "asp|net|core"},
		{"5+ years, a+b", "5|years|a|b"},
		{"Zürich Łódź straße", "zurich|lodz|strasse"},
		{"ＧＯ ﬁnance", "go|finance"},
		{"日本 Go", "日|本|go"},
		{"back-end_dev", "back|end|dev"},
		{"", ""},
		{".", ""},
	} {
		if got := strings.Join(fold.Tokens(c.text), "|"); got != c.want {
			t.Errorf("Tokens(%q) = %s, want %s", c.text, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	if got, want := fold.Words("O’Malley & Søn (m/w/d)"), []string{"omalley", "son", "m", "w", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASCII(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Go IN Łódź": "go in Łódź", "ÄA": "Äa", "": ""} {
		if got := fold.ASCII(text); got != want || len(got) != len(text) {
			t.Errorf("ASCII(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestInWord(t *testing.T) {
	t.Parallel()
	const text = "a1 é-"
	for i, want := range map[int]bool{-1: false, 0: true, 1: true, 2: false, 3: true, 4: true, 5: false, 6: false} {
		if got := fold.InWord(text, i); got != want {
			t.Errorf("InWord(%q, %d) = %v", text, i, got)
		}
	}
}

// FuzzTokens holds that folding is stable: a token is its own only token.
func FuzzTokens(f *testing.F) {
	f.Add("C++ .NET node.js Straße ＧＯ ..net c##")
	f.Fuzz(func(t *testing.T, text string) {
		for _, token := range fold.Tokens(text) {
			if again := fold.Tokens(token); len(again) != 1 || again[0] != token {
				t.Errorf("Tokens(%q) = %q", token, again)
			}
		}
	})
}
