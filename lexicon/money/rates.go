package money

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

//go:embed rates.tsv
var ratesText string

// rates are reference rates of one day.
type rates struct {
	perEuro map[string]float64 // units of a currency that one euro buys
	day     time.Time
}

// shipped are the rates of the program. The table is part of it: a mistake in it is a
// mistake in the code and is found by the first test.
var shipped = func() *rates {
	r, err := readRates("rates.tsv", ratesText)
	if err != nil {
		panic("money: " + err.Error())
	}
	return r
}()

// laid is what LayRates set, nil before.
var laid atomic.Pointer[rates]

func reference() *rates {
	if r := laid.Load(); r != nil {
		return r
	}
	return shipped
}

// MaxRates bounds a table of rates, in bytes. One of all currencies has a twentieth of it.
const MaxRates = 64 << 10

// LayRates lays a table of rates over that of the program, in place of one laid before; an
// empty text takes it away. The table has the grammar of rates.tsv: a line "date", tab and
// the day of the rates, and for each currency a line with its code, tab and the units of it
// that one euro buys. Currencies it does not name keep the rates of the program. The error
// names file and line of each mistake; with one nothing changes. It belongs at the start of
// a program: what was read before was judged by the old rates.
func LayRates(name, text string) error {
	if text == "" {
		laid.Store(nil)
		return nil
	}
	over, err := overRates(name, text)
	if err == nil {
		laid.Store(over)
	}
	return err
}

// CheckRates tells what is wrong with a table of rates, as LayRates does, and the day it is
// of; nothing is laid.
func CheckRates(name, text string) (day time.Time, err error) {
	over, err := overRates(name, text)
	if err != nil {
		return time.Time{}, err
	}
	return over.day, nil
}

// overRates reads a table over that of the program.
func overRates(name, text string) (*rates, error) {
	own, err := readRates(name, text)
	if err != nil {
		return nil, err
	}
	over := &rates{maps.Clone(shipped.perEuro), own.day}
	maps.Copy(over.perEuro, own.perEuro)
	return over, nil
}

// readRates reads a table by itself.
func readRates(name, text string) (*rates, error) {
	r := &rates{perEuro: map[string]float64{}}
	var wrong []error
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := r.line(line); err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
	if r.day.IsZero() && len(wrong) == 0 {
		wrong = append(wrong, fmt.Errorf("%s:%d: the day of the rates is missing; begin with a line date, tab, 2025-06-30", name, max(1, n)))
	}
	return r, errors.Join(wrong...)
}

// line takes in one line of a table.
func (r *rates) line(line string) error {
	key, rest, ok := strings.Cut(line, "\t")
	value, _, _ := strings.Cut(rest, "\t") // what stands behind is a remark
	value = strings.TrimSpace(value)
	if !ok {
		return fmt.Errorf("%q is no rate; write a code, a tab and a number", line)
	}
	if key == "date" {
		day, err := time.Parse(time.DateOnly, value)
		if err != nil || !r.day.IsZero() {
			return fmt.Errorf("%q is not the one day of the rates; write it once, as 2025-06-30", value)
		}
		r.day = day
		return nil
	}
	rate, err := strconv.ParseFloat(value, 64)
	switch {
	case len(key) != 3 || strings.ToUpper(key) != key || !letterAt(key, 0) || !letterAt(key, 1) || !letterAt(key, 2):
		return fmt.Errorf("%q is no currency; write its code in three capital letters, such as CHF", key)
	case err != nil || !(rate > 0) || math.IsInf(rate, 0):
		return fmt.Errorf("%q is no rate of %s; write how many of it one euro buys, such as 0.94", value, key)
	case key == "EUR" && rate != 1:
		return fmt.Errorf("the rates are for one euro, so that of EUR is 1")
	case r.perEuro[key] > 0:
		return fmt.Errorf("%s stands in the table already; leave one", key)
	}
	r.perEuro[key] = rate
	return nil
}

// RatesDate returns the day of the rates that pay is converted at.
func RatesDate() time.Time { return reference().day }

// Known tells whether a currency (ISO 4217, upper case) can be converted.
func Known(currency string) bool { return reference().perEuro[currency] > 0 }
