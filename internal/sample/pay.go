package sample

import (
	"math"
	"strconv"
	"strings"

	"stackhound"
)

// habit is how pay is written in one country and language.
type habit struct {
	Country  string   `yaml:"country"`
	Lang     string   `yaml:"lang"`
	Contract bool     `yaml:"contract"` // for freelancers
	Currency string   `yaml:"currency"`
	Period   string   `yaml:"period"`
	Mid      float64  `yaml:"mid"`  // middle of the range for a job of level mid
	Step     float64  `yaml:"step"` // figures are multiples of this
	Forms    []string `yaml:"forms"`
}

// levelPay is what a level earns, as a multiple of mid.
var levelPay = map[string]float64{"junior": 0.72, "mid": 1, "senior": 1.24, "staff": 1.5, "lead": 1.4}

// habit returns how an employer writes pay; ok is false when it has no such habit.
func (w *wording) habit(c company, contract bool) (habit, bool) {
	for _, h := range w.habits {
		if h.Country == c.Country && h.Lang == c.Lang && h.Contract == contract {
			return h, true
		}
	}
	return habit{}, false
}

// pay draws a range for a level and writes it out.
func (m *maker) pay(h habit, level string) (*stackhound.Pay, string) {
	round := func(f float64) float64 { return math.Round(f/h.Step) * h.Step }
	low := round(h.Mid * levelPay[level] * (0.86 + 0.12*m.rng.Float64()))
	high := max(round(low*(1.14+0.16*m.rng.Float64())), low+h.Step)
	return &stackhound.Pay{Min: &low, Max: &high, Currency: h.Currency, Period: h.Period}, write(m.pick(h.Forms), low, high)
}

// write fills a form of pay.yaml.
func write(form string, low, high float64) string {
	var pairs []string
	for name, f := range map[string]float64{"a": low, "b": high} {
		bare := strconv.FormatFloat(f, 'f', 0, 64)
		pairs = append(pairs, "{"+name+"}", bare,
			"{"+name+"k}", strconv.FormatFloat(f/1e3, 'f', -1, 64),
			"{"+name+"l}", strconv.FormatFloat(f/1e5, 'f', -1, 64))
		for mark, separator := range map[string]string{".": ".", ",": ",", "'": "'", "_": " "} {
			pairs = append(pairs, "{"+name+mark+"}", grouped(bare, separator))
		}
	}
	return strings.NewReplacer(pairs...).Replace(form)
}

// grouped separates the thousands of a whole number.
func grouped(digits, separator string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}
