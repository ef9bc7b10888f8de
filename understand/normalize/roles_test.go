package normalize

import (
	"fmt"
	"strings"
	"testing"

	"stackhound"
)

func TestRolesOfFixture(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "roles.txt") {
		title, body, _ := strings.Cut(strings.ReplaceAll(row[0], "||", "\x00"), "|")
		title = strings.ReplaceAll(strings.TrimSpace(title), "\x00", "|")
		ad := Read(stackhound.Listing{Title: title, Description: strings.ReplaceAll(body, " // ", "\n")}, stackhound.Defaults{})
		if got := fmt.Sprintf("%s; %d", strings.Join(ad.Roles, " "), ad.NRoles); got != row[1] {
			t.Errorf("%s\n got %s\nwant %s", row[0], got, row[1])
		}
	}
}

// FuzzNames holds that the names of roles lie in their part of the text, in order.
func FuzzNames(f *testing.F) {
	f.Add("Backend, Frontend (a/b) and iOS Engineers / Designer, Senior and Staff Engineers", 0)
	f.Fuzz(func(t *testing.T, text string, from int) {
		if from < 0 || from > len(text) {
			return
		}
		s := newSource(fromTitle, text)
		for _, n := range namesIn(s, span{from, len(text)}) {
			if n.start < from || n.end < n.start || n.end > len(text) || n.role == "" {
				t.Fatalf("%+v of %q", n.span, text)
			}
		}
	})
}
