package matcher_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/matcher"
)

// worded is ada, who works with a technology that the program does not know.
func worded(spellings ...string) stackhound.Profile {
	p := ada()
	p.Stack.Core = []string{"go", "tidewater"}
	p.Words = stackhound.Words{"tidewater": spellings}
	return p
}

// said returns what a match says of tidewater.
func said(m stackhound.Match) string {
	for _, r := range m.Reasons {
		if strings.Contains(r.Text, "tidewater") {
			return r.Text + " | " + r.Quote
		}
	}
	return ""
}

func TestWordsOfAProfile(t *testing.T) {
	t.Parallel()
	const asks = "You know Go and Tidewater DB well."
	for name, tc := range map[string]struct {
		spellings string
		title     string
		text      string
		want      string
	}{
		"in the title":                   {"Tidewater", "TIDEWATER developer", "", "tidewater is required | TIDEWATER"},
		"in the text":                    {"Tidewater", "", "Some of it is tidewater.", "tidewater is mentioned | tidewater"},
		"beside what is required":        {"Tidewater DB", "", "About us.\n" + asks, "tidewater is required | Tidewater DB"},
		"beside what is nice":            {"Tidewater", "", "gRPC or Tidewater would be nice.", "tidewater is nice to have | Tidewater"},
		"in another sentence":            {"Tidewater", "", "You know Go. We use Tidewater.", "tidewater is mentioned | Tidewater"},
		"beside what another board had":  {"Tidewater", "", "Elsewhere they ask for tidewater.", "tidewater is mentioned | tidewater"},
		"by the second spelling":         {"Tide,TDB", "", "Our TDB is large.", "tidewater is mentioned | TDB"},
		"short, in other case":           {"TDB", "", "Our tdb is large.", ""},
		"short with a sign":              {"X++", "", "Written in X++, mostly.", "tidewater is mentioned | X++"},
		"three letters with a dot":       {".TDB", "", "Not .tdb but .TDB.", "tidewater is mentioned | .TDB"},
		"part of a word":                 {"Tide", "", "Tides and ebbtide.", ""},
		"part of a name with signs":      {"Tide", "", "Written in Tide++ and .Tide.", ""},
		"part of a word, then whole":     {"Tide", "", "Tides of tide.", "tidewater is mentioned | tide"},
		"letters that fold to others":    {"Тайдуотер", "", "İstanbul: ТАЙДУОТЕР.", "tidewater is mentioned | ТАЙДУОТЕР"},
		"a letter that grows at the end": {"Tide", "", "TIDE and Ⱥ", "tidewater is mentioned | TIDE"},
		"not all of it is UTF-8":         {"Tide", "", "caf\xe9 with TIDE", "tidewater is mentioned | TIDE"},
		"in addresses only":              {"Tidewater", "", "See https://tidewater.example/go, www.tidewater.example or jobs@tidewater.example", ""},
		"before a dot":                   {"Tidewater", "", "We run Tidewater.Our data is large.", "tidewater is mentioned | Tidewater"},
		"behind an address":              {"Tidewater", "", "https://tidewater.example on Tidewater", "tidewater is mentioned | Tidewater"},
		"nowhere":                        {"Tidewater", "", "Nothing of it.", ""},
		"nothing to look for":            {"", "", "Nothing of it.", ""},
	} {
		post := dream()
		post.Title, post.Text = tc.title, tc.text
		post.EvidenceList = []stackhound.Evidence{
			{Field: "stack", Value: "go", Source: "body", Quote: asks},
			{Field: "stack", Value: "go", Source: "body", Quote: "You know Go."},
			{Field: "stack", Value: "grpc", Source: "body", Quote: "gRPC or Tidewater would be nice."},
			{Field: "stack", Value: "go", Source: "body", Quote: "Go and Tidewater"},
			{Field: "stack", Value: "go", Source: "body", Quote: "Some of it is tidewater.", Overruled: true},
			{Field: "topics", Value: "go", Source: "body", Quote: "Our TDB is large."},
		}
		m := matcher.Score(worded(strings.Split(tc.spellings, ",")...), post)
		if got := said(m); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// A technology of a person's own scores as one that the ad was read for.
func TestWordsScoreAsSkillsDo(t *testing.T) {
	t.Parallel()
	post := dream()
	post.Title = "Senior Tidewater Engineer"
	read := dream()
	read.Title = post.Title
	read.Stack.Required = append(read.Stack.Required, "tidewater")
	read.EvidenceList = append(read.EvidenceList, stackhound.Evidence{Field: "stack", Value: "tidewater", Source: "title", Quote: "Tidewater"})
	for name, declare := range map[string]func(*stackhound.Declared){
		"core":     func(d *stackhound.Declared) { d.Core = []string{"go", "tidewater"} },
		"also":     func(d *stackhound.Declared) { d.Also = []string{"tidewater"} },
		"learning": func(d *stackhound.Declared) { d.Learning = []string{"tidewater"} },
		"never":    func(d *stackhound.Declared) { d.Never = []string{"tidewater"} },
	} {
		p := ada()
		p.Projects = []stackhound.Project{{Name: "weir", Stack: []string{"tidewater"}}}
		declare(&p.Stack)
		want := matcher.Score(p, read)
		p.Words = stackhound.Words{"tidewater": {"Tidewater"}}
		before := fmt.Sprintf("%+v", post)
		if got := matcher.Score(p, post); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v\nwant %+v", name, got, want)
		}
		if after := fmt.Sprintf("%+v", post); after != before {
			t.Errorf("%s: scoring changed the posting", name)
		}
		if got := matcher.Score(p, read); !reflect.DeepEqual(got, want) {
			t.Errorf("%s, which the ad was read for: %+v\nwant %+v", name, got, want)
		}
	}
}

// Only what is required is a reason to refuse.
func TestWordsNeverWanted(t *testing.T) {
	t.Parallel()
	p := ada()
	p.Stack.Never = []string{"tidewater"}
	p.Words = stackhound.Words{"tidewater": {"Tidewater"}}
	post := dream()
	post.Text = "We run Go and PostgreSQL. Nobody here likes Tidewater."
	if m := matcher.Score(p, post); m.Rejected != "" {
		t.Errorf("mentioned: rejected by %s", m.Rejected)
	}
	post.Title = "Tidewater Engineer"
	m := matcher.Score(p, post)
	if want := (stackhound.Reason{Text: "requires tidewater, which you never want", Quote: "Tidewater"}); m.Rejected != "never_skill" || m.Reasons[0] != want {
		t.Errorf("required: rejected by %q, %+v", m.Rejected, m.Reasons)
	}
}

// Two postings may share their lists, and people are matched at the same time: what is
// found for one never shows in another's.
func TestWordsLeaveSharedListsAlone(t *testing.T) {
	t.Parallel()
	post := dream()
	post.Title = "Tidewater Engineer"
	post.Stack.Required = slices.Grow(post.Stack.Required, 8)
	post.EvidenceList = slices.Grow(post.EvidenceList, 8)
	matcher.Score(worded("Tidewater"), post)
	if spare := post.Stack.Required[:3][2]; spare != "" {
		t.Errorf("%q was written behind the ad's own list", spare)
	}
	n := len(post.EvidenceList)
	if spare := post.EvidenceList[:n+1][n]; spare.Quote != "" {
		t.Errorf("%+v was written behind the ad's own evidence", spare)
	}
}

// BenchmarkScoreWords scores an ad of some 4,000 characters for a profile with two names of
// its own, neither of which it holds.
func BenchmarkScoreWords(b *testing.B) {
	p, post := worded("Tidewater", "TDB"), dream()
	p.Words["house-cobol"] = []string{"ACME COBOL"}
	post.Text = strings.Repeat("We run Go and PostgreSQL, and look for people who like both. ", 66)
	for b.Loop() {
		matcher.Score(p, post)
	}
}
