package meili

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/skills"
	"stackhound/search"
	"stackhound/search/meili/meilitest"
	"stackhound/search/searchtest"
)

// form is all that a question to the server is made of.
var form = regexp.MustCompile(`^(-?"[xy][0-9a-z]*( x[0-9a-z]+)*"|[xz][0-9a-z]+)?( (-?"[xy][0-9a-z]*( x[0-9a-z]+)*"|[xz][0-9a-z]+))*$`)

// FuzzQuestion holds that nothing but words in our own spelling gets into a question,
// whatever is searched for, and nothing but literals into its filter.
func FuzzQuestion(f *testing.F) {
	for _, s := range []string{`go "message queue" -golang kube`, `c++ -".net" 日本語 İstanbul`, `company:"a\"b" board:"x" OR state:closed`, `-"a b c d" spring k8s`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := search.Parse(text)
		if err != nil {
			return
		}
		for _, strict := range []bool{true, false} {
			ask := compose(q, searchtest.Now, strict)
			if !form.MatchString(ask.words) {
				t.Errorf("%q is asked as %q", text, ask.words)
			}
			if _, err := meilitest.Matches(ask.filter, settings().FilterableAttributes, nil); err != nil {
				t.Errorf("%q is filtered by %s: %v", text, ask.filter, err)
			}
		}
	})
}

// FuzzLiteral holds that a value in a filter is read as just that value.
func FuzzLiteral(f *testing.F) {
	for _, s := range []string{`a`, `"`, `\`, `\"`, `a" OR state = "open`, `\\" OR state = "open`, "line\nend", `'`, `[]`, `\u{41}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if !utf8.ValidString(value) || search.Key("board", value) == "" {
			return
		}
		is := stackhound.Filter{Op: stackhound.OpIs, Field: "board", Values: []string{value}}
		filter := filterText(is, searchtest.Now)
		for have, want := range map[string]bool{counted("board", value): true, counted("board", value+"x"): false} {
			got, err := meilitest.Matches(filter, []string{"board", "state"}, map[string]any{"board": have, "state": "open"})
			if err != nil || got != want {
				t.Errorf("%s holds for %q: %v, want %v (%v)", filter, have, got, want, err)
			}
		}
	})
}

// TestSpell holds that spelling keeps words apart and beginnings together.
func TestSpell(t *testing.T) {
	t.Parallel()
	tokens := []string{"go", "golang", "c++", "c#", "c", ".net", "q", "x", "z", "xq", "日", "本", "жизнь", "жиз", "x" + strings.Repeat("ж", 39), strings.Repeat("long", 100), strings.Repeat("long", 100) + "er", "straße", "0", "00"}
	for _, a := range tokens {
		for _, b := range tokens {
			spelledA, spelledB := spell(kindWord, a), spell(kindWord, b)
			if (spelledA == spelledB) != (a == b) {
				t.Errorf("%q and %q are spelled %q and %q", a, b, spelledA, spelledB)
			}
			if utf8.RuneCountInString(a) <= 40 && strings.HasPrefix(spelledB, spelledA) != strings.HasPrefix(b, a) {
				t.Errorf("%q begins with %q, but not as spelled: %q, %q", b, a, spelledB, spelledA)
			}
		}
		if s := spell(kindWord, a); len(s) > 250 || strings.ContainsAny(s[1:], "xyz") {
			t.Errorf("%q is spelled %q", a, s)
		}
	}
}

// TestLexicon holds that each name that means more than it says can be asked for by
// whatever way it is written.
func TestLexicon(t *testing.T) {
	t.Parallel()
	for _, name := range skills.Names() {
		skill, _ := skills.Get(name)
		for _, written := range append(slices.Clone(skill.Aliases), name) {
			q := stackhound.Query{Terms: []stackhound.Term{{Text: written}, {Text: "end"}}}
			c := search.Compile(q, 0)
			if !compose(q, searchtest.Now, false).exact {
				t.Errorf("%q is asked roughly", written)
			}
			if means := lexicon().synonyms[asked(written)]; (c.Also != nil) != (len(means) == 2) {
				t.Errorf("%q is asked as %v", written, means)
			}
			if !slices.Equal(fold.Tokens(written), fold.Tokens(skills.Fold(written))) {
				t.Errorf("%q has other words when it is folded as a name", written)
			}
		}
	}
}
