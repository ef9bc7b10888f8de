package normalize

import (
	_ "embed"
	"strings"
	"testing"

	"stackhound"
)

//go:embed testdata/locations.txt
var locationRows string

//go:embed testdata/workplaces.txt
var workplaceRows string

// columns returns the rows of a fixture of columns parted by bars.
func columns(text string) (all [][]string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, " |")
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		all = append(all, cols)
	}
	return all
}

func workplaceName(w stackhound.Workplace) string {
	if w == 0 {
		return "-"
	}
	return w.String()
}

func placeNames(ls []stackhound.Location) string {
	var all []string
	for _, l := range ls {
		all = append(all, l.String())
	}
	return strings.Join(all, "; ")
}

// TestLocationField reads what boards write into the field for the place.
func TestLocationField(t *testing.T) {
	t.Parallel()
	all := columns(locationRows)
	if len(all) < 200 {
		t.Errorf("only %d rows", len(all))
	}
	for _, row := range all {
		ad := Read(stackhound.Listing{Title: "Engineer", Location: row[0]}, stackhound.Defaults{})
		got := []string{workplaceName(ad.Workplace), strings.Join(ad.Regions, " "), placeNames(ad.Locations)}
		if want := row[1:]; strings.Join(got, " | ") != strings.Join(want, " | ") {
			t.Errorf("%s\n got %s\nwant %s", row[0], strings.Join(got, " | "), strings.Join(want, " | "))
		}
	}
}

// TestWorkplaceSentences reads sentences of running text.
func TestWorkplaceSentences(t *testing.T) {
	t.Parallel()
	all := columns(workplaceRows)
	if len(all) < 80 {
		t.Errorf("only %d rows", len(all))
	}
	for _, row := range all {
		ad := Read(stackhound.Listing{Title: "Engineer", Description: row[0]}, stackhound.Defaults{})
		if got := workplaceName(ad.Workplace); got != row[1] {
			t.Errorf("%s\n got %s, want %s", row[0], got, row[1])
		}
	}
}
