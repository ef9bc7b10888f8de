package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stackhound"
)

// noteOf is the note of a run with what went wrong in it, counted by kind.
func noteOf(r stackhound.Run) string {
	var counts []string
	for _, kind := range slices.Sorted(maps.Keys(r.Faults)) {
		counts = append(counts, fmt.Sprintf("%s %d", kind, r.Faults[kind]))
	}
	if len(counts) == 0 {
		return r.Note
	}
	return strings.TrimSpace(r.Note + " [" + strings.Join(counts, ", ") + "]")
}

// parked returns the hosts that are left alone now, by scheme and address.
func (e *engine) parked(ctx context.Context) (map[string]stackhound.Parking, error) {
	found := map[string]stackhound.Parking{}
	hosts, err := e.store.Hosts.List(ctx, e.clock.Now())
	for _, p := range hosts {
		found[p.Host] = p
	}
	return found, err
}

// parkedAt returns how long a board's own host is left alone, nil if it is not.
func parkedAt(parked map[string]stackhound.Parking, b stackhound.Board) *stackhound.Parking {
	if p, ok := parked[strings.ToLower(b.Base)]; ok {
		return &p
	}
	return nil
}

// parkedBoard looks into the store, if there is one, whether a board's host is left alone.
// What a board is can be shown without a store.
func (a *app) parkedBoard(ctx context.Context, b stackhound.Board) *stackhound.Parking {
	e, err := a.openReader(ctx)
	if err != nil {
		return nil
	}
	defer e.close()
	parked, err := e.parked(ctx)
	if err != nil {
		a.log.Warn("whether the board is left alone could not be looked up", "board", b.Name, "error", err)
	}
	return parkedAt(parked, b)
}

// parkedNote says that a host is left alone, until when and why.
func parkedNote(p stackhound.Parking) string {
	return fmt.Sprintf("%s %s and is left alone until %s", p.Host, p.Why, p.Until.UTC().Format("2006-01-02 15:04 MST"))
}
