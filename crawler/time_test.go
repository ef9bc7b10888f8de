package crawler_test

import (
	"testing"
	"time"

	"stackhound/crawler"
)

func TestParseTime(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, unit, want string }{
		{"1732060800", "s", "2024-11-20T00:00:00Z"},
		{"1732060800", "", "2024-11-20T00:00:00Z"},
		{"1732060800.5", "s", "2024-11-20T00:00:00Z"},
		{"1732060800000", "ms", "2024-11-20T00:00:00Z"},
		{"1732060800000", "", "2024-11-20T00:00:00Z"},
		{"2026-11-20T23:22:59.940361+00:00", "", "2026-11-20T23:22:59Z"},
		{"2026-08-14T17:36:11+02:00", "", "2026-08-14T15:36:11Z"},
		{"2026-08-13T06:25:53", "", "2026-08-13T06:25:53Z"},
		{"2026-08-13T06:25:53+0200", "", "2026-08-13T04:25:53Z"},
		{"2026-08-13 06:25:53", "", "2026-08-13T06:25:53Z"},
		{"2026-08-13 06:25:53 UTC", "", "2026-08-13T06:25:53Z"},
		{"2026-08-13", "", "2026-08-13T00:00:00Z"},
		{"20260813", "", "2026-08-13T00:00:00Z"},
		{"Sat, 22 Mar 2025 02:29:11 +0000", "", "2025-03-22T02:29:11Z"},
		{"Sat, 2 Mar 2025 02:29:11 GMT", "", "2025-03-02T02:29:11Z"},
		{"Sat, 22 Mar 2025 02:29:11 EST", "", "2025-03-22T07:29:11Z"},
		{"Sat, 22 Mar 25 02:29 PDT", "", ""},
		{"20 November 2026", "", "2026-11-20T00:00:00Z"},
		{"November 20th, 2026", "", "2026-11-20T00:00:00Z"},
		{" Nov  20, 2026 ", "", "2026-11-20T00:00:00Z"},
		{"20.11.2026", "", "2026-11-20T00:00:00Z"},
		{"", "", ""},
		{"yesterday", "", ""},
		{"12", "s", ""},
		{"2026-11-20", "s", ""},
		{"0001-01-01T00:00:00Z", "", ""},
		{"99999999999999999999", "", ""},
	}
	for _, tt := range tests {
		got, err := crawler.ParseTime(tt.text, tt.unit)
		if text := got.Format(time.RFC3339); err == nil && text != tt.want || err != nil && tt.want != "" {
			t.Errorf("%q in %q: %s, %v; want %s", tt.text, tt.unit, text, err, tt.want)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	f.Add("Sat, 22 Mar 2025 02:29:11 EST", "")
	f.Add("1732060800", "ms")
	f.Fuzz(func(t *testing.T, text, unit string) {
		if got, err := crawler.ParseTime(text, unit); err == nil && (got.Year() < 1990 || got.Year() > 2100) {
			t.Errorf("%q in %q became %s", text, unit, got)
		}
	})
}
