package normalize

import (
	"slices"
	"testing"

	"stackhound"
)

// TestForeign holds that tools of customers, rivals and backers are no stack.
func TestForeign(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"We write Go. Our product is an alternative to Datadog and Splunk.": {"go"},
		"We write Go. It is used by MongoDB, Elastic and Snowflake.":        {"go"},
		"We write Go. Unternehmen wie Databricks vertrauen uns.":            {"go"},
		"We write Go. Clientes como Salesforce confían en nosotros.":        {"go"},
		"We write Go. We compete with Grafana but run on PostgreSQL.":       {"go", "postgresql"},
		"You have used Datadog and write Go.":                               {"datadog", "go"},
		"Engineers from Stripe, MongoDB and Vercel built it in Go.":         {"go"},
	} {
		got := Read(stackhound.Listing{Title: "Engineer", Description: text}, stackhound.Defaults{}).Stack.All()
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTopicsCarryEvidence(t *testing.T) {
	t.Parallel()
	ad := Read(stackhound.Listing{Title: "Engineer", Description: "You know caching.\nCISSP is welcome."}, stackhound.Defaults{})
	if e, ok := ad.Evidence("topics", "caching"); !ok || e.Quote != "You know caching." {
		t.Errorf("topics %q, evidence %+v", ad.Topics, e)
	}
}

func TestTagsNameSeveral(t *testing.T) {
	t.Parallel()
	ad := Read(stackhound.Listing{Title: "Engineer", Tags: []string{"Senior", "C/C++", "Python 3"}}, stackhound.Defaults{})
	if got := ad.Stack.Required; !slices.Equal(got, []string{"c", "c++", "python"}) {
		t.Errorf("required %q", got)
	}
	if e, ok := ad.Evidence("stack", "c++"); !ok || e.Quote != "C++" {
		t.Errorf("evidence %+v", e)
	}
}
