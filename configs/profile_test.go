package configs

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const ada = `id: ada
timezone: Europe/Berlin
stack:
  core: [golang, sql]
  learning: [rust]
  never: [php]
roles: [backend]
regions: [DE, EU, worldwide]
authorised: [DE, CV]
years: 6
min_salary: {amount: 80000, currency: EUR, period: year}
projects: [{name: ledgerd, stack: [golang]}]
quiet: "22:00-07:00"
alerts:
  - {name: morning, channel: email, to: ada@example.com, when: daily 08:00, min_score: 60}
  - {name: hook, channel: webhook, url: "https://example.com/hook", when: instant, query: "stack:go (remote)"}
`

// skillsOfTest knows five skills, one by another name.
func skillsOfTest(name string) (string, bool, []string) {
	known := map[string]string{"golang": "go", "go": "go", "sql": "sql", "php": "php", "rust": "rust"}
	if c := known[name]; c != "" {
		return c, true, nil
	}
	if strings.HasPrefix(name, "g") {
		return "", false, []string{"go", "golang"}
	}
	return "", false, nil
}

var knowledgeOfTest = Knowledge{Skill: skillsOfTest, Region: Region, Query: func(query string) error {
	if strings.Count(query, "(") != strings.Count(query, ")") {
		return errors.New("a parenthesis is not closed")
	}
	return nil
}}

func TestLoadProfile(t *testing.T) {
	t.Parallel()
	p, err := LoadProfile("ada.yaml", []byte(ada), knowledgeOfTest)
	if err != nil {
		t.Fatal(err)
	}
	if p.Stack.Core[0] != "go" || p.Projects[0].Stack[0] != "go" || *p.Years != 6 || p.Alerts[1].URL == "" {
		t.Errorf("read as %+v", p)
	}
}

func TestProfileMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ old, new, want string }{
		{"timezone", "timezoen", `ada.yaml:2:1: unknown key "timezoen"; did you mean "timezone"?`},
		{"core: [golang, sql]", "core: [golang, goo]", `ada.yaml:4:18: unknown skill "goo"; did you mean go, golang?`},
		{"stack: [golang]", "stack: [xyzzy]", `ada.yaml:12:36: unknown skill "xyzzy"`},
		{"core: [golang, sql]", "core: golang", `ada.yaml:4:9: core must be a list, such as [a, b]`},
		{"roles: [backend]", "roles: [backed]", `ada.yaml:7:9: profile ada: roles: "backed" is not one of`},
		{"years: 6", "years: six", `ada.yaml:10:8: "six" is not a number`},
		{"daily 08:00", "daily 8am", `ada.yaml:15:64: profile ada, alert "morning": "daily 8am" is not a time for an alert`},
		{"Europe/Berlin", "Europe/Graz", `ada.yaml:2:11: profile ada: "Europe/Graz" is not a time zone`},
		{`"22:00-07:00"`, "at night", `ada.yaml:13:8: profile ada: quiet: "at night" are no hours (write them as 22:00-07:00)`},
		{"never: [php]", "never: [php, go]", `ada.yaml:6:16: the skill go stands in stack.core already`},
		{"learning: [rust]", "learning: [golang]", `ada.yaml:5:14: the skill go stands in stack.core already`},
		{"core: [golang, sql]", "core: [golang, go]", `ada.yaml:4:18: the skill go stands in stack.core already`},
		{"regions: [DE, EU, worldwide]", "regions: [EU, Germny]", `ada.yaml:8:15: unknown region "Germny"; did you mean DE (Germany)?`},
		{"authorised: [DE, CV]", "authorised: [UK]", `ada.yaml:9:14: unknown region "UK"; did you mean GB (United Kingdom)?`},
		{"authorised: [DE, CV]", "authorised: [xyzzy]", `ada.yaml:9:14: unknown region "xyzzy"; write a country's two letters such as DE, or one of worldwide, EU,`},
		{"stack:go (remote)", "foo:bar (", `ada.yaml:16:91: "foo:bar (" cannot be searched for: a parenthesis is not closed`},
		{"ada@example.com", "ada", `ada.yaml:15:41: "ada" is no mail address`},
		{"ada@example.com", `"ada@example.com\r\nBcc: x@example.com"`, `is no mail address`},
		{"https://example.com/hook", "ftp://example.com", `ada.yaml:16:41: "ftp://example.com" is no http address`},
	}
	for _, tt := range tests {
		broken := strings.Replace(ada, tt.old, tt.new, 1)
		if broken == ada {
			t.Errorf("%q does not stand in the good file", tt.old)
		}
		if _, err := LoadProfile("ada.yaml", []byte(broken), knowledgeOfTest); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.new, err, tt.want)
		}
	}
}

