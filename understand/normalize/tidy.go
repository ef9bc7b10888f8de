package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound/lexicon/fold"
)

// spaced writes the many kinds of space as one, and the signs that end lines as a line feed.
func spaced(text string) string {
	if !hasOddSpace(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case oddSpace(r):
			return ' '
		}
		return r
	}, text)
}

func hasOddSpace(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < utf8.RuneSelf {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if oddSpace(r) {
			return true
		}
		i += size - 1
	}
	return false
}

// oddSpace tells spaces other than those of ASCII, with the letters that are blank.
func oddSpace(r rune) bool {
	switch {
	case r < 0x80 || r > 0xa0 && r < 0x1100:
		return false
	case r == '\u115f', r == '\u1160', r == '\u2800', r == '\u3164', r == '\uffa0':
		return true
	}
	return unicode.IsSpace(r)
}

// tidy folds white space, writes every bullet as "- " and keeps at most one blank line.
func tidy(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	blank, bullet := 0, false
	for line := range strings.Lines(text) {
		line = squeeze(line)
		rest, cut := cutBullet(line)
		if rest == "" {
			blank++
			bullet = bullet || cut // its words stand in a block of their own
			continue
		}
		item := cut || bullet
		switch {
		case b.Len() > 0 && blank > 0 && !item:
			b.WriteString("\n\n")
		case b.Len() > 0:
			b.WriteByte('\n')
		}
		if item {
			b.WriteString("- ")
		}
		b.WriteString(rest)
		blank, bullet = 0, false
	}
	return b.String()
}

// squeeze folds the white space of a line, and drops joiners that join nothing.
func squeeze(line string) string {
	line = strings.TrimSpace(line)
	if isSqueezed(line) {
		return line
	}
	line = strings.Trim(line, " \t\n\r\u200c\u200d")
	var b strings.Builder
	b.Grow(len(line))
	before := ' '
	for i, r := range line {
		if r == '\t' || r == '\r' {
			r = ' '
		}
		next, _ := utf8.DecodeRuneInString(line[i+utf8.RuneLen(r):])
		if r == ' ' && before == ' ' || fold.Joins(r) && (!joined(before) || !joined(next)) {
			continue
		}
		b.WriteRune(r)
		before = r
	}
	return strings.TrimRight(b.String(), " ")
}

// squeezable are the bytes that white space and joiners begin with.
var squeezable = [256]bool{'\t': true, '\r': true, ' ': true, 0xe2: true}

// isSqueezed tells a line that squeeze would leave as it is.
func isSqueezed(line string) bool {
	for i := 0; i < len(line); i++ {
		if !squeezable[line[i]] {
			continue
		}
		switch c := line[i]; {
		case c == '\t' || c == '\r' || c == ' ' && line[i-1] == ' ':
			return false
		case c == 0xe2 && (strings.HasPrefix(line[i:], "\u200c") || strings.HasPrefix(line[i:], "\u200d")):
			return false
		}
	}
	return true
}

// joined tells the characters that joiners are written between.
func joined(r rune) bool { return r >= 0x590 && !fold.Joins(r) }

// The signs of a list entry, and those of them that are one only with a space behind.
const (
	bullets       = "-*•・·–—‣▪●◦✓✔✅☑➡➤►▶→■□◆◇○⁃∙▫◾◼❖⚫🔹🔸🔷>"
	spacedBullets = "-*·–—→>○"
)

// cutBullet takes the signs of a list entry off a line; rest is "" where there is no more.
func cutBullet(line string) (rest string, ok bool) {
	for {
		sign, size := utf8.DecodeRuneInString(line)
		if size == 0 || !strings.ContainsRune(bullets, sign) {
			return line, ok
		}
		rest := strings.TrimPrefix(line[size:], "\ufe0f")
		if rest == "" && ok || rest != "" && rest[0] != ' ' && strings.ContainsRune(spacedBullets, sign) {
			return line, ok
		}
		line, ok = strings.TrimLeft(rest, " "), true
	}
}
