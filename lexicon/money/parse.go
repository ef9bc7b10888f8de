package money

import (
	"strings"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
)

// Hint is what is known of a pay before it is read. All parts may be empty.
type Hint struct {
	Currency string // ISO 4217: of figures without a sign
	Country  string // ISO 3166 alpha-2: settles "$" and "kr", and bare figures in a field
	Period   string // of figures without a period
	Field    bool   // the text is a pay field: figures need neither a sign nor a pay word
}

// offer is a figure or a range of figures that may be base pay.
type offer struct {
	low, high  *float64
	start, end int
	currency   string
	period     string
	thousands  bool // a range written in thousands, "130-180k": pay even without a currency
	score      int
}

// Parse finds the base pay a text states and returns it with the exact words it was read
// from, or nil and "". Several ranges in one currency and period (one for each role)
// become one, from the lowest to the highest. Bonuses, equity, funding, revenue and
// benefits are not pay, nor are figures beyond belief for their period.
func Parse(text string, hint Hint) (pay *stackhound.Pay, quote string) {
	offers := find(text, hint)
	if len(offers) == 0 {
		return nil, ""
	}
	best := offers[0]
	for _, o := range offers[1:] {
		if o.score > best.score {
			best = o
		}
	}
	pay = &stackhound.Pay{Min: best.low, Max: best.high, Currency: best.currency, Period: best.period}
	for _, o := range offers {
		if o.currency == best.currency && o.period == best.period && o.score >= best.score-2 {
			widen(pay, o)
		}
	}
	return pay, text[best.start:best.end]
}

func widen(pay *stackhound.Pay, o offer) {
	if pay.Min != nil && o.low != nil && *o.low < *pay.Min {
		pay.Min = o.low
	}
	if pay.Max != nil && o.high != nil && *o.high > *pay.Max {
		pay.Max = o.high
	}
}

// find returns all offers of a text, in order.
func find(text string, hint Hint) []offer {
	var offers []offer
	for i := 0; i < len(text); {
		if text[i] < '0' || text[i] > '9' {
			i++
			continue
		}
		n := numberAt(text, i)
		if i = n.end; n.barred || pensionPlan(text[n.start:n.end]) || !standsFree(text, n.start) {
			continue
		}
		o, end := rangeFrom(text, n)
		i = end
		if o.judge(text, hint) {
			offers = append(offers, o)
		}
	}
	return offers
}

// pensionPlan tells whether a figure names one of the American saving plans 401(k), 403(b).
func pensionPlan(figure string) bool {
	return len(figure) <= len("401k") && (strings.HasPrefix(figure, "401") || strings.HasPrefix(figure, "403"))
}

// standsFree tells whether a figure is not part of a word such as "B2B" or "v3". Signs
// and codes of currencies may touch it.
func standsFree(text string, i int) bool {
	if i == 0 {
		return true
	}
	_, width := signBefore(text, i)
	if width > 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '#' || r == '.' || r == '_' || r == '/')
}

// rangeFrom joins a figure with a second one behind it, if they are a range, and takes
// the signs around them in. It also returns where to read on.
func rangeFrom(text string, n number) (offer, int) {
	low, high := n.value, n.value
	o := offer{low: &low, high: &high, start: n.start, end: n.end}
	if code, width := signBefore(text, n.start); width > 0 {
		o.currency, o.start = code, n.start-width
	}
	o.takeSign(text)
	if m, ok := upperEnd(text, o.end); ok {
		if n.times == 0 && m.times > 0 && n.value < 1000 {
			low *= m.times
		}
		high, o.end = m.value, m.end
		o.thousands = m.times == 1000 && low >= 30_000 && high > low
		o.takeSign(text)
		if code, width := signBefore(text, m.start); width > 0 && o.currency == "" {
			o.currency = code
		}
	}
	if low == high {
		o.oneSided(text)
	}
	return o, o.end
}

// takeSign takes in the sign right behind an offer. One that names a currency outdoes one
// that several share: "$100,000 CAD".
func (o *offer) takeSign(text string) {
	code, width := signAfter(text, o.end)
	if width == 0 {
		return
	}
	o.end += width
	if o.currency == "" || shared[o.currency] != nil {
		o.currency = code
	}
}

// upperEnd reads the second figure of a range at i.
func upperEnd(text string, i int) (number, bool) {
	rest := text[i:min(len(text), i+40)]
	at := strings.IndexAny(rest, "0123456789")
	if at < 0 {
		return number{}, false
	}
	_, sign := signBefore(text, i+at)
	if !rangeWord(rest[:max(0, at-sign)]) {
		return number{}, false
	}
	m := numberAt(text, i+at)
	return m, !m.barred
}

