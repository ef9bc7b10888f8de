package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"stackhound"
	"stackhound/configs"
	"stackhound/internal/clock"
	"stackhound/internal/sample"
	"stackhound/internal/servertest"
	"stackhound/search/meili"
	"stackhound/search/meili/meilitest"
	"stackhound/store"
)

// plant is the program over the sample boards, with a configuration of a test's own.
type plant struct {
	t     *testing.T
	site  *sample.Site
	flags []string  // --config, --data and, where the test's clock is another, --now
	since time.Time // boards count as read when they were after it
}

// newPlant lays out a configuration with further settings.
func newPlant(t *testing.T, settings string) *plant {
	t.Helper()
	site, err := sample.Start(t.Context(), sample.Options{Seed: demoSeed, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	boards := t.TempDir()
	if err := os.CopyFS(boards, sample.Boards()); err != nil {
		t.Fatal(err)
	}
	p := &plant{t: t, site: site}
	p.flags = configFile(t, fmt.Sprintf("crawler: {contact: ops@example.com}\nboards: {dir: %q}\nweb: {addr: \"127.0.0.1:0\"}\n", boards)+settings)
	p.onlySamples(boards)
	return p
}

// onlySamples turns the shipped boards off: they are beyond this machine.
func (p *plant) onlySamples(dir string) {
	p.t.Helper()
	names, err := fs.Glob(configs.Boards(), "*.yaml")
	if err != nil {
		p.t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(configs.Boards(), name)
		if err != nil {
			p.t.Fatal(err)
		}
		off := strings.Replace(string(text), "enabled: true", "enabled: false\nreason: not in a test", 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(off), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

// served is a serve that runs in this process.
type served struct {
	t      *testing.T
	base   string // of its pages
	log    *lockedBuffer
	cancel context.CancelFunc
	ended  chan int
}

// command adds to a command what it needs to read the sample boards.
func (p *plant) command(args ...string) []string {
	args = append(args, p.flags...)
	for board, base := range p.site.Bases() {
		args = append(args, "--set", board+".base="+base)
	}
	return args
}

// serve starts the program and returns when it says that it is up.
func (p *plant) serve(args ...string) *served {
	p.t.Helper()
	args = p.command(append([]string{"serve"}, args...)...)
	ctx, cancel := context.WithCancel(context.Background())
	s := &served{t: p.t, log: &lockedBuffer{}, cancel: cancel, ended: make(chan int, 1)}
	out, said := io.Pipe()
	go func() {
		s.ended <- run(ctx, args, strings.NewReader(""), said, s.log)
		said.Close()
	}()
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		p.t.Fatalf("serve did not come up: %v\n%s", err, s.log)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	s.base = strings.TrimSpace(strings.TrimPrefix(first, "pages at "))
	p.t.Cleanup(s.stop)
	return s
}

// stop ends it as a service manager would; a second call does nothing.
func (s *served) stop() {
	if s.cancel == nil {
		return
	}
	s.cancel()
	s.cancel = nil
	if status := <-s.ended; status != exitOK || s.t.Failed() {
		s.t.Errorf("serve ended with %d\n%s", status, s.log)
	}
}

// ready asks /readyz and returns its status and what it says of each part.
func (s *served) ready() (int, map[string]string) {
	s.t.Helper()
	res, err := http.Get(s.base + "/readyz")
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var said struct{ Checks map[string]string }
	if err := json.NewDecoder(res.Body).Decode(&said); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, said.Checks
}

// unready holds that /readyz says of one part why it is not ready, and of no other.
func (s *served) unready(part, says string) {
	s.t.Helper()
	status, checks := s.ready()
	if status != http.StatusServiceUnavailable || !strings.Contains(checks[part], says) {
		s.t.Errorf("/readyz answers %d, %v; want %q of %s", status, checks, says, part)
	}
	for name, verdict := range checks {
		if name != part && verdict != "ok" {
			s.t.Errorf("/readyz says of %s: %s", name, verdict)
		}
	}
}

// lockedBuffer takes the log of a program that runs.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// until looks every 50 ms whether something has come about, at most 1,200 times.
func (p *plant) until(what string, so func() bool) {
	p.t.Helper()
	look := time.Tick(50 * time.Millisecond)
	for range 1200 {
		if so() {
			return
		}
		<-look
	}
	p.t.Fatalf("it never came about that %s", what)
}

// look reads the store beside the program; it returns false while there is none.
func (p *plant) look(at func(context.Context, *store.Store) bool) bool {
	p.t.Helper()
	cfg, err := configs.Load(p.flags[1])
	if err != nil {
		p.t.Fatal(err)
	}
	a := &app{cfg: cfg, dataDir: p.flags[3], clock: clock.System()}
	st, err := a.openStore(p.t.Context(), true)
	if stackhound.CodeOf(err) == stackhound.CodeNotFound || stackhound.CodeOf(err) == stackhound.CodeRefused {
		return false // it is just being made
	}
	if err != nil {
		p.t.Fatal(err)
	}
	defer st.Close()
	return at(p.t.Context(), st)
}

// read tells whether every board was read and all that was found stands in postings.
func (p *plant) read() bool {
	p.t.Helper()
	return p.look(func(ctx context.Context, st *store.Store) bool {
		runs, err := st.Runs.Latest(ctx)
		p.must(err)
		for board := range p.site.Bases() {
			if r := runs[board]; r.Verdict != stackhound.VerdictOK || r.Started.Before(p.since) {
				return false
			}
		}
		read, err := st.Positions.Load(ctx, "understand")
		p.must(err)
		unread, err := st.Listings.Lag(ctx, read.Position)
		p.must(err)
		open, _, err := st.Postings.Count(ctx)
		p.must(err)
		return unread == 0 && open > 0
	})
}

// leases counts the parts that are held.
func (p *plant) leases() (n int) {
	p.t.Helper()
	p.look(func(ctx context.Context, st *store.Store) bool {
		held, err := st.Leases.List(ctx, time.Now())
		p.must(err)
		n = len(held)
		return true
	})
	return n
}

// deliveries counts those in a state.
func (p *plant) deliveries(state stackhound.DeliveryState) (n int) {
	p.t.Helper()
	p.look(func(ctx context.Context, st *store.Store) bool {
		counts, err := st.Deliveries.Counts(ctx)
		p.must(err)
		n = counts[state]
		return true
	})
	return n
}

func (p *plant) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *plant) diagnose() diagnosis { p.t.Helper(); return diagnose(p.t, p.flags...) }

// With the queue's server away boards are read, postings made and mail is composed; once
// it is there, what waited is sent, with nobody doing anything.
func TestBadServersQueueComesLater(t *testing.T) {
	t.Parallel()
	redis := servertest.StartRedis(t)
	redis.Kill()
	p := newPlant(t, fmt.Sprintf("queue: {url: %q}\n", redis.URL))
	first, later := time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC), time.Date(2026, 11, 21, 7, 0, 5, 0, time.UTC) // 8 in ada's morning
	ada := filepath.Join(t.TempDir(), "ada.yaml")
	text, err := fs.ReadFile(sample.Profiles(), "ada.yaml")
	p.must(err)
	p.must(os.WriteFile(ada, text, 0o600))
	mustCLI(t, append([]string{"profile", "add", ada, "--now", first.Format(time.RFC3339)}, p.flags...)...)
	mustCLI(t, p.command("crawl", "--once", "--now", first.Format(time.RFC3339))...)
	p.flags, p.since = append(p.flags, "--now", later.Format(time.RFC3339)), later
	s := p.serve()
	p.until("all is read while the queue is away", p.read)
	p.until("a digest waits", func() bool { return p.deliveries(stackhound.DeliveryPending) > 0 })
	s.unready("queue", "Redis at "+redis.Addr+" cannot be reached")
	p.diagnose().expect(t, "queue", stateFail, "Redis at "+redis.Addr+" cannot be reached", "queue.url")
	if n := strings.Count(s.log.String(), "cannot be reached"); n > 20 {
		t.Errorf("the log tells of it %d times", n)
	}
	redis.Start()
	p.until("the digest is sent", func() bool {
		return p.deliveries(stackhound.DeliverySent) > 0 && p.deliveries(stackhound.DeliveryPending) == 0
	})
	if status, checks := s.ready(); status != http.StatusOK {
		t.Errorf("/readyz answers %d, %v", status, checks)
	}
	d := p.diagnose()
	d.expect(t, "queue", stateOK, "Redis ", redis.Addr)
	d.expect(t, "clock", stateOK, "1 time zone of 1 profile")
	d.expect(t, "versions", stateOK, "(7 or newer is needed)")
}

// A Redis that is there and cannot be used is told by doctor and by /readyz in the same
// words.
func TestBadServersQueue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		server   []string // further arguments
		settings string
		spoil    func(p *plant, r *servertest.Redis)
		says, do string
	}{
		"wrong password": {[]string{"--requirepass", "the-right-one"}, ", password: the-wrong-one", nil, "refuses the name or password", "queue.password_file"},
		"another type": {nil, "", func(p *plant, r *servertest.Redis) {
			client := redis.NewClient(&redis.Options{Addr: r.Addr})
			defer client.Close()
			p.look(func(ctx context.Context, st *store.Store) bool {
				id, err := st.ID(ctx)
				p.must(err)
				p.must(client.Set(ctx, "stackhound:"+id+":deliveries", "x", 0).Err())
				return true
			})
		}, "holds something that is no stream", "queue.prefix"},
		"full": {[]string{"--maxmemory", "1"}, "", nil, "has no memory left", "maxmemory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := servertest.StartRedis(t, c.server...)
			p := newPlant(t, fmt.Sprintf("queue: {url: %q%s}\n", server.URL, c.settings))
			s := p.serve("--role", "notifier,web")
			if c.spoil != nil {
				c.spoil(p, server)
			}
			s.unready("queue", c.says)
			d := p.diagnose()
			d.expect(t, "queue", stateFail, c.says, c.do)
			if d.status != exitFailed {
				t.Errorf("exit %d", d.status)
			}
		})
	}
}

