package money

import "stackhound"

// class is how pay is stated in a currency, and what can be believed there. All bounds are
// in euros and only keep misreadings out: 8,000 dollars a year, 9 million dollars a year.
type class struct {
	least     map[string]float64 // least believable pay a year where the period is said
	announced float64            // least a year, for shorter periods, where a word announces pay
	// the least figure of each period that a figure without one is taken for, first match
	year, month, day, hour float64
}

// mostYearly is the most that can be believed, in euros a year.
const mostYearly = 900_000

var (
	byYear  = class{least: map[string]float64{"year": 9_000, "": 6_000}, announced: 2_400, year: 11_000, month: 1_000, day: 150, hour: 5}
	swiss   = class{least: byYear.least, announced: byYear.announced, year: 25_000, month: 1_500, day: 200, hour: 5} // by the year and by the month alike
	byMonth = class{least: map[string]float64{"year": 4_000, "": 3_000}, announced: 1_200, year: 15_000, month: 500, day: 60, hour: 3}
	poorer  = class{least: map[string]float64{"year": 600, "": 600}, announced: 400, year: 10_000, month: 60, day: 5, hour: 0.7}
	india   = class{least: map[string]float64{"year": 600, "": 600}, announced: 400, year: 2_500, month: 60, day: 5, hour: 0.7}
)

// classes holds the class of each currency; those not listed are the poorer ones, which
// state pay by the month.
var classes = map[string]*class{
	"USD": &byYear, "EUR": &byYear, "GBP": &byYear, "CAD": &byYear, "AUD": &byYear, "NZD": &byYear, "CHF": &swiss, "JPY": &byYear, "NOK": &byYear, "ISK": &byYear,
	"PLN": &byMonth, "CZK": &byMonth, "HUF": &byMonth, "RON": &byMonth, "SEK": &byMonth, "DKK": &byMonth, "SGD": &byMonth, "HKD": &byMonth, "ILS": &byMonth, "AED": &byMonth, "TWD": &byMonth, "QAR": &byMonth, "SAR": &byMonth, "KRW": &byMonth, "BGN": &byMonth, "MOP": &byMonth,
	"INR": &india, "PKR": &india, "BDT": &india, "LKR": &india,
}

func classOf(currency string) *class {
	if c := classes[currency]; c != nil {
		return c
	}
	return &poorer
}

// believed tells whether a figure can be the pay for a period.
func (o *offer) believed(period string, announced bool) bool {
	eur, ok := Yearly(stackhound.Pay{Max: o.figure(), Currency: o.currency, Period: period})
	c := classOf(o.currency)
	least := c.least[""]
	if period == "year" {
		least = c.least["year"]
	} else if announced {
		least = c.announced
	}
	return ok && eur >= least && eur <= mostYearly
}

// plausible settles the period of an offer that states none and tells whether the pay
// can be believed.
func (o *offer) plausible(hint Hint, announced bool) bool {
	if o.period != "" && o.believed(o.period, announced) {
		return true
	}
	unsaid := o.unsaid()
	if o.period != "" && unsaid == "year" && o.believed(unsaid, announced) {
		o.period, o.stated = unsaid, false // the word spoke of something else: "or hourly equivalent"
		return true
	}
	if o.period != "" {
		return false
	}
	if hint.Period != "" && o.believed(hint.Period, true) {
		o.period = hint.Period
		return true
	}
	o.period = unsaid
	return unsaid != "" && o.believed(unsaid, true)
}

// unsaid returns the likeliest period of a figure that comes without one, by its size in
// euros; "" when it is too small for any.
func (o *offer) unsaid() string {
	eur := *o.figure() / max(reference().perEuro[o.currency], 1e-9)
	c := classOf(o.currency)
	switch {
	case eur >= c.year:
		return "year"
	case eur >= c.month:
		return "month"
	case eur >= c.day:
		return "day"
	case eur >= c.hour:
		return "hour"
	}
	return ""
}

// Settle gives a pay without a period the likeliest one and tells whether the pay can be
// believed.
func Settle(p *stackhound.Pay) bool {
	if p.Min == nil && p.Max == nil {
		return false
	}
	o := offer{low: p.Min, high: p.Max, currency: p.Currency, period: p.Period}
	ok := o.plausible(Hint{}, true)
	p.Period = o.period
	return ok
}
