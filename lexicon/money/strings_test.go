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
		if bound.got != nil && *bound.got != *bound.want {
			return false
		}
	}
	return s.Unit == "" || s.Unit == pay.Period
}

// TestPayStrings holds how many real lines of pay fields are read exactly.
func TestPayStrings(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with salary/*.jsonl to measure on real pay fields")
	}
	f, err := os.Open(filepath.Join(dir, "salary", "salary_strings_edwardjross.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, all := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); all++ {
		var s payString
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		pay, _ := Parse(s.Text, Hint{Country: "AU", Field: true})
		if s.agrees(pay) {
			right++
			continue
		}
		t.Logf("%q: read %v", s.Text, pay)
	}
	t.Logf("%d of %d right", right, all)
	if share := float64(right) / float64(max(1, all)); share < 0.95 {
		t.Errorf("%.3f are right, the floor is 0.95", share)
	}
}
