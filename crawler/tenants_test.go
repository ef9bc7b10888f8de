package crawler_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"stackhound"
)

// employers is a system for applicants: each employer's jobs stand at /api/SLUG/jobs.
type employers struct {
	*httptest.Server
	mu    sync.Mutex
	lists map[string]string // by slug: ids with commas, a status, or a path to redirect to
}

func newEmployers(t *testing.T, lists map[string]string) *employers {
	e := &employers{lists: lists}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *employers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	e.mu.Lock()
	defer e.mu.Unlock()
	list, ok := "404", false
	if len(parts) == 3 && parts[0] == "api" {
		if list, ok = e.lists[parts[1]]; !ok {
			list = "404"
		}
	} else if parts[0] == "elsewhere" {
		fmt.Fprint(w, `{"jobs": [{"id": 99, "title": "No"}]}`)
		return
	}
	switch {
	case strings.HasPrefix(list, "/"):
		http.Redirect(w, r, list, http.StatusFound)
	case len(list) == 3 && !strings.Contains(list, ","):
		status := 0
		fmt.Sscan(list, &status)
		w.WriteHeader(status)
	default:
		var rows []string
		for _, id := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
			rows = append(rows, fmt.Sprintf(`{"id": %s, "title": "Engineer %s"}`, id, id))
		}
		fmt.Fprintf(w, `{"jobs": [%s]}`, strings.Join(rows, ", "))
	}
}

func (e *employers) set(slug, list string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lists[slug] = list
}

func newTenants(t *testing.T, lists map[string]string, tenants ...stackhound.Tenant) (*world, *employers) {
	e := newEmployers(t, lists)
	w := newWorld(t, nil)
	w.board = stackhound.Board{
		Name: "sample", Base: e.URL, Home: e.URL, Format: "json", Tenants: tenants, Complete: true,
		Request: stackhound.Request{URL: "{base}/api/{tenant}/jobs"}, Items: stackhound.Items{Select: "jobs"},
		Fields: stackhound.Fields{"id": {{Select: "id"}}, "title": {{Select: "title"}}, "url": {{Template: "{base}/{tenant}/{id}"}}},
	}
	return w, e
}

// states writes the states of listings down by their ids.
func (w *world) byID() string {
	w.t.Helper()
	var out []string
	for line := range strings.Lines(w.shown()) {
		id, _, _ := strings.Cut(line, " | ")
		l, err := w.store.Listings.Get(w.t.Context(), stackhound.ListingKey{Board: w.board.Name, ID: id})
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, id+" "+string(l.State))
	}
	return strings.Join(out, ", ")
}

// TestTenants goes through what may become of tenants, run by run.
func TestTenants(t *testing.T) {
	t.Parallel()
	w, e := newTenants(t, map[string]string{"acme": "1,2", "globex": "1,3", "initech": "4", "umbrella": "5", "hooli": "6"},
		stackhound.Tenant{Slug: "acme", Title: "Acme Boats"}, stackhound.Tenant{Slug: "globex"}, stackhound.Tenant{Slug: "initech"}, stackhound.Tenant{Slug: "umbrella"}, stackhound.Tenant{Slug: "hooli"})
	steps := []struct {
		name        string
		change      []string
		verdict     stackhound.Verdict
		items       int
		note, state string
	}{
		{"all are there", nil, stackhound.VerdictOK, 7, "",
			"acme/1 open, acme/2 open, globex/1 open, globex/3 open, hooli/6 open, initech/4 open, umbrella/5 open"},
		{"one job fewer", []string{"acme", "2"}, stackhound.VerdictOK, 6, "",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 open, initech/4 open, umbrella/5 open"},
		{"one fails", []string{"globex", "403"}, stackhound.VerdictOK, 4, "1 of 5 tenants gave nothing: globex: ",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 open, initech/4 open, umbrella/5 open"},
		{"one is gone", []string{"globex", "1,3", "initech", "404"}, stackhound.VerdictOK, 5, "1 of 5 tenants gave nothing: initech: there are no jobs of it any more: ",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 open, initech/4 missing, umbrella/5 open"},
		{"and stays so, and one leads away", []string{"umbrella", "/elsewhere/jobs"}, stackhound.VerdictPartial, 4, "2 of 5 tenants gave nothing: ",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 open, initech/4 missing, umbrella/5 open"},
		{"one is empty", []string{"initech", "4", "umbrella", "5", "hooli", ","}, stackhound.VerdictOK, 5, "",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 missing, initech/4 open, umbrella/5 open"},
		{"and stays so", nil, stackhound.VerdictOK, 5, "",
			"acme/1 closed, acme/2 open, globex/1 open, globex/3 open, hooli/6 closed, initech/4 open, umbrella/5 open"},
	}
	for _, s := range steps {
		for i := 0; i < len(s.change); i += 2 {
			e.set(s.change[i], s.change[i+1])
		}
		run := w.run()
		if run.Verdict != s.verdict || run.Items != s.items || s.note == "" && run.Note != "" || !strings.Contains(run.Note, s.note) {
			t.Errorf("%s: %s, %d items, %q", s.name, run.Verdict, run.Items, run.Note)
		}
		if got := w.byID(); got != s.state {
			t.Errorf("%s:\n got %s\nwant %s", s.name, got, s.state)
		}
	}
	if shown := w.shown(); !strings.Contains(shown, "acme/2 | Engineer 2 | Acme Boats |") || !strings.Contains(shown, "globex/1 | Engineer 1 | globex |") {
		t.Errorf("companies:\n%s", shown)
	}
}

func TestAllTenantsDead(t *testing.T) {
	t.Parallel()
	w, _ := newTenants(t, map[string]string{}, stackhound.Tenant{Slug: "acme"}, stackhound.Tenant{Slug: "globex"})
	run := w.run()
	if run.Verdict != stackhound.VerdictFailed || run.Faults[stackhound.FaultStatus] != 3 && run.Faults[stackhound.FaultStatus] != 2 || !strings.Contains(run.Note, "there are no jobs of it any more") {
		t.Errorf("%+v", run)
	}
}

// TestTenantsOwnDomain has a tenant elsewhere than the others.
func TestTenantsOwnDomain(t *testing.T) {
	t.Parallel()
	w, _ := newTenants(t, map[string]string{"acme": "1"}, stackhound.Tenant{Slug: "acme"})
	own := newEmployers(t, map[string]string{"globex": "2"})
	w.board.Tenants = append(w.board.Tenants, stackhound.Tenant{Slug: "globex", Base: own.URL})
	w.web.Policy.AllowHosts = []string{strings.TrimPrefix(own.URL, "http://")}
	if run := w.run(); run.Items != 2 || w.byID() != "acme/1 open, globex/2 open" {
		t.Errorf("%s, %q", w.byID(), run.Note)
	}
}
