package configs

import (
	"strings"
	"testing"
)

const ada = `id: ada
timezone: Europe/Berlin
stack:
  core: [golang, sql]
  never: [php]
roles: [backend]
years: 6
min_salary: {amount: 80000, currency: EUR, period: year}
projects: [{name: ledgerd, stack: [golang]}]
quiet: "22:00-07:00"
alerts:
  - {name: morning, channel: email, to: ada@example.com, when: daily 08:00, min_score: 60}
  - {name: hook, channel: webhook, url: "https://example.com/hook", when: instant}
`

// skillsOfTest knows four skills, one by another name.
func skillsOfTest(name string) (string, bool, []string) {
	known := map[string]string{"golang": "go", "go": "go", "sql": "sql", "php": "php"}
	if c := known[name]; c != "" {
		return c, true, nil
	}
	if strings.HasPrefix(name, "g") {
		return "", false, []string{"go", "golang"}
	}
	return "", false, nil
}

func TestLoadProfile(t *testing.T) {
	t.Parallel()
	p, err := LoadProfile("ada.yaml", []byte(ada), skillsOfTest)
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
		{"stack: [golang]", "stack: [xyzzy]", `ada.yaml:9:36: unknown skill "xyzzy"`},
		{"core: [golang, sql]", "core: golang", `ada.yaml:4:9: core must be a list, such as [a, b]`},
		{"roles: [backend]", "roles: [backed]", `ada.yaml:6:9: profile ada: roles: "backed" is not one of`},
		{"years: 6", "years: six", `ada.yaml:7:8: "six" is not a number`},
		{"daily 08:00", "daily 8am", `ada.yaml:12:64: profile ada, alert "morning": "daily 8am" is not a time for an alert`},
		{"Europe/Berlin", "Europe/Graz", `ada.yaml:2:11: profile ada: "Europe/Graz" is not a time zone`},
		{`"22:00-07:00"`, "at night", `ada.yaml:10:8: "at night" is no span of hours; write it as 22:00-07:00`},
		{"ada@example.com", "ada", `ada.yaml:12:41: "ada" is no mail address`},
		{"ada@example.com", `"ada@example.com\r\nBcc: x@example.com"`, `is no mail address`},
		{"https://example.com/hook", "ftp://example.com", `ada.yaml:13:41: "ftp://example.com" is no http address`},
	}
	for _, tt := range tests {
		broken := strings.Replace(ada, tt.old, tt.new, 1)
		if broken == ada {
			t.Errorf("%q does not stand in the good file", tt.old)
		}
		if _, err := LoadProfile("ada.yaml", []byte(broken), skillsOfTest); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.new, err, tt.want)
		}
	}
}

func FuzzLoadProfile(f *testing.F) {
	f.Add([]byte(ada))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := LoadProfile("ada.yaml", data, skillsOfTest); err == nil && p.Validate() != nil {
			t.Error("a profile that is not valid was loaded")
		}
	})
}
