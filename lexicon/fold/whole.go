package fold

import (
	"slices"
	"strings"
	"unicode"
)

// around is how many bytes on either side of a place can decide whether words end there.
const around = 80

// Whole tells whether text[start:end], which holds a letter, is made of whole words as
// Tokens cuts them: "net" is one in "asp.net", but not in ".net" or "network". The
// offsets lie on the borders of characters.
func Whole(text string, start, end int) bool {
	before, after := text[max(0, start-around):start], text[end:min(len(text), end+around)]
	before = before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	if i := strings.IndexFunc(after, unicode.IsSpace); i >= 0 {
		after = after[:i]
	}
	words := Tokens(before + text[start:end])
	if !slices.Equal(words, slices.Concat(Tokens(before), Tokens(text[start:end]))) {
		return false
	}
	all := Tokens(before + text[start:end] + after)
	return len(all) >= len(words) && slices.Equal(all[:len(words)], words)
}
