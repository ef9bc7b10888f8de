package skills

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// mistakes loads one file alone and returns what is wrong with it.
func mistakes(text string) string {
	if _, err := load([]File{{"f", text}}); err != nil {
		return err.Error()
	}
	return ""
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"a name twice":           {"go || language\n\ngo || language", "f:3: go stands in line 1 already"},
		"a spelling taken":       {"go | golang | language\ngopher | golang | tool", `f:2: "golang" is a spelling of go already (f:1)`},
		"a name as a spelling":   {"go | rust | language\nrust || language", `f:2: "rust" is a spelling of go already (f:1)`},
		"an unknown implied":     {"rails || framework | ruby", `f:1: rails implies "ruby", which is no skill`},
		"a near name implied":    {"ruby | rb-lang | language\nrails || framework | rubby", "(did you mean ruby?)"},
		"itself implied":         {"rails || framework | rails", "f:1: rails implies itself"},
		"a circle":               {"a1 || tool | b1\nb1 || tool | c1\nc1 || tool | a1", "f:3: c1 implies itself, through a1"},
		"no category":            {"go | golang", `f:1: "" is no category`},
		"a wrong category":       {"go || langage", "(did you mean language?)"},
		"capitals in a name":     {"Go Lang || language", `f:1: the name "Go Lang" must be written "go-lang"`},
		"no name":                {"| golang | language", "f:1: the name is missing"},
		"too many columns":       {"go | golang | language | | words | more", "f:1: the line has 6 columns"},
		"a bare letter":          {"d-language | d | language", "f:1: a single letter is found in every ad; write ?D"},
		"signs only":             {"go | ++ | language", `"++" is no spelling`},
		"a spelling twice":       {"go | go lang, Go-Lang | language", `"Go-Lang" stands twice`},
		"the name denied":        {"go | !go | language", "is the name itself"},
		"an unknown section":     {"[skill]\ngo || language", "f:1: there is no section [skill] (did you mean skills?)"},
		"a far-off closeness":    {"go || language\nrust || language\n[near]\n1.5 go rust", `f:4: "1.5" is no closeness`},
		"no closeness":           {"[near]\nNaN go rust", `f:2: "NaN" is no closeness`},
		"an unknown neighbour":   {"go || language\n[near]\n0.5 go rust", `f:3: "rust" is no skill`},
		"a lone neighbour":       {"go || language\n[near]\n0.5 go", "f:3: a closeness needs at least two skills"},
		"a topic without words":  {"[topics]\ncaching", "f:2: the topic caching has no spellings"},
		"a doubtful topic":       {"[topics]\ncaching | ?Cache", "f:2: topics know no mark"},
		"a topic's words taken":  {"[topics]\na1 | cache\nb1 | cache", `f:3: "cache" is a spelling of the topic a1 already (f:2)`},
		"bytes that are no text": {"go | \xff | language", "f:1: the line holds bytes that are no text"},
		"a long line":            {"go | " + strings.Repeat("golang,", 400), "f:1: the line is longer than 2000 bytes"},
		"a large file":           {strings.Repeat("#\n", MaxFile), "the file is larger"},
	} {
		if got := mistakes(c.text); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not say %q", name, got, c.want)
		}
	}
}

func TestMistakesAreCounted(t *testing.T) {
	t.Parallel()
	_, err := load([]File{{"f", strings.Repeat("go go || nothing\n", 80)}})
	all := err.(interface{ Unwrap() []error }).Unwrap()
	if len(all) != maxMistakes+1 || !strings.Contains(all[maxMistakes].Error(), "and 30 more") {
		t.Errorf("%d mistakes told, the last %q", len(all), all[len(all)-1])
	}
	var first Mistake
	if !errors.As(err, &first) || first.File != "f" || first.Line != 1 {
		t.Errorf("the first mistake is %+v", first)
	}
}

