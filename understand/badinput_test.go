package understand_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestSameIDOnTwoBoards has two boards number their ads from 1: an id means nothing beyond
// its board.
func TestSameIDOnTwoBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", false, "1 acme/go", "2 acme/rust")
	w.show("beta", false, "1 acme/rust", "2 birch/go")
	w.expect("go[alpha] [source_new]; go[beta] [source_new]; rust[alpha beta] [source_new]")
}

// TestNamelessEmployers has many boards show ads of employers that do not want to be named:
// no two are taken for one job, whatever else they share.
func TestNamelessEmployers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names := []string{"Confidential", "CONFIDENTIAL", "Company Confidential", "Empresa Confidencial", "Stealth Startup", "N.A.", ""}
	for n := range 3 * len(names) {
		w.show(fmt.Sprintf("board%02d", n), false, fmt.Sprintf("1 %s/senior go engineer", names[n%len(names)]))
	}
	if told := w.told(); strings.Count(told, "source_new") != 3*len(names) {
		t.Errorf("told %s", told)
	}
	if _, all, err := w.st.Postings.Count(t.Context()); err != nil || all != 3*len(names) {
		t.Errorf("%d postings, %v, want one for each of %d ads", all, err, 3*len(names))
	}
}
