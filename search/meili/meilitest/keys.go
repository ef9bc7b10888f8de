package meilitest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// key is a key with what it may do.
type key struct {
	UID         string   `json:"uid"`
	Key         string   `json:"key"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Actions     []string `json:"actions"`
	Indexes     []string `json:"indexes"`
	ExpiresAt   *string  `json:"expiresAt"`
}

// globalActions cannot be given to a key for certain indexes.
var globalActions = []string{"version", "keys.get", "keys.create", "keys.update", "keys.delete"}

// allow holds a request to what its key may do.
func (s *Server) allow(r *http.Request, action, name string) *problem {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return refuse(http.StatusUnauthorized, "missing_authorization_header", "the Authorization header is missing")
	}
	if s.master = token == s.MasterKey; s.master {
		return nil
	}
	for _, k := range s.keys {
		if k.Key == token && k.may(action, r.URL.Path, name) {
			return nil
		}
	}
	return refuse(http.StatusForbidden, "invalid_api_key", "the key may not do this")
}

// may tells whether a key may do something to an index; a route without one is checked
// where its body is read.
func (k key) may(action, path, name string) bool {
	if !slices.Contains(k.Actions, action) && !slices.Contains(k.Actions, "*") {
		return false
	}
	return !strings.HasPrefix(path, "/indexes/") || slices.ContainsFunc(k.Indexes, func(p string) bool {
		before, wild := strings.CutSuffix(p, "*")
		return name == p || wild && strings.HasPrefix(name, before)
	})
}

// read reads a body, which must be JSON.
func read(r *http.Request) ([]byte, *problem) {
	body, err := io.ReadAll(r.Body)
	switch kind := r.Header.Get("Content-Type"); {
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "bad_request", "%v", err)
	case r.Method == http.MethodGet || r.Method == http.MethodDelete:
		return nil, nil
	case kind == "":
		return nil, refuse(http.StatusUnsupportedMediaType, "missing_content_type", "a Content-Type is missing")
	case !strings.HasPrefix(kind, "application/json"):
		return nil, refuse(http.StatusUnsupportedMediaType, "invalid_content_type", "%s is not JSON", kind)
	case len(body) == 0:
		return nil, refuse(http.StatusBadRequest, "missing_payload", "a body is missing")
	case !json.Valid(body):
		return nil, refuse(http.StatusBadRequest, "malformed_payload", "the body is no JSON")
	}
	return body, nil
}

// strict reads JSON into a value and refuses what it has no field for.
func strict(body []byte, into any) *problem {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return refuse(http.StatusBadRequest, "bad_request", "%v", err)
	}
	return nil
}

func (s *Server) listKeys(string, []byte) (int, any, *problem) {
	return http.StatusOK, map[string]any{"results": []key{}}, nil
}

func (s *Server) createKey(_ string, body []byte) (int, any, *problem) {
	var k key
	if err := strict(body, &k); err != nil {
		return 0, nil, err
	}
	if _, there := s.keys[k.UID]; there {
		return 0, nil, refuse(http.StatusConflict, "api_key_already_exists", "the uid %s is taken", k.UID)
	}
	for _, a := range k.Actions {
		if slices.Contains(globalActions, a) && !slices.Equal(k.Indexes, []string{"*"}) {
			return 0, nil, refuse(http.StatusBadRequest, "index_scoped_api_key_with_global_action", "%s is for all indexes", a)
		}
	}
	mac := hmac.New(sha256.New, []byte(s.MasterKey))
	mac.Write([]byte(k.UID))
	k.Key = hex.EncodeToString(mac.Sum(nil))
	s.keys[k.UID] = k
	return http.StatusCreated, k, nil
}

// find returns a key by its uid or itself.
func (s *Server) find(name string) (key, *problem) {
	for _, k := range s.keys {
		if k.UID == name || k.Key == name {
			return k, nil
		}
	}
	return key{}, refuse(http.StatusNotFound, "api_key_not_found", "no key %s", name)
}

func (s *Server) getKey(name string, _ []byte) (int, any, *problem) {
	k, err := s.find(name)
	return http.StatusOK, k, err
}

func (s *Server) deleteKey(name string, _ []byte) (int, any, *problem) {
	k, err := s.find(name)
	delete(s.keys, k.UID)
	return http.StatusNoContent, nil, err
}
