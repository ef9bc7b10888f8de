//go:build unix

package bigboards_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"stackhound/internal/bigboards"
)

// What is allowed: for a listing at the end, and of memory.
const (
	allowedGrowth = 2.0 // times the median at the beginning
	allowedMedian = 250 * time.Microsecond
	allowedMemory = 400 // MB
)

// listingsVariable says how many listings to measure with.
const listingsVariable = "STACKHOUND_TEST_LISTINGS"

// BenchmarkDedupe has a million listings understood, of which 15 in 100 show a job again,
// and prints what that takes for each as they get more, beside writing as much to plain
// tables. Its last line says whether it stays within what is allowed.
func BenchmarkDedupe(b *testing.B) {
	listings := 1_000_000
	if n, err := strconv.Atoi(os.Getenv(listingsVariable)); err == nil {
		listings = n
	}
	for b.Loop() {
		dir := b.TempDir()
		fmt.Printf("%-6s %8s %12s %10s %10s %8s %8s\n", "", "of all", "median µs", "p95 µs", "CPU µs", "MB", "at most")
		show := func(role string) func(at) {
			return func(a at) {
				fmt.Printf("%-6s %7d%% %12d %10d %10d %8d %8d\n", role, a.Percent, a.Median.Microseconds(), a.P95.Microseconds(), a.CPU.Microseconds(), a.Memory, a.Peak)
			}
		}
		plain := measure(b, "plain", dir, listings, show("plain"))
		ours := measure(b, "ours", dir, listings, show("ours"))
		shown := 0
		w := bigboards.New(seed, listings, begin)
		got, err := judge(context.Background(), filepath.Join(dir, "ours.db"), w, func(one, other int) {
			if shown++; shown <= 10 {
				fmt.Printf("two jobs in one posting: %s and %s\n", told(w.Listing(one)), told(w.Listing(other)))
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		fmt.Println(got)
		report(listings, ours, plain)
	}
}

// report prints the last line.
func report(listings int, ours, plain []at) {
	first, last, peer := ours[0], ours[len(ours)-1], plain[len(plain)-1]
	growth := float64(last.Median) / float64(first.Median)
	verdict := "ok"
	if growth > allowedGrowth || last.Median > allowedMedian || last.Peak > allowedMemory {
		verdict = "FALLS SHORT"
	}
	fmt.Printf("%s: %d listings, at the end %d µs a listing in the median (%d are allowed), %.2f times that at the beginning (%.0f), "+
		"%.1f times that of writing as much to plain tables; %d MB at most (%d)\n", verdict, listings,
		last.Median.Microseconds(), allowedMedian.Microseconds(), growth, allowedGrowth, float64(last.Median)/float64(peer.Median), last.Peak, allowedMemory)
}
