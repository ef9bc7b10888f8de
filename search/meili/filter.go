package meili

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"stackhound"
	"stackhound/search"
)

// The marker is no posting: postings is true of every other document, nothing of none.
const (
	postings = attrMarker + " NOT EXISTS"
	nothing  = attrMarker + " EXISTS"
)

// filterText writes a filter in the server's language. Of what a user typed, only values
// come into it, and only as literals. It has as many leaves and levels as the filter.
func filterText(f stackhound.Filter, now time.Time) string {
	switch f.Op {
	case stackhound.OpAnd:
		return joined(f.Kids, " AND ", "NOT "+nothing, now)
	case stackhound.OpOr:
		return joined(f.Kids, " OR ", nothing, now)
	case stackhound.OpNot:
		return "NOT (" + joined(f.Kids, " OR ", nothing, now) + ")"
	case stackhound.OpRange:
		return rangeText(f, now)
	}
	return anyOf(f.Field, f.Values)
}

// joined writes several filters as one; none holds as the empty one does.
func joined(kids []stackhound.Filter, by, empty string, now time.Time) string {
	if len(kids) == 0 {
		return empty
	}
	parts := make([]string, len(kids))
	for i, kid := range kids {
		parts[i] = "(" + filterText(kid, now) + ")"
	}
	return strings.Join(parts, by)
}

// anyOf holds where a field has one of some values.
func anyOf(field string, values []string) string {
	if !slices.Contains(stackhound.FacetFields, field) {
		return nothing
	}
	var list []string
	for _, v := range values {
		if key := search.Key(field, v); key != "" {
			list = append(list, literal(counted(field, v)))
		}
	}
	if len(list) == 0 {
		return nothing
	}
	return field + " IN [" + strings.Join(list, ", ") + "]"
}

// literal writes a value so that nothing in it can end it: first the character that
// escapes, then the quote.
func literal(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// rangeText holds where a number is stated and lies within bounds.
func rangeText(f stackhound.Filter, now time.Time) string {
	if !slices.Contains(stackhound.NumberFields, f.Field) {
		return nothing
	}
	low, high := search.Bounds(f, now)
	var bounds []string
	if !math.IsInf(low, -1) {
		bounds = append(bounds, f.Field+" >= "+number(low))
	}
	if !math.IsInf(high, 1) {
		bounds = append(bounds, f.Field+" <= "+number(high))
	}
	if len(bounds) == 0 {
		return f.Field + " EXISTS"
	}
	return strings.Join(bounds, " AND ")
}

// number writes a number so that reading it gives the same one again.
func number(n float64) string { return strconv.FormatFloat(finite(n), 'f', -1, 64) }
