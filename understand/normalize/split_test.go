package normalize

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// told is what a test says of a part: its title, roles, levels, years, pay and stack.
func told(p stackhound.Part) string {
	salary, years := "", ""
	if p.Salary != nil {
		salary = p.Salary.String()
	}
	if p.YearsMin != nil {
		years = fmt.Sprint(*p.YearsMin)
	}
	stack := p.Stack.All()
	slices.Sort(stack)
	return strings.Join([]string{p.Title, strings.Join(p.Roles, " "), strings.Join(p.Seniority, " "), years, salary, strings.Join(stack, " ")}, " / ")
}

func toldAll(parts []stackhound.Part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, told(p))
	}
	return all
}

func TestParts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		title, body string
		want        []string
	}{
		"header": {"Quillwork | Senior Go Engineer, Frontend Developer (React) | Berlin | €70-90k", "", []string{
			"Frontend Developer (React) / frontend /  /  / 70,000–90,000 EUR a year / react", "Senior Go Engineer / backend / senior /  / 70,000–90,000 EUR a year / go"}},
		"nouns left out": {"Quillwork | Backend, Frontend Engineers | Oslo", "", []string{"Backend Engineers / backend /  /  /  / ", "Frontend Engineers / frontend /  /  /  / "}},
		"list of lines": {"Quillwork | Multiple roles | Remote (EU)", "<p>We move parcels; all of it runs on PostgreSQL.<p>Open roles:<ul><li>Senior Backend Engineer (Go, Kafka) - €85k-€100k<li>Data Engineer, 3+ years of experience with Spark</ul><p>Write to us.", []string{
			"Data Engineer / data / mid / 3 /  / postgresql spark", "Senior Backend Engineer / backend / senior /  / 85,000–100,000 EUR a year / go kafka postgresql"}},
		"sections": {"Join us at Larkspur Freight", "<p>Larkspur moves parcels by rail, on AWS.</p><h3>Senior Backend Engineer</h3><p>You build services.</p><ul><li>5+ years of experience with Java</li></ul><h3>Mobile Developer</h3><p>You build our apps.</p><ul><li>Kotlin</li></ul><h3>What we offer</h3><p>Trains.</p>", []string{
			"Mobile Developer / mobile /  /  /  / aws kotlin", "Senior Backend Engineer / backend / senior / 5 /  / aws java"}},
		"sentences on each": {"Quillwork | Data Engineer, DevOps Engineer | Lyon", "<p>Quillwork binds books.<p>As a Data Engineer you will work with Spark and Airflow.<p>As a DevOps Engineer you will run Kubernetes.", []string{
			"Data Engineer / data /  /  /  / airflow spark", "DevOps Engineer / devops /  /  /  / kubernetes"}},
		"one line tells them apart": {"Quillwork | Engineering | Remote", "<p>Hiring:<p>Software Engineer, Billing - https://jobs.quillwork.example/1<p>Software Engineer, Search - https://jobs.quillwork.example/2", []string{
			"Software Engineer, Billing / backend /  /  /  / ", "Software Engineer, Search / backend /  /  /  / "}},
		"stray bracket":       {":) Quillwork | Software Engineers (Backend, Web), Designer | Oslo", "", []string{"Designer / design /  /  /  / ", "Software Engineers (Backend, Web) / backend /  /  /  / "}},
		"plain title, plural": {"Backend Developers and DevOps Engineers", "", []string{"Backend Developers / backend /  /  /  / ", "DevOps Engineers / devops /  /  /  / "}},
	} {
		got := toldAll(Parts(stackhound.Listing{Title: c.title, HTML: c.body}, stackhound.Defaults{}))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

// TestOnePart holds that an ad stays whole where it is in doubt, and is then what Read
// gives.
func TestOnePart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, body string }{
		{"Senior Backend Engineer (m/w/d), full-time", sampleAd},
		{"Software Engineer / Architect", ""},
		{"Quillwork | DevOps and Backend Engineer | Remote", ""},
		{"Software Engineer, Developer Experience", ""},
		{"Backend Engineer", "<p>You work with:<ul><li>Product Managers<li>Frontend Engineers</ul>"},
		{"Product Owner & Business Analyst", "<p>One person who does both."},
		{"SEEKING WORK | Backend Engineer, Data Engineer | Remote", ""},
		{"", ""},
	} {
		l := stackhound.Listing{Title: c.title, HTML: c.body}
		parts := Parts(l, stackhound.Defaults{})
		want := []stackhound.Part{{Title: l.Title, Text: Text(l), Ad: Read(l, stackhound.Defaults{})}}
		if !reflect.DeepEqual(parts, want) {
			t.Errorf("%q has the parts %q", c.title, toldAll(parts))
		}
	}
}

