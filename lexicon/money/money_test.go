package money

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

func TestParse(t *testing.T) {
	de, us := Hint{Country: "DE"}, Hint{Country: "US"}
	for _, c := range []struct {
		text string
		hint Hint
		want string
	}{
		{"$140k–$170k + equity", us, "140,000–170,000 USD a year"},
		{"Salary: £65k-£80k", Hint{}, "65,000–80,000 GBP a year"},
		{"£55-100k", Hint{}, "55,000–100,000 GBP a year"},
		{"55.000–70.000 € brutto/Jahr", de, "55,000–70,000 EUR a year"},
		{"Gehalt: 60.000 € bis 75.000 €", de, "60,000–75,000 EUR a year"},
		{"CHF 110'000 – 130'000", Hint{}, "110,000–130,000 CHF a year"},
		{"12 000 – 16 000 PLN netto + VAT / mies.", Hint{}, "12,000–16,000 PLN a month"},
		{"10000-18000 PLN per month", Hint{}, "10,000–18,000 PLN a month"},
		{"Salaire : 54–68 k€ brut/an", Hint{}, "54,000–68,000 EUR a year"},
		{"Gehalt: 63–79 T€ p. a.", de, "63,000–79,000 EUR a year"},
		{"CHF 146'000.– bis 184'000.– pro Jahr", Hint{}, "146,000–184,000 CHF a year"},
		{"entre 40.000 y 52.000 € brutos al año", Hint{}, "40,000–52,000 EUR a year"},
		{"R$ 12.000 a R$ 15.000 por mês", Hint{}, "12,000–15,000 BRL a month"},
		{"€4.500 – €5.200 gross per month", Hint{}, "4,500–5,200 EUR a month"},
		{"₹25–40 LPA", Hint{}, "2,500,000–4,000,000 INR a year"},
		{"$18 - $22/hr", us, "18–22 USD an hour"},
		{"$33.65 - $38.70 per hour", us, "33.65–38.70 USD an hour"},
		{"CA$102.8K – CA$137K", Hint{}, "102,800–137,000 CAD a year"},
		{"$91,418 to $103,725", Hint{Country: "AU"}, "91,418–103,725 AUD a year"},
		{"base pay from $120k", us, "from 120,000 USD a year"},
		{"up to €90k", Hint{}, "up to 90,000 EUR a year"},
		{"€90k+ base salary", Hint{}, "from 90,000 EUR a year"},
		{"RM 5,000 – RM 8,000 per month", Hint{}, "5,000–8,000 MYR a month"},
		{"每小時$80.00 - $90.00", Hint{Country: "HK"}, "80–90 HKD an hour"},
		{"฿30000 - 35000", Hint{}, "30,000–35,000 THB a month"},
		{"day rate £500-£600", Hint{}, "500–600 GBP a day"},
		{"70 000 Kč měsíčně", Hint{}, "70,000 CZK a month"},
		{"SEK 45 000 - 55 000 per month", Hint{}, "45,000–55,000 SEK a month"},
		{"Senior: $150k-180k base\nJunior: $90k-110k base", us, "90,000–180,000 USD a year"},
		{"10000-18000", Hint{Field: true, Country: "PL"}, "10,000–18,000 PLN a month"},
		{"MYR 3,000 - 6,000", Hint{Field: true}, "3,000–6,000 MYR a month"},
		{`{"minSalary": 110000, "maxSalary": 140000, "currency": "USD"}`, Hint{Field: true, Currency: "USD"}, "110,000–140,000 USD a year"},

		{"- Monday to Friday 8.00am-4.30pm\n- $36.00 per hour\n- Harbour", Hint{Country: "AU"}, "36 AUD an hour"},
		{"$20M in funding. Pay: 80k base", us, "80,000 USD a year"},
		{"the target budget for this role is 55k to 70K EUR pa", de, "55,000–70,000 EUR a year"},
		{"our drivers earn $30 an hour", us, ""},
		{"readers have to pay $35 to see it", us, ""},
		{"Compensation\n16000\n\nCompensation range\n₱15,000 - ₱20,000", Hint{Country: "PH"}, "16,000 PHP a month"},
		{"Package valued to $72,969, of which salary ($59,636 - $65,827)", Hint{Country: "AU"}, "59,636–65,827 AUD a year"},
		{"Salary and benefits: $90,000", us, "90,000 USD a year"},
		{"USD 43,222.4 - 75,982.40000000001", Hint{Field: true}, "43,222.40–75,982.40 USD a year"},
		{"$12K", Hint{Field: true}, "12,000 USD a year"},
		{"Salary: CHF 9'500 - 11'800", Hint{}, "9,500–11,800 CHF a month"},
		{"salary $8,000 a year", us, ""},
		{"salary $9,000,000 a year", us, ""},
		{"試用期　$80/小時", Hint{Country: "HK"}, "80 HKD an hour"},
		{"Onsite | New York, NY | 130-200k + equity", us, "130,000–200,000 USD a year"},
		{"Base Salary: $90,000 - $120,000 Equity: 0.2%", us, "90,000–120,000 USD a year"},
		{"Salary: $90k to $135k (or hourly equivalent)", us, "90,000–135,000 USD a year"},
		{"$14T is spent on goods", us, ""},
		{"Remuneration : 130378.59 - 132799.68", Hint{Country: "AU"}, "130,378.59–132,799.68 AUD a year"},
		{"Monthly salary range: 4000-8000", Hint{Country: "SG"}, "4,000–8,000 SGD a month"},
		{"we pay for 500 employees, salary reviews every 365 days, 401k", us, ""},
		{"remuneration as of 2024", Hint{Country: "AU"}, ""},
		{"we raised $40M in Series B", us, ""},
		{"a 401k and $5,000 learning budget", us, ""},
		{"signing bonus of $20,000", us, ""},
		{"$20,000 sign-on bonus", us, ""},
		{"OTE: $200k-$220k", us, ""},
		{"$250k+ TC", us, ""},
		{"OTE $25k - $35k", Hint{Field: true}, ""},
		{"Remote $25k - $35k", Hint{Field: true}, "25,000–35,000 USD a year"},
		{"$100,000 CAD", us, "100,000 CAD a year"},
		{"$400 a month for groceries", us, ""},
		{"$3B in assets, 80,000 users, 24/7", us, ""},
		{"we process $120,000 in revenue a day", us, ""},
		{"founded 2015, call 555-1234", us, ""},
		{"salary 100%", us, ""},
		{"earn $12,000,000 per hour", us, ""},
	} {
		got, quote := Parse(c.text, c.hint)
		var s string
		if got != nil {
			s = got.String()
		}
		if s != c.want || (quote == "") != (got == nil) {
			t.Errorf("Parse(%q) = %q (%q), want %q", c.text, s, quote, c.want)
		}
	}
}

