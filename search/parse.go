package search

import (
	"slices"
	"strings"
	"unicode"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/money"
)

// Parse reads a written query:
//
//	query  = part { part }                       all parts must hold
//	part   = factor { "OR" factor }              OR binds tighter and joins filters only
//	factor = ["-"] ( word | "phrase" | field:value{,value} | field:range | "(" query ")" )
//
// A range is >x, >=x, <x, <=x, a..b, a.. or ..b; numbers may end in k or m (salary), y
// (years), h, d or w (posted, seen, where a bare x is <x). EUR may stand behind a salary.
// only:niche is niche:yes, the postings that niche boards alone show. Within parentheses
// stand filters only. AND may be written between parts and means nothing more. An error is
// CodeInvalid and names the column, counted in characters from 1.
func Parse(s string) (stackhound.Query, error) {
	if len(s) > stackhound.MaxQueryLength {
		return stackhound.Query{}, stackhound.Errorf(stackhound.CodeInvalid, "the query has %d bytes, at most %d are allowed", len(s), stackhound.MaxQueryLength)
	}
	p := &parser{text: []rune(strings.ToValidUTF8(s, " "))}
	filters, err := p.parts(false)
	if err != nil {
		return stackhound.Query{}, err
	}
	q := stackhound.Query{Terms: p.terms, Filter: join(stackhound.OpAnd, filters)}
	return q, checkFilter(q.Filter)
}

// parser walks over a query; terms are collected as they come.
type parser struct {
	text  []rune
	at    int
	terms []stackhound.Term
}

// parts reads parts up to the end, or with inside up to the closing parenthesis.
func (p *parser) parts(inside bool) ([]stackhound.Filter, error) {
	var filters []stackhound.Filter
	for {
		p.space()
		switch {
		case p.end() && !inside:
			return filters, nil
		case p.end():
			return nil, p.errorf(p.at, "a ) is missing")
		case p.peek() == ')' && inside:
			p.at++
			return filters, nil
		case p.peek() == ')':
			return nil, p.errorf(p.at, "this ) closes nothing")
		}
		part, err := p.part(inside)
		if err != nil {
			return nil, err
		}
		if part != nil {
			filters = append(filters, *part)
		}
	}
}

// part reads a factor and those joined to it by OR; nil for a word.
func (p *parser) part(inside bool) (*stackhound.Filter, error) {
	start := p.at
	if p.keyword("AND") {
		return nil, nil
	}
	if p.keyword("OR") {
		return nil, p.orWithout(start)
	}
	first, err := p.factor(inside)
	if err != nil || !p.keyword("OR") {
		return first, err
	}
	if first == nil {
		return nil, p.orWithout(start)
	}
	options := []stackhound.Filter{*first}
	for {
		p.space()
		start := p.at
		if p.end() || p.peek() == ')' || p.keyword("OR") || p.keyword("AND") {
			return nil, p.orWithout(start)
		}
		next, err := p.factor(inside)
		if err != nil {
			return nil, err
		}
		if next == nil {
			return nil, p.orWithout(start)
		}
		options = append(options, *next)
		if !p.keyword("OR") {
			return join(stackhound.OpOr, options), nil
		}
	}
}

func (p *parser) orWithout(at int) error {
	return p.errorf(at, "OR joins filters only").WithHint("such as stack:go OR stack:rust; words are always all searched for")
}

// factor reads one word, phrase, filter or group, with its minus.
func (p *parser) factor(inside bool) (*stackhound.Filter, error) {
	not := false
	for !p.end() && p.peek() == '-' {
		not = true
		p.at++
	}
	start := p.at
	var f *stackhound.Filter
	var err error
	switch {
	case p.end():
		return nil, nil
	case p.peek() == '(':
		f, err = p.group()
	case p.peek() == '"':
		err = p.phrase(not, inside)
	default:
		f, err = p.wordOrFilter(not, inside)
	}
	if err != nil || f == nil {
		return nil, err
	}
	if measured, _ := measure(f); measured > stackhound.MaxFilterLeaves {
		return nil, p.errorf(start, "at most %d filters are allowed", stackhound.MaxFilterLeaves)
	}
	if not {
		f = negate(*f)
	}
	return f, nil
}

func (p *parser) group() (*stackhound.Filter, error) {
	start := p.at
	p.at++
	filters, err := p.parts(true)
	if err != nil {
		return nil, err
	}
	if len(filters) == 0 {
		return nil, p.errorf(start, "nothing stands between ( and )")
	}
	return join(stackhound.OpAnd, filters), nil
}

func (p *parser) phrase(not, inside bool) error {
	start := p.at
	text, ok := p.quoted()
	if !ok {
		return p.errorf(start, `a closing " is missing`)
	}
	return p.term(start, stackhound.Term{Text: text, Phrase: true, Not: not}, inside)
}

// wordOrFilter reads a run of characters without space: a filter if it begins with
// letters and a colon, else a word.
func (p *parser) wordOrFilter(not, inside bool) (*stackhound.Filter, error) {
	start := p.at
	for !p.end() && unicode.IsLetter(p.peek()) {
		p.at++
	}
	if p.at > start && !p.end() && p.peek() == ':' {
		field := string(p.text[start:p.at])
		p.at++
		return p.filter(start, field)
	}
	p.at = start
	for !p.end() && !unicode.IsSpace(p.peek()) && !strings.ContainsRune(`()"`, p.peek()) {
		p.at++
	}
	return nil, p.term(start, stackhound.Term{Text: string(p.text[start:p.at]), Not: not}, inside)
}

