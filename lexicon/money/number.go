package money

import (
	"math"
	"strings"
)

// number is a figure in a text.
type number struct {
	value      float64
	start, end int     // of the figure with its magnitude
	times      float64 // the magnitude written: 1000 for k; 0 for none
	barred     bool    // a percentage, a billion, a date: no pay
}

// magnitudes are what can stand right behind a figure, longest first. A factor of -1
// marks figures that are no pay.
var magnitudes = []struct {
	word  string
	times float64
}{
	{"thousand", 1e3}, {"tausend", 1e3}, {"duizend", 1e3}, {"tysięcy", 1e3}, {"tys.", 1e3}, {"tys", 1e3}, {"tisíc", 1e3}, {"tis.", 1e3}, {"mille", 1e3}, {"mila", 1e3}, {"mil", 1e3}, {"тыс.", 1e3}, {"тыс", 1e3},
	{"ribu", 1e3}, {"rb", 1e3}, {"k", 1e3}, {"к", 1e3},
	{"lakhs", lakh}, {"lakh", lakh}, {"lacs", lakh}, {"lac", lakh}, {"lpa", lakh}, {"l", lakh}, {"crores", crore}, {"crore", crore}, {"cr", crore}, {"cpa", crore},
	{"万", 1e4}, {"萬", 1e4}, {"만", 1e4},
	{"juta", million}, {"jt", million}, {"triệu", million}, {"millones", million}, {"milhões", million}, {"millionen", million}, {"millions", million}, {"million", million}, {"mln", million}, {"mio", million},
	{"mm", million}, {"mn", million}, {"m", million},
	{"billions", -1}, {"billion", -1}, {"milliarden", -1}, {"mrd", -1}, {"bn", -1}, {"b", -1}, {"trillion", -1}, {"t", -1},
	{"%", -1}, {"+ million", -1}, {"+m", -1}, {"th ", -1}, {"億", -1},
}

// opensMagnitude holds the bytes magnitudes begin with.
var opensMagnitude = func() (first [256]bool) {
	for _, m := range magnitudes {
		first[m.word[0]] = true
	}
	return first
}()

const (
	lakh    = 1e5 // India and its neighbours
	million = 1e6 // pay only where a unit of the currency is worth little
	crore   = 1e7
)

// numberAt reads the figure that begins at i, which is a digit.
func numberAt(text string, i int) number {
	n := number{start: i}
	j := digits(text, i)
	first, groups, whole := text[i:j], 1, text[i:j]
	last, sep, odd := first, "", false
	for {
		s := separator(text, j)
		k := digits(text, j+len(s))
		if s == "" || k == j+len(s) || blank(s) && (k-j-len(s) != 3 || len(first) > 3 || sep != "" && !blank(sep)) {
			break
		}
		odd = odd || groups > 1 && (len(last) != 3 && len(last) != 2 || sep != s && !fraction(s, text[j+len(s):k]))
		last, sep = text[j+len(s):k], s
		groups, j = groups+1, k
	}
	n.end = j
	if groups > 1 {
		whole = text[i:j]
	}
	n.value, n.barred = assemble(whole, first, last, sep, groups)
	n.barred = n.barred || odd || len(first) > 1 && first[0] == '0'
	n.magnitude(text)
	return n
}

func digits(text string, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// separator returns the separator of digits at i, "" for none.
func separator(text string, i int) string {
	if i >= len(text) || text[i] >= '0' && text[i] <= '9' || text[i] >= 'A' && text[i] < 0x80 {
		return ""
	}
	for _, s := range []string{",", ".", " ", "'", "’", "\u00a0", "\u202f", "\u2009"} {
		if strings.HasPrefix(text[i:], s) {
			return s
		}
	}
	return ""
}

func blank(sep string) bool { return sep == " " || len(sep) > 1 && sep != "’" }

// fraction tells whether a last group of digits is the part behind the point: one or two
// digits, or the many that a machine prints ("75982.40000000001"). Three are thousands, in
// every country alike, since pay is not written with three decimals.
func fraction(sep, last string) bool {
	return len(last) <= 2 && (sep == "." || sep == ",") || len(last) > 3 && sep == "."
}

// assemble makes a value of the digits of a figure, which stand in groups parted by
// separators. Shapes of other things (dates, versions) are barred.
func assemble(whole, first, last, sep string, groups int) (value float64, barred bool) {
	part := ""
	if groups > 1 && fraction(sep, last) {
		part = last
		whole = whole[:len(whole)-len(last)-len(sep)]
		groups--
	} else if groups > 1 {
		barred = len(last) != 3
	}
	barred = barred || groups > 1 && len(first) > 3 || len(whole) > 24
	if barred {
		return 0, true
	}
	for _, c := range []byte(whole) {
		if c >= '0' && c <= '9' {
			value = value*10 + float64(c-'0')
		}
	}
	unit := 1.0
	for _, c := range []byte(part) {
		unit /= 10
		value += float64(c-'0') * unit
	}
	return cents(value), false
}

// magnitude reads what hangs on the figure: "k", "lakh", "%".
func (n *number) magnitude(text string) {
	rest := strings.TrimLeft(text[n.end:min(len(text), n.end+16)], " \u00a0\u202f")
	gap := len(text[n.end:min(len(text), n.end+16)]) - len(rest)
	if rest == "" || !opensMagnitude[lowerByte(rest[0])] {
		return
	}
	for _, unit := range []string{"k€", "k£", "t€", "keur", "teur"} {
		if prefixFold(rest, unit) { // "54–68 k€", "T€" in German
			n.grow(1e3, gap+1)
			return
		}
	}
	for _, m := range magnitudes {
		if m.word[0] != lowerByte(rest[0]) || !prefixFold(rest, m.word) || gap > 0 && len(m.word) == 1 && m.word != "%" && m.word != "k" || letter(rune(m.word[0])) && letterAt(rest, len(m.word)) {
			continue
		}
		if m.times < 0 {
			n.barred = true
			return
		}
		n.grow(m.times, gap+len(m.word))
		return
	}
}

func lowerByte(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

// prefixFold tells whether a text begins with a word, whatever the case of ASCII letters.
func prefixFold(s, word string) bool {
	if len(s) < len(word) {
		return false
	}
	for i := range len(word) {
		if lowerByte(s[i]) != word[i] {
			return false
		}
	}
	return true
}

// grow multiplies a figure by the magnitude that takes width bytes behind it.
func (n *number) grow(times float64, width int) {
	n.times, n.end = times, n.end+width
	n.value = cents(n.value * times)
}

// cents rounds to what money can be.
func cents(f float64) float64 { return math.Round(f*100) / 100 }