// rangeWord tells whether what stands between two figures makes them a range: a dash or a
// word, perhaps behind the ".–" of Swiss prices.
func rangeWord(between string) bool {
	between = strings.Trim(between, " \u00a0\u202f+")
	switch word := fold.ASCII(strings.Trim(between, " .-–—−+~")); word {
	case "":
		return strings.Trim(between, " .") != "" || between == ".." || between == "..."
	case "to", "bis", "do", "à", "até", "至", "～", "up to", "and", "tot", "till", "och", ">", "→", "ถึง", "‐", "‑", "a", "y", "e", "et", "und", "i":
		return true
	default:
		return strings.Contains(word, "maxsalary")
	}
}

// oneSided turns a single figure into a bound where "from" or "up to" says so.
func (o *offer) oneSided(text string) {
	before := strings.ToLower(strings.TrimRight(text[max(0, o.start-16):o.start], " :\u00a0"))
	switch {
	case hasSuffix(before, "up to", "bis zu", "bis", "jusqu'à", "hasta", "até", "upto", "max", "maximum", "max."):
		o.low = nil
	case hasSuffix(before, "from", "ab", "à partir de", "desde", "starting at", "minimum", "at least", "od", "min.", "bermula"):
		o.high = nil
	case strings.HasPrefix(text[o.end:], "+") && !strings.HasPrefix(text[o.end:], "++"):
		o.high = nil
		o.end++
	}
}

func hasSuffix(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) && !letterAt(s, len(s)-len(e)-1) {
			return true
		}
	}
	return false
}

func letterBefore(s string, i int) bool {
	if i <= 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// judge decides whether an offer is base pay, and settles its currency and period.
func (o *offer) judge(text string, hint Hint) bool {
	before, after := surroundings(text, o.start, o.end)
	signed := o.currency != ""
	if !hint.Field && !signed && !o.thousands && !(labelled(before) && *o.figure() >= 50) {
		return false
	}
	if o.settleCurrency(hint); o.currency == "" || !signed && calendarYear(*o.figure()) {
		return false
	}
	if hint.Field && promised(before) || !hint.Field && barred(before, after) {
		return false
	}
	announced := has(before, payWords) || has(after[:min(len(after), 15)], payWords)
	o.period = periodNear(before, after)
	stated := o.period != ""
	ranged := o.low != nil && o.high != nil && *o.low < *o.high
	if !hint.Field && !ranged && !announced && !stated && !(signed && *o.figure() >= 20_000) {
		return false
	}
	o.score = 2*one(announced) + 2*one(ranged) + 2*one(stated) + one(signed)
	return o.plausible(hint) && (o.low == nil || o.high == nil || *o.low <= *o.high)
}

// promised tells whether a pay field speaks of what can be earned, not of base pay.
func promised(before string) bool {
	return hasSuffix(strings.TrimRight(before, " :-"), "ote", "commission", "total comp", "total compensation", "on-target earnings")
}

// calendarYear tells whether a figure without a currency is more likely a year than pay.
func calendarYear(f float64) bool { return f >= 1900 && f <= 2100 && f == float64(int(f)) }

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (o *offer) figure() *float64 {
	if o.high != nil {
		return o.high
	}
	return o.low
}

// Bounds of believable pay in euros a year. They only keep misreadings out: 8,000 a day,
// 80 a year.
const (
	leastYearly     = 1_200
	leastYearlyRich = 6_000 // in the currencies of rich countries
	mostYearly      = 900_000
	// leastYearlyUnsaid is the least by the year that a figure without a period is taken for.
	leastYearlyUnsaid = 12_000
)

// plausible settles the period of an offer that states none and tells whether the pay
// can be believed.
func (o *offer) plausible(hint Hint) bool {
	believed := func(period string, least float64) bool {
		eur, ok := Yearly(stackhound.Pay{Max: o.figure(), Currency: o.currency, Period: period})
		return ok && eur >= least && eur <= mostYearly
	}
	floor := float64(leastYearly)
	if byTheYear[o.currency] && o.currency != "INR" {
		floor = leastYearlyRich
	}
	if o.period != "" {
		if !believed(o.period, floor) && believed("year", leastYearlyUnsaid) {
			o.period = "year" // the word spoke of something else: "or hourly equivalent"
		}
		return believed(o.period, floor)
	}
	order := []string{"month", "year", "week", "day", "hour"}
	if byTheYear[o.currency] {
		order = []string{"year", "month", "week", "day", "hour"}
	}
	if hint.Period != "" && believed(hint.Period, floor) {
		o.period = hint.Period
		return true
	}
	least := 2_500.0
	if byTheYear[o.currency] && o.currency != "INR" {
		least = leastYearlyUnsaid
	}
	for _, period := range order {
		if believed(period, least) {
			o.period = period
			return true
		}
	}
	return false
}

// Settle gives a pay without a period the likeliest one and tells whether the pay can be
// believed.
func Settle(p *stackhound.Pay) bool {
	if p.Min == nil && p.Max == nil {
		return false
	}
	o := offer{low: p.Min, high: p.Max, currency: p.Currency, period: p.Period}
	ok := o.plausible(Hint{})
	p.Period = o.period
	return ok
}
