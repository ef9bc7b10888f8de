package crawler

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestFirstWords(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]string{
		"^(?:a|b c)$":                        "a b",
		"^(?:(?:oops|sorry) )*(?:gone|la)$":  "gone la oops sorry",
		"^(?:the )?(?:page|jobs?) (?:is|x)$": "job jobs page the",
		"^zosta[lw][ao]? x$":                 "zostal zostala zostalo zostaw zostawa zostawo",
		"^404(?: error)?$":                   "404",
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(firstWords(expr))), " "); got != want {
			t.Errorf("%s begins with %s, want %s", expr, got, want)
		}
	}
	if all := len(missing().first); all < 50 || all > 5000 {
		t.Errorf("statements that a page is missing begin with %d words", all)
	}
}
