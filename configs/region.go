package configs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"stackhound"
	"stackhound/lexicon/places"
	"stackhound/lexicon/spelling"
)

// Region tells whether a code is a country's (ISO 3166 alpha-2, capitals) or one of
// stackhound.RegionWords. If not, nearest is what was probably meant, ready to be shown:
// "DE (Germany)", "europe", or "" when nothing is near.
func Region(code string) (ok bool, nearest string) {
	if isCountry(code) || slices.Contains(stackhound.RegionWords, code) {
		return true, ""
	}
	meant := meantBy(code)
	for i, c := range meant {
		if name := places.CountryName(c); name != "" {
			meant[i] = fmt.Sprintf("%s (%s)", c, name)
		}
	}
	return false, strings.Join(meant, " or ")
}

// meantBy returns the codes something that is none was probably written for: a country's
// or city's name, a code in small letters or no longer in use, a region's name, a misspelling.
func meantBy(wrong string) []string {
	if code, ok := places.Country(wrong); ok {
		return []string{code}
	}
	if r, err := language.ParseRegion(wrong); err == nil && isCountry(r.Canonicalize().String()) {
		return []string{r.Canonicalize().String()}
	}
	if found := places.Regions(wrong); len(found) > 0 && !strings.Contains(found[0], "..") {
		return found
	}
	if found := places.FindField(wrong); len(found) == 1 {
		return []string{found[0].Country}
	}
	codes := codesByName()
	if near := spelling.Nearest(wrong, slices.Sorted(maps.Keys(codes))); near != "" {
		return []string{codes[near]}
	}
	return nil
}

// isCountry leaves out groups such as EU, and codes that are no longer or never were a
// country's, such as UK.
func isCountry(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && r.String() == code && r.IsCountry() && r.Canonicalize() == r
}

// codesByName returns the codes of countries and region words by their names.
func codesByName() map[string]string {
	codes := map[string]string{}
	for _, word := range stackhound.RegionWords {
		codes[word] = word
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			if name := places.CountryName(code); name != "" {
				codes[name] = code
			}
		}
	}
	return codes
}

// regions notes each code that is no region; known nil checks nothing.
func (f *file) regions(path string, codes []string, known func(string) (bool, string)) {
	for i, code := range codes {
		if known == nil {
			return
		}
		ok, near := known(code)
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case ok:
		case near != "":
			f.errorFor(at, "unknown region %q; did you mean %s?", code, near)
		default:
			f.errorFor(at, "unknown region %q; write a country's two letters such as DE, or one of %s", code, strings.Join(stackhound.RegionWords, ", "))
		}
	}
}
