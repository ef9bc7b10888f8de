package places

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:embed countries.txt states.txt
var files embed.FS

// known is the atlas, read when it is first asked for.
var known = sync.OnceValue(load)

// load reads the embedded files, which are part of the program.
func load() *atlas {
	a := &atlas{countries: map[string]country{}, states: map[string]string{}, iso3: map[string]string{}}
	eachLine("countries.txt", a.addCountry)
	eachLine("states.txt", a.addState)
	for code := range a.countries {
		if r, err := language.ParseRegion(code); err == nil && len(r.ISO3()) == 3 {
			a.iso3[r.ISO3()] = code
		}
	}
	return a
}

func eachLine(file string, add func(line string) error) {
	text, err := files.ReadFile(file)
	if err == nil {
		err = linesOf(string(text), add)
	}
	if err != nil {
		panic("places: " + file + ": " + err.Error())
	}
}

// linesOf reads the lines of a file that are no comments.
func linesOf(text string, add func(line string) error) error {
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if err := add(line); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
	}
	return nil
}

func columns(line string) []string {
	cols := strings.Split(line, "|")
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	return cols
}

func (a *atlas) addCountry(line string) error {
	cols := columns(line)
	if len(cols) != 5 {
		return fmt.Errorf("%d columns, want 5", len(cols))
	}
	low, high, _ := strings.Cut(cols[3], "..")
	from, err := strconv.ParseFloat(low, 64)
	if err != nil {
		return err
	}
	to, err := strconv.ParseFloat(high, 64)
	if err != nil {
		return err
	}
	a.countries[cols[0]] = country{code: cols[0], name: strings.TrimPrefix(cols[1], "?"), groups: strings.Fields(cols[4]), from: from, to: to}
	return nil
}

func (a *atlas) addState(line string) error {
	cols := columns(line)
	if len(cols) < 2 {
		return fmt.Errorf("%d columns, want 2 or 3", len(cols))
	}
	a.states[cols[0]] = strings.TrimPrefix(cols[1], "?")
	return nil
}
