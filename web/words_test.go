package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
)

func TestAgo(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-48 * time.Hour: "just now", 0: "just now", 59 * time.Second: "just now", time.Minute: "1 minute ago", 59 * time.Minute: "59 minutes ago",
		time.Hour: "1 hour ago", 47 * time.Hour: "1 day ago", 59 * 24 * time.Hour: "59 days ago", 60 * 24 * time.Hour: "21 September 2026",
	} {
		if got := ago(noon, noon.Add(-d)); got != want {
			t.Errorf("%v before: %q, want %q", d, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		thousands(0): "0", thousands(999): "999", thousands(1000): "1,000", thousands(1234567): "1,234,567", thousands(-1234): "-1,234", thousands(-123): "-123",
		counted(1, "job", "jobs"): "1 job", counted(2000, "job", "jobs"): "2,000 jobs",
		sentence("no board"): "No board.", sentence("why?"): "Why?", sentence("https://x.example: cut"): "https://x.example: cut.", sentence("écrit"): "Écrit.",
		schedule("@every 6h"): "every 6 h", schedule("@every 90m"): "every 90 min", schedule("17 */8 * * *"): "every 8 h", schedule("5 7 * * *"): "daily at 07:05",
		schedule("5 7 * * 1"): "5 7 * * 1", schedule("@daily"): "daily", schedule("*/5 * * * *"): "*/5 * * * *",
		duration(7 * 24 * time.Hour): "7 days", duration(24 * time.Hour): "24 h", duration(90 * time.Second): "90 s", duration(time.Hour + time.Minute): "61 min",
		cut("Senior Engineer", 15): "Senior Engineer", cut("Senior Engineer", 14): "Senior…", cut("Ünïcödé", 3): "Ünï…",
		place("DE"): "Germany", place("GB"): "United Kingdom", place("latam"): "Latin America", place("UTC-5..UTC+2"): "UTC-5 to UTC+2", place("XX"): "XX",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	berlin, bern, leeds := stackhound.Location{City: "Berlin", Country: "DE"}, stackhound.Location{City: "Bern", Country: "CH"}, stackhound.Location{City: "Leeds", Country: "GB"}
	for want, ad := range map[string]stackhound.Ad{
		"":                                      {},
		"Remote":                                {Workplace: stackhound.Remote},
		"Remote (EU, Germany)":                  {Workplace: stackhound.Remote, Regions: []string{"EU", "DE"}},
		"Remote (EU, Poland, Spain and 1 more)": {Workplace: stackhound.Remote, Regions: []string{"EU", "PL", "ES", "PT"}},
		"Hybrid · Berlin, Germany":              {Workplace: stackhound.Hybrid, Regions: []string{"EU"}, Locations: []stackhound.Location{berlin}},
		"Remote or onsite · Berlin, Germany; Bern, Switzerland and 1 more": {Workplace: stackhound.Remote | stackhound.Onsite, Locations: []stackhound.Location{berlin, bern, leeds}},
		"Remote (EU) or hybrid": {Workplace: stackhound.Remote | stackhound.Hybrid, Regions: []string{"EU"}},
		"Leeds, United Kingdom": {Locations: []stackhound.Location{leeds}},
	} {
		if got := where(ad); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// shape writes blocks in one line each: # heading, - list, = paragraph.
func shape(all []block) string {
	var out []string
	for _, b := range all {
		switch {
		case b.Heading != "":
			out = append(out, "# "+b.Heading)
		case b.Items != nil:
			out = append(out, "- "+strings.Join(b.Items, " | "))
		default:
			out = append(out, "= "+strings.Join(b.Lines, " | "))
		}
	}
	return strings.Join(out, "\n")
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"\n \n\t\n":                       "",
		"One line.":                       "= One line.",
		"a.\nb.\n\nc.":                    "= a. | b.\n= c.",
		"Tasks:\n- one\n- two\n  goes on": "# Tasks\n- one | two goes on",
		"We do this.\nYou will\n* a\n• b": "= We do this.\n# You will\n- a | b",
		"- a\n\n- b":                      "- a\n- b",
		"About us\n\nWe make clocks.":     "# About us\n= We make clocks.",
		"About us\nWe make clocks.":       "# About us\n= We make clocks.",
		"Berlin\nHamburg":                 "= Berlin | Hamburg",
		"-5 degrees.\n*bold*\n- ":         "= -5 degrees. | *bold* | -",
		"- a\nback to prose here.":        "- a\n= back to prose here.",
		"The end":                         "= The end",
	} {
		if got := shape(blocks(text)); got != want {
			t.Errorf("%q:\n%s\nwant:\n%s", text, got, want)
		}
	}
}

// FuzzBlocks: every letter of the text stands in some block, in order.
func FuzzBlocks(f *testing.F) {
	f.Add("Tasks:\n- one\n- two\n  goes on\n\nWe pay well.")
	f.Add("–\u00a0x\n\u2028\n:\n- \xff")
	f.Fuzz(func(t *testing.T, text string) {
		var got []string
		for _, b := range blocks(text) {
			got = slices.Concat(got, []string{b.Heading}, b.Lines, b.Items)
		}
		if letters(strings.Join(got, "\n")) != letters(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

// letters drops what blocks may drop: white space, bullets and a heading's colon.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(bullets+":", r) || strings.TrimSpace(string(r)) == "" {
			return -1
		}
		return r
	}, s)
}
