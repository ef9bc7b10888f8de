package web

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// readyTimeout bounds all checks of /readyz together.
const readyTimeout = 2 * time.Second

// health is the answer of /healthz and /readyz.
type health struct {
	Status string            `json:"status"` // ok, unready
	Checks map[string]string `json:"checks,omitempty"`
}

// healthz says that the process runs and answers.
func (s *site) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, health{Status: "ok"})
}

// readyz says whether every part the pages need is there, each by name.
func (s *site) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	h, status := health{Status: "ok", Checks: map[string]string{}}, http.StatusOK
	var mu sync.Mutex
	var wg sync.WaitGroup
	for name, check := range s.Ready { // at once: one that hangs takes no time from the others
		wg.Go(func() {
			err := check(ctx)
			mu.Lock()
			defer mu.Unlock()
			h.Checks[name] = "ok"
			if err != nil {
				h.Checks[name] = err.Error()
				h.Status, status = "unready", http.StatusServiceUnavailable
			}
		})
	}
	wg.Wait()
	writeJSON(w, status, h)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // fails only when the client has gone
}
