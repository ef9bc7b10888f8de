package crawler_test

import (
	"strings"
	"testing"

	"stackhound"
	"stackhound/configs"
	"stackhound/crawler"
)

// TestRecordedFamilies reads recorded lists of real employers through their family's file:
// every row is a listing with a title and an address, and those fields are filled that the
// answers have.
func TestRecordedFamilies(t *testing.T) {
	for _, tt := range []struct{ family, file, fields string }{
		{"greenhouse", "careerkit/greenhouse.json", "company location html posted"},
		{"greenhouse", "brete/greenhouse.json", "location html"},
		{"lever", "careerkit/lever.json", "location html posted workplace employment"},
		{"ashby", "careerkit/ashby.json", "location html posted workplace employment"},
		{"ashby", "brete/ashby.json", "location html posted"},
		{"ashby", "lcarlini/ashby.json", "location html posted"},
		{"workable", "careerkit/workable.json", "location posted"},
		{"smartrecruiters", "careerkit/smartrecruiters.json", "company location posted"},
		{"recruitee", "careerkit/recruitee.json", "company location html posted employment"},
		{"personio", "careerkit/personio.xml", "location posted employment"},
		{"bamboohr", "careerkit/bamboohr.json", "location employment"},
		{"rippling", "careerkit/rippling.json", "location"},
		{"pinpoint", "careerkit/pinpoint.json", "location html workplace"},
		{"workday", "careerkit/workday.json", ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			body := answer(t, recorded(t, "captures/"+tt.file))
			b := familyBoard(t, tt.family, "https://acme.example")
			doc, err := formats[b.Format].Open(body, b.Base)
			if err != nil {
				t.Fatal(err)
			}
			vars := map[string]string{"base": b.Base, "tenant": "acme", "host": "wd5", "site": "Careers", "now": start.Format("2006-01-02T15:04:05Z07:00")}
			rows, err := crawler.Rows(doc, b.Items, vars)
			if err != nil || len(rows) == 0 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			for i, row := range rows {
				values := crawler.ReadFields(row, b.Fields, vars)
				if l, err := crawler.BuildListing(b, b.Base, values); err != nil || l.ID == l.URL {
					t.Errorf("row %d: id %q, %v", i, l.ID, err)
				}
				for name := range strings.FieldsSeq(tt.fields) {
					if len(values[name]) == 0 {
						t.Errorf("row %d has no %s", i, name)
					}
				}
			}
		})
	}
}

// familyBoard is a board of one employer, Acme, at a family's system, which stands at base.
func familyBoard(t *testing.T, family, base string) stackhound.Board {
	t.Helper()
	tenant := "{slug: acme, title: Acme}"
	if family == "workday" {
		tenant = "{slug: acme, title: Acme, vars: {host: wd5, site: Careers}}"
	}
	b, err := configs.LoadBoard("mine.yaml", []byte("version: 1\nname: mine\nenabled: true\nfamily: "+family+"\ntenants: ["+tenant+"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	b.Base, b.Home, b.DelayBetween = base, base, 0
	return b
}
