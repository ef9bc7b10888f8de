package money

import (
	"strings"
	"unicode/utf8"

	"stackhound"
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
	return strings.HasPrefix(figure, "401") && len(figure) <= 4 || strings.HasPrefix(figure, "403") && len(figure) <= 4
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
// the signs around them in.
func rangeFrom(text string, n number) (offer, int) {
	o := offer{start: n.start, end: n.end}
	if code, width := signBefore(text, n.start); width > 0 {
		o.currency, o.start = code, n.start-width
	}
	code, width := signAfter(text, n.end)
	if width > 0 {
		o.end += width
		if o.currency == "" || shared[o.currency] != nil {
			o.currency = code
		}
	}
	low, high := n.value, n.value
	if m, ok := upperEnd(text, o.end); ok {
		if n.times == 0 && m.times > 0 && n.value < 1000 {
			low *= m.times
		}
		high = m.value
		o.end = m.end
		o.thousands = m.times == 1000 && low >= 30_000 && high > low
		if code, width := signAfter(text, m.end); width > 0 {
			o.end += width
			if o.currency == "" || shared[o.currency] != nil {
				o.currency = code
			}
		}
		if code, width := signBefore(text, m.start); width > 0 && o.currency == "" {
			o.currency = code
		}
	}
	o.low, o.high = &low, &high
	if low != high {
		return o, o.end
	}
	o.oneSided(text)
	return o, o.end
}

// upperEnd reads the second figure of a range at i.
func upperEnd(text string, i int) (number, bool) {
	rest := text[i:min(len(text), i+40)]
	at := strings.IndexAny(rest, "0123456789")
	if at < 0 || !rangeWord(rest[:at]) {
		return number{}, false
	}
	m := numberAt(text, i+at)
	return m, !m.barred
}

// rangeWord tells whether what stands between two figures makes them a range.
func rangeWord(between string) bool {
	between = strings.ToLower(between)
	for _, c := range currencies {
		between = strings.ReplaceAll(between, c.written, "")
	}
	for code := range perEuro {
		between = strings.ReplaceAll(between, strings.ToLower(code), "")
	}
	switch strings.Trim(between, " \u00a0\u202f+") {
	case "-", "–", "—", "−", "~", "to", "bis", "do", "à", "até", "至", "～", "..", "...", "up to", "and", "- up to", "tot", "till", "och", "->", "→", "ถึง", "‐", "‑", "–-", "--", "a":
		return true
	}
	return strings.Contains(between, "maxsalary")
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

// signBefore returns the currency whose sign or code ends at i, and how many bytes sign
// and blanks take.
func signBefore(text string, i int) (code string, width int) {
	head := strings.TrimRight(text[max(0, i-8):i], " \u00a0:")
	lower := lowerASCII(head)
	gap := i - max(0, i-8) - len(head)
	if len(head) >= 3 && Known(head[len(head)-3:]) && !letterAt(head, len(head)-4) {
		return head[len(head)-3:], gap + 3
	}
	for _, c := range currencies {
		if !strings.HasSuffix(lower, c.written) || letterAt(c.written, 0) && len(head) > len(c.written) && letterBefore(head, len(head)-len(c.written)) {
			continue
		}
		if c.written == "p" && gap > 0 || (c.written == "rs" || c.written == "rm" || c.written == "ft") && head[len(head)-2] >= 'a' {
			continue
		}
		return c.code, gap + len(c.written)
	}
	return "", 0
}

func letterBefore(s string, i int) bool {
	if i <= 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// signAfter returns the currency whose sign, code or word begins at i.
func signAfter(text string, i int) (code string, width int) {
	rest := text[i:min(len(text), i+14)]
	tail := strings.TrimLeft(rest, " \u00a0")
	gap := len(rest) - len(tail)
	if len(tail) >= 3 && Known(strings.ToUpper(tail[:3])) && !letterAt(tail, 3) && (tail[0] < 'a' || Known(strings.ToUpper(tail[:3])) && tail[:3] != "all") {
		return strings.ToUpper(tail[:3]), gap + 3
	}
	lower := strings.ToLower(tail)
	for _, c := range currencies {
		if c.written == "p" || !strings.HasPrefix(lower, c.written) || letterAt(c.written, len(c.written)-1) && letterAt(lower, len(c.written)) {
			continue
		}
		if end := tail[len(c.written):]; c.written == "$" && end != "" && end[0] >= '0' && end[0] <= '9' {
			continue // the sign of the next figure
		}
		return c.code, gap + len(c.written)
	}
	return "", 0
}

// judge decides whether an offer is base pay, and settles its currency and period.
func (o *offer) judge(text string, hint Hint) bool {
	before, after := surroundings(text, o.start, o.end)
	if barred(before, after) && !hint.Field {
		return false
	}
	announced := has(before, payWords) || has(after[:min(len(after), 15)], payWords)
	signed := o.currency != ""
	o.settleCurrency(hint)
	o.period = periodNear(before, after)
	stated := o.period != ""
	if !hint.Field && !signed && !(labelled(before) && *o.figure() >= 50) && !o.thousands {
		return false
	}
	if o.currency == "" || !signed && calendarYear(*o.figure()) || !o.plausible(hint) {
		return false
	}
	ranged := o.low != nil && o.high != nil && *o.low < *o.high
	if !hint.Field && !ranged && !announced && !stated && !(signed && *o.figure() >= 20000) {
		return false
	}
	o.score = 2*one(announced) + 2*one(ranged) + 2*one(stated) + one(signed)
	return o.low == nil || o.high == nil || *o.low <= *o.high
}

// labels lead to a figure that is pay without any currency sign: "Remuneration: 130,378".
var labels = []string{"salary", "remuneration", "compensation", "pay", "wage", "pay rate", "gehalt", "wynagrodzenie", "salario", "sueldo", "salaire", "gaji", "เงินเดือน", "薪金", "薪資", "月薪", "年薪", "時薪", "base", "basic", "hourly rate"}

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

// calendarYear tells whether a figure without a currency is more likely a year than pay.
func calendarYear(f float64) bool { return f >= 1900 && f <= 2100 && f == float64(int(f)) }

// lowerASCII lower-cases without moving a byte, so that places found in the result are
// places in the original.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

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

// settleCurrency names the currency of a shared sign, or of none.
func (o *offer) settleCurrency(hint Hint) {
	own := byCountry[hint.Country]
	if o.currency == "" {
		o.currency = hint.Currency
		if o.currency == "" {
			o.currency = own
		}
		return
	}
	candidates := shared[o.currency]
	if candidates == nil {
		return
	}
	o.currency = candidates[0]
	for _, c := range candidates {
		if c == hint.Currency || c == own && hint.Currency == "" {
			o.currency = c
		}
	}
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

// Bounds of believable pay in euros a year. They only keep misreadings out: 8,000 a day,
// 80 a year.
const (
	leastYearly = 1_200
	mostYearly  = 900_000
)

// plausible settles the period of an offer that states none and tells whether the pay
// can be believed.
func (o *offer) plausible(hint Hint) bool {
	believed := func(period string, least float64) bool {
		eur, ok := Yearly(stackhound.Pay{Max: o.figure(), Currency: o.currency, Period: period})
		return ok && eur >= least && eur <= mostYearly
	}
	if o.period != "" && believed(o.period, leastYearly) {
		return true
	}
	order := []string{"month", "year", "week", "day", "hour"}
	if byTheYear[o.currency] {
		order = []string{"year", "month", "week", "day", "hour"}
	}
	if hint.Period != "" && believed(hint.Period, leastYearly) {
		o.period = hint.Period
		return true
	}
	least := 2_500.0
	if byTheYear[o.currency] && o.currency != "INR" {
		least = 12_000
	}
	for _, period := range order {
		if believed(period, least) {
			o.period = period
			return true
		}
	}
	return false
}

// Currency reads a currency from a field of its own: an ISO code in any case or a sign,
// settled by country where several share it. "" means unknown; an empty field is the
// country's own currency.
func Currency(s, country string) string {
	s = strings.TrimSpace(s)
	if code := strings.ToUpper(s); Known(code) {
		return code
	}
	o := offer{}
	for _, c := range currencies {
		if strings.EqualFold(s, c.written) {
			o.currency = c.code
			break
		}
	}
	if o.currency == "" && s != "" {
		return ""
	}
	o.settleCurrency(Hint{Country: country})
	return o.currency
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
