package secret

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Erased stands in a text for a secret that was taken out of it.
const Erased = "SCRUBBED"

// Eraser takes secrets out of texts that others wrote: they may hold what they were sent.
type Eraser struct {
	secrets *regexp.Regexp // nil: there are none
}

// NewEraser returns an eraser of the given secrets. An empty one is none.
func NewEraser(secrets ...string) Eraser {
	var all []string
	for _, s := range secrets {
		if s != "" {
			all = append(all, spelled(s))
		}
	}
	if len(all) == 0 {
		return Eraser{}
	}
	found := regexp.MustCompile(strings.Join(all, "|"))
	found.Longest() // or "%" would be found in "%25"
	return Eraser{found}
}

// Finds tells whether a text holds one of the secrets, however it is spelled there.
func (e Eraser) Finds(text string) bool { return e.secrets != nil && e.secrets.MatchString(text) }

// Text returns a text with Erased in place of each secret.
func (e Eraser) Text(text string) string {
	if e.secrets == nil {
		return text
	}
	return e.secrets.ReplaceAllLiteralString(text, Erased)
}

// Bytes is Text for bytes. What holds none of the secrets comes back as it is, with false.
func (e Eraser) Bytes(text []byte) (clean []byte, found bool) {
	if e.secrets == nil || !e.secrets.Match(text) {
		return text, false
	}
	return e.secrets.ReplaceAllLiteral(text, []byte(Erased)), true
}

// spelled returns an expression for a secret as it is, and as addresses, JSON and HTML
// write it: nobody escapes a letter or a digit, anybody anything else.
func spelled(secret string) string {
	var out strings.Builder
	for rest := secret; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			out.WriteRune(r)
		} else {
			out.WriteString(escaped(r, rest[:size]))
		}
		rest = rest[size:]
	}
	return out.String()
}

// names are the entities by which HTML writes a character.
var names = map[rune]string{'&': "amp", '<': "lt", '>': "gt", '"': "quot", '\'': "apos"}

// escaped returns an expression for one character of a secret, which stands there as some
// bytes.
func escaped(r rune, bytes string) string {
	percent := ""
	for _, b := range []byte(bytes) {
		percent += fmt.Sprintf("%%(?:25)*(?i:%02x)", b)
	}
	unit := fmt.Sprintf(`\\+u(?i:%04x)`, r)
	if r > 0xffff {
		high, low := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
		unit = fmt.Sprintf(`\\+u(?i:%04x)\\+u(?i:%04x)`, high, low)
	}
	all := []string{`\\*` + regexp.QuoteMeta(string(r)), percent, unit, fmt.Sprintf("&(?:amp;)*#(?:0*%d|[xX]0*(?i:%x));", r, r)}
	if name := names[r]; name != "" {
		all = append(all, "&(?:amp;)*(?:"+name+");")
	}
	if r == '&' {
		all = append(all, "&(?:amp;)+")
	}
	if r == ' ' {
		all = append(all, `\+|%(?:25)*2[bB]`) // in the query of an address
	}
	return "(?:" + strings.Join(all, "|") + ")"
}
