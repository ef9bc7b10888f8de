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
	thousands  bool // written in thousands, "130-180k", "80k base": pay even without a currency
	signed     bool
	named      bool // by a sign that only this currency has
	stated     bool // the period is said
	exact      bool // a single figure on a line of its own, under a label
	bracket    bool // under a label that says range
	score      int
}

// Reading is a pay as found in a text.
type Reading struct {
	Pay    stackhound.Pay
	Quote  string // an exact part of the text
	Stated bool   // the text says the period; else it was inferred from the size
	Named  bool   // the text names the currency; else a shared sign or none was settled by the hint
}

// Parse finds the base pay a text states and returns it with the exact words it was read
// from, or nil and "". Several ranges in one currency and period (one for each role)
// become one, from the lowest to the highest. Bonuses, equity, funding, revenue and
// benefits are not pay, nor are figures beyond belief for their period.
func Parse(text string, hint Hint) (pay *stackhound.Pay, quote string) {
	if r, ok := Read(text, hint); ok {
		return &r.Pay, r.Quote
	}
	return nil, ""
}

// Read is Parse with more to tell; ok is false when the text states no pay.
func Read(text string, hint Hint) (r Reading, ok bool) {
	offers := find(text, hint)
	if len(offers) == 0 {
		return Reading{}, false
	}
	best := offers[0]
	for _, o := range offers[1:] {
		if o.score > best.score {
			best = o
		}
	}
	if o, ok := withinBracket(offers, best); ok {
		best, offers = o, nil
	}
	pay := stackhound.Pay{Min: best.low, Max: best.high, Currency: best.currency, Period: best.period}
	for _, o := range offers {
		if o.currency == best.currency && o.period == best.period && o.signed == best.signed && o.score >= best.score-2 && o.near(best) {
			widen(&pay, o)
		}
	}
	return Reading{Pay: pay, Quote: text[best.start:best.end], Stated: best.stated, Named: best.named}, true
}

// withinBracket returns the exact pay of an ad that also names the bracket it falls in, as
// job boards sort pay: "Compensation: 16,000", "Compensation range: 15,000 - 20,000".
func withinBracket(offers []offer, best offer) (offer, bool) {
	for _, o := range offers {
		if best.bracket && o.exact && o.currency == best.currency && o.period == best.period && *o.low > *best.low && *o.low < *best.high {
			return o, true
		}
	}
	return offer{}, false
}

// near tells whether two offers are of one order: both can be pays of one ad.
func (o *offer) near(best offer) bool {
	const most = 6
	return *o.figure() < most**best.figure() && *best.figure() < most**o.figure()
}

// widen takes an offer into a pay that several roles share. A bound that one of them leaves
// open stays what the others say.
func widen(pay *stackhound.Pay, o offer) {
	if pay.Min != nil && o.low != nil && *o.low < *pay.Min {
		pay.Min = o.low
	}
	if pay.Max != nil && o.high != nil && *o.high > *pay.Max {
		pay.Max = o.high
	}
}

// mostOffers bounds how many figures with a sign or a label are judged. No ad comes near.
const mostOffers = 500

// find returns all offers of a text, in order.
func find(text string, hint Hint) []offer {
	var offers []offer
	judged := 0
	for i := 0; judged < mostOffers; {
		digit := firstDigit(text[i:])
		if digit < 0 {
			break
		}
		n := numberAt(text, i+digit)
		if i = n.end; n.barred || n.value == 0 && !hint.Field || pensionPlan(text[n.start:n.end]) {
			continue
		}
		o, ok := rangeFrom(text, n)
		if i = max(i, o.end); !ok {
			continue
		}
		if o.currency != "" || hint.Field || o.thousands || *o.high >= leastBare && mayBeLabelled(text, o.start) {
			judged++
			if o.judge(text, hint) {
				offers = append(offers, o)
			}
		}
	}
	return offers
}

// leastBare is the least figure that a label alone makes a pay.
const leastBare = 50

