package places

import (
	"runtime"
	"testing"
	"time"
)

// TestSize holds what knowing the world costs: little memory, and a moment once.
func TestSize(t *testing.T) {
	var before, after runtime.MemStats
	known()
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	a := load()
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if size := int64(after.HeapAlloc) - int64(before.HeapAlloc); size > 8<<20 {
		t.Errorf("the atlas takes %d bytes", size)
	} else {
		t.Logf("%d names, %d bytes, loaded in %v", len(a.names), size, took)
	}
	runtime.KeepAlive(a)
}
