package money

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is a figure in a text.
type number struct {
	value      float64
	start, end int     // of the figure with its magnitude
	times      float64 // the magnitude written: 1000 for k; 0 for none
	barred     bool    // a percentage, a million: no pay
}

// magnitudes are what can stand right behind a figure, longest first. A factor of -1
// marks figures that are no pay.
var magnitudes = []struct {
	word  string
	times float64
}{
	{"thousand", 1e3}, {"tausend", 1e3}, {"tys.", 1e3}, {"tys", 1e3}, {"mil", 1e3}, {"k", 1e3},
	{"lakhs", 1e5}, {"lakh", 1e5}, {"lacs", 1e5}, {"lac", 1e5}, {"lpa", 1e5}, {"l", 1e5},
	{"crores", 1e7}, {"crore", 1e7}, {"cr", 1e7}, {"万", 1e4}, {"萬", 1e4}, {"만", 1e4},
	{"millionen", -1}, {"million", -1}, {"mio", -1}, {"mm", -1}, {"mn", -1}, {"m", -1}, {"billion", -1}, {"bn", -1}, {"b", -1}, {"trillion", -1}, {"t", -1},
	{"%", -1}, {"x", -1}, {"+ million", -1},
}

// numberAt reads the figure that begins at i, which is a digit.
func numberAt(text string, i int) number {
	n := number{start: i}
	j := digits(text, i)
	groups := []string{text[i:j]}
	seps := []string{}
	for {
		sep := separator(text, j)
		k := digits(text, j+len(sep))
		if sep == "" || k == j+len(sep) || sep == " " && (k-j-1 != 3 || len(groups[0]) > 3) {
			break
		}
		groups, seps = append(groups, text[j+len(sep):k]), append(seps, strings.Trim(sep, "\u00a0\u202f\u2009"))
		j = k
	}
	n.end = j
	n.value, n.barred = assemble(groups, seps)
	n.magnitude(text)
	return n
}

func digits(text string, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// separator returns the separator of digits at i, "" for none. All blanks count as one.
func separator(text string, i int) string {
	for _, s := range []string{",", ".", "'", "’", " ", "\u00a0", "\u202f", "\u2009"} {
		if strings.HasPrefix(text[i:], s) {
			return s
		}
	}
	return ""
}

// assemble makes a value of groups of digits. A last group of one or two digits behind a
// point or comma is a fraction; three digits are thousands, in every country alike,
// since pay is not written with three decimals. Other shapes (dates, versions) are barred.
func assemble(groups, seps []string) (value float64, barred bool) {
	whole := strings.Join(groups, "")
	last := len(groups) - 1
	if last > 0 {
		fraction := groups[last]
		if len(fraction) <= 2 && (seps[last-1] == "." || seps[last-1] == ",") {
			whole = strings.Join(groups[:last], "") + "." + fraction
			groups = groups[:last]
		}
		for _, g := range groups[1:] {
			barred = barred || len(g) != 3 && len(g) != 2
		}
		if len(groups) > 1 {
			barred = barred || len(groups[len(groups)-1]) != 3 || len(groups[0]) > 3
		}
	}
	value, err := strconv.ParseFloat(whole, 64)
	return value, barred || err != nil
}

// magnitude reads what hangs on the figure: "k", "lakh", "%".
func (n *number) magnitude(text string) {
	rest := strings.TrimLeft(text[n.end:min(len(text), n.end+16)], " \u00a0")
	gap := strings.Index(text[n.end:], rest)
	lower := strings.ToLower(rest)
	if strings.HasPrefix(lower, "k€") || strings.HasPrefix(lower, "t€") { // "54–68 k€", "T€" in German
		n.times = 1e3
		n.value *= n.times
		n.end += gap + 1
		return
	}
	for _, m := range magnitudes {
		if !strings.HasPrefix(lower, m.word) || gap > 0 && len(m.word) == 1 && m.word != "%" || letterAt(lower, len(m.word)) && m.word[0] < 0x80 && m.word != "%" {
			continue
		}
		if m.times < 0 {
			n.barred = true
			return
		}
		n.times = m.times
		n.value *= m.times
		n.end += gap + len(m.word)
		return
	}
}

func letterAt(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 && r < 0x250
}
