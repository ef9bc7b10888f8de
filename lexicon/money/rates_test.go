package money

import (
	"strings"
	"testing"
	"time"

	"stackhound"
)

// TestLayRates lays a table over that of the program and takes it away again.
func TestLayRates(t *testing.T) {
	hundred := 100.0
	yearly := func(currency string) float64 {
		eur, _ := Yearly(stackhound.Pay{Min: &hundred, Currency: currency, Period: "year"})
		return eur
	}
	pounds, before := yearly("GBP"), RatesDate()
	if err := LayRates("ours.tsv", "\ufeff# ours\ndate\t2026-06-30\nUSD\t2\tremark\r\nXTS\t4\n"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = LayRates("", "") })
	if yearly("USD") != 50 || yearly("XTS") != 25 || yearly("GBP") != pounds || !Known("XTS") || RatesDate().Format(time.DateOnly) != "2026-06-30" {
		t.Errorf("%v, %v, %v for a hundred USD, XTS and GBP of %v", yearly("USD"), yearly("XTS"), yearly("GBP"), RatesDate())
	}
	if err := LayRates("bad.tsv", "USD\t0"); err == nil || yearly("USD") != 50 {
		t.Errorf("a table that is wrong changes the rates: %v", err)
	}
	if err := LayRates("", ""); err != nil || Known("XTS") || RatesDate() != before {
		t.Errorf("the table is still there: %v", err)
	}
}

func TestCheckRates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"date\t2026-06-30\nUSD\t1.1":         "",
		"date\t2026-06-30\nEUR\t1":           "",
		"date\t2026-06-30\nUSD 1.1":          `r.tsv:2: "USD 1.1" is no rate`,
		"date\t2026-06-30\nusd\t1.1":         `r.tsv:2: "usd" is no currency`,
		"date\t2026-06-30\nUS1\t1.1":         `r.tsv:2: "US1" is no currency`,
		"date\t2026-06-30\nUSD\t1,1":         `r.tsv:2: "1,1" is no rate of USD`,
		"date\t2026-06-30\nUSD\t-1":          `r.tsv:2: "-1" is no rate of USD`,
		"date\t2026-06-30\nUSD\tNaN":         `r.tsv:2: "NaN" is no rate of USD`,
		"date\t2026-06-30\nUSD\tInf":         `r.tsv:2: "Inf" is no rate of USD`,
		"date\t2026-06-30\nEUR\t1.1":         "r.tsv:2: the rates are for one euro",
		"date\t2026-06-30\nUSD\t1\n\nUSD\t2": "r.tsv:4: USD stands in the table already",
		"date\t30.6.2026":                    `r.tsv:1: "30.6.2026" is not the one day`,
		"date\t2026-06-30\ndate\t2026-06-29": `r.tsv:2: "2026-06-29" is not the one day`,
		"USD\t1.1":                           "r.tsv:1: the day of the rates is missing",
		"usd\t1\nUSD\tx":                     "r.tsv:2: \"x\" is no rate",
	} {
		day, err := CheckRates("r.tsv", text)
		switch {
		case want == "" && (err != nil || day.IsZero()):
			t.Errorf("%q: %v, of %v", text, err, day)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
