package skills

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound/lexicon/spelling"
)

// File is a text of entries: one of those in the program, or one of an operator's own.
type File struct {
	Name string // as messages give it
	Text string
}

// Mistake is a line of a file that cannot work, and what to do about it.
type Mistake struct {
	File    string
	Line    int // from 1
	Message string
}

func (m Mistake) Error() string { return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Message) }

// The bounds of a file. What people write stays far below them.
const (
	MaxFile     = 1 << 20 // bytes
	maxLine     = 2000    // bytes
	maxSpelling = 60      // bytes
	maxMistakes = 50      // reported of all files together
)

// sections are the kinds of entries, each with the number of its columns.
var sections = map[string]int{"skills": 5, "near": 1, "topics": 2}

// entry is one line of a file.
type entry struct {
	file    string
	line    int
	section string
	cols    []string // trimmed, as many as the section has
}

func (e *entry) mistake(format string, args ...any) error {
	return Mistake{e.file, e.line, fmt.Sprintf(format, args...)}
}

// read cuts a file into entries. Lines that are empty or begin with "#" are comments; a
// line "[near]" begins a section, and what stands before the first one is skills.
func read(f File) (entries []entry, mistakes []error) {
	if len(f.Text) > MaxFile {
		return nil, []error{Mistake{f.Name, 1, fmt.Sprintf("the file is larger than %d bytes", MaxFile)}}
	}
	section, n := "skills", 0
	for line := range strings.SplitSeq(f.Text, "\n") {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		e := entry{file: f.Name, line: n, section: section}
		switch name, isHead := heading(line); {
		case line == "" || line[0] == '#':
		case isHead && sections[name] == 0:
			mistakes = append(mistakes, e.mistake("there is no section [%s]%s; the sections are [skills], [near] and [topics]", name, meant(name, []string{"skills", "near", "topics"})))
		case isHead:
			section = name
		default:
			if err := e.cut(line); err != nil {
				mistakes = append(mistakes, err)
				continue
			}
			entries = append(entries, e)
		}
	}
	return entries, mistakes
}

// heading returns the name of a section that a line begins.
func heading(line string) (name string, ok bool) {
	if !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") {
		return "", false
	}
	return strings.ToLower(strings.TrimSpace(line[1 : len(line)-1])), true
}

// cut splits a line into the columns of its section.
func (e *entry) cut(line string) error {
	want := sections[e.section]
	switch cols := 1 + strings.Count(line, "|"); {
	case len(line) > maxLine:
		return e.mistake("the line is longer than %d bytes; spread the spellings over several files or leave some out", maxLine)
	case !utf8.ValidString(line) || strings.ContainsFunc(line, control):
		return e.mistake("the line holds bytes that are no text; save the file as UTF-8")
	case cols > want:
		return e.mistake("the line has %d columns, an entry of [%s] at most %d; take a | away", cols, e.section, want)
	default:
		e.cols = make([]string, want)
		for i := range cols {
			var col string
			col, line, _ = strings.Cut(line, "|")
			e.cols[i] = strings.TrimSpace(col)
		}
		return nil
	}
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f || r == '\uFFFD' }

// meant offers the known name nearest to a wrong one, "" when none is near.
func meant(wrong string, names []string) string {
	if near := spelling.Nearest(wrong, names); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// list cuts a comma-separated list, leaving empty parts out.
func list(s string) []string {
	parts := make([]string, 0, 1+strings.Count(s, ","))
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// spelling reads one way to write an entry's name, with the mark before it.
func (e *entry) spelling(name, written string) (term, error) {
	mark := written[0]
	t := term{name: name, written: written}
	if strings.IndexByte("?~=!", mark) >= 0 {
		t.written = strings.TrimSpace(written[1:])
		t.doubtful, t.inside, t.exact, t.other = mark == '?' || mark == '~', mark == '~', mark == '=', mark == '!'
	}
	if strings.ContainsFunc(t.written, unicode.IsSpace) {
		t.written = strings.Join(strings.Fields(t.written), " ")
	}
	letters := strings.IndexFunc(t.written, func(r rune) bool { return r < 0x80 && wordByte(byte(r)) || r >= 0x80 }) >= 0
	switch {
	case !letters:
		return t, e.mistake("%q is no spelling: it needs a letter or digit; take it away", written)
	case len(t.written) > maxSpelling:
		return t, e.mistake("the spelling %q is longer than %d bytes; take a shorter one", t.written, maxSpelling)
	case len(t.written) == 1 && !t.doubtful && !t.exact:
		return t, e.mistake("a single letter is found in every ad; write ?%s", strings.ToUpper(t.written))
	case t.other && Fold(t.written) == name:
		return t, e.mistake("%q is the name itself; write ?%s where it needs evidence", written, t.written)
	case t.doubtful && e.section == "topics":
		return t, e.mistake("topics know no mark %q; write %q, or =%s if only exactly so", mark, t.written, t.written)
	}
	return t, nil
}

// canonical checks that a name is written as names are.
func (e *entry) canonical(name string) error {
	switch {
	case name == "":
		return e.mistake("the name is missing: an entry is name | spellings | category | implies | evidence")
	case Fold(name) != name:
		return e.mistake("the name %q must be written %q; other spellings go into the second column", name, Fold(name))
	case len(name) > maxSpelling:
		return e.mistake("the name is longer than %d bytes", maxSpelling)
	case strings.ContainsAny(name, ",|?~=![]"):
		return e.mistake("the name %q holds one of , ? ~ = ! [ ]; leave it out", name)
	case strings.IndexFunc(name, func(r rune) bool { return r >= 0x80 || wordByte(byte(r)) }) < 0:
		return e.mistake("the name %q needs a letter or digit", name)
	}
	return nil
}

// all joins mistakes in the order of files and lines.
func all(mistakes []error) error {
	slices.SortStableFunc(mistakes, func(a, b error) int {
		x, y := a.(Mistake), b.(Mistake)
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line))
	})
	if more := len(mistakes) - maxMistakes; more > 0 {
		mistakes = append(mistakes[:maxMistakes], fmt.Errorf("and %d more", more))
	}
	return errors.Join(mistakes...)
}
