package configs

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"stackhound"
)

//go:embed families/*.yaml
var families embed.FS

// Families returns the names of the families that ship with the program: systems for
// applicants whose answers have the same shape for every employer.
func Families() []string {
	files, err := fs.Glob(families, "families/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	slices.Sort(names)
	return names
}

// family returns what a family says of each of its boards, for a board file to be read
// over.
func family(name string) (b stackhound.Board, ok bool) {
	if !slices.Contains(Families(), name) {
		return b, false
	}
	file := "families/" + name + ".yaml"
	data, err := families.ReadFile(file)
	if err == nil {
		_, err = parse(file, data, &b)
	}
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	b.Family = name
	return b, true
}
