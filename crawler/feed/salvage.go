package feed

import (
	"bytes"
	"regexp"

	"stackhound/internal/xmltree"
)

// Bounds on what is looked for in a broken feed: those on a whole one hold for the sum of
// its items.
const (
	maxSalvaged = 20_000  // items
	maxElements = 400_000 // of all of them
	maxHead     = 4 << 10 // bytes of the outermost tag, which is read with each
)

// salvage reads a feed that breaks off item by item: each that is well-formed by itself is
// kept, and those that are not are counted. whole tells that the end of the feed is there,
// so that it was only broken within.
func (f Format) salvage(body []byte, root *xmltree.Node) (found []element, lost int, whole bool) {
	name := itemName(body)
	if name == "" {
		return nil, 0, false
	}
	head, end := openTag(body, root.Name), []byte("</"+name+">")
	at := regexp.MustCompile(`<`+regexp.QuoteMeta(name)+`[\s>]`).FindAllIndex(body, maxSalvaged)
	size := 0
	for i, m := range at {
		text := body[m[0]:]
		if i+1 < len(at) {
			text = body[m[0]:at[i+1][0]]
		}
		stop := bytes.LastIndex(text, end)
		if stop < 0 || size > maxElements {
			lost++
			continue
		}
		// Prefixes are declared at the feed's head.
		parts := [][]byte{head, text[:stop], end, []byte("</" + root.Name + ">")}
		one, err := xmltree.Parse(bytes.Join(parts, nil))
		if one != nil {
			size += one.Size()
		}
		if err != nil || len(one.All(name)) != 1 {
			lost++
			continue
		}
		found = append(found, element{one.All(name)[0], f.spaces})
	}
	return found, lost, bytes.HasSuffix(bytes.TrimSpace(body), []byte("</"+root.Name+">"))
}

// itemName tells what the items of a feed are called.
func itemName(body []byte) string {
	for _, name := range []string{"item", "entry"} {
		if bytes.Contains(body, []byte("</"+name+">")) {
			return name
		}
	}
	return ""
}

// openTag returns the outermost start tag as it stands in the feed, or a bare one.
func openTag(body []byte, name string) []byte {
	at := bytes.Index(body, []byte("<"+name))
	if at >= 0 {
		if end := bytes.IndexByte(body[at:], '>'); end > 0 && end < maxHead && body[at+end-1] != '/' {
			return body[at : at+end+1]
		}
	}
	return []byte("<" + name + ">")
}
