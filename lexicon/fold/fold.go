// Package fold brings text to the form in which it is compared: lower case, without
// diacritics, cut into words; or lower case alone, where places in the text must stay.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are those that Unicode does not take apart into a base and a mark.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "n",
}

// String returns s in lower case without diacritics; compatibility forms (full-width
// letters, ligatures) become plain ones. Plain ASCII costs no more than lower-casing.
func String(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		r = unicode.ToLower(r)
		switch plain, ok := letters[r]; {
		case ok:
			b.WriteString(plain)
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// ASCII lower-cases the ASCII letters of s and moves no byte, so that places found in the
// result are places in s.
func ASCII(s string) string {
	var b strings.Builder
	same := 0 // bytes of s that are written, or need not be as long as none is
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			if same == 0 {
				b.Grow(len(s))
			}
			b.WriteString(s[same:i])
			b.WriteByte(c + 'a' - 'A')
			same = i + 1
		}
	}
	if same == 0 {
		return s
	}
	b.WriteString(s[same:])
	return b.String()
}

// InWord tells whether the byte at i of a text in lower case belongs to a word: a letter,
// a digit or a part of a character beyond ASCII. Outside the text is no word.
func InWord(lower string, i int) bool {
	if i < 0 || i >= len(lower) {
		return false
	}
	b := lower[i]
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// Words returns the words of s, folded, as the runs of letters and digits: what names
// and titles are compared by. An apostrophe inside a word is dropped ("O'Malley" is one
// word).
func Words(s string) []string {
	s = apostrophes.Replace(String(s))
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Tokens returns the words of s as they are searched for: runs of letters and digits,
// folded, with the signs that make a name of one: "c++", "c#", ".net". Signs inside a
// name part it ("node.js" is "node" "js", "ci/cd" is "ci" "cd"), so that both spellings
// meet as neighbours. Scripts without spaces give a token for each character. Tokens are
// pieces of one text: who keeps a few of many copies them.
func Tokens(s string) []string {
	var out []string
	s = String(s)
	before := ' ' // the character before s[i]
	for i := 0; i < len(s); {
		end := tokenEnd(s, i, before)
		if end > i {
			out = append(out, s[i:end])
			before, _ = utf8.DecodeLastRuneInString(s[:end])
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		before, i = r, i+size
	}
	return out
}

// tokenEnd returns where the token that starts at i ends; i when none starts there.
func tokenEnd(s string, i int, before rune) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	end := i
	if r == '.' {
		if end++; end == len(s) || isWord(before) || before == '.' {
			return i
		}
		if r, size = utf8.DecodeRuneInString(s[end:]); !unicode.IsLetter(r) || spaceless(r) { // the end of a sentence
			return i
		}
	}
	if !isWord(r) {
		return i
	}
	if spaceless(r) {
		return end + size
	}
	for isWord(r) && !spaceless(r) {
		if end += size; end == len(s) {
			return end
		}
		r, size = utf8.DecodeRuneInString(s[end:])
	}
	return signsEnd(s, i, end)
}

// signsEnd takes the "++" or "#" of a name into the token: c++, f#, c++17 (without the
// year), but not "5+ years" or "a+b".
func signsEnd(s string, i, end int) int {
	signs := end
	for signs < len(s) && (s[signs] == '+' || s[signs] == '#') {
		signs++
	}
	first, _ := utf8.DecodeRuneInString(s[i:])
	after, _ := utf8.DecodeRuneInString(s[signs:])
	if !unicode.IsLetter(first) || signs-end > 2 || unicode.IsLetter(after) {
		return end
	}
	return signs
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func spaceless(r rune) bool {
	return r > 0x2E7F && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || unicode.Is(unicode.Thai, r)
}
