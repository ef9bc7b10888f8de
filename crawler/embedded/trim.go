package embedded

import (
	"regexp"

	"stackhound"
	"stackhound/internal/jsontree"
)

// script finds the scripts of a page whose whole text may be JSON.
var script = regexp.MustCompile(`(?is)(<script[^>]*>)(\s*[\[{].*?)(</script>)`)

// Trim keeps the first elements of every array in the scripts that are JSON and nothing
// else. What a script assigns, or an attribute holds, stays as it is.
func (Format) Trim(body []byte, spec stackhound.Items, keep int) []byte {
	return script.ReplaceAllFunc(body, func(found []byte) []byte {
		m := script.FindSubmatch(found)
		short := jsontree.Shorten(m[2], spec.Skip+keep)
		return append(append(append([]byte{}, m[1]...), short...), m[3]...)
	})
}
