package normalize

import (
	"bytes"
	"html"
	"strings"

	"stackhound/internal/htmlscan"
)

// elements are the names that make a tag of what stands in angle brackets; others are
// placeholders, types or arrows in plain text.
var elements = names("a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button canvas caption center cite code " +
	"col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header " +
	"hgroup hr html i iframe img input ins kbd label legend li link listing main map mark marquee math menu meta meter nav nobr noembed noframes noscript o:p object ol " +
	"optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub " +
	"summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp")

// Elements whose content is not shown: as text up to their end tag, and as elements.
var (
	unseenText = names("script style noscript title iframe noembed noframes")
	unseen     = names("template object svg audio video canvas applet map datalist")
)

func names(list string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(list) {
		all[name] = true
	}
	return all
}

// breaks is what an element puts between its content and what stands before it.
var breaks = map[string]string{
	"br": "\n", "li": "\n", "p": "\n\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n", "section": "\n\n", "article": "\n\n", "hr": "\n\n",
	"blockquote": "\n\n", "main": "\n\n", "aside": "\n\n", "figure": "\n\n", "fieldset": "\n\n", "div": "\n", "ul": "\n", "ol": "\n", "tr": "\n", "table": "\n", "pre": "\n",
	"dl": "\n", "dt": "\n", "dd": "\n", "header": "\n", "footer": "\n", "nav": "\n", "menu": "\n", "dir": "\n", "center": "\n", "address": "\n", "caption": "\n", "figcaption": "\n",
	"details": "\n", "summary": "\n", "legend": "\n", "form": "\n", "option": "\n", "hgroup": "\n", "xmp": "\n", "listing": "\n",
}

// hasBlocks tells whether markup says itself where lines begin.
func hasBlocks(text string) bool {
	return strings.Contains(text, "<p") || strings.Contains(text, "<br") || strings.Contains(text, "<li") || strings.Contains(text, "<div")
}

// hasMarkup tells whether a text still holds tags or entities.
func hasMarkup(text string) bool { return hasTag(text) || hasEntity(text) }

func hasTag(text string) bool {
	for {
		_, rest, ok := strings.Cut(text, "<")
		if !ok {
			return false
		}
		if tag(rest) {
			return strings.Contains(rest, ">")
		}
		text = rest
	}
}

func hasEntity(text string) bool {
	for at := strings.IndexByte(text, '&'); at >= 0; at = strings.IndexByte(text, '&') {
		if _, size := entity(text[at:]); size > 0 {
			return true
		}
		text = text[at+1:]
	}
	return false
}

// tag tells whether a text behind "<" begins with the rest of a tag of HTML.
func tag(rest string) bool {
	if strings.HasPrefix(rest, "!--") {
		return strings.Contains(rest[:min(len(rest), 1<<10)], "-->")
	}
	rest = strings.TrimPrefix(rest, "/")
	end := strings.IndexAny(rest[:min(len(rest), 12)], " >/\n\t\r\f")
	return end >= 1 && elements[strings.ToLower(rest[:end])]
}

// longestEntity is the length of the longest name of one in HTML, with its signs.
const longestEntity = 33

// entity reads the entity that a text begins with; size is 0 where it begins with none. A
// name needs its semicolon: without one it is as often a part of an address.
func entity(text string) (meant string, size int) {
	for size = 1; size < len(text) && size < longestEntity && wordByte(text[size], size); size++ {
	}
	if size < 3 || size >= len(text) || text[size] != ';' {
		return "", 0
	}
	size++
	switch name := text[:size]; name {
	case "&nbsp;":
		return " ", size
	case "&amp;":
		return "&", size
	default:
		if meant = html.UnescapeString(name); meant == name {
			return "", 0
		}
		return meant, size
	}
}

func wordByte(c byte, at int) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '#' && at == 1
}

// decode appends a text with its entities decoded, those that were encoded several times too.
func decode(out, text []byte) []byte {
	for {
		at := bytes.IndexByte(text, '&')
		if at < 0 {
			return append(out, text...)
		}
		out, text = append(out, text[:at]...), text[at:]
		meant, size := entity(ahead(text))
		switch {
		case size == 0:
			out, text = append(out, '&'), text[1:]
		case meant == "&":
			text = text[size:]
			for again := ampersand(ahead(text)); again > 0; again = ampersand(ahead(text)) {
				text = text[again:]
			}
			if meant, size = entityBehind(ahead(text)); size > 0 {
				out, text = append(out, meant...), text[size:]
			} else {
				out = append(out, '&')
			}
		default:
			out, text = append(out, meant...), text[size:]
		}
	}
}