// With the search server away boards are read and postings made; once it is there the
// index catches up by itself.
func TestBadServersSearchComesLater(t *testing.T) {
	t.Parallel()
	fake := meilitest.Start(t)
	p := newPlant(t, "")
	front := p.reserve()
	p.add(searchSettings(t, fake, "http://"+front))
	s := p.serve()
	p.until("all is read while the search server is away", p.read)
	s.unready("index", "Meilisearch at http://"+front+" cannot be reached")
	p.diagnose().expect(t, "search", stateFail, "Meilisearch at http://"+front+" cannot be reached", "search.url")
	p.open(front, fake)
	p.until("the index has caught up", func() bool {
		_, out, _ := cli(t, append([]string{"doctor", "--json"}, p.flags...)...)
		return strings.Contains(out, "up to date")
	})
	d := p.diagnose()
	d.expect(t, "search", stateOK, "index stackhound", "up to date")
	if status, checks := s.ready(); status != http.StatusOK {
		t.Errorf("/readyz answers %d, %v", status, checks)
	}
	d.expect(t, "versions", stateOK, "(1.50 or newer is needed)")
}

// An index that another version made answers until it is rebuilt, so the program stays
// ready, and doctor says what is going on; one of another store would answer with that
// one's postings.
func TestBadServersSearchRebuilding(t *testing.T) {
	t.Parallel()
	fake := meilitest.Start(t)
	p := newPlant(t, searchSettings(t, fake, fake.URL))
	s := p.serve()
	p.until("all is read and indexed", func() bool {
		status, _ := s.ready()
		return p.read() && status == http.StatusOK
	})
	s.stop()
	s = p.serve("--role", "web")
	for _, m := range []struct{ version, state, says string }{
		{"old", stateWarn, "being rebuilt, "},
		{"another store's", stateFail, "another store"},
	} {
		p.mark(fake, m.version)
		d := p.diagnose()
		d.expect(t, "search", m.state, m.says)
		if status, checks := s.ready(); (status == http.StatusOK) != (m.state == stateWarn) {
			t.Errorf("%s: /readyz answers %d, %v", m.version, status, checks)
		}
		if m.state == stateWarn {
			d.expect(t, "search", m.state, "postings behind; answers come from the old one", "indexer")
		}
	}
}

