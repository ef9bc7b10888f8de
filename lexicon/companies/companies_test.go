package companies_test

import (
	"testing"

	"stackhound/lexicon/companies"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Nordwind Systeme GmbH":               "nordwind systeme",
		"NORDWIND SYSTEME GmbH & Co. KG":      "nordwind systeme",
		"Zażółć Tech Sp. z o.o.":              "zazolc tech",
		"Kestrel &amp; Finch, Inc.":           "kestrel and finch",
		"The Lantern Company":                 "lantern",
		"Wattle & Co":                         "wattle",
		"O’Hollow Ltd.":                       "ohollow",
		"Øresund ApS":                         "oresund",
		"Großmann Straßenbau AG":              "grossmann strassenbau",
		"Acme, S.à r.l.":                      "acme",
		"Co":                                  "co",
		"SE":                                  "se",
		"Rookery.io":                          "rookery",
		"Sakura 株式会社":                         "sakura",
		"  Two   Spaces  ":                    "two spaces",
		"":                                    "",
		"Confidential":                        "",
		"n/a":                                 "",
		"N.A.":                                "",
		"Stealth Startup":                     "",
		"—":                                   "",
		"Confidential Computing Laboratories": "confidential computing laboratories",
	} {
		if got := companies.Key(name); got != want {
			t.Errorf("Key(%q) = %q, want %q", name, got, want)
		}
	}
}
