package normalize

import (
	"strings"

	"stackhound"
	"stackhound/lexicon/money"
	"stackhound/lexicon/places"
)

// readPay takes the board's own figures, else the salary field, else the title, else what
// the body says.
func (r *reader) readPay() {
	hint := r.payHint()
	if r.statedPay(hint) {
		return
	}
	field := hint
	field.Field = true
	if r.payIn(r.salary, field) {
		return
	}
	if !r.payIn(r.title, hint) {
		r.payIn(r.body, hint)
	}
}

// payHint gathers what settles "$" and bare figures: the board's currency and period, and
// the country of the job.
func (r *reader) payHint() money.Hint {
	hint := money.Hint{Currency: r.defaults.Currency, Period: r.defaults.Period}
	if hint.Currency == "" && len(r.l.Stated.Currency) == 3 {
		hint.Currency = strings.ToUpper(r.l.Stated.Currency)
	}
	for _, code := range strings.Fields(r.l.Salary) {
		if code = strings.Trim(code, `",}:`); money.Known(code) {
			hint.Currency = code
		}
	}
	switch {
	case len(r.ad.Locations) > 0:
		hint.Country = r.ad.Locations[0].Country
	case len(r.ad.Regions) == 1 && len(r.ad.Regions[0]) == 2 && r.ad.Regions[0] != "EU":
		hint.Country = r.ad.Regions[0]
	default:
		hint.Country, _ = places.Country(r.l.Location)
	}
	return hint
}

// periodWords maps what boards write in a field for the period.
var periodWords = map[string]string{
	"year": "year", "yearly": "year", "annual": "year", "annually": "year", "annum": "year", "per year": "year", "yr": "year", "y": "year",
	"month": "month", "monthly": "month", "per month": "month", "mo": "month", "week": "week", "weekly": "week", "per week": "week",
	"day": "day", "daily": "day", "per day": "day", "hour": "hour", "hourly": "hour", "per hour": "hour", "hr": "hour",
}

// statedPay reads figures in fields of their own. Placeholders (0, or a bound far below
// the other) are no pay.
func (r *reader) statedPay(hint money.Hint) bool {
	low, high := r.l.Stated.PayMin, r.l.Stated.PayMax
	if low <= 0 && high <= 0 {
		return false
	}
	pay := stackhound.Pay{Currency: hint.Currency, Period: periodWords[strings.ToLower(r.l.Stated.Period)]}
	if low > 0 {
		pay.Min = &low
	}
	if high > 0 {
		pay.Max = &high
	}
	if pay.Currency == "" {
		pay.Currency = money.Currency(r.l.Stated.Currency, hint.Country)
	}
	if pay.Period == "" {
		pay.Period = hint.Period
	}
	if !money.Settle(&pay) || low > 0 && high > 0 && low > high {
		return false
	}
	r.ad.Salary = &pay
	from := fromStated
	if r.ad.SalaryQuote = r.quoteOf(pay, hint); r.ad.SalaryQuote != "" {
		from = fromSalary
	}
	r.note("salary", pay.String(), from, r.ad.SalaryQuote)
	return true
}

// quoteOf returns the words of the salary field that state the same figures, "" where it
// holds others or none.
func (r *reader) quoteOf(pay stackhound.Pay, hint money.Hint) string {
	hint.Field = true
	written, quote := money.Parse(r.salary.text, hint)
	if written == nil || !same(written.Min, pay.Min) || !same(written.Max, pay.Max) {
		return ""
	}
	return quote
}

func same(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

func (r *reader) payIn(s source, hint money.Hint) bool {
	pay, quote := money.Parse(s.text, hint)
	if pay == nil {
		return false
	}
	r.ad.Salary, r.ad.SalaryQuote = pay, quote
	r.note("salary", pay.String(), s.name, quote)
	return true
}
