package money

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
)

// eachString decodes the lines of a file of real strings, or skips the test.
func eachString[T any](t *testing.T, name string, visit func(T)) {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with salary/*.jsonl to measure on real strings")
	}
	f, err := os.Open(filepath.Join(dir, "salary", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		visit(row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// atLeast fails a test whose share of right answers lies below a floor.
func atLeast(t *testing.T, right, all int, floor float64) {
	t.Helper()
	t.Logf("%d of %d right", right, all)
	if share := float64(right) / float64(max(1, all)); share < floor {
		t.Errorf("%.3f are right, the floor is %.2f", share, floor)
	}
}

// payString is a line of a pay field as an Australian board shows it, with what a person
// read in it. A single figure or an upper bound stands in Min alone.
type payString struct {
	Text     string
	Min, Max *float64
	Unit     string
}

// agrees tells whether a pay is what a person read, in the form of the labels: a figure
// without a period has none there, and a bound of 0 is none here.
func (s payString) agrees(pay *stackhound.Pay) bool {
	if pay == nil || s.Min == nil {
		return pay == nil && s.Min == nil
	}
	low, high := s.Min, s.Max
	if high == nil {
		high = low
	}
	for _, bound := range []struct{ got, want *float64 }{{pay.Min, low}, {pay.Max, high}} {
		if bound.got == nil && *bound.want == 0 || bound.got != nil && *bound.got == *bound.want {
			continue
		}
		if bound.got != nil || s.Max != nil {
			return false
		}
	}
	return s.Unit == "" || s.Unit == pay.Period
}

// TestPayStrings holds how many real lines of pay fields are read exactly.
func TestPayStrings(t *testing.T) {
	t.Parallel()
	right, all := 0, 0
	eachString(t, "salary_strings_edwardjross.jsonl", func(s payString) {
		all++
		pay, _ := Parse(s.Text, Hint{Country: "AU", Field: true})
		if s.agrees(pay) {
			right++
			return
		}
		t.Logf("%q: read %v", s.Text, pay)
	})
	atLeast(t, right, all, 0.95)
}

// TestPriceStrings holds that figures are read right in the habits of many shops: amounts
// that pay can have, from one unit on.
func TestPriceStrings(t *testing.T) {
	t.Parallel()
	right, all := 0, 0
	type price struct {
		Text   string `json:"price_raw"`
		Amount any
	}
	eachString(t, "price_strings_price_parser.jsonl", func(p price) {
		want, ok := p.Amount.(float64)
		at := firstDigit(p.Text)
		if !ok || want < 1 || at < 0 || cents(want) != want {
			return
		}
		all++
		if n := numberAt(p.Text, at); !n.barred && n.value == want {
			right++
		} else {
			t.Logf("%q: read %v, want %v", p.Text, n, want)
		}
	})
	atLeast(t, right, all, 0.98)
}
