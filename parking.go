package stackhound

import "time"

// Parking is a host that is left alone for a while, because it asked for that or gave no
// answer.
type Parking struct {
	Host  string    `json:"host"` // scheme and address: "https://example.com"
	Until time.Time `json:"until"`
	Why   string    `json:"why"` // "answered 429"
}