// ahead returns as much of a text as an entity may take.
func ahead(text []byte) string { return string(text[:min(len(text), longestEntity)]) }

// ampersand returns the length of what is left of an ampersand that was encoded again.
func ampersand(rest string) int {
	for _, name := range []string{"amp;", "#38;", "#038;", "#x26;", "AMP;"} {
		if strings.HasPrefix(rest, name) {
			return len(name)
		}
	}
	return 0
}

// entityBehind reads the entity whose ampersand stands before a text.
func entityBehind(rest string) (meant string, size int) {
	if rest == "" || !wordByte(rest[0], 1) {
		return "", 0
	}
	if meant, size = entity("&" + rest); size > 0 {
		size--
	}
	return meant, size
}

// plainText renders markup to text, one level deep. A line that only the markup's author
// wrapped goes on where rewrap is set.
func plainText(page string, rewrap bool) string {
	r := renderer{tags: htmlscan.NewTokens([]byte(page)), rewrap: rewrap, out: make([]byte, 0, len(page))}
	for {
		switch r.tags.Next() {
		case htmlscan.Done:
			return string(r.out)
		case htmlscan.Text:
			r.text(r.tags.Raw())
		case htmlscan.Open:
			r.open(r.tags.Name())
		case htmlscan.Close:
			r.close(r.tags.Name())
		}
	}
}

// renderer writes the text of markup.
type renderer struct {
	tags   *htmlscan.Tokens
	out    []byte
	rewrap bool
	drop   bool   // the text that comes next belongs to an element that shows none
	row    bool   // a row of a table is open
	cell   bool   // a cell of a table began, and nothing is written in it yet
	hidden string // the name of the open element that is not shown, "" for none
	depth  int    // how many of its name are open
	from   int    // where it begins in out; it is cut off when it ends
}

func (r *renderer) text(raw []byte) {
	if r.drop {
		r.drop = false
		return
	}
	if r.row && len(bytes.TrimSpace(raw)) == 0 {
		r.out = append(r.out, ' ')
		return
	}
	if r.cell {
		if r.cell = false; !bytes.HasSuffix(bytes.TrimRight(r.out, " \t\r"), []byte("\n")) {
			r.out = append(r.out, " | "...)
		}
	}
	from := len(r.out)
	r.out = decode(r.out, raw)
	if r.rewrap {
		unwrap(r.out, from)
	}
}

func (r *renderer) open(name string) {
	r.drop = unseenText[name]
	switch {
	case r.drop:
	case r.hidden == name:
		r.depth++
	case r.hidden == "" && (unseen[name] || elements[name] && !empty[name] && r.tags.Hidden()):
		r.hidden, r.depth, r.from = name, 1, len(r.out)
	}
	r.breakBefore(name)
	switch name {
	case "tr":
		r.row = true
	case "td", "th":
		r.cell = true
	case "li":
		r.out = append(r.out, "- "...)
	}
}

// empty are the elements that nothing can stand in.
var empty = names("area base basefont br col embed frame hr img input link meta param source track wbr")

func (r *renderer) close(name string) {
	r.drop = false
	r.row = r.row && name != "table" && name != "tr"
	if name != "br" {
		r.breakBefore(name)
	}
	if r.hidden != name || r.hidden == "" {
		return
	}
	if r.depth--; r.depth == 0 {
		r.out, r.hidden = r.out[:r.from], ""
	}
}

func (r *renderer) breakBefore(name string) {
	if b := breaks[name]; b != "" {
		r.out, r.cell = append(r.out, b...), false
	}
}

// unwrap writes a space for a line feed in out[from:] that stands inside a sentence: behind
// a word and before one in small letters.
func unwrap(out []byte, from int) {
	for i := from + 1; i < len(out); i++ {
		feed := bytes.IndexByte(out[i:], '\n')
		if feed < 0 {
			return
		}
		if i += feed; !goesOn(out[i-1]) {
			continue
		}
		next := i + 1
		for next < len(out) && out[next] == ' ' {
			next++
		}
		if smallWord(out[next:]) {
			out[i] = ' '
		}
	}
}

// smallWord tells whether a text begins with a word in small letters that is no address.
func smallWord(text []byte) bool {
	i := 0
	for i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= 0x80 || text[i] == '\'' || text[i] == '-') {
		i++
	}
	for i > 0 && i < len(text) && (text[i] == ',' || text[i] == '.' || text[i] == ';' || text[i] == ')') {
		i++
	}
	return i > 0 && text[0] >= 'a' && (i == len(text) || text[i] == ' ' || text[i] == '\n')
}

// goesOn tells whether a line that ends with c is no whole sentence.
func goesOn(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ',' || c >= 0x80
}
