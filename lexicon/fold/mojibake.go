package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// windows1252 are the characters of the bytes 0x80 to 0x9f in Windows-1252; those that it
// leaves out stand for themselves, as browsers read them.
var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

// maxMisread is how often a text is met that was read wrongly each time. What takes more
// to mend was made for that.
const maxMisread = 6

// Repair mends text in UTF-8 that was once read as Windows-1252 or Latin-1 ("fÃ¼r",
// "weâ€™re"), or several times. It touches only what was certainly read so: a character
// that spells part of another one where no language writes it. Where a text has one such
// place, the less certain ones in it are mended too. What is mended gives the old text when
// it is read wrongly again.
func Repair(s string) string {
	mended := s
	for range maxMisread {
		if strings.IndexByte(mended, 0xc3) < 0 && strings.IndexByte(mended, 0xc2) < 0 {
			return mended
		}
		next := repairOnce(mended)
		if next == mended {
			return mended
		}
		mended = next
	}
	return s
}

// repairOnce undoes one wrong reading.
func repairOnce(s string) string {
	surety := possible
	for i := 0; i < len(s) && surety != certain; i++ {
		at := strings.IndexByte(s[i:], 0xc3)
		if at < 0 {
			break
		}
		if i += at; misread(s, i).sure == certain {
			surety = certain
		}
	}
	if surety == possible && !hasControls(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		m := misreading{}
		if surety == certain {
			m = misread(s, i)
		}
		switch {
		case m.sure != no:
			b.WriteString(m.meant)
			size = m.size
		case r >= 0x80 && r < 0xa0:
			b.WriteRune(windows1252[r-0x80])
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// hasControls tells whether a text has a control character that Windows-1252 shows as a
// sign: nobody writes those, so it was read as Latin-1.
func hasControls(s string) bool {
	for {
		_, rest, ok := strings.Cut(s, "\xc2")
		if !ok {
			return false
		}
		if rest != "" && rest[0] < 0xa0 && rest[0] >= 0x80 && windows1252[rest[0]-0x80] >= 0xa0 {
			return true
		}
		s = rest
	}
}

// sure says how sure it is that characters are a misreading of one.
type sure int

const (
	no sure = iota
	possible
	certain
)

// misreading is what the characters at a place were meant to be, and how many bytes of
// the text they take.
type misreading struct {
	meant string
	size  int
	sure  sure
}

// misread reads the characters at s[i] as the bytes of one.
func misread(s string, i int) misreading {
	lead, size := byteAt(s, i)
	n := sequence(lead)
	if n == 0 {
		return misreading{}
	}
	raw, end := [utf8.UTFMax]byte{lead}, i+size
	for k := 1; k < n; k++ {
		c, width := byteAt(s, end)
		if c < 0x80 || c > 0xbf {
			return cutShort(s, i, end, lead, raw[1], k)
		}
		raw[k], end = c, end+width
	}
	r, width := utf8.DecodeRune(raw[:n])
	if width != n || (lead == 0xc6 || lead == 0xcb) && r != 'ƒ' && r != 'ˆ' && r != '˜' {
		return misreading{}
	}
	return misreading{string(raw[:n]), end - i, surety(s, i, end, raw[:n])}
}

// cutShort reads what lost its last byte, which showed nothing or was a space that was
// folded: "â€" for the closing quote, "Â " for a space, "Ã " for à.
func cutShort(s string, i, end int, lead, second byte, have int) misreading {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	space := end < len(s) && s[end] == ' '
	switch {
	case lead == 0xe2 && have == 2 && second == 0x80:
		return misreading{"”", end - i, certain}
	case lead == 0xc2 && space && !unicode.IsLetter(before) && i > 0:
		return misreading{"", end - i, certain}
	case lead == 0xc2 && space && !unicode.IsUpper(before) && i > 0:
		return misreading{" ", end - i, possible}
	case lead == 0xc3 && space && !unicode.IsUpper(before):
		return misreading{"à", end - i, possible}
	}
	return misreading{}
}

// byteAt returns the byte that reads as the character at s[i] in Windows-1252, 0 beyond
// its range, and how many bytes the character takes here.
func byteAt(s string, i int) (byte, int) {
	if i >= len(s) || s[i] < 0x80 {
		return 0, 0
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	if r < 0x100 {
		return byte(r), size
	}
	if r == 'Š' || r == 'š' || r == 'Ž' || r == 'ž' || r == 'Œ' || r == 'œ' || r == 'Ÿ' || r == 'ƒ' || r == 'ˆ' || r == '˜' || r > 0x2010 && r < 0x2123 {
		for k, w := range windows1252 {
			if w == r {
				return byte(0x80 + k), size
			}
		}
	}
	return 0, size
}

// sequence returns how many bytes the character has that a byte begins: of those that are
// met in misread text, none in Latin with rare marks.
func sequence(lead byte) int {
	switch {
	case lead >= 0xc2 && lead <= 0xc6, lead == 0xcb, lead == 0xce, lead == 0xcf, lead == 0xd0, lead == 0xd1, lead >= 0xd7 && lead <= 0xd9:
		return 2
	case lead >= 0xe2 && lead <= 0xed || lead == 0xef:
		return 3
	case lead == 0xf0:
		return 4
	}
	return 0
}

// surety tells how sure it is that s[i:end] reads raw wrongly.
func surety(s string, i, end int, raw []byte) sure {
	switch lead := raw[0]; {
	case lead == 0xf0, lead == 0xe2 && raw[1] != 0x85:
		return certain
	case lead > 0xc5:
		if lead > 0xcb && follows(s, end, lead) {
			return certain
		}
		return possible
	case raw[0] == 0xc2 && raw[1] < 0xa0:
		return possible // a control character, itself half of one misread again
	case !punctuates(raw[1]):
		return certain
	}
	// A capital before a sign is how a quote in capitals ends.
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[end:])
	if unicode.IsLower(before) || unicode.IsLower(after) {
		return certain
	}
	return possible
}

// follows tells whether another misread character of the same script stands at s[i].
func follows(s string, i int, lead byte) bool {
	next, size := byteAt(s, i)
	if sequence(next) != sequence(lead) || next>>2 != lead>>2 && sequence(next) == 2 {
		return false
	}
	second, _ := byteAt(s, i+size)
	return second >= 0x80 && second <= 0xbf
}

// punctuates tells whether a byte reads as a sign that may stand behind a word.
func punctuates(c byte) bool {
	return strings.ContainsRune("\u0085\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0084\u0082\u008b\u009b\u0099\u00ab\u00bb\u00b7\u00b0\u00aa\u00ba\u00ae\u00a9\u00b4\u00a8\u00b9\u00b2\u00b3\u00a7", rune(c))
}
