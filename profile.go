package stackhound

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Profile is what one person declares: their stack, where and how they may work, and
// how they want to be told. Absent keys mean no opinion.
type Profile struct {
	ID         string    `yaml:"id" json:"id"`
	Timezone   string    `yaml:"timezone" json:"timezone,omitempty"` // IANA name; "" is UTC
	Stack      Declared  `yaml:"stack" json:"stack"`
	Words      Words     `yaml:"words" json:"words,omitempty"`
	Roles      []string  `yaml:"roles" json:"roles,omitempty"`
	Seniority  []string  `yaml:"seniority" json:"seniority,omitempty"`
	Years      *float64  `yaml:"years" json:"years,omitempty"`
	Workplace  []string  `yaml:"workplace" json:"workplace,omitempty"`
	Regions    []string  `yaml:"regions" json:"regions,omitempty"` // where I may work from
	Cities     []string  `yaml:"cities" json:"cities,omitempty"`   // for onsite and hybrid
	Languages  []string  `yaml:"languages" json:"languages,omitempty"`
	Employment []string  `yaml:"employment" json:"employment,omitempty"`
	Degree     string    `yaml:"degree" json:"degree,omitempty"` // none, bachelor, master, doctorate
	Visa       string    `yaml:"visa" json:"visa,omitempty"`     // needed, not_needed
	Authorised []string  `yaml:"authorised" json:"authorised,omitempty"`
	Topics     []string  `yaml:"topics" json:"topics,omitempty"`
	MinSalary  *MinPay   `yaml:"min_salary" json:"min_salary,omitempty"`
	RequirePay bool      `yaml:"require_salary" json:"require_salary,omitempty"`
	Projects   []Project `yaml:"projects" json:"projects,omitempty"`
	Mute       Mute      `yaml:"mute" json:"mute,omitzero"`
	Quiet      string    `yaml:"quiet" json:"quiet,omitempty"` // "22:00-07:00" local: no instant alerts then
	Alerts     []Alert   `yaml:"alerts" json:"alerts,omitempty"`
}

// Declared is a person's stack: canonical skill names, and names of the profile's Words.
type Declared struct {
	Core     []string `yaml:"core" json:"core,omitempty"`
	Also     []string `yaml:"also" json:"also,omitempty"`
	Learning []string `yaml:"learning" json:"learning,omitempty"`
	Never    []string `yaml:"never" json:"never,omitempty"`
}

// MinPay is the least a person works for.
type MinPay struct {
	Amount   float64 `yaml:"amount" json:"amount"`
	Currency string  `yaml:"currency" json:"currency"`
	Period   string  `yaml:"period" json:"period"`
}

// Project is something a person can show; a match names the one that fits best.
type Project struct {
	Name  string   `yaml:"name" json:"name"`
	Stack []string `yaml:"stack" json:"stack,omitempty"`
	URL   string   `yaml:"url" json:"url,omitempty"`
}

// Mute lists what a person never wants to see.
type Mute struct {
	Companies []string `yaml:"companies" json:"companies,omitempty"`
	Words     []string `yaml:"words" json:"words,omitempty"`
	Agencies  bool     `yaml:"agencies" json:"agencies,omitempty"`
}

// Alert is one way a person wants to be told. With a Query it hangs on that query
// instead of the stack's score.
type Alert struct {
	Name     string `yaml:"name" json:"name"`
	Query    string `yaml:"query" json:"query,omitempty"`
	Channel  string `yaml:"channel" json:"channel"` // email, webhook
	To       string `yaml:"to" json:"to,omitempty"`
	URL      string `yaml:"url" json:"url,omitempty"`
	When     string `yaml:"when" json:"when"`           // "daily 08:00", "weekly MON 08:00", "instant"
	MinScore int    `yaml:"min_score" json:"min_score"` // 0 to 100
	Max      int    `yaml:"max" json:"max,omitempty"`   // most items of a digest; 0 means 20
}

// Target is the address the alert goes to.
func (a Alert) Target() string {
	if a.Channel == ChannelWebhook {
		return a.URL
	}
	return a.To
}

// When is a parsed Alert.When.
type When struct {
	Instant bool
	Weekday time.Weekday // with Weekly
	Weekly  bool
	Hour    int
	Minute  int
}

var weekdays = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}

// ParseWhen reads "instant", "daily HH:MM" or "weekly MON HH:MM".
func ParseWhen(s string) (When, error) {
	words := strings.Fields(s)
	bad := Errorf(CodeInvalid, "%q is not a time for an alert", s).WithHint("write instant, daily 08:00 or weekly MON 08:00")
	var w When
	switch {
	case len(words) == 1 && words[0] == "instant":
		return When{Instant: true}, nil
	case len(words) == 2 && words[0] == "daily":
	case len(words) == 3 && words[0] == "weekly" && slices.Contains(weekdays, strings.ToUpper(words[1])):
		w.Weekly = true
		w.Weekday = time.Weekday(slices.Index(weekdays, strings.ToUpper(words[1])))
	default:
		return When{}, bad
	}
	clock, err := time.Parse("15:04", words[len(words)-1])
	if err != nil {
		return When{}, bad
	}
	w.Hour, w.Minute = clock.Hour(), clock.Minute()
	return w, nil
}

