package fold

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func TestRepair(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "",
		"plain ASCII":                       "plain ASCII",
		"fÃ¼r MÃ¼nchen":                     "für München",
		"weâ€™re hiring â€“ now":            "we’re hiring – now",
		"â€œquotedâ€\u009d":                 "“quoted”",
		"a quote cut shortâ€ end":           "a quote cut short” end",
		"Ã–sterreich, GRÃ–SSE fÃ¼r":         "Österreich, GRÖSSE für",
		"Â£40k Â· 30 daysÂ\u00a0off":        "£40k · 30 days\u00a0off",
		"next:Â  line":                      "next:  line",
		"twice: fÃƒÂ¼r":                     "twice: für",
		"twice: itÃ¢â‚¬â„¢s":                "twice: it’s",
		"â‚¬60k":                            "€60k",
		"jÄ™zyk, ZespÃ³Å‚":                  "język, Zespół",
		"ÐŸÑ€Ð¸Ð²ÐµÑ‚":                      "Привет",
		"ðŸš€ ship":                         "🚀 ship",
		"latin-1: it\u0092s \u0093so\u0094": "latin-1: it’s “so”",
		"voilÃ fÃªte Ã Paris":               "voilà fête à Paris",
		strings.Repeat("Â", 20) + "¢":       strings.Repeat("Â", 20) + "¢",
		// what people write
		"São Paulo, NÃO, “AMANHÔ":        "São Paulo, NÃO, “AMANHÔ",
		"« café…» et « à Orléans »":      "« café…» et « à Orléans »",
		"»FÅ«, Ångström, 5 × 3":          "»FÅ«, Ångström, 5 × 3",
		"über Äpfel, Âge, naïve":         "über Äpfel, Âge, naïve",
		"El Niño, ESPAÑA”, Île, ÎLE-DE-": "El Niño, ESPAÑA”, Île, ÎLE-DE-",
		"Привет, 日本語, ελληνικά":          "Привет, 日本語, ελληνικά",
	} {
		if got := Repair(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestRepairUndoes reads sentences wrongly, once and twice, and has them back.
func TestRepairUndoes(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"Wir suchen für unser Büro in Köln – möglichst bald – Verstärkung, “gern” mit Größe.", "L’équipe cherche un développeur expérimenté à Nîmes, salaire de 45 k€.",
		"Szukamy osoby, która pisze dobry kod i lubi żółte ściany.", "Ищем разработчика на Go в нашу команду.", "Buscamos programación con ñ y señales ¿sí?",
		"Hledáme vývojáře, kteří mají rádi čistý kód.", "私たちは東京でエンジニアを募集しています。", "Αναζητούμε προγραμματιστή στην Αθήνα.", "🚀 We ship ✅ daily",
	} {
		wrong := want
		for times := 1; times <= 2; times++ {
			wrong = misreadAll(wrong)
			if got := Repair(wrong); got != want {
				t.Errorf("misread %d times: %q, want %q", times, got, want)
			}
		}
	}
}

// misreadAll reads the bytes of a text as Windows-1252, as browsers do.
func misreadAll(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// FuzzRepair holds that nothing is left to mend, ASCII stays as it is, and that text stays text.
func FuzzRepair(f *testing.F) {
	f.Add("fÃ¼r weâ€™re Â· ÃƒÂ¼ \u0092")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		got := Repair(text)
		if again := Repair(got); again != got {
			t.Errorf("%q became %q, then %q", text, got, again)
		}
		if !utf8.ValidString(got) || isASCII(text) && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