func TestQuoteIsTheWords(t *testing.T) {
	_, quote := Parse("Pay is generous: $140k - $170k a year", Hint{})
	if quote != "$140k - $170k" {
		t.Errorf("quote %q", quote)
	}
}

func TestYearly(t *testing.T) {
	pay := func(low, high float64, currency, period string) stackhound.Pay {
		return stackhound.Pay{Min: &low, Max: &high, Currency: currency, Period: period}
	}
	for _, c := range []struct {
		pay  stackhound.Pay
		want float64
	}{
		{pay(80000, 95000, "EUR", "year"), 95000},
		{pay(5000, 5000, "EUR", "month"), 60000},
		{pay(20, 50, "USD", "hour"), 104000 / 1.0389},
		{stackhound.Pay{Min: new(70000.0), Currency: "EUR", Period: "year"}, 70000},
	} {
		if got, ok := Yearly(c.pay); !ok || math.Abs(got-c.want) > 0.01 {
			t.Errorf("Yearly(%s) = %g, %v; want %g", c.pay, got, ok, c.want)
		}
	}
	for _, p := range []stackhound.Pay{{}, pay(1, 1, "XXX", "year"), pay(1, 1, "EUR", "eon")} {
		if _, ok := Yearly(p); ok {
			t.Errorf("Yearly(%v) is ok", p)
		}
	}
}

// TestTables holds that whatever a table names can be converted, and that rates have a day.
func TestTables(t *testing.T) {
	t.Parallel()
	if RatesDate().IsZero() {
		t.Error("rates.tsv names no day")
	}
	named := slices.Collect(maps.Values(byCountry))
	named = slices.AppendSeq(named, maps.Keys(classes))
	for _, codes := range shared {
		named = append(named, codes...)
	}
	for line := range strings.Lines(signs) {
		if code, _, _ := strings.Cut(line, " "); shared[code] == nil {
			named = append(named, strings.TrimSuffix(code, "?"))
		}
	}
	for _, code := range named {
		if !Known(code) {
			t.Errorf("%s has no rate", code)
		}
	}
}
