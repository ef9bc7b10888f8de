package configs

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"stackhound"
)

// schemaName is the dialect of JSON Schema that BoardSchema is written in.
const schemaName = "https://json-schema.org/draft/2020-12/schema"

// object is a part of a schema.
type object = map[string]any

// BoardSchema returns a JSON Schema of board files, made from the same structs and lists
// the loader goes by. It knows keys, kinds and closed lists; what hangs together is told
// by LoadBoard alone.
func BoardSchema() map[string]any {
	root := schemaOf(reflect.TypeFor[stackhound.Board](), "")
	root["$schema"], root["title"] = schemaName, "A board file of stackhound, version 1"
	root["required"] = []string{"version", "name"}
	root["$defs"] = object{
		"field":   fieldSchema(),
		"extract": structSchema(reflect.TypeFor[stackhound.Extract](), "fields.*"),
	}
	return root
}

// fieldSchema is a selector, one mapping, or a list of those.
func fieldSchema() object {
	one := []any{object{"type": "string"}, object{"$ref": "#/$defs/extract"}}
	return object{"anyOf": append(slices.Clone(one), object{"type": "array", "items": object{"anyOf": one}})}
}

// schemaOf returns the schema of what may stand at a path.
func schemaOf(t reflect.Type, path string) object {
	switch {
	case t == fieldType:
		return object{"$ref": "#/$defs/field"}
	case t == fieldsType:
		return fieldsSchema()
	case slices.Contains(shorthands, t):
		return object{"anyOf": []any{object{"type": "string"}, structSchema(t, path)}}
	case t == durationType:
		return object{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$|^0$`}
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), path)
	case t.Kind() == reflect.Struct:
		return structSchema(t, path)
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Interface:
		return object{"type": "object"}
	case t.Kind() == reflect.Map:
		return object{"type": "object", "additionalProperties": schemaOf(t.Elem(), path+".*")}
	case t.Kind() == reflect.Slice:
		return object{"type": "array", "items": schemaOf(t.Elem(), path)}
	}
	return scalarSchema(t, path)
}

func fieldsSchema() object {
	properties := object{}
	for _, name := range stackhound.FieldNames {
		properties[name] = object{"$ref": "#/$defs/field"}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

func structSchema(t reflect.Type, path string) object {
	types, names := keysOf(t)
	properties := object{}
	for _, name := range names {
		properties[name] = schemaOf(types[name], strings.TrimPrefix(path+"."+name, "."))
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

func scalarSchema(t reflect.Type, path string) object {
	if list, ok := choices[path]; ok {
		return object{"type": "string", "enum": list}
	}
	s := object{"type": map[reflect.Kind]string{reflect.Bool: "boolean", reflect.Int: "integer", reflect.Int64: "integer"}[t.Kind()]}
	if s["type"] == "" {
		s["type"] = []string{"string", "number"} // 4 is a text where a text is wanted
	}
	if b, ok := bounds[path]; ok {
		maps.Copy(s, object{"minimum": b[0], "maximum": b[1]})
	}
	return s
}
