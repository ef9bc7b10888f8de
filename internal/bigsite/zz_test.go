package bigsite_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

func init() {
	if os.Getenv("HEAPPROF") == "" {
		return
	}
	go func() {
		for i := 0; ; i++ {
			time.Sleep(4 * time.Second)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			fmt.Fprintf(os.Stderr, "%d alloc %d inuse %d sys %d stacks %d next %d numgc %d\n", i, m.HeapAlloc>>20, m.HeapInuse>>20, m.Sys>>20, m.StackInuse>>20, m.NextGC>>20, m.NumGC)
			f, _ := os.Create(fmt.Sprintf("/tmp/heap%d.prof", i))
			pprof.Lookup("heap").WriteTo(f, 0)
			f.Close()
		}
	}()
}
