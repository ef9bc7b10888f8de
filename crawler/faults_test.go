package crawler_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/fetch"
	"stackhound/internal/clock"
	"stackhound/internal/faultsite"
	"stackhound/internal/safehttp"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// faultLimit is what a run over a fault may take on the machine's clock.
const faultLimit = 30 * time.Second

// faultCase is what a run over a fault must come to.
type faultCase struct {
	fault    string
	kind     stackhound.FaultKind // "": it gets the right text all the same
	says     string               // part of the error or note
	format   string               // of the board; "": html
	requests int                  // of pages, at most; 0: 1
	title    string               // that job 1 has afterwards, if it is read; "": Engineer
	partial  int                  // items read of a list that is broken further on
	robots   bool                 // the fault lies in robots.txt or its like: no page may be asked for
	verdict  stackhound.Verdict   // "": failed if there is a kind, else ok
}

// faultCases hold every fault of the site to what must come of it.
var faultCases = []faultCase{
	{fault: "drip", kind: stackhound.FaultTooSlow, says: "at least 512 a second"},
	{fault: "silent", kind: stackhound.FaultTimeout, says: "within the time allowed"},
	{fault: "slow"},
	{fault: "429-twice", requests: 3},
	{fault: "429-day", kind: stackhound.FaultParked, says: "answered 429 and is left alone until 2026-11-21 1"},
	{fault: "503-date", requests: 2},
	{fault: "500", kind: stackhound.FaultStatus, says: "answered 500", requests: 3},
	{fault: "500-once", requests: 2},
	{fault: "redirect-self", kind: stackhound.FaultRedirects, says: "/jobs → "},
	{fault: "redirect-endless", kind: stackhound.FaultRedirects, says: "redirects without end", requests: 6},
	{fault: "redirect-loopback", kind: stackhound.FaultBlocked, says: "this address is not allowed"},
	{fault: "redirect-link-local", kind: stackhound.FaultBlocked, says: "this address is not allowed"},
	{fault: "redirect-private", kind: stackhound.FaultBlocked, says: "this address is not allowed"},
	{fault: "redirect-file", kind: stackhound.FaultBlocked, says: "is not an http address"},
	{fault: "gzip-bomb", kind: stackhound.FaultTooLarge, says: "times its size"},
	{fault: "bomb.xml.gz", kind: stackhound.FaultTooLarge, says: "times its size", format: "feed.gz"},
	{fault: "gzip-cut", kind: stackhound.FaultReset, says: "unexpected EOF", requests: 3},
	{fault: "200-MB", kind: stackhound.FaultTooLarge, says: "209715200 bytes announced"},
	{fault: "endless", kind: stackhound.FaultTooLarge, says: "more than 10485760 bytes"},
	{fault: "short", kind: stackhound.FaultReset, says: "unexpected EOF", requests: 3},
	{fault: "reset", kind: stackhound.FaultReset, says: "after 3 tries", requests: 3},
	{fault: "reset-mid-body", kind: stackhound.FaultReset, says: "after 3 tries", requests: 3},
	{fault: "two-lengths", kind: stackhound.FaultMalformed, says: "after 3 tries", requests: 3},
	{fault: "4-MB-headers", kind: stackhound.FaultTooLarge, says: "headers exceeded 262144 bytes"},
	{fault: "500-KB-cookies", kind: stackhound.FaultTooLarge, says: "headers exceeded 262144 bytes"},
	{fault: "self-signed", kind: stackhound.FaultTLS, says: "certificate", robots: true},
	{fault: "self-signed-away", kind: stackhound.FaultTLS, says: "certificate", robots: true},
	{fault: "empty", kind: stackhound.FaultUnreadable, says: "an empty page"},
	{fault: "soft-404", verdict: stackhound.VerdictEmpty, says: "its list has no items"},
	{fault: "1251-in-meta", title: "Разработчик"},
	{fault: "1251-called-utf-8", title: "Разработчик"},
	{fault: "shift-jis", title: "東京"},
	{fault: "200000-divs", kind: stackhound.FaultUnreadable, says: "cannot be"},
	{fault: "calendar", requests: 2},
	{fault: "broken-rss", kind: stackhound.FaultUnreadable, says: "breaks off", format: "feed", partial: 1, title: "R & D Engineer", verdict: stackhound.VerdictPartial},
	{fault: "entities", kind: stackhound.FaultUnreadable, says: "entities of its own", format: "feed"},
	{fault: "external-entity", kind: stackhound.FaultUnreadable, says: "entities of its own", format: "feed"},
	{fault: "cut-json", kind: stackhound.FaultUnreadable, says: "breaks off at byte", format: "json"},
	{fault: "page-for-json", kind: stackhound.FaultUnreadable, says: "not JSON at byte", format: "json"},
	{fault: "reserved-by-header", kind: stackhound.FaultReserved, says: "text and data mining"},
	{fault: "reserved-by-meta", kind: stackhound.FaultReserved, says: "its head says tdm-reservation: 1"},
	{fault: "reserved-by-file", kind: stackhound.FaultReserved, says: "tdmrep.json names the page", robots: true},
	{fault: "robots-500", kind: stackhound.FaultRobots, says: "answered 500 for its robots.txt and is left alone until", robots: true},
	{fault: "robots-403"},
	{fault: "robots-429", kind: stackhound.FaultRobots, says: "answered 429 for its robots.txt", robots: true},
	{fault: "robots-reset", kind: stackhound.FaultReset, says: "could not be asked for its robots.txt", robots: true},
	{fault: "robots-drip", kind: stackhound.FaultTooSlow, says: "could not be asked for its robots.txt", robots: true},
	{fault: "robots-130-MB"},
	{fault: "robots-page"},
	{fault: "robots-loop"},
}

