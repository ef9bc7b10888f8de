package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// micros is how times stand in columns: microseconds since 1970, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// fromMicros is the reverse of micros, in UTC.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// list encodes strings as the parameter of Dialect.Elements.
func list(values []string) string {
	data, _ := json.Marshal(storableAll(values)) // strings always encode
	return string(data)
}

// pair is a text with a number.
type pair struct {
	name   string
	number int
}

// pairs encodes pairs as the parameter of Dialect.Pairs.
func pairs(all []pair) string {
	rows := make([][2]any, len(all))
	for i, p := range all {
		rows[i] = [2]any{storable(p.name), p.number}
	}
	data, _ := json.Marshal(rows) // strings and integers always encode
	return string(data)
}

// storable is a text as it can stand in a column: not every database takes zero bytes
// and what is not UTF-8, so each piece of either becomes the replacement character.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

func storableAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = storable(text)
	}
	return all
}

// clean makes the texts among a statement's arguments storable, those looked for as well
// as those written, so that they meet. Bytes stay as they are.
func clean(args []any) []any {
	cleaned := make([]any, len(args))
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			arg = storable(text)
		}
		cleaned[i] = arg
	}
	return cleaned
}

// encode writes v as JSON. It fails on numbers JSON cannot hold, such as infinity.
func encode(what string, v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", what, err)
	}
	return data, nil
}

// decode reads what encode wrote.
func decode(what string, data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("decode %s: %w", what, err)
	}
	return nil
}