// TestOverlays holds what a later file may change of an earlier one.
func TestOverlays(t *testing.T) {
	t.Parallel()
	base := File{"base", "pen | Pen, biro | tool\npaper || tool"}
	over := File{"over", "pen | ?Pen, quill pen, !fountain pen | | paper | ink\n[near]\n0.5 pen paper"}
	lex, err := load([]File{base, over})
	if err != nil {
		t.Fatal(err)
	}
	pen := lex.skills["pen"]
	if !slices.Equal(pen.Aliases, []string{"Pen", "biro", "quill pen"}) || !slices.Equal(pen.Never, []string{"fountain pen"}) ||
		!slices.Equal(lex.implies["pen"], []string{"paper"}) || !slices.Equal(pen.Evidence, []string{"ink"}) || !lex.doubtful["pen"] {
		t.Errorf("pen is %+v", *pen)
	}
	if _, err := load([]File{base, {"over", "pen || language"}}); err == nil || !strings.Contains(err.Error(), "pen is a tool in base") {
		t.Errorf("another category: %v", err)
	}
	if _, err := load([]File{base, {"over", "pencil | biro | tool"}}); err == nil || !strings.Contains(err.Error(), "(base:1)") {
		t.Errorf("another's spelling: %v", err)
	}
}

// sameKnowledge tells whether two lexicons say the same.
func sameKnowledge(a, b *lexicon) bool {
	return reflect.DeepEqual(a.folded, b.folded) && reflect.DeepEqual(a.implies, b.implies) && reflect.DeepEqual(a.near, b.near) &&
		reflect.DeepEqual(a.doubtful, b.doubtful) && slices.Equal(a.names, b.names) && reflect.DeepEqual(a.terms.steps, b.terms.steps)
}

// FuzzFile holds that any text is read or refused with lines of it, that what is read has
// canonical names only, and that the order of entries does not matter.
func FuzzFile(f *testing.F) {
	f.Add("go | golang, ?Go | language\nrust | ~Rust, !rust belt | language | go | cargo")
	f.Add("c | ?C, =CC | language\n# comment\nb | !c | tool | c")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "[") {
			return // sections order their entries
		}
		lines := strings.Split(text, "\n")
		lex, err := load([]File{{"f", text}})
		var m Mistake
		if err != nil && (!errors.As(err, &m) || m.Line < 1 || m.Line > len(lines)) {
			t.Fatalf("a mistake without a line: %v", err)
		}
		slices.Reverse(lines)
		turned, turnedErr := load([]File{{"f", strings.Join(lines, "\n")}})
		if (err == nil) != (turnedErr == nil) {
			t.Fatalf("%q: %v in order, %v turned round", text, err, turnedErr)
		}
		if err != nil {
			return
		}
		if !sameKnowledge(lex, turned) {
			t.Fatalf("%q says something else turned round", text)
		}
		for _, name := range lex.names {
			if Fold(name) != name || lex.folded[name] != name {
				t.Fatalf("%q is no canonical name", name)
			}
		}
	})
}

func TestHeldMemory(t *testing.T) {
	const most = 15 << 20
	if held := heldBytes(t); held > most {
		t.Errorf("the vocabulary keeps %d bytes, want at most %d", held, most)
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	var g Gaps
	g.Add("Ferrygate", "Stack: Kubernetes, Quibblestream and Go\nWe are in Lisbon, Porto.")
	g.Add("Quillmoor", "- Quibblestream, PostgreSQL, Security\n- security matters, and security pays; security first")
	g.Add("Quillmoor", "Python, Fernwright DB, Quillmoor")
	g.Add("Oakmere", "Python, Fernwright DB, Security and security")
	got := g.List(2)
	if len(got) != 2 || got[0].Term != "Fernwright DB" || got[1].Term != "Quibblestream" || got[1].Companies != 2 || got[1].Ads != 2 {
		t.Errorf("gaps %+v", got)
	}
	if got[1].Sample != "Stack: Kubernetes, Quibblestream and Go" {
		t.Errorf("sample %q", got[1].Sample)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	d, ok := Describe("spring")
	if !ok || d.Category != "framework" || !slices.Contains(d.ImpliedBy, "spring-boot") || d.Near[0].Name != "spring-boot" || !slices.Contains(d.Never, "spring break") {
		t.Errorf("spring is %+v", d)
	}
	i := slices.IndexFunc(d.Spellings, func(s Spelling) bool { return s.Written == "Spring" })
	if i < 0 || !strings.HasPrefix(d.Spellings[i].Counts, "with evidence") {
		t.Errorf("spellings %+v", d.Spellings)
	}
	if _, ok := Describe("basket weaving"); ok {
		t.Error("basket weaving is described")
	}
}
