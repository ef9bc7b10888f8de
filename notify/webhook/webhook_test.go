package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/notify/notifytest"
	"stackhound/notify/webhook"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func TestSign(t *testing.T) {
	t.Parallel()
	const other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
	for _, tc := range []struct {
		secret, id string
		unix       int64
		body, want string
	}{
		// The first two are the test vectors of the specification's Go and Rust libraries.
		{secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, `{"test": 2432232314}`, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
		{other, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1649367553, `{"email":"test@example.com","username":"test_user"}`, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="},
		{secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, ``, "v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A="},
		{secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, `{"t":"Zürich €"}`, "v1,vzsYUSGLjmLZzz45UzqgrEZk+Nck09mftcHh8Ac4F8U="},
	} {
		got, err := webhook.Sign(tc.secret, tc.id, time.Unix(tc.unix, 0), []byte(tc.body))
		if err != nil || got != tc.want {
			t.Errorf("Sign(%s, %s) = %q, %v; want %q", tc.id, tc.body, got, err, tc.want)
		}
	}
	for _, bad := range []string{"", "whsec_", "whsec_???"} {
		if _, err := webhook.Sign(bad, "msg_1", time.Unix(0, 0), nil); stackhound.CodeOf(err) != stackhound.CodeInvalid {
			t.Errorf("Sign with secret %q: %v, want an invalid secret", bad, err)
		}
	}
}

// receiver is an endpoint that answers as told and keeps the last request.
type receiver struct {
	*httptest.Server
	status int
	header http.Header
	got    *http.Request
	body   []byte
}

func newReceiver(t *testing.T, status int) *receiver {
	r := &receiver{status: status, header: http.Header{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.got = req
		r.body, _ = io.ReadAll(req.Body)
		for k, v := range r.header {
			w.Header()[k] = v
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

// channel returns a channel whose clock is the machine's: the verifier allows five
// minutes of difference.
func channel(client *http.Client, o webhook.Options) *webhook.Channel {
	o.Client, o.Terms, o.AllowHTTP = client, notifytest.Terms, true
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	if o.Secret == nil {
		o.Secret = func(context.Context, string, string) (string, error) { return secret, nil }
	}
	return webhook.New(o)
}

func rendered(t *testing.T, c *webhook.Channel, to string) stackhound.Delivery {
	t.Helper()
	d := notifytest.Deliveries("webhook", to)["instant"]
	body, err := c.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Body = body
	return d
}

func TestSendIsVerifiedByTheReferenceLibrary(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, http.StatusNoContent)
	c := channel(r.Client(), webhook.Options{})
	d := rendered(t, c, r.URL)
	if o := c.Send(t.Context(), d); !o.Sent {
		t.Fatalf("not sent: %+v", o)
	}
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifier.Verify(r.body, r.got.Header); err != nil {
		t.Errorf("the signature does not verify: %v", err)
	}
	if err := verifier.Verify(append(r.body, ' '), r.got.Header); err == nil {
		t.Error("a changed body verifies")
	}
	if id := r.got.Header.Get("webhook-id"); id != d.ID || strings.Contains(id, ".") {
		t.Errorf("webhook-id %q, want %q", id, d.ID)
	}
	var m struct {
		Type string
		Data struct {
			Items []struct{ ID, Title string }
		}
	}
	if err := json.Unmarshal(r.body, &m); err != nil || m.Type != "posting.matched" || len(m.Data.Items) != 1 || m.Data.Items[0].Title == "" {
		t.Errorf("the body reads %+v, %v", m, err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)
	after := map[string]string{
		"429 in seconds": "120", "503 at a date": now.Add(10 * time.Minute).Format(http.TimeFormat),
		"429 garbage": "soon", "429 forever": "1000000000", "503 in the past": now.Add(-time.Hour).Format(http.TimeFormat),
	}
	table := []notifytest.Answer{
		{Name: "200", Status: 200, Sent: true},
		{Name: "204", Status: 204, Sent: true},
		{Name: "301", Status: 301}, {Name: "307", Status: 307}, {Name: "308", Status: 308},
		{Name: "400", Status: 400}, {Name: "401", Status: 401}, {Name: "404", Status: 404},
		{Name: "410", Status: 410, Gone: true},
		{Name: "429 in seconds", Status: 429, RetryAfter: 2 * time.Minute},
		{Name: "429 garbage", Status: 429},
		{Name: "429 forever", Status: 429, RetryAfter: 24 * time.Hour},
		{Name: "500", Status: 500}, {Name: "502", Status: 502},
		{Name: "503 at a date", Status: 503, RetryAfter: 10 * time.Minute},
		{Name: "503 in the past", Status: 503},
	}
	notifytest.Answers(t, table, func(t *testing.T, a notifytest.Answer) stackhound.Outcome {
		elsewhere := newReceiver(t, http.StatusOK)
		r := newReceiver(t, a.Status)
		r.header.Set("Location", elsewhere.URL)
		if s := after[a.Name]; s != "" {
			r.header.Set("Retry-After", s)
		}
		c := channel(r.Client(), webhook.Options{Clock: clock.NewFake(now)})
		o := c.Send(t.Context(), rendered(t, c, r.URL))
		if elsewhere.got != nil {
			t.Error("a redirect was followed")
		}
		return o
	})
}

func TestSendWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	down := newReceiver(t, 200)
	down.Close()
	c := channel(down.Client(), webhook.Options{})
	o := c.Send(t.Context(), rendered(t, c, down.URL+"/hook?token=s3cret"))
	if o.Sent || o.Permanent || o.Status != 0 || strings.Contains(o.Err, "s3cret") {
		t.Errorf("a receiver that is down: %+v, want a temporary failure that keeps the address to itself", o)
	}
}

func TestSendRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		to        string
		secret    string
		err       error
		permanent bool
	}{
		"another scheme":       {to: "file:///etc/passwd", secret: secret, permanent: true},
		"no host":              {to: "https:///hook", secret: secret, permanent: true},
		"a password":           {to: "https://a:b@example.com/", secret: secret, permanent: true},
		"a bad secret":         {to: "https://example.com/", secret: "whsec_", permanent: true},
		"the store fails":      {to: "https://example.com/", err: errors.New("disk"), permanent: false},
		"a backslash in it":    {to: `https://example.com\@example.org/`, secret: secret, permanent: true},
		"no address whatever":  {to: "", secret: secret, permanent: true},
		"a line break in here": {to: "https://example.com/\r\nX: y", secret: secret, permanent: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := channel(&http.Client{Transport: noTransport{t}}, webhook.Options{
				Secret: func(context.Context, string, string) (string, error) { return tc.secret, tc.err },
			})
			o := c.Send(t.Context(), rendered(t, c, tc.to))
			if o.Sent || o.Permanent != tc.permanent || o.Err == "" {
				t.Errorf("got %+v, want permanent %v", o, tc.permanent)
			}
		})
	}
	c := webhook.New(webhook.Options{Client: &http.Client{Transport: noTransport{t}}, Clock: clock.System(), Terms: notifytest.Terms})
	if o := c.Send(t.Context(), stackhound.Delivery{To: "http://example.com/"}); !o.Permanent {
		t.Errorf("plain http without leave: %+v, want a permanent failure", o)
	}
}

// noTransport fails the test when a request is made.
type noTransport struct{ t *testing.T }

func (n noTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("a request went to %s", r.URL)
	return nil, errors.New("no request may be made here")
}

func TestRender(t *testing.T) {
	t.Parallel()
	c := channel(http.DefaultClient, webhook.Options{})
	notifytest.Channel(t, "webhook", "https://example.com/hook", c, 20_000)
}

// However many postings there are and whatever is in them, the receiver learns of each.
func TestRenderKeepsEveryID(t *testing.T) {
	t.Parallel()
	c := channel(http.DefaultClient, webhook.Options{})
	for name, d := range notifytest.Deliveries("webhook", "https://example.com/hook") {
		body, err := c.Render(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range d.Items {
			if !strings.Contains(string(body), it.Posting) {
				t.Errorf("%s: %s is missing", name, it.Posting)
			}
		}
	}
}