// pensionPlan tells whether a figure names one of the American saving plans 401(k), 403(b).
func pensionPlan(figure string) bool {
	return len(figure) <= len("401k") && (strings.HasPrefix(figure, "401") || strings.HasPrefix(figure, "403"))
}

// standsFree tells whether a figure is not part of a word such as "B2B" or "v3".
func standsFree(text string, i int) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !(letter(r) || r == '#' || r == '.' || r == '_' || r == '/' || r == '@' || r == '=' && strings.HasSuffix(text[max(0, i-8):i], "phone="))
}

// rangeFrom joins a figure with a second one behind it, if they are a range, and takes
// the signs around them in. ok is false for a figure that is part of a word.
func rangeFrom(text string, n number) (o offer, ok bool) {
	low, high := n.value, n.value
	o = offer{low: &low, high: &high, start: n.start, end: n.end}
	if code, width := signBefore(text, n.start); width > 0 {
		o.currency, o.start = code, n.start-width
		o.start += len(text[o.start:n.start]) - len(strings.TrimLeft(text[o.start:n.start], " \u00a0("))
	} else if !standsFree(text, n.start) {
		return o, false
	}
	o.takeSign(text)
	o.thousands = n.times == 1000 && low >= 30_000 && payWords.starts(lowerAt(text, o.end), 0) > 0
	if m, ok := o.upperEnd(text, n); ok {
		high, o.end = m.value, m.end
		o.takeSign(text)
		if code, width := signBefore(text, m.start); width > 0 && (o.currency == "" || shared[o.currency] != nil) {
			o.currency = code
		}
		low, high = sameScale(low, high, n.times, m.times)
		if strings.HasPrefix(text[o.end:], ")k") || strings.HasPrefix(text[o.end:], ")K") {
			low, high, o.end = low*1000, high*1000, o.end+2 // "$(160-190)k"
		}
		o.thousands = m.times == 1000 && low >= 30_000 && high > low
	}
	if o.currency == "" && lakhsPerYear(text[o.start:o.end]) {
		o.currency = "INR"
	}
	return o, !letterAt(text, o.end) || periodAt(text, o.end) > 0 || endsInLetter(text[o.start:o.end])
}

// lowerAt returns the words that begin at a place of a text, in lower case, without blanks
// before them; a zero byte where there are none.
func lowerAt(text string, i int) string {
	return strings.ToLower(strings.TrimLeft(text[i:min(len(text), i+24)], " \u00a0")) + "\x00"
}

// endsInLetter tells whether an offer ends with its magnitude or the name of its currency.
func endsInLetter(s string) bool { return letterBefore(s, len(s)) && !letterAt(s, len(s)) }

// lakhsPerYear tells whether a figure ends with the Indian unit of pay, which names currency
// and period.
func lakhsPerYear(figure string) bool {
	return len(figure) > 3 && strings.EqualFold(figure[len(figure)-3:], "lpa")
}

// sameScale lets both ends of a range share a magnitude that is written once: "130-180k",
// "$140 - $160000".
func sameScale(low, high, lowTimes, highTimes float64) (float64, float64) {
	switch {
	case lowTimes == 0 && highTimes > 0 && low < 1000 && low*highTimes <= high:
		low = cents(low * highTimes)
	case lowTimes == 0 && highTimes == 0 && low > 0 && low < 1000 && high >= 10_000 && low*1000 <= high:
		low *= 1000
	case highTimes == 0 && lowTimes == 1000 && high < 1000 && high*1000 > low:
		high *= 1000
	}
	return low, high
}

// takeSign takes in the sign right behind an offer. One that names a currency outdoes one
// that several share: "$100,000 CAD".
func (o *offer) takeSign(text string) {
	code, width := signAfter(text, o.end)
	if width == 0 {
		return
	}
	if o.currency == "" || shared[o.currency] != nil || o.currency == code {
		o.currency = code
		o.end += width
	}
}

