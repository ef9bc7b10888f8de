package normalize

import (
	"testing"

	"stackhound"
)

// TestPayFieldsAgainstText holds which of a board's fields and its text counts, and that
// the other stays as overruled evidence.
func TestPayFieldsAgainstText(t *testing.T) {
	t.Parallel()
	stated := func(low, high float64, currency, period string) stackhound.Stated {
		return stackhound.Stated{PayMin: low, PayMax: high, Currency: currency, Period: period}
	}
	for name, c := range map[string]struct {
		stated                           stackhound.Stated
		field, body, want, from, overrul string
	}{
		"same":                 {stated(60000, 75000, "EUR", "YEAR"), "", "Salary: €60,000 - €75,000 a year", "60,000–75,000 EUR a year", fromBody, ""},
		"other figures":        {stated(60000, 75000, "EUR", "YEAR"), "", "Salary: €50,000 - €55,000 a year", "60,000–75,000 EUR a year", fromStated, "50,000–55,000 EUR a year"},
		"wrong unit":           {stated(5000, 6500, "EUR", "WEEK"), "", "We pay 5.000 – 6.500 € brutto im Monat.", "5,000–6,500 EUR a month", fromBody, "5,000–6,500 EUR a week"},
		"unit unsaid":          {stated(18000, 24000, "PLN", ""), "", "18 000 – 24 000 zł miesięcznie", "18,000–24,000 PLN a month", fromBody, ""},
		"wrong currency":       {stated(70000, 85000, "USD", "YEAR"), "", "Salary: £70,000 - £85,000 a year", "70,000–85,000 GBP a year", fromBody, "70,000–85,000 USD a year"},
		"a sign is no proof":   {stated(70000, 85000, "CAD", "YEAR"), "", "Salary: $70,000 - $85,000 a year", "70,000–85,000 CAD a year", fromBody, ""},
		"in thousands":         {stated(70, 90, "USD", ""), "", "Salary: $70k - $90k a year", "70,000–90,000 USD a year", fromBody, "70–90 USD an hour"},
		"worked out":           {stated(72000, 83000, "USD", "YEAR"), "", "Pay: $35 - $40 per hour", "35–40 USD an hour", fromBody, "72,000–83,000 USD a year"},
		"field worked out":     {stackhound.Stated{}, "$72,000 - $83,000", "Pay: $35 - $40 per hour", "35–40 USD an hour", fromBody, "72,000–83,000 USD a year"},
		"both written out":     {stackhound.Stated{}, "11000-15000 PLN per month", "Rate: 70 - 90 PLN/h (11 000 - 15 000 PLN a month)", "11,000–15,000 PLN a month", fromSalary, "70–90 PLN an hour"},
		"field over text":      {stackhound.Stated{}, "$72,000 - $83,000", "Pay: $90,000 a year", "72,000–83,000 USD a year", fromSalary, "90,000 USD a year"},
		"beyond belief":        {stated(8, 9, "USD", "YEAR"), "", "Salary: $110k", "110,000 USD a year", fromBody, ""},
		"placeholders":         {stated(0, 0, "USD", "YEAR"), "", "Salary: $110k", "110,000 USD a year", fromBody, ""},
		"words of the field":   {stated(110000, 0, "USD", "YEAR"), "from $110k a year", "", "from 110,000 USD a year", fromSalary, ""},
		"benefits do not rule": {stated(60000, 75000, "EUR", "YEAR"), "", "A bonus of €5,000 and a learning budget of €2,000 a year.", "60,000–75,000 EUR a year", fromStated, ""},
	} {
		ad := Read(stackhound.Listing{Title: "Go Developer", Salary: c.field, Description: c.body, Stated: c.stated}, stackhound.Defaults{})
		var got, from, overruled string
		for _, e := range ad.EvidenceList {
			switch {
			case e.Field != "salary":
			case e.Overruled:
				overruled = e.Value
			default:
				got, from = e.Value, e.Source
			}
		}
		if pay(ad.Salary) != c.want || got != c.want || from != c.from || overruled != c.overrul {
			t.Errorf("%s: %s (evidence %s from %s, overruled %q), want %s from %s, overruled %q", name, pay(ad.Salary), got, from, overruled, c.want, c.from, c.overrul)
		}
	}
}

// TestCountryOfPay holds that the place of the job settles what "$" and "kr" mean.
func TestCountryOfPay(t *testing.T) {
	t.Parallel()
	for place, want := range map[string]string{"Sydney, Australia": "AUD", "Toronto, Canada": "CAD", "Singapore": "SGD", "Austin, TX, United States": "USD", "Hong Kong": "HKD", "Auckland, New Zealand": "NZD", "": "USD"} {
		ad := Read(stackhound.Listing{Title: "Developer", Location: place, Description: "Salary: $90,000 - $110,000 a year"}, stackhound.Defaults{})
		if ad.Salary == nil || ad.Salary.Currency != want {
			t.Errorf("%s: %v, want %s", place, ad.Salary, want)
		}
	}
}
