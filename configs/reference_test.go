package configs

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stackhound"
)

// keyPaths lists the keys of board files that the loader knows: those of the top as they
// are, those below with what they hang on, and those of the field rule as they are.
func keyPaths(t reflect.Type, path string, out map[string]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		if t == fieldType || t == fieldsType {
			return
		}
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == durationType {
		return
	}
	types, names := keysOf(t)
	for _, name := range names {
		at := strings.TrimPrefix(path+"."+name, ".")
		before := len(out)
		keyPaths(types[name], at, out)
		if len(out) == before || path == "" || slices.Contains([]string{"items.drop_if", "split", "request.headers", "request.query"}, at) {
			out[at] = true
		}
	}
}

// TestReferenceNamesTheKeys holds that the reference names every key the loader knows and
// no other, in its tables.
func TestReferenceNamesTheKeys(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/board-file.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	keyPaths(reflect.TypeFor[stackhound.Board](), "", known)
	keyPaths(reflect.TypeFor[stackhound.Extract](), "", known)
	maps.DeleteFunc(known, func(key string, _ bool) bool { return strings.HasPrefix(key, "start.body.") })
	known["start.body"] = true // told once, of the request
	for _, name := range stackhound.FieldNames {
		known[name] = true
	}
	boardFile, _, _ := strings.Cut(string(text), "## The fixture") // which has parts, no keys
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\|").FindAllStringSubmatch(boardFile, -1) {
		named[m[1]] = true
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if !named[key] {
			t.Errorf("the reference does not name %s", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(named)) {
		if !known[key] {
			t.Errorf("the reference names %s, which the loader does not know", key)
		}
	}
}

// TestReferenceNamesTheChoices holds that each closed list stands in the reference.
func TestReferenceNamesTheChoices(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/board-file.md")
	if err != nil {
		t.Fatal(err)
	}
	for path, list := range choices {
		for _, value := range list {
			if path != "family" && !strings.Contains(string(text), "`"+value+"`") {
				t.Errorf("the reference does not name %q of %s", value, path)
			}
		}
	}
}
