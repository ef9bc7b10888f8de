package money

import "stackhound"

// HoursPerYear is what a year of full-time work has: 52 weeks of 40 hours, the figure by
// which the U.S. Bureau of Labor Statistics turns hourly wages into yearly ones (OEWS).
const HoursPerYear = 2080

// perYear says how many of each period a year of full-time work has.
var perYear = map[string]float64{"year": 1, "month": 12, "week": HoursPerYear / 40, "day": HoursPerYear / 8, "hour": HoursPerYear}

// Yearly returns the upper end of a pay (the lower one when there is no upper) in euros
// a year, at the rates of RatesDate; the pay itself stays as it was stated. ok is false
// when the pay has no figure or its currency or period is unknown.
func Yearly(p stackhound.Pay) (eur float64, ok bool) {
	figure := p.Max
	if figure == nil {
		figure = p.Min
	}
	rate, times := reference().perEuro[p.Currency], perYear[p.Period]
	if figure == nil || rate == 0 || times == 0 {
		return 0, false
	}
	return *figure * times / rate, true
}
