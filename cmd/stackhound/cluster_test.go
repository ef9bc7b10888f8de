package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/sample"
	"stackhound/internal/servertest"
	"stackhound/store"
	"stackhound/store/postgres"
)

// cluster is several processes of the program on one PostgreSQL and one Redis, with the
// boards and the receivers they talk to alive in the test.
type cluster struct {
	t        *testing.T
	dir      string
	database string // its address, with the password
	redis    *servertest.Redis
	store    *store.Store // of the test
	now      time.Time    // when the clocks of the processes and of the store begin; zero: the machine's

	mu        sync.Mutex
	processes []*process
}

// newCluster starts the servers; further is what else stands in the configuration.
func newCluster(t *testing.T, database string, now time.Time, further string) *cluster {
	t.Helper()
	c := &cluster{t: t, dir: t.TempDir(), database: database, redis: servertest.StartRedis(t), now: now}
	address, password := apart(t, database)
	config := fmt.Sprintf("store: {url: %q, password: %q}\nqueue: {url: %q}\nweb: {addr: \"127.0.0.1:0\"}\nwebhook: {allow: [127.0.0.0/8], allow_http: true}\n%s",
		address, password.Reveal(), c.redis.URL, further)
	if err := os.WriteFile(c.config(), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	c.open()
	return c
}

func (c *cluster) config() string { return filepath.Join(c.dir, "config.yaml") }

// open opens the test's own view of the store.
func (c *cluster) open() {
	c.t.Helper()
	st, err := postgres.Open(c.t.Context(), c.database, postgres.Options{Clock: clock.System()})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = st.Close() })
	c.store = st
}

// process is one of the program's.
type process struct {
	*exec.Cmd
	log strings.Builder
}

