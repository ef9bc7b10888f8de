package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stackhound"
)

// The states of a finding.
const (
	stateOK   = "ok"
	stateWarn = "warn" // it works, and somebody should look at it
	stateFail = "fail" // it does not work
)

// states are all states, the best first.
var states = []string{stateOK, stateWarn, stateFail}

// finding is what one check of doctor came to.
type finding struct {
	Check string `json:"check"`
	State string `json:"state"`
	Says  string `json:"says"` // what is, in one line
	Do    string `json:"do"`   // what to do, "" when nothing needs to be
}

// report gathers what one check finds. The worst state is the check's.
type report struct {
	finding
	hide func(string) string // takes secrets out of what others say
}

// note adds something that is as it should be.
func (r *report) note(format string, args ...any) { r.add(stateOK, fmt.Sprintf(format, args...), "") }

// warn adds something to look at and what to do about it.
func (r *report) warn(do, format string, args ...any) {
	r.add(stateWarn, fmt.Sprintf(format, args...), do)
}

// fail adds something that does not work and what to do about it.
func (r *report) fail(do, format string, args ...any) {
	r.add(stateFail, fmt.Sprintf(format, args...), do)
}

// error adds an error; its hint is what to do.
func (r *report) error(state string, err error) {
	says, do := err.Error(), ""
	var e *stackhound.Error
	if errors.As(err, &e) && e.Hint != "" {
		do = e.Hint
		says = strings.Replace(says, " ("+e.Hint+")", "", 1)
	}
	says = strings.ReplaceAll(says, context.DeadlineExceeded.Error(), "it took too long")
	r.add(state, oneLine(r.hide(says)), oneLine(do))
}

// unknown adds that something cannot be told without the store, whose own line says why.
func (r *report) unknown(what string) { r.note("%s cannot be told without the store", what) }

func (r *report) add(state, says, do string) {
	r.State = states[max(slices.Index(states, r.State), slices.Index(states, state))]
	r.Says = joined(r.Says, says)
	if !strings.Contains(r.Do, do) { // two things may need the same to be done
		r.Do = joined(r.Do, do)
	}
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// oneLine makes a text fit a line of the table.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// size writes a number of bytes for people.
func size(bytes int64) string {
	const step = 1024
	if bytes < step {
		return count(int(bytes), "byte")
	}
	n, unit := float64(bytes)/step, 0
	for ; n >= step && unit < 3; unit++ {
		n /= step
	}
	return fmt.Sprintf("%.1f %s", n, []string{"KiB", "MiB", "GiB", "TiB"}[unit])
}

// some lists the first few of many names.
func some(names []string) string {
	const most = 4
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
