// Package meilitest is a small stand-in for a Meilisearch server, so that the adapter's
// tests run everywhere. It knows the routes the adapter uses and is strict about them:
// what the real server refuses, it refuses with the same status and code (a test asks
// both the same). Where the real one finds only roughly, it finds roughly, too.
package meilitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Server is a stand-in that runs. Its fields may be set before it is used.
type Server struct {
	URL       string
	MasterKey string
	Version   string
	// Refuse answers a request with a status and a code instead of handling it; 0 lets it
	// pass. Nil lets all pass.
	Refuse func(r *http.Request) (status int, code string)
	// Fail lets a task of a type (documentAdditionOrUpdate, indexSwap, …) fail or, with the
	// code "canceled", be canceled; "" lets it be done. Nil lets all be done.
	Fail func(kind string) (code string)

	mu      sync.Mutex
	keys    map[string]key
	indexes map[string]*index
	tasks   []task
	held    bool     // tasks wait
	holdAt  string   // they do so from the next task of this type on
	waiting []func() // for Release
	master  bool     // asks now; other keys are told nothing of swaps
}

// task is what became of a write.
type task struct {
	UID    int      `json:"uid"`
	Kind   string   `json:"type"`
	Status string   `json:"status"`
	Error  *problem `json:"error"`
}

// problem is an error as the server tells it.
type problem struct {
	Message string `json:"message"`
	Code    string `json:"code"`
	status  int
}

func (p *problem) Error() string { return p.Code + ": " + p.Message }

func refuse(status int, code, format string, args ...any) *problem {
	return &problem{fmt.Sprintf(format, args...), code, status}
}

// Start starts a server on loopback that ends with the test.
func Start(t testing.TB) *Server {
	s := &Server{MasterKey: "master-key-of-the-stand-in", Version: "1.50.0", keys: map[string]key{}, indexes: map[string]*index{}}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	s.URL = srv.URL
	return s
}

// Hold lets tasks wait from now on; Release does those that wait, in order, and all
// later ones at once.
func (s *Server) Hold() { s.mu.Lock(); defer s.mu.Unlock(); s.held = true }

// HoldAt lets tasks wait from the next one of a type on.
func (s *Server) HoldAt(kind string) { s.mu.Lock(); defer s.mu.Unlock(); s.holdAt = kind }

// Release does what waits.
func (s *Server) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, do := range s.waiting {
		do()
	}
	s.held, s.waiting = false, nil
}

// Indexes returns the names of the indexes there are.
func (s *Server) Indexes() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := map[string]bool{}
	for name := range s.indexes {
		names[name] = true
	}
	return names
}

// route is something the server does for keys that may do it.
type route struct {
	method, path, action string
	do                   func(s *Server, name string, body []byte) (status int, answer any, err *problem)
}

// The routes; a * is the name of an index, a key or a task. A body is JSON.
var routes = []route{
	{"GET", "/version", "version", (*Server).tellVersion},
	{"GET", "/keys", "keys.get", (*Server).listKeys},
	{"POST", "/keys", "keys.create", (*Server).createKey},
	{"GET", "/keys/*", "keys.get", (*Server).getKey},
	{"DELETE", "/keys/*", "keys.delete", (*Server).deleteKey},
	{"GET", "/tasks/*", "tasks.get", (*Server).getTask},
	{"POST", "/indexes", "indexes.create", (*Server).createIndex},
	{"GET", "/indexes/*", "indexes.get", (*Server).getIndex},
	{"DELETE", "/indexes/*", "indexes.delete", (*Server).deleteIndex},
	{"POST", "/swap-indexes", "indexes.swap", (*Server).swapIndexes},
	{"PATCH", "/indexes/*/settings", "settings.update", (*Server).updateSettings},
	{"POST", "/indexes/*/documents", "documents.add", (*Server).addDocuments},
	{"POST", "/indexes/*/documents/delete-batch", "documents.delete", (*Server).deleteDocuments},
	{"POST", "/indexes/*/search", "search", (*Server).search},
}

// match tells whether a route is for a request, and the name in its path.
func (rt route) match(r *http.Request) (name string, ok bool) {
	before, after, named := strings.Cut(rt.path, "*")
	if !named {
		return "", r.URL.Path == rt.path && r.Method == rt.method
	}
	name, ok = strings.CutPrefix(r.URL.Path, before)
	name, ends := strings.CutSuffix(name, after)
	return name, ok && ends && name != "" && !strings.Contains(name, "/") && r.Method == rt.method
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, answer, err := s.handle(r)
	if err != nil {
		status, answer = err.status, err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if status != http.StatusNoContent {
		_ = json.NewEncoder(w).Encode(answer)
	}
}

func (s *Server) handle(r *http.Request) (int, any, *problem) {
	if s.Refuse != nil {
		if status, code := s.Refuse(r); status != 0 {
			return 0, nil, refuse(status, code, "refused by the test")
		}
	}
	for _, rt := range routes {
		name, ok := rt.match(r)
		if !ok {
			continue
		}
		if err := s.allow(r, rt.action, name); err != nil {
			return 0, nil, err
		}
		body, err := read(r)
		if err != nil {
			return 0, nil, err
		}
		return rt.do(s, name, body)
	}
	return 0, nil, refuse(http.StatusNotFound, "not_found", "%s %s", r.Method, r.URL.Path)
}

func (s *Server) tellVersion(string, []byte) (int, any, *problem) {
	return http.StatusOK, map[string]string{"pkgVersion": s.Version}, nil
}

func (s *Server) getTask(name string, _ []byte) (int, any, *problem) {
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 || n >= len(s.tasks) || s.tasks[n].Kind == "indexSwap" && !s.master {
		return 0, nil, refuse(http.StatusNotFound, "task_not_found", "no task %s", name)
	}
	return http.StatusOK, s.tasks[n], nil
}

// enqueue takes a write in and does it, unless tasks are held.
func (s *Server) enqueue(kind string, do func() *problem) (int, any, *problem) {
	n := len(s.tasks)
	s.tasks = append(s.tasks, task{UID: n, Kind: kind, Status: "enqueued"})
	work := func() {
		t := &s.tasks[n]
		code := ""
		if s.Fail != nil {
			code = s.Fail(kind)
		}
		switch {
		case code == "canceled":
			t.Status = code
		case code != "":
			t.Status, t.Error = "failed", refuse(0, code, "failed by the test")
		default:
			t.Status = "succeeded"
			if t.Error = do(); t.Error != nil {
				t.Status = "failed"
			}
		}
	}
	if kind == s.holdAt {
		s.held, s.holdAt = true, ""
	}
	if s.held {
		s.waiting = append(s.waiting, work)
	} else {
		work()
	}
	return http.StatusAccepted, map[string]any{"taskUid": n, "status": "enqueued", "type": kind}, nil
}
