package crawler

import (
	"testing"

	"stackhound"
)

// TestGroups holds what boards take turns on.
func TestGroups(t *testing.T) {
	t.Parallel()
	for want, b := range map[string]stackhound.Board{
		"a.example":   {Base: "https://a.example"},
		"*.a.example": {Base: "https://{tenant}.a.example"},
		"mine":        {Base: "https://a.example", Group: "mine"},
	} {
		if got := groupOf(b); got != want {
			t.Errorf("%+v: %s, want %s", b, got, want)
		}
	}
}
