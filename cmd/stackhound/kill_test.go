package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/sample"
	"stackhound/matcher"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// mostDeliveries bounds what is listed; far fewer come about.
const mostDeliveries = 1000

// kills is how often the program is killed in TestKill.
const kills = 50

// victim is a running program that is killed at random moments and started again, with
// the boards and the receivers it talks to alive in the test.
type victim struct {
	t         *testing.T
	dir       string
	site      *sample.Site
	mails     *sample.SMTPSink
	hooks     *receiver
	rng       *rand.Rand
	published []sample.Job
	deaths    int
	now       time.Time
}

// TestKill kills the program 50 times at random moments of a run over the sample boards:
// first while it reads them for the first time, then while they list new jobs that are
// worth alerts. In the end every listing stands in a posting in the index, no alert is
// lost, and one that came again came under the same id with the same bytes.
func TestKill(t *testing.T) {
	v := newVictim(t)
	for range kills / 2 {
		v.runAndKill()
	}
	v.settle() // the first run of every board must end before new jobs alert at once
	for i := range kills - kills/2 {
		if i%2 == 0 {
			v.published = append(v.published, v.site.Publish(2)...)
		}
		v.runAndKill()
	}
	v.check()
}

// TestKillAtCommits kills the program before the first, second, … database commit that
// changes each of its tables, while it finds news: between any two things that are kept,
// nothing may be lost. Kills at random moments rarely meet these few microseconds.
func TestKillAtCommits(t *testing.T) {
	v := newVictim(t)
	v.settle()
	for _, table := range v.tables() {
		for n := 1; n <= 3; n++ {
			v.published = append(v.published, v.site.Publish(2)...)
			if v.runToCommit(fmt.Sprint(table, " ", n)) {
				break // the table is not changed that often
			}
			v.deaths++
		}
	}
	v.check()
}

// check lets the program come to rest, a day later once more for the last digest, and
// holds everything that was promised.
func (v *victim) check() {
	v.t.Helper()
	v.settle()
	for day := 0; v.untold() > 0 && day < 10; day++ { // a digest holds at most 20
		v.now = time.Date(v.now.Year(), v.now.Month(), v.now.Day(), 7, 0, 0, 0, time.UTC) // start makes it 9 in ada's next morning
		// Idle is asked for last: a digest planned meanwhile leaves nothing untold, and waits.
		v.settleUntil(func() bool { return (v.untold() == 0 || v.digestToday()) && v.idle() })
	}
	v.checkPostings()
	v.checkIndex()
	v.checkAlerts()
	if left := v.untold(); left > 0 {
		v.t.Errorf("no digest told of %d postings", left)
	}
}

// untold counts the postings that ada's digest is still to tell.
func (v *victim) untold() int {
	v.t.Helper()
	st := v.open()
	defer st.Close()
	ada, err := st.Profiles.Get(v.t.Context(), "ada")
	v.must(err)
	scored, err := st.Matches.Unsent(v.t.Context(), "ada", ada.Alerts[0].Name, ada.Alerts[0].MinScore, mostDeliveries)
	v.must(err)
	return len(scored)
}

// digestToday tells whether a digest was planned and sent since the program was last
// started.
func (v *victim) digestToday() bool {
	v.t.Helper()
	st := v.open()
	defer st.Close()
	deliveries, err := st.Deliveries.List(v.t.Context(), stackhound.DeliverySent, mostDeliveries)
	v.must(err)
	return slices.ContainsFunc(deliveries, func(d stackhound.Delivery) bool {
		return d.Kind == stackhound.KindDigest && !d.Created.Before(v.now)
	})
}

// tables lists the tables of the database.
func (v *victim) tables() []string {
	v.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(v.data(), "stackhound.db"))
	v.must(err)
	defer db.Close()
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	v.must(err)
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		v.must(rows.Scan(&name))
		names = append(names, name)
	}
	v.must(rows.Err())
	return names
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{t: t, dir: t.TempDir(), rng: rand.New(rand.NewPCG(1, 20261120)), now: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)}
	var err error
	if v.site, err = sample.Start(t.Context(), sample.Options{Seed: demoSeed, Now: v.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.site.Close)
	if v.mails, err = sample.NewSMTPSink(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.mails.Close)
	v.hooks = newReceiver(t)
	v.writeFiles()
	return v
}

// writeFiles lays out the configuration, the board files and the two profiles.
func (v *victim) writeFiles() {
	host, port, _ := strings.Cut(v.mails.Addr(), ":")
	v.write("config.yaml", fmt.Sprintf("boards: {dir: %q}\nweb: {addr: \"127.0.0.1:0\"}\nwebhook: {allow: [127.0.0.0/8], allow_http: true}\n"+
		"email: {from: stackhound@example.com, smtp: {host: %s, port: %s, tls: none}}\n", filepath.Join(v.dir, "boards"), host, port))
	v.copyAll(sample.Boards(), "boards", func(s string) string { return s })
	v.copyAll(sample.Profiles(), "profiles", func(s string) string { return strings.ReplaceAll(s, sample.WebhookPlaceholder, v.hooks.URL) })
	files, err := filepath.Glob(filepath.Join(v.dir, "profiles", "*.yaml"))
	if err != nil || len(files) == 0 {
		v.t.Fatal("no profiles", err)
	}
	for _, f := range files {
		mustCLI(v.t, "profile", "add", f, "--data", v.data(), "--config", v.config(), "--now", v.now.Format(time.RFC3339))
	}
}

