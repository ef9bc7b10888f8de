package configs

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stackhound"
)

//go:embed families/*.yaml families/*.txtar
var families embed.FS

// FamilyFiles returns the files of the families and their fixtures, at the top of the file
// system.
func FamilyFiles() fs.FS { return below(families, "families") }

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

// LoadFamily reads a family's file as that of a board, which is called as the family is and
// has no tenants; name is its path.
func LoadFamily(name string, data []byte) (stackhound.Board, error) {
	var b stackhound.Board
	if _, err := parse(name, data, &b); err != nil {
		return b, err
	}
	b.Name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	b.Family = b.Name
	return b, nil
}

// LoadTenants reads a list of tenants as it stands in a board file; name is for messages.
func LoadTenants(name string, data []byte) (tenants []stackhound.Tenant, err error) {
	_, err = parse(name, data, &tenants)
	return tenants, err
}

// FormatTenants writes a list of tenants down as it stands in a board file.
func FormatTenants(tenants []stackhound.Tenant) ([]byte, error) { return yaml.Marshal(tenants) }
