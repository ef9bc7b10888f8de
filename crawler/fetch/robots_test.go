package fetch

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
)

func TestRobotsFaults(t *testing.T) {
	t.Parallel()
	status := func(n int) http.HandlerFunc { return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) } }
	text := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) }
	}
	for name, tt := range map[string]struct {
		robots http.HandlerFunc
		err    string
	}{
		"none":          {nil, ""},
		"403":           {status(403), ""},
		"500":           {status(500), "answered 500 for its robots.txt"},
		"429":           {status(429), "answered 429 for its robots.txt"},
		"reset":         {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "could not be asked for its robots.txt"},
		"drip":          {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "could not be asked for its robots.txt"},
		"a page":        {text("<html><p>User-agent: * Disallow: /</p></html>"), ""},
		"empty":         {text(""), ""},
		"disallowed":    {text("User-agent: *\nDisallow: /jobs"), "does not allow /jobs?page=1"},
		"us disallowed": {text("User-agent: Stackhound\nDisallow: /\n\nUser-agent: *\nAllow: /"), "does not allow"},
		"us allowed":    {text("User-agent: *\nDisallow: /\n\nUser-agent: stackhound/1.0\nDisallow: /private"), ""},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "User-agent: *\nDisallow: /nothing\n")
			for line := "# " + strings.Repeat("x", 1<<16) + "\n"; ; {
				if _, err := fmt.Fprint(w, line); err != nil {
					return
				}
			}
		}, ""},
		"beyond what is read": {text("User-agent: *\n" + strings.Repeat("# nothing\n", robotsBytes/10+1) + "Disallow: /\n"), ""},
		"moves for ever":      {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.setRobots(tt.robots)
			if name == "drip" {
				d.Policy.Timeout = 100 * time.Millisecond
			}
			_, err := d.get("/jobs?page=1")
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("%v, want %q", err, tt.err)
			}
			if asked := d.count("/jobs") == 1; asked != (tt.err == "") {
				t.Errorf("asked for the page: %v", asked)
			}
		})
	}
}

func TestRobotsAreKeptAndAskedForAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.setRobots(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	step := func(advance time.Duration, robots int, works bool) {
		t.Helper()
		d.clock.Advance(advance)
		_, err := d.get("/")
		if n := d.count("/robots.txt"); n != robots || (err == nil) != works {
			t.Errorf("at %v: robots.txt asked for %d times, %v; want %d, works %v", d.clock.Now(), n, err, robots, works)
		}
	}
	step(0, 1, false)
	step(4*time.Minute, 1, false)
	step(time.Minute, 2, false)
	d.setRobots(nil)
	step(5*time.Minute, 3, true)
	step(23*time.Hour, 3, true)
	step(time.Hour, 4, true)
}

// TestRobotsThatLeadInside has a robots.txt redirect to an address that is not allowed.
func TestRobotsThatLeadInside(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.setRobots(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:9/robots.txt", http.StatusFound)
	})
	for range 3 {
		if _, err := d.get("/"); stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), "not allowed") {
			t.Errorf("%v, want to be refused", err)
		}
	}
	if n := d.count("/robots.txt"); n != 1 || d.count("/") != 0 {
		t.Errorf("robots.txt asked for %d times, the page %d times", n, d.count("/"))
	}
	d.setRobots(nil)
	d.clock.Advance(robotsFailed)
	if _, err := d.get("/"); err != nil {
		t.Error(err)
	}
}

func TestRobotsAreAskedForOnceByManyRuns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var all sync.WaitGroup
	for range 20 {
		f := d.fetcher()
		all.Go(func() {
			if _, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := d.count("/robots.txt"); n != 1 || d.count("/") != 20 {
		t.Errorf("robots.txt asked for %d times, the page %d times", n, d.count("/"))
	}
}

func TestGapBetweenRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		named  bool
		delay  time.Duration
		robots string
		want   time.Duration
	}{
		{"by default", false, 0, "", time.Second},
		{"by the board file", false, 5 * time.Second, "", 5 * time.Second},
		{"by robots.txt", false, 0, "User-agent: *\nCrawl-delay: 2.5", 2500 * time.Millisecond},
		{"robots.txt asks for more", false, time.Second, "User-agent: *\nCrawl-delay: 3", 3 * time.Second},
		{"robots.txt asks for days", false, 0, "User-agent: *\nCrawl-delay: 1e9", 5 * time.Minute},
		{"one's own server", true, 5 * time.Second, "", 0},
		{"one's own server asks for it", true, 0, "User-agent: *\nCrawl-delay: 2", 2 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.Named["faulty"] = tt.named
			d.Policy.AllowHosts = []string{strings.TrimPrefix(d.URL, "http://")}
			d.board.DelayBetween = tt.delay
			d.setRobots(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, tt.robots) })
			f := d.fetcher()
			var at []time.Duration
			for range 3 {
				if _, err := f.Fetch(t.Context(), crawler.Request{URL: d.URL + "/"}); err != nil {
					t.Fatal(err)
				}
				at = append(at, d.clock.Now().Sub(start))
			}
			first := 2 * tt.want // robots.txt and the host's word on text and data mining come before
			if tt.named {
				first = tt.want
			}
			if want := []time.Duration{first, first + tt.want, first + 2*tt.want}; !slices.Equal(at, want) {
				t.Errorf("requests at %v, want %v", at, want)
			}
		})
	}
}
