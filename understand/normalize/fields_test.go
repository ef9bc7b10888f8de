package normalize

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// rows reads a fixture of lines "text => want"; "#" begins a comment.
func rows(t *testing.T, name string) [][2]string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for l := range strings.Lines(string(page)) {
		text, want, ok := strings.Cut(strings.TrimSpace(l), "=>")
		if ok && !strings.HasPrefix(l, "#") {
			all = append(all, [2]string{strings.TrimSpace(text), strings.TrimSpace(want)})
		}
	}
	if len(all) < 25 {
		t.Fatalf("%s has %d rows only", name, len(all))
	}
	return all
}

// orDash joins values, "-" for none.
func orDash(values ...string) string {
	return strings.Join(slices.DeleteFunc(values, func(s string) bool { return s == "" }), " ")
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// TestFieldsOfFixtures holds what is read of each field to the lines of its fixture.
func TestFieldsOfFixtures(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(stackhound.Ad) string{
		"papers.txt": func(a stackhound.Ad) string {
			return orDash(dash(a.Authorization), dash(a.Citizenship), dash(a.Clearance))
		},
		"speaks.txt":    func(a stackhound.Ad) string { return dash(strings.Join(a.Speaks, " ")) },
		"employer.txt":  func(a stackhound.Ad) string { return dash(a.Employer) },
		"industry.txt":  func(a stackhound.Ad) string { return dash(a.Industry) },
		"interview.txt": func(a stackhound.Ad) string { return dash(strings.Join(a.Interview, " ")) },
		"employment.txt": func(a stackhound.Ad) string {
			return dash(strings.Join(a.Employment, " ")) + "; " + dash(strings.Join(a.Contracts, " "))
		},
	} {
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) {
			t.Parallel()
			for _, row := range rows(t, name) {
				if got := read(Read(fixtureListing(name, row[0]), stackhound.Defaults{})); got != row[1] {
					t.Errorf("%s\n got %s\nwant %s", row[0], got, row[1])
				}
			}
		})
	}
}

// fixtureListing makes the listing of a fixture's text: "title | text" of employment.txt,
// "company | text" of employer.txt, the text of the others.
func fixtureListing(name, text string) stackhound.Listing {
	l := stackhound.Listing{Title: "Developer", Description: text}
	before, after, ok := strings.Cut(text, "|")
	if !ok {
		return l
	}
	l.Description = strings.TrimSpace(after)
	if name == "employer.txt" {
		l.Company = strings.TrimSpace(before)
	} else {
		l.Title = strings.TrimSpace(before)
	}
	return l
}
