package jsonld

import (
	"bytes"
	"regexp"

	"stackhound"
)

// structured finds the scripts of a page that hold data.
var structured = regexp.MustCompile(`(?is)<script[^>]*ld\+json[^>]*>.*?</script>`)

// Trim keeps the structured data of a page, which is all that is read of it.
func (Format) Trim(body []byte, _ stackhound.Items, _ int) []byte {
	scripts := structured.FindAll(body, -1)
	if len(scripts) == 0 {
		return body
	}
	return []byte("<html><head>\n" + string(bytes.Join(scripts, []byte("\n"))) + "\n</head><body></body></html>\n")
}
