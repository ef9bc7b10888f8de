package crawler

import (
	"maps"
	"slices"

	"stackhound"
)

// complete adds to the values of a row what the board file says of all: the company where
// none is named, and where the job's own page is.
func (p *pass) complete(values map[string][]string) {
	if employer := p.employer(); employer != "" && len(values["company"]) == 0 {
		values["company"] = []string{employer}
	}
	d := p.board.Detail
	if d == nil || d.URL == "" {
		return
	}
	vars := maps.Clone(p.vars)
	for name, v := range values {
		vars[name] = first(v)
	}
	for _, address := range expand(d.URL, vars) {
		if address, err := resolve(p.board.Base, address); err == nil {
			values[pageKey] = []string{address}
		}
	}
}

// lacks tells which field that the board file requires an item has no value for.
func lacks(fields stackhound.Fields, values map[string][]string, page string) error {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name].Required() && len(values[name]) == 0 {
			return stackhound.Errorf(stackhound.CodeInvalid, "an item on %s has no %s, which the board file requires", page, name)
		}
	}
	return nil
}
