package htmlscan

import "bytes"

// rawContent returns what stands in text before the end tag of an element whose content is
// text, and where the name in that tag ends, -1 if there is none.
func rawContent(text []byte, n name) (content []byte, end int) {
	switch n.tag {
	case tagPlaintext:
		return nil, -1
	case tagScript:
		return scriptContent(text)
	}
	for at := 0; ; at += len("</") {
		next := bytes.Index(text[at:], []byte("</"))
		if next < 0 {
			return nil, -1
		}
		at += next
		if end := names(text, at+len("</"), n.text); end > 0 {
			return text[:at], end
		}
	}
}

// names returns where the name of a tag ends that begins at i, if it is that name; else 0.
func names(text []byte, i int, name []byte) (end int) {
	if end = i + len(name); end >= len(text) || !bytes.EqualFold(text[i:end], name) {
		return 0
	}
	if c := text[end]; c != '>' && c != '/' && !isSpace(c) {
		return 0
	}
	return end
}

var scriptName = []byte("script")

// scriptContent is rawContent for scripts, in which a comment may hide the end tag of a
// script that is written within it (13.2.5.17 and the states that follow it).
func scriptContent(text []byte) (content []byte, end int) {
	for at := 0; ; {
		next := bytes.IndexByte(text[at:], '<')
		if next < 0 {
			return nil, -1
		}
		at += next
		if bytes.HasPrefix(text[at:], []byte("<!--")) {
			at = afterHidden(text, at+len("<!--"))
		}
		if at+1 < len(text) && text[at] == '<' && text[at+1] == '/' {
			if end := names(text, at+len("</"), scriptName); end > 0 {
				return text[:at], end
			}
		}
		at = min(at+1, len(text))
	}
}

// afterHidden returns where the comment ends whose text begins at i, or the script does in
// it.
func afterHidden(text []byte, i int) int {
	inner := false // in a script in the comment
	for ; i < len(text); i++ {
		if text[i] == '>' && bytes.HasSuffix(text[:i], []byte("--")) {
			return i
		}
		if text[i] != '<' || i+1 == len(text) {
			continue
		}
		closing := text[i+1] == '/'
		switch {
		case inner:
			inner = !closing || names(text, i+len("</"), scriptName) == 0
		case closing && names(text, i+len("</"), scriptName) > 0:
			return i
		case names(text, i+1, scriptName) > 0:
			inner = true
		case !closing && !isLetter(text[i+1]):
			return i
		}
	}
	return i
}
