package stackhound

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Words are the technologies that a person works with and the program does not know: how
// ads write each, by the name that stands in the stack. At most 50 names, ValidName, with
// 1 to 10 spellings each.
type Words map[string][]string

// The most a profile may hold of them.
const (
	maxWords     = 50
	maxSpellings = 10
)

// validateWords checks the words alone: whether a name is known otherwise takes knowledge
// of skills.
func (p Profile) validateWords() error {
	if len(p.Words) > maxWords {
		return Errorf(CodeInvalid, "profile %s: words: %d names are too many", p.ID, len(p.Words)).WithHint("at most %d", maxWords)
	}
	stack := slices.Concat(p.Stack.Core, p.Stack.Also, p.Stack.Learning, p.Stack.Never)
	for _, name := range slices.Sorted(maps.Keys(p.Words)) {
		if !ValidName(name) {
			return Errorf(CodeInvalid, "profile %s: words: the name %q is not lower-case letters, digits and dashes, at most 40", p.ID, name)
		}
		if !slices.Contains(stack, name) {
			return Errorf(CodeInvalid, "profile %s: words: %s stands in no list of the stack", p.ID, name).WithHint("put it into core, also, learning or never, or leave it out of words")
		}
		if err := p.validateSpellings(name); err != nil {
			return err
		}
	}
	return nil
}

func (p Profile) validateSpellings(name string) error {
	if n := len(p.Words[name]); n == 0 || n > maxSpellings {
		return Errorf(CodeInvalid, "profile %s: words.%s has %d spellings", p.ID, name, n).WithHint("give 1 to %d, as ads write it", maxSpellings)
	}
	for _, s := range p.Words[name] {
		letters, signs := signsOf(s)
		switch {
		case strings.TrimSpace(s) == "":
			return Errorf(CodeInvalid, "profile %s: words.%s: a spelling is empty", p.ID, name)
		case s != strings.Join(strings.Fields(s), " "):
			return Errorf(CodeInvalid, "profile %s: words.%s: the spelling %q has spaces too many", p.ID, name, s)
		case letters == 0:
			return Errorf(CodeInvalid, "profile %s: words.%s: the spelling %q has no letter", p.ID, name, s)
		case letters+signs == 1:
			return Errorf(CodeInvalid, "profile %s: words.%s: the spelling %q is one letter, which stands for much else", p.ID, name, s)
		}
	}
	return nil
}

// signsOf counts the letters and digits of a spelling, and the signs that make a name of
// one letter: "X++".
func signsOf(spelling string) (letters, signs int) {
	for _, r := range spelling {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters++
		case r == '+' || r == '#':
			signs++
		}
	}
	return letters, signs
}
