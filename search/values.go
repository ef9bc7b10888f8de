package search

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"stackhound"
	"stackhound/lexicon/levels"
	"stackhound/lexicon/money"
	"stackhound/lexicon/places"
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
	case "country":
		return parseCountry(value)
	case "currency":
		return parseCurrency(value)
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
	if level, ok := levels.Resolve(strings.ReplaceAll(folded, "_", " ")); ok && field == "level" {
		return level, nil
	}
	err := stackhound.Errorf(stackhound.CodeInvalid, "%q is no value of %s", value, field)
	return "", err.WithHint("%sit can be %s", guess(folded, list), strings.Join(list, ", "))
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

// regionNames are other ways to write a region.
var regionNames = map[string]string{"global": "worldwide", "anywhere": "worldwide", "world": "worldwide", "america": "north-america"}

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
	if code, err := parseCountry(value); err == nil {
		return code, nil
	}
	err := stackhound.Errorf(stackhound.CodeInvalid, "%q is no region", value)
	return "", err.WithHint("%sit can be a country such as DE or Germany, or one of %s", guess(lower, stackhound.RegionWords), strings.Join(stackhound.RegionWords, ", "))
}

// letters are those of the codes of countries and currencies.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// parseCountry reads a country by its name or its two letters.
func parseCountry(value string) (string, *stackhound.Error) {
	if code, ok := places.Country(value); ok {
		return code, nil
	}
	if code := strings.ToUpper(value); len(code) == 2 && strings.Trim(code, letters) == "" {
		return code, nil
	}
	return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is no country", value).WithHint("use its English name or two letters such as DE or US")
}

func parseCurrency(value string) (string, *stackhound.Error) {
	code := strings.ToUpper(value)
	if len(code) != 3 || strings.Trim(code, letters) != "" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is no currency code", value).WithHint("use 3 letters such as EUR or USD")
	}
	return code, nil
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

// parseRange reads a range; both bounds become inclusive ones. A bare number of days is
// the most there may be.
func parseRange(field, text string) (*stackhound.Filter, *stackhound.Error) {
	f := &stackhound.Filter{Op: stackhound.OpRange, Field: field}
	if _, ok := parseNumber(field, text); ok && (field == "posted" || field == "seen") {
		text = "<" + text
	}
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

// payCurrency cuts a currency from the end of a range of salary. Salaries are compared in
// EUR a year, so that is the only one there is to name.
func payCurrency(text string) (string, *stackhound.Error) {
	if bare, ok := strings.CutSuffix(text, "€"); ok {
		return bare, nil
	}
	code := text[len(strings.TrimRightFunc(text, unicode.IsLetter)):]
	if !money.Known(strings.ToUpper(code)) && code != "" {
		code = code[1:] // the k or m of the figure
	}
	if !money.Known(strings.ToUpper(code)) {
		return text, nil
	}
	return strings.TrimSuffix(text, code), onlyEuro(code)
}

// onlyEuro refuses a currency that salaries are not compared in.
func onlyEuro(code string) *stackhound.Error {
	if strings.EqualFold(code, "EUR") || code == "€" {
		return nil
	}
	return stackhound.Errorf(stackhound.CodeInvalid, "a salary is searched for in EUR a year, not in %s", strings.ToUpper(code)).
		WithHint("convert the figure; currency:%s finds pay stated in it", strings.ToUpper(code))
}

func unknownField(name string, fields []string) *stackhound.Error {
	return stackhound.Errorf(stackhound.CodeInvalid, "%q is no field", name).
		WithHint("%sfields are %s", guess(name, fields), strings.Join(fields, ", "))
}

// guess asks whether the entry of a list that is written much like a word was meant; ""
// when none is.
func guess(word string, list []string) string {
	if near := spelling.Nearest(word, list); near != "" {
		return "did you mean " + near + "? "
	}
	return ""
}
