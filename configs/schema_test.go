package configs

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// fits tells why a value does not fit a schema, "" if it does. It knows the words that
// BoardSchema uses, and fails on any other.
func fits(root, schema map[string]any, v any, at string) string {
	if ref, ok := schema["$ref"].(string); ok {
		return fits(root, root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), v, at)
	}
	if either, ok := schema["anyOf"].([]any); ok {
		why := ""
		for _, s := range either {
			if why = fits(root, s.(map[string]any), v, at); why == "" {
				return ""
			}
		}
		return why
	}
	switch v := v.(type) {
	case map[string]any:
		return fitsObject(root, schema, v, at)
	case []any:
		if schema["type"] != "array" {
			return at + ": a list"
		}
		for i, e := range v {
			if why := fits(root, schema["items"].(map[string]any), e, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
		return ""
	}
	return fitsScalar(schema, v, at)
}

func fitsObject(root, schema, v map[string]any, at string) string {
	if schema["type"] != "object" {
		return at + ": a mapping"
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, value := range v {
		s, ok := properties[key].(map[string]any)
		if !ok {
			s, ok = schema["additionalProperties"].(map[string]any)
		}
		if !ok && schema["additionalProperties"] == false {
			return at + "." + key + ": unknown"
		}
		if ok {
			if why := fits(root, s, value, at+"."+key); why != "" {
				return why
			}
		}
	}
	required, _ := schema["required"].([]any)
	for _, key := range required {
		if _, ok := v[key.(string)]; !ok {
			return at + ": no " + key.(string)
		}
	}
	return ""
}

func fitsScalar(schema map[string]any, v any, at string) string {
	kinds, list := schema["type"].([]any)
	if !list {
		kinds = []any{schema["type"]}
	}
	kind := map[string]string{"string": "string", "bool": "boolean", "float64": "number"}[fmt.Sprintf("%T", v)]
	n, _ := v.(float64)
	if kind == "number" && n == math.Trunc(n) && slices.Contains(kinds, any("integer")) {
		kind = "integer"
	}
	if !slices.Contains(kinds, any(kind)) {
		return fmt.Sprintf("%s: %v is a %s", at, v, kind)
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, v) {
		return fmt.Sprintf("%s: %v is none of %v", at, v, enum)
	}
	if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(v.(string)) {
		return fmt.Sprintf("%s: %v is not %s", at, v, pattern)
	}
	least, ok := schema["minimum"].(float64)
	if most, _ := schema["maximum"].(float64); ok && (n < least || n > most) {
		return fmt.Sprintf("%s: %v is not from %v to %v", at, v, least, most)
	}
	return ""
}

// asJSON passes a value through JSON, as an editor would see it.
func asJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSchemaFitsShippedFiles holds every board file and family that ships against the
// schema.
func TestSchemaFitsShippedFiles(t *testing.T) {
	t.Parallel()
	schema := asJSON(t, BoardSchema())
	if schema["$schema"] != schemaName {
		t.Errorf("its dialect is %v", schema["$schema"])
	}
	for _, shipped := range []fs.FS{shipped, families} {
		err := fs.WalkDir(shipped, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".yaml" {
				return err
			}
			data, err := fs.ReadFile(shipped, path)
			if err != nil {
				return err
			}
			var v map[string]any
			if err := yaml.Unmarshal(data, &v); err != nil {
				return err
			}
			if _, ok := v["name"]; !ok {
				v["name"] = "a-family" // a family has none
			}
			if why := fits(schema, schema, asJSON(t, v), path); why != "" {
				t.Error(why)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestSchemaRefuses holds that the schema refuses what the loader does, where it can.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := asJSON(t, BoardSchema())
	for text, want := range map[string]string{
		"nmae: x":                       ": unknown",
		"format: htlm":                  "is none of",
		"schedule: [x]":                 "a list",
		"enabled: 1":                    "is a number",
		"request: {pages: {max: 5000}}": "is not from 1 to 1000",
		"fields: {title: {select: a, decode: 9}}":   "a mapping",
		"fields: {titel: a}":                        "unknown",
		"min_interval: soon":                        "is not",
		"defaults: {workplace: [home]}":             "is none of",
		"tenants: [{slug: a, tilte: b}]":            "unknown",
		"request: {headers: {Accept: {vaule: x}}}":  "unknown",
		"request: {query: {token: abc}}":            "abc is a string",
		"request: {query: {token: {secret: abc}}}":  "",
		"request: {body: {json: {a: [1, {b: c}]}}}": "",
	} {
		var v map[string]any
		if err := yaml.Unmarshal([]byte("version: 1\nname: x\n"+text), &v); err != nil {
			t.Fatal(err)
		}
		if why := fits(schema, schema, asJSON(t, v), "x"); (why == "") != (want == "") || !strings.Contains(why, want) {
			t.Errorf("%s: got %q, want %q", text, why, want)
		}
	}
}
