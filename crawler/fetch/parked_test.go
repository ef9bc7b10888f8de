package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/store/sqlite"
)

// kind ends the test unless err is a Fault of a kind.
func (d *desk) kind(err error, want stackhound.FaultKind) {
	d.t.Helper()
	f := stackhound.FaultOf(err)
	if f == nil || f.Kind != want || f.Host == "" || f.URL == "" {
		d.t.Fatalf("%v is %+v, want a fault of kind %s with host and address", err, f, want)
	}
}

// TestRestOutlivesTheProcess has a second Web, as another process would have, over the
// same store.
func TestRestOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Clock: d.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d.Hosts = st.Hosts
	_, err = d.get("/429/3600")
	d.kind(err, stackhound.FaultParked)
	for range 2 {
		d.Web = New(d.Options)
		_, err = d.get("/")
		var later *crawler.Later
		if d.kind(err, stackhound.FaultParked); !errors.As(err, &later) || !later.Until.Equal(start.Add(time.Hour)) || later.Why != "answered 429" {
			t.Fatalf("%v, want the host left alone until an hour has passed", err)
		}
	}
	if n := d.count("/"); n != 0 {
		t.Errorf("asked %d times after a restart", n)
	}
	d.setRobots(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	d.Web = New(d.Options)
	d.clock.Advance(time.Hour)
	_, err = d.get("/")
	d.kind(err, stackhound.FaultRobots)
	d.setRobots(nil)
	d.Web = New(d.Options)
	_, err = d.get("/")
	d.kind(err, stackhound.FaultParked)
	d.clock.Advance(robotsFailed)
	if _, err := d.get("/"); err != nil {
		t.Error(err)
	}
}

// deaf is a memory of hosts that can be neither read nor written.
type deaf struct{}

func (deaf) Park(context.Context, string, time.Time, string) error { return errors.New("no disk") }

func (deaf) Parked(context.Context, string, time.Time) (stackhound.Parking, error) {
	return stackhound.Parking{}, errors.New("no disk")
}

func TestNothingIsAskedWhereTheStoreCannotTell(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Hosts = deaf{}
	if _, err := d.get("/"); err == nil || stackhound.FaultOf(err) != nil || len(d.asked) != 0 {
		t.Errorf("%v after %d requests, want the store's own error", err, len(d.asked))
	}
}

func TestASilentHostIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fetcher()
	for n := range maxSilent {
		_, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/reset"})
		var later *crawler.Later
		if d.kind(err, stackhound.FaultReset); errors.As(err, &later) != (n == maxSilent-1) {
			t.Fatalf("time %d: %v", n+1, err)
		}
	}
	_, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/"})
	d.kind(err, stackhound.FaultParked)
	d.clock.Advance(silentRest)
	if _, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/"}); err != nil {
		t.Error(err)
	}
}

func TestNoMoreRequestsThanAllowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fetcher()
	for path, wants := range map[string]int{"/reset": 3, "/once": 2} {
		for most := 1; most <= wants; most++ {
			res, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + path, Most: most})
			if d.kind(err, stackhound.FaultBudget); res.Requests != most {
				t.Errorf("%s took %d requests, %d are allowed", path, res.Requests, most)
			}
			d.Web.hosts = map[string]*host{} // robots.txt is asked for anew
		}
	}
}

func TestASlowHostIsAskedLess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		took, delay, want time.Duration
		robots            string
	}{
		{took: 0, want: time.Second},
		{took: 4 * time.Second, want: 4 * time.Second},
		{took: 4 * time.Second, delay: 10 * time.Second, want: 10 * time.Second},
		{took: 4 * time.Second, robots: "User-agent: *\nCrawl-delay: 60", want: time.Minute},
		{took: 4 * time.Second, robots: "User-agent: *\nCrawl-delay: 2", want: 4 * time.Second},
		{took: 5 * time.Minute, want: maxGap},
		{took: 5 * time.Minute, delay: 2 * time.Minute, want: 2 * time.Minute},
	} {
		d := newDesk(t)
		d.Named["faulty"], d.board.DelayBetween = false, tt.delay
		d.Policy.AllowHosts = []string{strings.TrimPrefix(d.URL, "http://")}
		d.setRobots(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, tt.robots) })
		d.late = func() { d.clock.Advance(tt.took) }
		f := d.fetcher()
		var ended time.Time
		for range 2 {
			before := d.clock.Now()
			if _, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/"}); err != nil {
				t.Fatal(err)
			}
			if waited := d.clock.Now().Add(-tt.took).Sub(before); !ended.IsZero() && waited != tt.want {
				t.Errorf("%+v: waited %v", tt, waited)
			}
			ended = d.clock.Now()
		}
	}
}
