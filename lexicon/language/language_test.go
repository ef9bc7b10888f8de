package language

import (
	_ "embed"
	"strings"
	"testing"
	"unicode/utf8"
)

//go:embed testdata/sentences.txt
var sentences string

// fixture returns the sentences of each language, and the languages in their order.
func fixture() (all map[string][]string, order []string) {
	all = map[string][]string{}
	for line := range strings.Lines(sentences) {
		code, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		if all[code] == nil {
			order = append(order, code)
		}
		all[code] = append(all[code], text)
	}
	return all, order
}

// TestSentences holds that of texts of over a hundred characters (fifty where they are
// syllables or words) at most three in a hundred are told wrong, and that of single
// sentences none is taken for another language.
func TestSentences(t *testing.T) {
	t.Parallel()
	all, order := fixture()
	long, right, short, told := 0, 0, 0, 0
	for _, code := range order {
		of := all[code]
		if len(of) < 20 {
			t.Errorf("%s has %d sentences only", code, len(of))
		}
		for i, text := range of {
			short++
			switch got := Of(text); got {
			case code:
				told++
			case "":
			default:
				t.Errorf("%q is %s, told as %s", text, code, got)
			}
			for k := i + 1; utf8.RuneCountInString(text) <= enough(code); k++ {
				text += " " + of[k%len(of)]
			}
			long++
			if got := Of(text); got == code {
				right++
			} else {
				t.Logf("%q is %s, told as %q", text, code, got)
			}
		}
	}
	t.Logf("%d languages; over 100 characters %d of %d right (%.4f), single sentences %d of %d told (%.3f)", len(order), right, long, float64(right)/float64(long), told, short, float64(told)/float64(short))
	if right*100 < long*97 {
		t.Errorf("%d of %d right, want 0.97", right, long)
	}
}

func enough(code string) int {
	if code == "ja" || code == "zh" || code == "ko" {
		return 50
	}
	return 100
}

func TestOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "",
		"Vi er med på det, og du kan være med til det for det i et team":                                                           "", // Danish as well as Norwegian
		"Go, Rust, PostgreSQL, Kafka":                                                                                              "",
		"Senior Backend Engineer (m/w/d)":                                                                                          "",
		"https://jobs.example/go/1 +43 1 234 567 jobs@example.com":                                                                 "",
		"Go | Berlin | Kafka, Redis, Docker, Kubernetes, AWS, Terraform, gRPC, GraphQL, Linux, Python":                             "",
		"Java・Spring・AWS を使った開発を行うエンジニアを募集します。Kubernetes、Docker":                                                                   "ja",
		"Wir bauen ein Team of Experts: du arbeitest mit Go, Kafka and Kubernetes und hast Spaß an der Arbeit mit unseren Kunden.": "de",
	} {
		if got := Of(text); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}

// FuzzOf holds that any text has a language of the table or of a script, or none.
func FuzzOf(f *testing.F) {
	f.Add("Wir suchen eine Entwicklerin")
	f.Add("日本語\xff\u0130")
	f.Fuzz(func(t *testing.T, text string) {
		if got := Of(text); got != "" && len(got) != 2 {
			t.Errorf("%q is told as %q", text, got)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	all, _ := fixture()
	text := strings.Repeat(strings.Join(all["en"], "\n"), 4)[:5000]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Of(text)
	}
}
