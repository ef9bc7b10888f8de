package htmlscan

import "bytes"

// Scripts returns the contents of a page's scripts whose type keep wants, as they stand in
// the page. It is false where that takes a tokenizer: where a script hides its end, or the
// page ends within a tag.
func Scripts(page []byte, keep func(kind string) bool) (contents [][]byte, ok bool) {
	r := &reader{plan: &Plan{}, page: page}
	for at := 0; ; {
		next := bytes.IndexByte(page[at:], '<')
		if next < 0 || at+next+1 == len(page) {
			return contents, true
		}
		at += next + 1
		end, found := 0, true
		switch c := page[at]; {
		case isLetter(c):
			var content []byte
			content, end, found = r.script(at, keep)
			if len(content) > 0 {
				contents = append(contents, content)
			}
		case c == '/':
			end, found = afterEndTag(page, at+1)
		case c == '!' || c == '?':
			end, found = afterDeclaration(page, at)
		default:
			end = at
		}
		if !found {
			return nil, false
		}
		at = end
	}
}

// script passes over the start tag whose name begins at i, and over its content if that is
// no markup, which it returns of a script that is wanted.
func (r *reader) script(i int, keep func(string) bool) (content []byte, end int, ok bool) {
	n, i, ok := r.readName(i)
	if !ok {
		return nil, 0, false
	}
	wanted := false
	if n.tag == tagScript {
		r.attrs, end, ok = attributes(r.attrs[:0], r.page, i)
		wanted = ok && !closesItself(r.page, end, r.attrs) && keep(kindOf(r.attrs))
	} else {
		end, ok = endOfTag(r.page, i)
	}
	if !ok || kinds[n.tag].is&raw == 0 {
		return nil, end, ok
	}
	content, size := rawContent(r.page[end:], n.text)
	if size < 0 || n.tag == tagScript && hidesEnd(content) {
		return nil, 0, false
	}
	if !wanted {
		content = nil
	}
	end, ok = endOfTag(r.page, end+size)
	return content, end, ok
}

// kindOf returns the type that attributes give.
func kindOf(attrs []attr) string {
	for _, a := range attrs {
		if a.is("type") {
			return a.value()
		}
	}
	return ""
}

// afterEndTag returns where the end tag ends whose slash stands before i.
func afterEndTag(page []byte, i int) (end int, ok bool) {
	if i == len(page) {
		return 0, false
	}
	return afterMark(page, i, isLetter(page[i]))
}

// afterMark returns where a tag ends, or something that the next ">" ends.
func afterMark(page []byte, i int, tag bool) (end int, ok bool) {
	if tag {
		return endOfTag(page, i)
	}
	end = bytes.IndexByte(page[i:], '>')
	return i + end + 1, end >= 0
}

// afterDeclaration returns where the comment or the like ends whose second sign is at i.
func afterDeclaration(page []byte, i int) (end int, ok bool) {
	if bytes.HasPrefix(page[i:], []byte("!--")) {
		_, size := comment(page[i+3:])
		return i + 3 + size, size >= 0
	}
	return afterMark(page, i+1, false)
}
