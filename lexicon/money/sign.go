package money

import (
	"strings"

	"stackhound/lexicon/fold"
)

// signBefore returns the currency whose sign or code ends at i, and how many bytes sign
// and blanks take.
func signBefore(text string, i int) (code string, width int) {
	head := strings.TrimRight(text[max(0, i-8):i], " \u00a0:")
	lower := fold.ASCII(head)
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

// lowerCodes are the codes that count in lower case too; others are words ("try", "pen").
var lowerCodes = map[string]bool{"usd": true, "eur": true, "gbp": true, "chf": true, "pln": true, "cad": true, "aud": true, "sek": true, "nok": true, "dkk": true, "czk": true, "inr": true, "huf": true}

// signAfter returns the currency whose sign, code or word begins at i.
func signAfter(text string, i int) (code string, width int) {
	rest := text[i:min(len(text), i+14)]
	tail := strings.TrimLeft(rest, " \u00a0")
	gap := len(rest) - len(tail)
	if len(tail) >= 3 && !letterAt(tail, 3) && (Known(tail[:3]) || lowerCodes[tail[:3]]) {
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
