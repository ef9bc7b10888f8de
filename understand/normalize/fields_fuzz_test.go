package normalize

import (
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// FuzzFields holds that whatever is read is of the closed lists, and that each value has
// evidence whose quote stands in its source.
func FuzzFields(f *testing.F) {
	f.Add("Acme | Senior Backend, Frontend Engineer (f/m) | Contract | VISA", "- Platform Engineer II (part-time): https://x.example\nFluent C1 English, no take-home, US citizens only\nOur client, a bank, 3-5 years", "b2b", "Senior")
	f.Add("Werkstudent:in Softwareentwicklung / DevOps-Ingenieurin", "Wir suchen eine Entwicklerin, Deutschkenntnisse, befristet", "CDI", "Lead")
	f.Add("\xe2\x80|\xff,and (", "including hiring for a  and \xe2 engineer (", "", "")
	f.Fuzz(func(t *testing.T, title, body, employment, level string) {
		l := stackhound.Listing{Title: title, Description: body, Tags: []string{level}, Stated: stackhound.Stated{Employment: []string{employment}, Level: []string{level}}}
		ad := Read(l, stackhound.Defaults{})
		for _, c := range []struct {
			field  string
			got    []string
			closed []string
		}{
			{"roles", ad.Roles, stackhound.Roles}, {"seniority", ad.Seniority, stackhound.Levels}, {"employment", ad.Employment, stackhound.Employments},
			{"contracts", ad.Contracts, stackhound.ContractKinds}, {"interview", ad.Interview, stackhound.InterviewSteps}, {"employer", one(ad.Employer), stackhound.Employers},
			{"industry", one(ad.Industry), stackhound.Industries}, {"work_authorization", one(ad.Authorization), stackhound.Needs}, {"citizenship", one(ad.Citizenship), stackhound.Needs},
			{"clearance", one(ad.Clearance), stackhound.Needs}, {"speaks", ad.Speaks, codes()}, {"degree", one(ad.Degree), stackhound.Degrees}, {"visa", one(ad.Visa), stackhound.Visas},
		} {
			for _, v := range c.got {
				_, told := ad.Evidence(c.field, v)
				if !slices.Contains(c.closed, v) || !told && v != "unspecified" {
					t.Fatalf("%s: %q is of the list: %v, has evidence: %v", c.field, v, slices.Contains(c.closed, v), told)
				}
			}
		}
		if ad.IsJob && ad.NRoles < 1 || ad.NRoles > maxRoles {
			t.Fatalf("%d roles", ad.NRoles)
		}
		parts := map[string]string{fromTitle: title, fromBody: Text(l)}
		for _, e := range ad.EvidenceList {
			if part, ok := parts[e.Source]; ok && !strings.Contains(part, e.Quote) {
				t.Fatalf("%s %s: %q does not stand in the %s", e.Field, e.Value, e.Quote, e.Source)
			}
		}
	})
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func codes() (all []string) {
	for _, t := range tongues {
		all = append(all, t.code)
	}
	return all
}
