package stackhound_test

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
)

func TestWorkplaceText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]stackhound.Workplace{
		"unspecified": 0, "remote": stackhound.Remote, "hybrid+onsite": stackhound.Hybrid | stackhound.Onsite,
		"remote+hybrid+onsite": stackhound.Remote | stackhound.Hybrid | stackhound.Onsite,
	} {
		var got stackhound.Workplace
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q reads as %v, %v", text, got, err)
		}
		if got.String() != text {
			t.Errorf("%q prints as %q", text, got)
		}
	}
	var w stackhound.Workplace
	if err := w.UnmarshalText([]byte("office")); stackhound.CodeOf(err) != stackhound.CodeInvalid {
		t.Errorf("office is taken: %v", err)
	}
}

func TestPayString(t *testing.T) {
	t.Parallel()
	f := func(v float64) *float64 { return &v }
	for want, pay := range map[string]stackhound.Pay{
		"80,000–95,000 EUR a year":  {Min: f(80000), Max: f(95000), Currency: "EUR", Period: "year"},
		"45.50 USD an hour":         {Min: f(45.5), Max: f(45.5), Currency: "USD", Period: "hour"},
		"from 1,000,000 JPY a year": {Min: f(1e6), Currency: "JPY", Period: "year"},
		"up to 900 GBP a day":       {Max: f(900), Currency: "GBP", Period: "day"},
		"":                          {Currency: "EUR", Period: "year"},
	} {
		if got := pay.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestDeliveryIDs(t *testing.T) {
	t.Parallel()
	ids := []string{
		stackhound.InstantID("ada", "hook", "p1", "new"), stackhound.InstantID("ada", "hook", "p1", "reopened"),
		stackhound.InstantID("ada", "hoo", "kp1", "new"), stackhound.DigestID("ada", "hook", "2026-11-21/0800"),
		stackhound.DigestID("ada", "hook", "2026-11-22/0800"),
	}
	for i, id := range ids {
		if !strings.HasPrefix(id, "msg_") || len(id) != 36 || strings.Contains(id, ".") {
			t.Errorf("id %q is not msg_ and 32 hex digits", id)
		}
		if slices.Index(ids, id) != i {
			t.Errorf("id %q stands for two deliveries", id)
		}
	}
	if ids[0] != stackhound.InstantID("ada", "hook", "p1", "new") {
		t.Error("an id changes from call to call")
	}
}

func TestInstantClass(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		causes []stackhound.Cause
		want   string
	}{
		{nil, ""},
		{[]stackhound.Cause{stackhound.CauseBackfill}, ""},
		{[]stackhound.Cause{stackhound.CauseNew, stackhound.CauseMerged}, "new"},
		{[]stackhound.Cause{stackhound.CauseEdit, stackhound.CauseReopened}, "reopened"},
		{[]stackhound.Cause{stackhound.CauseMerged, stackhound.CauseRederived, stackhound.CauseClosed}, ""},
	} {
		if got := stackhound.InstantClass(c.causes); got != c.want {
			t.Errorf("%v: got %q, want %q", c.causes, got, c.want)
		}
	}
}

func TestEveryCauseHasAnEffect(t *testing.T) {
	t.Parallel()
	for _, c := range []stackhound.Cause{
		stackhound.CauseNew, stackhound.CauseEdit, stackhound.CauseReopened, stackhound.CauseClosed, stackhound.CauseRederived,
		stackhound.CauseMerged, stackhound.CauseSplit, stackhound.CauseReleased, stackhound.CauseBackfill,
	} {
		e, ok := stackhound.Effects[c]
		if !ok || !e.Index {
			t.Errorf("cause %s does not reach the index", c)
		}
		if e.Instant != (e.Class != "") {
			t.Errorf("cause %s: an instant alert needs an event class and only it", c)
		}
	}
}

func TestTermsAllow(t *testing.T) {
	t.Parallel()
	posted := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	closed := stackhound.Terms{Redistribute: false}
	open := stackhound.Terms{Redistribute: true, Delay: 24 * time.Hour}
	for _, c := range []struct {
		terms  stackhound.Terms
		outlet stackhound.Outlet
		age    time.Duration
		want   bool
	}{
		{closed, stackhound.OutletPage, 0, true}, {closed, stackhound.OutletMail, 0, true}, {closed, stackhound.OutletWebhook, 0, true},
		{closed, stackhound.OutletExport, 0, true}, {closed, stackhound.OutletFeed, 1000 * time.Hour, false}, {closed, stackhound.OutletAPI, 1000 * time.Hour, false},
		{open, stackhound.OutletAPI, 23 * time.Hour, false}, {open, stackhound.OutletAPI, 24 * time.Hour, true}, {open, stackhound.OutletFeed, 25 * time.Hour, true},
	} {
		if got := c.terms.Allows(c.outlet, posted, posted.Add(c.age)); got != c.want {
			t.Errorf("%v through %s after %v: %v", c.terms, c.outlet, c.age, got)
		}
	}
}

func TestParseWhen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]stackhound.When{
		"instant": {Instant: true}, "daily 08:00": {Hour: 8}, "daily 23:45": {Hour: 23, Minute: 45},
		"weekly mon 07:30": {Weekly: true, Weekday: time.Monday, Hour: 7, Minute: 30},
	} {
		if got, err := stackhound.ParseWhen(text); err != nil || got != want {
			t.Errorf("%q reads as %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "daily", "daily 25:00", "weekly 08:00", "weekly XYZ 08:00", "TZ=UTC daily 08:00", "instant now"} {
		if _, err := stackhound.ParseWhen(text); stackhound.CodeOf(err) != stackhound.CodeInvalid {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestProfileValidate(t *testing.T) {
	t.Parallel()
	good := func() stackhound.Profile {
		return stackhound.Profile{
			ID: "ada", Timezone: "Europe/Berlin", Stack: stackhound.Declared{Core: []string{"go"}},
			Alerts: []stackhound.Alert{{Name: "morning", Channel: "email", To: "ada@example.com", When: "daily 08:00", MinScore: 60}},
		}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*stackhound.Profile){
		"lower-case": func(p *stackhound.Profile) { p.ID = "Ada L" },
		"stack.core": func(p *stackhound.Profile) { p.Stack.Core = nil },
		"time zone":  func(p *stackhound.Profile) { p.Timezone = "Mars/Base" },
		"not one of": func(p *stackhound.Profile) { p.Roles = []string{"wizard"} },
		"min_salary": func(p *stackhound.Profile) {
			p.MinSalary = &stackhound.MinPay{Amount: -1, Currency: "EUR", Period: "year"}
		},
		"nowhere to send":  func(p *stackhound.Profile) { p.Alerts[0].To = "" },
		"two of that name": func(p *stackhound.Profile) { p.Alerts = append(p.Alerts, p.Alerts[0]) },
		"not a time":       func(p *stackhound.Profile) { p.Alerts[0].When = "sometimes" },
		"is not known":     func(p *stackhound.Profile) { p.Alerts[0].Channel = "pigeon" },
		"are no hours":     func(p *stackhound.Profile) { p.Quiet = "at night" },
		"years is":         func(p *stackhound.Profile) { p.Years = new(float64(-4)) },
		"0 to 100":         func(p *stackhound.Profile) { p.Alerts[0].MinScore = 101 },
	} {
		p := good()
		spoil(&p)
		if err := p.Validate(); stackhound.CodeOf(err) != stackhound.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("want a refusal with %q, got %v", want, err)
		}
	}
}

func TestParseQuiet(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]int{"": {0, 0}, "22:00-07:00": {1320, 420}, "7:00-9:30": {420, 570}, "00:00 - 23:59": {0, 1439}} {
		if from, to, err := stackhound.ParseQuiet(text); err != nil || from != want[0] || to != want[1] {
			t.Errorf("%q reads as %d to %d, %v", text, from, to, err)
		}
	}
	for _, text := range []string{"22:00", "22-07", "25:00-07:00", "-", "22:00-07:00-08:00"} {
		if _, _, err := stackhound.ParseQuiet(text); stackhound.CodeOf(err) != stackhound.CodeInvalid {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestErrorSpeaksOnce(t *testing.T) {
	t.Parallel()
	err := stackhound.Errorf(stackhound.CodeUnavailable, "board x: %w", io.ErrUnexpectedEOF).WithHint("try again later")
	if got, want := err.Error(), "board x: unexpected EOF (try again later)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
}

func TestPostingJSONIsFlat(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(stackhound.Posting{ID: "p1", Ad: stackhound.Ad{Workplace: stackhound.Remote | stackhound.Onsite}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"id":"p1"`, `"workplace":"remote+onsite"`, `"stack":{`, `"first_seen"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in %s", want, data)
		}
	}
}
