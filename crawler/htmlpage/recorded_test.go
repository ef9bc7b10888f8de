package htmlpage

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/servertest"
)

// TestRecorded compares reading with and without a tree on all pages of boards that were
// recorded, for the selectors of the shipped board files and for those made up here.
func TestRecorded(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "recorded boards are not part of the repository: set STACKHOUND_DATA to the folder that holds boards/")
	}
	shipped := shippedFields(t)
	pages, scanned := recordedPages(t, filepath.Join(dir, "boards")), 0
	if len(pages) < 100 {
		t.Fatalf("only %d pages found", len(pages))
	}
	for n, page := range pages {
		if differ(t, page, shipped) {
			scanned++
		}
		differ(t, page, ways(pick(uint64(n))...))
		differ(t, page, ways("*", "p, li, h1"))
	}
	t.Logf("%d of %d pages were read without a tree for the %d shipped fields that can be", scanned, len(pages), len(shipped))
}

// shippedFields returns the ways of reading HTML that shipped board files use, without
// those that need a tree in any case.
func shippedFields(t *testing.T) []stackhound.Field {
	t.Helper()
	boards, err := configs.LoadBoards(configs.Boards(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []stackhound.Field
	add := func(fields stackhound.Fields) {
		for _, field := range fields {
			for _, x := range field {
				if _, ok := (Format{}).For(stackhound.Field{x}).(scanner); ok {
					out = append(out, stackhound.Field{x})
				}
			}
		}
	}
	for _, b := range boards {
		if b.Format == "html" {
			add(b.Fields)
		}
		if b.Detail != nil && b.Detail.Format == "html" {
			add(b.Detail.Fields)
		}
	}
	return out
}

// recordedPages returns every answer below dir that is HTML.
func recordedPages(t *testing.T, dir string) (pages []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(path, ".html"):
			page, err := os.ReadFile(path)
			pages = append(pages, string(page))
			return err
		case strings.HasSuffix(path, ".jsonl.gz"):
			pages = append(pages, replayed(t, path)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// replayed returns the pages of a recording, an answer a line.
func replayed(t *testing.T, path string) (pages []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var answer struct{ Body string }
		if err := json.Unmarshal(lines.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(strings.TrimSpace(answer.Body), "<") && strings.Contains(answer.Body, "<html") {
			pages = append(pages, answer.Body)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return pages
}
