package places

import (
	"slices"
	"strings"
)

// Regions returns the regions and countries a text limits remote work to, sorted, each
// once: country codes (a state gives its country), region words and ranges of time zones.
// Cities are not regions. It is meant for the words around "remote" and for fields, not
// for a whole ad.
func Regions(text string) []string {
	codes, rest := timeZones(text)
	for _, h := range find(rest, true) {
		switch h.kind {
		case isRegion:
			codes = append(codes, strings.Split(h.codes, "+")...)
		case isCity:
		default:
			codes = append(codes, h.Country)
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if slices.Contains(codes, "worldwide") && len(codes) > 1 {
		codes = slices.DeleteFunc(codes, func(c string) bool { return c == "worldwide" })
	}
	return codes
}
