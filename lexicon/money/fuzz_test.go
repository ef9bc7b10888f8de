package money

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
)

// FuzzParse holds what is true of every pay that is read, whatever the text.
func FuzzParse(f *testing.F) {
	for _, row := range []string{"CHF 110'000 – 1,2.3 k € $5m 12 000", "from 0 to 0 $", "up to $0k+ a year", "年収400万円〜", "₹1,00,000 - 12 LPA", "Rp 15 juta/bulan", "\xff$9\x80k", "60.000,- €"} {
		f.Add(row, "DE", true)
		f.Add(row, "IN", false)
	}
	f.Fuzz(func(t *testing.T, text, country string, field bool) {
		pay, quote := Parse(text, Hint{Country: country, Field: field})
		if pay == nil {
			if quote != "" {
				t.Fatalf("%q: quote %q without a pay", text, quote)
			}
			return
		}
		switch {
		case quote == "" || !strings.Contains(text, quote):
			t.Fatalf("%q: quote %q is no part of it", text, quote)
		case pay.Min == nil && pay.Max == nil:
			t.Fatalf("%q: no bound", text)
		case pay.Min != nil && *pay.Min <= 0 || pay.Max != nil && *pay.Max <= 0:
			t.Fatalf("%q: %s is not above 0", text, pay)
		case pay.Min != nil && pay.Max != nil && *pay.Min > *pay.Max:
			t.Fatalf("%q: %v from %q", text, pay, quote)
		case !Known(pay.Currency) || !slices.Contains(stackhound.Periods, pay.Period):
			t.Fatalf("%q: currency %q, period %q", text, pay.Currency, pay.Period)
		}
	})
}

// FuzzString holds that a pay which is printed is read back as it was.
func FuzzString(f *testing.F) {
	f.Add(uint32(8_000_000), uint32(9_500_000), uint8(0), uint8(0), uint8(0))
	f.Add(uint32(3365), uint32(3870), uint8(1), uint8(4), uint8(1))
	f.Add(uint32(1_500_050), uint32(0), uint8(9), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, low, more uint32, currency, period, bounds uint8) {
		codes := make([]string, 0, len(shipped.perEuro))
		for code := range shipped.perEuro {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		pay := stackhound.Pay{Currency: codes[int(currency)%len(codes)], Period: stackhound.Periods[int(period)%len(stackhound.Periods)]}
		if bounds%3 != 1 {
			pay.Min = new(float64(low) / 100)
		}
		if bounds%3 != 2 {
			pay.Max = new(cents(float64(low)/100 + float64(more)/100))
		}
		if low == 0 || !Settle(&pay) {
			return // beyond belief: not read back either
		}
		for _, hint := range []Hint{{}, {Field: true}, {Country: "PL", Currency: "PLN"}} {
			text := "Salary: " + pay.String()
			got, _ := Parse(text, hint)
			if got == nil || got.String() != pay.String() {
				t.Fatalf("%q with %v is read as %v", text, hint, got)
			}
		}
	})
}

// TestHostileText holds that work grows with the length of a text, whatever it holds.
func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"1 ", "123 ", "123,", "$1 ", "$9k-", "1-", "salary ", "salary 90000 ", "$", "k€", "from between ", "1'", "\u00a01", "(", "+", "万1", "9", "$5000 a month and "} {
		text := strings.Repeat(unit, 200_000/len(unit))
		start := time.Now()
		for _, field := range []bool{false, true} {
			Parse(text, Hint{Country: "US", Field: field})
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d bytes of %q take %s", len(text), unit, took)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("We have built tools for 12 years, with 300 customers in 40 countries and 5+ years of Go. ", 30) + "\nSalary: $120,000 - $150,000 a year, a $2,000 learning budget and 401k."
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(text, Hint{Country: "US"})
	}
}
