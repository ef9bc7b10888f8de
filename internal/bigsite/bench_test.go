//go:build unix

package bigsite_test

import (
	"fmt"
	"syscall"
	"testing"

	"stackhound"
	"stackhound/internal/bigsite"
)

// What asking an unchanged site again may take of the first crawl.
const (
	allowedBytes = 0.04
	allowedCPU   = 0.06
)

// cpu returns the processor time this process took so far, in seconds: that of the crawler
// and of the site, which share it.
func cpu(b *testing.B) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return float64(used.Utime.Sec+used.Stime.Sec) + float64(used.Utime.Usec+used.Stime.Usec)/1e6
}

// BenchmarkCrawl crawls 20 boards of 300 jobs for the first time, again unchanged, and
// seven times after a step, and prints what each took and found. Its last line says
// whether that is enough.
func BenchmarkCrawl(b *testing.B) {
	for b.Loop() {
		w := open(b, bigsite.Options{Boards: 2 * bigsite.Kinds, Jobs: 300})
		fmt.Printf("%-22s %8s %10s %7s %6s %8s %10s %13s %8s\n", "", "requests", "KB", "CPU s", "new", "changed", "closed", "not modified", "skipped")
		first, firstCPU := measured(b, w, "first crawl")
		again, againCPU := measured(b, w, "unchanged")
		step := w.site.Step(w.clock.Now())
		measured(b, w, "after a step")
		once := w.score(step)
		for n := 2; n <= runs; n++ {
			measured(b, w, fmt.Sprintf("after it, run %d", n))
		}
		report(step, once, w.score(step), float64(again.Bytes)/float64(first.Bytes), againCPU/firstCPU)
	}
}

func measured(b *testing.B, w *world, name string) (stackhound.Run, float64) {
	before := cpu(b)
	run := w.crawl()
	took := cpu(b) - before
	fmt.Printf("%-22s %8d %10d %7.2f %6d %8d %10d %13d %8d\n", name, run.Requests, run.Bytes/1024, took, run.New, run.Changed, run.Closed, run.NotModified, run.Skipped)
	return run, took
}

// report prints the last line.
func report(step bigsite.Step, once, later score, bytes, processor float64) {
	all := score{len(step.New), len(step.Gone), len(step.Told), len(step.Untold)}
	verdict := "ok"
	if bytes > allowedBytes || processor > allowedCPU || later != all || once.added != all.added || once.gone != all.gone || once.told != all.told {
		verdict = "FALLS SHORT"
	}
	fmt.Printf("%s: unchanged boards take %.2f %% of the bytes and %.2f %% of the processor time of the first crawl (%.0f and %.0f are allowed); "+
		"at once %d of %d new, %d of %d gone, %d of %d edits the list tells of; within %d runs %d of %d other edits\n",
		verdict, 100*bytes, 100*processor, 100*allowedBytes, 100*allowedCPU,
		once.added, all.added, once.gone, all.gone, once.told, all.told, runs, later.untold, all.untold)
}
