package notify

import (
	"testing"
	"time"

	"stackhound"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// A receiver that always fails is tried as often as the schedule says, each wait within
// a fifth of it, and then given up.
func TestRetrySchedule(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]struct {
		attempts int
		total    time.Duration
	}{
		"webhook": {10, 75*time.Hour + 35*time.Minute + 5*time.Second},
		"email":   {9, 44*time.Hour + 36*time.Minute},
	} {
		var planned time.Duration
		for _, w := range schedules[channel] {
			planned += w
		}
		if planned != want.total {
			t.Errorf("%s: the waits come to %v, want %v", channel, planned, want.total)
		}
		d := stackhound.Delivery{ID: "msg_1", Channel: channel}
		for {
			r := resultOf(d, stackhound.Outcome{Status: 500, Err: "no"}, noon)
			if r.State == stackhound.DeliveryDead {
				if r.Reason != "exhausted" || d.Attempts+1 != want.attempts {
					t.Errorf("%s: dead for %q after %d attempts, want %d", channel, r.Reason, d.Attempts+1, want.attempts)
				}
				break
			}
			base, wait := schedules[channel][d.Attempts], r.NextAt.Sub(noon)
			if wait < base*4/5 || wait > base*6/5 {
				t.Errorf("%s, attempt %d: waits %v, want %v give or take a fifth", channel, d.Attempts+1, wait, base)
			}
			d.Attempts++
		}
	}
}

func TestResultOf(t *testing.T) {
	t.Parallel()
	later := func(d time.Duration) stackhound.DeliveryResult {
		return stackhound.DeliveryResult{State: stackhound.DeliveryPending, NextAt: noon.Add(d)}
	}
	dead := func(reason string) stackhound.DeliveryResult {
		return stackhound.DeliveryResult{State: stackhound.DeliveryDead, Reason: reason}
	}
	for name, tc := range map[string]struct {
		attempts int
		outcome  stackhound.Outcome
		want     stackhound.DeliveryResult
	}{
		"sent":                   {0, stackhound.Outcome{Sent: true, Status: 204}, stackhound.DeliveryResult{State: stackhound.DeliverySent}},
		"gone":                   {0, stackhound.Outcome{Gone: true, Status: 410}, dead("gone")},
		"refused":                {0, stackhound.Outcome{Permanent: true, Status: 550}, dead("refused")},
		"asked to wait":          {1, stackhound.Outcome{Status: 503, RetryAfter: 7 * time.Minute}, later(7 * time.Minute)},
		"asked to wait too long": {1, stackhound.Outcome{Status: 503, RetryAfter: 24 * time.Hour}, later(10 * time.Minute)},
		"asked to hurry":         {1, stackhound.Outcome{Status: 503, RetryAfter: time.Second}, later(5 * time.Minute)},
		"overloaded":             {0, stackhound.Outcome{Status: 429, RetryAfter: time.Second}, later(time.Minute)},
		"no answer":              {0, stackhound.Outcome{RetryAfter: time.Second}, later(time.Minute)},
		"last attempt":           {9, stackhound.Outcome{Status: 500}, dead("exhausted")},
	} {
		got := resultOf(stackhound.Delivery{ID: "msg_1", Channel: "webhook", Attempts: tc.attempts}, tc.outcome, noon)
		tc.want.At, tc.want.Status = noon, tc.outcome.Status
		if got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestWaitsSpreadAndRepeat(t *testing.T) {
	t.Parallel()
	waits := map[time.Duration]bool{}
	for i := range 50 {
		d := stackhound.Delivery{ID: stackhound.DigestID("ada", "morning", string(rune('a'+i))), Channel: "webhook"}
		w := wait(time.Hour, d, stackhound.Outcome{Status: 500})
		if w != wait(time.Hour, d, stackhound.Outcome{Status: 500}) {
			t.Fatal("the same attempt waits two different times")
		}
		waits[w] = true
	}
	if len(waits) < 40 {
		t.Errorf("50 deliveries that failed together come back at %d different times", len(waits))
	}
}

// Overload and silence are given a minute at least, and their retries spread too.
func TestPatienceHoldsForEveryDelivery(t *testing.T) {
	t.Parallel()
	waits := map[time.Duration]bool{}
	for i := range 50 {
		d := stackhound.Delivery{ID: stackhound.DigestID("ada", "morning", string(rune('a'+i))), Channel: stackhound.ChannelWebhook}
		w := wait(5*time.Second, d, stackhound.Outcome{})
		if w < patience || w > 2*patience {
			t.Errorf("waits %v after no answer", w)
		}
		waits[w] = true
	}
	if len(waits) < 40 {
		t.Errorf("50 deliveries come back at %d different times", len(waits))
	}
}
