package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == unicode.ReplacementChar || !plainLetter(r) && unicode.In(r, unicode.Cc, unicode.Cf) {
			return true
		}
		i += size
	}
	return false
}

// plainLetter tells at a glance that a character of Latin, Greek or Cyrillic shows.
func plainLetter(r rune) bool { return r > 0xad && r < 0x600 }

// Joins tells whether r only joins or parts the characters beside it in scripts that do so.
func Joins(r rune) bool { return r == zeroWidthJoiner || r == zeroWidthNonJoiner }
