// Package webhook sends deliveries as signed HTTP requests, as the Standard Webhooks
// specification 1.0.0 describes them: receivers can check them with any of its
// libraries.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/safehttp"
	"stackhound/notify"
)

const (
	// defaultTimeout bounds one attempt (the specification advises 15 to 30 s).
	defaultTimeout = 15 * time.Second
	// maxResponse is how much of an answer is read; nothing of it is kept.
	maxResponse = 64 << 10
)

// Options are what the channel works with; Timeout and AllowHTTP may be left out.
type Options struct {
	Client    *http.Client // guarded against private addresses; redirects are never followed
	Secret    func(ctx context.Context, profile, alert string) (string, error)
	Terms     func(board string) stackhound.Terms
	Clock     clock.Clock
	Timeout   time.Duration // of one attempt; 0 means 15 s
	AllowHTTP bool          // also send to http:// addresses
}

// Channel posts deliveries to their addresses.
type Channel struct{ Options }

var _ notify.Channel = (*Channel)(nil)

// New returns the channel.
func New(o Options) *Channel {
	client := *o.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	o.Client = &client
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	return &Channel{o}
}

// Send makes one attempt: the same bytes each time, a fresh timestamp and signature.
func (c *Channel) Send(ctx context.Context, d stackhound.Delivery) stackhound.Outcome {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	request, err := c.request(ctx, d)
	if err != nil {
		return stackhound.Outcome{Err: err.Error(), Permanent: stackhound.CodeOf(err) == stackhound.CodeInvalid}
	}
	response, err := c.Client.Do(request)
	if err != nil {
		return stackhound.Outcome{Err: "no answer: " + cause(err), Permanent: errors.Is(err, safehttp.ErrBlocked)}
	}
	defer response.Body.Close()
	// Reading the answer lets the connection be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxResponse))
	return c.outcome(response)
}

// request builds the signed request.
func (c *Channel) request(ctx context.Context, d stackhound.Delivery) (*http.Request, error) {
	u, err := url.Parse(d.To)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && (u.Scheme != "http" || !c.AllowHTTP)) {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "the webhook's address must be https:// without a password in it")
	}
	secret, err := c.Secret(ctx, d.Profile, d.Alert)
	if err != nil {
		return nil, fmt.Errorf("read the webhook's secret: %w", err)
	}
	now := c.Clock.Now()
	signature, err := Sign(secret, d.ID, now, d.Body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(d.Body))
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "the webhook's address cannot be used")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Webhook-Id", d.ID)
	request.Header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	request.Header.Set("Webhook-Signature", signature)
	return request, nil
}

// outcome reads an answer: 2xx is success and nothing else is; 410 ends the alert.
func (c *Channel) outcome(r *http.Response) stackhound.Outcome {
	o := stackhound.Outcome{Status: r.StatusCode, Sent: r.StatusCode/100 == 2, Gone: r.StatusCode == http.StatusGone}
	if o.Sent {
		return o
	}
	o.Err = "the receiver answered " + strconv.Itoa(r.StatusCode)
	if r.StatusCode/100 == 3 {
		o.Err += ": redirects are not followed, give the final address"
	}
	o.RetryAfter = retryAfter(r.Header.Get("Retry-After"), c.Clock.Now())
	return o
}

// retryAfter reads a Retry-After header (RFC 9110, section 10.2.3): seconds or a date;
// anything else, or a time gone by, is 0. More than a day counts as a day.
func retryAfter(s string, now time.Time) time.Duration {
	const most = 24 * time.Hour
	if seconds, err := strconv.ParseUint(s, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(most/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return min(max(at.Sub(now), 0), most)
	}
	return 0
}

// cause leaves the address out of an error: it can hold a token.
func cause(err error) string {
	var u *url.Error
	switch {
	case errors.As(err, &u) && u.Timeout():
		return "it took too long"
	case errors.As(err, &u):
		return u.Err.Error()
	}
	return err.Error()
}