func (v *victim) config() string { return filepath.Join(v.dir, "config.yaml") }

func (v *victim) data() string { return filepath.Join(v.dir, "data") }

func (v *victim) write(name, text string) {
	v.t.Helper()
	path := filepath.Join(v.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		v.t.Fatal(err)
	}
}

func (v *victim) copyAll(from fs.FS, dir string, change func(string) string) {
	v.t.Helper()
	names, err := fs.Glob(from, "*.yaml")
	if err != nil {
		v.t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			v.t.Fatal(err)
		}
		v.write(filepath.Join(dir, name), change(string(data)))
	}
}

// start makes the command that runs the program 25 hours later than the last time, so that every board is due
// again and the days go by for the digests. death is when it kills itself (see runMain).
func (v *victim) start(death string) *exec.Cmd {
	v.t.Helper()
	v.now = v.now.Add(25 * time.Hour)
	args := []string{"serve", "--data", v.data(), "--config", v.config(), "--now", v.now.Format(time.RFC3339)}
	for board, base := range v.site.Bases() {
		args = append(args, "--set", board+".base="+base)
	}
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), runMain+"="+death)
	return cmd
}

// runToCommit starts the program and lets it kill itself before a commit; it tells
// whether the program came to rest without one.
func (v *victim) runToCommit(death string) (survived bool) {
	v.t.Helper()
	cmd := v.start(death)
	v.must(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for look := time.Tick(50 * time.Millisecond); ; {
		select {
		case <-ended:
			return false
		case <-look:
			if v.idle() {
				_ = cmd.Process.Kill()
				<-ended
				return true
			}
		}
	}
}

// runAndKill starts the program and kills it after a random time, counted from when it
// says that it is up.
func (v *victim) runAndKill() {
	v.t.Helper()
	cmd := v.start("never")
	out, err := cmd.StdoutPipe()
	if err != nil {
		v.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		v.t.Fatalf("the program did not come up: %v", err)
	}
	timer := time.AfterFunc(time.Duration(v.rng.IntN(400))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
	v.deaths++
}

// settle runs the program until nothing is left to do.
func (v *victim) settle() { v.settleUntil(v.idle) }

// settleUntil runs the program until it has come to rest, then stops it as a service
// manager would.
func (v *victim) settleUntil(rested func() bool) {
	v.t.Helper()
	cmd := v.start("never")
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	patience := time.After(2 * time.Minute)
	for look := time.Tick(50 * time.Millisecond); !rested(); {
		select {
		case <-look:
		case <-patience:
			_ = cmd.Process.Kill()
			v.t.Fatalf("the program did not come to rest\n%s", log.String())
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		v.t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		v.t.Fatalf("a graceful stop ended with %v\n%s", err, log.String())
	}
}

// idle tells whether every board was read since the last start and nothing that was
// found waits to be understood, matched or sent.
func (v *victim) idle() bool {
	v.t.Helper()
	ctx, st := v.t.Context(), v.open()
	defer st.Close()
	runs, err := st.Runs.Latest(ctx)
	v.must(err)
	for board := range v.site.Bases() {
		if r := runs[board]; r.Started.Before(v.now) || r.Verdict != stackhound.VerdictOK {
			return false
		}
	}
	read, err := st.Positions.Load(ctx, "understand")
	v.must(err)
	unread, err := st.Listings.Lag(ctx, read.Position)
	v.must(err)
	matched, err := st.Positions.Load(ctx, "matcher")
	v.must(err)
	unmatched, err := st.Postings.Lag(ctx, matched.Position)
	v.must(err)
	waiting, err := st.Deliveries.Counts(ctx)
	v.must(err)
	return unread+unmatched+waiting[stackhound.DeliveryPlanned]+waiting[stackhound.DeliveryPending] == 0
}

func (v *victim) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// open opens the database beside the running program, for reading.
func (v *victim) open() *store.Store {
	v.t.Helper()
	st, err := sqlite.Open(v.t.Context(), filepath.Join(v.data(), "stackhound.db"), sqlite.Options{ReadOnly: true})
	v.must(err)
	return st
}

// checkPostings holds that every listing the boards show stands in an open posting.
func (v *victim) checkPostings() {
	st := v.open()
	defer st.Close()
	told := map[string]bool{}
	v.must(st.Postings.Each(v.t.Context(), false, func(p stackhound.Posting) error {
		for _, s := range p.Sources {
			told[s.URL] = true
		}
		return nil
	}))
	listings := 0
	for _, job := range v.site.Jobs() {
		for _, u := range job.URLs {
			listings++
			if !told[u] {
				v.t.Errorf("%s stands in no posting", u)
			}
		}
	}
	if listings < 300 || len(told) != listings {
		v.t.Errorf("%d listings on the boards, %d in postings", listings, len(told))
	}
}

// checkIndex holds that the index the program builds has every open posting.
func (v *victim) checkIndex() {
	out := mustCLI(v.t, "search", "--json", "--limit", "1", "--data", v.data(), "--config", v.config())
	var found stackhound.SearchResult
	v.must(json.Unmarshal([]byte(out), &found))
	st := v.open()
	defer st.Close()
	open, _, err := st.Postings.Count(v.t.Context())
	v.must(err)
	if found.Total != open || open == 0 {
		v.t.Errorf("%d postings found by the index, %d open in the store", found.Total, open)
	}
}

// checkAlerts holds that what had to be told was told, under one id with one body, and
// that no more came twice than kills times the attempts that can be under way.
func (v *victim) checkAlerts() {
	st := v.open()
	defer st.Close()
	ctx := v.t.Context()
	deliveries, err := st.Deliveries.List(ctx, "", mostDeliveries)
	v.must(err)
	if len(deliveries) == mostDeliveries {
		v.t.Fatal("there are more deliveries than the test looks at")
	}
	hooks, mails := v.hooks.all(), v.mailsByID()
	planned := map[string]bool{}
	for _, d := range deliveries {
		planned[d.ID] = true
		got := hooks[d.ID]
		if d.Channel == "email" {
			got = mails[d.ID]
		}
		if d.State != stackhound.DeliverySent || len(got) == 0 {
			v.t.Errorf("%s %s is %s and arrived %d times: %s", d.Kind, d.ID, d.State, len(got), d.Error)
		}
	}
	v.checkExpected(st, planned)
	repeats := 0
	for _, arrivals := range []map[string][]string{hooks, mails} {
		for id, bodies := range arrivals {
			repeats += len(bodies) - 1
			for _, b := range bodies {
				if b != bodies[0] || !planned[id] {
					v.t.Errorf("%s arrived with other bytes or was never planned", id)
				}
			}
		}
	}
	bound := v.deaths * sendWorkers
	v.t.Logf("%d kills: %d deliveries (%d webhooks, %d mails), %d arrived again", v.deaths, len(deliveries), len(hooks), len(mails), repeats)
	if repeats > bound || len(hooks) == 0 || len(mails) == 0 {
		v.t.Errorf("%d repeats, bound %d; %d webhooks, %d mails", repeats, bound, len(hooks), len(mails))
	}
}

// checkExpected works out from the jobs that were published later, without looking at
// the deliveries, which of them are worth an alert at once, and misses none.
func (v *victim) checkExpected(st *store.Store, planned map[string]bool) {
	ctx := v.t.Context()
	bo, err := st.Profiles.Get(ctx, "bo")
	v.must(err)
	later := map[string]bool{}
	for _, job := range v.published {
		for _, u := range job.URLs {
			later[u] = true
		}
	}
	expected := 0
	v.must(st.Postings.Each(ctx, false, func(p stackhound.Posting) error {
		if m := matcher.Score(bo.Profile, p); !later[p.Sources[0].URL] || m.Rejected != "" || m.Score < bo.Alerts[0].MinScore {
			return nil
		}
		expected++
		if !planned[stackhound.InstantID("bo", bo.Alerts[0].Name, p.ID, "new")] {
			v.t.Errorf("no alert for %s %q", p.ID, p.Title)
		}
		return nil
	}))
	if expected == 0 {
		v.t.Error("no published job was worth an alert: the test proves nothing")
	}
}

// mailsByID sorts the mails that arrived by the delivery id in their Message-ID.
func (v *victim) mailsByID() map[string][]string {
	byID := map[string][]string{}
	for _, m := range v.mails.Mails() {
		parsed, err := mail.ReadMessage(strings.NewReader(string(m.Data)))
		v.must(err)
		id, _, _ := strings.Cut(strings.TrimPrefix(parsed.Header.Get("Message-Id"), "<"), "@")
		byID[id] = append(byID[id], string(m.Data))
	}
	return byID
}

// receiver is a webhook endpoint that keeps everything, repeats included.
type receiver struct {
	*httptest.Server
	mu   sync.Mutex
	came map[string][]string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{came: map[string][]string{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil || far(req.Context(), 60*time.Millisecond) != nil {
			return // a sender that was killed in the middle: not taken
		}
		r.take(req.Header.Get("webhook-id"), string(body))
		_ = far(req.Context(), 60*time.Millisecond)
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(r.Close)
	return r
}

// far takes as long as a distant network does on the way to and from a receiver: a sender
// that dies meanwhile must not have noted the delivery as done, and sends it again.
func far(ctx context.Context, d time.Duration) error { return clock.System().Sleep(ctx, d) }

func (r *receiver) take(id, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.came[id] = append(r.came[id], body)
}

func (r *receiver) all() map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.came)
}
