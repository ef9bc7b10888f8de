package normalize

import (
	"strings"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
)

// maxText bounds the text of an ad that is read, in bytes. Longer ones are cut: real ads
// stay under a tenth of it.
const maxText = 200_000

// maxDecodings is how often markup inside markup is opened: boards escape once or twice.
// Entities are decoded however often they were encoded.
const maxDecodings = 6

// Text returns the description of a listing as clean plain text: paragraphs and bullets
// on lines of their own, blank lines between blocks, entities decoded however often they
// were encoded, wrongly read letters mended, nothing active left. The text of a text is
// that text.
func Text(l stackhound.Listing) string {
	text := legible(cutWords(described(l), maxText))
	for depth := 0; hasMarkup(text); depth++ {
		if depth == maxDecodings {
			text = markupSigns.Replace(text)
			break
		}
		text = legible(plainText(text, depth == 0 && hasBlocks(text)))
	}
	return cutWords(tidy(text), maxText)
}

// described returns what a board says of a job, with the markup it came in where it is known.
func described(l stackhound.Listing) string {
	if strings.TrimSpace(l.HTML) == "" {
		return l.Description
	}
	return l.HTML
}

// markupSigns takes the markup out of what is nothing else.
var markupSigns = strings.NewReplacer("<", " ", "&", " ")

// legible returns a text in UTF-8 with the characters that were meant, and without those
// that show nothing. What these hid may be a misreading too.
func legible(text string) string {
	if fold.Plain(text) {
		return text
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	for range maxDecodings {
		meant := fold.Letters(fold.Repair(text))
		if text = fold.Visible(meant); text == meant {
			break
		}
	}
	return spaced(text)
}

// cutWords shortens a text to at most n bytes, behind a whole word; where a word is very
// long, behind a whole character.
func cutWords(text string, n int) string {
	if len(text) <= n {
		return text
	}
	const longest = 200
	if i := strings.LastIndexAny(text[max(0, n-longest):n+1], " \n\t>"); i >= 0 {
		at := max(0, n-longest) + i
		if text[at] == '>' && at < n {
			at++
		}
		return text[:at]
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
