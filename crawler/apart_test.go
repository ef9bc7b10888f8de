package crawler_test

import (
	"fmt"
	"strings"
	"testing"

	"stackhound"
)

// oneID is a page of the list with structured data of jobs that all have one identifier.
func oneID(jobs ...int) string {
	var blocks []string
	for _, n := range jobs {
		blocks = append(blocks, fmt.Sprintf(`{"@type": "JobPosting", "identifier": {"value": "acme"}, "url": "/jobs/%d", "title": "Engineer %d", "hiringOrganization": {"name": "Acme"}}`, n, n))
	}
	return `<script type="application/ld+json">[` + strings.Join(blocks, ",") + `]</script>`
}

// newOneID has a board of such pages.
func newOneID(t *testing.T, pages map[string]string) *world {
	t.Helper()
	w := newWorld(t, pages)
	path := func(p string) stackhound.Field { return stackhound.Field{{Select: p}} }
	w.board.Format, w.board.Items, w.board.Detail, w.board.Complete = "jsonld", stackhound.Items{}, nil, true
	w.board.Fields = stackhound.Fields{"id": path("identifier.value"), "url": path("url"), "title": path("title"), "company": path("hiringOrganization.name")}
	return w
}

// TestOneIDForAll has a board give one id to all its jobs: none takes another's place, and
// in whatever order the list shows them, none changes.
func TestOneIDForAll(t *testing.T) {
	t.Parallel()
	const n = 400
	up, down := make([]int, n), make([]int, n)
	for i := range n {
		up[i], down[n-1-i] = i+1, i+1
	}
	w := newOneID(t, map[string]string{"/jobs?page=1": oneID(up...)})
	if run := w.run(); run.New != n {
		t.Errorf("first run: %+v", run)
	}
	for range 3 {
		w.set("/jobs?page=1", oneID(down...))
		if run := w.run(); run.Unchanged != n || run.New+run.Changed+run.Missing+run.Closed > 0 {
			t.Errorf("other order: %+v", run)
		}
		up, down = down, up
	}
}

// TestOneIDOnTwoPages has two pages of the list show two jobs of one id. The second goes by
// its address from then on, whichever comes first.
func TestOneIDOnTwoPages(t *testing.T) {
	t.Parallel()
	w := newOneID(t, map[string]string{"/jobs?page=1": oneID(1), "/jobs?page=2": oneID(2)})
	if run := w.run(); run.New != 2 {
		t.Errorf("first run: %+v", run)
	}
	for _, pages := range [][2]int{{2, 1}, {1, 2}} {
		w.set("/jobs?page=1", oneID(pages[0]), "/jobs?page=2", oneID(pages[1]))
		if run := w.run(); run.Unchanged != 2 || run.New+run.Changed+run.Missing+run.Closed > 0 {
			t.Errorf("pages of %v: %+v", pages, run)
		}
	}
}

// TestOneJobTwiceOnTheList shows one job at two addresses, or in other words at one: it
// stays one listing, as its id says.
func TestOneJobTwiceOnTheList(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][2]string{"two addresses": {"/jobs/1", "/remote/1"}, "two titles": {"Engineer 1", "Engineer 1 (featured)"}} {
		again := strings.Replace(oneID(1), change[0], change[1], 1)
		w := newOneID(t, map[string]string{"/jobs?page=1": oneID(1) + again, "/jobs?page=2": again})
		if run := w.run(); run.New != 1 {
			t.Errorf("%s: %+v", name, run)
		}
	}
}
