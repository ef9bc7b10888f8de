package sample

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"stackhound"
)

const (
	maxHookBytes = 64 << 10            // of one webhook's body
	maxHooks     = 1000                // kept; further ones are answered 507
	hookAge      = 5 * time.Minute     // most a webhook's timestamp may differ from now
	hookHeaderID = "webhook-id"        // Standard Webhooks, "Webhook Headers"
	hookHeaderAt = "webhook-timestamp" // seconds since 1970
)

// Hook is a webhook whose signature was good.
type Hook struct {
	ID   string // the sender's id of the message: the same for every attempt
	Body []byte
}

// HookCounts tells what a WebhookSink answered. Failed are good ones it was told to fail.
type HookCounts struct {
	Accepted, Repeated, Refused, Failed int
}

// WebhookSink receives webhooks on a loopback port as a careful receiver does by the
// rules of Standard Webhooks: the signature must be of a secret it expects, the timestamp
// near now, and a message that comes again is acknowledged but not kept twice. It is
// safe for concurrent use.
type WebhookSink struct {
	url    string
	now    func() time.Time
	server *server

	mu      sync.Mutex
	keys    []*standardwebhooks.Webhook
	hooks   []Hook
	seen    map[string]bool
	counts  HookCounts
	failing int
}

// NewWebhookSink listens on a free loopback port; now is the clock timestamps are
// compared with.
func NewWebhookSink(now func() time.Time) (*WebhookSink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeUnavailable, "the webhook sink found no loopback port: %w", err)
	}
	s := &WebhookSink{url: "http://" + listener.Addr().String() + "/hook", now: now, seen: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /hook", s.receive)
	s.server = serve(listener, mux)
	return s, nil
}

// URL is where webhooks are to be sent.
func (s *WebhookSink) URL() string { return s.url }

// Expect adds a secret (whsec_…) that signs webhooks to this sink.
func (s *WebhookSink) Expect(secret string) error {
	key, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return stackhound.Errorf(stackhound.CodeInvalid, "the secret of the webhook is not base64 after whsec_")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = append(s.keys, key)
	return nil
}

// FailNext has the next n good webhooks answered 503.
func (s *WebhookSink) FailNext(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = n
}

// Hooks returns the webhooks accepted, in the order of arrival.
func (s *WebhookSink) Hooks() []Hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Hook, len(s.hooks))
	for i, h := range s.hooks {
		out[i] = Hook{h.ID, bytes.Clone(h.Body)}
	}
	return out
}

// Counts returns what has been answered so far.
func (s *WebhookSink) Counts() HookCounts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Close stops listening and waits for the answers under way.
func (s *WebhookSink) Close() { s.server.stop() }

func (s *WebhookSink) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHookBytes))
	if err != nil {
		var tooLarge *http.MaxBytesError
		status := http.StatusBadRequest
		if errors.As(err, &tooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the body could not be read", status)
		return
	}
	status := s.judge(body, r.Header)
	w.WriteHeader(status)
}

// judge checks a webhook, keeps it if it is good and new, and returns the status.
func (s *WebhookSink) judge(body []byte, header http.Header) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := header.Get(hookHeaderID)
	switch {
	case !s.timely(header) || !s.signed(body, header):
		s.counts.Refused++
		return http.StatusUnauthorized
	case s.failing > 0:
		s.failing--
		s.counts.Failed++
		return http.StatusServiceUnavailable
	case s.seen[id]:
		s.counts.Repeated++
		return http.StatusNoContent
	case len(s.hooks) >= maxHooks:
		s.counts.Refused++
		return http.StatusInsufficientStorage
	}
	s.seen[id] = true
	s.hooks = append(s.hooks, Hook{id, body})
	s.counts.Accepted++
	return http.StatusNoContent
}

func (s *WebhookSink) timely(header http.Header) bool {
	at, err := strconv.ParseInt(header.Get(hookHeaderAt), 10, 64)
	return err == nil && s.now().Sub(time.Unix(at, 0)).Abs() <= hookAge
}

// signed tells whether the signature is of an expected secret. The library's own check
// of the timestamp is left out: it goes by the machine's clock.
func (s *WebhookSink) signed(body []byte, header http.Header) bool {
	for _, key := range s.keys {
		if key.VerifyIgnoringTimestamp(body, header) == nil {
			return true
		}
	}
	return false
}
