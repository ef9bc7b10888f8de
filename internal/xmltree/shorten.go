package xmltree

import (
	"bytes"
	"regexp"
	"strings"
)

// Shorten returns a document with the first keep of the elements that have one of the names,
// which may be paths. It goes by the text, so that all else stays as it was written.
func Shorten(body []byte, keep int, names ...string) []byte {
	var either []string
	for _, name := range names {
		leaf := regexp.QuoteMeta(name[strings.LastIndexByte(name, '/')+1:])
		either = append(either, `<`+leaf+`(?:\s[^>]*)?>.*?</`+leaf+`\s*>\s*`)
	}
	found := 0
	return regexp.MustCompile(`(?s)`+strings.Join(either, "|")).ReplaceAllFunc(bytes.TrimSpace(body), func(element []byte) []byte {
		if found++; found > keep {
			return nil
		}
		return element
	})
}
