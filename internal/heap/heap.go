// Package heap says how much room the program takes for what it no longer uses.
package heap

import (
	"os"
	"runtime/debug"
)

// percent is by how much the heap may outgrow what is in use before it is cleared up. Go's
// own 100 saves some hundredths of the processor's time; on the small machines this runs
// on, memory is what is short.
const percent = 70

// Trim has the program keep its heap small, unless the environment (GOGC) says otherwise.
func Trim() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
