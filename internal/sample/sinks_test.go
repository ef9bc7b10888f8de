package sample

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func secret(s string) string { return "whsec_" + base64.StdEncoding.EncodeToString([]byte(s)) }

// hook is a webhook as a test sends it.
type hook struct {
	id, body, secret string
	at               time.Time
	spoil            func(*http.Request) // applied after signing
}

// send posts a webhook, redirects not followed, and returns the status.
func send(t *testing.T, s *WebhookSink, h hook) int {
	t.Helper()
	key, err := standardwebhooks.NewWebhook(h.secret)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := key.Sign(h.id, h.at, []byte(h.body))
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL(), strings.NewReader(h.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("webhook-id", h.id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(h.at.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	if h.spoil != nil {
		h.spoil(r)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

func webhookSink(t *testing.T, secrets ...string) *WebhookSink {
	t.Helper()
	s, err := NewWebhookSink(func() time.Time { return morning })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for _, x := range secrets {
		if err := s.Expect(x); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestWebhookSinkJudges(t *testing.T) {
	t.Parallel()
	mine, other := secret("the one expected"), secret("another one")
	good := hook{id: "msg_1", body: `{"type":"digest"}`, secret: mine, at: morning}
	for name, c := range map[string]struct {
		change func(*hook)
		want   int
	}{
		"good":                {func(*hook) {}, 204},
		"a little late":       {func(h *hook) { h.at = morning.Add(-4 * time.Minute) }, 204},
		"of another secret":   {func(h *hook) { h.secret = other }, 401},
		"an old one replayed": {func(h *hook) { h.at = morning.Add(-6 * time.Minute) }, 401},
		"from the future":     {func(h *hook) { h.at = morning.Add(6 * time.Minute) }, 401},
		"unsigned":            {func(h *hook) { h.spoil = func(r *http.Request) { r.Header.Del("webhook-signature") } }, 401},
		"without id":          {func(h *hook) { h.spoil = func(r *http.Request) { r.Header.Del("webhook-id") } }, 401},
		"other id":            {func(h *hook) { h.spoil = func(r *http.Request) { r.Header.Set("webhook-id", "msg_2") } }, 401},
		"other time":          {func(h *hook) { h.spoil = func(r *http.Request) { r.Header.Set("webhook-timestamp", "soon") } }, 401},
		"body changed": {func(h *hook) {
			h.spoil = func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(`{"type":"DIGEST"}`)) }
		}, 401},
		"body too long": {func(h *hook) { h.body = strings.Repeat("x", maxHookBytes+1) }, 413},
		"GET":           {func(h *hook) { h.spoil = func(r *http.Request) { r.Method = http.MethodGet } }, 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := webhookSink(t, mine)
			h := good
			c.change(&h)
			if got := send(t, s, h); got != c.want {
				t.Fatalf("answered %d, want %d", got, c.want)
			}
			kept := s.Hooks()
			if c.want == 204 && (len(kept) != 1 || kept[0].ID != h.id || string(kept[0].Body) != h.body) || c.want != 204 && len(kept) != 0 {
				t.Errorf("kept %v", kept)
			}
		})
	}
}

func TestWebhookSinkFailsAndRepeats(t *testing.T) {
	t.Parallel()
	mine := secret("the one expected")
	s := webhookSink(t, secret("of another alert"), mine)
	s.FailNext(2)
	h := hook{id: "msg_1", body: "{}", secret: mine, at: morning}
	for i, want := range []int{503, 503, 204, 204} {
		if got := send(t, s, h); got != want {
			t.Errorf("attempt %d: %d, want %d", i+1, got, want)
		}
	}
	if got, want := s.Counts(), (HookCounts{Accepted: 1, Repeated: 1, Failed: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if err := s.Expect("whsec_not base64"); err == nil {
		t.Error("took a secret that is none")
	}
}

func TestWebhookSinkTakesManyAtOnce(t *testing.T) {
	t.Parallel()
	mine := secret("the one expected")
	s := webhookSink(t, mine)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() { send(t, s, hook{id: fmt.Sprint("msg_", i%20), body: "{}", secret: mine, at: morning}) })
	}
	all.Wait()
	if got := s.Counts(); got.Accepted != 20 || got.Repeated != 20 || len(s.Hooks()) != 20 {
		t.Errorf("%+v", got)
	}
}

func mailSink(t *testing.T) *SMTPSink {
	t.Helper()
	s, err := NewSMTPSink()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func mail(s *SMTPSink, body string) error {
	return smtp.SendMail(s.Addr(), nil, "hound@example.com", []string{"ada@example.com"}, []byte("Subject: jobs\r\n\r\n"+body))
}

func TestSMTPSink(t *testing.T) {
	t.Parallel()
	s := mailSink(t)
	s.FailNext(1)
	if err := mail(s, "first\r\n"); err == nil || !strings.HasPrefix(err.Error(), "451") {
		t.Errorf("told to fail, it said %v", err)
	}
	if err := mail(s, "second\r\n"); err != nil {
		t.Fatal(err)
	}
	got := s.Mails()
	if len(got) != 1 || got[0].From != "hound@example.com" || got[0].To[0] != "ada@example.com" || !bytes.Equal(got[0].Data, []byte("Subject: jobs\r\n\r\nsecond\r\n")) {
		t.Errorf("kept %+v", got)
	}
	if err := mail(s, strings.Repeat("0123456789 0123456789\r\n", maxMailBytes/20)); err == nil || !strings.HasPrefix(err.Error(), "552") {
		t.Errorf("to a message too large it said %v", err)
	}
}

func TestSMTPSinkTakesManyAtOnce(t *testing.T) {
	t.Parallel()
	s := mailSink(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := mail(s, "hello\r\n"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(s.Mails()); n != 20 {
		t.Errorf("kept %d of 20", n)
	}
}

// TestSMTPSinkHangsUp closes the sink while a conversation stands open.
func TestSMTPSinkHangsUp(t *testing.T) {
	t.Parallel()
	s := mailSink(t)
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	s.Close()
	s.Close()
	if err := c.Noop(); err == nil {
		t.Error("the conversation goes on")
	}
	if err := mail(s, "late\r\n"); err == nil {
		t.Error("it still takes mail")
	}
}