// start starts a process and returns when it says that it serves.
func (c *cluster) start(args ...string) *process {
	c.t.Helper()
	c.mu.Lock()
	data := filepath.Join(c.dir, fmt.Sprint("data", len(c.processes)))
	c.mu.Unlock()
	args = append([]string{"serve", "--config", c.config(), "--data", data}, args...)
	if !c.now.IsZero() {
		args = append(args, "--now", c.now.Format(time.RFC3339))
	}
	p := &process{Cmd: exec.Command(os.Args[0], args...)}
	p.Env = append(os.Environ(), runMain+"=never")
	p.Stderr = &p.log
	out, err := p.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(p.kill)
	c.mu.Lock()
	c.processes = append(c.processes, p)
	c.mu.Unlock()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		_ = p.Wait()
		c.t.Fatalf("a process did not come up: %v\n%s", err, p.log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// kill ends the process as a crash would.
func (p *process) kill() {
	_ = p.Process.Kill()
	_ = p.Wait()
}

// until looks again and again until something holds.
func (c *cluster) until(what string, holds func(context.Context) (bool, error)) {
	c.t.Helper()
	const patience = 3 * time.Minute // a lease, a retry and a slow machine
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for look := time.NewTicker(50 * time.Millisecond); ; {
		ok, err := holds(ctx)
		if err != nil && ctx.Err() == nil {
			c.t.Fatalf("%s: %v", what, err)
		}
		if ok {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			for _, p := range c.processes {
				p.kill()
				c.t.Log(p.log.String())
			}
			c.t.Fatalf("given up: %s", what)
		}
	}
}

// sent tells whether nothing waits to be sent.
func (c *cluster) sent(ctx context.Context) (bool, error) {
	counts, err := c.store.Deliveries.Counts(ctx)
	return err == nil && counts[stackhound.DeliveryPlanned]+counts[stackhound.DeliveryPending] == 0, err
}

// caughtUp tells whether all that was found is understood, matched and sent.
func (c *cluster) caughtUp(ctx context.Context) (bool, error) {
	for follower, lag := range map[string]func(context.Context, stackhound.Position) (int, error){
		"understand": c.store.Listings.Lag, "matcher": c.store.Postings.Lag,
	} {
		cur, err := c.store.Positions.Load(ctx, follower)
		if err != nil {
			return false, err
		}
		if n, err := lag(ctx, cur.Position); err != nil || n > 0 {
			return false, err
		}
	}
	return c.sent(ctx)
}

// TestTwoServers has two whole programs share one store: each board is read once when it is
// due, each digest and alert goes out once. Then the one that understands is killed: the other
// takes its work over, and what is found next is told.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	mails, err := sample.NewSMTPSink()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mails.Close)
	hooks := newReceiver(t)
	host, port, _ := strings.Cut(mails.Addr(), ":")
	morning := time.Date(2026, 11, 20, 7, 30, 0, 0, time.UTC) // half past eight where ada is
	c := newCluster(t, servertest.Postgres(t), morning, fmt.Sprintf("boards: {dir: %q}\nemail: {from: stackhound@example.com, smtp: {host: %s, port: %s, tls: none}}\n", "BOARDS", host, port))
	site, err := sample.Start(t.Context(), sample.Options{Seed: demoSeed, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	c.layOut(hooks.URL)
	var sets []string
	for board, base := range site.Bases() {
		sets = append(sets, "--set", board+".base="+base)
	}
	first := c.start(sets...)
	c.until("the boards are read for the first time", c.readSince(site))
	first.kill()
	c.now = c.now.AddDate(0, 0, 1)
	servers := []*process{c.start(sets...), c.start(sets...)}
	c.until("a day later everything is read again", c.readSince(site))
	c.until("a digest is sent", func(ctx context.Context) (bool, error) {
		ok, err := c.caughtUp(ctx)
		return ok && len(mails.Mails()) > 0, err
	})
	c.holdsOneRunEach(site)
	if n := len(mails.Mails()); n != 1 {
		t.Errorf("%d mails arrived, want one digest", n)
	}

	understander := c.holder("part:understand")
	for i, p := range servers {
		if strings.Contains(understander, fmt.Sprintf("-%d-", p.Process.Pid)) {
			p.kill()
			servers[i] = nil
		}
	}
	if servers[0] != nil && servers[1] != nil {
		t.Fatalf("the lease is held by %q, none of the processes", understander)
	}
	c.putNews()
	c.until("the other server tells of what is new", func(ctx context.Context) (bool, error) {
		ok, err := c.caughtUp(ctx)
		return ok && len(hooks.all()) > 0, err
	})
	if heir := c.holder("part:understand"); heir == understander || heir == "" {
		t.Errorf("the lease is held by %q, as before the death", heir)
	}
	for id, bodies := range hooks.all() {
		if len(bodies) != 1 {
			t.Errorf("%s arrived %d times", id, len(bodies))
		}
	}
}

// layOut writes the sample boards and stores the sample people.
func (c *cluster) layOut(hook string) {
	c.t.Helper()
	v := &victim{t: c.t, dir: c.dir}
	v.copyAll(sample.Boards(), "boards", func(s string) string { return s })
	v.copyAll(sample.Profiles(), "profiles", func(s string) string { return strings.ReplaceAll(s, sample.WebhookPlaceholder, hook) })
	config, err := os.ReadFile(c.config())
	v.must(err)
	v.write("config.yaml", strings.ReplaceAll(string(config), "BOARDS", filepath.Join(c.dir, "boards")))
	files, err := filepath.Glob(filepath.Join(c.dir, "profiles", "*.yaml"))
	v.must(err)
	for _, f := range files {
		mustCLI(c.t, "profile", "add", f, "--config", c.config(), "--data", filepath.Join(c.dir, "data"), "--now", c.now.Format(time.RFC3339))
	}
}

// readSince tells whether every board was read since the processes were started, and all
// that was found is understood.
func (c *cluster) readSince(site *sample.Site) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		runs, err := c.store.Runs.Latest(ctx)
		if err != nil {
			return false, err
		}
		for board := range site.Bases() {
			if runs[board].Started.Before(c.now) {
				return false, nil
			}
		}
		return c.caughtUp(ctx)
	}
}

// holdsOneRunEach holds that no board was read twice on the second day.
func (c *cluster) holdsOneRunEach(site *sample.Site) {
	c.t.Helper()
	for board := range site.Bases() {
		runs, err := c.store.Runs.Last(c.t.Context(), board, 10)
		if err != nil {
			c.t.Fatal(err)
		}
		if len(runs) != 2 {
			c.t.Errorf("%s was read %d times on two days", board, len(runs))
		}
	}
}

// holder is who holds a lease by the processes' clocks.
func (c *cluster) holder(key string) string {
	c.t.Helper()
	owner, _, err := c.store.Leases.Holder(c.t.Context(), key, c.now)
	if err != nil {
		c.t.Fatal(err)
	}
	return owner
}

// putNews stores, as a crawler would, new jobs that are worth an alert to bo.
func (c *cluster) putNews() {
	c.t.Helper()
	ctx := c.t.Context()
	const board = "sample-api"
	run, err := c.store.Runs.Start(ctx, board, c.now)
	if err != nil {
		c.t.Fatal(err)
	}
	var batch []stackhound.Listing
	for i := range 5 {
		batch = append(batch, stackhound.Listing{
			ListingKey: stackhound.ListingKey{Board: board, ID: fmt.Sprint("news-", i)}, URL: fmt.Sprintf("https://example.com/news/%d", i), RowHash: fmt.Sprint(i),
			Title: "Senior Python Developer", Company: fmt.Sprint("Firm ", i), Location: "Remote, Europe", Posted: c.now,
			Description: "We build with Python and Django on PostgreSQL and AWS. Requirements: strong Python, Django, Docker and Celery. You work remotely from anywhere in Europe.",
		})
	}
	if _, err := c.store.Listings.Put(ctx, run, batch, c.now); err != nil {
		c.t.Fatal(err)
	}
}
