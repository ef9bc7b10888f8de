package thread

import (
	"html"
	"regexp"
	"strings"
)

// header is what the first line of an ad says.
type header struct {
	company, title, salary, url   string
	places, workplace, employment []string
}

// Signs by which a part of the line is told. A part may carry several: "Berlin or REMOTE"
// is a place and a way of working.
var (
	paragraph = regexp.MustCompile(`(?i)<p>|<br\s*/?>|\n`)
	markup    = regexp.MustCompile(`<[^>]*>`)
	link      = regexp.MustCompile(`(?i)<a\s[^>]*href="([^"]+)"`)
	address   = regexp.MustCompile(`https?://[^\s<>"|)]+`)
	aside     = regexp.MustCompile(`\(\s*((https?://)?[\w-]+(\.[\w-]+)+[^\s)]*|(?i:yc) ?[SWFXswfx]?\d*)\s*\)`) // an address or an accelerator's batch
	bareHost  = regexp.MustCompile(`^(https?://|www\.)\S+$|^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|io|ai|dev|org|net|co|app|tech|de|uk|eu)(/\S*)?$`)

	workplace  = anyOf("fully[ -]remote", "remote", "hybrid", "on-?site", "in[ -]office", "in[ -]person", "wfh")
	employment = anyOf("full[ -]?time", "part[ -]?time", "contract(or)?", "freelance", "intern(ship)?s?", "permanent", "temporary")
	stance     = anyOf("visa", "sponsor(ship)?", "relocation", "clearance", `yc ?[swf]\d\d`, "series [a-f]", "seed", "bootstrapped")
	pay        = regexp.MustCompile(`(?i)[$€£₹¥]\s?\d|\d\s?k\b|\b\d{2,3}[,. ]?\d{3}\b|\b(` + currencies + `)\b.*\d|\d.*\b(` + currencies + `)\b|\bequity\b|\bcompetitive\b`)
	role       = anyOf("engineer(s|ing)?", "developers?", "devs?", "programmers?", "architects?", "designers?", "scientists?", "analysts?",
		"researchers?", "managers?", "leads?", "head of", "director", "vp", "cto", "ceo", "(co-?)?founders?", "sre", "devops", "swe", "sdet", "qa",
		"admin(istrator)?s?", "consultants?", "hackers?", "specialists?", "technicians?", "writers?", "advocates?", "generalists?", "wranglers?",
		"interns?", "full[ -]?stack", "back[ -]?end", "front[ -]?end", "roles", "positions", "product", "data")
	only = regexp.MustCompile(`(?i)^[\s(]*(only|ok|okay|friendly|possible|or|and|options?|optional|available|welcome|preferred|first|fully|100%|[/&+,.()-]|\s)*$`)
)

const currencies = "usd|eur|gbp|chf|cad|aud|inr|pln"

// anyOf matches each of the words, given as expressions, in any case.
func anyOf(words ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)\b`)
}

// maxTitle bounds a title taken from a line that names no role, in bytes.
const maxTitle = 120

// readHeader reads the first line of an ad given as HTML.
func readHeader(text string) header {
	line := text
	if at := paragraph.FindStringIndex(text); at != nil && at[0] > 0 {
		line = text[:at[0]]
	}
	h := header{url: firstAddress(line, text)}
	plain := fold(html.UnescapeString(markup.ReplaceAllString(line, " ")))
	company, rest, customary := strings.Cut(plain, "|")
	if customary {
		h.company = fold(aside.ReplaceAllString(company, ""))
		h.sort(strings.Split(rest, "|"))
	} else {
		h.note(plain)
		h.places, h.salary = nil, ""
	}
	if h.title == "" {
		h.title = cut(fold(address.ReplaceAllString(plain, "")), maxTitle)
	}
	return h
}

// sort deals the parts of the line out to the fields. The title is the first part that
// names a role, else the first that is nothing else.
func (h *header) sort(parts []string) {
	var unknown []string
	for _, part := range parts {
		part = fold(address.ReplaceAllString(part, ""))
		switch {
		case part == "" || bareHost.MatchString(part):
		case h.title == "" && role.MatchString(part) && !pay.MatchString(part):
			h.title = part
			h.note(part)
		case h.note(part):
		case stance.MatchString(part):
		default:
			unknown = append(unknown, part)
		}
	}
	if h.title == "" && len(unknown) > 1 {
		h.title, unknown = unknown[0], unknown[1:]
	}
	for _, part := range unknown {
		if !role.MatchString(part) {
			h.places = append(h.places, part)
		}
	}
}

// note keeps what a part says of the way of working, the contract and the pay, and tells
// whether that was all it is for. What surrounds a way of working names a place.
func (h *header) note(part string) bool {
	ways, contracts := workplace.FindAllString(part, -1), employment.FindAllString(part, -1)
	h.workplace = append(h.workplace, ways...)
	h.employment = append(h.employment, contracts...)
	switch {
	case part == h.title:
	case len(ways) > 0:
		rest := employment.ReplaceAllString(workplace.ReplaceAllString(part, ""), "")
		if !only.MatchString(rest) {
			h.places = append(h.places, part)
		}
	case len(contracts) > 0:
	case pay.MatchString(part):
		h.salary = part
	default:
		return false
	}
	return true
}

// firstAddress returns the first address in the line, else in the whole text.
func firstAddress(line, text string) string {
	for _, s := range []string{line, text} {
		if m := link.FindStringSubmatch(s); m != nil {
			return html.UnescapeString(m[1])
		}
		if m := address.FindString(html.UnescapeString(s)); m != "" {
			return m
		}
	}
	return ""
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// cut shortens s to at most n bytes at the end of a word.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		n = i
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
