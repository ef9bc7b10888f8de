package money

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

//go:embed rates.tsv
var ratesText string

// perEuro holds how many units of a currency one euro buys on RatesDate.
var perEuro, ratesDate = mustRates()

// RatesDate returns the day of the rates that pay is converted at.
func RatesDate() time.Time { return ratesDate }

// HoursPerYear is what a year of full-time work has: 52 weeks of 40 hours, the figure by
// which the U.S. Bureau of Labor Statistics turns hourly wages into yearly ones (OEWS).
const HoursPerYear = 2080

// perYear says how many of each period a year of full-time work has.
var perYear = map[string]float64{"year": 1, "month": 12, "week": HoursPerYear / 40, "day": HoursPerYear / 8, "hour": HoursPerYear}

// mustRates reads the embedded table, which is part of the program.
func mustRates() (rates map[string]float64, day time.Time) {
	rates = map[string]float64{}
	for line := range strings.SplitSeq(ratesText, "\n") {
		cols := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(cols) < 2 {
			continue
		}
		var err error
		if cols[0] == "date" {
			day, err = time.Parse(time.DateOnly, cols[1])
		} else {
			rates[cols[0]], err = strconv.ParseFloat(cols[1], 64)
		}
		if err != nil || cols[0] != "date" && rates[cols[0]] <= 0 {
			panic(fmt.Sprintf("money: rates.tsv: %q is no rate and no date", line))
		}
	}
	return rates, day
}

// Known tells whether a currency (ISO 4217, upper case) can be converted.
func Known(currency string) bool { return perEuro[currency] > 0 }

// Yearly returns the upper end of a pay (the lower one when there is no upper) in euros
// a year, at the rates of RatesDate; the pay itself stays as it was stated. ok is false
// when the pay has no figure or its currency or period is unknown.
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
