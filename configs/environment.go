package configs

import (
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stackhound"
)

// prefix begins every variable that sets something.
const prefix = "STACKHOUND_"

// fromEnvironment sets what STACKHOUND_<SECTION>_<KEY> variables say. A variable that
// begins with a section's name but names no key of it is an error; others, such as
// STACKHOUND_DATA of the tests, are none of the configuration's business.
func fromEnvironment(c *Config, environ []string) error {
	keys := map[string]reflect.Value{}
	collect(keys, strings.TrimSuffix(prefix, "_"), reflect.ValueOf(c).Elem())
	var sections []string
	for i := range reflect.TypeFor[Config]().NumField() {
		sections = append(sections, prefix+strings.ToUpper(reflect.TypeFor[Config]().Field(i).Tag.Get("yaml"))+"_")
	}
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(entry, "=")
		target, known := keys[name]
		if !known {
			if slices.ContainsFunc(sections, func(s string) bool { return strings.HasPrefix(name, s) }) {
				return unknownVariable(name, keys)
			}
			continue
		}
		if err := set(target, value); err != nil {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s: the value is not %s", name, wanted(target.Type()))
		}
	}
	return nil
}

func unknownVariable(name string, keys map[string]reflect.Value) error {
	var names []string
	for k := range keys {
		names = append(names, k)
	}
	slices.Sort(names)
	return stackhound.Errorf(stackhound.CodeInvalid, "unknown setting %s in the environment%s", name, didYouMean(name, names))
}

// collect lists the settings below v by the names of their variables.
func collect(keys map[string]reflect.Value, name string, v reflect.Value) {
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		at := name + "_" + strings.ToUpper(v.Type().Field(i).Tag.Get("yaml"))
		if f := v.Field(i); f.Kind() == reflect.Struct {
			collect(keys, at, f)
		} else {
			keys[at] = f
		}
	}
}

// set reads a variable's value as the same value in a file would be read.
func set(target reflect.Value, value string) error {
	if target.Kind() == reflect.String {
		target.SetString(value)
		return nil
	}
	node := yaml.Node{Kind: yaml.ScalarNode, Value: value}
	if target.Kind() == reflect.Slice {
		node = yaml.Node{Kind: yaml.SequenceNode}
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part != "" {
				node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: part})
			}
		}
	}
	return node.Decode(target.Addr().Interface())
}
