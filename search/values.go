package search

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/lexicon/skills"
	"stackhound/lexicon/spelling"
)

// fieldNames are the fields as they may be written, and what each means.
var fieldNames = func() map[string]string {
	names := map[string]string{
		"only": "niche", "roles": "role", "seniority": "level", "levels": "level", "skill": "stack", "skills": "stack", "tech": "stack", "regions": "region",
		"source": "board", "pay": "salary", "type": "employment", "contract": "employment", "work": "workplace", "experience": "years", "age": "posted",
	}
	for _, f := range allFields() {
		names[f] = f
	}
	return names
}()

func allFields() []string { return slices.Concat(stackhound.FacetFields, stackhound.NumberFields) }

// valueLists are the fields whose values come from a closed list.
var valueLists = map[string][]string{
	"role": stackhound.Roles, "level": stackhound.Levels, "workplace": {"remote", "hybrid", "onsite", "unspecified"},
	"employment": stackhound.Employments, "visa": stackhound.Visas, "degree": stackhound.Degrees, "niche": {"yes", "no"}, "state": {"open", "closed"},
}

// synonyms are other words for a value, folded to lower case with _ for space and dash.
var synonyms = map[string]map[string]string{
	"role": {
		"back_end": "backend", "server_side": "backend", "api": "backend", "front_end": "frontend", "full_stack": "fullstack", "sre": "devops", "platform": "devops",
		"infrastructure": "devops", "machine_learning": "ml", "ai": "ml", "data_science": "data", "ios": "mobile", "android": "mobile", "games": "game", "testing": "qa", "ux": "design", "manager": "management",
	},
	"level": {
		"sr": "senior", "jr": "junior", "entry": "junior", "entry_level": "junior", "graduate": "junior", "internship": "intern", "mid_level": "mid", "middle": "mid",
		"head": "director", "vp": "executive", "cto": "executive", "tech_lead": "lead", "team_lead": "lead",
	},
	"workplace":  {"on_site": "onsite", "office": "onsite", "home": "remote", "wfh": "remote", "unknown": "unspecified"},
	"employment": {"fulltime": "full_time", "permanent": "full_time", "parttime": "part_time", "contractor": "contract", "b2b": "contract", "intern": "internship", "temp": "temporary"},
	"visa":       {"yes": "offered", "no": "not_offered", "sponsored": "offered"},
	"degree":     {"none": "not_required", "no": "not_required", "yes": "required", "equivalent": "or_equivalent"},
	"niche":      {"true": "yes", "false": "no", "niche": "yes"},
}

// parseValue returns the canonical form of a written value of a facet field.
func parseValue(field, value string) (string, *stackhound.Error) {
	switch field {
	case "stack":
		return parseSkill(value)
	case "region":
		return parseRegion(value)
	case "country", "currency":
		return parseCode(field, value)
	case "company", "board":
		if Key(field, value) == "" {
			return "", stackhound.Errorf(stackhound.CodeInvalid, "%q names no %s", value, field)
		}
		return value, nil
	}
	list := valueLists[field]
	folded := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(value))
	folded = cmp.Or(synonyms[field][folded], folded)
	if slices.Contains(list, folded) {
		return folded, nil
	}
	err := stackhound.Errorf(stackhound.CodeInvalid, "%q is no value of %s", value, field)
	return "", err.WithHint("did you mean %s? It can be %s", nearest(folded, list), strings.Join(list, ", "))
}

func parseSkill(value string) (string, *stackhound.Error) {
	if name, ok := skills.Resolve(value); ok {
		return name, nil
	}
	err := stackhound.Errorf(stackhound.CodeInvalid, "no technology is known as %q", value)
	if near := skills.Nearest(value, 3); len(near) > 0 {
		return "", err.WithHint("did you mean %s?", strings.Join(near, " or "))
	}
	return "", err.WithHint("search for it as a word: %s", value)
}

// regionNames are other ways to write a region or country.
var regionNames = map[string]string{"global": "worldwide", "anywhere": "worldwide", "world": "worldwide", "usa": "US", "uk": "GB", "america": "north-america"}

var utcRange = regexp.MustCompile(`^(?i)utc[+-]\d{1,2}(:\d\d)?\.\.utc[+-]\d{1,2}(:\d\d)?$`)

