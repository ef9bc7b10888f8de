package spelling

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"go", "", 2}, {"", "go", 2}, {"titel", "title", 1}, {"postgresqll", "postgresql", 1},
		{"kubernets", "kubernetes", 1}, {"rust", "trust", 1}, {"abc", "xyz", 3},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if there, back := Distance(c.a, c.b), Distance(c.b, c.a); there != back {
			t.Errorf("%q and %q: %d there, %d back", c.a, c.b, there, back)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"search", "serve", "crawl", "export"}
	for wrong, want := range map[string]string{
		"serach": "search", "Crawl": "crawl", "crwal": "crawl", "exprot": "export", "zzz": "", "": "",
		strings.Repeat("search", 20): "",
	} {
		if got := Nearest(wrong, names); got != want {
			t.Errorf("%q: %q, want %q", wrong, got, want)
		}
	}
}
