package normalize

import (
	"strings"
	"testing"
)

// FuzzGrams holds that no phrase that is in a text is passed over.
func FuzzGrams(f *testing.F) {
	f.Add("we are looking for an engineer", 3, 11)
	f.Add("é", 0, 2)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		if from < 0 || to < from || to > len(text) {
			return
		}
		var g grams
		g.add(text)
		if phrase := text[from:to]; !g.may(phrase) {
			t.Errorf("%q is not found in %q", phrase, text)
		}
	})
}

func TestGramsPassOver(t *testing.T) {
	t.Parallel()
	var g grams
	g.add(strings.Repeat("nothing of the kind is said here. ", 100))
	for _, phrase := range []string{"von vorteil", "nice to have", "bachelor", "visa"} {
		if g.may(phrase) {
			t.Errorf("%q seems to be there", phrase)
		}
	}
}