// mark marks the index as another version's or another store's.
func (p *plant) mark(fake *meilitest.Server, version string) {
	p.t.Helper()
	id := "somebody else"
	if version == "old" {
		p.look(func(ctx context.Context, st *store.Store) (ok bool) {
			var err error
			id, err = st.ID(ctx)
			p.must(err)
			return true
		})
	}
	marker := fmt.Sprintf(`[{"id": "_marker", "marker": %q, "store": %q, "position": "7"}]`, version, id)
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, fake.URL+"/indexes/stackhound/documents", strings.NewReader(marker))
	p.must(err)
	req.Header.Set("Authorization", "Bearer "+fake.MasterKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	p.must(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		p.t.Fatalf("the marker is answered with %s", res.Status)
	}
}

// reserve finds an address on loopback that nothing listens on.
func (p *plant) reserve() string {
	p.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	p.must(err)
	defer l.Close()
	return l.Addr().String()
}

// open serves at an address until the test ends.
func (p *plant) open(address string, h http.Handler) {
	p.t.Helper()
	l, err := net.Listen("tcp", address)
	p.must(err)
	server := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	p.t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
}

// add adds settings to the configuration.
func (p *plant) add(settings string) {
	p.t.Helper()
	text, err := os.ReadFile(p.flags[1])
	p.must(err)
	p.must(os.WriteFile(p.flags[1], append(text, settings...), 0o600))
}

