package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"stackhound"
	"stackhound/lexicon/fold"
)

// maxText bounds the text of an ad that is read, in bytes. Longer ones are cut: real ads
// stay under a tenth of it.
const maxText = 200_000

// maxDecodings is how often markup inside markup is opened: boards escape once or twice.
const maxDecodings = 4

// Text returns the description of a listing as clean plain text: paragraphs and bullets
// on lines of their own, blank lines between blocks, entities decoded however often they
// were encoded, nothing active left.
func Text(l stackhound.Listing) string {
	text := l.HTML
	if strings.TrimSpace(text) == "" {
		text = l.Description
	}
	// What is hidden goes first each time: left out later, it could make a tag of two pieces.
	text = fold.Visible(strings.ToValidUTF8(text[:min(len(text), maxText)], "\uFFFD"))
	for range maxDecodings {
		if !hasMarkup(text) {
			break
		}
		text = fold.Visible(plainText(text))
	}
	return tidy(text)
}

// hasMarkup tells whether a text still holds tags or entities.
func hasMarkup(text string) bool {
	for {
		i := strings.IndexAny(text, "<&")
		if i < 0 {
			return false
		}
		sign := text[i]
		text = text[i+1:]
		if sign == '&' && entity(text) || sign == '<' && tag(text) {
			return true
		}
	}
}

// entity tells whether a text behind "&" begins with the rest of an entity.
func entity(rest string) bool {
	end := strings.IndexByte(rest[:min(len(rest), 10)], ';')
	if end < 2 {
		return false
	}
	name := strings.TrimPrefix(rest[:end], "#")
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// tag tells whether a text behind "<" begins with the rest of a tag of HTML.
func tag(rest string) bool {
	rest = strings.TrimPrefix(rest, "/")
	end := strings.IndexAny(rest[:min(len(rest), 12)], " >/\n\t")
	if end < 1 || !strings.Contains(rest, ">") {
		return false
	}
	return atom.Lookup([]byte(strings.ToLower(rest[:end]))) != 0
}

// plainText renders markup to text, one level deep.
func plainText(page string) string {
	var b strings.Builder
	b.Grow(len(page))
	skip := 0
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			element := atom.Lookup(name)
			if unseen[element] {
				skip++
			}
			b.WriteString(breaks[element])
		case html.EndTagToken:
			name, _ := z.TagName()
			element := atom.Lookup(name)
			if unseen[element] && skip > 0 {
				skip--
			}
			if element != atom.Br && element != atom.Td && element != atom.Th {
				b.WriteString(strings.TrimSuffix(breaks[element], "- "))
			}
		}
	}
}

// unseen are the elements whose content is not shown.
var unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Title: true, atom.Iframe: true, atom.Object: true}

// breaks is what an element puts between its content and what stands before it.
var breaks = map[atom.Atom]string{
	atom.Br: "\n", atom.P: "\n\n", atom.Div: "\n", atom.Ul: "\n", atom.Ol: "\n", atom.Li: "\n- ", atom.H1: "\n\n", atom.H2: "\n\n", atom.H3: "\n\n",
	atom.H4: "\n\n", atom.H5: "\n\n", atom.H6: "\n\n", atom.Tr: "\n", atom.Table: "\n", atom.Td: " ", atom.Th: " ", atom.Section: "\n\n", atom.Article: "\n\n",
	atom.Blockquote: "\n\n", atom.Pre: "\n", atom.Hr: "\n\n", atom.Dt: "\n", atom.Dd: "\n", atom.Header: "\n", atom.Footer: "\n",
}

// tidy folds white space, writes every bullet as "- " and keeps at most one blank line.
func tidy(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	blank, bullet := 0, false
	for line := range strings.Lines(text) {
		line = strings.Join(strings.FieldsFunc(line, space), " ")
		if line == "" || line == "-" {
			blank++
			bullet = bullet || line == "-" // its words stand in a block of their own
			continue
		}
		if rest, ok := cutBullet(line); ok || bullet {
			line, bullet = "- "+rest, false
		}
		switch {
		case b.Len() > 0 && blank > 0 && !strings.HasPrefix(line, "- "):
			b.WriteString("\n\n")
		case b.Len() > 0:
			b.WriteByte('\n')
		}
		b.WriteString(line)
		blank = 0
	}
	return b.String()
}

func space(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', '\u00a0', '\u200b', '\u200c', '\u200d', '\ufeff', '\u202f', '\u2009', '\u2060', '\u00ad', '\u2028', '\u2029':
		return true
	}
	return r < ' ' || r == 0x7f
}

// cutBullet takes the sign of a list entry off a line.
func cutBullet(line string) (rest string, ok bool) {
	for _, sign := range []string{"- ", "* ", "• ", "•", "· ", "– ", "‣ ", "▪ ", "● ", "◦ ", "✓ ", "✅ ", "➡ ", "> "} {
		if rest, ok = strings.CutPrefix(line, sign); ok && rest != "" {
			return strings.TrimSpace(strings.TrimPrefix(rest, "- ")), true
		}
	}
	return line, false
}
