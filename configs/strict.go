package configs

import (
	"bytes"
	"cmp"
	"encoding"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"stackhound"
)

// maxFile bounds a file a person writes, in bytes.
const maxFile = 1 << 20

// maxFindings bounds what is reported of one file.
const maxFindings = 50

// file is a YAML file being read: its tree, where each key stands, and what was found
// wrong with it so far.
type file struct {
	name     string
	root     *yaml.Node
	places   map[string]*yaml.Node // by path: items.drop_if[0].field
	findings []finding
}

type finding struct {
	line, column int // 0: not in the file
	message      string
}

// parse reads a file strictly into out, a pointer to a struct that may hold defaults. The
// error names each place by file:line:column.
func parse(name string, data []byte, out any) (*file, error) {
	f := &file{name: name, places: map[string]*yaml.Node{}}
	if len(data) > maxFile {
		return f, stackhound.Errorf(stackhound.CodeInvalid, "%s: the file is larger than %d bytes", name, maxFile)
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&doc); err != nil {
		return f, f.syntax(data, err)
	}
	f.root = doc.Content[0]
	switch err := d.Decode(new(yaml.Node)); {
	case err == nil:
		return f, stackhound.Errorf(stackhound.CodeInvalid, "%s: there is more than one document in it", name)
	case !errors.Is(err, io.EOF):
		return f, f.syntax(data, err)
	}
	f.check(f.root, reflect.TypeOf(out).Elem(), "")
	if err := f.err(); err != nil {
		return f, err
	}
	if err := f.root.Decode(out); err != nil {
		return f, stackhound.Errorf(stackhound.CodeInvalid, "%s: %w", name, err)
	}
	return f, nil
}

// yamlError is how the YAML package reports what it cannot read: without a line when that
// is the first, or unknown.
var yamlError = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

var (
	// uncounted begin the messages that never come with a line.
	uncounted = regexp.MustCompile(`^(?:control characters|invalid |incomplete |unknown anchor)`)
	// oneShort begin the messages of the YAML package's parser, whose lines count from 0;
	// those of its scanner count from 1.
	oneShort = regexp.MustCompile(`^did not find expected (?:node content|key|'-' indicator|',' or|<)`)
)

// syntax turns an error of the YAML package into one that says where in the file.
func (f *file) syntax(data []byte, err error) error {
	if errors.Is(err, io.EOF) {
		return stackhound.Errorf(stackhound.CodeInvalid, "%s: the file is empty", f.name)
	}
	where, message := f.name, err.Error()
	if m := yamlError.FindStringSubmatch(message); m != nil {
		message = m[2]
		if !uncounted.MatchString(message) {
			lines := 1 + bytes.Count(bytes.TrimRight(data, "\n"), []byte("\n"))
			where = fmt.Sprintf("%s:%d", f.name, min(lineOf(m[1], message), lines))
		}
	}
	return stackhound.Errorf(stackhound.CodeInvalid, "%s: this is not valid YAML: %s", where, message).
		WithHint(`a value that holds ": " or begins with one of @ * & ! %% [ { needs quotes`)
}

// lineOf returns the line, counted from 1, that the YAML package means by what it wrote.
func lineOf(written, message string) int {
	line, _ := strconv.Atoi(written) // "" is 0, the line of its parser's that it leaves out
	if oneShort.MatchString(message) {
		line++
	}
	return max(line, 1)
}

// errorAt notes that something is wrong at a node.
func (f *file) errorAt(n *yaml.Node, format string, args ...any) {
	f.findings = append(f.findings, finding{n.Line, n.Column, fmt.Sprintf(format, args...)})
}

// errorFor notes that something is wrong with what stands at a path, or for want of it,
// with what stands nearest above.
func (f *file) errorFor(path, format string, args ...any) {
	for at := path; ; at = at[:max(0, strings.LastIndexAny(at, ".["))] {
		if n := f.places[at]; n != nil {
			f.errorAt(n, format, args...)
			return
		}
		if at == "" {
			f.errorAt(f.root, format, args...)
			return
		}
	}
}

// err returns everything found wrong, in the order of the file, nil if nothing was.
func (f *file) err() error {
	slices.SortStableFunc(f.findings, func(a, b finding) int {
		return cmp.Or(a.line-b.line, a.column-b.column)
	})
	var errs []error
	for i, g := range f.findings {
		if i == maxFindings {
			errs = append(errs, stackhound.Errorf(stackhound.CodeInvalid, "%s: and %d more", f.name, len(f.findings)-i))
			break
		}
		where := ""
		if g.line > 0 {
			where = fmt.Sprintf("%s:%d:%d: ", f.name, g.line, g.column)
		}
		errs = append(errs, stackhound.Errorf(stackhound.CodeInvalid, "%s%s", where, g.message))
	}
	return errors.Join(errs...)
}

var (
	fieldType    = reflect.TypeFor[stackhound.Field]()
	fieldsType   = reflect.TypeFor[stackhound.Fields]()
	queryType    = reflect.TypeFor[stackhound.Parameter]()
	durationType = reflect.TypeFor[time.Duration]()
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()

	// shorthands are the mappings that may be written as a single value.
	shorthands = []reflect.Type{reflect.TypeFor[stackhound.Header](), reflect.TypeFor[stackhound.Tenant]()}
)