// selfSigned tells whether nothing can be read of a board, ill or well.
func (c faultCase) selfSigned() bool { return strings.HasPrefix(c.fault, "self-signed") }

// TestFaults makes a whole run over each fault, after one over the same board while it
// was well: what was known then must stand.
func TestFaults(t *testing.T) {
	t.Parallel()
	site, err := faultsite.Start(t.Context(), func() time.Time { return start.Add(time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	table := &proofTable{rows: map[string]string{}}
	t.Cleanup(func() { t.Log(table) })
	var covered []string
	for _, c := range faultCases {
		covered = append(covered, c.fault)
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			c.check(t, newFaultRun(t, site.Host(c.fault), c), table)
			if n := site.Reached(); n != 0 {
				t.Errorf("a service that nobody named was reached %d times", n)
			}
		})
	}
	if names := faultsite.Names(); !slices.Equal(covered, names) {
		t.Errorf("the cases are about %v,\n and the faults are %v", covered, names)
	}
}

// faultRun is a board over a faulty host, read once while it was well.
type faultRun struct {
	host  *faultsite.Host
	clock *clock.Fake
	store *store.Store
	board stackhound.Board
}

func newFaultRun(t *testing.T, host *faultsite.Host, c faultCase) *faultRun {
	t.Helper()
	r := &faultRun{host: host, clock: clock.NewFake(start), board: faultBoard(host.URL, c)}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Clock: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	r.store = st
	if !c.selfSigned() {
		if run, err := r.run(t.Context()); err != nil || run.New != faultsite.Jobs || !run.Complete {
			t.Fatalf("the board while it is well: %+v, %v", run, err)
		}
	}
	r.clock.Advance(time.Hour - r.clock.Now().Sub(start))
	host.Break()
	return r
}

// run makes one run as a process would that has just started.
func (r *faultRun) run(ctx context.Context) (stackhound.Run, error) {
	log := slog.New(slog.DiscardHandler)
	web := fetch.New(fetch.Options{Product: "stackhound", Contact: "ops@example.com", Policy: faultPolicy(r.host.URL), Hosts: r.store.Hosts, Clock: r.clock, Log: log})
	return crawler.New(over(r.store, web, r.clock, log)).Run(ctx, r.board)
}

// faultPolicy reaches one host. In the proof its limits are those the program ships with.
func faultPolicy(base string) safehttp.Policy {
	_, host, _ := strings.Cut(base, "://")
	p := safehttp.Policy{AllowHosts: []string{host}}
	if !provingFaults() {
		p.Timeout, p.Grace = 5*time.Second, time.Second
	}
	return p
}

func faultBoard(base string, c faultCase) stackhound.Board {
	b := htmlBoard(base)
	b.Detail = nil
	b.Request = stackhound.Request{URL: "{base}/jobs"}
	switch c.format {
	case "json":
		b.Format, b.Request.URL, b.Items = "json", "{base}/api", stackhound.Items{Select: "jobs"}
		b.Fields = stackhound.Fields{"url": {{Select: "url"}}, "title": {{Select: "title"}}}
	case "feed", "feed.gz":
		b.Format, b.Request.URL, b.Items = "feed", "{base}/feed.xml"+strings.TrimPrefix(c.format, "feed"), stackhound.Items{}
		b.Fields = stackhound.Fields{"url": {{Select: "link", Regex: `^[^?]*`}}, "title": {{Select: "title"}}}
	}
	if c.fault == "calendar" {
		b.Request.Pages = &stackhound.Pages{Max: 1000, Next: stackhound.Field{{Select: "i a", Attr: "href"}}}
	}
	return b
}

// check makes the run over the fault and holds it to what must come of it.
func (c faultCase) check(t *testing.T, r *faultRun, table *proofTable) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), faultLimit)
	defer cancel()
	began := time.Now()
	run, err := r.run(ctx)
	took := time.Since(began)
	table.add(c, run, r.host, took)
	if err != nil {
		t.Fatalf("after %v: %v", took, err)
	}
	c.checkRun(t, run)
	if n := r.host.AtOnce(); n > 1 {
		t.Errorf("%d requests at the same time", n)
	}
	switch n := r.host.Requests(""); {
	case c.robots && n > 0:
		t.Errorf("asked for %d pages of a host that allows none", n)
	case !c.robots && (n == 0 || n > max(c.requests, 1)):
		t.Errorf("asked %d times, at most %d are wanted", n, max(c.requests, 1))
	}
	if n := r.host.Requests("/robots.txt"); n > 2 && c.fault != "robots-loop" {
		t.Errorf("robots.txt was asked for %d times", n)
	}
	c.checkStored(t, r, run)
}

