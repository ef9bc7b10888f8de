// Package language tells the language a text is written in, from the words and endings
// that each has and the letters it is written with.
package language

import (
	_ "embed"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of what is read: fewer letters tell nothing, more say nothing new.
const (
	fewest  = 20
	longest = 1500 // bytes
)

// Of returns the language of a text, ISO 639-1; "" where it is short, or no language is
// clearly the one most of it is written in.
func Of(text string) string {
	text = sample(text)
	n := letters(text)
	if n.all() < fewest {
		return ""
	}
	if code := n.script(text); code != "" {
		return code
	}
	if n[latin]*2 < n.all() {
		return ""
	}
	return byWords(text)
}

// sample takes three pieces of a long text: what stands between them is written as they are. A
// character that is cut is no letter.
func sample(text string) string {
	const piece = longest / 3
	if len(text) <= longest {
		return text
	}
	middle := (len(text) - piece) / 2
	return text[:piece] + " " + text[middle:middle+piece] + " " + text[len(text)-piece:]
}

// script is a set of letters.
type script int

const (
	latin script = iota
	cyrillic
	greek
	han
	kana
	hangul
	thai
	hebrew
	arabic
	devanagari
	scripts
)

// counts are how many letters a text has of each script.
type counts [scripts]int

// all is the number of letters. One of a script that writes words or syllables counts as
// two: it says as much.
func (c counts) all() int {
	n := c[han] + c[kana] + c[hangul]
	for _, k := range c {
		n += k
	}
	return n
}

// scriptOf are the first and last characters of the blocks scripts are written in.
var scriptOf = []struct {
	low, high rune
	script
}{
	{'À', 'ɏ', latin}, {0x370, 0x3ff, greek}, {0x400, 0x52f, cyrillic}, {0x590, 0x5ff, hebrew}, {0x600, 0x6ff, arabic}, {0x900, 0x97f, devanagari}, {0xe00, 0xe7f, thai},
	{0x1e00, 0x1eff, latin}, {0x3041, 0x30fa, kana}, {0x3400, 0x9fff, han}, {0xac00, 0xd7a3, hangul},
}

func letters(text string) counts {
	var n counts
	for _, r := range text {
		if r < 0x80 {
			if c := r | 0x20; c >= 'a' && c <= 'z' {
				n[latin]++
			}
			continue
		}
		for _, s := range scriptOf {
			if r >= s.low && r <= s.high {
				n[s.script]++
				break
			}
		}
	}
	return n
}

// script returns the language that a script other than Latin is written for. Names of
// technologies are Latin everywhere, so a part of the letters is enough.
func (c counts) script(text string) string {
	enough := func(n int) bool { return n*10 >= c.all()*3 }
	switch cjk := c[han] + c[kana]; {
	case enough(2*cjk) && c[kana]*10 >= cjk:
		return "ja"
	case enough(2 * cjk):
		return "zh"
	case enough(2 * c[hangul]):
		return "ko"
	case enough(c[greek]):
		return "el"
	case enough(c[cyrillic]):
		return slavic(text)
	case enough(c[thai]):
		return "th"
	case enough(c[hebrew]):
		return "he"
	case enough(c[arabic]):
		return "ar"
	case enough(c[devanagari]):
		return "hi"
	}
	return ""
}

// enoughRussian is the length in bytes of a text that would have a letter of the others.
const enoughRussian = 120

// slavic tells apart the languages written in Cyrillic by letters that only one has.
func slavic(text string) string {
	var ukrainian, russian, hard, serbian int
	for _, r := range text {
		switch unicode.ToLower(r) {
		case 'і', 'ї', 'є', 'ґ':
			ukrainian++
		case 'ы', 'э', 'ё':
			russian++
		case 'ъ':
			hard++
		case 'ј', 'љ', 'њ', 'ћ', 'ђ', 'џ', 'ў':
			serbian++
		}
	}
	switch {
	case serbian > ukrainian+russian:
		return ""
	case ukrainian > 2*russian:
		return "uk"
	case hard > 2*russian && hard > 1:
		return "bg"
	case russian > 2*ukrainian || russian+ukrainian+hard == 0 && len(text) >= enoughRussian:
		return "ru"
	}
	return ""
}

//go:embed words.txt
var table string

// langs is a set of languages: a bit for each, by its number in codes. There are at most 32.
type langs uint32

var (
	codes   []string
	known   = map[string]langs{} // words
	endings = map[string]langs{}
	marked  = map[rune]langs{} // letters that few have
)

// signs are letters of Latin that few languages have, and those that do.
var signs = []struct{ letters, codes string }{
	{"ß", "de"}, {"äü", "de"}, {"ö", "de sv fi tr hu"}, {"ä", "sv fi sk et"}, {"ü", "tr hu es et"}, {"å", "sv da no"}, {"øæ", "da no"}, {"ñ¿¡", "es"}, {"ãõ", "pt"}, {"ç", "fr pt tr ca"},
	{"êèùœëû", "fr"}, {"ê", "pt"}, {"èùò", "it"}, {"àèò", "ca"}, {"à", "fr it"}, {"áíóú", "es"}, {"áíóú", "hu"}, {"ąęłńśźż", "pl"}, {"ó", "pl"}, {"ěřů", "cs"}, {"čšž", "cs sk hr"}, {"šž", "lt lv"},
	{"ýťď", "cs sk"}, {"ľĺŕôä", "sk"}, {"ășțşţâî", "ro"}, {"ğışİ", "tr"}, {"őű", "hu"}, {"đć", "hr"}, {"đơưạảấầậắặẻẽếềểễệỉịọỏốồổộớờởợụủứừửữựỳỷỹ", "vi"}, {"ėųįū", "lt"}, {"āēī", "lv mi"}, {"ōū", "mi"}, {"ģķļņ", "lv"}, {"õ", "et"},
}

func init() {
	for line := range strings.Lines(table) {
		code, words, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n := len(codes)
		codes = append(codes, code)
		for word := range strings.FieldsSeq(words) {
			if ending, ok := strings.CutPrefix(word, "-"); ok {
				endings[ending] |= 1 << n
			} else {
				known[word] |= 1 << n
			}
		}
	}
	for _, s := range signs {
		for _, r := range s.letters {
			for code := range strings.FieldsSeq(s.codes) {
				marked[r] |= 1 << slices.Index(codes, code)
			}
		}
	}
}

// score is what speaks for each language.
type score [32]int

// add gives points to the languages of a set, the more of them the fewer each.
func (s *score) add(set langs, points int) {
	if set == 0 {
		return
	}
	each := points / bits.OnesCount32(uint32(set))
	for ; set != 0; set &= set - 1 {
		s[bits.TrailingZeros32(uint32(set))] += each
	}
}

// The points of a word that only one language has, of an ending and of a letter.
const (
	wordPoints   = 60
	endingPoints = 18
	letterPoints = 24
)

// byWords returns the language whose words a text has most of.
func byWords(text string) string {
	var s score
	total := 0
	for i := 0; i < len(text); {
		end := wordEnd(text, i)
		if end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		s.word(text[i:end])
		total++
		i = end
	}
	return s.best(total)
}

// wordEnd returns where the letters end that begin at i; i where none does.
func wordEnd(text string, i int) int {
	for i < len(text) {
		if c := text[i] | 0x20; c >= 'a' && c <= 'z' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r < 0x80 || !unicode.IsLetter(r) {
			break
		}
		i += size
	}
	return i
}

// longestEnding bounds the endings that words are told by, and longestWord the words that
// are looked up, in bytes.
const (
	longestEnding = 5
	longestWord   = 32
)

// word counts one word.
func (s *score) word(word string) {
	if len(word) > longestWord {
		return
	}
	var b [2 * longestWord]byte
	n := 0
	for _, r := range word {
		if r < 0x80 {
			b[n] = byte(r | 0x20)
			n++
			continue
		}
		r = unicode.ToLower(r)
		s.add(marked[r], letterPoints)
		n += utf8.EncodeRune(b[n:], r)
	}
	w := b[:n]
	if set, ok := known[string(w)]; ok {
		s.add(set, wordPoints)
		return
	}
	for size := longestEnding; size >= 2; size-- {
		if len(w) >= size+3 {
			if set, ok := endings[string(w[len(w)-size:])]; ok {
				s.add(set, endingPoints)
				return
			}
		}
	}
}

// best returns the language with most points, if it is clearly the one and the text has
// enough of it: in running text every third word is one of those that are counted.
func (s *score) best(words int) string {
	first, second := 0, 0
	for i := 1; i < len(codes); i++ {
		if s[i] > s[first] {
			first, second = i, first
		} else if second == first || s[i] > s[second] {
			second = i
		}
	}
	if s[first] < 2*wordPoints || s[first] < words*wordPoints/24 || s[first]*4 < s[second]*5 && !oneTongue(codes[first], codes[second]) {
		return ""
	}
	return codes[first]
}

// oneTongue tells languages that are two names and spellings of one: which of them it is
// matters less than that it is no other.
func oneTongue(a, b string) bool { return a+b == "idms" || a+b == "msid" }
