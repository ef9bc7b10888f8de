package fold

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// dressed are how the characters begin, in UTF-8, that Letters looks for.
var dressed = []string{"\xef\xac", "\xef\xbc", "\xef\xbd", "\xf0\x9d"}

// Letters writes letters and digits that are only dressed up as the plain ones: ligatures
// of typesetting (ﬁ), full-width forms (Ｇｏ) and the bold and italic ones that stand in
// for markup (𝗚𝗼). Case, marks and signs stay; bytes that are no UTF-8 become U+FFFD.
func Letters(s string) string {
	if !slices.ContainsFunc(dressed, func(d string) bool { return strings.Contains(s, d) }) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= 0xfb00 && r <= 0xfb06, r >= 0xff10 && r <= 0xff19, r >= 0xff21 && r <= 0xff3a, r >= 0xff41 && r <= 0xff5a, r >= 0x1d400 && r <= 0x1d7ff:
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
