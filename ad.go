package stackhound

import (
	"fmt"
	"slices"
	"strings"
)

// Ad is what a listing says once it has been read: every field in the closed lists
// below, empty where the ad is silent. It speaks of the ad as a whole; an ad that
// offers several roles has them all in Roles.
type Ad struct {
	IsJob       bool       `json:"is_job"`
	NRoles      int        `json:"n_roles"`   // distinct roles offered, at least 1 for a job
	Roles       []string   `json:"roles"`     // of the list Roles, sorted
	Seniority   []string   `json:"seniority"` // of the list Levels, sorted; only what is stated
	YearsMin    *float64   `json:"years_min"` // smallest number of years asked for
	Stack       Stack      `json:"stack"`
	Workplace   Workplace  `json:"workplace"`
	Regions     []string   `json:"remote_regions"` // ISO 3166 alpha-2, or a word of RegionWords, or "UTC-5..UTC+2"
	Locations   []Location `json:"locations"`
	Salary      *Pay       `json:"salary"` // base pay over all roles; nil when not stated
	Employment  []string   `json:"employment"`
	Degree      string     `json:"degree"` // required, or_equivalent, not_required, unspecified
	Visa        string     `json:"visa"`   // offered, not_offered, unspecified
	Topics      []string   `json:"topics,omitempty"`
	SalaryQuote string     `json:"salary_quote"`

	// What else decides whether a person can take the job, or wants to. Of what is a need the
	// list is Needs, "" where the ad is silent.
	Language      string   `json:"language,omitempty"`           // of the text, ISO 639-1; "" when that cannot be told
	Speaks        []string `json:"speaks,omitempty"`             // languages the person must speak, ISO 639-1, sorted
	Authorization string   `json:"work_authorization,omitempty"` // a need: to be allowed to work in the country already
	Citizenship   string   `json:"citizenship,omitempty"`        // a need
	Clearance     string   `json:"clearance,omitempty"`          // a need
	Contracts     []string `json:"contracts,omitempty"`          // of the list ContractKinds, sorted
	Employer      string   `json:"employer,omitempty"`           // of the list Employers
	Industry      string   `json:"industry,omitempty"`           // of the list Industries
	Interview     []string `json:"interview,omitempty"`          // of the list InterviewSteps, in the order of the ad

	EvidenceList []Evidence `json:"evidence,omitempty"`
}

// Stack holds the technologies of an ad by how much it wants them, canonical names.
// A name stands in one list only.
type Stack struct {
	Required  []string `json:"required"`
	Nice      []string `json:"nice"`
	Mentioned []string `json:"mentioned"`
}

// All returns every technology of the stack, required ones first.
func (s Stack) All() []string {
	return slices.Concat(s.Required, s.Nice, s.Mentioned)
}

// Evidence says where one value of an ad was read: from which part of the listing and
// in which words. Quote is an exact substring of that part.
type Evidence struct {
	Field  string `json:"field"`  // stack, roles, seniority, workplace, salary, regions, locations, …
	Value  string `json:"value"`  // the canonical value this speaks for
	Source string `json:"source"` // stated, title, tags, location, salary, body, board
	Quote  string `json:"quote"`
	// Overruled marks what a part of the listing says and another one, which counts more,
	// does not; or what one listing of a posting says and a more trusted one does not.
	Overruled bool `json:"overruled,omitempty"`
	// Board is whose listing says so, of a posting with listings on several boards.
	Board string `json:"board,omitempty"`
}

// Evidence returns the first evidence for a value of a field; ok is false without one.
func (a Ad) Evidence(field, value string) (e Evidence, ok bool) {
	i := slices.IndexFunc(a.EvidenceList, func(e Evidence) bool { return e.Field == field && e.Value == value && !e.Overruled })
	if i < 0 {
		return Evidence{}, false
	}
	return a.EvidenceList[i], true
}

// Location is a place of work. Country is ISO 3166 alpha-2, Region the state or
// province where that says more; City may be empty.
type Location struct {
	City    string `json:"city"`
	Country string `json:"country"`
	Region  string `json:"region,omitempty"`
}

