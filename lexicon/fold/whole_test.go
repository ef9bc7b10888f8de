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
