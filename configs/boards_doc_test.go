package configs

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"stackhound"
)

var update = flag.Bool("update", false, "write docs/boards.md anew")

const boardsDoc = "../docs/boards.md"

// TestBoardsDoc holds docs/boards.md to the files that ship; with -update it writes it.
func TestBoardsDoc(t *testing.T) {
	t.Parallel()
	want := writeBoardsDoc(t)
	if *update {
		if err := os.WriteFile(boardsDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(boardsDoc)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("docs/boards.md is not what the board files say; write it anew with: go test ./configs -run TestBoardsDoc -update")
	}
}

func writeBoardsDoc(t *testing.T) []byte {
	t.Helper()
	boards, err := LoadBoards(Boards(), ".")
	if err != nil {
		t.Fatal(err)
	}
	enabled := 0
	for _, b := range boards {
		if b.Enabled {
			enabled++
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `# The boards that ship

%d boards, of which %d are read as they come, and %d systems for applicants. Written from [configs/boards](../configs/boards) and
[configs/families](../configs/families) by `+"`go test ./configs -run TestBoardsDoc -update`"+`; what a key means stands in [board-file.md](board-file.md).
Listings of all of them are shown with the board's name and a link, and are passed on to nobody; of a board whose terms were not read the
strictest are kept.

`, len(boards), enabled, len(Families()))
	writeRows(&out, "board", boards)
	fmt.Fprint(&out, `
## Systems for applicants
A board file of one's own names one of them, and the employers: `+"`family: greenhouse` and `tenants: [acme]`"+`.

`)
	writeRows(&out, "family", shippedFamilies(t))
	return out.Bytes()
}

func shippedFamilies(t *testing.T) (all []stackhound.Board) {
	t.Helper()
	for _, name := range Families() {
		data, err := fs.ReadFile(FamilyFiles(), name+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		b, err := LoadFamily(name+".yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

// writeRows writes a table. Whether it is read is no matter of a family.
func writeRows(out *bytes.Buffer, kind string, boards []stackhound.Board) {
	state, line := " read |", " --- |"
	if kind == "family" {
		state, line = "", ""
	}
	fmt.Fprintf(out, "| %s | title | niche | format | schedule |%s terms | known from |\n| --- | --- | --- | --- | --- |%s --- | --- |\n", kind, state, line)
	for _, b := range boards {
		cells := []string{b.Name, "[" + b.Title + "](" + b.Home + ")", b.Niche, b.Format, strings.TrimPrefix(b.Schedule, "@")}
		switch {
		case kind == "family":
		case b.Enabled:
			cells = append(cells, "yes")
		default:
			cells = append(cells, "no: "+b.Reason)
		}
		cells = append(cells, termsInShort(b.Terms), b.Evidence)
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
}

// termsInShort names what a program can heed, then the note.
func termsInShort(t stackhound.Terms) string {
	var parts []string
	if t.Attribution.Follow {
		parts = append(parts, "a followed link")
	}
	if t.Delay > 0 {
		parts = append(parts, fmt.Sprintf("%.0f hours late", t.Delay.Hours()))
	}
	if !t.SignUpWall {
		parts = append(parts, "no sign-up wall")
	}
	if len(parts) == 0 {
		return t.Note
	}
	return "**" + strings.Join(parts, ", ") + ".** " + t.Note
}
