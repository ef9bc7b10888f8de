package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"stackhound"
)

// progress shows on a terminal how far the runs under way are, in one line that is
// written over. Anywhere else it shows nothing.
type progress struct {
	w    io.Writer // nil: no terminal
	mu   sync.Mutex
	runs map[string]stackhound.Run
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{runs: map[string]stackhound.Run{}}
	if file, ok := stderr.(*os.File); ok && isTerminal(file) {
		p.w = file
	}
	return p
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show takes the figures of one run as they are now.
func (p *progress) show(run stackhound.Run) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runs[run.Board] = run
	requests, items := 0, 0
	for _, r := range p.runs {
		requests += r.Requests
		items += r.Items
	}
	fmt.Fprintf(p.w, "\r\x1b[Kreading %s: %s, %s", count(len(p.runs), "board"), count(requests, "request"), count(items, "listing"))
}

// end removes the line.
func (p *progress) end() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
