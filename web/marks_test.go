package web

import (
	"strings"
	"testing"

	"stackhound"
)

func TestPassagesMarkEachQuoteOnce(t *testing.T) {
	t.Parallel()
	m := newMatchView("ada", stackhound.Match{Reasons: []stackhound.Reason{
		{Points: 30, Text: "go is required", Quote: "Go"},
		{Points: 9, Text: "five years", Quote: "five years of Go"},
		{Points: -8, Text: "kafka is required", Quote: "Kafka"},
		{Points: 0, Text: "silence"},
		{Points: -40, Text: "php is required", Quote: "Go, PHP"},
		{Points: 5, Text: "go again", Quote: "Go, PHP"},
		{Points: 4, Text: "from the title", Quote: "Senior"},
	}})
	for text, want := range map[string]string{
		"Google and Gophers; Go. Go!":        "Google and Gophers; [plus +30 go is required:Go]. Go!",
		"You have five years of Go, and Go.": "You have [plus +9 five years:five years of Go], and [plus +30 go is required:Go].",
		"- Kafka\n- Go":                      "[minus −8 kafka is required:Kafka]|[plus +30 go is required:Go]",
		"Go, PHP":                            "[minus −40 php is required; +5 go again:Go, PHP]",
		"Nothing of the kind.":               "Nothing of the kind.",
	} {
		var lines []string
		for _, p := range passages(blocks(text), m) {
			for _, spans := range append(p.Lines, p.Items...) {
				line := ""
				for _, s := range spans {
					if s.Sign != "" {
						s.Text = "[" + s.Sign + " " + s.Why + ":" + s.Text + "]"
					}
					line += s.Text
				}
				lines = append(lines, line)
			}
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// FuzzWholeWords: what is found is the quote.
func FuzzWholeWords(f *testing.F) {
	f.Add("Google and Go", "Go")
	f.Add("\xffé\xc3", "\xc3")
	f.Fuzz(func(t *testing.T, text, quote string) {
		if quote == "" {
			return
		}
		if i := wholeWords(text, quote); i >= 0 && text[i:i+len(quote)] != quote {
			t.Fatalf("%q in %q at %d", quote, text, i)
		}
	})
}