// TestPartsShare holds that what an ad says of all its roles is in each part.
func TestPartsShare(t *testing.T) {
	t.Parallel()
	l := stackhound.Listing{Title: "Quillwork | Go Developer, QA Engineer (remote) | Berlin | ONSITE | VISA | Full-time", Description: "Degree in computer science required."}
	for _, p := range Parts(l, stackhound.Defaults{}) {
		want := "onsite"
		if p.Title == "QA Engineer (remote)" {
			want = "remote"
		}
		if p.Workplace.String() != want || len(p.Locations) != 1 || p.Locations[0].City != "Berlin" || p.Visa != "offered" || p.Degree != "required" || !slices.Equal(p.Employment, []string{"full_time"}) || p.NRoles != 1 {
			t.Errorf("%s: %s %v %s %s %v, %d roles", p.Title, p.Workplace, p.Locations, p.Visa, p.Degree, p.Employment, p.NRoles)
		}
	}
}

// TestPartsAreStable holds that an edit which leaves the roles alone leaves the keys and
// their order.
func TestPartsAreStable(t *testing.T) {
	t.Parallel()
	keys := func(body string) []string {
		var all []string
		for _, p := range Parts(stackhound.Listing{Title: "Quillwork | Several roles | Remote", HTML: body}, stackhound.Defaults{}) {
			all = append(all, p.Key)
		}
		return all
	}
	want := []string{"backend engineer", "data engineer", "ux designer"}
	for _, body := range []string{
		"<ul><li>Backend Engineer<li>Data Engineer<li>UX Designer</ul>",
		"<ul><li>UX Designer: Figma<li>Backend Engineer - we write Go<li>Data  Engineer</ul><p>Now with more words.",
		"<p>Hello<ul><li>data engineer<li>Backend Engineer<li>Data Engineer<li>UX Designer</ul>",
	} {
		if got := keys(body); !slices.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", body, got, want)
		}
	}
}

// TestPartsAreBounded holds that a list without end comes to MaxParts parts.
func TestPartsAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "<li>%c%c%c Engineer", 'A'+i%26, 'a'+i/26%26, 'a'+i/676)
	}
	parts := Parts(stackhound.Listing{Title: "Quillwork | Several roles | Remote", HTML: "<ul>" + b.String() + "</ul>"}, stackhound.Defaults{})
	if len(parts) != MaxParts {
		t.Errorf("%d parts, want %d", len(parts), MaxParts)
	}
}

// TestPartsAgainstLabels holds on real ads labelled by hand how often an ad has as many
// parts as it has roles, and that hardly an ad of one role is split.
func TestPartsAgainstLabels(t *testing.T) {
	t.Parallel()
	right, single, whole, all := 0, 0, 0, labels(t, "dev")
	for _, c := range all {
		n, want := len(Parts(c.l, boardDefaults(c.board))), max(1, c.gold.NRoles)
		if n == want {
			right++
		}
		if want == 1 {
			single++
			if n == 1 {
				whole++
			}
		}
	}
	t.Logf("%d of %d ads have as many parts as roles; %d of %d ads of one role stay whole", right, len(all), whole, single)
	if right*100 < 80*len(all) || whole*100 < 97*single {
		t.Error("fewer than 80 % and 97 %")
	}
}

func FuzzParts(f *testing.F) {
	f.Add("Quillwork | Go Engineer, Data Engineer | Berlin | €70k", "<p>Open:<ul><li>Go Engineer: Kafka<li>Data Engineer: Spark</ul>")
	f.Add("Backend Developers and DevOps Engineers (remote)", "Backend Developers\nGo\n\nDevOps Engineers\nKubernetes")
	f.Add("A | Backend, Frontend Engineers (senior", "- Senior SWE, Search\n- QA Lead\n\nAbout us\nx")
	f.Fuzz(func(t *testing.T, title, body string) {
		l := stackhound.Listing{Title: strings.ToValidUTF8(title, ""), Description: body}
		parts := Parts(l, stackhound.Defaults{})
		if len(parts) < 1 || len(parts) > MaxParts {
			t.Fatalf("%d parts", len(parts))
		}
		if len(parts) == 1 && (parts[0].Key != "" || parts[0].Title != l.Title) {
			t.Fatalf("an ad of one role has the part %q %q", parts[0].Key, parts[0].Title)
		}
		for i, p := range parts {
			if len(parts) > 1 && (p.Key == "" || p.Title == "" || i > 0 && parts[i-1].Key >= p.Key || p.NRoles != 1) {
				t.Fatalf("part %d of %q: %q", i, l.Title, p.Key)
			}
			for _, e := range p.EvidenceList {
				stands := e.Source == fromTitle && strings.Contains(l.Title, e.Quote) || e.Source == fromBody && strings.Contains(p.Text, e.Quote)
				if !stands && e.Source != fromBoard && len(parts) > 1 {
					t.Fatalf("%q: %s %s is said to stand in the %s as %q", l.Title, e.Field, e.Value, e.Source, e.Quote)
				}
			}
		}
		if again := Parts(l, stackhound.Defaults{}); !reflect.DeepEqual(again, parts) {
			t.Fatalf("%q reads differently the second time", l.Title)
		}
	})
}

func BenchmarkParts(b *testing.B) {
	l := sampleListing()
	l.Title = "Larkspur Freight | Senior Go Engineer, Data Engineer, Frontend Developer | Berlin"
	for b.Loop() {
		Parts(l, stackhound.Defaults{})
	}
}
