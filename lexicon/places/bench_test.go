package places

import (
	"runtime"
	"testing"
	"time"
)

// TestSize holds what knowing the world costs: hardly any memory beside the prepared table.
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
	if size := int64(after.HeapAlloc) - int64(before.HeapAlloc); size > 1<<20 {
		t.Errorf("the atlas takes %d bytes", size)
	} else {
		t.Logf("%d bytes beside a table of %d, loaded in %v", size, len(prepared), took)
	}
	runtime.KeepAlive(a)
}