// term keeps a word or phrase; one without letters or digits says nothing and is left
// out.
func (p *parser) term(start int, t stackhound.Term, inside bool) error {
	if inside {
		return p.errorf(start, "%q is a word, and between ( and ) stand filters only", t.Text).WithHint("put words outside the parentheses")
	}
	if len(fold.Tokens(t.Text)) > 0 {
		p.terms = append(p.terms, t)
	}
	return nil
}

// filter reads what follows "field:".
func (p *parser) filter(start int, name string) (*stackhound.Filter, error) {
	field, ok := fieldNames[strings.ToLower(name)]
	if !ok {
		err := unknownField(name, allFields())
		err.Message = p.errorf(start, "%s", err.Message).Message
		return nil, err
	}
	values, at, err := p.values()
	if err != nil {
		return nil, err
	}
	if slices.Contains(stackhound.NumberFields, field) {
		f, err := p.number(field, strings.Join(values, ""))
		return f, p.located(at[0], err)
	}
	f := &stackhound.Filter{Op: stackhound.OpIs, Field: field}
	for i, v := range values {
		canonical, err := parseValue(field, v)
		if err != nil {
			return nil, p.located(at[i], err)
		}
		if !slices.Contains(f.Values, canonical) {
			f.Values = append(f.Values, canonical)
		}
	}
	return f, nil
}

// number reads a range, and behind one of salary the currency people add.
func (p *parser) number(field, text string) (f *stackhound.Filter, err *stackhound.Error) {
	if field == "salary" {
		if text, err = payCurrency(text); err == nil {
			err = p.currency()
		}
	}
	if err != nil {
		return nil, err
	}
	return parseRange(field, text)
}

// currency takes a currency that stands by itself, in capitals or as a sign.
func (p *parser) currency() *stackhound.Error {
	start := p.at
	p.space()
	end := p.at
	for end < len(p.text) && !unicode.IsSpace(p.text[end]) && p.text[end] != ')' {
		end++
	}
	if word := string(p.text[p.at:end]); word == "€" || money.Known(word) {
		p.at = end
		return onlyEuro(word)
	}
	p.at = start
	return nil
}

// values reads what is separated by commas, each perhaps quoted, and where each stands.
func (p *parser) values() (values []string, at []int, err error) {
	for {
		start := p.at
		value, ok := "", true
		if !p.end() && p.peek() == '"' {
			value, ok = p.quoted()
		} else {
			for !p.end() && !unicode.IsSpace(p.peek()) && !strings.ContainsRune(`(),"`, p.peek()) {
				p.at++
			}
			value = string(p.text[start:p.at])
		}
		if !ok {
			return nil, nil, p.errorf(start, `a closing " is missing`)
		}
		if value == "" {
			return nil, nil, p.errorf(start, "a value is missing here")
		}
		values, at = append(values, value), append(at, start)
		if p.end() || p.peek() != ',' {
			return values, at, nil
		}
		p.at++
	}
}

// quoted reads a quoted text, white space folded.
func (p *parser) quoted() (text string, ok bool) {
	length := slices.Index(p.text[p.at+1:], '"')
	if length < 0 {
		return "", false
	}
	text = string(p.text[p.at+1 : p.at+1+length])
	p.at += length + 2
	return strings.Join(strings.Fields(text), " "), true
}

// keyword takes an operator word that stands alone.
func (p *parser) keyword(word string) bool {
	p.space()
	after := p.at + len(word)
	if after > len(p.text) || string(p.text[p.at:after]) != word {
		return false
	}
	if after < len(p.text) && !unicode.IsSpace(p.text[after]) && !strings.ContainsRune(`()"`, p.text[after]) {
		return false
	}
	p.at = after
	return true
}

func (p *parser) space() {
	for !p.end() && unicode.IsSpace(p.peek()) {
		p.at++
	}
}

func (p *parser) end() bool  { return p.at >= len(p.text) }
func (p *parser) peek() rune { return p.text[p.at] }

func (p *parser) errorf(at int, format string, args ...any) *stackhound.Error {
	return stackhound.Errorf(stackhound.CodeInvalid, "column %d: "+format, append([]any{at + 1}, args...)...)
}

// located puts the column in front of an error from a value.
func (p *parser) located(at int, err *stackhound.Error) error {
	if err == nil {
		return nil
	}
	err.Message = p.errorf(at, "%s", err.Message).Message
	return err
}

// join puts filters under one node, dissolving nodes of the same kind; nil for none.
func join(op stackhound.FilterOp, filters []stackhound.Filter) *stackhound.Filter {
	var kids []stackhound.Filter
	for _, f := range filters {
		if f.Op == op {
			kids = append(kids, f.Kids...)
		} else {
			kids = append(kids, f)
		}
	}
	switch len(kids) {
	case 0:
		return nil
	case 1:
		return &kids[0]
	}
	return &stackhound.Filter{Op: op, Kids: kids}
}

// negate turns a filter into its opposite.
func negate(f stackhound.Filter) *stackhound.Filter {
	if f.Op == stackhound.OpNot {
		return &f.Kids[0]
	}
	return &stackhound.Filter{Op: stackhound.OpNot, Kids: []stackhound.Filter{f}}
}
