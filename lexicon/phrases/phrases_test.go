package phrases

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	set := New([]string{"senior", "senior engineer", "don't", "c++"}, []string{".net", "engineer", "ingénieur", "c#", "no visa", "…"})
	for text, want := range map[string]string{
		"":                              "",
		"senior":                        "0:senior",
		"seniors":                       "",
		"a senior engineer":             "0:senior 0:senior engineer 1:engineer",
		"senior  engineer":              "0:senior 1:engineer",
		"asp.net and .net, c# or c++":   "1:.net 1:.net 1:c# 0:c++",
		"we don’t and don't":            "0:don’t 0:don't",
		"“senior” — ingénieur•engineer": "0:senior 1:ingénieur 1:engineer",
		"no visas, no visa.":            "1:no visa",
		"éngineer engineeré":            "",
		"\u00a0senior\u00a0":            "0:senior",
		"\xe2\x80":                      "",
		"senior\xe2":                    "",
		"senior-engineer":               "0:senior 0:senior-engineer 1:engineer",
		"no-visa, no - visa":            "1:no-visa",
	} {
		var got []string
		for _, h := range set.Find(text, nil) {
			got = append(got, fmt.Sprintf("%d:%s", h.List, text[h.Start:h.End]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestFirst(t *testing.T) {
	t.Parallel()
	set := Of("fully remote", "remote", "office")
	for text, want := range map[string]string{
		"": "", "remotely": "", "office, remote": "1:remote at 8", "remote, fully remote, remote": "0:fully remote at 8",
	} {
		got := ""
		if h, ok := set.First(text); ok {
			got = fmt.Sprintf("%d:%s at %d", h.Phrase, text[h.Start:h.End], h.Start)
		}
		if got != want || set.In(text) != (want != "") {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if hits := Of("part-time", "part time").Find("part-time, part time", nil); len(hits) != 2 {
		t.Errorf("%v are not one phrase twice", hits)
	}
	if n := set.Count("remote and remote, office or fully-remote"); n != 3 {
		t.Errorf("%d different phrases, want 3", n)
	}
}

func TestFindAllocatesNothing(t *testing.T) {
	set := New([]string{"golang", "looking for"})
	text, hits := strings.Repeat("we are looking for golang people ", 20), make([]Hit, 0, 100)
	if n := testing.AllocsPerRun(10, func() { hits = set.Find(text, hits[:0]) }); n > 0 || len(hits) != 40 {
		t.Errorf("%v allocations, %d hits", n, len(hits))
	}
}

// FuzzFind holds that hits are the words of phrases, in order, and that a phrase put
// between spaces is always found.
func FuzzFind(f *testing.F) {
	list := []string{"go", "c++", ".net", "no visa", "don't", "ł"}
	f.Add("go, no visa: .net c++ don’t")
	f.Fuzz(func(t *testing.T, text string) {
		set := New(list, nil, list[:1])
		for _, phrase := range list {
			whole := text + " " + phrase + " " + text
			hits := set.Find(whole, nil)
			if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Start == len(text)+1 && whole[h.Start:h.End] == phrase }) {
				t.Fatalf("%q is not found in %q", phrase, whole)
			}
			for _, h := range hits {
				if words := strings.NewReplacer("’", "'", "-", " ").Replace(whole[h.Start:h.End]); !slices.Contains(list, words) || h.List == 1 {
					t.Fatalf("%q is no phrase of list %d", words, h.List)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var list []string
	for i := range 3000 {
		list = append(list, fmt.Sprintf("word%d of list", i), fmt.Sprintf("looking %d", i%20))
	}
	set := New(list)
	text, hits := strings.Repeat("we are looking for people who write word12 of list and services that last ", 50), make([]Hit, 0, 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		hits = set.Find(text, hits[:0])
	}
}
