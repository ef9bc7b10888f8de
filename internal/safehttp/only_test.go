package safehttp

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// elsewhere finds the ways to make a client that is not guarded.
var elsewhere = regexp.MustCompile(`http\.(DefaultClient|DefaultTransport|Get|Head|Post|PostForm)\b|http\.(Client|Transport)\{|new\(http\.(Client|Transport)\)|var \w+ http\.(Client|Transport)\b`)

// TestNobodyElseMakesClients reads the whole source: a client made elsewhere would go
// round every check of this package.
func TestNobodyElseMakesClients(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "safehttp" || d.Name() == "testdata" || d.Name() != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		seen++
		source, err := os.ReadFile(path)
		if found := elsewhere.Find(source); found != nil {
			t.Errorf("%s has %q: make the client with safehttp", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 15 {
		t.Fatalf("only %d source files found: the walk is broken", seen)
	}
}
