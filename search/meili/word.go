package meili

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"stackhound/search"
)

// Words are handed to the server spelled in letters it neither cuts, folds nor expands,
// so that its tokenizer has nothing to decide: a word of ours is always one word of its
// own, in every script. Each kind begins with a letter that stands nowhere else in a
// word, so that the server, which also tries to read one word as two, never finds the
// second half.
const (
	kindWord = "x" // stands in a text, or begins a word that does
	kindName = "y" // put in by us where a name of the lexicon stands, see names
	kindAsk  = "z" // stands in no document, only in questions: the settings' synonyms say what it means
)

// plain are the letters that stand for themselves.
const plain = "abcdefghijklmnoprstuvw0123456789"

// sign writes any other character as a q and four digits of this alphabet, which is
// enough for all letters Unicode has.
const sign = "0123456789abcdefghijklmnoprstuvw"

// maxWord is how long a word is spelled out, in bytes; the server leaves longer ones
// than 250 out. It is more than the longest beginning that can be asked for, 40
// characters (search.Compile).
const maxWord = 210

// spell returns a token in the server's letters. Different tokens differ, and who
// begins with the other also does so when spelled, up to maxWord.
func spell(kind, token string) string {
	var b strings.Builder
	b.WriteString(kind)
	for _, r := range token {
		if r < 0x80 && strings.ContainsRune(plain, r) {
			b.WriteByte(byte(r))
			continue
		}
		b.WriteByte('q')
		for shift := 15; shift >= 0; shift -= 5 {
			b.WriteByte(sign[int(r)>>shift&31])
		}
	}
	if b.Len() <= maxWord {
		return b.String()
	}
	return b.String()[:maxWord] + digest(token)
}

// digest tells long texts apart that begin alike.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base32.NewEncoding(sign).WithPadding(base32.NoPadding).EncodeToString(sum[:16])
}

// spellAll spells a row of tokens.
func spellAll(tokens []string) []string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = spell(kindWord, t)
	}
	return words
}

// stamp is the word that stands for a name in a document. Names that count in the title
// and the names only are other ones than those that count everywhere.
func stamp(t search.Term) string {
	return spell(kindName, fmt.Sprint(int(t.Tiers), " ", strings.Join(t.Tokens, " ")))
}
