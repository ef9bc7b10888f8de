package meili_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"stackhound"
	"stackhound/internal/secret"
	"stackhound/search"
	"stackhound/search/meili"
	"stackhound/search/searchtest"
)

// TestKeys holds that each key does its work and nothing more is let through.
func TestKeys(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		good := s.options(t)
		t.Cleanup(func() { s.remove(t, good.Index) })
		must(t, update(t, meili.New(good), "1", true, "a"))
		for _, tt := range []struct {
			name          string
			search, write secret.Text
			says          string // part of the error, "" for none
		}{
			{"both", good.SearchKey, good.WriteKey, ""},
			{"only searching", good.SearchKey, "", ""},
			{"the master key", secret.Text(s.master), "", "the search key for Meilisearch is the master key"},
			{"the master key to write", good.SearchKey, secret.Text(s.master), "the write key for Meilisearch is the master key"},
			{"exchanged", good.WriteKey, good.SearchKey, "the search key for Meilisearch may write"},
			{"wrong", "0123456789abcdef0123", "", "does not take this key"},
		} {
			o := good
			o.SearchKey, o.WriteKey = tt.search, tt.write
			_, err := meili.New(o).Search(t.Context(), stackhound.SearchRequest{Limit: 1}, searchtest.Now)
			if tt.says == "" && err != nil || tt.says != "" && (stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("%s: %v, want %q", tt.name, err, tt.says)
			}
			hides(t, s, o, err)
		}
		o := good
		o.WriteKey = ""
		if err := meili.New(o).Update(t.Context(), search.Batch{}); stackhound.CodeOf(err) != stackhound.CodeRefused {
			t.Errorf("an update without the write key: %v", err)
		}
		again, _, err := meili.MakeKeys(t.Context(), s.url, s.master, good.Index)
		if err != nil || again != good.SearchKey {
			t.Errorf("making the keys again makes others (%v)", err)
		}
		if _, _, err := meili.MakeKeys(t.Context(), s.url, good.WriteKey.Reveal(), good.Index); stackhound.CodeOf(err) != stackhound.CodeRefused {
			t.Errorf("keys made by a key that may not: %v", err)
		}
	})
}

// hides holds that neither an error nor a way to print options or an engine shows a key.
func hides(t *testing.T, s server, o meili.Options, err error) {
	t.Helper()
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("", "options", o, "engine", meili.New(o), "err", err)
	printed := fmt.Sprintf("%v %+v %#v %v %+v %#v %v", o, o, o, meili.New(o), meili.New(o), meili.New(o), err) + logged.String()
	for _, secret := range []string{s.master, o.SearchKey.Reveal(), o.WriteKey.Reveal()} {
		if secret != "" && strings.Contains(printed, secret) {
			t.Errorf("a key is printed: %s", printed)
		}
	}
}

// TestFailures holds what each answer of a server that is not well turns into.
func TestFailures(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		code   string
		want   stackhound.Code
		says   string
	}{
		{"busy", 503, "too_many_search_requests", stackhound.CodeUnavailable, "too busy"},
		{"a proxy without a server", 502, "", stackhound.CodeUnavailable, "too busy"},
		{"slow", 408, "", stackhound.CodeUnavailable, "too busy"},
		{"full", 507, "", stackhound.CodeUnavailable, "no room left"},
		{"disk full", 422, "no_space_left_on_device", stackhound.CodeUnavailable, "no room left"},
		{"no key", 401, "missing_authorization_header", stackhound.CodeRefused, "does not take this key"},
		{"wrong key", 403, "invalid_api_key", stackhound.CodeRefused, "does not take this key"},
		{"no index", 404, "index_not_found", stackhound.CodeUnavailable, "does not exist yet"},
		{"broken", 500, "internal", stackhound.CodeUnavailable, "(internal)"},
	} {
		fake, s := standIn(t)
		o := s.options(t)
		e := meili.New(o)
		must(t, update(t, e, "1", true, "a"))
		fake.Refuse = func(*http.Request) (int, string) { return tt.status, tt.code }
		_, err := e.Search(t.Context(), stackhound.SearchRequest{Limit: 1}, searchtest.Now)
		if stackhound.CodeOf(err) != tt.want || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "(") {
			t.Errorf("%s: %v, want %s with %q and a hint", tt.name, err, tt.want, tt.says)
		}
		hides(t, s, o, err)
		if err := e.Ready(t.Context()); stackhound.CodeOf(err) != tt.want {
			t.Errorf("%s: ready says %v", tt.name, err)
		}
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	_, s := standIn(t)
	o := s.options(t)
	o.URL = "http://127.0.0.1:1"
	o.Client = client(t, o.URL)
	_, err := meili.New(o).Search(t.Context(), stackhound.SearchRequest{Limit: 1}, searchtest.Now)
	if stackhound.CodeOf(err) != stackhound.CodeUnavailable || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("nothing listens: %v", err)
	}
	hides(t, s, o, err)
}

