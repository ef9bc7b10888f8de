package normalize

import (
	"slices"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/lexicon/money"
)

// wage is the pay that one part of a listing states.
type wage struct {
	money.Reading
	from string // the source, as Evidence names it
}

// readPay takes the first of the board's own figures, the salary field, the title and the
// body that states pay. Where the text that people read shows a field to be wrong or
// worked out, the text counts. What is overruled stays as evidence.
func (r *reader) readPay() {
	hint := r.payHint()
	all := r.statedPay(nil, hint)
	field := hint
	field.Field = true
	all = payIn(all, r.salary, field)
	fields := len(all)
	all = payIn(all, r.title, hint)
	all = payIn(all, r.body, hint)
	if len(all) == 0 {
		return
	}
	best := all[0]
	if fields > 0 {
		if i := slices.IndexFunc(all[fields:], func(w wage) bool { return w.repairs(best) }); i >= 0 && !r.repeats(best, all[fields+i]) {
			best = all[fields+i]
		}
	}
	r.takePay(best, all)
}

// takePay makes a pay that of the ad, and notes what else the listing says. Figures of the
// board without words are quoted from where the listing writes them out.
func (r *reader) takePay(best wage, all []wage) {
	if i := slices.IndexFunc(all, func(w wage) bool { return w.Quote != "" && sameFigures(w.Pay, best.Pay) }); best.Quote == "" && i >= 0 {
		best.Quote, best.from = all[i].Quote, all[i].from
	}
	r.ad.Salary, r.ad.SalaryQuote = &best.Pay, best.Quote
	said := best.Pay.String()
	r.note("salary", said, best.from, best.Quote)
	for _, w := range all {
		if value := w.Pay.String(); value != said {
			r.note("salary", value, w.from, w.Quote)
			r.ad.EvidenceList[len(r.ad.EvidenceList)-1].Overruled = true
		}
	}
}

// repairs tells whether a pay in the text shows what a field holds to be the same pay put
// wrongly: for another period, in another currency, in thousands; or worked out from it.
func (w wage) repairs(field wage) bool {
	a, b := w.Pay, field.Pay
	switch {
	case sameFigures(a, b):
		return a.Period != b.Period && w.Stated || a.Currency != b.Currency && w.Named
	case a.Currency != b.Currency:
		return false
	}
	return sameFigures(a, times(b, 1000)) || a.Period != b.Period && w.Stated && amounts(a, b)
}

// repeats tells whether the text has a field's figures too, beside other ones that it states
// for another period: "70-90 PLN an hour (11 000-15 000 a month)". Then nobody worked them out.
func (r *reader) repeats(field, stated wage) bool {
	if sameFigures(field.Pay, stated.Pay) || field.Pay.Min == nil || field.Pay.Max == nil {
		return false
	}
	text := strings.NewReplacer(" ", "", ",", "", ".", "").Replace(r.body.text)
	for _, bound := range []float64{*field.Pay.Min, *field.Pay.Max} {
		if bound < 1000 || !strings.Contains(text, strconv.FormatFloat(bound, 'f', -1, 64)) {
			return false
		}
	}
	return true
}

// workedOut is how far a pay that was worked out for another period can be from the one
// that is stated: hours and weeks of work a year differ.
const workedOut = 0.15

// amounts tells whether two pays for different periods come to about the same.
func amounts(a, b stackhound.Pay) bool {
	for _, bound := range [][2]*float64{{a.Min, b.Min}, {a.Max, b.Max}} {
		x, okX := money.Yearly(stackhound.Pay{Max: bound[0], Currency: a.Currency, Period: a.Period})
		y, okY := money.Yearly(stackhound.Pay{Max: bound[1], Currency: b.Currency, Period: b.Period})
		if okX != okY || okX && (x > y*(1+workedOut) || y > x*(1+workedOut)) {
			return false
		}
	}
	return true
}

func times(p stackhound.Pay, factor float64) stackhound.Pay {
	for _, bound := range []**float64{&p.Min, &p.Max} {
		if *bound != nil {
			*bound = new(**bound * factor)
		}
	}
	return p
}

func sameFigures(a, b stackhound.Pay) bool { return same(a.Min, b.Min) && same(a.Max, b.Max) }

func same(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

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
		hint.Country = r.country
	}
	return hint
}

// periodWords maps what boards write in a field for the period.
var periodWords = map[string]string{
	"year": "year", "yearly": "year", "annual": "year", "annually": "year", "annum": "year", "per year": "year", "yr": "year", "y": "year",
	"month": "month", "monthly": "month", "per month": "month", "mo": "month", "week": "week", "weekly": "week", "per week": "week",
	"day": "day", "daily": "day", "per day": "day", "hour": "hour", "hourly": "hour", "per hour": "hour", "hr": "hour",
}

// statedPay adds the figures in fields of their own. Placeholders (0, or what nobody is
// paid) are no pay.
func (r *reader) statedPay(all []wage, hint money.Hint) []wage {
	low, high := r.l.Stated.PayMin, r.l.Stated.PayMax
	if low <= 0 && high <= 0 {
		return all
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
		return all
	}
	return append(all, wage{money.Reading{Pay: pay}, fromStated})
}

// payIn adds the pay that the words of a source state.
func payIn(all []wage, s source, hint money.Hint) []wage {
	if found, ok := money.Read(s.text, hint); ok {
		all = append(all, wage{found, s.name})
	}
	return all
}
