package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stackhound"
)

// lookAtBoards reads the board files and how the last run of each board went.
func (d *doctor) lookAtBoards(ctx context.Context, r *report) {
	boards, broken := d.loadBoards()
	enabled := map[string]bool{}
	for _, b := range boards {
		if b.Enabled {
			enabled[b.Name] = true
		}
	}
	r.note("%s, %d enabled", count(len(boards), "board"), len(enabled))
	if broken != nil {
		first, rest, more := strings.Cut(broken.Error(), "\n")
		if more {
			first += fmt.Sprintf(" (and %s)", count(strings.Count(rest, "\n")+1, "more line"))
		}
		r.fail("correct the file; stackhound board check says everything that is wrong", "%s", r.hide(first))
	}
	if len(enabled) > 0 && d.cfg.Crawler.Contact == "" {
		r.warn("set crawler.contact to a mail address or page where boards can reach you", "none is read: there is no contact")
	}
	d.lookAtRuns(ctx, enabled, r)
}

// lookAtRuns names the boards whose last run brought nothing, or waits.
func (d *doctor) lookAtRuns(ctx context.Context, enabled map[string]bool, r *report) {
	st, err := d.store()
	if err != nil {
		if !missing(err) {
			r.unknown("how the last runs went")
		}
		return
	}
	runs, err := st.Runs.Latest(ctx)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	judgeRuns(runs, enabled, r)
}

// judgeRuns says how many boards were read and which of them brought nothing
// or wait. A board that
// is off counts only when it was read all the same.
func judgeRuns(runs map[string]stackhound.Run, enabled map[string]bool, r *report) {
	bad := map[stackhound.Verdict][]string{}
	for _, name := range slices.Sorted(maps.Keys(runs)) {
		v := runs[name].Verdict
		bad[v] = append(bad[v], name)
	}
	unread := 0
	for name := range enabled {
		if _, ok := runs[name]; !ok {
			unread++
		}
	}
	r.note("%d were read, %d of the enabled ones never", len(runs), unread)
	for _, v := range []stackhound.Verdict{stackhound.VerdictFailed, stackhound.VerdictEmpty, stackhound.VerdictSuspect} {
		if len(bad[v]) > 0 {
			r.warn("stackhound board health says why", "last run %s: %s", v, some(bad[v]))
		}
	}
}
