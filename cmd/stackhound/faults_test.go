package main

import (
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

func TestHealthSaysWhatWentWrong(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC)
	parked := map[string]stackhound.Parking{"https://jobs.example": {Host: "https://jobs.example", Until: until, Why: "answered 429"}}
	board := stackhound.Board{Base: "https://Jobs.example"}
	faults := map[stackhound.FaultKind]int{stackhound.FaultTimeout: 2, stackhound.FaultStatus: 1}
	for _, tt := range []struct {
		row  healthRow
		want string
	}{
		{healthRow{}, "–"},
		{healthRow{Health: crawler.Health{Why: "board a: none"}}, "board a: none"},
		{healthRow{Health: crawler.Health{Why: "board a: none"}, Run: stackhound.Run{Faults: faults}}, "board a: none [status 1, timeout 2]"},
		{healthRow{Run: stackhound.Run{Faults: faults}}, "[status 1, timeout 2]"},
		{healthRow{holds: stackhound.Run{ID: 7, Held: 1}}, "1 listing of run 7 waiting: see stackhound board held 7, then board release 7 or board drop 7"},
		{healthRow{Parked: parkedAt(parked, board)}, "https://jobs.example answered 429 and is left alone until 2026-11-21 13:00 UTC"},
		{healthRow{Parked: parkedAt(parked, stackhound.Board{Base: "http://jobs.example"})}, "–"},
	} {
		if got := tt.row.why(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
