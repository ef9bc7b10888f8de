package jsonld

import (
	"strings"
	"testing"

	"stackhound"
)

func TestRepair(t *testing.T) {
	t.Parallel()
	const pay = "baseSalary.value.minValue baseSalary.value.maxValue baseSalary.currency baseSalary.value.unitText"
	tests := []struct{ name, posting, paths, want string }{
		{"quoted twice", `"title": "\"Go Engineer\""`, "title", "Go Engineer"},
		{"quotes of its own", `"title": "\"Go\" Engineer, \"SQL\""`, "title", `"Go" Engineer, "SQL"`},
		{"entities", `"title": "R&amp;amp;D &#8211; Graz"`, "title", "R&D – Graz"},
		{"escaped markup", `"description": "&lt;p&gt;R&amp;amp;D&lt;/p&gt;"`, "description", "<p>R&amp;D</p>"},
		{"markup escaped twice", `"description": "&amp;lt;p&amp;gt;x"`, "description", "<p>x"},
		{"markup as it should be", `"description": "<p>1 &lt; 2</p>"`, "description", "<p>1 &lt; 2</p>"},
		{"the employer's bare name", `"hiringOrganization": "Acorn &amp; Sons"`, "hiringOrganization.name", "Acorn & Sons"},
		{"address as text", `"jobLocation": {"@type": "Place", "address": "Graz, Austria"}`, "jobLocation.*.address.addressLocality", "Graz, Austria"},
		{"places as texts", `"jobLocation": ["Graz", {"address": "Linz"}]`, "jobLocation.*.address.addressLocality", "Graz Linz"},
		{"country as object", `"jobLocation": {"address": {"addressCountry": {"@type": "Country", "name": "Austria"}}}`, "jobLocation.*.address.addressCountry", "Austria"},
		{"contracts as text", `"employmentType": "FULL_TIME, PART_TIME"`, "employmentType", "FULL_TIME PART_TIME"},
		{"contracts as program text", `"employmentType": "['CONTRACTOR']"`, "employmentType", "CONTRACTOR"},
		{"pay as it should be", `"baseSalary": {"currency": "EUR", "value": {"minValue": 60000, "maxValue": 80000, "unitText": "YEAR"}}`, pay, "60000 80000 EUR YEAR"},
		{"a range as text", `"baseSalary": {"currency": "EUR", "value": {"value": "60000-80000", "unitText": "YEAR"}}`, pay, "60000 80000 EUR YEAR"},
		{"a range as people write", `"baseSalary": {"currency": "EUR", "value": {"value": "€72k - €103k + equity", "unitText": "YEAR"}}`, pay, "72000 103000 EUR YEAR"},
		{"a range whose own currency is not the site's", `"baseSalary": {"currency": "USD", "value": {"value": "CHF147k - CHF185k", "unitText": "YEAR"}}`, pay, "147000 185000 CHF YEAR"},
		{"one figure", `"baseSalary": {"currency": "EUR", "value": {"value": "60000", "unitText": "YEAR"}}`, pay, "60000 60000 EUR YEAR"},
		{"a sign", `"baseSalary": {"currency": "€", "value": {"minValue": "60000", "unitText": "yearly"}}`, pay, "60000 EUR YEAR"},
		{"a sign as entity", `"baseSalary": {"currency": "&euro;", "value": {"minValue": 60000, "unitText": "per annum"}}`, pay, "60000 EUR YEAR"},
		{"the wrong unit", `"baseSalary": {"currency": "AUD", "value": {"value": 147000, "unitText": "MONTH"}}`, pay, "147000 147000 AUD YEAR"},
		{"no unit", `"baseSalary": {"currency": "USD", "value": 120000}`, pay, "120000 120000 USD YEAR"},
		{"all in one text", `"baseSalary": "€60,000 - €80,000 per year"`, pay, "60000 80000 EUR YEAR"},
		{"bounds one too high", `"baseSalary": {"currency": "EUR", "minValue": 60000, "maxValue": 80000, "unitText": "YEAR"}`, pay, "60000 80000 EUR YEAR"},
		{"no pay", `"baseSalary": {"currency": "EUR", "value": {"value": "competitive"}}`, pay, "EUR"},
		{"nothing", `"baseSalary": null, "jobLocation": null, "hiringOrganization": null`, pay, ""},
		{"other kinds", `"baseSalary": [1, "x", {"value": []}], "jobLocation": [[1]], "title": 3`, "title", "3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Format{}.Open(page(`{"@graph": [{"@type": "JobPosting", `+tt.posting+`}]}`), "")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for path := range strings.FieldsSeq(tt.paths) {
				got = append(got, doc.Values(stackhound.Extract{Select: path})...)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
