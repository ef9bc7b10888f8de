package jsonld

import (
	"encoding/json"
	"html"
	"regexp"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/lexicon/money"
)

// repair gives a posting the shape that schema.org asks for where templates miss it, so
// that a board file has one path for each field. What it cannot read stays as it is.
func repair(posting map[string]any) {
	for _, name := range []string{"title", "name", "datePosted", "validThrough"} {
		repairText(posting, name)
	}
	if text, ok := posting["description"].(string); ok {
		posting["description"] = markup(unquote(text))
	}
	named(posting, "hiringOrganization", "name")
	for _, place := range objects(posting, "jobLocation", "address") {
		for _, address := range objects(place, "address", "addressLocality") {
			named(address, "addressCountry", "")
			for _, part := range []string{"streetAddress", "addressLocality", "addressRegion", "addressCountry"} {
				repairText(address, part)
			}
		}
	}
	if list, ok := posting["employmentType"].(string); ok && strings.ContainsAny(list, ",[") {
		posting["employmentType"] = several(list)
	}
	repairPay(posting)
}

// repairText mends a text of one line: quotes around the whole of it, and entities, which
// mean nothing in JSON.
func repairText(object map[string]any, name string) {
	text, ok := object[name].(string)
	if !ok {
		return
	}
	for range maxDecode {
		decoded := html.UnescapeString(text)
		if decoded == text {
			break
		}
		text = decoded
	}
	object[name] = unquote(text)
}

// maxDecode is how often a text may have been escaped: twice was met.
const maxDecode = 3

// markup decodes a text whose brackets are all entities until it has some.
func markup(text string) string {
	for range maxDecode {
		if strings.Contains(text, "<") || !strings.Contains(text, "&lt;") && !strings.Contains(text, "&amp;lt;") {
			break
		}
		text = html.UnescapeString(text)
	}
	return text
}

// unquote takes off quotes that stand around a whole text.
func unquote(text string) string {
	inner := strings.TrimSpace(text)
	if len(inner) > 2 && inner[0] == '"' && inner[len(inner)-1] == '"' && strings.Count(inner, `"`) == 2 {
		return inner[1 : len(inner)-1]
	}
	return text
}

// several reads a list that is written as a text: "FULL_TIME, PART_TIME" or "['FULL_TIME']".
func several(list string) (parts []any) {
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.Trim(part, " []\"'"); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// named makes of a text the object whose name it is, or with key "" of an object its name.
func named(object map[string]any, name, key string) {
	switch v := object[name].(type) {
	case string:
		if key != "" {
			object[name] = map[string]any{key: v}
			repairText(object[name].(map[string]any), key)
		}
	case map[string]any:
		if key == "" {
			object[name] = v["name"]
		} else {
			repairText(v, key)
		}
	}
}

// objects returns the objects that a name holds. A text in the place of one becomes an
// object with the text under key.
func objects(object map[string]any, name, key string) (found []map[string]any) {
	list, many := object[name].([]any)
	if !many {
		list = []any{object[name]}
	}
	for i, v := range list {
		if text, ok := v.(string); ok {
			v = map[string]any{key: text}
			list[i] = v
		}
		if m, ok := v.(map[string]any); ok {
			found = append(found, m)
		}
	}
	if !many && len(found) > 0 {
		object[name] = found[0]
	}
	return found
}

// repairPay gives a pay its two bounds as numbers, its currency as a code and a unit that
// can be believed.
func repairPay(posting map[string]any) {
	pays := objects(posting, "baseSalary", "value")
	if n, ok := posting["baseSalary"].(json.Number); ok {
		pays = []map[string]any{{"value": n}}
		posting["baseSalary"] = pays[0]
	}
	for _, pay := range pays {
		value, ok := pay["value"].(map[string]any)
		if list, many := pay["value"].([]any); many && len(list) > 0 {
			value, ok = list[0].(map[string]any)
		}
		if !ok {
			value = map[string]any{"value": pay["value"]}
		}
		for _, name := range []string{"minValue", "maxValue", "unitText"} {
			if value[name] == nil && pay[name] != nil {
				value[name] = pay[name] // it belongs one deeper
			}
		}
		pay["value"] = value
		repairAmount(pay, value, money.Hint{Country: country(posting), Field: true})
	}
}

// unit finds the unit in what is written for it.
var unit = regexp.MustCompile(`(?i)(year|annu|month|week|da[yi]|hour)`)

var units = map[string]string{"year": "year", "annu": "year", "month": "month", "week": "week", "day": "day", "dai": "day", "hour": "hour"}

func repairAmount(pay, value map[string]any, hint money.Hint) {
	written := text(pay["currency"])
	if written == "" {
		written = text(value["currency"])
	}
	if written != "" {
		hint.Currency = money.Currency(html.UnescapeString(written), hint.Country)
	}
	hint.Period = units[strings.ToLower(unit.FindString(text(value["unitText"])))]
	found := amount(value, hint)
	if found == nil {
		return
	}
	if found.Currency == "" {
		found.Currency = hint.Currency
	}
	money.Settle(found)
	set(pay, "currency", found.Currency)
	set(value, "unitText", strings.ToUpper(found.Period))
	for name, bound := range map[string]*float64{"minValue": found.Min, "maxValue": found.Max} {
		if bound != nil && figure(value[name]) == nil {
			value[name] = json.Number(strconv.FormatFloat(*bound, 'f', -1, 64))
		}
	}
}

func set(object map[string]any, name, value string) {
	if value != "" {
		object[name] = value
	}
}

// amount reads the bounds of a pay: plain figures, or whatever is written in their place.
func amount(value map[string]any, hint money.Hint) *stackhound.Pay {
	low, high := figure(value["minValue"]), figure(value["maxValue"])
	if one := figure(value["value"]); low == nil && high == nil && one != nil {
		low, high = one, one
	}
	if low != nil || high != nil {
		return &stackhound.Pay{Min: low, Max: high, Currency: hint.Currency, Period: hint.Period}
	}
	words := text(value["value"])
	if min, max := text(value["minValue"]), text(value["maxValue"]); words == "" && min+max != "" {
		words = strings.Trim(min+" - "+max, " -")
	}
	pay, _ := money.Parse(html.UnescapeString(words), hint)
	return pay
}

// figure reads a plain number above 0, which may be written as a text.
func figure(v any) *float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(text(v)), 64)
	if err != nil || f <= 0 || f > maxFigure {
		return nil
	}
	return &f
}

// maxFigure is above any pay in any currency.
const maxFigure = 1e15

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// country is the country of the posting's first place, "" when it is not told by its code.
func country(posting map[string]any) string {
	for _, place := range objects(posting, "jobLocation", "address") {
		for _, address := range objects(place, "address", "addressLocality") {
			if code := text(address["addressCountry"]); len(code) == 2 {
				return strings.ToUpper(code)
			}
		}
	}
	return ""
}