// check compares a node with the type it will be decoded into.
func (f *file) check(n *yaml.Node, t reflect.Type, path string) {
	f.places[path] = n
	switch {
	case !f.plain(n):
	case n.Tag == "!!null":
	case t == fieldType:
		f.checkField(n, path)
	case slices.Contains(shorthands, t) && n.Kind == yaml.ScalarNode:
	case t == queryType && n.Kind == yaml.ScalarNode:
		f.errorAt(n, "%s", noSecret(last(path)))
	case t.Kind() == reflect.Interface:
		f.checkAny(n, path)
	case t == durationType || reflect.PointerTo(t).Implements(textType):
		f.checkScalar(n, t)
	case t.Kind() == reflect.Pointer:
		f.check(n, t.Elem(), path)
	case t.Kind() == reflect.Struct:
		f.checkStruct(n, t, path)
	case t == fieldsType:
		f.checkKeys(n, path, func(key string) (reflect.Type, []string) {
			if !slices.Contains(stackhound.FieldNames, key) {
				return nil, stackhound.FieldNames
			}
			return fieldType, nil
		})
	case t.Kind() == reflect.Map:
		f.checkKeys(n, path, func(string) (reflect.Type, []string) { return t.Elem(), nil })
	case t.Kind() == reflect.Slice:
		f.checkList(n, t.Elem(), path)
	default:
		f.checkScalar(n, t)
	}
}

// plain refuses what makes a value something else than what is written: anchors, aliases
// and tags.
func (f *file) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		f.errorAt(n, "anchors and aliases cannot be used here; write the value out")
	case n.Style&yaml.TaggedStyle != 0:
		f.errorAt(n, "the tag %s cannot be used here; write the value alone", n.Tag)
	default:
		return true
	}
	return false
}

// checkField allows the three ways a Field is written.
func (f *file) checkField(n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.ScalarNode:
	case yaml.SequenceNode:
		for i, kid := range n.Content {
			at := fmt.Sprintf("%s[%d]", path, i)
			f.places[at] = kid
			if f.plain(kid) && kid.Kind != yaml.ScalarNode {
				f.check(kid, reflect.TypeFor[stackhound.Extract](), at)
			}
		}
	default:
		f.check(n, reflect.TypeFor[stackhound.Extract](), path)
	}
}

// checkAny allows what JSON can say.
func (f *file) checkAny(n *yaml.Node, path string) {
	anything := reflect.TypeFor[any]()
	switch {
	case n.Kind == yaml.MappingNode:
		f.checkKeys(n, path, func(string) (reflect.Type, []string) { return anything, nil })
	case n.Kind == yaml.SequenceNode:
		f.checkList(n, anything, path)
	case n.Tag == "!!timestamp" || n.Tag == "!!binary" || n.Tag == "!!merge":
		f.errorAt(n, "%s needs quotes here: JSON knows texts, numbers, true and false", n.Value)
	}
}

func (f *file) checkList(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind != yaml.SequenceNode {
		f.errorAt(n, "%s must be a list, such as [a, b]", last(path))
		return
	}
	for i, kid := range n.Content {
		f.check(kid, t, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (f *file) checkStruct(n *yaml.Node, t reflect.Type, path string) {
	types, names := keysOf(t)
	f.checkKeys(n, path, func(key string) (reflect.Type, []string) { return types[key], names })
}

// keysOf returns the keys a struct is written with, in its order, and their types.
func keysOf(t reflect.Type) (types map[string]reflect.Type, names []string) {
	types = map[string]reflect.Type{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && name != "-" {
			types[name] = t.Field(i).Type
			names = append(names, name)
		}
	}
	return types, names
}

// checkKeys checks a mapping; typeOf returns nil for a key that is not known, with those
// that are.
func (f *file) checkKeys(n *yaml.Node, path string, typeOf func(string) (reflect.Type, []string)) {
	if n.Kind != yaml.MappingNode {
		f.errorAt(n, "%s must be keys with values, not a %s", last(path), kindOf(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		t, names := typeOf(key.Value)
		switch {
		case !f.plain(key):
		case t == nil:
			f.errorAt(key, "unknown key %q%s", key.Value, didYouMean(key.Value, names))
		case seen[key.Value]:
			f.errorAt(key, "the key %q stands here twice", key.Value)
		default:
			f.check(value, t, strings.TrimPrefix(path+"."+key.Value, "."))
		}
		seen[key.Value] = true
	}
}

func (f *file) checkScalar(n *yaml.Node, t reflect.Type) {
	if n.Kind != yaml.ScalarNode {
		f.errorAt(n, "here must be %s, not a %s", wanted(t), kindOf(n))
		return
	}
	if t == durationType && n.Tag != "!!str" && n.Value != "0" {
		f.errorAt(n, "%s is no time span; write a number with its unit, such as 90s, 30m or 6h", n.Value)
		return
	}
	if err := n.Decode(reflect.New(t).Interface()); err != nil {
		f.errorAt(n, "%q is not %s", n.Value, wanted(t))
	}
}

func wanted(t reflect.Type) string {
	switch {
	case t == durationType:
		return "a time span such as 90s, 30m or 6h"
	case t == reflect.TypeFor[slog.Level]():
		return "debug, info, warn or error"
	case t == reflect.TypeFor[netip.Prefix]():
		return "a network such as 10.0.0.0/8"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Float64:
		return "a number"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return "a whole number"
	}
	return "a single value"
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "list"
	case yaml.MappingNode:
		return "mapping"
	}
	return "single value"
}

// last returns the last name of a path for a message; the whole file has none.
func last(path string) string {
	if path == "" {
		return "the file"
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}
