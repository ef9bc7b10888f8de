package money

import "strings"

// context holds the words around an offer, in lower case.
type context struct {
	before string // of the same line, at most 100 bytes
	head   string // the line before, where the own line begins with the offer
	after  string // of the same line, at most 60 bytes
	clause string // the end of before that stands on its own
	rest   string // of before, without the clause
}

func contextOf(text string, start, end int) context {
	before := text[max(0, start-100):start]
	c := context{after: text[end:min(len(text), end+60)]}
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		if c.head = strings.TrimRight(before[:i], " \n"); len(before)-i < 30 {
			c.head = c.head[strings.LastIndexByte(c.head, '\n')+1:]
		} else {
			c.head = ""
		}
		before = before[i+1:]
	}
	if i := strings.IndexByte(c.after, '\n'); i >= 0 {
		c.after = c.after[:i]
	}
	c.before, c.head, c.after = strings.ToLower(before), strings.ToLower(c.head), strings.ToLower(c.after)
	c.clause, c.rest = lastClause(c.before)
	return c
}

// judge decides whether an offer is base pay, and settles its currency and period.
func (o *offer) judge(text string, hint Hint) bool {
	if !o.bounds(text) {
		return false
	}
	c := contextOf(text, o.start, o.end)
	o.signed = o.currency != ""
	o.named = o.signed && shared[o.currency] == nil
	label := labelled(c.before) || strings.Trim(c.before, " -:*") == "" && labelled(c.head)
	if !o.signed && !hint.Field && !label && !(o.thousands && alone(c.after)) {
		return false
	}
	if !o.settleCurrency(hint) || !o.signed && calendarYear(*o.figure()) {
		return false
	}
	if c.barred(label && o.ranged()) {
		return false
	}
	announced := label || c.announced()
	o.period = c.period()
	o.stated = o.period != ""
	if !hint.Field && !o.believable(c, label, announced) {
		return false
	}
	o.exact = label && !o.ranged() && o.low != nil && o.high != nil && strings.Trim(c.before, " -:*") == ""
	o.bracket = o.ranged() && (strings.HasSuffix(strings.TrimRight(c.before, " :"), "range") || strings.HasSuffix(strings.TrimRight(c.head, " :"), "range"))
	o.score = 2*one(announced) + 2*one(o.ranged()) + 2*one(o.stated) + one(o.signed) - 5*one(c.weak())
	return o.plausible(hint, announced) && (o.low == nil || o.high == nil || *o.low <= *o.high)
}

// announced tells whether a word near a figure says that it is pay.
func (c context) announced() bool {
	near := c.after[:min(len(c.after), 22)]
	return payWords.in(c.before) || beforeWords.in(c.before) || payWords.in(c.head) || payWords.in(near)
}

// believable tells whether a figure outside a pay field can be pay: it is announced, for a
// time, or a range; and where no word announces it, nothing in its sentence speaks of
// other money. A single large figure needs to stand by itself: "Backend | $120k | Remote".
func (o *offer) believable(c context, label, announced bool) bool {
	if announced && !o.ranged() && !o.stated && !label {
		period := o.unsaid() // "they have to pay $35 to read it"
		return period == "year" || period == "month"
	}
	switch {
	case announced:
		return true
	case otherWords.in(sentenceEnd(c.before)) || otherWords.in(firstClause(c.after)):
		return false
	case o.stated || o.ranged():
		return true
	}
	return o.signed && *o.figure() >= 20_000 && bare(c)
}

func (o *offer) ranged() bool { return o.low != nil && o.high != nil && *o.low < *o.high }

// calendarYear tells whether a figure without a currency is more likely a year than pay.
func calendarYear(f float64) bool { return f >= 1900 && f <= 2100 && f == float64(int(f)) }

// alone tells whether no noun follows a figure without a currency: "50-100k users".
func alone(after string) bool {
	after = strings.TrimLeft(after, " \u00a0")
	return after == "" || !letterAt(after, 0) || payWords.starts(after, 0) > 0 || periodAt(after, 0) > 0 || strings.HasPrefix(after, "doe") || strings.HasPrefix(after, "cash")
}

// bare tells whether a figure stands by itself between the bars or breaks of a line.
func bare(c context) bool {
	before := sentenceEnd(c.before)
	before = before[strings.LastIndexAny(before, "|,;•·(—")+1:]
	after := c.after
	if i := strings.IndexAny(after, "|,;•·)—+."); i >= 0 {
		after = after[:i]
	}
	return len(strings.TrimSpace(before))+len(strings.TrimSpace(after)) <= 24
}

// sentenceEnd returns what stands behind the last sign that parts sentences.
func sentenceEnd(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case '|':
			return s[i+1:]
		case '.', '!', '?':
			if strings.HasPrefix(s[i+1:], " ") {
				return s[i+1:]
			}
		}
	}
	return s
}

