package fold_test

import (
	"strings"
	"testing"

	"stackhound/lexicon/fold"
)

func TestWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, words string
		want        bool
	}{
		{"tide", "tide", true},
		{"We run (tide).", "tide", true},
		{"tidewater", "tide", false},
		{"ebbtide", "tide", false},
		{"ebb-tide/moon", "tide", true},
		{"tide's", "tide", true},
		{"tide pool", "tide pool", true},
		{"tide pools", "tide pool", false},
		{"X++, too", "X++", true},
		{"X++, too", "X", false},
		{"X++17", "X++", true},
		{"tide+ebb", "tide", true},
		{"tide#", "tide", false},
		{".tide", "tide", false},
		{".tide", ".tide", true},
		{"ebb.tide", ".tide", false},
		{"ebb.tide", "tide", true},
		{"tide.ebb", "tide", true},
		{"Tide.Ebb", "Tide", true},
		{"Often...tide", "tide", true},
		{"X++y", "X++", false},
		{"日本tideの", "tide", true},
		{"étide", "tide", false},
		{strings.Repeat("é", 100) + "tide" + strings.Repeat("é", 100), "tide", false},
	} {
		start := strings.Index(c.text, c.words)
		if got := fold.Whole(c.text, start, start+len(c.words)); got != c.want {
			t.Errorf("%q in %q: %v", c.words, c.text, got)
		}
	}
}

// FuzzWhole holds that what is cut off at spaces is whole, whatever stands around.
func FuzzWhole(f *testing.F) {
	f.Add("c++ a", "Tide", "b c++")
	f.Fuzz(func(t *testing.T, before, words, after string) {
		if len(fold.Tokens(words)) == 0 {
			return
		}
		if text := before + " " + words + " " + after; !fold.Whole(text, len(before)+1, len(before)+1+len(words)) {
			t.Errorf("%q is not whole in %q", words, text)
		}
		fold.Whole(before+words+after, len(before), len(before)+len(words))
	})
}
