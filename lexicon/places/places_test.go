package places

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

func TestFindField(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Berlin, Germany", "Berlin, DE"},
		{"Palo Alto, Austin, Reno", "Palo Alto, CA, US; Austin, TX, US; Reno, NV, US"},
		{"NYC or SF", "New York, NY, US; San Francisco, CA, US"},
		{"München oder Köln", "Munich, DE; Cologne, DE"},
		{"Cambridge, UK", "Cambridge, GB"},
		{"Cambridge, MA", "Cambridge, MA, US"},
		{"Toronto, ON, Canada", "Toronto, ON, CA"},
		{"Washington, D.C.", "Washington, DC, US"},
		{"London, UK; Paris (France)", "London, GB; Paris, FR"},
		{"berlin", "Berlin, DE"},
		{"Reading", "Reading, GB"},
		{"Germany - Berlin", "DE; Berlin, DE"},
		{"California, USA", "CA, US"},
		{"India", "IN"},
		{"Portland, ME", "Portland, ME, US"},
		{"São Paulo", "São Paulo, BR"},
		{"Amsterdam, NL", "Amsterdam, NL"},
		{"SF, NYC, LA, Austin", "San Francisco, CA, US; New York, NY, US; Los Angeles, CA, US; Austin, TX, US"},
		{"Remote or Onsite (Seattle, Chicago, Sunnyvale, Nashville)", "Seattle, WA, US; Chicago, IL, US; Sunnyvale, CA, US; Nashville, TN, US"},
		{"Remote", ""},
	} {
		var got []string
		for _, l := range FindField(c.text) {
			got = append(got, l.String())
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("FindField(%q) = %q, want %q", c.text, strings.Join(got, "; "), c.want)
		}
	}
}

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"Our office in Berlin and one in Reading, UK":   "Berlin Reading",
		"Reading books is nice. Phoenix runs in Elixir": "",
		"we are in london":              "",
		"LA or la la land":              "Los Angeles",
		"The US team sits in St. Louis": "US St. Louis",
	} {
		var got []string
		for _, f := range Find(text) {
			got = append(got, f.City)
			if f.City == "" {
				got[len(got)-1] = f.Country
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Find(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRegions(t *testing.T) {
	for text, want := range map[string]string{
		"Remote (EU only)":                     "EU",
		"Remote, US or Canada":                 "CA US",
		"100% Remote, Global (GMT-8 to GMT+3)": "UTC-8..UTC+3",
		"US time zones":                        "UTC-8..UTC-5",
		"US TZs ±1 only":                       "UTC-9..UTC-4",
		"EU in UTC ± 3h":                       "EU UTC-3..UTC+3",
		"Anywhere in the world":                "worldwide",
		"Northern America, Europe, UK, France, European timezones": "FR GB europe north-america",
		"CET +/- 2":              "UTC-1..UTC+3",
		"Remote in the Americas": "latam north-america",
		"remote, join us":        "",
	} {
		if got := strings.Join(Regions(text), " "); got != want {
			t.Errorf("Regions(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		place, region string
		want          bool
	}{
		{"DE", "EU", true}, {"GB", "EU", false}, {"GB", "europe", true}, {"US-CA", "US", true}, {"US", "US-CA", false}, {"EU", "europe", true},
		{"europe", "EU", false}, {"EU", "emea", true}, {"BR", "latam", true}, {"MX", "north-america", true}, {"DE", "UTC-1..UTC+3", true},
		{"JP", "UTC-1..UTC+3", false}, {"JP", "worldwide", true}, {"XX", "europe", false},
	} {
		if got := Within(c.place, c.region); got != c.want {
			t.Errorf("Within(%s, %s) = %v, want %v", c.place, c.region, got, c.want)
		}
	}
}

func TestAllows(t *testing.T) {
	for _, c := range []struct {
		regions, from string
		want          bool
	}{
		{"", "DE", true}, {"US", "", true}, {"worldwide", "DE", true}, {"EU", "DE", true}, {"US", "DE EU europe worldwide", false},
		{"FR", "DE EU europe worldwide", false}, {"europe", "DE EU", true}, {"UTC-1..UTC+3", "DE", true}, {"UTC-8..UTC-5", "DE worldwide", false},
		{"US CA", "US", true}, {"US", "US-CA", true}, {"EU", "europe", true}, {"FR", "europe", true}, {"US", "worldwide", false}, {"US", "worldwide US", true},
		{"EU", "EU", true}, {"DE", "EU", true},
	} {
		if got := Allows(strings.Fields(c.regions), strings.Fields(c.from)); got != c.want {
			t.Errorf("Allows(%q, %q) = %v, want %v", c.regions, c.from, got, c.want)
		}
	}
}

func TestCountry(t *testing.T) {
	for in, want := range map[string]string{"germany": "DE", "us": "US", "UK": "GB", "Česko": "CZ", "AUS": "AU", "Narnia": ""} {
		if got, _ := Country(in); got != want {
			t.Errorf("Country(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAdmits(t *testing.T) {
	for _, c := range []struct {
		regions, country string
		offset           float64
		want             bool
	}{
		{"", "DE", 1, true}, {"worldwide", "NZ", 12, true}, {"US", "US", -5, true}, {"US", "CA", -5, false}, {"EU", "PL", 1, true}, {"EU", "GB", 0, false},
		{"europe", "GB", 0, true}, {"emea", "KE", 3, true}, {"latam", "BR", -3, true}, {"apac", "JP", 9, true}, {"north-america", "MX", -6, true},
		{"UTC-1..UTC+3", "DE", 1, true}, {"UTC-1..UTC+3", "BR", -3, false}, {"UTC-5..UTC+2", "CO", -5, true}, {"UTC-8..UTC-5", "US", -8, true}, {"UTC-6..UTC-5", "US", -8, false},
		{"EU UTC+1..UTC+2", "PT", 0, false}, {"EU UTC+1..UTC+2", "NO", 1, false}, {"EU UTC+1..UTC+2", "FI", 2, true}, {"US CA", "CA", -8, true},
		{"UTC-8..UTC-5 UTC+0..UTC+2", "GB", 0, true}, {"DE AT CH", "CH", 1, true},
	} {
		if got := Admits(strings.Fields(c.regions), c.country, c.offset); got != c.want {
			t.Errorf("Admits(%q, %s, %v) = %v, want %v", c.regions, c.country, c.offset, got, c.want)
		}
	}
	if !Allows([]string{"EU", "UTC+1..UTC+2"}, []string{"FI"}) || Allows([]string{"EU", "UTC+1..UTC+2"}, []string{"NO"}) {
		t.Error("an area and a range of time zones must both suit")
	}
}

// TestKnowledge holds that the data files agree with each other.
func TestKnowledge(t *testing.T) {
	for code, c := range known().countries {
		if got, ok := Country(c.name); !ok || got != code {
			t.Errorf("%s is called %q, which is %q", code, c.name, got)
		}
		if c.from < -12 || c.to > 14 || c.from > c.to {
			t.Errorf("%s lies at %v to %v hours from UTC", code, c.from, c.to)
		}
	}
	for code, name := range known().states {
		if c, _, _ := strings.Cut(code, "-"); known().countries[c].code == "" {
			t.Errorf("%s (%s) lies in no country", name, code)
		}
	}
}

// TestHostile holds that work grows with the length of a text, no faster.
func TestHostile(t *testing.T) {
	for _, part := range []string{"Berlin, ", "US, TX, ", "Paris ", "(", "San ", "UTC-5 to UTC+2 ", "New York, ", "CET ± 2 ", "within 3 hours of London ", "DE, ", "a-", "Georgia ", "İ", "Qxy Zzy, ", "北京 "} {
		text := strings.Repeat(part, 40_000/len(part))
		Find(text)
		FindField(text)
		Regions(text)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Within 3 hours of London, CET ± 2; US, TX, Remote (DE, AT, CH)")
	f.Add("Berlin, Germany / NYC (İstanbul) UTC-5 to UTC+2")
	f.Add("UTC 0 UTC-AAA UTC+0")
	f.Add("0 AA 0 00 AA 0 0 0 0 0 AAA 0 UTC 0 UTC- 0 0 0 AAA 0 UTC 0 UTC-AAA UTC+0")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, p := range Find(text) {
			if p.Start < end || p.End <= p.Start || p.End > len(text) {
				t.Fatal(fmt.Sprint(p, " lies wrong in ", text))
			}
			end = p.End
		}
		for _, p := range FindField(text) {
			if known().countries[p.Country].code == "" || p.Start < 0 || p.End > len(text) {
				t.Fatal(fmt.Sprint(p, " is wrong in ", text))
			}
		}
		r := Regions(text)
		if !slices.IsSorted(r) {
			t.Fatalf("%q is not sorted", r)
		}
		for _, code := range r {
			_, _, zones := zoneRange(code)
			if !zones && !isPlace(code) && !slices.Contains(stackhound.RegionWords, code) {
				t.Fatalf("%q is no region", code)
			}
		}
	})
}