func (c faultCase) checkRun(t *testing.T, run stackhound.Run) {
	t.Helper()
	want := c.verdict
	if want == "" && c.kind == "" {
		want = stackhound.VerdictOK
	} else if want == "" {
		want = stackhound.VerdictFailed
	}
	if run.Verdict != want || !strings.Contains(run.Note, c.says) || run.Complete != (want == stackhound.VerdictOK) {
		t.Errorf("%s, complete %v, %q; want %s, %q", run.Verdict, run.Complete, run.Note, want, c.says)
	}
	if c.kind == "" && len(run.Faults) > 0 || c.kind != "" && (len(run.Faults) != 1 || run.Faults[c.kind] != 1) {
		t.Errorf("faults %v, want %q", run.Faults, c.kind)
	}
}

// checkStored holds that nothing was closed or missed, and that no text is wrong.
func (c faultCase) checkStored(t *testing.T, r *faultRun, run stackhound.Run) {
	t.Helper()
	if run.Closed+run.Missing+run.New > 0 {
		t.Errorf("%d closed, %d missing, %d new", run.Closed, run.Missing, run.New)
	}
	known, err := r.store.Listings.Known(t.Context(), r.board.Name)
	if err != nil || len(known) != faultsite.Jobs && !c.selfSigned() {
		t.Fatalf("%d listings, %v", len(known), err)
	}
	for id := range known {
		l, err := r.store.Listings.Get(t.Context(), stackhound.ListingKey{Board: r.board.Name, ID: id})
		want := "Engineer"
		if first := strings.HasSuffix(id, "/jobs/1"); c.title != "" && (first || c.partial == 0) {
			want = c.title
		}
		if err != nil || l.State != stackhound.ListingOpen || l.Title != want {
			t.Errorf("%s is %s, %q, %v; want it open, %q", id, l.State, l.Title, err, want)
		}
	}
}

// proofTable gathers how the faults ended.
type proofTable struct {
	mu   sync.Mutex
	rows map[string]string // by fault
}

func (p *proofTable) add(c faultCase, run stackhound.Run, h *faultsite.Host, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how := string(run.Verdict)
	for kind := range run.Faults {
		how += ", " + string(kind)
	}
	p.rows[c.fault] = fmt.Sprintf("| %-20s | %-22s | %2d | %6d |", c.fault, how, h.Requests("")+h.Requests("/robots.txt"), took.Milliseconds())
}

func (p *proofTable) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := fmt.Sprintf("\n| %-20s | %-22s | %2s | %6s |", "fault", "how it ended", "n", "ms")
	for _, name := range faultsite.Names() {
		head += "\n" + p.rows[name]
	}
	return head
}
