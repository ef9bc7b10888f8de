package search_test

import (
	"math"
	"strconv"
	"strings"

	"stackhound"
)

// written writes a query in its canonical form: words first, then filters. Parsing it
// gives the same query again.
func written(q stackhound.Query) string {
	var parts []string
	for _, t := range q.Terms {
		parts = append(parts, termString(t))
	}
	switch f := q.Filter; {
	case f == nil:
	case f.Op == stackhound.OpAnd:
		for _, kid := range f.Kids {
			parts = append(parts, filterString(kid))
		}
	default:
		parts = append(parts, filterString(*f))
	}
	return strings.Join(parts, " ")
}

func termString(t stackhound.Term) string {
	s := t.Text
	if t.Phrase {
		s = `"` + s + `"`
	}
	if t.Not {
		s = "-" + s
	}
	return s
}

func filterString(f stackhound.Filter) string {
	switch f.Op {
	case stackhound.OpAnd:
		return "(" + joinStrings(f.Kids, " ") + ")"
	case stackhound.OpOr:
		return "(" + joinStrings(f.Kids, " OR ") + ")"
	case stackhound.OpNot:
		return "-" + joinStrings(f.Kids, " -")
	case stackhound.OpRange:
		return f.Field + ":" + rangeString(f)
	}
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = quote(v)
	}
	return f.Field + ":" + strings.Join(values, ",")
}

func joinStrings(filters []stackhound.Filter, by string) string {
	parts := make([]string, len(filters))
	for i, f := range filters {
		parts[i] = filterString(f)
	}
	return strings.Join(parts, by)
}

// quote puts a value in quotes where it would not be read as one otherwise.
func quote(v string) string {
	if strings.ContainsAny(v, " ,()") || strings.ContainsFunc(v, func(r rune) bool { return r > 0x7F }) {
		return `"` + v + `"`
	}
	return v
}

// rangeString writes a range; an exclusive bound is the number next to a shorter one.
func rangeString(f stackhound.Filter) string {
	switch {
	case f.Min != nil && f.Max != nil:
		return number(f.Field, *f.Min) + ".." + number(f.Field, *f.Max)
	case f.Min != nil:
		return oneSided(f.Field, ">", *f.Min, math.Nextafter(*f.Min, math.Inf(-1)))
	case f.Max != nil:
		return oneSided(f.Field, "<", *f.Max, math.Nextafter(*f.Max, math.Inf(1)))
	}
	return ".."
}

func oneSided(field, sign string, bound, neighbour float64) string {
	inclusive, exclusive := number(field, bound), number(field, neighbour)
	if len(exclusive) < len(inclusive) {
		return sign + exclusive
	}
	return sign + "=" + inclusive
}

// number writes a number in the unit people use for a field.
func number(field string, v float64) string {
	v += 0 // no minus before a zero
	switch {
	case field == "salary" && v >= 1000 && math.Mod(v, 1000) == 0:
		return strconv.FormatFloat(v/1000, 'f', -1, 64) + "k"
	case field == "posted" || field == "seen":
		return strconv.FormatFloat(v, 'f', -1, 64) + "d"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
