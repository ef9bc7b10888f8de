package stackhound_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "stackhound"

// stages are the parts of the pipeline; they meet in the store, never in an import.
var stages = []string{"configs", "crawler", "understand", "store", "search", "matcher", "notify", "web"}

// libraries keeps third-party packages where they belong: a module path (prefix) and
// the only package trees that may import it.
var libraries = map[string][]string{
	"github.com/gocolly/colly":        {"crawler/fetch"},
	"github.com/PuerkitoBio/goquery":  {"crawler/htmlpage"},
	"github.com/robfig/cron":          {"configs", "crawler"},
	"modernc.org/sqlite":              {"store/sqlite"},
	"github.com/jackc/pgx":            {"store/postgres", "internal/servertest"},
	"database/sql":                    {"store"},
	"go.yaml.in/yaml":                 {"configs", "internal/sample"},
	"github.com/spf13/cobra":          {"cmd"},
	"github.com/RoaringBitmap":        {"search/embedded"},
	"github.com/meilisearch":          {"search/meili"},
	"github.com/emersion/go-smtp":     {"internal/sample"},
	"github.com/standard-webhooks":    {"internal/sample"},
	"github.com/microcosm-cc":         {"understand/normalize"},
	"github.com/klauspost/compress":   {"store", "internal/safehttp"},
	"github.com/rogpeppe/go-internal": {"crawler/fixture"},
}

// TestImports reads every source file and holds the layering: cmd → stages → lexicon,
// internal → root. It parses the files itself, so that it can never be stale.
func TestImports(t *testing.T) {
	seen := 0
	walkGo(t, func(file, pkg string, imports []string) {
		seen++
		for _, imp := range imports {
			if why := refuse(pkg, imp, strings.HasSuffix(file, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", file, imp, why)
			}
		}
	})
	if seen < 20 {
		t.Fatalf("only %d source files found: the walk is broken", seen)
	}
}

// refuse says why a package may not import another, "" if it may.
func refuse(pkg, imp string, test bool) string {
	local, ours := strings.CutPrefix(imp, module+"/")
	if imp == module {
		return ""
	}
	if !ours {
		return refuseLibrary(pkg, imp, test)
	}
	from, to := top(pkg), top(local)
	switch {
	case (local == "internal/servertest" || local == "internal/faultsite") && !test:
		return "it is for tests only"
	case pkg == "." && !test:
		return "the root package depends on the standard library only"
	case from == "cmd" || test:
		return ""
	case from == "lexicon" && to != "lexicon":
		return "lexicon packages are leaves"
	case from == "internal" && to != "internal" && to != "lexicon":
		return "internal packages know no stage"
	case slices.Contains(stages, from) && slices.Contains(stages, to) && from != to:
		return "stages meet in the store, not in imports"
	case from == to && adapter(local) && pkg != local:
		return "neither a stage nor an adapter knows an adapter; cmd wires them"
	}
	return ""
}

func refuseLibrary(pkg, imp string, test bool) string {
	if test {
		return ""
	}
	if pkg == "." && strings.Contains(imp, ".") {
		return "the root package depends on the standard library only"
	}
	for lib, homes := range libraries {
		if imp == lib || strings.HasPrefix(imp, lib+"/") {
			if !slices.ContainsFunc(homes, func(h string) bool { return pkg == h || strings.HasPrefix(pkg, h+"/") }) {
				return "only " + strings.Join(homes, ", ") + " may use it"
			}
		}
	}
	return ""
}

// adapters are the packages that plug into a stage from below.
var adapters = []string{
	"crawler/fetch", "crawler/fixture", "crawler/htmlpage", "crawler/feed", "crawler/jsonapi", "crawler/jsonld", "crawler/sitemap", "crawler/thread",
	"store/sqlite", "store/postgres", "search/embedded", "search/meili", "notify/email", "notify/webhook", "notify/localqueue", "notify/redisqueue",
}

func adapter(pkg string) bool { return slices.Contains(adapters, pkg) }

func top(pkg string) string { first, _, _ := strings.Cut(pkg, "/"); return first }

// TestPackageComments holds that every package says what it is for.
func TestPackageComments(t *testing.T) {
	documented := map[string]bool{}
	fset := token.NewFileSet()
	walkFiles(t, func(file string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		f, err := parser.ParseFile(fset, file, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		documented[filepath.Dir(file)] = documented[filepath.Dir(file)] || f.Doc != nil
	})
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment that says what it is for", pkg)
		}
	}
}

func walkGo(t *testing.T, visit func(file, pkg string, imports []string)) {
	t.Helper()
	fset := token.NewFileSet()
	walkFiles(t, func(file string) {
		f, err := parser.ParseFile(fset, file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		var imports []string
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports = append(imports, imp)
		}
		visit(file, path.Dir(filepath.ToSlash(file)), imports)
	})
}

func walkFiles(t *testing.T, visit func(file string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if filepath.Ext(file) == ".go" {
			visit(file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
