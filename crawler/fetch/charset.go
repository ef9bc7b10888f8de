package fetch

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding/htmlindex"
)

const (
	declarationBytes = 1024     // of a page in which its charset must stand (HTML, 13.2.3.2)
	detectBytes      = 64 << 10 // of a page by which its charset is guessed
)

// utf8Mark is the byte order mark as some editors put it at the start of UTF-8.
const utf8Mark = "\xef\xbb\xbf"

var (
	marks     = map[string]string{utf8Mark: "utf-8", "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"}
	metaName  = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_:-]+)`)
	xmlHeader = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']([a-z0-9_:.-]+)["']`)
)

// toUTF8 returns a page as UTF-8. Its charset is told by its byte order mark, the content
// type, what it declares itself, or else a guess at its bytes; a claim of UTF-8 that the
// bytes belie is passed over, and doubt says so.
func toUTF8(body []byte, contentType string) (text []byte, doubt string) {
	for mark, label := range marks {
		if rest, ok := bytes.CutPrefix(body, []byte(mark)); ok {
			text, _ := decode(rest, label)
			return text, ""
		}
	}
	var belied []string
	for _, named := range []func() string{func() string { return headerLabel(contentType) }, func() string { return declared(body) }} {
		label := named()
		if text, ok := decode(body, label); ok {
			return text, doubted(belied, label)
		}
		if label != "" {
			belied = append(belied, label)
		}
	}
	if utf8.Valid(body) {
		return body, doubted(belied, "utf-8")
	}
	label := guess(body)
	text, _ = decode(body, label)
	return text, doubted(append(belied, "nothing that holds"), label)
}

// doubted says which charsets a page named in vain, "" if there are none.
func doubted(belied []string, label string) string {
	if len(belied) == 0 {
		return ""
	}
	return fmt.Sprintf("it names %.100s, and is read as %.100s", strings.Join(belied, ", then "), label)
}

func headerLabel(contentType string) string {
	_, params, _ := mime.ParseMediaType(contentType)
	return params["charset"]
}

// declared returns the charset a page names in its XML declaration or a meta element. In
// JSON such a thing is part of some text.
func declared(body []byte) string {
	if start := bytes.TrimSpace(body); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return ""
	}
	head := body[:min(len(body), declarationBytes)]
	for _, r := range []*regexp.Regexp{xmlHeader, metaName} {
		if m := r.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// guess names the most likely charset, windows-1252 if there is no telling.
func guess(body []byte) string {
	found, err := chardet.NewHtmlDetector().DetectBest(body[:min(len(body), detectBytes)])
	if err == nil {
		if _, err := htmlindex.Get(found.Charset); err == nil && !strings.EqualFold(found.Charset, "utf-8") {
			return found.Charset
		}
	}
	return "windows-1252"
}

// decode returns the body read in a charset; false if there is no such charset, or if
// it is UTF-8 and the body is not.
func decode(body []byte, label string) ([]byte, bool) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return body, false
	}
	if name, _ := htmlindex.Name(enc); name == "utf-8" {
		return mostlyUTF8(body)
	}
	text, err := enc.NewDecoder().Bytes(body)
	return text, err == nil
}

// mostlyUTF8 lets a few broken bytes pass where the rest is plainly UTF-8, and replaces them.
func mostlyUTF8(body []byte) ([]byte, bool) {
	if utf8.Valid(body) {
		return body, true
	}
	good, broken := 0, 0
	for rest := body; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			broken++
		} else if size > 1 {
			good++
		}
		rest = rest[size:]
	}
	return bytes.ToValidUTF8(body, []byte("\uFFFD")), good > broken
}
