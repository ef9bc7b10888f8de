package money

import "strings"

// sign is a way to write a currency beside a figure, in lower case.
type sign struct{ written, code string }

// signsBefore and signsAfter hold the signs by their last and by their first byte, longest
// first.
var signsBefore, signsAfter = bySign()

func bySign() (before, after [256][]sign) {
	put := func(at *[]sign, s sign) {
		i := 0
		for i < len(*at) && len((*at)[i].written) >= len(s.written) {
			i++
		}
		*at = append((*at)[:i:i], append([]sign{s}, (*at)[i:]...)...)
	}
	for line := range strings.Lines(signs) {
		code, written, _ := strings.Cut(strings.TrimSpace(line), " ")
		for w := range strings.FieldsSeq(written) {
			put(&before[w[len(w)-1]], sign{w, code})
			if code != "PHP?" && code != "ZAR?" {
				put(&after[w[0]], sign{w, code})
			}
		}
	}
	return before, after
}

// signBefore returns the currency whose sign or code ends at i, and how many bytes sign
// and blanks take.
func signBefore(text string, i int) (code string, width int) {
	head := strings.TrimRight(text[max(0, i-12):i], " \u00a0\u202f:(~")
	gap := i - max(0, i-12) - len(head)
	if head == "" {
		return "", 0
	}
	if c, ok := codeBefore(head); ok {
		return c, gap + 3
	}
	for _, s := range signsBefore[lowerByte(head[len(head)-1])] {
		at := len(head) - len(s.written)
		if at < 0 || !prefixFold(head[at:], s.written) || letterAt(s.written, 0) && letterBefore(head, at) {
			continue
		}
		if lower := head[at] >= 'a'; s.code[len(s.code)-1] == '?' && (gap > 1 || lower) || lower && unitLike[s.written] {
			continue // "p99", "5 ft": words and units, unless written as signs are
		}
		return preciser(head[:at], s.code, gap+len(s.written))
	}
	return "", 0
}

// unitLike are the signs that are units or parts of words in lower case.
var unitLike = map[string]bool{"rs": true, "rm": true, "ft": true, "rp": true, "sr": true, "tl": true, "lei": true, "nis": true}

func codeBefore(head string) (code string, ok bool) {
	if len(head) < 3 || plainSign(head[len(head)-1]) || letterBefore(head, len(head)-3) {
		return "", false
	}
	code = head[len(head)-3:]
	return strings.ToUpper(code), Known(code) || lowerCodes[code]
}

// preciser takes in the code in front of a sign that several currencies share: "CAD $5,000".
func preciser(head, code string, width int) (string, int) {
	trimmed := strings.TrimRight(head, " \u00a0")
	if shared[code] == nil {
		return code, width
	}
	if c, ok := codeBefore(trimmed); ok {
		return c, width + len(head) - len(trimmed) + 3
	}
	return code, width
}

// lowerCodes are the codes that count in lower case too; others are words ("try", "pen").
var lowerCodes = map[string]bool{"usd": true, "eur": true, "gbp": true, "chf": true, "pln": true, "cad": true, "aud": true, "nzd": true, "sek": true, "nok": true, "dkk": true, "czk": true, "inr": true, "huf": true, "sgd": true, "hkd": true, "brl": true, "Eur": true, "Usd": true}

// signAfter returns the currency whose sign, code or word begins at i.
func signAfter(text string, i int) (code string, width int) {
	rest := text[i:min(len(text), i+20)]
	tail := strings.TrimLeft(rest[noCents(rest):], " \u00a0\u202f")
	gap := len(rest) - len(tail)
	if tail == "" {
		return "", 0
	}
	if len(tail) >= 3 && !plainSign(tail[2]) && !letterAt(tail, 3) && (Known(tail[:3]) || lowerCodes[tail[:3]]) {
		return strings.ToUpper(tail[:3]), gap + 3
	}
	for _, s := range signsAfter[lowerByte(tail[0])] {
		if !prefixFold(tail, s.written) || !edge(tail, len(s.written)) || s.written == "r" {
			continue
		}
		if end := tail[len(s.written):]; strings.HasSuffix(s.written, "$") && end != "" && end[0] >= '0' && end[0] <= '9' {
			continue // the sign of the next figure
		}
		width = gap + len(s.written)
		if code, more := signAfterShared(s.code, tail[len(s.written):]); more > 0 {
			return code, width + more
		}
		return s.code, width
	}
	return "", 0
}

// noCents returns the width of the dash that stands in the place of cents: "60.000,- €".
func noCents(rest string) int {
	for _, s := range []string{",--", ",-", ".--", ".-", ".–", ",–", ",—", ".—"} {
		if strings.HasPrefix(rest, s) {
			return len(s)
		}
	}
	return 0
}

// signAfterShared reads a code that stands behind a shared sign: "90 000 $ CAD".
func signAfterShared(code, rest string) (string, int) {
	tail := strings.TrimLeft(rest, " ")
	if shared[code] == nil || len(tail) < 3 || !Known(tail[:3]) || letterAt(tail, 3) {
		return "", 0
	}
	return tail[:3], len(rest) - len(tail) + 3
}

// settleCurrency names the currency of a shared sign, or of none. ok is false when the
// sign is only one in a country that this is not.
func (o *offer) settleCurrency(hint Hint) (ok bool) {
	own := byCountry[hint.Country]
	if sure, local := strings.CutSuffix(o.currency, "?"); local {
		o.currency = sure
		return own == sure || hint.Currency == sure
	}
	if o.currency == "" {
		o.currency = hint.Currency
		if o.currency == "" {
			o.currency = own
		}
		return o.currency != ""
	}
	candidates := shared[o.currency]
	if candidates == nil {
		return true
	}
	o.currency = candidates[0]
	for _, c := range candidates {
		if c == hint.Currency || c == own && hint.Currency == "" {
			o.currency = c
		}
	}
	return true
}

// Currency reads a currency from a field of its own: an ISO code in any case or a sign,
// settled by country where several share it. "" means unknown; an empty field is the
// country's own currency.
func Currency(s, country string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if code := strings.ToUpper(s); Known(code) {
		return code
	}
	o := offer{}
	if s != "" {
		for _, c := range signsAfter[s[0]] {
			if s == c.written {
				o.currency = c.code
				break
			}
		}
		if o.currency == "" {
			return ""
		}
	}
	o.settleCurrency(Hint{Country: country})
	return o.currency
}
