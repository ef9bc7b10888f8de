package money

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// rows reads a table of testdata, columns parted by tabs.
func rows(t *testing.T, name string, columns int) [][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != columns {
			t.Fatalf("%s: %q has %d columns, not %d", name, line, len(row), columns)
		}
		all = append(all, row)
	}
	if len(all) < 200 {
		t.Errorf("%s holds %d examples, want 200", name, len(all))
	}
	return all
}

// TestNoPay holds that money which is no pay is not read as such: alone, as an entry of a
// list, and beside the words of an ad.
func TestNoPay(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "nopay.txt", 3) {
		for _, text := range []string{row[2], "- " + row[2] + "\n", "We build tools for shops.\n\n" + row[2] + "\n\nWrite to us."} {
			if pay, quote := Parse(text, Hint{Country: row[1]}); pay != nil {
				t.Errorf("%s: %q is read as %s from %q", row[0], text, pay, quote)
				break
			}
		}
	}
}

func bound(t *testing.T, s string) *float64 {
	t.Helper()
	if s == "-" {
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return &f
}

func same(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// TestPays holds the habits of many countries: alone and inside an ad.
func TestPays(t *testing.T) {
	t.Parallel()
	currencies := map[string]bool{}
	for _, row := range rows(t, "pays.txt", 6) {
		low, high := bound(t, row[2]), bound(t, row[3])
		currencies[row[4]] = true
		for _, text := range []string{row[0], "Join us as a developer.\n\n" + row[0] + "\n\n- Learning budget of 2,000 a year\n- 30 days of leave"} {
			pay, quote := Parse(text, Hint{Country: row[1]})
			if pay == nil || !same(pay.Min, low) || !same(pay.Max, high) || pay.Currency != row[4] || pay.Period != row[5] {
				t.Errorf("%q is read as %v from %q, want %s to %s %s a %s", text, pay, quote, row[2], row[3], row[4], row[5])
				break
			}
		}
	}
	if len(currencies) < 15 {
		t.Errorf("the examples hold %d currencies, want 15", len(currencies))
	}
}
