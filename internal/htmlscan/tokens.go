package htmlscan

import "bytes"

// Kind is what a token is.
type Kind uint8

const (
	Done  Kind = iota // the page is over
	Text              // text between tags, or all that an element such as script holds
	Open              // a start tag
	Close             // an end tag
)

// Tokens goes through the tags of a page and the text between them, as the tokenizer of
// golang.org/x/net/html does, which a differential test holds it to. It copies nothing and
// decodes only what is asked for. Comments are passed over: the text before and behind one
// comes as two. A tag that the page breaks off in is no tag.
type Tokens struct {
	page    []byte
	at      int    // what comes next
	text    []byte // of a Text
	literal bool   // that has no entities
	name    name   // of a tag
	behind  int    // the end of that name
	raw     bool   // the content of the element is text up to its end tag
	attrs   []attr
	parsed  bool // attrs are those of the tag at hand
}

// NewTokens returns the tokens of a page, which must not change while they are read.
func NewTokens(page []byte) *Tokens { return &Tokens{page: page} }

// Next goes on to the next token.
func (t *Tokens) Next() Kind {
	if t.raw {
		t.raw = false
		if t.rawText(); len(t.text) > 0 {
			return Text
		}
	}
	for at := t.at; ; {
		next := bytes.IndexByte(t.page[at:], '<')
		if next < 0 || at+next+1 == len(t.page) {
			return t.plain(len(t.page))
		}
		next += at
		if c := t.page[next+1]; !isLetter(c) && c != '/' && c != '!' && c != '?' {
			at = next + 1
			continue
		}
		if next > t.at {
			return t.plain(next)
		}
		kind, ok := t.markup()
		if !ok {
			t.at = len(t.page)
			return Done
		}
		if kind != Done {
			return kind
		}
		at = t.at
	}
}

// plain is the text up to end, or the end of the page where there is none.
func (t *Tokens) plain(end int) Kind {
	t.text, t.literal, t.at = t.page[t.at:end], false, end
	if len(t.text) == 0 {
		return Done
	}
	return Text
}

// markup reads the tag or comment that comes next; Done is for what is no token. It is
// false where the page ends first.
func (t *Tokens) markup() (kind Kind, ok bool) {
	next := t.at + 1
	switch c := t.page[next]; {
	case c == '!' || c == '?':
		t.at, ok = afterDeclaration(t.page, next)
		return Done, ok
	case c == '/':
		if next++; next == len(t.page) {
			return t.plain(next), true
		}
		if !isLetter(t.page[next]) {
			t.at, ok = afterMark(t.page, next)
			return Done, ok
		}
		kind = Close
	default:
		kind = Open
	}
	t.name, t.behind, ok = readName(t.page, next)
	if !ok {
		return Done, false
	}
	t.attrs, t.parsed = t.attrs[:0], kind == Close
	t.at, ok = endOfTag(t.page, t.behind)
	t.raw = kind == Open && kinds[t.name.tag].is&raw != 0
	return kind, ok
}

// rawText reads the content of the element that was just opened.
func (t *Tokens) rawText() {
	rest := t.page[t.at:]
	content, end := rawContent(rest, t.name)
	if end < 0 {
		content = rest
	}
	t.text, t.literal = content, kinds[t.name.tag].is&literal != 0
	t.at += len(content)
}

// Text returns the text of a Text, its entities and line breaks decoded.
func (t *Tokens) Text() []byte {
	if t.literal {
		return newlines(t.text)
	}
	return unescaped(t.text)
}

// Raw returns the text of a Text as it stands in the page.
func (t *Tokens) Raw() []byte { return t.text }

// Name returns the name of a tag, in lower case. It allocates nothing for names of HTML.
func (t *Tokens) Name() string {
	if t.name.tag != 0 {
		return kinds[t.name.tag].name
	}
	return string(t.name.text)
}

// Attr returns the value of a start tag's attribute by its key in lower case, the first
// where it has several, "" if it has none.
func (t *Tokens) Attr(key string) string {
	for _, a := range t.attributes() {
		if a.is(key) {
			return a.value()
		}
	}
	return ""
}

// Attrs goes through the attributes of a start tag, keys in lower case. Of several with one
// key the first counts.
func (t *Tokens) Attrs(yield func(key, value string) bool) {
	for _, a := range t.attributes() {
		if !yield(lower(string(a.key)), a.value()) {
			return
		}
	}
}

func (t *Tokens) attributes() []attr {
	if !t.parsed {
		t.attrs, _, _ = attributes(t.attrs, t.page, t.behind)
		t.parsed = true
	}
	return t.attrs
}

// afterMark returns where something ends that the next ">" ends.
func afterMark(page []byte, i int) (end int, ok bool) {
	end = bytes.IndexByte(page[i:], '>')
	return i + end + 1, end >= 0
}

// afterDeclaration returns where the comment or the like ends whose second sign is at i.
func afterDeclaration(page []byte, i int) (end int, ok bool) {
	if bytes.HasPrefix(page[i:], []byte("!--")) {
		_, size := comment(page[i+3:])
		return i + 3 + size, size >= 0
	}
	return afterMark(page, i+1)
}

// Hidden tells whether a start tag says of its element that it is not shown: by the
// attribute hidden or by a style of its own, in the small letters everybody writes.
func (t *Tokens) Hidden() bool {
	for _, a := range t.attributes() {
		switch {
		case a.is("hidden"):
			return true
		case a.is("style") && (bytes.Contains(a.val, []byte("none")) || bytes.Contains(a.val, []byte("hidden"))):
			style := bytes.ReplaceAll(a.val, []byte(" "), nil)
			if bytes.Contains(style, []byte("display:none")) || bytes.Contains(style, []byte("visibility:hidden")) {
				return true
			}
		}
	}
	return false
}
