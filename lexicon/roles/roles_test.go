package roles

import (
	"slices"
	"strings"
	"testing"

	"stackhound"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"backend engineer": "backend", "software engineer": Software, "engineer": Software, "software engineer, payments": "backend", "engineer - data platform": "data",
		"customer data scientist": "data", "customer success manager": "other", "software engineer, customer experience": Software, "engineering manager": "management", "manager, data platform": "management",
		"director of engineering": "management", "engineering leadership": "management", "logistics engineering": "other", "full-stack engineering internships": "fullstack", "head of growth": "other", "team lead": "management", "ux team lead": "design", "team lead backend": "backend", "team lead - senior backend developer": "backend", "business development manager": "other", "information security compliance manager": "security", "aqa engineer": "qa", "product owner": "product", "product designer": "design",
		"full-stack developer": "fullstack", "web developer": "fullstack", "c++ developer": "backend", "smart contract engineer": "backend", "machine learning engineer": "ml", "ml platform engineer": "ml", "game designer": "game",
		"ios developer": "mobile", "qa lead": "qa", "firmware engineer": "embedded", "mechanical engineer": "other", "sre": "devops", "network engineer": "devops", "penetration tester": "security", "java champion": "backend",
		"softwareentwickler": Software, "fullstackentwicklerin": "fullstack", "systemadministrator": "devops", "ontwikkelaar": Software, "accountant": "other", "intern": "other", "remote": "", "": "", "london, uk": "", "acme.dev": Software,
	} {
		if got := Classify(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestNoun(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"senior backend engineer": "engineer", "engineers and designers": "engineers and designers", "dev tools": "", "go dev": "dev", "go dev, remote": "dev", "acme.dev": "", "webentwicklerinnen": "entwicklerinnen",
		"lead generation": "", "head of data": "head", "engineering": "", "ingénieur logiciel": "ingénieur", "pm (growth)": "pm",
	} {
		start, end, ok := Noun(text)
		if got := text[min(start, len(text)):max(end, min(start, len(text)))]; ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestBare(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"backend": true, " ios ": true, "- design": true, "backends": false, "backend engineer": false, "": false, "london": false} {
		if Bare(text) != want {
			t.Errorf("Bare(%q) is %v", text, !want)
		}
	}
}

// TestTable holds the table to the closed list of roles and to lower case.
func TestTable(t *testing.T) {
	t.Parallel()
	for i, k := range kinds {
		if k.role != Software && !particle[k.role] && !slices.Contains(stackhound.Roles, k.role) {
			t.Errorf("%q is no role", k.role)
		}
		for _, w := range words[i] {
			if w == "" || w != strings.ToLower(strings.TrimSpace(w)) {
				t.Errorf("%s has %q", k.role, w)
			}
		}
	}
	for name := range bare {
		if role := Classify(name); role == "" {
			t.Errorf("the bare name %q is of no role", name)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("senior software engineer, data (remote)")
	f.Add("entwicklerin \xff ingenieur-")
	f.Fuzz(func(t *testing.T, text string) {
		lower := strings.ToLower(text)
		role := Classify(lower)
		if role != "" && role != Software && !slices.Contains(stackhound.Roles, role) {
			t.Fatalf("%q is of %q", lower, role)
		}
		if start, end, ok := Noun(lower); ok && (start < 0 || end <= start || end > len(lower)) {
			t.Fatalf("the noun of %q lies at %d:%d", lower, start, end)
		}
		if h := Head(lower); h < 0 || h > len(lower) {
			t.Fatalf("the head of %q ends at %d", lower, h)
		}
	})
}
