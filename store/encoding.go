package store

import (
	"encoding/json"
	"fmt"
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
	data, _ := json.Marshal(values) // strings always encode
	return string(data)
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
