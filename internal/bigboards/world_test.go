//go:build unix

package bigboards_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/bigboards"
	"stackhound/lexicon/companies"
)

// TestWorld holds that a world is what it says: the same every time, with its share of
// listings that show a job again, and no two jobs that only chance tells apart.
func TestWorld(t *testing.T) {
	t.Parallel()
	w, same := bigboards.New(seed, 20_000, begin), bigboards.New(seed, 20_000, begin)
	shown := map[int]stackhound.Listing{}
	further := 0
	for i := range w.Len() {
		l := w.Listing(i)
		if again := same.Listing(i); again.Title != l.Title || again.Description != l.Description || again.ApplyURL != l.ApplyURL {
			t.Fatalf("listing %d is %+v, then %+v", i, l, again)
		}
		if _, ok := shown[w.Job(i)]; ok {
			further++
		}
		shown[w.Job(i)] = l
	}
	if share := float64(further) / float64(w.Len()); share < 0.149 || share > 0.151 {
		t.Errorf("%.3f of the listings show a job again, want 0.15", share)
	}
	alike, blurred := map[string]stackhound.Listing{}, 0
	for _, l := range shown {
		key := strings.Join([]string{companies.Key(l.Company), l.Title, l.Location}, "|")
		if other, ok := alike[key]; ok && (other.ApplyURL == "" || l.ApplyURL == "") {
			blurred++
		}
		alike[key] = l
	}
	if blurred > 0 {
		t.Errorf("%d pairs of different jobs have one company, title and place and not both an address", blurred)
	}
}

// TestWorldUnderstood has 20,000 listings understood and holds what they come to against
// the truth.
func TestWorldUnderstood(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "world.db")
	w := bigboards.New(seed, 20_000, begin)
	if err := grow(t.Context(), path, w, func(int, time.Duration, time.Duration) {}); err != nil {
		t.Fatal(err)
	}
	said := 0
	got, err := judge(t.Context(), path, w, func(a, b int) {
		if said++; said <= 10 {
			t.Logf("two jobs in one posting: %s and %s", told(w.Listing(a)), told(w.Listing(b)))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(got)
	if got.precision() < 0.999 || got.recall() < 0.95 {
		t.Errorf("%s; at least 0.999 and 0.95 are wanted", got)
	}
}

func told(l stackhound.Listing) string {
	return strings.Join([]string{l.Board, l.Title, l.Company, l.Location, l.ApplyURL}, " | ")
}
