package meilitest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// test tells whether a document meets a filter.
type test func(d *document) bool

// filterParser reads the server's filter language, as far as its documentation has it
// for strings and numbers:
//
//	or   = and { "OR" and }        and = not { "AND" not }       not = "NOT" not | one
//	one  = "(" or ")" | field ( "EXISTS" | "NOT" "EXISTS" | "IN" "[" values "]" | sign value )
type filterParser struct {
	text       string
	filterable []string
}

// parseFilter reads a filter; "" is none.
func parseFilter(text string, filterable []string) (test, *problem) {
	if strings.TrimSpace(text) == "" {
		return func(*document) bool { return true }, nil
	}
	p := &filterParser{text, filterable}
	t, err := p.or()
	if err == nil && p.space() != "" {
		err = p.bad("this was not expected")
	}
	return t, err
}

func (p *filterParser) bad(why string) *problem {
	return refuse(http.StatusBadRequest, "invalid_search_filter", "%s: %.40s", why, p.text)
}

// space skips white space and returns the rest.
func (p *filterParser) space() string {
	p.text = strings.TrimLeftFunc(p.text, unicode.IsSpace)
	return p.text
}

// take takes a sign, or a keyword that ends there.
func (p *filterParser) take(token string) bool {
	rest, ok := strings.CutPrefix(p.space(), token)
	if !ok || unicode.IsLetter(rune(token[0])) && rest != "" && isWord(rune(rest[0])) {
		return false
	}
	p.text = rest
	return true
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.'
}

func (p *filterParser) or() (test, *problem)  { return p.chain("OR", p.and, true) }
func (p *filterParser) and() (test, *problem) { return p.chain("AND", p.not, false) }

// chain reads tests joined by a word; one that is what decides ends the evaluation.
func (p *filterParser) chain(word string, part func() (test, *problem), decides bool) (test, *problem) {
	var parts []test
	for {
		t, err := part()
		if err != nil {
			return nil, err
		}
		parts = append(parts, t)
		if !p.take(word) {
			break
		}
	}
	return func(d *document) bool {
		return slices.ContainsFunc(parts, func(t test) bool { return t(d) == decides }) == decides
	}, nil
}

func (p *filterParser) not() (test, *problem) {
	if !p.take("NOT") {
		return p.one()
	}
	t, err := p.not()
	return func(d *document) bool { return !t(d) }, err
}

func (p *filterParser) one() (test, *problem) {
	if p.take("(") {
		t, err := p.or()
		if err == nil && !p.take(")") {
			err = p.bad("a ) is missing")
		}
		return t, err
	}
	field, err := p.value()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.filterable, field) {
		return nil, p.bad(field + " is not filterable")
	}
	switch {
	case p.take("EXISTS"):
		return func(d *document) bool { return d.fields[field] != nil }, nil
	case p.take("NOT"):
		if !p.take("EXISTS") {
			return nil, p.bad("EXISTS is missing")
		}
		return func(d *document) bool { return d.fields[field] == nil }, nil
	case p.take("IN"):
		return p.in(field)
	}
	return p.compare(field)
}

// in reads the values in brackets.
func (p *filterParser) in(field string) (test, *problem) {
	if !p.take("[") {
		return nil, p.bad("a [ is missing")
	}
	var values []string
	for !p.take("]") {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		values = append(values, strings.ToLower(v))
		if !p.take(",") && p.space()[:min(1, len(p.text))] != "]" {
			return nil, p.bad("a ] is missing")
		}
	}
	return func(d *document) bool {
		return slices.ContainsFunc(list(d.fields[field]), func(have string) bool { return slices.Contains(values, strings.ToLower(strings.TrimSpace(have))) })
	}, nil
}

// compare reads a comparison with one value.
func (p *filterParser) compare(field string) (test, *problem) {
	for _, sign := range []string{">=", "<=", "!=", "=", ">", "<"} {
		if !p.take(sign) {
			continue
		}
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		want, isNumber := strconv.ParseFloat(v, 64)
		return func(d *document) bool {
			have, ok := d.fields[field].(float64)
			ok = ok && isNumber == nil // texts are not compared by size here
			switch sign {
			case ">=":
				return ok && have >= want
			case "<=":
				return ok && have <= want
			case ">":
				return ok && have > want
			case "<":
				return ok && have < want
			}
			equal := ok && have == want ||
				slices.ContainsFunc(list(d.fields[field]), func(have string) bool { return strings.EqualFold(strings.TrimSpace(have), strings.TrimSpace(v)) })
			return equal == (sign == "=")
		}, nil
	}
	return nil, p.bad("a comparison is missing")
}

// keywords are no bare values.
var keywords = []string{"AND", "OR", "NOT", "IN", "TO", "EXISTS"}

// value reads a bare word or a quoted value with its escapes.
func (p *filterParser) value() (string, *problem) {
	text := p.space()
	if text == "" {
		return "", p.bad("a value is missing")
	}
	if text[0] != '"' && text[0] != '\'' {
		end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		if end < 0 {
			end = len(text)
		}
		if end == 0 || slices.Contains(keywords, text[:end]) {
			return "", p.bad("this is no value")
		}
		p.text = text[end:]
		return text[:end], nil
	}
	return p.quoted(text[0])
}

// quoted reads up to the quote that ends the value.
func (p *filterParser) quoted(quote byte) (string, *problem) {
	var b strings.Builder
	for i := 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == quote:
			p.text = p.text[i+1:]
			return b.String(), nil
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == quote || p.text[i+1] == '\\'):
			i++
			b.WriteByte(p.text[i])
		case c == '\\':
			return "", p.bad("this escapes nothing")
		default:
			b.WriteByte(c)
		}
	}
	return "", p.bad("a closing quote is missing")
}

// Matches tells whether a filter holds for a document, given what may be filtered by. A
// filter that is none is an error.
func Matches(filter string, filterable []string, fields map[string]any) (bool, error) {
	p, err := parseFilter(filter, filterable)
	if err != nil {
		return false, err
	}
	return p(&document{fields: fields}), nil
}
