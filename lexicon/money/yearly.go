package money

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"stackhound"
)

//go:embed rates.tsv
var ratesText string

// perEuro holds how many units of a currency one euro buys on the day rates.tsv names.
var perEuro = mustRates()

// perYear says how many of each period a year of full-time work has: 52 weeks of five
// days of eight hours.
var perYear = map[string]float64{"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}

// mustRates reads the embedded table, which is part of the program.
func mustRates() map[string]float64 {
	rates := map[string]float64{}
	for line := range strings.SplitSeq(ratesText, "\n") {
		if cols := strings.Split(line, "\t"); !strings.HasPrefix(line, "#") && len(cols) >= 2 {
			rate, err := strconv.ParseFloat(cols[1], 64)
			if err != nil || rate <= 0 {
				panic(fmt.Sprintf("money: rates.tsv: %q is not a rate", line))
			}
			rates[cols[0]] = rate
		}
	}
	return rates
}

// Known tells whether a currency (ISO 4217, upper case) can be converted.
func Known(currency string) bool { return perEuro[currency] > 0 }

// Yearly returns the upper end of a pay (the lower one when there is no upper) in euros
// a year, at the rates of rates.tsv. ok is false when the pay has no figure or its
// currency or period is unknown.
func Yearly(p stackhound.Pay) (eur float64, ok bool) {
	figure := p.Max
	if figure == nil {
		figure = p.Min
	}
	rate, times := perEuro[p.Currency], perYear[p.Period]
	if figure == nil || rate == 0 || times == 0 {
		return 0, false
	}
	return *figure * times / rate, true
}
