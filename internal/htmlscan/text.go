package htmlscan

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// newlines returns text with each line break as one line feed.
func newlines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

// unescaped returns text with line breaks and entities as they are read.
func unescaped(text []byte) []byte {
	text = newlines(text)
	if bytes.IndexByte(text, '&') < 0 {
		return text
	}
	return []byte(html.UnescapeString(string(text)))
}

// value returns what the attribute says.
func (a attr) value() string {
	text := string(newlines(a.val))
	at := strings.IndexByte(text, '&')
	if at < 0 {
		return text
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(text[:at])
		read, rest := entity(text[at:])
		b.WriteString(read)
		text = rest
		at = strings.IndexByte(text, '&')
	}
	b.WriteString(text)
	return b.String()
}

// entity reads the ampersand that text begins with as it reads in an attribute: a name
// counts only as a whole, and without its semicolon only where no equals sign follows, so
// that addresses stay as they are.
func entity(text string) (read, rest string) {
	end := 1
	for end < len(text) && (isAlnum(text[end]) || end == 1 && text[end] == '#') {
		end++
	}
	if end < len(text) && text[end] == ';' {
		end++
	}
	name := text[:end]
	if len(name) < 2 {
		return "&", text[1:]
	}
	decoded := html.UnescapeString(name)
	switch {
	case name[1] == '#':
		return decoded, text[end:]
	case name[end-1] == ';':
		if decoded == ";" || !strings.HasSuffix(decoded, ";") {
			return decoded, text[end:]
		}
	case utf8.RuneCountInString(decoded) == 1 && (end == len(text) || text[end] != '='):
		return decoded, text[end:]
	}
	return "&", text[1:]
}

func isAlnum(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

// isBlank tells whether text is nothing but what separates words in markup.
func isBlank(text []byte) bool { return len(bytes.TrimLeft(text, whitespace)) == 0 }

const whitespace = " \t\r\n\f"

const needEscape = "&'<>\"\r"

// escape appends text as it is written in rendered markup.
func escape(into []byte, text string) []byte {
	for {
		i := strings.IndexAny(text, needEscape)
		if i < 0 {
			return append(into, text...)
		}
		into = append(into, text[:i]...)
		switch text[i] {
		case '&':
			into = append(into, "&amp;"...)
		case '\'':
			into = append(into, "&#39;"...)
		case '<':
			into = append(into, "&lt;"...)
		case '>':
			into = append(into, "&gt;"...)
		case '"':
			into = append(into, "&#34;"...)
		case '\r':
			into = append(into, "&#13;"...)
		}
		text = text[i+1:]
	}
}
