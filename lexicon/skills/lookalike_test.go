package skills

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// sentence is a line of a fixture: a skill, and a sentence that means it or does not.
type sentence struct{ name, text string }

func sentences(t *testing.T, file string) []sentence {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []sentence
	for line := range strings.Lines(string(data)) {
		name, text, ok := strings.Cut(line, " | ")
		if !ok || line[0] == '#' {
			continue
		}
		if _, known := Get(name); !known {
			t.Errorf("%s: %q is no skill", file, name)
		}
		all = append(all, sentence{name, strings.TrimSpace(text)})
	}
	return all
}

func takes(s sentence) bool { return slices.Contains(Unique(Scan(s.text)), s.name) }

// TestLookalikes holds that words that only look like a skill are left.
func TestLookalikes(t *testing.T) {
	t.Parallel()
	all := sentences(t, "testdata/lookalikes.txt")
	taken := 0
	for _, s := range all {
		if takes(s) {
			taken++
			t.Logf("taken: %s in %q", s.name, s.text)
		}
	}
	t.Logf("%d of %d taken", taken, len(all))
	if len(all) < 150 || taken > 2 {
		t.Errorf("%d of %d sentences taken, want at most 2 of at least 150", taken, len(all))
	}
}

// TestTrueUses holds that the same words are found where they mean the skill.
func TestTrueUses(t *testing.T) {
	t.Parallel()
	all := sentences(t, "testdata/trueuses.txt")
	missed := 0
	for _, s := range all {
		if !takes(s) {
			missed++
			t.Logf("missed: %s in %q", s.name, s.text)
		}
	}
	t.Logf("%d of %d missed", missed, len(all))
	if len(all) < 150 || 50*missed > len(all) {
		t.Errorf("%d of %d sentences missed, want at most one in fifty", missed, len(all))
	}
}