const worded = `id: ada
stack: {core: [golang, tidewater], never: [house-cobol]}
words:
  tidewater: [Tidewater DB, TDB]
  house-cobol: ["ACME COBOL"]
projects: [{name: weir, stack: [tidewater]}]
`

func TestLoadProfileWithWords(t *testing.T) {
	t.Parallel()
	p, err := LoadProfile("ada.yaml", []byte(worded), knowledgeOfTest)
	if err != nil {
		t.Fatal(err)
	}
	if p.Stack.Core[1] != "tidewater" || !slices.Equal(p.Words["house-cobol"], []string{"ACME COBOL"}) || len(p.Words) != 2 {
		t.Errorf("read as %+v", p)
	}
	if again, err := LoadProfile("other.yaml", []byte(worded), knowledgeOfTest); err != nil || !reflect.DeepEqual(again, p) {
		t.Errorf("under another name read as %+v, %v", again, err)
	}
}

func TestWordMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ old, new, want string }{
		{"  tidewater: [Tide", "  go: [Tide", `ada.yaml:4:7: go is known already: leave it out of words`},
		{"  tidewater: [Tide", "  golang: [Tide", `ada.yaml:4:11: golang is known already as go: leave it out of words`},
		{"core: [golang, tidewater]", "core: [golang, tidewatr]", `ada.yaml:2:24: unknown skill "tidewatr"; did you mean tidewater? If it is another one: say under words`},
		{"core: [golang, tidewater]", "core: [xyzzy]", `ada.yaml:2:16: unknown skill "xyzzy": say under words how ads write it (words: {name: [Spelling]})`},
		{"core: [golang, tidewater]", "core: [golang]", `profile ada: words: tidewater stands in no list of the stack`},
		{"never: [house-cobol]", "never: [tidewater]", `ada.yaml:2:44: the skill tidewater stands in stack.core already`},
		{"[Tidewater DB, TDB]", "Tidewater", `ada.yaml:4:14: tidewater must be a list, such as [a, b]`},
		{"[Tidewater DB, TDB]", "[Tidewater DB, T]", `ada.yaml:4:29: profile ada: words.tidewater: the spelling "T" is one letter`},
		{"[Tidewater DB, TDB]", "", `profile ada: words.tidewater has 0 spellings`},
		{"house-cobol: [", "tidewater: [", `ada.yaml:5:3: the key "tidewater" stands here twice`},
	}
	for _, tt := range tests {
		broken := strings.Replace(worded, tt.old, tt.new, 1)
		if broken == worded {
			t.Errorf("%q does not stand in the good file", tt.old)
		}
		if _, err := LoadProfile("ada.yaml", []byte(broken), knowledgeOfTest); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.new, err, tt.want)
		}
	}
}

func TestNoKnowledgeChecksNothing(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("golang, sql", "anything", "[DE, EU, worldwide]", "[nowhere]", "(remote)", "(").Replace(ada)
	if p, err := LoadProfile("ada.yaml", []byte(text), Knowledge{}); err != nil || p.Stack.Core[0] != "anything" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestRegion(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"DE": "", "EU": "", "worldwide": "", "north-america": "", "CV": "", "XK": "",
		"Germny": "DE (Germany)", "germany": "DE (Germany)", "Deutschland": "DE (Germany)", "de": "DE (Germany)", "UK": "GB (United Kingdom)", "cv": "CV (Cape Verde)",
		"eu": "EU", "Europ": "europe", "European Union": "EU", "Berlin": "DE (Germany)", "LATAM": "latam", "Latin America": "latam", "US-CA": "US (United States)",
	} {
		if ok, got := Region(code); ok != (want == "") || got != want {
			t.Errorf("%s: %v, nearest %q, want %q", code, ok, got, want)
		}
	}
	for _, code := range []string{"", "XX", "ZZ", "xyzzy"} {
		if ok, got := Region(code); ok || got != "" {
			t.Errorf("%s: %v, nearest %q", code, ok, got)
		}
	}
}

func FuzzLoadProfile(f *testing.F) {
	f.Add([]byte(ada))
	f.Add([]byte(worded))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := LoadProfile("ada.yaml", data, knowledgeOfTest); err == nil && p.Validate() != nil {
			t.Error("a profile that is not valid was loaded")
		}
	})
}
