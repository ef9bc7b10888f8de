package fold

import (
	"strings"
	"unicode"
)

const (
	zeroWidthNonJoiner = '\u200c' // parts letters in Persian and Indic scripts
	zeroWidthJoiner    = '\u200d' // joins emoji
)

// Visible drops the characters of a text that show nothing: control characters, and the
// format characters that hide or turn what stands around them. Line feeds and tabs stay,
// other control characters that part words become spaces, joiners of scripts stay; a
// soft hyphen goes.
func Visible(s string) string {
	if !hides(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == zeroWidthJoiner, r == zeroWidthNonJoiner:
			return r
		case unicode.Is(unicode.Cc, r) && unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// hides tells whether a text may hold what Visible drops; most hold none.
func hides(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && unicode.In(r, unicode.Cc, unicode.Cf) || r == unicode.ReplacementChar
	}) >= 0
}