// TestFailedTasks holds that a write the server could not do is an error, and that the
// position stays where it was.
func TestFailedTasks(t *testing.T) {
	t.Parallel()
	for code, says := range map[string]string{
		"no_space_left_on_device": "no room left", "database_size_limit_reached": "no room left", "payload_too_large": "http-payload-size-limit",
		"invalid_document_id": "cannot hold", "canceled": "canceled", "internal": "failed",
	} {
		fake, s := standIn(t)
		e := meili.New(s.options(t))
		must(t, update(t, e, "1", true, "a"))
		fake.Fail = func(string) string { return code }
		if err := update(t, e, "2", true, "b"); stackhound.CodeOf(err) == "" || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", code, err, says)
		}
		state(t, code, e, "1", "a")
	}
}

func TestInvalidID(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		if err := update(t, meili.New(o), "1", true, "no id"); stackhound.CodeOf(err) != stackhound.CodeInvalid || !strings.Contains(err.Error(), "no id") {
			t.Errorf("%v, want the id named", err)
		}
	})
}

func TestOldServer(t *testing.T) {
	t.Parallel()
	fake, s := standIn(t)
	fake.Version = "1.49.2"
	if _, _, err := meili.MakeKeys(t.Context(), s.url, s.master, "x"); stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "1.49.2") || !strings.Contains(err.Error(), "1.50") {
		t.Errorf("keys at an old server: %v", err)
	}
	fake.Version = "1.50.0"
	o := s.options(t)
	fake.Refuse = func(r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "/settings") && r.Header.Get("Content-Type") == "application/json" {
			return http.StatusBadRequest, "invalid_settings_ranking_rules"
		}
		return 0, ""
	}
	if err := update(t, meili.New(o), "1", true, "a"); stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "1.50") {
		t.Errorf("an index at an old server: %v", err)
	}
}

func TestReadyWithoutIndex(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		if err := meili.New(s.options(t)).Ready(t.Context()); stackhound.CodeOf(err) != stackhound.CodeUnavailable || !strings.Contains(err.Error(), "does not exist yet") {
			t.Errorf("%v, want that there is no index", err)
		}
	})
}

// TestSifting holds the questions that the server answers roughly: long rows of words
// and more words than it looks at.
func TestSifting(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		e := meili.New(o)
		many := "one two three four five six seven eight nine ten eleven"
		postings := []stackhound.Posting{
			{ID: "row", Title: "our own small tool", Text: many},
			{ID: "pairs", Title: "our own; own small; our x small", Text: "our own y own small z our small"},
			{ID: "most", Title: strings.TrimSuffix(many, " eleven")},
		}
		searchtest.Put(t, e, postings...)
		for query, want := range map[string]string{
			`"our own small"`: "row", `-"our own small"`: "most pairs", many: "row", many + " -row": "row", `"our own small tool" ele`: "row", strings.TrimSuffix(many, "en"): "row",
			strings.TrimSuffix(many, " eleven"): "most row", `"x y z" ` + many: "",
		} {
			q, err := search.Parse(query)
			must(t, err)
			found, err := e.Search(t.Context(), stackhound.SearchRequest{Query: q, Limit: 10, Sort: "new", Facets: []string{"state"}}, searchtest.Now)
			must(t, err)
			if got := strings.Join(found.IDs, " "); got != want || found.Total != len(found.IDs) || len(found.IDs) > 0 && found.Facets["state"][0].Count != found.Total {
				t.Errorf("%s finds %q (%d, %v), want %q", query, got, found.Total, found.Facets, want)
			}
		}
	})
}