func parseRegion(value string) (string, *stackhound.Error) {
	lower := strings.ToLower(value)
	for _, word := range stackhound.RegionWords {
		if strings.EqualFold(word, lower) {
			return word, nil
		}
	}
	if name := regionNames[lower]; name != "" {
		return name, nil
	}
	if utcRange.MatchString(value) {
		return strings.ToUpper(value), nil
	}
	if len(value) == 2 {
		return parseCode("country", value)
	}
	err := stackhound.Errorf(stackhound.CodeInvalid, "%q is no region", value)
	return "", err.WithHint("did you mean %s? It can be a country code such as DE or one of %s", nearest(lower, stackhound.RegionWords), strings.Join(stackhound.RegionWords, ", "))
}

// parseCode reads a country (two letters) or a currency (three).
func parseCode(field, value string) (string, *stackhound.Error) {
	length, example := 2, "DE or US"
	if field == "currency" {
		length, example = 3, "EUR or USD"
	}
	upper := strings.ToUpper(value)
	if field == "country" && regionNames[strings.ToLower(value)] != "" && len(regionNames[strings.ToLower(value)]) == 2 {
		upper = regionNames[strings.ToLower(value)]
	}
	if len(upper) != length || strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is no %s code", value, field).WithHint("use %d letters such as %s", length, example)
	}
	return upper, nil
}

var (
	rangeForm  = regexp.MustCompile(`^(>=|<=|>|<|≥|≤)(.+)$`)
	numberForm = regexp.MustCompile(`^(\d{1,12}(?:\.\d{1,40})?)([a-z]*)$`)
	units      = map[string]map[string]float64{
		"salary": {"": 1, "k": 1e3, "m": 1e6},
		"years":  {"": 1, "y": 1, "yr": 1, "year": 1, "years": 1},
		"posted": {"": 1, "d": 1, "w": 7, "h": 1.0 / 24},
		"seen":   {"": 1, "d": 1, "w": 7, "h": 1.0 / 24},
	}
	rangeHints = map[string]string{
		"salary": "EUR a year, such as salary:>=90k or salary:60k..90k", "years": "such as years:<=3 or years:2..5",
		"posted": "days before now, such as posted:<7d", "seen": "days before now, such as seen:<1d",
	}
)

// parseRange reads a range; both bounds become inclusive ones.
func parseRange(field, text string) (*stackhound.Filter, *stackhound.Error) {
	f := &stackhound.Filter{Op: stackhound.OpRange, Field: field}
	bad := stackhound.Errorf(stackhound.CodeInvalid, "%q is no range of %s", text, field).WithHint("write %s", rangeHints[field])
	if m := rangeForm.FindStringSubmatch(text); m != nil {
		v, ok := parseNumber(field, m[2])
		if !ok {
			return nil, bad
		}
		switch m[1] {
		case ">":
			v = math.Nextafter(v, math.Inf(1))
			fallthrough
		case ">=", "≥":
			f.Min = &v
		case "<":
			v = math.Nextafter(v, math.Inf(-1))
			fallthrough
		default:
			f.Max = &v
		}
		return f, nil
	}
	low, high, ok := strings.Cut(text, "..")
	if !ok || low == "" && high == "" {
		return nil, bad
	}
	for _, bound := range []struct {
		text string
		into **float64
	}{{low, &f.Min}, {high, &f.Max}} {
		if bound.text == "" {
			continue
		}
		v, ok := parseNumber(field, bound.text)
		if !ok {
			return nil, bad
		}
		*bound.into = &v
	}
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "the range %s is empty", text).WithHint("write the smaller number first")
	}
	return f, nil
}

// largest is the largest number a range can name.
const largest = 1e11

// parseNumber reads a number with the unit of a field.
func parseNumber(field, text string) (float64, bool) {
	m := numberForm.FindStringSubmatch(strings.ReplaceAll(strings.ToLower(text), "_", ""))
	if m == nil {
		return 0, false
	}
	unit, ok := units[field][m[2]]
	v, err := strconv.ParseFloat(m[1], 64)
	return v * unit, ok && err == nil && v*unit <= largest
}

func unknownField(name string, fields []string) *stackhound.Error {
	return stackhound.Errorf(stackhound.CodeInvalid, "%q is no field", name).
		WithHint("did you mean %s? Fields are %s", nearest(strings.ToLower(name), fields), strings.Join(fields, ", "))
}

// nearest returns the entry of a list that is written most like a word.
func nearest(word string, list []string) string {
	return slices.MinFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(spelling.Distance(word, a), spelling.Distance(word, b)), strings.Compare(a, b))
	})
}
