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

// shown are the characters of ASCII that show, or part words and lines.
var shown = func() (is [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		is[c] = true
	}
	is['\n'], is['\t'] = true, true
	return is
}()

// hides tells whether a text may hold what Visible drops; most hold none.
func hides(s string) bool {
	for i := 0; i < len(s); {
		if shown[s[i]] {
			i++
			continue
		}
		if s[i] < utf8.RuneSelf {
			return true
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == unicode.ReplacementChar || !plainLetter(r) && unicode.In(r, unicode.Cc, unicode.Cf) {
			return true
		}
		i += size
	}
	return false
}

// Plain tells whether a text is of nothing but characters of ASCII that show.
func Plain(s string) bool {
	for i := range len(s) {
		if !shown[s[i]] {
			return false
		}
	}
	return true
}

// plainLetter tells at a glance that a character of Latin, Greek or Cyrillic shows.
func plainLetter(r rune) bool { return r > 0xad && r < 0x600 }

// Joins tells whether r only joins or parts the characters beside it in scripts that do so.
func Joins(r rune) bool { return r == zeroWidthJoiner || r == zeroWidthNonJoiner }