// upperEnd reads the second figure of a range, which stands behind the first or behind its
// period: "$50/hr to $60/hr".
func (o *offer) upperEnd(text string, n number) (number, bool) {
	m, ok := secondAt(text, o.end, o.start)
	if !ok && (o.currency != "" || n.times > 0 || n.value >= leastBare) {
		if width := periodAt(text, o.end); width > 0 {
			m, ok = secondAt(text, o.end+width, o.start)
		}
	}
	if !ok {
		return m, false
	}
	low, high := sameScale(n.value, m.value, n.times, m.times)
	return m, low <= high
}

func secondAt(text string, i, start int) (number, bool) {
	rest := text[i:min(len(text), i+40)]
	at := firstDigit(rest)
	if at < 0 {
		return number{}, false
	}
	_, sign := signBefore(text, i+at)
	between := rest[:max(0, at-sign)]
	if !rangeWord(between, text, start) {
		return number{}, false
	}
	m := numberAt(text, i+at)
	if strings.TrimSpace(between) == "/" && m.times == 0 {
		return m, false // "50/60 k€" is a range, "24/7" is none
	}
	return m, !m.barred
}

func firstDigit(s string) int {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return i
		}
	}
	return -1
}

// longestSpoken bounds the words between two figures of a range, in bytes.
const longestSpoken = 24

// rangeWord tells whether what stands between two figures makes them a range: a dash or a
// word, perhaps behind the ".–" of Swiss prices. "and" needs a "between" before the first.
func rangeWord(between, text string, start int) bool {
	if len(between) > longestSpoken && !strings.Contains(between, "axSalary") || strings.Contains(between, "\n") {
		return false
	}
	between = strings.Trim(between, " \u00a0\u202f+(")
	switch word := strings.ToLower(strings.Trim(between, " .-–—−+~_(,")); word {
	case "":
		return strings.Trim(between, " .,") != "" || between == ".." || between == "..."
	case "to", "bis", "do", "à", "až", "至", "～", "〜", "~", "up to", "tot", "till", ">", "->", "→", "ถึง", "‐", "‑", "a", "até", "hasta", "sampai", "hingga", "ile", "til", "through", "thru", "upto", "bis zu", "до", "to a max of", "đến", "から", "rising to", "increasing to", "and up to", "going up to", "could go up to", "but could go up to", "but it could go up to", "but can go up to", "all the way to", "all the way up to", "maximum salary", "max salary", "maximum", "/", "max", "-":
		return true
	case "and", "y", "e", "et", "und", "i", "och", "og", "en", "ed", "&", "a ":
		before := strings.ToLower(text[max(0, start-24):start])
		return betweenWords.in(before)
	default:
		return strings.Contains(word, "maxsalary")
	}
}

// bounds settles which bounds an offer has; ok is false when none is left.
func (o *offer) bounds(text string) (ok bool) {
	if *o.low == *o.high {
		o.oneSided(text)
	}
	if o.low != nil && *o.low == 0 {
		o.low = nil // "0 - 650" is up to 650
	}
	return o.figure() != nil
}

// oneSided turns a single figure into a bound where "from" or "up to" says so.
func (o *offer) oneSided(text string) {
	before := strings.ToLower(strings.TrimRight(text[max(0, o.start-24):o.start], " :\u00a0~("))
	after := strings.ToLower(strings.TrimLeft(text[o.end:min(len(text), o.end+20)], " \u00a0"))
	open := strings.HasPrefix(after, "+") && !strings.HasPrefix(after, "++") && plain(after[1:])
	switch {
	case uptoWords.closes(before):
		o.low = nil
	case fromWords.closes(before):
		o.high = nil
	case open:
		o.high = nil
		o.end += strings.IndexByte(text[o.end:], '+') + 1
	case lists["upward"].starts(after, 0) > 0:
		o.high = nil
	case lists["upmost"].starts(after, 0) > 0:
		o.low = nil
	}
}

// plain tells whether a "+" is the sign of "and more", not of something that comes on top:
// "$100k + bonus".
func plain(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || !letterAt(rest, 0) || periodAt(rest, 0) > 0 || payWords.starts(rest, 0) > 0 || totalWords.starts(rest, 0) > 0
}

func (o *offer) figure() *float64 {
	if o.high != nil {
		return o.high
	}
	return o.low
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