// joints part what stands on its own inside a sentence, by the bytes they begin with.
var joints = func() (by [256][]string) {
	for _, j := range []string{",", ";", "|", "+", "&", ". ", "! ", " and ", " plus ", " und ", " sowie ", " et ", " oraz ", " y ", " e ", " och ", " en ", " with ", " w/ ", " z ", " incl", " inkl", " •", " · ", " – ", " — ", "、", "，", "及", "。"} {
		by[j[0]] = append(by[j[0]], j)
	}
	return by
}()

// jointAt returns the length of the joint that stands at i, 0 for none.
func jointAt(s string, i int) int {
	for _, j := range joints[s[i]] {
		if len(j) == 1 || i+1 < len(s) && s[i+1] == j[1] && strings.HasPrefix(s[i:], j) {
			return len(j)
		}
	}
	return 0
}

// barredWithin is how far from a figure a word can make it something else, in bytes.
const barredWithin = 40

// barred tells whether the words right beside a figure make it something else than pay.
// After a label and a range only words before it can: "Salary: $90k-$120k equity".
func (c context) barred(sure bool) bool {
	if unpaidWords.in(c.before) || others(c.before) {
		return true
	}
	if barredBy(c.clause) && !listed(c.clause, c.rest) {
		return true
	}
	if strings.Trim(c.before, " -:*") == "" && barredBy(c.head) && !payWords.in(c.head) && len(c.head) < 60 {
		return true
	}
	return !sure && barredAfter(c.after)
}

// lastClause cuts off what stands before the last joint of a text.
func lastClause(before string) (clause, rest string) {
	at := max(0, len(before)-barredWithin-20)
	for i := range len(before) {
		if n := jointAt(before, i); n > 0 {
			at = max(at, i+n)
		}
	}
	return before[at:], before[:at]
}

// barredBy tells whether the last word of a clause that speaks of money bars the figure
// behind it: no word of pay comes after it, nor holds it ("budget for this role").
func barredBy(clause string) bool {
	start, end := barWords.last(clause)
	if start < 0 || negated(clause[:start]) {
		return false
	}
	_, pay := payWords.last(clause)
	_, announced := beforeWords.last(clause)
	return max(pay, announced) <= end
}

// listed tells whether a figure is what a list of things amounts to that begins with pay:
// "Salary and benefits: $90,000".
func listed(clause, rest string) bool {
	rest = rest[strings.LastIndexAny(rest, "0123456789.|")+1:]
	return strings.HasSuffix(strings.TrimRight(clause, " "), ":") && payWords.in(rest)
}

// others tells whether a sentence is about what somebody else earns: "our drivers earn".
func others(before string) bool {
	before = sentenceEnd(before)
	_, end := peopleWords.first(before)
	return end >= 0 && earnWords.in(before[end:])
}

// negated tells whether the words before one that bars say that it is left out.
func negated(before string) bool {
	return negateWords.in(before[max(0, len(before)-24):])
}

// firstClause returns what stands before the first joint of a text.
func firstClause(after string) string {
	for i := range len(after) {
		if c := after[i]; c == '(' || c == ')' || c == '\n' || jointAt(after, i) > 0 {
			return after[:i]
		}
	}
	return after
}

func barredAfter(after string) bool {
	clause := firstClause(after)
	start, stop := barWords.first(clause)
	if start < 0 || start > barredWithin || negated(clause[:start]) || strings.HasPrefix(after[stop:], ":") {
		return false // "$20,000 bonus", but not "$90,000 Bonus: 10%"
	}
	pay, _ := payWords.first(clause)
	return pay < 0 || pay >= start
}

// weak tells whether a figure is more, or less, than base pay.
func (c context) weak() bool {
	return weakWords.in(c.clause) || weakWords.in(c.after[:min(len(c.after), 30)])
}

// mayBeLabelled tells whether the words before a figure, on its line or the one before, can
// be a label: most figures of a text follow other words, and are left at once.
func mayBeLabelled(text string, start int) bool {
	before := strings.ToLower(text[max(0, start-60):start])
	return labelled(before) || labelled(strings.TrimRight(before, " \n-:*"))
}

// labelled tells whether a text ends with a label of pay, perhaps with a few words such
// as "range is" behind it.
func labelled(before string) bool {
	whole := before
	for {
		before = strings.TrimRight(before, " :-–\u00a0\t=>*|：")
		if labelWords.closes(before) {
			verb := len(whole)-len(before) <= 1 && strings.HasSuffix(before, " pay")
			return !verb // "they pay $35"
		}
		n := fillerWords.suffix(before, len(before))
		if n == 0 {
			return false
		}
		before = before[:len(before)-n]
	}
}