// ParseQuiet reads hours such as "22:00-07:00" as minutes since midnight. They may run
// over midnight; "" is none: both are 0.
func ParseQuiet(s string) (from, to int, err error) {
	if s == "" {
		return 0, 0, nil
	}
	begin, end, _ := strings.Cut(s, "-")
	a, errA := time.Parse("15:04", strings.TrimSpace(begin))
	b, errB := time.Parse("15:04", strings.TrimSpace(end))
	if errA != nil || errB != nil {
		return 0, 0, Errorf(CodeInvalid, "%q are no hours", s).WithHint("write them as 22:00-07:00")
	}
	return a.Hour()*60 + a.Minute(), b.Hour()*60 + b.Minute(), nil
}

// Location returns the profile's time zone, UTC when none is declared.
func (p Profile) Location() (*time.Location, error) {
	loc, err := time.LoadLocation(p.Timezone)
	if err != nil || p.Timezone == "Local" {
		return nil, Errorf(CodeInvalid, "profile %s: %q is not a time zone", p.ID, p.Timezone).WithHint("use a name such as Europe/Berlin")
	}
	return loc, nil
}

// Validate checks everything about a profile that needs no knowledge of skills or
// regions. The error names the key and what may stand there.
func (p Profile) Validate() error {
	if !ValidName(p.ID) {
		return Errorf(CodeInvalid, "profile id %q: use lower-case letters, digits and dashes, at most 40", p.ID)
	}
	if len(p.Stack.Core) == 0 {
		return Errorf(CodeInvalid, "profile %s: stack.core is empty", p.ID).WithHint("name at least one skill, such as core: [go]")
	}
	if _, err := p.Location(); err != nil {
		return err
	}
	for _, c := range []struct {
		key    string
		values []string
		list   []string
	}{
		{"roles", p.Roles, Roles}, {"seniority", p.Seniority, Levels}, {"workplace", p.Workplace, workplaceNames},
		{"employment", p.Employment, Employments}, {"degree", some(p.Degree), []string{"none", "bachelor", "master", "doctorate"}},
		{"visa", some(p.Visa), []string{"needed", "not_needed"}},
	} {
		if err := inList(p.ID, c.key, c.values, c.list); err != nil {
			return err
		}
	}
	if _, _, err := ParseQuiet(p.Quiet); err != nil {
		return Errorf(CodeInvalid, "profile %s: quiet: %w", p.ID, err)
	}
	if p.Years != nil && (*p.Years < 0 || *p.Years > 80) {
		return Errorf(CodeInvalid, "profile %s: years is from 0 to 80", p.ID)
	}
	return cmp.Or(p.validateWords(), p.validatePay(), p.validateAlerts())
}

func (p Profile) validatePay() error {
	if p.MinSalary == nil {
		return nil
	}
	if p.MinSalary.Amount <= 0 || len(p.MinSalary.Currency) != 3 {
		return Errorf(CodeInvalid, "profile %s: min_salary needs an amount above 0 and a currency such as EUR", p.ID)
	}
	return inList(p.ID, "min_salary.period", []string{p.MinSalary.Period}, Periods)
}

func (p Profile) validateAlerts() error {
	seen := map[string]bool{}
	for _, a := range p.Alerts {
		where := fmt.Sprintf("profile %s, alert %q", p.ID, a.Name)
		switch {
		case !ValidName(a.Name):
			return Errorf(CodeInvalid, "%s: a name is lower-case letters, digits and dashes", where)
		case seen[a.Name]:
			return Errorf(CodeInvalid, "%s: there are two of that name", where)
		case !slices.Contains(Channels, a.Channel):
			return Errorf(CodeInvalid, "%s: channel %q is not known", where, a.Channel).WithHint("use %s", strings.Join(Channels, " or "))
		case a.Target() == "":
			return Errorf(CodeInvalid, "%s: nowhere to send to", where).WithHint("give to: for email, url: for webhook")
		case a.MinScore < 0 || a.MinScore > 100:
			return Errorf(CodeInvalid, "%s: min_score is from 0 to 100", where)
		case a.Max < 0 || a.Max > 200:
			return Errorf(CodeInvalid, "%s: max is from 1 to 200", where)
		}
		if _, err := ParseWhen(a.When); err != nil {
			return Errorf(CodeInvalid, "%s: %w", where, err)
		}
		seen[a.Name] = true
	}
	return nil
}

// ValidName tells whether s can name a board, a profile or an alert: 1 to 40 lower-case
// letters, digits and single dashes inside.
func ValidName(s string) bool {
	if s == "" || len(s) > 40 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.Contains(s, "--")
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func inList(profile, key string, values, list []string) error {
	for _, v := range values {
		if !slices.Contains(list, v) {
			return Errorf(CodeInvalid, "profile %s: %s: %q is not one of %s", profile, key, v, strings.Join(list, ", "))
		}
	}
	return nil
}