// String returns "City, Region, Country" without the empty parts.
func (l Location) String() string {
	parts := slices.DeleteFunc([]string{l.City, l.Region, l.Country}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

// Pay is a range of base pay. A nil bound is not stated ("from", "up to"); a single
// figure is both bounds.
type Pay struct {
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
	Currency string   `json:"currency"` // ISO 4217
	Period   string   `json:"period"`   // year, month, week, day, hour
}

// String returns the pay as people write it: "80,000–95,000 EUR a year".
func (p Pay) String() string {
	unit := " " + p.Currency + " a " + p.Period
	if p.Period == "hour" {
		unit = " " + p.Currency + " an hour"
	}
	switch {
	case p.Min != nil && p.Max != nil && *p.Min != *p.Max:
		return figure(*p.Min) + "–" + figure(*p.Max) + unit
	case p.Min != nil && p.Max == nil:
		return "from " + figure(*p.Min) + unit
	case p.Min == nil && p.Max != nil:
		return "up to " + figure(*p.Max) + unit
	case p.Min != nil:
		return figure(*p.Min) + unit
	}
	return ""
}

// figure writes a number with thousands separators, cents only where there are any.
func figure(f float64) string {
	whole := int64(f)
	s := fmt.Sprint(whole)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if cents := int64((f-float64(whole))*100 + 0.5); cents > 0 {
		s += fmt.Sprintf(".%02d", cents)
	}
	return s
}

// Workplace is the set of ways of working an ad offers; the zero value is unspecified.
type Workplace uint8

// The ways of working.
const (
	Remote Workplace = 1 << iota
	Hybrid
	Onsite
)

var workplaceNames = []string{"remote", "hybrid", "onsite"}

// Names returns the ways in the order remote, hybrid, onsite.
func (w Workplace) Names() []string {
	var names []string
	for i, name := range workplaceNames {
		if w&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String returns the names joined by "+", or "unspecified".
func (w Workplace) String() string {
	if w == 0 {
		return "unspecified"
	}
	return strings.Join(w.Names(), "+")
}

// MarshalText writes the form of String.
func (w Workplace) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads the form of String; "" is unspecified.
func (w *Workplace) UnmarshalText(text []byte) error {
	*w = 0
	if s := string(text); s == "" || s == "unspecified" {
		return nil
	}
	for name := range strings.SplitSeq(string(text), "+") {
		i := slices.Index(workplaceNames, name)
		if i < 0 {
			return Errorf(CodeInvalid, "%q is not a workplace: use remote, hybrid, onsite or several joined by +", name)
		}
		*w |= 1 << i
	}
	return nil
}

// The closed lists of an ad's fields.
var (
	// Roles are the kinds of work an ad can be for.
	Roles = []string{"backend", "frontend", "fullstack", "mobile", "data", "ml", "devops", "security", "qa", "embedded", "game", "management", "design", "product", "other"}
	// Levels are the steps of the ladder, lowest first.
	Levels = []string{"intern", "junior", "mid", "senior", "staff", "principal", "lead", "manager", "director", "executive"}
	// Employments are the forms of contract.
	Employments = []string{"full_time", "part_time", "contract", "internship", "freelance", "temporary", "cofounder"}
	// Degrees are the stances an ad can take on a degree.
	Degrees = []string{"required", "or_equivalent", "not_required", "unspecified"}
	// Visas are the stances an ad can take on sponsoring a visa.
	Visas = []string{"offered", "not_offered", "unspecified"}
	// RegionWords are the names of remote regions larger than a country.
	RegionWords = []string{"worldwide", "EU", "europe", "north-america", "latam", "apac", "emea"}
	// Needs are the stances an ad can take on what it may ask of a person.
	Needs = []string{"required", "preferred", "not_required"}
	// ContractKinds are the kinds of contract that change who pays what: business to business,
	// corp to corp and W-2 (United States), fixed term, and to be hired after a time.
	ContractKinds = []string{"b2b", "c2c", "w2", "fixed_term", "contract_to_hire"}
	// Employers are who offers a job: who the work is for, who finds people for others, or
	// who sends its own people to others.
	Employers = []string{"direct", "agency", "consultancy"}
	// Industries are what the employer does.
	Industries = []string{"software", "finance", "health", "retail", "logistics", "public_sector", "education", "energy", "media", "gaming", "travel", "telecom", "automotive",
		"manufacturing", "security", "crypto", "defence", "real_estate", "food", "science"}
	// InterviewSteps are the tests met on the way to a job.
	InterviewSteps = []string{"phone_screen", "take_home", "coding", "pair_programming", "whiteboard", "system_design", "behavioural", "trial", "presentation", "references"}
	// Periods are the units of time pay is stated for.
	Periods = []string{"year", "month", "week", "day", "hour"}
)
