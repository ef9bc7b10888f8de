package meili_test

import (
	"strings"
	"testing"

	"stackhound/search/meili"
)

// TestConformity asks the stand-in and, where there is one, the real server the same,
// and holds both to the same status and code: what the one refuses, the other does.
func TestConformity(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, s server) {
		o := s.options(t)
		t.Cleanup(func() { s.remove(t, o.Index) })
		must(t, update(t, meili.New(o), "1", true, "a"))
		keys := map[string]string{"master": s.master, "search": o.SearchKey.Reveal(), "write": o.WriteKey.Reveal(), "wrong": "0123456789abcdef0123"}
		at := "/indexes/" + o.Index
		for _, tt := range []struct {
			key, method, path, body string
			status                  int
			code                    string
		}{
			{"", "GET", "/version", "", 401, "missing_authorization_header"},
			{"", "POST", at + "/search", `{}`, 401, "missing_authorization_header"},
			{"wrong", "POST", at + "/search", `{}`, 403, "invalid_api_key"},
			{"wrong", "GET", "/keys", "", 403, "invalid_api_key"},
			{"search", "GET", "/keys", "", 403, "invalid_api_key"},
			{"write", "GET", "/keys", "", 403, "invalid_api_key"},
			{"master", "GET", "/keys", "", 200, ""},
			{"search", "GET", "/version", "", 403, "invalid_api_key"},
			{"master", "GET", "/version", "", 200, ""},
			{"write", "POST", at + "/search", `{}`, 403, "invalid_api_key"},
			{"search", "POST", "/indexes/elsewhere/search", `{}`, 403, "invalid_api_key"},
			{"search", "POST", at + "missing/search", `{}`, 404, "index_not_found"},
			{"search", "POST", at + "/documents", `[]`, 403, "invalid_api_key"},
			{"search", "POST", at + "/documents/delete-batch", `[]`, 403, "invalid_api_key"},
			{"search", "PATCH", at + "/settings", `{}`, 403, "invalid_api_key"},
			{"search", "DELETE", at, "", 403, "invalid_api_key"},
			{"search", "POST", "/indexes", `{"uid":"x"}`, 403, "invalid_api_key"},
			{"search", "POST", "/swap-indexes", `[]`, 403, "invalid_api_key"},
			{"write", "POST", at + "/documents", `[{"id":"a"`, 400, "malformed_payload"},
			{"write", "POST", at + "/documents", `[{"id":"a"}]`, 202, ""},
			{"write", "PATCH", at + "/settings", `{"rankingRules":["best"]}`, 400, "invalid_settings_ranking_rules"},
			{"write", "PATCH", at + "/settings", `{"unknown":1}`, 400, "bad_request"},
			{"write", "GET", at, "", 200, ""},
			{"write", "GET", at + "missing", "", 404, "index_not_found"},
			{"write", "GET", "/tasks/99999999", "", 404, "task_not_found"},
			{"search", "POST", at + "/search", `{"q":"job"}`, 200, ""},
			{"search", "POST", at + "/search", `{"q":"job`, 400, "malformed_payload"},
			{"search", "POST", at + "/search", `{"unknown":1}`, 400, "bad_request"},
			{"search", "POST", at + "/search", `{"limit":-1}`, 400, "invalid_search_limit"},
			{"search", "POST", at + "/search", `{"offset":-1}`, 400, "invalid_search_offset"},
			{"search", "POST", at + "/search", `{"offset":1000000}`, 200, ""},
			{"search", "POST", at + "/search", `{"sort":["company:asc"]}`, 400, "invalid_search_sort"},
			{"search", "POST", at + "/search", `{"sort":["posted"]}`, 400, "invalid_search_sort"},
			{"search", "POST", at + "/search", `{"facets":["shown"]}`, 400, "invalid_search_facets"},
			{"search", "POST", at + "/search", `{"distinct":"shown"}`, 400, "invalid_search_distinct"},
			{"search", "POST", at + "/search", `{"matchingStrategy":"none"}`, 400, "invalid_search_matching_strategy"},
			{"search", "POST", at + "/search", `{"filter":"state = \"open\" AND marker NOT EXISTS"}`, 200, ""},
			{"search", "POST", at + "/search", `{"filter":"board IN []"}`, 200, ""},
			{"search", "POST", at + "/search", `{"filter":"board IN [\"a\", \"b\\\\\\\"\"]"}`, 200, ""},
			{"search", "POST", at + "/search", `{"filter":"shown = a"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board = \"a"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board = a b"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board = \"\\q\""}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board IN [a"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"(board = a"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board = a OR"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"board = AND"}`, 400, "invalid_search_filter"},
			{"search", "POST", at + "/search", `{"filter":"salary > many"}`, 200, ""},
			{"master", "POST", "/keys", `{"actions":["version"],"indexes":["x*"],"expiresAt":null}`, 400, "index_scoped_api_key_with_global_action"},
			{"master", "GET", "/keys/00000000-0000-4000-8000-000000000000", "", 404, "api_key_not_found"},
		} {
			status, code := s.send(t, keys[tt.key], tt.method, tt.path, tt.body)
			if status != tt.status || code != tt.code {
				t.Errorf("%s %s as %q with %s: %d %s, want %d %s", tt.method, strings.Replace(tt.path, o.Index, "x", 1), tt.key, tt.body, status, code, tt.status, tt.code)
			}
		}
	})
}