// searchSettings makes the two keys and names them with the address to use.
func searchSettings(t *testing.T, fake *meilitest.Server, address string) string {
	t.Helper()
	searching, writing, err := meili.MakeKeys(t.Context(), fake.URL, fake.MasterKey, "")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("search: {url: %q, key: %q, write_key: %q}\n", address, searching.Reveal(), writing.Reveal())
}

func TestBadServersSearchWrongKey(t *testing.T) {
	t.Parallel()
	fake := meilitest.Start(t)
	p := newPlant(t, fmt.Sprintf("search: {url: %q, key: the-wrong-one}\n", fake.URL))
	s := p.serve("--role", "web")
	s.unready("index", "does not take this key")
	p.diagnose().expect(t, "search", stateFail, "does not take this key", "searchkeys")
}

// An older server shows when it refuses the index as it must be, since the two keys may
// not ask for its version.
func TestBadServersOlderSearch(t *testing.T) {
	t.Parallel()
	fake := meilitest.Start(t)
	fake.Refuse = func(r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "/settings") && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			return http.StatusBadRequest, "invalid_settings_ranking_rules"
		}
		return 0, ""
	}
	p := newPlant(t, searchSettings(t, fake, fake.URL))
	s := p.serve("--role", "indexer,web")
	p.until("the server refused the index", func() bool {
		_, checks := s.ready()
		return strings.Contains(checks["index"], "1.50 or newer is needed")
	})
	s.unready("index", "is an older version, and 1.50 or newer is needed")
	p.diagnose().expect(t, "search", stateFail, "does not exist yet", "log")
}

// A key for all indexes that may ask for the version is told it.
func TestBadServersSearchOfAToldVersion(t *testing.T) {
	t.Parallel()
	fake := meilitest.Start(t)
	fake.Version = "1.40.2"
	p := newPlant(t, fmt.Sprintf("search: {url: %q, key: %q}\n", fake.URL, keyForAll(t, fake)))
	s := p.serve("--role", "web")
	s.unready("index", "is version 1.40.2, and 1.50 or newer is needed")
	d := p.diagnose()
	d.expect(t, "search", stateFail, "is version 1.40.2, and 1.50 or newer is needed", "upgrade it")
	d.expect(t, "versions", stateOK, "Meilisearch 1.40.2 (1.50 or newer is needed)")
}

// keyForAll makes a key that may search every index and ask for the version.
func keyForAll(t *testing.T, fake *meilitest.Server) string {
	t.Helper()
	body := `{"uid": "6062abda-a5aa-4414-ac91-ecd7944c0f8d", "actions": ["search", "version"], "indexes": ["*"], "expiresAt": null}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fake.URL+"/keys", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+fake.MasterKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var made struct{ Key string }
	if err := json.NewDecoder(res.Body).Decode(&made); err != nil || made.Key == "" {
		t.Fatalf("%d %+v %v", res.StatusCode, made, err)
	}
	return made.Key
}

// Without its database serve does not start, and says why in the words of doctor.
func TestBadServersStore(t *testing.T) {
	t.Parallel()
	database, _ := apart(t, servertest.Postgres(t))
	nobody := (&plant{t: t}).reserve()
	for name, c := range map[string]struct{ store, says, do string }{
		"unreachable":    {fmt.Sprintf("store: {url: \"postgres://me@%s/jobs\"}\n", nobody), "database jobs at " + nobody + " cannot be reached", "store.url"},
		"wrong password": {fmt.Sprintf("store: {url: %q, password: the-wrong-one}\n", database), "does not accept this user and password", "store.url"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlant(t, c.store)
			status, _, errs := cli(t, append([]string{"serve"}, p.flags...)...)
			if status == exitOK || !strings.Contains(errs, c.says) || !strings.Contains(errs, c.do) {
				t.Errorf("serve ends with %d: %s", status, errs)
			}
			d := p.diagnose()
			d.expect(t, "store", stateFail, c.says, c.do)
			d.expect(t, "processes", stateWarn, "without the store")
			if strings.Contains(errs+d.json+d.text, "the-wrong-one") {
				t.Errorf("the password stands in\n%s%s", errs, d.text)
			}
		})
	}
}
