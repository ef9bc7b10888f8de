package money

import "strings"

// labels lead to a figure that is pay without any currency sign: "Remuneration: 130,378".
var labels = []string{"salary", "remuneration", "compensation", "pay", "wage", "pay rate", "gehalt", "wynagrodzenie", "salario", "sueldo", "salaire", "gaji", "เงินเดือน", "薪金", "薪資", "月薪", "年薪", "時薪", "base", "basic", "hourly rate"}

// surroundings returns the words of the same line around an offer, lower case.
func surroundings(text string, start, end int) (before, after string) {
	before = text[max(0, start-60):start]
	if i := strings.LastIndexByte(strings.TrimRight(before, " \n"), '\n'); i >= 0 && len(before)-i > 30 {
		before = before[i+1:]
	}
	after = text[end:min(len(text), end+40)]
	return strings.ToLower(before), strings.ToLower(after)
}

// barred tells whether the words right beside a figure make it something else than pay.
func barred(before, after string) bool {
	clause := before[strings.LastIndexAny(before, ",;|+\n&")+1:]
	if i := strings.LastIndex(clause, " and "); i >= 0 {
		clause = clause[i:]
	}
	if i := strings.LastIndex(clause, ". "); i >= 0 {
		clause = clause[i:]
	}
	clause = clause[max(0, len(clause)-32):]
	for _, w := range barredBefore {
		if i := strings.LastIndex(clause, w); i >= 0 && !letterBefore(clause, i) && !letterAt(clause, i+len(w)) {
			if !has(clause[i:], payWords[:5]) {
				return true
			}
		}
	}
	after = strings.TrimLeft(after, " .\u00a0")
	for _, w := range barredAfter {
		if rest, ok := strings.CutPrefix(after, w); ok && !letterAt(rest, 0) && !strings.HasPrefix(rest, ":") {
			return true // "$20,000 bonus", but not "$90,000 Bonus: 10%"
		}
	}
	return false
}

// periodNear returns the period said right behind or before a figure, "" for none. What
// stands nearest behind counts first.
func periodNear(before, after string) string {
	if i := strings.IndexAny(after, "\n;|"); i >= 0 {
		after = after[:i]
	}
	best, at := "", len(after)+1
	for _, p := range periods {
		for _, w := range p.words {
			if i := strings.Index(after, w); i >= 0 && i < at && !letterAt(after, i+len(w)) {
				best, at = p.period, i
			}
		}
	}
	if best != "" {
		return best
	}
	before = before[max(0, len(before)-40):]
	at = -1
	for _, p := range periods {
		for _, w := range p.words {
			if i := strings.LastIndex(before, w); i > at && w[0] != '/' && !letterBefore(before, i) {
				best, at = p.period, i
			}
		}
	}
	return best
}

// labelled tells whether a text ends with a label of pay, perhaps with a few words such
// as "range is" behind it.
func labelled(before string) bool {
	for {
		before = strings.TrimRight(before, " :-–\u00a0\n\t=>")
		cut := before
		for _, filler := range []string{"range", "ranges", "is", "of", "from", "between", "package", "expectation", "per month", "monthly", "guide", "bracket", "(gross)", "band"} {
			cut = strings.TrimSuffix(cut, " "+filler)
		}
		if cut == before {
			return hasSuffix(before, labels...)
		}
		before = cut
	}
}
