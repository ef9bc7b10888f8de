package crawler

import (
	"testing"

	"stackhound"
)

// TestWhereJobsLead holds which ends of an address are away from its job.
func TestWhereJobsLead(t *testing.T) {
	t.Parallel()
	p := &pass{
		board:  stackhound.Board{Base: "https://jobs.example", Home: "https://www.acme.example/team"},
		memory: memory{lists: map[string]stackhound.Page{"https://jobs.example/all?page=1": {}, "https://jobs.example/index.php?view=list": {}}},
	}
	for _, tt := range []struct {
		asked, final string
		away         bool
	}{
		{"https://jobs.example/jobs/123", "https://jobs.example/", true},
		{"https://jobs.example/jobs/123", "https://jobs.example", true},
		{"https://jobs.example/jobs/123", "https://www.jobs.example/", true},
		{"https://jobs.example/jobs/123", "https://acme.example/team/", true},
		{"https://jobs.example/jobs/123", "https://www.acme.example/", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/jobs", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/jobs/?expired=1", true},
		{"https://jobs.example/jobs/123", "https://acme.example/en/careers", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/search?q=go", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/404", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/404.html", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/en/not-found", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/Job-Expired.aspx", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/all", true},
		{"https://jobs.example/jobs/123", "https://jobs.example/all?page=1", true},
		{"https://jobs.example/acme/jobs/123", "https://jobs.example/acme?error=true", true},
		{"https://jobs.example/stelle/123", "https://jobs.example/stellenangebote", true},
		{"https://jobs.example/offre/123", "https://jobs.example/fr/offres-emploi", true},
		{"https://jobs.example/index.php?view=job&id=5", "https://jobs.example/index.php?view=list", true},
		{"https://jobs.example/2026/jobs/123", "https://jobs.example/2026/jobs", true},

		{"https://jobs.example/jobs/123", "https://jobs.example/jobs/123", false},
		{"https://jobs.example/jobs/123", "http://www.jobs.example/jobs/123/", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/jobs/123?utm_source=list", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/jobs/123-senior-go-engineer", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/jobs/senior-go-engineer", false},
		{"https://jobs.example/jobs/123", "https://acme.example/careers?gh_jid=123", false},
		{"https://jobs.example/jobs/123/senior-go-engineer", "https://acme.example/careers?job=123", false},
		{"https://jobs.example/jobs/go-engineer-4711", "https://jobs.example/jobs?selected=4711", false},
		{"https://jobs.example/jobs/senior-go-engineer", "https://jobs.example/senior-go-engineer/jobs", false},
		{"https://jobs.example/view?id=ab7", "https://jobs.example/jobs?id=ab7", false},
		{"https://jobs.example/view?id=ab7", "https://jobs.example/search?q=%2Fjobs%2Fab7", false},
		{"https://jobs.example/jobs/search", "https://jobs.example/acme/search", false},
		{"https://jobs.example/index.php?view=job&id=5", "https://jobs.example/index.php?view=job&id=5&lang=de", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/acme/engineering-jobs-in-berlin", false},
		{"https://jobs.example/jobs/123", "https://other.example/", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/login", false},
		{"https://jobs.example/jobs/123", "https://jobs.example/careers/go-engineer", false},
		{"https://jobs.example/jobs/123?error=true", "https://jobs.example/o/go-engineer?error=true", false},
		{"https://jobs.example/?job=5", "https://jobs.example/?job=5&lang=en", false},
	} {
		if how := p.leadsAway(tt.asked, tt.final); (how != "") != tt.away {
			t.Errorf("%s → %s: %q, want it away: %v", tt.asked, tt.final, how, tt.away)
		}
	}
}
