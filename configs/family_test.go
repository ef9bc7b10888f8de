package configs

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// familyBoard is a board file of a family.
func familyBoard(name string) string {
	tenant := "{slug: acme, title: Acme}"
	if name == "workday" {
		tenant = "{slug: acme, title: Acme, vars: {host: wd5, site: Careers}}"
	} else if name == "comeet" {
		tenant = "{slug: 1A.002, title: Acme, vars: {key: comeet-acme}}"
	}
	return "version: 1\nname: mine\nfamily: " + name + "\nenabled: true\ntenants: [" + tenant + "]\n"
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	want := []string{"ashby", "bamboohr", "breezy", "comeet", "greenhouse", "lever", "personio", "pinpoint", "recruitee", "rippling", "smartrecruiters", "teamtailor", "workable", "workday"}
	if got := Families(); !slices.Equal(got, want) {
		t.Errorf("families %v, want %v", got, want)
	}
	for _, name := range Families() {
		b, err := LoadBoard("mine.yaml", []byte(familyBoard(name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b.Group == "" || !b.Fields["id"].Required() && name != "pinpoint" || b.Terms.Redistribute || b.Terms.Note == "" {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// TestFamilyIsReadOver holds that a board file says the last word, field by field, and
// that two boards of a family have nothing in common.
func TestFamilyIsReadOver(t *testing.T) {
	t.Parallel()
	over := familyBoard("smartrecruiters") + "title: My employers\nmin_interval: 12h\nfields: {title: {select: title, decode: 1}}\nrequest: {pages: {max: 3, total: [found, totalFound]}}\ndetail: {max: 5}\n"
	b, err := LoadBoard("mine.yaml", []byte(over))
	if err != nil {
		t.Fatal(err)
	}
	if b.Title != "My employers" || b.Fields["title"][0].Decode != 1 || len(b.Fields["title"]) != 1 || b.Fields["id"][0].Select != "id" || b.Request.Pages.Max != 3 ||
		b.Request.Pages.Step != 100 || len(b.Request.Pages.Total) != 2 || b.Detail.Max != 5 || b.Detail.Format != "json" {
		t.Errorf("read over: %+v", b)
	}
	plain, err := LoadBoard("mine.yaml", []byte(familyBoard("smartrecruiters")))
	if err != nil || plain.Fields["title"][0].Select != "name" || plain.Request.Pages.Max != 50 || plain.Detail.Max != 0 {
		t.Errorf("the next of its family: %+v, %v", plain, err)
	}
}

func TestTenants(t *testing.T) {
	t.Parallel()
	b, err := LoadBoard("mine.yaml", []byte(strings.Replace(familyBoard("lever"), "tenants: [", "tenants: [globex, ", 1)))
	if want := []stackhound.Tenant{{Slug: "globex"}, {Slug: "acme", Title: "Acme"}}; err != nil || !reflect.DeepEqual(b.Tenants, want) {
		t.Errorf("tenants %+v, %v", b.Tenants, err)
	}
}

// TestTenantMistakes breaks a board file of a family in one place at a time.
func TestTenantMistakes(t *testing.T) {
	t.Parallel()
	workday := familyBoard("workday")
	for broken, want := range map[string]string{
		familyBoard("levre"): `mine.yaml:3:9: unknown family "levre"; did you mean "lever"?; there are ashby, `,
		"version: 1\nname: mine\nfamily: lever\nenabled: true\n":                    `mine.yaml:1:1: {tenant} stands for nothing: tenants is missing`,
		familyBoard("lever") + "request: {url: '{base}/v0?skip={offset}'}\n":        `mine.yaml:5:10: there are tenants, but no {tenant} in base, request.url or request.body`,
		strings.Replace(familyBoard("lever"), "acme,", "acme/../x,", 1):             `mine.yaml:5:11: "acme/../x" is no slug`,
		strings.Replace(familyBoard("lever"), "[{", "[ACME, {", 1):                  `mine.yaml:5:17: the tenant acme stands here twice`,
		strings.Replace(workday, "host: wd5, ", "", 1):                              `mine.yaml:1:1: {host} stands for nothing here`,
		strings.Replace(familyBoard("comeet"), ", vars: {key: comeet-acme}", "", 1): `mine.yaml:1:1: {key} stands for nothing here: give each tenant the name of its secret, as in vars: {key: NAME}`,
		strings.Replace(workday, "wd5", "wd5/x", 1):                                 `mine.yaml:5:50: "wd5/x" can be no part of an address`,
		strings.Replace(workday, "tenants: [", "tenants: [globex, ", 1):             `mine.yaml:5:19: all tenants have the same vars`,
		strings.Replace(workday, "host: wd5", "host: wd5, title: x", 1):             `"title" cannot be the name of a var`,
		strings.Replace(familyBoard("lever"), "title: Acme", "base: acme.com", 1):   `mine.yaml:5:30: base must be an http address`,
	} {
		_, err := LoadBoard("mine.yaml", []byte(broken))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", broken, err, want)
		}
	}
}
